package repo

import (
	"bytes"
	"crypto/sha1"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/go-git/go-billy/v5"
	"github.com/go-git/go-billy/v5/osfs"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/cache"
	"github.com/go-git/go-git/v5/storage/filesystem"
	"github.com/go-git/go-git/v5/storage/filesystem/dotgit"

	"seam/analyze/repo/pack"
)

// goGit reads a repository through go-git, and what lies in packs without it.
type goGit struct {
	layout layout
	plain  bool // packs are read through go-git too

	mu    sync.Mutex
	packs *openedPacks // those of the newest store; nil before the first
}

// openedPacks are packs that several stores read, open until the last of them closes.
type openedPacks struct {
	names []string // that there were on disk when they were opened
	list  []*pack.Pack
	users int
}

func (g *goGit) refs() refFiles { return refFiles{g.layout.gitDir, g.layout.common} }

func (g *goGit) replaced() (map[ID]ID, error) { return g.refs().replaced() }

func (g *goGit) find(name string) ([]ID, error) {
	id, err := g.refs().find(name)
	switch {
	case err == nil:
		return []ID{id}, nil
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	case name == "HEAD":
		return nil, g.refs().head()
	}
	return g.complete(name)
}

// complete lists the objects whose ids begin with a hexadecimal prefix of at least
// git's four digits.
func (g *goGit) complete(prefix string) ([]ID, error) {
	prefix = strings.ToLower(prefix)
	if len(prefix) < 4 || strings.Trim(prefix, "0123456789abcdef") != "" {
		return nil, nil
	}
	start, err := hex.DecodeString(prefix[:len(prefix)/2*2])
	if err != nil {
		return nil, err
	}
	p := g.take()
	defer g.give(p)
	if len(p.list) < len(p.names) {
		return g.completeOddly(start, prefix)
	}
	var found []ID
	for _, one := range p.list {
		ids, err := one.Complete(prefix)
		if err != nil {
			return g.completeOddly(start, prefix)
		}
		for _, id := range ids {
			found = append(found, ID(id))
		}
	}
	for _, objects := range g.layout.objects {
		found = append(found, looseIDs(objects, prefix)...)
	}
	slices.Sort(found)
	return slices.Compact(found), nil
}

// looseIDs lists the objects in files of their own whose ids begin with a prefix.
func looseIDs(objects, prefix string) []ID {
	list, _ := os.ReadDir(filepath.Join(objects, prefix[:2]))
	var found []ID
	for _, e := range list {
		if name := prefix[:2] + e.Name(); strings.HasPrefix(name, prefix) && len(name) == 2*idSize {
			if id, err := parseID(name); err == nil {
				found = append(found, id)
			}
		}
	}
	return found
}

// completeOddly is complete where there are packs that only go-git may be able to read.
func (g *goGit) completeOddly(start []byte, prefix string) ([]ID, error) {
	var found []ID
	for _, objects := range g.layout.objects {
		s := g.storage(objects, cache.NewObjectLRU(cache.MiByte))
		list, err := s.HashesWithPrefix(start)
		s.Close()
		if err != nil {
			return nil, err
		}
		for _, h := range list {
			if id := fromHash(h); strings.HasPrefix(id.String(), prefix) && !slices.Contains(found, id) {
				found = append(found, id)
			}
		}
	}
	return found, nil
}

func (g *goGit) index() ([]indexEntry, error) {
	s := g.storage(g.layout.objects[0], cache.NewObjectLRU(cache.MiByte))
	defer s.Close()
	index, err := s.Index()
	if err != nil {
		return nil, err
	}
	list := make([]indexEntry, len(index.Entries))
	for i, e := range index.Entries {
		list[i] = indexEntry{path: e.Name, mode: uint32(e.Mode), stage: int(e.Stage)}
	}
	return list, nil
}

// open implements backend. Borrowed objects are asked for first: a storage that lacks
// an object looks at the disk anew each time, which this leaves to the last one.
func (g *goGit) open(c *Cache) store {
	s := &goGitStore{git: g, cache: c}
	s.open()
	return s
}

// storage opens one folder of objects. Each storage keeps its own index and file
// handles and must be used by one goroutine at a time; the cache may be shared.
func (g *goGit) storage(objects string, c cache.Object) *filesystem.Storage {
	common := filepath.Dir(objects)
	files := osfs.New(common)
	if common == g.layout.common && g.layout.gitDir != common {
		files = dotgit.NewRepositoryFilesystem(osfs.New(g.layout.gitDir), files)
	}
	return filesystem.NewStorageWithOptions(alone{files}, c, filesystem.Options{
		KeepDescriptors:      true,
		ExclusiveAccess:      true,
		LargeObjectThreshold: MaxFile / 4,
	})
}

// alone hides the list of alternates from go-git, which would open every alternate
// anew for each object that a store lacks, and knows no alternates of alternates.
type alone struct{ billy.Filesystem }

func (a alone) Open(name string) (billy.File, error) {
	if strings.HasSuffix(filepath.ToSlash(name), "objects/info/alternates") {
		return nil, &os.PathError{Op: "open", Path: name, Err: os.ErrNotExist}
	}
	return a.Filesystem.Open(name)
}

// goGitStore reads objects of all folders of a repository.
type goGitStore struct {
	git      *goGit
	cache    *Cache
	storages []*filesystem.Storage
	packs    *openedPacks
	reader   *pack.Reader
}

func (s *goGitStore) open() {
	s.packs = s.git.take()
	s.reader = pack.NewReader(s.packs.list, s.cache.share)
	s.storages = nil
	for _, objects := range slices.Backward(s.git.layout.objects) {
		s.storages = append(s.storages, s.git.storage(objects, s.cache.lru))
	}
}

// take opens the packs that there are now, unless they are open already.
func (g *goGit) take() *openedPacks {
	g.mu.Lock()
	defer g.mu.Unlock()
	names := g.packNames()
	if g.packs == nil || g.packs.users == 0 || !slices.Equal(g.packs.names, names) {
		g.packs = &openedPacks{names: names}
		if !g.plain {
			g.packs.list = pack.Open(names)
		}
	}
	g.packs.users++
	return g.packs
}

// give closes packs that nobody reads any more.
func (g *goGit) give(p *openedPacks) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if p.users--; p.users == 0 {
		for _, one := range p.list {
			one.Close()
		}
	}
}

// packNames lists the packs on disk now.
func (g *goGit) packNames() []string {
	var out []string
	for _, objects := range g.layout.objects {
		list, _ := filepath.Glob(filepath.Join(objects, "pack", "*.pack"))
		out = append(out, list...)
	}
	return out
}

func (s *goGitStore) Close() error {
	var errs []error
	s.git.give(s.packs)
	for _, one := range s.storages {
		errs = append(errs, one.Close())
	}
	return errors.Join(errs...)
}

// object implements store. git may repack a repository while it is read (fetch starts
// that in the background); then the packs are opened anew, once for each change.
func (s *goGitStore) object(id ID) (kind string, b []byte, err error) {
	kind, b, err = s.look(id)
	if err == nil || err != errAbsent && !errors.Is(err, dotgit.ErrPackfileNotFound) || slices.Equal(s.packs.names, s.git.packNames()) {
		return kind, b, err
	}
	s.Close()
	s.open()
	return s.look(id)
}

// lend is an object of some kind that a pack holds; false where the other way of reading
// it is to say what there is to say.
func (s *goGitStore) lend(kind pack.Kind, id []byte) ([]byte, bool) {
	if len(id) != idSize {
		return nil, false
	}
	got, b, ok := s.reader.Object(id)
	return b, ok && got == kind
}

func (s *goGitStore) look(id ID) (kind string, b []byte, err error) {
	if len(id) != idSize {
		return "", nil, errAbsent
	}
	if kind, b, ok := s.reader.Object([]byte(id)); ok {
		return kind.String(), bytes.Clone(b), nil
	}
	damaged := s.reader.Failed()
	h := id.hash()
	for _, one := range s.storages {
		obj, err := one.EncodedObject(plumbing.AnyObject, h)
		if errors.Is(err, plumbing.ErrObjectNotFound) {
			continue
		} else if err != nil {
			return "", nil, inPack(damaged, fmt.Errorf("%w: %w", ErrCorrupt, err))
		}
		if b, err = content(obj); err == nil {
			err = verify(obj, b, h)
		}
		return obj.Type().String(), b, inPack(damaged, err)
	}
	return "", nil, inPack(damaged, s.absent(h))
}

// inPack names the pack that an object could not be read from.
func inPack(p *pack.Pack, err error) error {
	if p == nil || err == nil || err == errAbsent {
		return err
	}
	return fmt.Errorf("%s: %w", p.Name(), err)
}

// absent tells an object that is not there from one that is there and ends early,
// which are one to go-git.
func (s *goGitStore) absent(h plumbing.Hash) error {
	for _, one := range s.storages {
		if list, err := one.HashesWithPrefix(h[:]); err == nil && len(list) > 0 {
			return fmt.Errorf("%w: its file ends too early", ErrCorrupt)
		}
	}
	return errAbsent
}

// content returns an object's bytes, without a copy where the object lies in memory:
// such a reader hands its whole slice to WriteTo in one call.
func content(obj plumbing.EncodedObject) ([]byte, error) {
	if obj.Size() > MaxFile {
		return nil, fmt.Errorf("%w: %d bytes", ErrTooLarge, obj.Size())
	}
	r, err := obj.Reader()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	defer r.Close()
	if w, ok := r.(io.WriterTo); ok {
		var g grab
		if _, err := w.WriteTo(&g); err == nil && int64(len(g.b)) == obj.Size() {
			return g.b, nil
		}
		if r, err = obj.Reader(); err != nil {
			return nil, err
		}
		defer r.Close()
	}
	return io.ReadAll(r)
}

// verify holds an object against its id: a broken pack, or a file under a wrong name,
// must not give another answer. Objects in memory know their hash: the cache asked for
// it already.
func verify(obj plumbing.EncodedObject, b []byte, want plumbing.Hash) error {
	if m, ok := obj.(*plumbing.MemoryObject); ok {
		if m.Hash() == want {
			return nil
		}
	} else if bytes.Equal(want[:], pack.IDOf(sha1.New(), obj.Type().String(), b)) {
		return nil
	}
	return fmt.Errorf("%w: its content has another id", ErrCorrupt)
}

// grab remembers the slice of its last Write.
type grab struct{ b []byte }

func (g *grab) Write(p []byte) (int, error) {
	g.b = p
	return len(p), nil
}
