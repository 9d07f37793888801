package repo

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestPrefix(t *testing.T) {
	dir, _ := build(t, BuildCommit{Write: map[string]string{"a/b/c.txt": ""}})
	for at, want := range map[string]string{".": ".", "a": "a", "a/b": "a/b", ".git": "."} {
		r := mustOpen(t, filepath.Join(dir, at))
		if r.Prefix() != want || r.Root() != dir {
			t.Errorf("opened at %s: prefix %q, root %q; want %q, %q", at, r.Prefix(), r.Root(), want, dir)
		}
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(filepath.Join(dir, "a"), link); err != nil {
		t.Skip(err)
	}
	if r := mustOpen(t, link); r.Prefix() != "a" {
		t.Errorf("opened over a symbolic link: prefix %q, want a", r.Prefix())
	}
}

func TestOpenErrors(t *testing.T) {
	none := t.TempDir()
	write(t, filepath.Join(none, "file"), "")
	write(t, filepath.Join(none, "odd", ".git"), "this is no git file\n")
	write(t, filepath.Join(none, "gone", ".git"), "gitdir: /there/is/no/such/folder\n")
	write(t, filepath.Join(none, "empty", ".git", "description"), "a .git folder without a repository\n")
	if _, err := Open(none); !errors.Is(err, ErrNoRepository) {
		t.Errorf("a plain folder gives %v, want ErrNoRepository", err)
	}
	if _, err := Open(filepath.Join(none, "empty")); !errors.Is(err, ErrNoRepository) {
		t.Errorf("an empty .git gives %v, want ErrNoRepository", err)
	}
	for name, want := range map[string]string{
		"nowhere": "no such file", "file": "it is a file", "odd": `does not begin with "gitdir: "`, "gone": "is not a git folder",
	} {
		if _, err := Open(filepath.Join(none, name)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("opening %s gives %v, want %q in it", name, err, want)
		}
	}
}

func TestResolve(t *testing.T) {
	dir, ids := build(t, BuildCommit{Message: "1"}, BuildCommit{Message: "2"}, BuildCommit{Message: "3"})
	gitOutput(t, dir, "tag", "light", ids[0].String())
	gitOutput(t, dir, "tag", "-a", "-m", "x", "heavy", ids[1].String())
	gitOutput(t, dir, "update-ref", "refs/remotes/origin/main", ids[1].String())
	gitOutput(t, dir, "branch", "fix/a-b", ids[0].String())
	r := mustOpen(t, dir)
	for revision, want := range map[string]ID{
		"HEAD": ids[2], "main": ids[2], "HEAD~1": ids[1], "HEAD~2": ids[0], "HEAD^": ids[1], "HEAD^0": ids[2], "HEAD^1~": ids[0], "HEAD^^": ids[0], "light": ids[0], "heavy": ids[1],
		"origin/main": ids[1], "fix/a-b": ids[0], "refs/heads/main": ids[2], ids[0].String(): ids[0], ids[0].String()[:12]: ids[0],
		strings.ToUpper(ids[0].String()): ids[0],
	} {
		if got, err := r.Resolve(revision); err != nil || got != want {
			t.Errorf("%s is %s, %v; want %s", revision, got, err, want)
		}
	}
	for _, revision := range []string{
		"nope", "HEAD~9", "HEAD^2", "", "~", "^", "~1", "HEAD^{", "HEAD^{commit}", strings.Repeat("0", 40), "main..HEAD", "main...HEAD", "-x", "HEAD:a", ":a", ":/1",
		"HEAD@{1}", "HEAD~99999999999999999999", "HEAD~1000000", "a b", "*", "\x00",
	} {
		if got, err := r.Resolve(revision); !errors.Is(err, ErrNoRevision) {
			t.Errorf("%q is %s, %v; want ErrNoRevision", revision, got, err)
		}
	}
}

// TestResolveParents: ^3 is the third parent, in a clone whose objects are elsewhere.
func TestResolveParents(t *testing.T) {
	dir, ids := build(t, BuildCommit{Message: "0"}, BuildCommit{Message: "1"}, BuildCommit{Message: "2"})
	hex := []string{"-p", ids[2].String(), "-p", ids[1].String(), "-p", ids[0].String()}
	octopus := strings.TrimSpace(gitOutput(t, dir, append([]string{"commit-tree", "-m", "octopus", "main^{tree}"}, hex...)...))
	gitOutput(t, dir, "update-ref", "refs/heads/main", octopus)
	shared := filepath.Join(t.TempDir(), "shared")
	gitOutput(t, dir, "clone", "-q", "--shared", "--no-checkout", dir, shared)
	for at, r := range map[string]*Repository{"itself": mustOpen(t, dir), "a shared clone": mustOpen(t, shared)} {
		for revision, want := range map[string]string{
			"HEAD": octopus, "HEAD^1": ids[2].String(), "HEAD^2": ids[1].String(), "HEAD^3": ids[0].String(), "HEAD^2^": ids[0].String(),
			octopus[:9] + "^2": ids[1].String(),
		} {
			if got, err := r.Resolve(revision); err != nil || got.String() != want {
				t.Errorf("in %s %s is %s, %v; want %s", at, revision, got, err, want)
			}
		}
		if got, err := r.Resolve("HEAD^4"); !errors.Is(err, ErrNoRevision) {
			t.Errorf("in %s HEAD^4 is %s, %v", at, got, err)
		}
	}
}

func TestNoCommits(t *testing.T) {
	dir := t.TempDir()
	gitOutput(t, dir, "init", "-q")
	if _, err := mustOpen(t, dir).Resolve("HEAD"); !errors.Is(err, ErrNoCommits) {
		t.Errorf("an empty repository gives %v, want ErrNoCommits", err)
	}
}

func TestShallow(t *testing.T) {
	dir, ids := build(t, BuildCommit{Message: "1"}, BuildCommit{Message: "2"})
	if r := mustOpen(t, dir); r.Shallow() {
		t.Error("a full repository counts as shallow")
	}
	shallow := filepath.Join(t.TempDir(), "s")
	gitOutput(t, dir, "clone", "-q", "--depth=1", "file://"+dir, shallow)
	r := mustOpen(t, shallow)
	ends, err := r.ShallowCommits()
	if got, err := r.Resolve("HEAD~1"); !errors.Is(err, ErrNoRevision) {
		t.Errorf("a commit that the clone lacks is %s, %v", got, err)
	}
	if err != nil || !r.Shallow() || len(ends) != 1 || !ends[ids[1]] {
		t.Errorf("shallow %v at %v, %v", r.Shallow(), ends, err)
	}
}

func TestBrokenAlternate(t *testing.T) {
	dir, _ := build(t, BuildCommit{})
	write(t, filepath.Join(dir, ".git/objects/info/alternates"), "/there/is/no/such/folder/objects\n")
	if _, err := Open(dir); !errors.Is(err, ErrMissing) || !strings.Contains(err.Error(), "/there/is/no") {
		t.Errorf("a lost alternate gives %v, want ErrMissing with its name", err)
	}
}
