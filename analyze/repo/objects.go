package repo

import (
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/go-git/go-git/v5/plumbing/cache"

	"seam/analyze/repo/pack"
)

// Cache keeps recently read objects. It may be shared by several Objects: what they read
// beside packs they keep together, and what they read of packs each for itself.
type Cache struct {
	lru   *cache.ObjectLRU // go-git's
	share int64            // of packs, for one reader
}

// NewCache makes a cache of at most size bytes of object content for one Objects.
func NewCache(size int64) *Cache { return NewSharedCache(size, 1) }

// NewSharedCache makes a cache for a number of Objects.
func NewSharedCache(size int64, readers int) *Cache {
	return &Cache{cache.NewObjectLRU(cache.FileSize(size)), size / int64(max(readers, 1))}
}

// Objects reads raw objects as git shows them: replaced ones replaced, commits with
// the parents that grafts give them. It is for one goroutine; open one for each.
type Objects struct {
	store   store
	packed  *goGitStore // the store, if it is one
	edits   *edits
	partial bool
	idSize  int
	unread  *atomic.Bool // see Repository.Watch
}

// Objects opens the object store. Close it after use.
func (r *Repository) Objects(c *Cache) *Objects {
	o := &Objects{store: r.backend.open(c), edits: r.edits, partial: r.config.partial, idSize: r.config.idSize(), unread: r.unread}
	o.packed, _ = o.store.(*goGitStore)
	return o
}

// LendCommit is Commit by the raw bytes of an id, without a copy where a pack holds the
// object: what it returns may be gone when the next object is read.
func (o *Objects) LendCommit(id []byte) ([]byte, error) {
	if o.packed != nil && o.edits == nil {
		if b, ok := o.packed.lend(pack.Commit, id); ok {
			return b, nil
		}
	}
	return o.Commit(ID(id))
}

// EachCommit calls use with the commits of ids, all of them different, in the order in which
// they lie. A commit is gone when use returns. What it leaves out, LendCommit has to read.
func (o *Objects) EachCommit(ids [][]byte, use func(i int, commit []byte)) {
	if o.packed != nil && o.edits == nil {
		o.packed.reader.EachCommit(ids, use)
	}
}

// LendTree is Tree as LendCommit is Commit, but what it returns stays until the next
// Release.
func (o *Objects) LendTree(id []byte) ([]byte, error) {
	if o.packed != nil && (o.edits == nil || len(o.edits.objects) == 0) {
		if b, ok := o.packed.lend(pack.Tree, id); ok {
			return b, nil
		}
	}
	return o.Tree(ID(id))
}

// LendTrees fills out with the trees of ids, each as LendTree lends it. What it leaves out,
// LendTree has to read, or to say what is wrong with it: trees that lie in no pack, and
// those for which there is no room beside the others.
func (o *Objects) LendTrees(ids, out [][]byte) {
	if o.packed != nil && (o.edits == nil || len(o.edits.objects) == 0) {
		o.packed.reader.Objects(pack.Tree, ids, out)
	}
}

// lendBlob is Blob as LendCommit is Commit.
func (o *Objects) lendBlob(id ID) ([]byte, error) {
	if o.packed != nil && (o.edits == nil || len(o.edits.objects) == 0) {
		if b, ok := o.packed.lend(pack.Blob, []byte(id)); ok {
			return b, nil
		}
	}
	return o.Blob(id)
}

// readOnce says that hardly any blob will be read twice.
func (o *Objects) readOnce() {
	if o.packed != nil {
		o.packed.reader.ReadOnce()
	}
}

// Expect makes ready what it takes to read so many commits and trees, for who has a
// processor to spare until they are known. Nothing else may be asked meanwhile.
func (o *Objects) Expect(objects int) {
	if o.packed != nil {
		o.packed.reader.Turn(objects)
	}
}

// Release says that nothing lent is used any more.
func (o *Objects) Release() {
	if o.packed != nil {
		o.packed.reader.Release()
	}
}

// Close frees file handles and ends processes.
func (o *Objects) Close() error { return o.store.Close() }

// Commit returns the content of a commit object. The caller must not change it.
func (o *Objects) Commit(id ID) ([]byte, error) {
	b, err := o.read("commit", id)
	if err == nil && o.edits != nil {
		b, err = o.edits.commit(id, b)
	}
	return b, err
}

// Tree returns the content of a tree object, for NextEntry. The caller must not change
// it.
func (o *Objects) Tree(id ID) ([]byte, error) {
	b, err := o.read("tree", id)
	switch {
	case errors.Is(err, ErrMissing) && isEmptyTree(id):
		return nil, nil
	case err == nil && o.idSize == idSizeWide:
		return marked(b)
	}
	return b, err
}

// The empty tree is known to git even where it is not stored.
var (
	emptyTree     = mustParseID("4b825dc642cb6eb9a060e54bf8d69288fbee4904")
	emptyTreeWide = mustParseID("6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321")
)

func isEmptyTree(id ID) bool { return id == emptyTree || id == emptyTreeWide }

// Blob returns the content of a blob. The caller must not change it.
func (o *Objects) Blob(id ID) ([]byte, error) { return o.read("blob", id) }

func (o *Objects) read(kind string, id ID) ([]byte, error) {
	got, b, err := o.any(id)
	if err == nil && got != kind {
		err = fmt.Errorf("%w: it is a %s", ErrCorrupt, got)
	}
	if err != nil {
		return nil, fmt.Errorf("repo: %s %s: %w", kind, id.Short(), err)
	}
	return b, nil
}

// any reads an object of whatever kind.
func (o *Objects) any(id ID) (kind string, b []byte, err error) {
	at := id
	if o.edits != nil {
		if at, err = o.edits.instead(id); err != nil {
			return "", nil, err
		}
	}
	kind, b, err = o.store.object(at)
	switch {
	case err == errAbsent && o.partial:
		err = fmt.Errorf("%w: this is a partial clone", ErrMissing)
	case err == errAbsent:
		err = ErrMissing
	}
	if err != nil && o.unread != nil && !isEmptyTree(id) && !errors.Is(err, ErrTooLarge) {
		o.unread.Store(true)
	}
	return kind, b, err
}
