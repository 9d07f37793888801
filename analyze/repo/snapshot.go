package repo

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"
)

// blobCache is what one snapshot may keep of blobs and delta bases, in bytes.
const blobCache = 64 << 20

// glanceCache is what each reader of a glance may keep: trees and delta bases near each
// other, in memory that is small enough to be used again and again.
const glanceCache = 3 << 19

// Snapshot lists and reads the tracked files of a commit. Close it after use.
func (r *Repository) Snapshot(commit ID) (*Snapshot, error) {
	return r.snapshot(commit, r.pool(blobCache), false)
}

// Glance is Snapshot for who reads hardly any file twice: no file is kept.
func (r *Repository) Glance(commit ID) (*Snapshot, error) {
	p := r.pool(glanceCache * int64(poolReaders()))
	for _, o := range p.free {
		o.readOnce()
	}
	return r.snapshot(commit, p, true)
}

func (r *Repository) snapshot(commit ID, p *pool, once bool) (*Snapshot, error) {
	s := &Snapshot{Commit: commit, edits: r.edits, pool: p, owned: true, once: once, kept: r.kept, edited: r.Edits()}
	if err := s.list(commit); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// Snapshots are Snapshot of several revisions, as Resolve takes them, which share what is
// open: opening a repository once costs more than to read one manifest. done frees the
// file handles of all of them.
func (r *Repository) Snapshots(revisions ...string) (list []*Snapshot, done func() error, err error) {
	p := r.pool(blobCache)
	for _, name := range revisions {
		s, err := r.shared(p, name)
		if err != nil {
			p.close()
			return nil, nil, err
		}
		list = append(list, s)
	}
	return list, p.close, nil
}

func (r *Repository) shared(p *pool, revision string) (*Snapshot, error) {
	o := p.take()
	commit, err := r.resolve(o, revision)
	p.give(o)
	if err != nil {
		return nil, err
	}
	s := &Snapshot{Commit: commit, edits: r.edits, pool: p, kept: r.kept, edited: r.Edits()}
	return s, s.list(commit)
}

// Snapshot is the tracked files of one commit; a Tree.
type Snapshot struct {
	Commit ID
	files  []File
	ids    []ID // by file
	landed time.Time
	edits  *edits
	pool   *pool
	owned  bool      // the pool is closed with the snapshot
	once   bool      // hardly any file is read twice
	kept   keptLists // see Repository.Keep
	edited string    // see Repository.Edits

	listed sync.Once
	paths  []string // see Regulars
}

// Files implements Tree.
func (s *Snapshot) Files() []File { return s.files }

// Regulars is the function of that name, for which many ask: it lists them once.
func (s *Snapshot) Regulars() []string {
	s.listed.Do(func() { s.paths = regular(s.files) })
	return s.paths
}

// Close frees the file handles. Nothing may be read afterwards.
func (s *Snapshot) Close() error {
	if !s.owned {
		return nil
	}
	return s.pool.close()
}

func (s *Snapshot) list(commit ID) error {
	o := s.pool.take()
	defer s.pool.give(o)
	b, err := o.Commit(commit)
	if err != nil {
		return err
	}
	root, err := TreeOf(b)
	if err != nil {
		return err
	}
	s.landed = landedAt(b)
	var ok bool
	if s.files, s.ids, ok = s.keptList(root); ok {
		return nil
	}
	l := listing{objects: o, limit: maxFiles}
	s.files, s.ids, err = l.list(root)
	if err == nil && s.kept.at != nil && l.files+len(l.folders) >= s.kept.least {
		s.kept.at.Put(s.keptKey(root), encodeList(s.files, s.ids))
	}
	return err
}

// ID returns the blob id of a tracked file, "" if there is none.
func (s *Snapshot) ID(path string) ID {
	if i, ok := find(s.files, path); ok {
		return s.ids[i]
	}
	return ""
}

// ContentID implements Identified: unlike ID it knows of replaced objects.
func (s *Snapshot) ContentID(path string) ID {
	i, ok := find(s.files, path)
	if !ok || s.files[i].Mode == Symlink || s.files[i].Mode == Submodule {
		return ""
	}
	id := s.ids[i]
	if s.edits == nil {
		return id
	}
	if to, err := s.edits.instead(id); err == nil {
		return to
	}
	return ""
}

// ReadFile implements Tree.
func (s *Snapshot) ReadFile(name string) (content []byte, err error) {
	err = s.Lend(name, func(b []byte) { content = bytes.Clone(b) })
	return content, err
}

// Lend implements Lender.
func (s *Snapshot) Lend(name string, use func(content []byte)) error {
	i, ok := find(s.files, name)
	if !ok {
		return &fs.PathError{Op: "read", Path: name, Err: fs.ErrNotExist}
	}
	if m := s.files[i].Mode; m == Symlink || m == Submodule {
		return &fs.PathError{Op: "read", Path: name, Err: fs.ErrInvalid}
	}
	o := s.pool.take()
	defer s.pool.give(o)
	b, err := o.lendBlob(s.ids[i])
	if b, err = checked(name, b, err); err != nil {
		return err
	}
	use(b)
	if s.once {
		o.Release()
	}
	return nil
}

// Open implements fs.FS.
func (s *Snapshot) Open(name string) (fs.File, error) { return open(s, name) }

func find(files []File, path string) (int, bool) {
	return slices.BinarySearchFunc(files, path, func(f File, p string) int { return strings.Compare(f.Path, p) })
}

var lfsPointer = []byte("version https://git-lfs.github.com/spec/v1\n")

// checked turns the content of an LFS pointer into ErrLFS and names the file in an
// error.
func checked(name string, b []byte, err error) ([]byte, error) {
	if err == nil && len(b) < 1024 && bytes.HasPrefix(b, lfsPointer) {
		err = ErrLFS
	}
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return b, nil
}
