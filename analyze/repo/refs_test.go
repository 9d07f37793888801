package repo

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestResolveIsRevParse asks for names that mean several things.
func TestResolveIsRevParse(t *testing.T) {
	dir, ids := build(t, BuildCommit{Message: "1"}, BuildCommit{Message: "2"}, BuildCommit{Message: "3"}, BuildCommit{Message: "4"})
	short := ids[0].String()[:7]
	for ref, id := range map[string]ID{
		"refs/heads/" + short: ids[1], // a branch that looks like an id
		"refs/heads/a":        ids[0], // one that looks like too short an id
		"refs/heads/both":     ids[1], "refs/tags/both": ids[2], "refs/remotes/both/x": ids[3],
		"refs/remotes/up/HEAD": ids[2], "refs/tags/deep/er": ids[1], "refs/odd/place": ids[0], "refs/heads/a.b": ids[1], "refs/heads/refs/heads/x": ids[3],
		"ORIG_HEAD": ids[1], "refs/bisect/bad": ids[2],
	} {
		gitOutput(t, dir, "update-ref", ref, id.String())
	}
	gitOutput(t, dir, "symbolic-ref", "refs/heads/sym", "refs/heads/both")
	gitOutput(t, dir, "tag", "-am", "x", "tagged", ids[1].String())
	gitOutput(t, dir, "tag", "-am", "x", "tagged-twice", "tagged")
	gitOutput(t, dir, "tag", "-am", "x", "no-commit", "HEAD^{tree}")
	write(t, filepath.Join(dir, ".git/FETCH_HEAD"), ids[2].String()+"\t\tbranch 'main' of ../x\n"+ids[1].String()+"\tnot-for-merge\tbranch 'b' of ../x\n")
	check := func() {
		for _, r := range readers(t, dir) {
			for _, name := range []string{
				short, "a", "both", "up", "deep/er", "tags/deep/er", "heads/both", "odd/place", "refs/odd/place", "a.b", "refs/heads/x", "ORIG_HEAD", "FETCH_HEAD",
				"sym", "tagged", "tagged-twice", "no-commit", "tagged~1", ids[3].String()[:4], ids[3].String()[:39], "HEAD^{tree}", "config", "index", "main/x", "a/b", "both/x",
				"refs", "refs/", "refs/heads", "/main", "main/", "heads//main", "./main", ".git/HEAD", "main.lock", "head", "refs/bisect/bad", strings.Repeat("x", 5000),
				strings.Repeat("1", 64), "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
			} {
				out, gitErr := exec.Command("git", "-C", dir, "rev-parse", "--verify", "--quiet", "--end-of-options", name+"^{commit}").Output()
				got, err := r.Resolve(name)
				switch {
				case name == "HEAD^{tree}", name == "head": // not a name here; a file system may not tell head from HEAD
				case gitErr != nil && !errors.Is(err, ErrNoRevision):
					t.Errorf("by %s: %.50s is %s, %v; git knows no such commit", r.Reader(), name, got, err)
				case gitErr == nil && got.String() != strings.TrimSpace(string(out)):
					t.Errorf("by %s: %.50s is %s, %v; git says %s", r.Reader(), name, got, err, out)
				}
			}
		}
	}
	check()
	gitOutput(t, dir, "pack-refs", "--all")
	check()
}

// TestAmbiguousID: the beginning of two commits is none; a commit's and another
// object's is the commit.
func TestAmbiguousID(t *testing.T) {
	needGit(t)
	first := map[string]ID{} // of a commit, by the first four digits
	var commits []BuildCommit
	for i := range 600 {
		commits = append(commits, BuildCommit{Message: fmt.Sprint(i)})
	}
	dir, ids := build(t, commits...)
	twice := ""
	for _, id := range ids {
		short := id.String()[:4]
		if first[short] != "" {
			twice = short
		}
		first[short] = id
	}
	if twice == "" {
		t.Fatal("no two commits begin with the same four digits: make more of them")
	}
	blob, mixed := "", ""
	for i := 0; mixed == ""; i++ {
		blob = fmt.Sprint("text ", i)
		if short := blobID([]byte(blob), 40)[:4]; first[short] != "" && short != twice {
			mixed = short
		}
	}
	gitInput(t, dir, blob, "hash-object", "-w", "--stdin")
	for _, r := range readers(t, dir) {
		if got, err := r.Resolve(twice); !errors.Is(err, ErrNoRevision) {
			t.Errorf("by %s: %s of two commits is %s, %v", r.Reader(), twice, got, err)
		}
		want := strings.TrimSpace(gitOutput(t, dir, "rev-parse", mixed+"^{commit}"))
		if got, err := r.Resolve(mixed); err != nil || got.String() != want {
			t.Errorf("by %s: %s of a commit and a blob is %s, %v; want %s", r.Reader(), mixed, got, err, want)
		}
	}
}

// TestBrokenReferences: a reference that cannot be read is an error that names it, and
// never the older value in packed-refs.
func TestBrokenReferences(t *testing.T) {
	for name, content := range map[string]string{"empty": "", "half an id": "0123456789", "nonsense": "nonsense\n", "a circle": "ref: refs/heads/main\n", "zeros": strings.Repeat("\x00", 41)} {
		dir, _ := build(t, BuildCommit{Message: "1"}, BuildCommit{Message: "2"})
		gitOutput(t, dir, "pack-refs", "--all")
		write(t, filepath.Join(dir, ".git/refs/heads/main"), content)
		for _, revision := range []string{"main", "HEAD"} {
			if got, err := mustOpen(t, dir).Resolve(revision); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "refs/heads/main") {
				t.Errorf("%s: %s is %s, %v; want ErrCorrupt with the name", name, revision, got, err)
			}
		}
	}
	dir, ids := build(t, BuildCommit{Message: "1"})
	write(t, filepath.Join(dir, ".git/packed-refs"), ids[0].String()[:30]+" refs/heads/old\n")
	if _, err := Open(dir); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "packed-refs") {
		t.Errorf("half a line in packed-refs is %v", err)
	}
}

// TestHeadLeadsNowhere: before the first commit, and beside branches that have some.
func TestHeadLeadsNowhere(t *testing.T) {
	for _, args := range [][]string{nil, {"--object-format=sha256"}} {
		dir := t.TempDir()
		gitOutput(t, dir, append([]string{"init", "-q", "-b", "main"}, args...)...)
		for _, r := range readers(t, dir) {
			if _, err := r.Resolve("HEAD"); !errors.Is(err, ErrNoCommits) {
				t.Errorf("by %s: an empty repository gives %v, want ErrNoCommits", r.Reader(), err)
			}
			if _, err := r.Resolve("main"); !errors.Is(err, ErrNoRevision) {
				t.Errorf("by %s: its branch is %v, want ErrNoRevision", r.Reader(), err)
			}
		}
		write(t, filepath.Join(dir, "f"), "")
		gitOutput(t, dir, "add", "f")
		gitOutput(t, dir, "commit", "-qm", "first")
		gitOutput(t, dir, "symbolic-ref", "HEAD", "refs/heads/other")
		for _, r := range readers(t, dir) {
			if _, err := r.Resolve("HEAD"); !errors.Is(err, ErrUnborn) || !strings.Contains(err.Error(), "refs/heads/other") {
				t.Errorf("by %s: an unborn HEAD gives %v, want ErrUnborn with its branch", r.Reader(), err)
			}
		}
	}
}

// FuzzReferences: whatever the files hold, a name is an id that stands in them, is not
// there, or is damaged.
func FuzzReferences(f *testing.F) {
	id := strings.Repeat("1a", 20)
	f.Add("main", id+"\n", "# pack-refs\n"+id+" refs/tags/v1\n^"+id+"\n")
	f.Add("v1", "ref: refs/tags/v1\n", id+" refs/tags/v1\n")
	f.Add("main", "ref: refs/heads/main", "")
	f.Add("../x", "", id+" refs/heads/x")
	f.Fuzz(func(t *testing.T, name, loose, packed string) {
		dir := t.TempDir()
		write(t, filepath.Join(dir, "refs/heads/main"), loose)
		write(t, filepath.Join(dir, "packed-refs"), packed)
		r := refFiles{dir, dir}
		r.replaced()
		got, err := r.find(name)
		switch {
		case err == nil && !strings.Contains(strings.ToLower(loose+packed), got.String()):
			t.Errorf("%q is %s, which stands nowhere", name, got)
		case err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, ErrCorrupt):
			t.Errorf("%q: %v", name, err)
		}
	})
}

// TestPackedLine: in a file that is sorted a reference is found at the same place as by
// looking at each line.
func TestPackedLine(t *testing.T) {
	for n := range 40 {
		var lines []string
		var names []string
		for i := range n {
			name := fmt.Sprintf("refs/tags/v%03d", i)
			names = append(names, name, name+"x", name[:len(name)-1])
			lines = append(lines, fmt.Sprintf("%040x %s\n", i, name))
			if i%3 == 0 {
				lines = append(lines, fmt.Sprintf("^%040x\n", i))
			}
		}
		sorted := "# pack-refs with: peeled fully-peeled sorted \n" + strings.Join(lines, "")
		other := "# pack-refs with: peeled fully-peeled \n" + strings.Join(lines, "")
		ahead := len(sorted) - len(other)
		for _, name := range append(names, "refs/heads/main", "zzz") {
			begin, end := packedLine([]byte(sorted), name)
			b, e := packedLine([]byte(other), name)
			if e < 0 != (end < 0) || e >= 0 && (b+ahead != begin || e+ahead != end) {
				t.Errorf("%d lines, %s: from %d to %d; want %d to %d", len(lines), name, begin, end, b+ahead, e+ahead)
			}
		}
	}
}

// TestEachPacked: in a file that is sorted the references of a folder are those that a look
// at each line gives, whatever stands around them.
func TestEachPacked(t *testing.T) {
	for n := range 5 {
		var lines strings.Builder
		for _, folder := range []string{"refs/heads", "refs/replace", "refs/replaced", "refs/tags"} {
			for i := range n {
				fmt.Fprintf(&lines, "%040x %s/v%d\n", i, folder, i)
				if i%2 == 0 {
					fmt.Fprintf(&lines, "^%040x\n", i)
				}
			}
		}
		for _, folder := range []string{"refs/a/", "refs/heads/", "refs/replace/", "refs/tags/", "refs/z/", ""} {
			var got [2][]string
			for k, order := range []string{"sorted ", ""} {
				b := []byte("# pack-refs with: peeled fully-peeled " + order + "\n" + lines.String())
				err := eachPackedOf("packed-refs", b, folder, func(name string, id ID) { got[k] = append(got[k], id.String()+" "+name) })
				if err != nil {
					t.Fatal(err)
				}
			}
			if !slices.Equal(got[0], got[1]) {
				t.Errorf("%d lines each, %q: sorted gives %q, each line %q", n, folder, got[0], got[1])
			}
		}
	}
}

// FuzzPackedLine: whatever packed-refs holds, a line that is found is one of the file and
// ends with the name.
func FuzzPackedLine(f *testing.F) {
	f.Add([]byte("# pack-refs with: peeled fully-peeled sorted \n0 a\n^1\n2 b\n"), "b")
	f.Add([]byte("# pack-refs with: sorted \n^\n^"), "")
	f.Add([]byte("0 a\n"), "a")
	f.Fuzz(func(t *testing.T, b []byte, name string) {
		begin, end := packedLine(b, name)
		if end < 0 {
			return
		}
		if begin > end || begin > 0 && b[begin-1] != '\n' || !bytes.HasPrefix(b[end:], []byte(" "+name)) {
			t.Errorf("%q in %q: from %d to %d", name, b, begin, end)
		}
	})
}
