package repo

import (
	"bytes"
	"crypto/sha1"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// equalsGit compares a snapshot with git ls-tree, read in both ways. Contents are
// compared by their ids.
func equalsGit(t *testing.T, dir, revision string) {
	t.Helper()
	for _, r := range readers(t, dir) {
		snapshotEqualsGit(t, r, dir, revision)
	}
}

func snapshotEqualsGit(t *testing.T, r *Repository, dir, revision string) {
	t.Helper()
	id, err := r.Resolve(revision)
	if err != nil {
		t.Fatalf("by %s: %v", r.Reader(), err)
	}
	s, err := r.Snapshot(id)
	if err != nil {
		t.Fatalf("by %s: %v", r.Reader(), err)
	}
	defer s.Close()
	modes := map[string]Mode{"100644": Regular, "100664": Regular, "100755": Executable, "120000": Symlink, "160000": Submodule}
	var want []File
	for line := range strings.SplitSeq(strings.TrimSuffix(gitOutput(t, dir, "ls-tree", "-r", "-z", "--full-tree", revision), "\x00"), "\x00") {
		meta, path, _ := strings.Cut(line, "\t")
		part := strings.Fields(meta)
		f := File{path, modes[part[0]]}
		want = append(want, f)
		if got := s.ID(path).String(); got != part[2] {
			t.Errorf("by %s: %q has id %s, git says %s", r.Reader(), path, got, part[2])
		}
		if f.Mode == Symlink || f.Mode == Submodule {
			continue
		}
		got, err := s.ReadFile(path)
		if id := blobID(got, len(part[2])); err != nil || id != part[2] {
			t.Errorf("by %s: %q reads %.40q, %v; its id is %s, git says %s", r.Reader(), path, got, err, id, part[2])
		}
	}
	if !slices.Equal(s.Files(), want) {
		t.Errorf("by %s: files are\n%v\ngit says\n%v", r.Reader(), s.Files(), want)
	}
}

// TestGlance: files that are read once, in any order and from several goroutines, hold
// what they hold for who keeps them.
func TestGlance(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	texts := make([][]string, 40) // together more than a glance keeps
	for i := range texts {
		for range 1500 {
			texts[i] = append(texts[i], fmt.Sprintf("%032x", rnd.Uint64()))
		}
	}
	commits := make([]BuildCommit, 3)
	for k := range commits {
		commits[k].Write = map[string]string{}
		for i, lines := range texts {
			lines[rnd.IntN(len(lines))] = fmt.Sprint("changed ", k)
			commits[k].Write[fmt.Sprintf("f%d", i)] = strings.Join(lines, "\n")
		}
	}
	dir, _ := build(t, commits...)
	gitOutput(t, dir, "repack", "-adfq", "--depth=50")
	r := mustOpen(t, dir)
	head, err := r.Resolve("HEAD~2") // deltas against the newer ones
	if err != nil {
		t.Fatal(err)
	}
	kept, err := r.Snapshot(head)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	once, err := r.Glance(head)
	if err != nil {
		t.Fatal(err)
	}
	defer once.Close()
	var group sync.WaitGroup
	for k := range 4 {
		group.Go(func() {
			for _, i := range rand.New(rand.NewPCG(uint64(k), 1)).Perm(len(kept.Files())) {
				name := kept.Files()[i].Path
				want, err := kept.ReadFile(name)
				if err != nil {
					t.Error(err)
				}
				err = once.Lend(name, func(b []byte) {
					if !bytes.Equal(b, want) {
						t.Errorf("%s reads %.40q, want %.40q", name, b, want)
					}
				})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}

// blobID is the id that git gives a content, in n hexadecimal digits.
func blobID(b []byte, n int) string {
	whole := append(fmt.Appendf(nil, "blob %d\x00", len(b)), b...)
	if n == 64 {
		return fmt.Sprintf("%x", sha256.Sum256(whole))
	}
	return fmt.Sprintf("%x", sha1.Sum(whole))
}

// someCommits is a history with odd names, all modes and content that compresses
// into deltas.
func someCommits() []BuildCommit {
	r := rand.New(rand.NewPCG(1, 2))
	long := strings.Repeat("a line that is much like the others\n", 200)
	commits := []BuildCommit{{
		Write: map[string]string{
			"line\nbreak": "1", `quo"te`: "2", "tab\tx": "3", "bad\xff\xfeutf8/f": "4", "spa ce/é": "5", "-dash": "6", "a": "7", "a.b": "8", "a0": "9",
			"deep/" + strings.Repeat("d/", 60) + "f": "10", "link": "a", "run": "#!/bin/sh\n", "module": strings.Repeat("ab", 20), "crlf": "x\r\ny\r\n", "nul": "a\x00b",
		},
		Modes: map[string]Mode{"link": Symlink, "run": Executable, "module": Submodule},
	}}
	for i := range 30 {
		commits = append(commits, BuildCommit{Write: map[string]string{
			fmt.Sprintf("p%d/f%d", r.IntN(4), r.IntN(4)): long + fmt.Sprint(i, "\n") + long,
		}})
	}
	return commits
}

func TestSnapshotEqualsGit(t *testing.T) {
	needGit(t)
	dir, _ := build(t, someCommits()...)
	equalsGit(t, dir, "HEAD")
	equalsGit(t, dir, "HEAD~20")

	t.Run("packed with deltas", func(t *testing.T) {
		gitOutput(t, dir, "repack", "-adfq", "--depth=50")
		equalsGit(t, dir, "HEAD")
	})
}

func TestSnapshotEmptyTree(t *testing.T) {
	dir, _ := build(t, BuildCommit{})
	if s := snapshotAt(t, dir, "HEAD"); len(s.Files()) != 0 {
		t.Errorf("files are %v", s.Files())
	}
}

func TestLFSPointer(t *testing.T) {
	pointer := "version https://git-lfs.github.com/spec/v1\noid sha256:" + strings.Repeat("0", 64) + "\nsize 12345\n"
	dir, _ := build(t, BuildCommit{Write: map[string]string{"d/big.bin": pointer, "about": "version https://git-lfs.github.com/spec/v1 is a line\n"}})
	s := snapshotAt(t, dir, "HEAD")
	if _, err := s.ReadFile("d/big.bin"); !errors.Is(err, ErrLFS) || !strings.Contains(err.Error(), "d/big.bin") {
		t.Errorf("an LFS pointer gives %v, want ErrLFS and the file's name", err)
	}
	if _, err := s.ReadFile("about"); err != nil {
		t.Errorf("text about LFS gives %v", err)
	}
}

// TestPartialClone: a blob that the clone lacks is named as missing.
func TestPartialClone(t *testing.T) {
	dir, _ := build(t, BuildCommit{Write: map[string]string{"a": "content\n"}})
	gitOutput(t, dir, "config", "uploadpack.allowFilter", "true")
	partial := filepath.Join(t.TempDir(), "partial")
	gitOutput(t, dir, "clone", "-q", "--bare", "--filter=blob:none", "file://"+dir, partial)
	s := snapshotAt(t, partial, "HEAD")
	if got := paths(s); !slices.Equal(got, []string{"a"}) {
		t.Errorf("files are %q", got)
	}
	if _, err := s.ReadFile("a"); !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "partial clone") {
		t.Errorf("reading gives %v, want ErrMissing that speaks of a partial clone", err)
	}
}
