package repo

import (
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

// contents is a tree with what trips up a naive listing: a file whose name sorts
// between a folder and its files, an empty file, depth.
var contents = map[string]string{
	"go.mod": "module m\n", "a.go": "package a\n", "a/b.go": "package a\n", "a/b/c/d.go": "package c\n",
	"a-b.txt": "sorts before a/", "empty": "", "z/é/ü.txt": "not ASCII\n",
}

func paths(t Tree) []string {
	var list []string
	for _, f := range t.Files() {
		list = append(list, f.Path)
	}
	return list
}

func TestMemoryIsAFileSystem(t *testing.T) {
	m := Memory(contents)
	if err := fstest.TestFS(m, slices.Collect(maps.Keys(contents))...); err != nil {
		t.Error(err)
	}
	if got := paths(m); !slices.IsSorted(got) || len(got) != len(contents) {
		t.Errorf("files are %q", got)
	}
}

func TestSnapshotIsAFileSystem(t *testing.T) {
	dir, _ := build(t, BuildCommit{Write: contents})
	s := snapshotAt(t, dir, "HEAD")
	if err := fstest.TestFS(s, slices.Collect(maps.Keys(contents))...); err != nil {
		t.Error(err)
	}
}

func TestWorktreeIsAFileSystem(t *testing.T) {
	dir, _ := build(t, BuildCommit{Write: contents})
	w, err := mustOpen(t, dir).Worktree()
	if err != nil {
		t.Fatal(err)
	}
	if err := fstest.TestFS(w, slices.Collect(maps.Keys(contents))...); err != nil {
		t.Error(err)
	}
}

// TestWalkSeesSpecialEntries: walking finds symbolic links and submodules as such,
// and goes into neither.
func TestWalkSeesSpecialEntries(t *testing.T) {
	dir, _ := build(t, BuildCommit{
		Write: map[string]string{"d/x": "x", "link": "d", "out": "/etc/passwd", "module": strings.Repeat("12", 20), "run": ""},
		Modes: map[string]Mode{"link": Symlink, "out": Symlink, "module": Submodule, "run": Executable},
	})
	s := snapshotAt(t, dir, "HEAD")
	want := []File{{"d/x", Regular}, {"link", Symlink}, {"module", Submodule}, {"out", Symlink}, {"run", Executable}}
	if !slices.Equal(s.Files(), want) {
		t.Errorf("files are %v, want %v", s.Files(), want)
	}
	if got := Regulars(s); !slices.Equal(got, []string{"d/x", "run"}) {
		t.Errorf("regular files are %q", got)
	}
	for _, name := range []string{"link", "out", "module"} {
		if _, err := s.ReadFile(name); !errors.Is(err, fs.ErrInvalid) {
			t.Errorf("reading %s gives %v, want fs.ErrInvalid", name, err)
		}
	}
	if _, err := s.ReadFile("link/x"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("reading through a link gives %v", err)
	}
	var walked []string
	err := fs.WalkDir(s, ".", func(p string, d fs.DirEntry, err error) error {
		if err == nil {
			walked = append(walked, d.Type().String()+" "+p)
		}
		return nil
	})
	wantWalk := []string{"d--------- .", "d--------- d", "---------- d/x", "L--------- link", "d--------- module", "L--------- out", "---------- run"}
	if err != nil || !slices.Equal(walked, wantWalk) {
		t.Errorf("walking gives %q, %v\nwant %q", walked, err, wantWalk)
	}
}

func TestReadsFromSeveralGoroutines(t *testing.T) {
	dir, _ := build(t, BuildCommit{Write: contents})
	s := snapshotAt(t, dir, "HEAD")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for name, want := range contents {
				if b, err := s.ReadFile(name); err != nil || string(b) != want {
					t.Errorf("%s: %q, %v", name, b, err)
				}
			}
		})
	}
	wg.Wait()
}

func TestNotThere(t *testing.T) {
	dir, _ := build(t, BuildCommit{Write: contents})
	for name, tree := range map[string]Tree{"memory": Memory(contents), "snapshot": snapshotAt(t, dir, "HEAD")} {
		for _, file := range []string{"b", "a", "a/b", "../a.go", "/a.go", "a.go/", ""} {
			if _, err := tree.ReadFile(file); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s: reading %q gives %v, want fs.ErrNotExist", name, file, err)
			}
		}
	}
}
