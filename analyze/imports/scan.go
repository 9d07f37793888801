package imports

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"path"
	"strings"

	"seam/analyze/cache/codec"
	"seam/analyze/parallel"
	"seam/analyze/repo"
)

// MaxFile is the size of the largest source file that is read, in bytes.
const MaxFile = 8 << 20

// ErrTooLarge is the error of a file above MaxFile.
var ErrTooLarge = errors.New("larger than 8 MiB")

// Reader reads source files one by one and keeps of each what Facts makes of it.
type Reader[T any] struct {
	// Name tells readers, and ways of reading, apart in a cache: "go", "go-headers".
	Name string
	// For is part of the cache key, for readers whose facts depend on more than the
	// content: the names that are looked for, say.
	For string
	// Version is raised by whoever changes what Facts makes of some content; a test of
	// each reader holds that it was. What changes in T needs no new version.
	Version int
	// Facts makes the facts of a content, which it must not change. base is the last
	// element of its name.
	Facts func(base string, src []byte) T
	// Worker makes a Facts for one goroutine, which may use the same room for every file;
	// nil where there is nothing to gain.
	Worker func() func(base string, src []byte) T
	// Large lets Facts have files above MaxFile too.
	Large bool
}

// Scan reads files on all cores and keeps of each what Facts makes of its content, and
// nothing else. The facts and the errors of single files are in the order of names; the
// last error is that of ctx. Of files whose facts the cache has, the content is not read,
// and it keeps the facts of those that had to be read; c may be nil. Trees that do not
// know the ids of their files are read anew each time.
func (r Reader[T]) Scan(ctx context.Context, t repo.Tree, names []string, c Cache) ([]T, []error, error) {
	out, failed := make([]T, len(names)), make([]error, len(names))
	k, err := r.keeper(t, c)
	if err != nil {
		return out, failed, err
	}
	err = parallel.Workers(ctx, len(names), func() func(int) {
		facts := r.Facts
		if r.Worker != nil {
			facts = r.Worker()
		}
		return func(i int) { out[i], failed[i] = k.facts(names[i], facts) }
	})
	return out, failed, err
}

// Each is Scan for a loader that goes on without the files it cannot read: use is given the
// facts of the others, in the order of names, and notices are told why it lacks each, under
// code. The error is that of ctx.
func (r Reader[T]) Each(ctx context.Context, t repo.Tree, names []string, c Cache, notices *Notices, code string, use func(name string, facts *T)) error {
	all, failed, err := r.Scan(ctx, t, names, c)
	if err != nil {
		return err
	}
	for i, name := range names {
		if failed[i] != nil {
			notices.Unreadable(code, name, failed[i])
			continue
		}
		use(name, &all[i])
	}
	return nil
}

// keeper finds the facts of single files: kept ones, else those of the content.
type keeper[T any] struct {
	Reader[T]
	tree  repo.Tree
	ids   repo.Identified // nil: nothing is kept
	cache Cache
	codec *codec.Codec[T]
	kind  string // what keys of this reader's facts end with, but for the file's name: a checksum, since shapes are long
}

func (r Reader[T]) keeper(t repo.Tree, c Cache) (*keeper[T], error) {
	k := &keeper[T]{Reader: r, tree: t, cache: c}
	ids, ok := t.(repo.Identified)
	if c == nil || !ok {
		return k, nil
	}
	var err error
	if k.codec, err = codec.New[T](); err != nil {
		return nil, fmt.Errorf("imports: facts of %s: %w", r.Name, err)
	}
	k.ids = ids
	kind := sha256.Sum256(fmt.Appendf(nil, "%s %d %s", strings.TrimSpace(r.Name+" "+r.For), r.Version, k.codec.Shape()))
	k.kind = "\n" + string(kind[:]) + "\n"
	return k, nil
}

// Beside makes facts of files that are read for something else: of a content that is at
// hand, unless the cache has them. It may be used from several goroutines. The error is
// that T is no type that a cache can hold.
func (r Reader[T]) Beside(t repo.Tree, c Cache) (func(name string, src []byte) T, error) {
	k, err := r.keeper(t, c)
	if err != nil {
		return nil, err
	}
	return func(name string, src []byte) T {
		key := k.key(name)
		facts, ok := k.kept(key)
		if !ok && (k.Large || len(src) <= MaxFile) {
			facts = k.Facts(path.Base(name), src)
			k.keep(key, &facts)
		}
		return facts
	}, nil
}

// key is that of a file's facts; "" if nothing is kept of it.
func (k *keeper[T]) key(name string) string {
	if k.ids != nil {
		if id := k.ids.ContentID(name); id != "" {
			return string(id) + k.kind + path.Base(name)
		}
	}
	return ""
}

func (k *keeper[T]) kept(key string) (facts T, ok bool) {
	if key != "" {
		if b, ok := k.cache.Get(key); ok {
			facts, err := k.codec.Decode(b)
			return facts, err == nil
		}
	}
	return facts, false
}

func (k *keeper[T]) keep(key string, facts *T) {
	if key != "" {
		k.cache.Put(key, k.codec.Encode(facts))
	}
}

func (k *keeper[T]) facts(name string, read func(base string, src []byte) T) (facts T, err error) {
	key := k.key(name)
	if facts, ok := k.kept(key); ok {
		return facts, nil
	}
	large := false
	err = repo.Lend(k.tree, name, func(src []byte) {
		if large = len(src) > MaxFile && !k.Large; !large {
			facts = read(path.Base(name), src)
		}
	})
	switch {
	case large:
		err = ErrTooLarge
	case err == nil:
		k.keep(key, &facts)
	}
	return facts, err
}
