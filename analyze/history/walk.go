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

// rawCommit is a commit object, parsed.
type rawCommit struct {
	id           repo.ID
	tree         repo.ID   // "" of one that was kept
	parents      []repo.ID // of one that was kept: nil if all of them are in its batch
	author       *who
	when, landed int64
	subject      string

	up    []*rawCommit // by parent: nil where it was not read
	index int32        // in the log; -1 if options left it out
	seen  bool         // by a walk through what is known

	from  *batch // that it was kept in; nil if it was read
	merge bool   // of one that was kept: it lists no files
	first uint32 // of one that was kept: its files in those of its batch
	last  uint32
	rare  *rare // nil for none
}

// who is a person of a log in the making.
type who struct {
	Person
	number int32 // in the log, and 1; 0 before that is known
}

// rare is what few commits have.
type rare struct {
	coAuthors []*who
	renames   []Rename // of a commit that was kept
}

// walk finds every commit that can be reached from head, in no particular order, and
// reads those that are not known.
func (rd *reader) walk(ctx context.Context, head repo.ID, known *commitTable) ([]*rawCommit, error) {
	var found []*rawCommit
	var why []string
	var err error
	if known.len() == 0 { // else a few are to be read, which takes less than to open the graph
		found, why = rd.walkAhead(ctx, head)
	}
	if found == nil {
		found, err = rd.walkFrom(ctx, head, &walker{known: known})
	}
	if err == nil && rd.note != nil { // else it may not be the graph that is wrong
		for _, w := range why {
			rd.note("a commit-graph is not used: " + w)
		}
	}
	return found, err
}

// walkFrom is walk by the commits that are read alone.
func (rd *reader) walkFrom(ctx context.Context, head repo.ID, w *walker) ([]*rawCommit, error) {
	w.fresh, w.workers = map[repo.ID]*rawCommit{}, len(rd.objects)
	w.change.L = &w.mu
	w.found = make([]*rawCommit, 0, w.known.len())
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
	known   *commitTable           // nil for none
	graph   *repo.CommitGraph      // nil for none
	border  []*rawCommit           // those that the graph holds: left for later
	fresh   map[repo.ID]*rawCommit // those that are not known
	todo    []*rawCommit           // given up by those who have more
	waiting int                    // workers without a commit
	workers int
	stack   []*rawCommit
	found   []*rawCommit
	texts   texts
	slab    []rawCommit
	up      []*rawCommit // room for what commits keep
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
	w.found = append(w.found, c)
	if len(parents) > len(w.up) {
		n := max(len(parents), 1024)
		w.up, w.parents = make([]*rawCommit, n), make([]repo.ID, n)
	}
	n := len(parents)
	c.up, c.parents, w.up, w.parents = w.up[:n:n], w.parents[:n:n], w.up[n:], w.parents[n:]
	for i, p := range parents {
		c.up[i], own = w.reach(p, own)
		c.parents[i] = c.up[i].id
	}
	if spare := len(own) / 2; spare > 0 && w.waiting > 0 && len(w.todo) == 0 {
		w.todo = append(w.todo, own[:spare]...)
		own = append(own[:0], own[spare:]...)
		w.change.Broadcast()
	}
	return own
}

// commit is the one of an id that reach was told of; nil if it was not.
func (w *walker) commit(id []byte) *rawCommit {
	if c := w.known.of(id); c != nil {
		return c
	}
	return w.fresh[repo.ID(id)]
}

// reach finds the commit of an id. It takes one up that is known, and all known ones behind
// it. One that is to be read is put on a stack, once.
func (w *walker) reach(id []byte, todo []*rawCommit) (*rawCommit, []*rawCommit) {
	c := w.commit(id)
	if c == nil {
		c = w.toRead(id)
		if w.graph != nil && w.graph.Has(c.id) {
			w.border = append(w.border, c)
			return c, todo
		}
		return c, append(todo, c)
	}
	if c.from != nil && !c.seen {
		todo = w.reachKnown(c, todo)
	}
	return c, todo
}

// reachKnown takes a known commit up, and all known ones behind it.
func (w *walker) reachKnown(c *rawCommit, todo []*rawCommit) []*rawCommit {
	c.seen = true
	w.stack = append(w.stack, c)
	for len(w.stack) > 0 {
		c := w.stack[len(w.stack)-1]
		w.stack = w.stack[:len(w.stack)-1]
		c.from.used++
		w.found = append(w.found, c)
		for i, p := range c.up {
			if p == nil { // it is not in the same batch
				if p = w.commit([]byte(c.parents[i])); p == nil {
					p = w.toRead([]byte(c.parents[i]))
					todo = append(todo, p)
				}
				c.up[i] = p
			}
			if p.from != nil && !p.seen {
				p.seen = true
				w.stack = append(w.stack, p)
			}
		}
	}
	return todo
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
	return c
}
