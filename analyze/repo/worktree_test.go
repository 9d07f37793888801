package repo

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func worktreeOf(t *testing.T, dir string) Tree {
	t.Helper()
	w, err := mustOpen(t, dir).Worktree()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestWorktreeShowsUncommittedChanges(t *testing.T) {
	dir, _ := build(t, BuildCommit{Write: map[string]string{"changed": "old", "gone": "x", "same": "y"}})
	write(t, filepath.Join(dir, "changed"), "new")
	write(t, filepath.Join(dir, "untracked"), "nobody sees me")
	write(t, filepath.Join(dir, "staged"), "added but not committed")
	gitOutput(t, dir, "add", "staged")
	if err := os.Remove(filepath.Join(dir, "gone")); err != nil {
		t.Fatal(err)
	}
	w := worktreeOf(t, dir)
	if got := paths(w); !slices.Equal(got, []string{"changed", "same", "staged"}) {
		t.Errorf("files are %q", got)
	}
	if b, err := w.ReadFile("changed"); err != nil || string(b) != "new" {
		t.Errorf("the changed file reads %q, %v", b, err)
	}
}

// TestWorktreeNeverLeaves: neither a tracked link nor a tracked folder that became a
// link on disk leads out of the worktree.
func TestWorktreeNeverLeaves(t *testing.T) {
	outside := t.TempDir()
	write(t, filepath.Join(outside, "secret"), "secret")
	dir, _ := build(t, BuildCommit{
		Write: map[string]string{"d/secret": "tracked", "inner/f": "x", "l": filepath.Join(outside, "secret"), "plain": "x"},
		Modes: map[string]Mode{"l": Symlink},
	})
	if err := os.RemoveAll(filepath.Join(dir, "d")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "plain")); err != nil {
		t.Fatal(err)
	}
	for name, target := range map[string]string{"d": outside, "plain": filepath.Join(outside, "secret")} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
	}
	w := worktreeOf(t, dir)
	for _, name := range []string{"d/secret", "l", "plain"} {
		if b, err := w.ReadFile(name); err == nil {
			t.Errorf("%s reads %q from outside", name, b)
		}
	}
	fs.WalkDir(w, ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			if b, _ := fs.ReadFile(w, p); strings.Contains(string(b), "secret") {
				t.Errorf("walking reads %q at %s", b, p)
			}
		}
		return nil
	})
	if b, err := w.ReadFile("inner/f"); err != nil || string(b) != "x" {
		t.Errorf("an ordinary file reads %q, %v", b, err)
	}
}

func TestWorktreeSubmodule(t *testing.T) {
	sub, _ := build(t, BuildCommit{Write: map[string]string{"inside": "x"}})
	dir, _ := build(t, BuildCommit{Write: map[string]string{"a": "x"}})
	gitOutput(t, dir, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", sub, "module")
	gitOutput(t, dir, "commit", "-qm", "add a submodule")
	for kind, tree := range map[string]Tree{"worktree": worktreeOf(t, dir), "snapshot": snapshotAt(t, dir, "HEAD")} {
		want := []File{{".gitmodules", Regular}, {"a", Regular}, {"module", Submodule}}
		if got := tree.Files(); !slices.Equal(got, want) {
			t.Errorf("%s: files are %v, want %v", kind, got, want)
		}
	}
	if r := mustOpen(t, filepath.Join(dir, "module")); r.Root() != filepath.Join(dir, "module") {
		t.Errorf("opened in the submodule, the root is %s", r.Root())
	}
}

func TestWorktreeConflict(t *testing.T) {
	dir, ids := build(t, BuildCommit{Write: map[string]string{"a": "1\n"}}, BuildCommit{Write: map[string]string{"a": "2\n"}})
	gitOutput(t, dir, "checkout", "-qb", "other", ids[0].String())
	write(t, filepath.Join(dir, "a"), "3\n")
	gitOutput(t, dir, "commit", "-qam", "other")
	gitOutput(t, dir, "-c", "advice.mergeConflict=false", "update-index", "--unmerged", "-q", "--refresh")
	stage := "0 0000000000000000000000000000000000000000\ta\n100644 " + strings.TrimSpace(gitOutput(t, dir, "rev-parse", "HEAD:a")) + " 2\ta\n100644 " +
		strings.TrimSpace(gitOutput(t, dir, "rev-parse", "main:a")) + " 3\ta\n"
	gitInput(t, dir, stage, "update-index", "--index-info")
	if _, err := mustOpen(t, dir).Worktree(); err == nil || !strings.Contains(err.Error(), "merge conflict") {
		t.Errorf("a conflict gives %v", err)
	}
}

func TestWorktreeOfBare(t *testing.T) {
	dir, _ := build(t, BuildCommit{})
	bare := filepath.Join(t.TempDir(), "b")
	gitOutput(t, dir, "clone", "-q", "--bare", dir, bare)
	if _, err := mustOpen(t, bare).Worktree(); err == nil || !strings.Contains(err.Error(), "no worktree") {
		t.Errorf("a bare repository gives %v", err)
	}
}
