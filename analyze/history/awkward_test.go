package history

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/repo"
)

// TestAwkwardHistories compares histories and repositories of unusual kinds with
// git log --raw --no-renames --no-merges.
func TestAwkwardHistories(t *testing.T) {
	for name, c := range map[string]struct {
		reader string
		make   func(t *testing.T) string
	}{
		"SHA-256": {"git", func(t *testing.T) string {
			dir := initialised(t, "--object-format=sha256")
			imported(t, dir, withoutSubmodules(exported(t, randomHistory(t, 11, 60))))
			return dir
		}},
		"read by git": {"git", func(t *testing.T) string {
			// Objects in a folder of another name are beyond go-git.
			dir := randomHistory(t, 12, 100)
			bare := cloned(t, dir, "--bare", "--shared")
			store := filepath.Join(t.TempDir(), "store")
			if err := os.Rename(filepath.Join(dir, ".git/objects"), store); err != nil {
				t.Fatal(err)
			}
			overwrite(t, filepath.Join(bare, "objects/info/alternates"), store+"\n")
			return bare
		}},
		"borrowed objects": {"go-git", func(t *testing.T) string {
			return cloned(t, cloned(t, randomHistory(t, 13, 60), "--shared", "--no-checkout"), "--shared", "--no-checkout")
		}},
		"several packs, multi-pack-index with a bitmap": {"go-git", func(t *testing.T) string {
			dir := named(t, randomHistory(t, 14, 60))
			gitOutput(t, dir, "config", "gc.auto", "0")
			for i := range 3 {
				gitOutput(t, dir, "commit", "-q", "--allow-empty", "-m", fmt.Sprint("more ", i))
				gitOutput(t, dir, "repack", "-dq")
			}
			gitOutput(t, dir, "multi-pack-index", "write", "--bitmap")
			return dir
		}},
		"linked worktree": {"go-git", func(t *testing.T) string {
			linked := filepath.Join(t.TempDir(), "linked")
			gitOutput(t, randomHistory(t, 15, 60), "worktree", "add", "-q", "--detach", "--no-checkout", linked, "HEAD~1")
			return linked
		}},
		"grafts": {"go-git", func(t *testing.T) string {
			dir := randomHistory(t, 16, 60)
			list := strings.Fields(gitOutput(t, dir, "rev-list", "--no-merges", "HEAD"))
			overwrite(t, filepath.Join(dir, ".git/info/grafts"), list[5]+" "+list[20]+"\n"+list[8]+"\n"+list[2]+" "+list[9]+" "+list[12]+"\n")
			return dir
		}},
		"replaced commits and trees": {"go-git", func(t *testing.T) string {
			dir := randomHistory(t, 17, 60)
			list := strings.Fields(gitOutput(t, dir, "rev-list", "--no-merges", "HEAD"))
			gitOutput(t, dir, "replace", list[3], list[10])
			gitOutput(t, dir, "replace", list[5]+"^{tree}", list[20]+"^{tree}")
			gitOutput(t, dir, "replace", "-f", list[7], list[30])
			return dir
		}},
		"unrelated roots": {"go-git", func(t *testing.T) string {
			dir := named(t, randomHistory(t, 18, 30))
			imported(t, dir, commitOf("refs/heads/other", 1700000000, "M 100644 inline a\ndata 1\nx\nM 100644 inline other\ndata 1\nx\n"))
			gitOutput(t, dir, "merge", "-q", "-s", "ours", "--allow-unrelated-histories", "-m", "join", "other")
			return dir
		}},
		"clocks of 1970 and 2099, and backwards": {"go-git", func(t *testing.T) string {
			var stream string
			for i, when := range []int64{0, 1, 4102444799, 1700000000, 0, 1600000000} {
				stream += commitOf("refs/heads/main", when, fmt.Sprintf("M 100644 inline f%d\ndata 1\nx\nM 100644 inline f\ndata 1\n%d\n", i, i))
			}
			dir := initialised(t)
			imported(t, dir, stream)
			literal(t, dir, "-1 +0000")
			literal(t, dir, "99999999999999999999 +0000")
			literal(t, dir, "9999999999999999 +9999")
			literal(t, dir, "")
			return dir
		}},
		"merge of 1,000 parents": {"go-git", func(t *testing.T) string {
			var stream, merges strings.Builder
			for i := range 1000 {
				stream.WriteString(commitOf(fmt.Sprintf("refs/heads/b%d", i), 1700000000+int64(i), fmt.Sprintf("M 100644 inline f%d\ndata 1\nx\n", i)))
				fmt.Fprintf(&merges, "merge refs/heads/b%d\n", i)
			}
			stream.WriteString(commitOf("refs/heads/main", 1700009999, merges.String()))
			stream.WriteString(commitOf("refs/heads/main", 1700010000, "M 100644 inline f\ndata 1\nx\n"))
			dir := initialised(t)
			imported(t, dir, stream.String())
			return dir
		}},
		"commit of 10,000 files": {"go-git", func(t *testing.T) string {
			dir := initialised(t)
			imported(t, dir, commitOf("refs/heads/main", 1700000000, files(10_000, "x"))+commitOf("refs/heads/main", 1700000001, files(10_000, "y"))+
				commitOf("refs/heads/main", 1700000002, "R p0 moved\nR p1 moved/on\n"))
			return dir
		}},
		"100,000 files at HEAD": {"go-git", func(t *testing.T) string {
			stream := commitOf("refs/heads/main", 1700000000, files(100_000, "x"))
			for i := range 20 {
				stream += commitOf("refs/heads/main", 1700000001+int64(i), fmt.Sprintf("M 100644 inline p%d/q0/f%d\ndata 1\ny\n", i, i))
			}
			dir := initialised(t)
			imported(t, dir, stream)
			return dir
		}},
		"odd names": {"go-git", func(t *testing.T) string {
			dir := initialised(t)
			names := []string{
				`"new\nline"`, `"tab\tx"`, `"quo\"te"`, `"back\\slash"`, `"bad\377\376/\200"`, `"\303\251"`, `"e\314\201"`, `"-dash"`, `":colon"`, `"sp ace "`, `"\001\033[31m"`,
				strings.Repeat("x", 4000), strings.Repeat("d/", 1500) + "f", "...", "~", "aux", "con.txt", "CaSe", "cAsE",
			}
			var stream string
			for round := range 3 {
				var change strings.Builder
				for i, n := range names {
					fmt.Fprintf(&change, "M 100644 inline %s\ndata 1\n%d\n", n, (round*i)%2)
				}
				stream += commitOf("refs/heads/main", 1700000000+int64(round), change.String())
			}
			imported(t, dir, stream+commitOf("refs/heads/main", 1700000009, "R cAsE Case\nR \"back\\\\slash\" back/slash\nD CaSe\n"))
			return dir
		}},
		"empty trees": {"go-git", func(t *testing.T) string {
			dir := initialised(t)
			imported(t, dir, commitOf("refs/heads/main", 1700000000, "")+commitOf("refs/heads/main", 1700000001, "M 100644 inline a/b\ndata 1\nx\n")+
				commitOf("refs/heads/main", 1700000002, "deleteall\n")+commitOf("refs/heads/main", 1700000003, "M 100644 inline a\ndata 1\nx\n"))
			return dir
		}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := c.make(t)
			log := read(t, dir, Options{})
			if diff := cmp.Diff(gitRows(t, dir), rows(log)); diff != "" {
				t.Errorf("(-git +seam):\n%.5000s", diff)
			}
			if got, want := log.Len(), len(strings.Fields(gitOutput(t, dir, "rev-list", "HEAD"))); got != want {
				t.Errorf("%d commits, git says %d", got, want)
			}
			if r, err := repo.Open(dir); err != nil || r.Reader() != c.reader {
				t.Errorf("%s reads it, %v; want %s", r.Reader(), err, c.reader)
			}
		})
	}
}

// TestLostHistory: a commit or a tree that is missing mid-way, or that is damaged, is an
// error that names it, however it is read. It is never a shorter history.
func TestLostHistory(t *testing.T) {
	for name, what := range map[string]string{"a commit": "HEAD~3", "a tree": "HEAD~3^{tree}", "a folder": "HEAD~3:d"} {
		for _, format := range []string{"sha1", "sha256"} {
			dir := initialised(t, "--object-format="+format)
			for i := range 6 {
				overwrite(t, filepath.Join(dir, "d/f"), fmt.Sprint(i))
				gitOutput(t, dir, "add", ".")
				gitOutput(t, dir, "commit", "-qm", fmt.Sprint(i))
			}
			id := strings.TrimSpace(gitOutput(t, dir, "rev-parse", what))
			file := filepath.Join(dir, ".git/objects", id[:2], id[2:])
			sound, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
			expectError(t, dir, name+" lost, "+format, repo.ErrMissing, id[:10])
			overwrite(t, file, string(sound[:len(sound)/2]))
			expectError(t, dir, name+" cut, "+format, repo.ErrCorrupt, id[:10])
		}
	}
}

func expectError(t *testing.T, dir, name string, want error, id string) {
	t.Helper()
	r, err := repo.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if log, err := Read(context.Background(), r, head, Options{}); !errors.Is(err, want) || !strings.Contains(err.Error(), id) {
		t.Errorf("%s: %v, %v; want %v with %s", name, log, err, want, id)
	}
}

func initialised(t *testing.T, args ...string) string {
	t.Helper()
	dir := t.TempDir()
	gitOutput(t, dir, append([]string{"init", "-q", "-b", "main"}, args...)...)
	return named(t, dir)
}

// named lets git commit in a repository.
func named(t *testing.T, dir string) string {
	t.Helper()
	gitOutput(t, dir, "config", "user.name", "Ann")
	gitOutput(t, dir, "config", "user.email", "ann@one.example")
	return dir
}

func cloned(t *testing.T, dir string, args ...string) string {
	t.Helper()
	at := filepath.Join(t.TempDir(), "clone")
	gitOutput(t, dir, append(append([]string{"clone", "-q"}, args...), dir, at)...)
	return at
}

func overwrite(t *testing.T, file, content string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o666); err != nil {
		t.Fatal(err)
	}
}

// commitOf is a commit in the language of git fast-import.
func commitOf(branch string, when int64, change string) string {
	return fmt.Sprintf("commit %s\ncommitter Ann <ann@one.example> %d +0000\ndata 4\nwork\n%s\n", branch, when, change)
}

// files writes n files in folders of 100, ten folders deep in each of many.
func files(n int, content string) string {
	var s strings.Builder
	for i := range n {
		fmt.Fprintf(&s, "M 100644 inline p%d/q%d/f%d\ndata 1\n%s\n", i/1000, i/100%10, i%100, content)
	}
	return s.String()
}

// imported feeds a repository what git fast-import reads.
func imported(t *testing.T, dir, stream string) {
	t.Helper()
	cmd := exec.Command("git", "-C", dir, "fast-import", "--quiet", "--force", "--date-format=raw-permissive")
	cmd.Stdin = strings.NewReader(stream)
	out, err := cmd.CombinedOutput()
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip("NOT CHECKED: there is no git")
	}
	if err != nil {
		t.Fatalf("git fast-import: %v\n%s", err, out)
	}
}

func exported(t *testing.T, dir string) string {
	return gitOutput(t, dir, "fast-export", "--all")
}

// withoutSubmodules leaves ids of the old format out.
func withoutSubmodules(stream string) string {
	var out bytes.Buffer
	for line := range strings.Lines(stream) {
		if !strings.HasPrefix(line, "M 160000 ") {
			out.WriteString(line)
		}
	}
	return out.String()
}

// literal adds an empty commit with dates that git would not write.
func literal(t *testing.T, dir, date string) {
	t.Helper()
	tree := strings.TrimSpace(gitOutput(t, dir, "rev-parse", "HEAD^{tree}"))
	parent := strings.TrimSpace(gitOutput(t, dir, "rev-parse", "HEAD"))
	file := filepath.Join(t.TempDir(), "commit")
	overwrite(t, file, fmt.Sprintf("tree %s\nparent %s\nauthor A <a@b> %s\ncommitter A <a@b> %s\n\nodd\n", tree, parent, date, date))
	id := strings.TrimSpace(gitOutput(t, dir, "hash-object", "-w", "--literally", "-t", "commit", file))
	gitOutput(t, dir, "update-ref", "HEAD", id)
}
