package history

import (
	"context"
	"sync"

	"seam/analyze/repo"
)

// reader holds what the two phases of Read share.
type reader struct {
	repository *repo.Repository
	objects    []*repo.Objects  // one for each worker
	ends       map[repo.ID]bool // commits whose parents a shallow clone lacks
	similar    bool             // find renames by similar content
	most       bounds
	progress   func(done, total int)
	note       func(text string)
}

// objectCache bounds what all workers keep of commits, trees and what they are deltas
// against, and workerCache what one of them does, in bytes.
const (
	objectCache = 256 << 20
	workerCache = 8 << 20
)

// open opens the objects for some workers.
func (rd *reader) open(workers int) {
	readers := max(workers, 8) // what is read beside packs has one cache for all, which must not be small
	cache := repo.NewSharedCache(min(int64(readers)*workerCache, objectCache), readers)
	for range workers {
		rd.objects = append(rd.objects, rd.repository.Objects(cache))
	}
}

func (rd *reader) close() {
	for _, o := range rd.objects {
		o.Close()
	}
}

// rawCommit is a commit object, parsed, and what it changed.
type rawCommit struct {
	id           repo.ID
	tree         repo.ID
	parents      []repo.ID
	author       *who
	when, landed int64
	subject      string

	node  int32
	up    []int32 // by parent: its node
	whole bool    // it is known what it changed
	files []FileChange
	by    *comparer // whose numbers the paths of files have
	rare  *rare     // nil for none
}

// isMerge reports whether a commit has several parents, so that it is compared with none.
func (c *rawCommit) isMerge() bool { return len(c.parents) > 1 }

// who is a person of a log in the making.
type who struct {
	Person
	number int32 // in the log, and 1; 0 before that is known
}

// rare is what few commits have.
type rare struct {
	coAuthors []*who
	renames   []Rename
}

// walk finds every commit that can be reached from head, in no particular order, and
// reads those that are not known.
func (rd *reader) walk(ctx context.Context, head repo.ID, known *commitTable) (all *nodes, found []int32, err error) {
	var why []string
	if known.all.kept == 0 { // else a few are to be read, which takes less than to open the graph
		all, found, why = rd.walkAhead(ctx, head)
	}
	if all == nil {
		all = known.all
		found, err = rd.walkFrom(ctx, head, &walker{all: all, known: known})
	}
	if err == nil && rd.note != nil { // else it may not be the graph that is wrong
		for _, w := range why {
			rd.note("a commit-graph is not used: " + w)
		}
	}
	return all, found, err
}

// walkFrom is walk by the commits that are read alone.
func (rd *reader) walkFrom(ctx context.Context, head repo.ID, w *walker) ([]int32, error) {
	w.fresh, w.workers = map[repo.ID]*rawCommit{}, len(rd.objects)
	w.change.L = &w.mu
	w.found = make([]int32, 0, w.all.kept)
	w.seen = make([]bool, w.all.kept)
	_, w.todo = w.reach([]byte(head), w.todo)
	if len(w.todo) == 0 {
		return w.found, nil
	}
	var wg sync.WaitGroup
	for _, objects := range rd.objects {
		wg.Go(func() {
			p := newCommitParser()
			var now []*rawCommit
			for own := w.take(ctx, nil); len(own) > 0; own = w.take(ctx, own) {
				from := max(len(own)-commitsAtOnce, 0)
				now = append(now[:0], own[from:]...)
				own = own[:from]
				p.readAll(objects, now, func(c *rawCommit, err error) {
					if err == nil && rd.ends[c.id] {
						p.parents = p.parents[:0]
					}
					own = w.add(c, p.parents, err, own)
				})
			}
		})
	}
	wg.Wait()
	if w.err == nil {
		w.err = ctx.Err()
	}
	return w.found, w.err
}

// walker is what the workers of a walk share. Each has a stack of commits of its own and
// goes on with the one that it saw last; who has none takes from those of others.
type walker struct {
	mu      sync.Mutex
	change  sync.Cond
	all     *nodes
	known   *commitTable
	graph   *repo.CommitGraph      // nil for none
	border  []*rawCommit           // those that the graph holds: left for later
	fresh   map[repo.ID]*rawCommit // those that are not known
	seen    []bool                 // by node of those that are
	todo    []*rawCommit           // given up by those who have more
	waiting int                    // workers without a commit
	workers int
	stack   []int32
	found   []int32
	texts   texts
	slab    []rawCommit
	up      []int32 // room for what commits keep
	parents []repo.ID
	err     error
}

// take returns a worker's stack, or another one if it is empty. An empty one says that all
// commits are read, or that one could not be.
func (w *walker) take(ctx context.Context, own []*rawCommit) []*rawCommit {
	if len(own) > 0 && ctx.Err() == nil {
		return own
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.waiting++
	for len(w.todo) == 0 && w.waiting < w.workers && w.err == nil && ctx.Err() == nil {
		w.change.Wait()
	}
	if len(w.todo) == 0 || w.err != nil || ctx.Err() != nil {
		w.change.Broadcast() // nobody needs to wait any more
		return nil
	}
	w.waiting--
	half := (len(w.todo) + 1) / 2
	own = append(own[:0], w.todo[len(w.todo)-half:]...)
	w.todo = w.todo[:len(w.todo)-half]
	return own
}

// add takes a commit up that was read and puts its parents on a worker's stack, unless
// somebody saw them before.
func (w *walker) add(c *rawCommit, parents [][]byte, err error, own []*rawCommit) []*rawCommit {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		w.err = err
	}
	if w.err != nil {
		return nil
	}
	w.found = append(w.found, c.node)
	if len(parents) > len(w.up) {
		n := max(len(parents), 1024)
		w.up, w.parents = make([]int32, n), make([]repo.ID, n)
	}
	n := len(parents)
	c.up, c.parents, w.up, w.parents = w.up[:n:n], w.parents[:n:n], w.up[n:], w.parents[n:]
	for i, p := range parents {
		c.up[i], own = w.reach(p, own)
		c.parents[i] = w.all.id(c.up[i])
	}
	if spare := len(own) / 2; spare > 0 && w.waiting > 0 && len(w.todo) == 0 {
		w.todo = append(w.todo, own[:spare]...)
		own = append(own[:0], own[spare:]...)
		w.change.Broadcast()
	}
	return own
}

// reach finds the commit of an id. It takes one up that is known, and all known ones behind
// it. One that is to be read is put on a stack, once.
func (w *walker) reach(id []byte, todo []*rawCommit) (int32, []*rawCommit) {
	if c := w.fresh[repo.ID(id)]; c != nil {
		return c.node, todo
	}
	if node := w.known.of(id); node >= 0 {
		return node, w.reachKnown(node, todo)
	}
	c := w.toRead(id)
	if w.graph != nil && w.graph.Has(c.id) {
		w.border = append(w.border, c)
		return c.node, todo
	}
	return c.node, append(todo, c)
}

// reachKnown takes a known commit up unless it was, and all known ones behind it.
func (w *walker) reachKnown(node int32, todo []*rawCommit) []*rawCommit {
	if w.seen[node] {
		return todo
	}
	w.seen[node] = true
	w.stack = append(w.stack, node)
	for len(w.stack) > 0 {
		node := w.stack[len(w.stack)-1]
		w.stack = w.stack[:len(w.stack)-1]
		w.found = append(w.found, node)
		b, i := w.all.batchOf(node)
		b.used++
		up := b.table.parents.of(i)
		for k, p := range up {
			if p < 0 { // it is not in the same batch
				p, todo = w.outside(b.outside[-1-p], todo)
				up[k] = p
			}
			if p < w.all.kept && !w.seen[p] {
				w.seen[p] = true
				w.stack = append(w.stack, p)
			}
		}
	}
	return todo
}

// outside finds a parent that is in another batch than its child, or in none.
func (w *walker) outside(id repo.ID, todo []*rawCommit) (int32, []*rawCommit) {
	if node := w.known.of([]byte(id)); node >= 0 {
		return node, todo
	}
	if c := w.fresh[id]; c != nil {
		return c.node, todo
	}
	c := w.toRead([]byte(id))
	return c.node, append(todo, c)
}

// toRead makes the commit of an id that nobody saw before.
func (w *walker) toRead(id []byte) *rawCommit {
	if len(w.slab) == 0 {
		w.slab = make([]rawCommit, 256)
	}
	c := &w.slab[0]
	w.slab = w.slab[1:]
	c.id = repo.ID(w.texts.of(id))
	w.fresh[c.id] = c
	w.all.add(c)
	return c
}
