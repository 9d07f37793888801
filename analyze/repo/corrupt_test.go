package repo

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// everything reads HEAD, the files of its tree and the commits behind it.
func everything(r *Repository) (string, error) {
	id, err := r.Resolve("HEAD")
	if err != nil {
		return "", err
	}
	s, err := r.Snapshot(id)
	if err != nil {
		return "", err
	}
	defer s.Close()
	var out strings.Builder
	for _, f := range s.Files() {
		fmt.Fprintf(&out, "%v %s\n", f, s.ID(f.Path))
		if f.Mode == Regular || f.Mode == Executable {
			b, err := s.ReadFile(f.Path)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&out, "%s\n", b)
		}
	}
	o := r.Objects(NewCache(1 << 20))
	defer o.Close()
	for err == nil {
		b, err := o.Commit(id)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&out, "%s\n", b)
		if id, err = o.parent(id, 1); err == errNowhere {
			break
		}
	}
	return out.String(), nil
}

// TestDamageIsNoAnswer flips bits and cuts the ends of a repository's files: the
// answer stays what it was, or is an error. It never is another.
func TestDamageIsNoAnswer(t *testing.T) {
	needGit(t)
	for name, store := range map[string]func(t *testing.T, dir string){
		"one pack": func(*testing.T, string) {},
		"deltas":   func(t *testing.T, dir string) { gitOutput(t, dir, "repack", "-adfq", "--depth=50") },
		"deltas against ids": func(t *testing.T, dir string) {
			gitOutput(t, dir, "-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq", "--depth=50")
		},
		"loose": unpack,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, _ := build(t, someCommits()[:6]...)
			store(t, dir)
			want, err := everything(mustOpen(t, dir))
			if err != nil {
				t.Fatal(err)
			}
			random := rand.New(rand.NewPCG(3, 4))
			errs := 0
			for _, file := range objectFiles(t, dir) {
				whole, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				for range max(1, min(30, len(whole)/80)) {
					if damaged(t, dir, file, whole, random, want) {
						errs++
					}
				}
				replaceFile(t, file, whole)
			}
			if errs < 20 {
				t.Errorf("only %d pieces of damage were seen", errs)
			}
		})
	}
}

// damaged does some damage to a file and reports whether reading saw it.
func damaged(t *testing.T, dir, file string, whole []byte, random *rand.Rand, want string) bool {
	t.Helper()
	b := append([]byte{}, whole...)
	at := random.IntN(len(b))
	what := fmt.Sprintf("%s, byte %d of %d", filepath.Base(file), at, len(b))
	if random.IntN(8) == 0 {
		b = b[:at]
		what += " and all behind it gone"
	} else {
		b[at] ^= 1 << random.IntN(8)
		what += " flipped"
	}
	replaceFile(t, file, b)
	var readers []*Repository
	if r, err := Open(dir); err == nil {
		readers = append(readers, r)
	}
	if random.IntN(12) == 0 {
		readers = append(readers, throughGit(t, dir)) // costs more
	}
	seen := false
	for _, r := range readers {
		got, err := everything(r)
		if err == nil && got != want {
			t.Errorf("by %s: %s: another answer", r.Reader(), what)
		}
		if err != nil && (!errors.Is(err, ErrCorrupt) && !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "repo: ")) {
			t.Errorf("by %s: %s: %v", r.Reader(), what, err)
		}
		seen = seen || err != nil
	}
	return seen
}

func objectFiles(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	for _, pattern := range []string{"pack/*.pack", "pack/*.idx", "??/*"} {
		list, err := filepath.Glob(filepath.Join(dir, ".git/objects", pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, list...)
	}
	return files
}

// replaceFile writes a file that git made read-only.
func replaceFile(t *testing.T, file string, b []byte) {
	t.Helper()
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b, 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestObjectUnderAWrongName: a sound file in another's place is damage, which git cat-file
// would not notice.
func TestObjectUnderAWrongName(t *testing.T) {
	needGit(t)
	dir, ids := build(t, BuildCommit{Message: "1"}, BuildCommit{Message: "2"})
	unpack(t, dir)
	name := func(id ID) string {
		return filepath.Join(dir, ".git/objects", id.String()[:2], id.String()[2:])
	}
	b, err := os.ReadFile(name(ids[0]))
	if err != nil {
		t.Fatal(err)
	}
	replaceFile(t, name(ids[1]), b)
	for _, r := range readers(t, dir) {
		if got, err := r.Resolve("HEAD"); !errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), ids[1].Short()) {
			t.Errorf("by %s: %s, %v; want ErrCorrupt with the id", r.Reader(), got, err)
		}
	}
}

// TestPackEndsEarly: what a pack's index lists and the pack has not is damage.
func TestPackEndsEarly(t *testing.T) {
	needGit(t)
	dir, _ := build(t, someCommits()[:3]...)
	file := packs(t, dir)[0]
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	replaceFile(t, file, b[:len(b)/3])
	for _, r := range readers(t, dir) {
		if _, err := everything(r); !errors.Is(err, ErrCorrupt) {
			t.Errorf("by %s: %v, want ErrCorrupt", r.Reader(), err)
		}
	}
}

// TestLostObjects: a commit or a tree that is not there is named as missing.
func TestLostObjects(t *testing.T) {
	needGit(t)
	for name, lose := range map[string]string{"HEAD's commit": "HEAD", "a parent": "HEAD~1", "a tree": "HEAD^{tree}", "a folder": "HEAD:d"} {
		dir, _ := build(t, BuildCommit{Write: map[string]string{"d/x": "1"}}, BuildCommit{Write: map[string]string{"d/x": "2"}})
		unpack(t, dir)
		id := strings.TrimSpace(gitOutput(t, dir, "rev-parse", lose))
		if err := os.Remove(filepath.Join(dir, ".git/objects", id[:2], id[2:])); err != nil {
			t.Fatal(err)
		}
		for _, r := range readers(t, dir) {
			if _, err := everything(r); !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), id[:10]) {
				t.Errorf("by %s: without %s: %v; want ErrMissing with %s", r.Reader(), name, err, id[:10])
			}
		}
	}
}

// TestEmptyTreeIsKnown: git knows the empty tree where nobody stored it.
func TestEmptyTreeIsKnown(t *testing.T) {
	for format, tree := range map[string]ID{"sha1": emptyTree, "sha256": emptyTreeWide} {
		dir := t.TempDir()
		gitOutput(t, dir, "init", "-q", "--object-format="+format)
		commit := strings.TrimSpace(gitOutput(t, dir, "commit-tree", "-m", "nothing", tree.String()))
		gitOutput(t, dir, "update-ref", "HEAD", commit)
		for _, r := range readers(t, dir) {
			id, err := r.Resolve("HEAD")
			if err != nil {
				t.Fatal(err)
			}
			s, err := r.Snapshot(id)
			if err != nil || len(s.Files()) != 0 {
				t.Errorf("by %s: %s: %v", r.Reader(), format, err)
				continue
			}
			s.Close()
		}
	}
}
