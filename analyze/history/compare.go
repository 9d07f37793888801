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

// compare fills in the changed files of every commit of log that is no merge and of
// which they are not known. raw[i] is log.Commits[i].
func (rd *reader) compare(ctx context.Context, log *Log, raw []*rawCommit) error {
	var todo []int32
	for i, c := range raw {
		if c.from == nil && len(c.parents) < 2 {
			todo = append(todo, int32(i))
		}
	}
	shared := newShares(todo, len(rd.objects))
	workers := make([]*comparer, len(rd.objects))
	errs := make([]error, len(workers))
	var done atomic.Int64
	var failed atomic.Bool
	var progress sync.Mutex
	var wg sync.WaitGroup
	for k := range workers {
		w := &comparer{objects: rd.objects[k], ids: map[string]int32{}, similar: rd.similar}
		workers[k] = w
		wg.Go(func() {
			for part := shared.take(k); len(part) > 0 && !failed.Load() && ctx.Err() == nil; part = shared.take(k) {
				for _, i := range part {
					if err := w.commit(&log.Commits[i], raw[i], i); err != nil {
						errs[k] = fmt.Errorf("commit %s: %w", raw[i].id.Short(), err)
						failed.Store(true)
						return
					}
				}
				if rd.progress != nil {
					progress.Lock()
					rd.progress(int(done.Add(int64(len(part)))), len(todo))
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

// shares divides commits among workers: each goes from the beginning of its share to the
// end, since neighbours in time have most of their trees in common, and then helps
// whoever has most left, from the middle of that.
type shares struct {
	mu   sync.Mutex
	left [][]int32 // by worker
}

// partSize is how many commits a worker takes at once.
const partSize = 64

func newShares(todo []int32, workers int) *shares {
	s := &shares{left: make([][]int32, workers)}
	for k := range workers {
		s.left[k] = todo[len(todo)*k/workers : len(todo)*(k+1)/workers]
	}
	return s
}

// take is the next commits of a worker; none if nothing is left.
func (s *shares) take(k int) []int32 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.left[k]) == 0 {
		most := 0
		for i := range s.left {
			if len(s.left[i]) > len(s.left[most]) {
				most = i
			}
		}
		half := len(s.left[most]) / 2
		s.left[k], s.left[most] = s.left[most][half:], s.left[most][:half]
	}
	n := min(partSize, len(s.left[k]))
	part := s.left[k][:n]
	s.left[k] = s.left[k][n:]
	return part
}

// comparer compares trees for one worker. Paths get the worker's own numbers; intern
// makes them the log's.
type comparer struct {
	objects *repo.Objects
	paths   []string
	ids     map[string]int32
	done    []int32 // commits whose Files hold this worker's path numbers
	prefix  []byte  // the folder being compared, with a slash behind it
	before  []byte  // the ids of a commit's two trees
	after   []byte
	found   []FileChange
	room    []FileChange // for what commits keep
	blobs   texts
	deleted []entryAt // what the commit takes away, and what it adds
	added   []entryAt
	similar bool // compare contents for renames too
	tooMany int  // commits with too many files for that
}

func (w *comparer) commit(c *Commit, raw *rawCommit, index int32) error {
	w.objects.Release()
	before, err := w.treeBefore(raw)
	if err != nil {
		return err
	}
	w.prefix, w.found, w.deleted, w.added = w.prefix[:0], w.found[:0], w.deleted[:0], w.added[:0]
	w.after = append(w.after[:0], raw.tree...)
	if err := w.trees(before, w.after, 0); err != nil {
		return err
	}
	c.Files = w.kept(w.found)
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

// kept copies changes to where they stay.
func (w *comparer) kept(list []FileChange) []FileChange {
	if len(list) > len(w.room) || w.room == nil {
		w.room = make([]FileChange, max(len(list), 4096))
	}
	out := w.room[:len(list):len(list)]
	w.room = w.room[len(list):]
	copy(out, list)
	return out
}

// treeBefore finds the tree of a commit's only parent; nil if there is none. That of a
// parent that was kept from an earlier run is to be read.
func (w *comparer) treeBefore(c *rawCommit) ([]byte, error) {
	if len(c.parents) == 0 {
		return nil, nil
	}
	if p := c.up[0]; p != nil && p.from == nil {
		w.before = append(w.before[:0], p.tree...)
		return w.before, nil
	}
	w.before = append(w.before[:0], c.parents[0]...)
	b, err := w.objects.LendCommit(w.before)
	if err != nil {
		return nil, err
	}
	w.before, err = repo.AppendTreeOf(w.before[:0], b)
	return w.before, err
}

// maxDepth bounds recursion over hostile trees; no real path nests this deep.
const maxDepth = 2048

// trees compares two trees by their raw ids; that of the empty one is nil. Equal subtrees
// are never opened.
func (w *comparer) trees(before, after []byte, depth int) error {
	if bytes.Equal(before, after) {
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

func (w *comparer) load(tree []byte) ([]byte, error) {
	if len(tree) == 0 {
		return nil, nil
	}
	b, err := w.objects.LendTree(tree)
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
	switch {
	case e.IsDir() && s == Deleted:
		return w.below(e.Name, e.ID, nil, depth)
	case e.IsDir():
		return w.below(e.Name, nil, e.ID, depth)
	}
	at := entryAt{path: w.record(e.Name, s), id: w.blobs.of(e.ID)}
	if s == Deleted {
		w.deleted = append(w.deleted, at)
	} else {
		w.added = append(w.added, at)
	}
	return nil
}

// both compares two entries of one name and kind.
func (w *comparer) both(x, y repo.Entry, depth int) error {
	same := bytes.Equal(x.ID, y.ID)
	switch {
	case x.IsDir() && same:
	case x.IsDir():
		return w.below(x.Name, x.ID, y.ID, depth)
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

// below compares two trees of a folder of the one that is being compared.
func (w *comparer) below(name, before, after []byte, depth int) error {
	n := len(w.prefix)
	w.prefix = append(append(w.prefix, name...), '/')
	err := w.trees(before, after, depth+1)
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
