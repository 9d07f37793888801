package history

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"seam/analyze/repo"
)

// compare finds out what every commit of a log changed that is no merge and of which that
// is not known. If ctx ends early some are not whole.
func (rd *reader) compare(ctx context.Context, m *maker) error {
	var list []*rawCommit
	for _, node := range m.order {
		if c := m.all.freshOf(node); c != nil {
			if c.whole = c.isMerge(); !c.whole {
				list = append(list, c)
			}
		}
	}
	shared := newShares(list, len(rd.objects))
	workers := make([]*comparer, len(rd.objects))
	errs := make([]error, len(workers))
	var done atomic.Int64
	var failed atomic.Bool
	var progress sync.Mutex
	var wg sync.WaitGroup
	for k := range workers {
		w := &comparer{objects: rd.objects[k], all: m.all, paths: newPathTable(), folders: newPathTable(), similar: rd.similar, most: rd.most}
		workers[k] = w
		wg.Go(func() {
			for part := shared.take(k); len(part) > 0 && !failed.Load() && ctx.Err() == nil; part = shared.take(k) {
				if errs[k] = w.commitsOf(ctx, part); errs[k] != nil {
					failed.Store(true)
					return
				}
				if rd.progress != nil {
					progress.Lock()
					rd.progress(int(done.Add(int64(len(part)))), len(list))
					progress.Unlock()
				}
			}
		})
	}
	wg.Wait()
	for k, err := range errs {
		if err != nil {
			return err
		}
		m.log.Skipped.Renames += workers[k].tooMany
	}
	return ctx.Err()
}

// shares divides commits among workers: each goes from the beginning of its share to the
// end, since neighbours in time have most of their trees in common, and then helps
// whoever has most left, from the middle of that.
type shares struct {
	mu   sync.Mutex
	left [][]*rawCommit // by worker
}

// partSize is how many commits a worker takes at once.
const partSize = 512

func newShares(todo []*rawCommit, workers int) *shares {
	s := &shares{left: make([][]*rawCommit, workers)}
	for k := range workers {
		s.left[k] = todo[len(todo)*k/workers : len(todo)*(k+1)/workers]
	}
	return s
}

// take is the next commits of a worker; none if nothing is left.
func (s *shares) take(k int) []*rawCommit {
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

// comparer compares trees for one worker, those of many commits at a time: see
// repo.Objects.LendTrees. Paths get the worker's own numbers; maker gives them the log's.
type comparer struct {
	objects *repo.Objects
	all     *nodes
	paths   *pathTable // of files
	folders *pathTable
	texts   texts
	name    []byte // a path that is put together

	todo []treePair // the next ones last
	now  []treePair
	ids  [][]byte // of their trees
	lent [][]byte

	commits []*rawCommit // whose trees are compared or in todo
	changes []pathChange // of those commits
	moved   []movedPath
	begin   []int32      // by commit: where its changes begin, while they are told apart
	room    []FileChange // for what commits keep
	similar bool         // compare contents for renames too
	most    bounds
	tooMany int // commits with too many files for that

	deleted []entryAt // what a commit takes away, and what it adds
	added   []entryAt
}

// treePair is two trees of a folder in a commit that are not the same.
type treePair struct {
	commit        int32 // in comparer.commits
	folder        int32 // -1 is the root
	depth         int32
	before, after treeID
}

// treeID is the id of a tree; the zero value is that of no tree.
type treeID struct {
	size uint8
	raw  [32]byte
}

func treeIDOf(raw []byte) (id treeID) {
	id.size = uint8(copy(id.raw[:], raw))
	return id
}

func (id *treeID) bytes() []byte { return id.raw[:id.size] }

// pathChange is a change of a commit.
type pathChange struct {
	commit int32 // in comparer.commits
	change FileChange
}

// movedPath is a file that a commit deleted or added, from where or to where one may have
// been moved.
type movedPath struct {
	commit int32 // in comparer.commits
	path   int32
	id     string // raw blob id
	status Status
}

const (
	// pairsAtOnce is how many pairs of trees are read together, where there are so many.
	pairsAtOnce = 256
	// mostPairs and maxFolders are the bounds of every answer.
	mostPairs  = 1 << 16
	maxFolders = 1 << 24
	// changesAtOnce is after how many changes no further commit is begun before those
	// commits have their changes which have been begun.
	changesAtOnce = 1 << 15
)

// bounds keep trees that name one another over and over, of whose folders there is no end,
// from filling the memory.
type bounds struct {
	pairs   int   // of trees that may wait before they are read one by one
	folders int32 // that are numbered, of some 60 bytes each
}

// commitsOf finds out what commits changed.
func (w *comparer) commitsOf(ctx context.Context, part []*rawCommit) error {
	for len(part)+len(w.todo) > 0 && ctx.Err() == nil {
		for len(part) > 0 && len(w.todo) < pairsAtOnce && len(w.changes) < changesAtOnce {
			if err := w.start(part[0]); err != nil {
				return commitError(part[0], err)
			}
			part = part[1:]
		}
		if at, err := w.next(); err != nil {
			return commitError(w.commits[at], err)
		}
		if len(w.todo) == 0 {
			w.finish()
		}
	}
	return nil
}

func commitError(c *rawCommit, err error) error {
	return fmt.Errorf("commit %s: %w", c.id.Short(), err)
}

// start puts the root trees of a commit on the stack.
func (w *comparer) start(c *rawCommit) error {
	before, err := w.treeBefore(c)
	if err != nil {
		return err
	}
	w.push(treePair{commit: int32(len(w.commits)), folder: -1, before: before, after: treeIDOf([]byte(c.tree))})
	w.commits = append(w.commits, c)
	return nil
}

// treeBefore finds the tree of a commit's only parent; that of none if there is no parent.
// That of a parent that was kept from an earlier run is to be read.
func (w *comparer) treeBefore(c *rawCommit) (treeID, error) {
	if len(c.parents) == 0 {
		return treeID{}, nil
	}
	if p := w.all.freshOf(c.up[0]); p != nil {
		return treeIDOf([]byte(p.tree)), nil
	}
	b, err := w.objects.LendCommit([]byte(c.parents[0]))
	if err != nil {
		return treeID{}, err
	}
	raw, err := repo.AppendTreeOf(nil, b)
	return treeIDOf(raw), err
}

// push puts two trees on the stack. Equal ones are never opened.
func (w *comparer) push(p treePair) {
	if p.before != p.after {
		w.todo = append(w.todo, p)
	}
}

// maxDepth bounds how deep folders nest; no real path nests as deep.
const maxDepth = 2048

// next compares the pairs on top of the stack. Pairs whose trees could not all be lent at
// once are compared alone, with nothing else in memory. With an error it tells the commit.
func (w *comparer) next() (at int32, err error) {
	if len(w.todo) == 0 {
		return 0, nil
	}
	w.objects.Release()
	from := max(len(w.todo)-pairsAtOnce, 0)
	if len(w.todo) > w.most.pairs {
		from = len(w.todo) - 1
	}
	w.now = append(w.now[:0], w.todo[from:]...)
	w.todo = w.todo[:from]
	w.ids = w.ids[:0]
	for i := range w.now {
		w.ids = append(w.ids, w.now[i].before.bytes(), w.now[i].after.bytes())
	}
	w.lent = append(w.lent[:0], make([][]byte, len(w.ids))...)
	w.objects.LendTrees(w.ids, w.lent)
	alone := w.now[:0]
	for i := range w.now {
		p, a, b := w.now[i], w.lent[2*i], w.lent[2*i+1]
		if a == nil && p.before.size > 0 || b == nil && p.after.size > 0 {
			alone = append(alone, p)
		} else if err := w.pair(&p, a, b); err != nil {
			return p.commit, err
		}
	}
	for i := range alone {
		w.objects.Release()
		if err := w.alone(&alone[i]); err != nil {
			return alone[i].commit, err
		}
	}
	return 0, nil
}

// alone reads and compares two trees.
func (w *comparer) alone(p *treePair) error {
	a, err := w.load(p, &p.before)
	if err != nil {
		return err
	}
	b, err := w.load(p, &p.after)
	if err != nil {
		return err
	}
	return w.pair(p, a, b)
}

func (w *comparer) load(p *treePair, id *treeID) ([]byte, error) {
	if id.size == 0 {
		return nil, nil
	}
	b, err := w.objects.LendTree(id.bytes())
	if err != nil {
		return nil, fmt.Errorf("folder %q: %w", w.folders.appendFolder(nil, p.folder), err)
	}
	return b, nil
}

// finish gives the commits that were begun what they changed.
func (w *comparer) finish() {
	w.begin = append(w.begin[:0], make([]int32, len(w.commits)+1)...)
	for _, c := range w.changes {
		w.begin[c.commit+1]++
	}
	if len(w.changes) > len(w.room) || w.room == nil {
		w.room = make([]FileChange, max(len(w.changes), 4096))
	}
	all := w.room[:len(w.changes)]
	w.room = w.room[len(w.changes):]
	for i, c := range w.commits {
		from := w.begin[i]
		w.begin[i+1] += from
		c.files, c.by = all[from:from:w.begin[i+1]], w
	}
	for _, x := range w.changes {
		c := w.commits[x.commit]
		c.files = append(c.files, x.change)
	}
	w.findMoves()
	for _, c := range w.commits {
		c.whole = true
	}
	w.commits, w.changes, w.moved = w.commits[:0], w.changes[:0], w.moved[:0]
}

// findMoves gives the commits that were begun their renames.
func (w *comparer) findMoves() {
	slices.SortStableFunc(w.moved, func(a, b movedPath) int { return cmp.Compare(a.commit, b.commit) })
	for rest := w.moved; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].commit == rest[0].commit {
			n++
		}
		w.movesOf(w.commits[rest[0].commit], rest[:n])
		rest = rest[n:]
	}
}

// movesOf gives a commit its renames.
func (w *comparer) movesOf(c *rawCommit, list []movedPath) {
	w.deleted, w.added = w.deleted[:0], w.added[:0]
	for _, m := range list {
		e := entryAt{w.paths.list[m.path].text, m.id}
		if m.status == Deleted {
			w.deleted = append(w.deleted, e)
		} else {
			w.added = append(w.added, e)
		}
	}
	moves, deleted, added := findMoves(w.deleted, w.added)
	if w.similar {
		more, skipped := findSimilar(deleted, added, func(id string) ([]byte, error) { return w.objects.Blob(repo.ID(id)) })
		moves = append(moves, more...)
		if skipped {
			w.tooMany++
		}
	}
	if len(moves) == 0 {
		return
	}
	numbers := make(map[string]int32, len(list))
	for _, m := range list {
		numbers[w.paths.list[m.path].text] = m.path
	}
	if c.rare == nil {
		c.rare = &rare{}
	}
	for _, m := range moves {
		c.rare.renames = append(c.rare.renames, Rename{From: numbers[m.from], To: numbers[m.to], Kind: m.kind})
	}
}

// pair merges two sorted lists of entries. What they begin and end with alike is
// passed over: of most trees a commit changes one entry.
func (w *comparer) pair(p *treePair, a, b []byte) error {
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
			err = w.one(p, x, Deleted)
		case order > 0:
			err = w.one(p, y, Added)
		default:
			err = w.both(p, x, y)
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

// stride is how many bytes are compared at once as long as they are alike.
const stride = 128

// commonBegin is how many bytes two texts begin with alike.
func commonBegin(a, b []byte) int {
	n, most := 0, min(len(a), len(b))
	for n+stride <= most && string(a[n:n+stride]) == string(b[n:n+stride]) {
		n += stride
	}
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
	a, b = a[len(a)-most:], b[len(b)-most:]
	for n+stride <= most && string(a[most-n-stride:most-n]) == string(b[most-n-stride:most-n]) {
		n += stride
	}
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
func (w *comparer) one(p *treePair, e repo.Entry, s Status) error {
	switch {
	case e.IsDir() && s == Deleted:
		return w.below(p, e.Name, e.ID, nil)
	case e.IsDir():
		return w.below(p, e.Name, nil, e.ID)
	}
	path := w.record(p, e.Name, s)
	w.moved = append(w.moved, movedPath{p.commit, path, w.texts.of(e.ID), s})
	return nil
}

// both compares two entries of one name and kind.
func (w *comparer) both(p *treePair, x, y repo.Entry) error {
	same := bytes.Equal(x.ID, y.ID)
	switch {
	case x.IsDir() && same:
	case x.IsDir():
		return w.below(p, x.Name, x.ID, y.ID)
	case kindOf(x.Mode) != kindOf(y.Mode):
		w.record(p, y.Name, TypeChanged)
	case !same || permissions(x.Mode) != permissions(y.Mode):
		w.record(p, y.Name, Modified)
	}
	return nil
}

// kindOf is the file type in a mode; permissions is what git keeps of the rest: one
// executable bit. Other permission bits in old trees mean nothing.
func kindOf(mode uint32) uint32 { return mode & 0o170000 }

func permissions(mode uint32) uint32 { return mode & 0o100 }

// below puts two trees of a folder of the one that is being compared on the stack.
func (w *comparer) below(p *treePair, name, before, after []byte) error {
	if p.depth == maxDepth {
		return fmt.Errorf("folders nest deeper than %d at %.80q", maxDepth, w.folders.appendFolder(nil, p.folder))
	}
	folder, ok := w.folders.find(p.folder, name)
	if !ok {
		if folder == w.most.folders {
			return fmt.Errorf("more than %d folders at %.80q", w.most.folders, w.folders.appendFolder(nil, p.folder))
		}
		w.folders.add(p.folder, 0, w.texts.of(name))
	}
	w.push(treePair{p.commit, folder, p.depth + 1, treeIDOf(before), treeIDOf(after)})
	return nil
}

// record notes the change of a file, and returns its number.
func (w *comparer) record(p *treePair, name []byte, s Status) int32 {
	path, ok := w.paths.find(p.folder, name)
	if !ok {
		w.name = w.folders.appendFolder(w.name[:0], p.folder)
		n := len(w.name)
		w.name = append(w.name, name...)
		w.paths.add(p.folder, n, w.texts.of(w.name))
	}
	w.changes = append(w.changes, pathChange{p.commit, changeOf(path, s)})
	return path
}
