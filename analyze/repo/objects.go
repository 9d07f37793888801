package repo

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
)

// Cache keeps recently read objects. It may be shared by several Objects.
type Cache struct{ lru *cache.ObjectLRU }

// NewCache makes a cache of at most size bytes of object content.
func NewCache(size int64) *Cache { return &Cache{cache.NewObjectLRU(cache.FileSize(size))} }

// Objects reads raw objects. It is for one goroutine; open one for each.
type Objects struct {
	stores  []*filesystem.Storage // alternates first, the repository's own last
	partial bool
}

// Objects opens the object store. Close it after use.
func (r *Repository) Objects(c *Cache) *Objects {
	o := &Objects{partial: r.config.partial}
	for _, common := range slices.Backward(append([]string{r.layout.common}, r.layout.objects...)) {
		o.stores = append(o.stores, r.storage(common, c.lru))
	}
	return o
}

// Close frees the file handles.
func (o *Objects) Close() error {
	var errs []error
	for _, s := range o.stores {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}

// Commit returns the content of a commit object. The caller must not change it.
func (o *Objects) Commit(id ID) ([]byte, error) { return o.read(plumbing.CommitObject, id) }

// Tree returns the content of a tree object. The caller must not change it.
func (o *Objects) Tree(id ID) ([]byte, error) { return o.read(plumbing.TreeObject, id) }

// Blob returns the content of a blob. The caller must not change it.
func (o *Objects) Blob(id ID) ([]byte, error) { return o.read(plumbing.BlobObject, id) }

func (o *Objects) read(kind plumbing.ObjectType, id ID) ([]byte, error) {
	h := id.hash()
	// A store that lacks an object opens its alternates anew to look there, each
	// time. Asking the alternates first leaves that to objects that are nowhere.
	for _, s := range o.stores {
		obj, err := s.EncodedObject(kind, h)
		if errors.Is(err, plumbing.ErrObjectNotFound) {
			continue
		} else if err != nil {
			return nil, fmt.Errorf("repo: %s %s: %w", kind, id.Short(), err)
		}
		return content(obj)
	}
	if o.partial {
		return nil, fmt.Errorf("repo: %s %s: %w: this is a partial clone", kind, id.Short(), ErrMissing)
	}
	return nil, fmt.Errorf("repo: %s %s: %w", kind, id.Short(), ErrMissing)
}

// content returns an object's bytes, without a copy where the object lies in
// memory: such a reader hands its whole slice to WriteTo in one call.
func content(obj plumbing.EncodedObject) ([]byte, error) {
	if obj.Size() > MaxFile {
		return nil, fmt.Errorf("repo: %s: %w: %d bytes", obj.Hash(), ErrTooLarge, obj.Size())
	}
	r, err := obj.Reader()
	if err != nil {
		return nil, fmt.Errorf("repo: %s: %w", obj.Hash(), err)
	}
	defer r.Close()
	if w, ok := r.(io.WriterTo); ok {
		var g grab
		if _, err := w.WriteTo(&g); err == nil && int64(len(g.b)) == obj.Size() {
			return g.b, nil
		}
		if r, err = obj.Reader(); err != nil {
			return nil, fmt.Errorf("repo: %s: %w", obj.Hash(), err)
		}
		defer r.Close()
	}
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("repo: %s: %w", obj.Hash(), err)
	}
	return b, nil
}

// grab remembers the slice of its last Write.
type grab struct{ b []byte }

func (g *grab) Write(p []byte) (int, error) {
	g.b = p
	return len(p), nil
}
