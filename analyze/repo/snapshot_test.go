package repo

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// equalsGit compares a snapshot with git ls-tree and git cat-file, byte for byte.
func equalsGit(t *testing.T, dir, revision string) {
	t.Helper()
	s := snapshotAt(t, dir, revision)
	modes := map[string]Mode{"100644": Regular, "100664": Regular, "100755": Executable, "120000": Symlink, "160000": Submodule}
	var want []File
	for line := range strings.SplitSeq(strings.TrimSuffix(gitOutput(t, dir, "ls-tree", "-r", "-z", "--full-tree", revision), "\x00"), "\x00") {
		meta, path, _ := strings.Cut(line, "\t")
		part := strings.Fields(meta)
		f := File{path, modes[part[0]]}
		want = append(want, f)
		if got := s.ID(path).String(); got != part[2] {
			t.Errorf("%q has id %s, git says %s", path, got, part[2])
		}
		if f.Mode == Symlink || f.Mode == Submodule {
			continue
		}
		got, err := s.ReadFile(path)
		if wanted := gitOutput(t, dir, "cat-file", "blob", part[2]); err != nil || string(got) != wanted {
			t.Errorf("%q reads %.40q, %v; git says %.40q", path, got, err, wanted)
		}
	}
	if !slices.Equal(s.Files(), want) {
		t.Errorf("files are\n%v\ngit says\n%v", s.Files(), want)
	}
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
	dir, _ := build(t, someCommits()...)
	equalsGit(t, dir, "HEAD")
	equalsGit(t, dir, "HEAD~20")

	t.Run("packed with deltas", func(t *testing.T) {
		gitOutput(t, dir, "repack", "-adfq", "--depth=50")
		equalsGit(t, dir, "HEAD")
	})
	t.Run("loose", func(t *testing.T) {
		loose := filepath.Join(t.TempDir(), "loose")
		gitOutput(t, dir, "init", "-q", loose)
		packs, err := filepath.Glob(filepath.Join(dir, ".git/objects/pack/*.pack"))
		if err != nil || len(packs) != 1 {
			t.Fatalf("packs: %v, %v", packs, err)
		}
		pack, err := os.Open(packs[0])
		if err != nil {
			t.Fatal(err)
		}
		defer pack.Close()
		unpack := exec.Command("git", "-C", loose, "unpack-objects", "-q")
		unpack.Stdin = pack
		if out, err := unpack.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		gitOutput(t, loose, "update-ref", "HEAD", strings.TrimSpace(gitOutput(t, dir, "rev-parse", "HEAD")))
		equalsGit(t, loose, "HEAD")
	})
	t.Run("bare", func(t *testing.T) {
		bare := filepath.Join(t.TempDir(), "bare.git")
		gitOutput(t, dir, "clone", "-q", "--bare", dir, bare)
		r := mustOpen(t, bare)
		if r.Root() != "" || r.Prefix() != "." {
			t.Errorf("a bare repository has root %q and prefix %q", r.Root(), r.Prefix())
		}
		equalsGit(t, bare, "HEAD")
	})
	t.Run("alternates", func(t *testing.T) {
		// A chain of two: shared from shared.
		first, second := filepath.Join(t.TempDir(), "first"), filepath.Join(t.TempDir(), "second")
		gitOutput(t, dir, "clone", "-q", "--shared", "--no-checkout", dir, first)
		gitOutput(t, dir, "clone", "-q", "--shared", "--no-checkout", first, second)
		equalsGit(t, second, "HEAD")
	})
	t.Run("linked worktree", func(t *testing.T) {
		linked := filepath.Join(t.TempDir(), "linked")
		gitOutput(t, dir, "worktree", "add", "-q", "--detach", "--no-checkout", linked, "HEAD~3")
		r := mustOpen(t, linked)
		at, err := r.Resolve("HEAD")
		if want := strings.TrimSpace(gitOutput(t, dir, "rev-parse", "HEAD~3")); err != nil || at.String() != want {
			t.Errorf("its HEAD is %s, %v; want %s", at, err, want)
		}
		if r.Root() != linked {
			t.Errorf("its root is %s, want %s", r.Root(), linked)
		}
		equalsGit(t, linked, "HEAD")
		equalsGit(t, linked, "main")
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
