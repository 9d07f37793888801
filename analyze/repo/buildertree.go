package repo

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/format/index"
)

const modeRegular = 0o100644

// packed is a tree entry as git stores it.
type packed struct {
	mode uint32
	id   ID
}

// folder is one folder of one commit. Nobody changes it once it is made: a commit
// shares every folder that it does not touch with its parent.
type folder struct {
	files   map[string]packed
	folders map[string]*folder
	id      ID // of the tree object; "" until it is written
}

func (f *folder) clone() *folder {
	c := &folder{files: maps.Clone(f.files), folders: maps.Clone(f.folders)}
	if c.files == nil {
		c.files = map[string]packed{}
	}
	if c.folders == nil {
		c.folders = map[string]*folder{}
	}
	return c
}

// with is f with a file at parts; what had the name of the file or of a folder on
// the way is gone.
func (f *folder) with(parts []string, e packed) *folder {
	c, name := f.clone(), parts[0]
	if len(parts) == 1 {
		delete(c.folders, name)
		c.files[name] = e
		return c
	}
	delete(c.files, name)
	sub := c.folders[name]
	if sub == nil {
		sub = &folder{}
	}
	c.folders[name] = sub.with(parts[1:], e)
	return c
}

// without is f without the file or folder at parts, and without folders that this
// leaves empty.
func (f *folder) without(parts []string) (*folder, bool) {
	c, name := f.clone(), parts[0]
	if len(parts) == 1 {
		_, isFile := c.files[name]
		_, isFolder := c.folders[name]
		delete(c.files, name)
		delete(c.folders, name)
		return c, isFile || isFolder
	}
	sub := c.folders[name]
	if sub == nil {
		return nil, false
	}
	rest, ok := sub.without(parts[1:])
	if !ok {
		return nil, false
	}
	c.folders[name] = rest
	if len(rest.files)+len(rest.folders) == 0 {
		delete(c.folders, name)
	}
	return c, true
}

// write stores the tree objects of f and gives the id of its own.
func (b *Builder) write(f *folder) ID {
	if f.id != "" {
		return f.id
	}
	entries := maps.Clone(f.files)
	if entries == nil {
		entries = map[string]packed{}
	}
	for name, sub := range f.folders {
		// The slash gives git's order, in which a folder's name ends in one.
		entries[name+"/"] = packed{mode: ModeDir, id: b.write(sub)}
	}
	var content []byte
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		e := entries[name]
		content = fmt.Appendf(content, "%o %s\x00%s", e.mode, strings.TrimSuffix(name, "/"), string(e.id))
	}
	f.id = b.add(plumbing.TreeObject, content)
	return f.id
}

// flat lists every file of f by its path below prefix.
func (f *folder) flat(prefix string, into map[string]packed) {
	for name, e := range f.files {
		into[prefix+name] = e
	}
	for name, sub := range f.folders {
		sub.flat(prefix+name+"/", into)
	}
}

// checkout makes the worktree and the index those of tree.
func (b *Builder) checkout(tree *folder) error {
	root, err := os.OpenRoot(b.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	want := map[string]packed{}
	tree.flat("", want)
	for _, p := range slices.Sorted(maps.Keys(b.out)) {
		if want[p] == b.out[p] {
			continue
		}
		if err := remove(root, p); err != nil {
			return err
		}
	}
	idx := &index.Index{Version: 2}
	for _, p := range slices.Sorted(maps.Keys(want)) {
		e := want[p]
		if b.out[p] != e {
			if err := b.place(root, p, e); err != nil {
				return err
			}
		}
		info, err := root.Lstat(filepath.FromSlash(p))
		if err != nil {
			return err
		}
		entry := &index.Entry{Name: p, Mode: filemode.FileMode(e.mode), Hash: e.id.hash(), ModifiedAt: info.ModTime()}
		if info.Mode().IsRegular() {
			entry.Size = uint32(info.Size())
		}
		idx.Entries = append(idx.Entries, entry)
	}
	b.out = want
	return b.git.Storer.SetIndex(idx)
}

// remove takes a file away, and the folders that this leaves empty.
func remove(root *os.Root, p string) error {
	if err := root.Remove(filepath.FromSlash(p)); err != nil {
		return err
	}
	for up := path.Dir(p); up != "."; up = path.Dir(up) {
		if root.Remove(filepath.FromSlash(up)) != nil {
			return nil // not empty
		}
	}
	return nil
}

// place writes one file of the worktree. os.Root keeps it inside, whatever symbolic
// links the tree holds.
func (b *Builder) place(root *os.Root, p string, e packed) error {
	name := filepath.FromSlash(p)
	if err := root.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	if e.mode == ModeSubmodule {
		return root.Mkdir(name, 0o777)
	}
	content, err := b.blob(e.id)
	if err != nil {
		return err
	}
	if e.mode == ModeSymlink {
		return root.Symlink(string(content), name)
	}
	permission := fs.FileMode(0o666)
	if e.mode == ModeExecutable {
		permission = 0o777
	}
	f, err := root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, permission)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	return err
}

func (b *Builder) blob(id ID) ([]byte, error) {
	o, err := b.git.Storer.EncodedObject(plumbing.BlobObject, id.hash())
	if err != nil {
		return nil, err
	}
	return content(o)
}
