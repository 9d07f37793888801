package repo

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Worktree lists the files that git tracks and reads them as they are on disk,
// uncommitted changes included. Tracked files that are not on disk are left out.
func (r *Repository) Worktree() (Tree, error) {
	if r.layout.worktree == "" {
		return nil, fmt.Errorf("repo: %w", ErrBare)
	}
	index, err := r.index()
	if err != nil {
		return nil, fmt.Errorf("repo: reading the index: %w", err)
	}
	root, err := os.OpenRoot(r.layout.worktree)
	if err != nil {
		return nil, fmt.Errorf("repo: %w", err)
	}
	w := &worktree{root: root}
	for _, e := range index {
		if e.stage != 0 {
			return nil, fmt.Errorf("repo: %s has a merge conflict; resolve it, or leave --worktree out", e.path)
		}
		f := File{Path: e.path, Mode: modeOf(e.mode)}
		info, err := root.Lstat(filepath.FromSlash(e.path))
		switch {
		case err != nil:
			continue
		case e.mode == ModeSubmodule:
		case info.Mode()&fs.ModeSymlink != 0:
			f.Mode = Symlink
		case !info.Mode().IsRegular():
			continue
		case f.Mode == Symlink:
			f.Mode = Regular
		}
		w.files = append(w.files, f)
	}
	slices.SortFunc(w.files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return w, nil
}

// index asks the git command where go-git cannot read the index: a split or a sparse
// one, or one without a checksum.
func (r *Repository) index() ([]indexEntry, error) {
	list, err := r.backend.index()
	if err == nil || r.reason != "" {
		return list, err
	}
	c, missing := newCommand(r.layout, r.config)
	if missing != nil {
		return nil, fmt.Errorf("%w, and %w", err, missing)
	}
	r.reason = "go-git cannot read the index: " + err.Error()
	return c.index()
}

type worktree struct {
	root  *os.Root
	files []File
}

func (w *worktree) Files() []File                     { return w.files }
func (w *worktree) Open(name string) (fs.File, error) { return open(w, name) }

func (w *worktree) ReadFile(name string) ([]byte, error) {
	i, ok := find(w.files, name)
	if !ok {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrNotExist}
	}
	if m := w.files[i].Mode; m == Symlink || m == Submodule {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrInvalid}
	}
	// A folder on the way may be a symbolic link; os.Root refuses to leave the
	// worktree over one.
	b, err := w.root.ReadFile(filepath.FromSlash(name))
	return checked(name, b, err)
}
