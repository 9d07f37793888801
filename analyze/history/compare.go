package history

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"sync"
	"sync/atomic"

	"seam/analyze/repo"
)

// segment is how many commits a worker takes at once: neighbours in time share most
// of their trees, so a worker's next comparison finds them in the cache.
const segment = 256

// compare fills in the changed files of every commit of log that is no merge and of
// which they are not known. raw[i] is log.Commits[i].
func (rd *reader) compare(ctx context.Context, log *Log, raw []*rawCommit) error {
	var todo []int32
	for i, c := range raw {
		if c.from == nil {
			todo = append(todo, int32(i))
		}
	}
	workers := make([]*comparer, min(rd.workers, len(todo)))
	errs := make([]error, rd.workers)
	var next, done atomic.Int64
	var failed atomic.Bool
	var progress sync.Mutex
	var wg sync.WaitGroup
	for k := range workers {
		w := &comparer{objects: rd.repository.Objects(rd.cache), ids: map[string]int32{}, similar: rd.similar}
		workers[k] = w
		wg.Go(func() {
			defer w.objects.Close()
			for !failed.Load() && ctx.Err() == nil {
				from := int(next.Add(segment)) - segment
				if from >= len(todo) {
					return
				}
				to := min(from+segment, len(todo))
				for _, i := range todo[from:to] {
					if err := w.commit(&log.Commits[i], raw[i], i); err != nil {
						errs[k] = fmt.Errorf("commit %s: %w", raw[i].id.Short(), err)
						failed.Store(true)
						return
					}
				}
				if rd.progress != nil {
					progress.Lock()
					rd.progress(int(done.Add(int64(to-from))), len(todo))
					progress.Unlock()
				}
			}
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	lists := known(raw)
	for _, w := range workers {
		log.Skipped.Renames += w.tooMany
		lists = append(lists, numbered{paths: w.paths, commits: w.done})
	}
	log.intern(lists)
	return nil
}

// comparer compares trees for one worker. Paths get the worker's own numbers; intern
// makes them the log's.
type comparer struct {
	objects *repo.Objects
	paths   []string
	ids     map[string]int32
	done    []int32 // commits whose Files hold this worker's path numbers
	prefix  []byte  // the folder being compared, with a slash behind it
	found   []FileChange
	deleted []entryAt // what the commit takes away, and what it adds
	added   []entryAt
	similar bool // compare contents for renames too
	tooMany int  // commits with too many files for that
}

func (w *comparer) commit(c *Commit, raw *rawCommit, index int32) error {
	if len(raw.parents) > 1 {
		return nil
	}
	before, err := w.treeBefore(raw)
	if err != nil {
		return err
	}
	w.prefix, w.found, w.deleted, w.added = w.prefix[:0], w.found[:0], w.deleted[:0], w.added[:0]
	if err := w.trees(before, raw.tree, 0); err != nil {
		return err
	}
	c.Files = append([]FileChange{}, w.found...)
	moves, deleted, added := findMoves(w.deleted, w.added)
	if w.similar {
		more, skipped := findSimilar(deleted, added, func(id string) ([]byte, error) { return w.objects.Blob(repo.ID(id)) })
		moves = append(moves, more...)
		if skipped {
			w.tooMany++
		}
	}
	for _, m := range moves {
		c.Renames = append(c.Renames, Rename{From: w.ids[m.from], To: w.ids[m.to], Kind: m.kind})
	}
	w.done = append(w.done, index)
	return nil
}

// treeBefore finds the tree of a commit's only parent; "" if there is none. That of a
// parent that was kept from an earlier run is to be read.
func (w *comparer) treeBefore(c *rawCommit) (repo.ID, error) {
	if len(c.parents) == 0 {
		return "", nil
	}
	if p := c.up[0]; p != nil && p.from == nil {
		return p.tree, nil
	}
	b, err := w.objects.Commit(c.parents[0])
	if err != nil {
		return "", err
	}
	return repo.TreeOf(b)
}

// maxDepth bounds recursion over hostile trees; no real path nests this deep.
const maxDepth = 2048

// trees compares two trees; "" is the empty one. Equal subtrees are never opened.
func (w *comparer) trees(before, after repo.ID, depth int) error {
	if before == after {
		return nil
	}
	if depth > maxDepth {
		return fmt.Errorf("folders nest deeper than %d at %.80q", maxDepth, w.prefix)
	}
	a, err := w.load(before)
	if err != nil {
		return err
	}
	b, err := w.load(after)
	if err != nil {
		return err
	}
	return w.contents(a, b, depth)
}

func (w *comparer) load(tree repo.ID) ([]byte, error) {
	if tree == "" {
		return nil, nil
	}
	b, err := w.objects.Tree(tree)
	if err != nil {
		return nil, fmt.Errorf("folder %q: %w", w.prefix, err)
	}
	return b, nil
}

// contents merges two sorted lists of entries. What they begin and end with alike is
// passed over: of most trees a commit changes one entry.
func (w *comparer) contents(a, b []byte, depth int) error {
	var x, y repo.Entry
	var restA, restB []byte
	var err error
	a, b = differing(a, b)
	alike := commonEnd(a, b)
	haveA, haveB := false, false
	for {
		if !haveA && !haveB && len(a) == len(b) && len(a) <= alike {
			return nil
		}
		if !haveA && len(a) > 0 {
			if x, restA, err = repo.NextEntry(a); err != nil {
				return err
			}
			haveA = true
		}
		if !haveB && len(b) > 0 {
			if y, restB, err = repo.NextEntry(b); err != nil {
				return err
			}
			haveB = true
		}
		var order int
		switch {
		case !haveA && !haveB:
			return nil
		case !haveB:
			order = -1
		case !haveA:
			order = 1
		default:
			order = compareEntries(x, y)
		}
		switch {
		case order < 0:
			err = w.one(x, Deleted, depth)
		case order > 0:
			err = w.one(y, Added, depth)
		default:
			err = w.both(x, y, depth)
		}
		if err != nil {
			return err
		}
		if order <= 0 {
			a, haveA = restA, false
		}
		if order >= 0 {
			b, haveB = restB, false
		}
	}
}

// differing takes the entries off that two trees begin with alike.
func differing(a, b []byte) ([]byte, []byte) {
	same := commonBegin(a, b)
	at := 0
	for {
		n := repo.EntrySize(a[at:])
		if n == 0 || at+n > same {
			return a[at:], b[at:]
		}
		at += n
	}
}

// commonBegin is how many bytes two texts begin with alike.
func commonBegin(a, b []byte) int {
	n, most := 0, min(len(a), len(b))
	for n+8 <= most && binary.LittleEndian.Uint64(a[n:]) == binary.LittleEndian.Uint64(b[n:]) {
		n += 8
	}
	for n < most && a[n] == b[n] {
		n++
	}
	return n
}

// commonEnd is how many bytes two texts end with alike.
func commonEnd(a, b []byte) int {
	n, most := 0, min(len(a), len(b))
	for n+8 <= most && binary.LittleEndian.Uint64(a[len(a)-n-8:]) == binary.LittleEndian.Uint64(b[len(b)-n-8:]) {
		n += 8
	}
	for n < most && a[len(a)-n-1] == b[len(b)-n-1] {
		n++
	}
	return n
}

// compareEntries is git's order: a folder sorts as if its name ended in a slash.
func compareEntries(x, y repo.Entry) int {
	n := min(len(x.Name), len(y.Name))
	if c := bytes.Compare(x.Name[:n], y.Name[:n]); c != 0 {
		return c
	}
	return int(terminated(x, n)) - int(terminated(y, n))
}

func terminated(e repo.Entry, i int) byte {
	switch {
	case i < len(e.Name):
		return e.Name[i]
	case e.IsDir():
		return '/'
	}
	return 0
}

// one records an entry that only one side has, with all below it.
func (w *comparer) one(e repo.Entry, s Status, depth int) error {
	if !e.IsDir() {
		at := entryAt{path: w.record(e.Name, s), id: string(e.ID)}
		if s == Deleted {
			w.deleted = append(w.deleted, at)
		} else {
			w.added = append(w.added, at)
		}
		return nil
	}
	return w.in(e.Name, func() error {
		if s == Deleted {
			return w.trees(repo.ID(e.ID), "", depth+1)
		}
		return w.trees("", repo.ID(e.ID), depth+1)
	})
}

// both compares two entries of one name and kind.
func (w *comparer) both(x, y repo.Entry, depth int) error {
	same := bytes.Equal(x.ID, y.ID)
	switch {
	case x.IsDir():
		if same {
			return nil
		}
		return w.in(x.Name, func() error { return w.trees(repo.ID(x.ID), repo.ID(y.ID), depth+1) })
	case kindOf(x.Mode) != kindOf(y.Mode):
		w.record(y.Name, TypeChanged)
	case !same || permissions(x.Mode) != permissions(y.Mode):
		w.record(y.Name, Modified)
	}
	return nil
}

// kindOf is the file type in a mode; permissions is what git keeps of the rest: one
// executable bit. Other permission bits in old trees mean nothing.
func kindOf(mode uint32) uint32 { return mode & 0o170000 }

func permissions(mode uint32) uint32 { return mode & 0o100 }

func (w *comparer) in(name []byte, do func() error) error {
	n := len(w.prefix)
	w.prefix = append(append(w.prefix, name...), '/')
	err := do()
	w.prefix = w.prefix[:n]
	return err
}

func (w *comparer) record(name []byte, s Status) (full string) {
	n := len(w.prefix)
	w.prefix = append(w.prefix, name...)
	id, ok := w.ids[string(w.prefix)]
	if !ok {
		id = int32(len(w.paths))
		p := string(w.prefix)
		w.paths = append(w.paths, p)
		w.ids[p] = id
	}
	w.prefix = w.prefix[:n]
	w.found = append(w.found, FileChange{Path: id, Status: s})
	return w.paths[id]
}
