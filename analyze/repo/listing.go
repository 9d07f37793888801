package repo

import (
	"fmt"
	"strings"
)

// The bounds of what is listed: a few trees that name each other many times make more files
// than any computer can hold.
const (
	maxDepth = 2048    // of folders in folders
	maxFiles = 1 << 23 // and folders, of one commit
)

// listing lists the files of a commit: the trees of one depth are read together, in the
// order in which they lie, which takes half as long as one at a time.
type listing struct {
	objects *Objects
	limit   int            // of files and folders together
	folders []listedFolder // those of one depth behind those of the one above
	files   int            // in all of them
	ids     [][]byte       // of the trees that are read next

	paths, fileIDs []byte // of the folder that is looked at
}

// listedFolder is one of them. Its files' paths are one string, and their ids another: a string
// of its own for each would take longer than to read the tree.
type listedFolder struct {
	path     string // ends in a slash; "" of the root
	tree     []byte
	children int // the index of its first folder
	paths    string
	ids      string
}

// list lists the files below a tree in byte order of their paths.
func (l *listing) list(root ID) ([]File, []ID, error) {
	l.folders = append(l.folders, listedFolder{})
	l.ids = append(l.ids, []byte(root))
	for depth, done := 0, 0; done < len(l.folders); depth++ {
		level := l.folders[done:]
		if depth > maxDepth {
			return nil, nil, fmt.Errorf("repo: folders nest deeper than %d at %.80q", maxDepth, level[0].path)
		}
		trees := make([][]byte, len(level))
		l.objects.LendTrees(l.ids, trees)
		ids := l.ids
		l.ids = nil
		for i := range trees {
			if err := l.read(done+i, ids[i], trees[i]); err != nil {
				return nil, nil, err
			}
		}
		done += len(trees)
	}
	files, ids := make([]File, 0, l.files), make([]ID, 0, l.files)
	files, ids = l.collect(0, files, ids)
	return files, ids, nil
}

// read takes in the tree of a folder, which is read here if it is nil.
func (l *listing) read(i int, id, tree []byte) (err error) {
	f := l.folders[i] // a copy: the list grows
	fail := func(err error) error {
		return fmt.Errorf("%w (folder %q, tree %s)", err, strings.TrimSuffix(f.path, "/"), ID(id).Short())
	}
	if tree == nil {
		if tree, err = l.objects.LendTree(id); err != nil {
			return fail(err)
		}
	}
	f.tree, f.children = tree, len(l.folders)
	l.paths, l.fileIDs = l.paths[:0], l.fileIDs[:0]
	for len(tree) > 0 {
		var e Entry
		if e, tree, err = NextEntry(tree); err != nil {
			return fail(err)
		}
		if e.IsDir() {
			l.folders = append(l.folders, listedFolder{path: f.path + string(e.Name) + "/"})
			l.ids = append(l.ids, e.ID)
		} else {
			l.paths = append(append(l.paths, f.path...), e.Name...)
			l.fileIDs = append(l.fileIDs, e.ID...)
			l.files++
		}
	}
	if l.files+len(l.folders) > l.limit {
		return fail(fmt.Errorf("repo: more than %d files and folders", l.limit))
	}
	f.paths, f.ids = string(l.paths), string(l.fileIDs)
	l.folders[i] = f
	return nil
}

// collect appends the files at or below a folder. Git sorts a folder as if its name ended
// in a slash, which is byte order of the full paths.
func (l *listing) collect(i int, files []File, ids []ID) ([]File, []ID) {
	f := &l.folders[i]
	paths, fileIDs, child := f.paths, f.ids, f.children
	for tree := f.tree; len(tree) > 0; {
		var e Entry
		e, tree, _ = NextEntry(tree) // read has looked at all of it
		if e.IsDir() {
			files, ids = l.collect(child, files, ids)
			child++
			continue
		}
		n := len(f.path) + len(e.Name)
		files = append(files, File{Path: paths[:n], Mode: modeOf(e.Mode)})
		ids = append(ids, ID(fileIDs[:len(e.ID)]))
		paths, fileIDs = paths[n:], fileIDs[len(e.ID):]
	}
	return files, ids
}

func modeOf(mode uint32) Mode {
	switch mode {
	case ModeExecutable:
		return Executable
	case ModeSymlink:
		return Symlink
	case ModeSubmodule:
		return Submodule
	}
	return Regular
}
