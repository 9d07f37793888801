package repo

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// TestState changes one thing of a repository at a time: what reading depends on gives
// another state, what it does not depend on gives the same.
func TestState(t *testing.T) {
	git := func(args ...string) func(*testing.T, string) {
		return func(t *testing.T, dir string) { gitOutput(t, dir, args...) }
	}
	file := func(name, content string) func(*testing.T, string) {
		return func(t *testing.T, dir string) { write(t, filepath.Join(dir, name), content) }
	}
	for _, x := range []struct {
		what    string
		change  func(t *testing.T, dir string)
		another bool
	}{
		{"a new commit", git("commit", "-q", "--allow-empty", "-m", "new"), true},
		{"an amended commit", git("commit", "-q", "--amend", "--allow-empty", "-m", "other words"), true},
		{"HEAD of another branch", git("checkout", "-q", "-b", "other", "HEAD~1"), true},
		{"another branch's commit", git("branch", "-f", "side", "HEAD~2"), true},
		{"a new tag", git("tag", "v2"), true},
		{"a new tag, packed", func(t *testing.T, dir string) {
			gitOutput(t, dir, "tag", "v2")
			gitOutput(t, dir, "pack-refs", "--all")
		}, true},
		{"a moved tag", git("tag", "-f", "v1", "HEAD~1"), true},
		{"a deleted tag", git("tag", "-d", "v1"), true},
		{"a replaced commit", git("replace", "HEAD~1", "HEAD~2"), true},
		{"a replaced file", git("replace", "HEAD:a", "HEAD~1:a"), true},
		{"another remote", git("remote", "add", "origin", "https://one.example/shop.git"), true},
		{"a partial clone", git("config", "extensions.partialClone", "origin"), true},
		{"no replacements", git("config", "core.useReplaceRefs", "false"), true},
		{"a graft", func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, ".git/info/grafts"), gitOutput(t, dir, "rev-parse", "HEAD"))
		}, true},
		{"a shallow clone", func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, ".git/shallow"), gitOutput(t, dir, "rev-parse", "HEAD~1"))
		}, true},
		{"an edited file", file("a", "edited"), false},
		{"a staged file", func(t *testing.T, dir string) {
			write(t, filepath.Join(dir, "new"), "new")
			gitOutput(t, dir, "add", "new")
		}, false},
		{"a branch that nobody asks for", git("branch", "third"), false},
		{"packed anew", git("gc", "-q"), false},
		{"nothing", func(*testing.T, string) {}, false},
	} {
		t.Run(x.what, func(t *testing.T) {
			dir, _ := build(t, BuildCommit{Write: map[string]string{"a": "1"}}, BuildCommit{Write: map[string]string{"a": "2"}}, BuildCommit{Write: map[string]string{"a": "3"}})
			gitOutput(t, dir, "tag", "v1")
			gitOutput(t, dir, "branch", "side")
			state := func() []string {
				lines, err := mustOpen(t, dir).State("HEAD", "side")
				if err != nil {
					t.Fatal(err)
				}
				return lines
			}
			before := state()
			x.change(t, dir)
			if after := state(); slices.Equal(before, after) == x.another {
				t.Errorf("want another state: %v\nbefore:\n%s\nafter:\n%s", x.another, strings.Join(before, "\n"), strings.Join(after, "\n"))
			}
		})
	}
}

// TestGraftAndEnd: a commit that a graft leaves without parents is no end of a shallow clone.
func TestGraftAndEnd(t *testing.T) {
	dir, ids := build(t, BuildCommit{Write: map[string]string{"a": "1"}}, BuildCommit{Write: map[string]string{"a": "2"}})
	var states [][]string
	for _, file := range []string{".git/info/grafts", ".git/shallow"} {
		write(t, filepath.Join(dir, file), ids[1].String()+"\n")
		lines, err := mustOpen(t, dir).State("HEAD")
		if err != nil {
			t.Fatal(err)
		}
		states = append(states, lines)
		if err := os.Remove(filepath.Join(dir, file)); err != nil {
			t.Fatal(err)
		}
	}
	if slices.Equal(states[0], states[1]) {
		t.Errorf("both are\n%s", strings.Join(states[0], "\n"))
	}
}

// TestHeld: what is added to a clone, taken away or mended shows; reading does not.
func TestHeld(t *testing.T) {
	dir, _ := build(t, BuildCommit{Write: map[string]string{"a": "1", "b": "2"}})
	seen := map[string]string{}
	held := func(what string, another bool) {
		t.Helper()
		text, err := mustOpen(t, dir).Held()
		if err != nil {
			t.Fatal(err)
		}
		if before, ok := seen[text]; ok == another {
			t.Errorf("%s: another text: %v, want %v (%s)", what, !ok, another, before)
		}
		seen[text] = what
	}
	held("at first", true)
	gitOutput(t, dir, "log", "--raw")
	held("read", false)
	unpack(t, dir)
	held("unpacked", true)
	id := strings.TrimSpace(gitOutput(t, dir, "rev-parse", "HEAD:b"))
	file := filepath.Join(dir, ".git/objects", id[:2], id[2:])
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	held("without a file", true)
	write(t, file, "damaged")
	held("damaged", true)
	if err := os.WriteFile(file, b, 0o666); err != nil {
		t.Fatal(err)
	}
	held("mended", true)
	gitOutput(t, dir, "repack", "-adq")
	held("packed", true)
}

// TestStateOfAFolder: a folder of a repository, another reader and another clone have
// states of their own; where the git command reads there is none.
func TestStateOfAFolder(t *testing.T) {
	dir, _ := build(t, BuildCommit{Write: map[string]string{"d/a": "1"}})
	clone := filepath.Join(t.TempDir(), "clone")
	gitOutput(t, dir, "clone", "-q", dir, clone)
	plain, err := OpenWith(dir, GoGitReader)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, r := range []*Repository{mustOpen(t, dir), mustOpen(t, filepath.Join(dir, "d")), mustOpen(t, clone), plain} {
		lines, err := r.State("HEAD")
		if err != nil {
			t.Fatal(err)
		}
		seen[strings.Join(lines, "\n")] = true
	}
	if len(seen) != 4 {
		t.Errorf("%d states, want 4", len(seen))
	}
	if _, err := throughGit(t, dir).State("HEAD"); !errors.Is(err, ErrFormat) {
		t.Errorf("where git reads: %v, want ErrFormat", err)
	}
	if _, err := mustOpen(t, dir).State("gone"); !errors.Is(err, ErrNoRevision) {
		t.Errorf("of no revision: %v, want ErrNoRevision", err)
	}
}

// TestWatch: a missing blob is noticed, and the empty tree that nobody stored is none.
func TestWatch(t *testing.T) {
	needGit(t)
	dir, _ := build(t, BuildCommit{Write: map[string]string{"a": "1", "b": "2"}})
	unpack(t, dir)
	id := strings.TrimSpace(gitOutput(t, dir, "rev-parse", "HEAD:b"))
	if err := os.Remove(filepath.Join(dir, ".git/objects", id[:2], id[2:])); err != nil {
		t.Fatal(err)
	}
	r := mustOpen(t, dir)
	var unread atomic.Bool
	r.Watch(&unread)
	o := r.Objects(NewCache(1 << 20))
	defer o.Close()
	if _, err := o.Tree(emptyTree); err != nil || unread.Load() {
		t.Errorf("the empty tree: %v, unread %v", err, unread.Load())
	}
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	s, err := r.Snapshot(head)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := s.ReadFile("a"); err != nil || unread.Load() {
		t.Errorf("a file that is there: %v, unread %v", err, unread.Load())
	}
	if _, err := s.ReadFile("b"); err == nil || !unread.Load() {
		t.Errorf("a file that is missing: %v, unread %v", err, unread.Load())
	}
}
