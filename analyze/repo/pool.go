package repo

import (
	"errors"
	"runtime"
	"sync"
)

// pool lends Objects to goroutines, at most one for each core. The one that came back last
// goes first: opening a pack's index takes time that grows with the repository, so a second
// one is opened only where two goroutines read at once.
type pool struct {
	slots chan struct{}
	mu    sync.Mutex
	free  []*Objects
}

// poolReaders is how many Objects of a pool share what it keeps: one for each core, but on
// more than eight cores no less for each than keeps what deltas change.
func poolReaders() int { return min(runtime.GOMAXPROCS(0), 8) }

// pool is one whose Objects keep size bytes together.
func (r *Repository) pool(size int64) *pool {
	n := runtime.GOMAXPROCS(0)
	p := &pool{slots: make(chan struct{}, n)}
	c := NewSharedCache(size, poolReaders())
	for range n {
		p.free = append(p.free, r.Objects(c))
	}
	return p
}

func (p *pool) take() *Objects {
	p.slots <- struct{}{}
	p.mu.Lock()
	defer p.mu.Unlock()
	last := len(p.free) - 1
	o := p.free[last]
	p.free = p.free[:last]
	return o
}

func (p *pool) give(o *Objects) {
	p.mu.Lock()
	p.free = append(p.free, o)
	p.mu.Unlock()
	<-p.slots
}

// close waits until everything lent came back.
func (p *pool) close() error {
	var errs []error
	for range cap(p.slots) {
		errs = append(errs, p.take().Close())
	}
	return errors.Join(errs...)
}
