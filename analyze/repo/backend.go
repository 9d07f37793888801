package repo

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// backend is one way to read a repository as it is stored; replaced objects and grafts
// are none of its business. There are two: go-git, which is fast, and the git command,
// which reads whatever the installed git reads.
//
// The git command is asked for objects one by one (git cat-file --batch), not for
// finished comparisons (git diff-tree --stdin): so one comparison of trees, with one
// idea of what a change is, serves both.
type backend interface {
	// open opens the objects, for one goroutine.
	open(c *Cache) store
	// find returns the objects that a name may mean: the one of a reference, or all
	// whose ids begin with it. They need not be commits or in this clone. HEAD before
	// the first commit is ErrNoCommits.
	find(name string) ([]ID, error)
	// replaced lists refs/replace: an object and the one to read instead.
	replaced() (map[ID]ID, error)
	// tags lists refs/tags by their short names, with the objects that they name.
	tags() (map[string]ID, error)
	// index lists what git tracks in the worktree.
	index() ([]indexEntry, error)
}

// store reads objects.
type store interface {
	// object returns an object and its kind: commit, tree, blob or tag. What it returns
	// has the hash id and must not be changed. An object that is not there is errAbsent.
	object(id ID) (kind string, content []byte, err error)
	Close() error
}

var errAbsent = errors.New("object is not there")

// indexEntry is one entry of the index.
type indexEntry struct {
	path  string
	mode  uint32
	stage int // other than 0 in a merge conflict
}

// choose picks the backend. reason says why it is not go-git.
func choose(l layout, c config, by Reader) (b backend, reason string, err error) {
	if by == GitReader {
		b, err = newCommand(l, c)
		if err != nil {
			err = fmt.Errorf("%w: %w", ErrFormat, err)
		}
		return b, "as was asked", err
	}
	reason = c.foreign
	for _, objects := range l.objects {
		if reason == "" {
			reason = foreignPacks(objects)
		}
	}
	if reason == "" {
		return &goGit{layout: l, plain: by == GoGitReader}, "", nil
	}
	if by != AnyReader {
		return nil, reason, fmt.Errorf("%w: %s, which only the git command reads", ErrFormat, reason)
	}
	b, err = newCommand(l, c)
	if err != nil {
		err = fmt.Errorf("%w: %s, %w", ErrFormat, reason, err)
	}
	return b, reason, err
}

// foreignPacks says what of the packs in a folder of objects go-git cannot read; "" if
// it can read them all.
func foreignPacks(objects string) string {
	if filepath.Base(objects) != "objects" {
		return "it borrows objects from a folder that is not called objects"
	}
	list, err := os.ReadDir(filepath.Join(objects, "pack"))
	if err != nil {
		return "" // none; if anything else is wrong, reading objects will say so
	}
	for _, e := range list {
		name, ok := strings.CutSuffix(e.Name(), ".pack")
		if !ok {
			continue
		}
		if why := foreignIndex(filepath.Join(objects, "pack", name+".idx"), name); why != "" {
			return why
		}
	}
	return ""
}

// foreignIndex says what of a pack's index go-git cannot read. It wants version 2 and
// a name made of the pack's checksum, which git used for names only since version 1.9.
func foreignIndex(file, name string) string {
	var head [8]byte
	var sums [40]byte // of the pack, and of the index
	f, err := os.Open(file)
	if err != nil {
		return name + ".pack has no index"
	}
	defer f.Close()
	size, err := f.Seek(0, 2)
	if err != nil || size < int64(len(head)+len(sums)) {
		return "" // broken, which is for the reader to say
	}
	if _, err := f.ReadAt(head[:], 0); err != nil {
		return ""
	}
	if _, err := f.ReadAt(sums[:], size-int64(len(sums))); err != nil {
		return ""
	}
	switch {
	case !bytes.Equal(head[:], []byte("\xfftOc\x00\x00\x00\x02")):
		return name + ".idx is not of version 2"
	case name != "pack-"+hex.EncodeToString(sums[:20]):
		return name + ".pack is not named after its checksum"
	}
	return ""
}
