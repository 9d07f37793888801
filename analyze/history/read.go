package history

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"seam/analyze/repo"
)

// ErrShallow: the clone's history ends early, so counts would mislead.
var ErrShallow = errors.New("this is a shallow clone: its history is cut off")

// Options bounds what Read reads. The zero value reads everything.
type Options struct {
	Since, Until time.Time // by committer time; zero is unbounded, both ends included
	MaxCommits   int       // the newest commits only; 0 is all
	AllowShallow bool      // read a shallow clone as far as it goes
	Similar      bool      // find renames by similar content too; reads blobs, and leaves out those that the clone lacks
	Cache        Cache     // keeps what commits changed from run to run; nil keeps nothing. Similar makes no use of it
	Progress     func(done, total int)
	Note         func(text string) // told of a file that was passed over: that changes no answer
}

// Read reads the commits that can be reached from head and what each changed. The
// result does not depend on the number of cores or on the order of objects on disk.
func Read(ctx context.Context, r *repo.Repository, head repo.ID, opt Options) (*Log, error) {
	if r.Shallow() && !opt.AllowShallow {
		return nil, fmt.Errorf("history: %w", ErrShallow)
	}
	ends, err := r.ShallowCommits()
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	rd := &reader{repository: r, ends: ends, similar: opt.Similar, most: bounds{mostPairs, maxFolders}, progress: opt.Progress, note: opt.Note}
	rd.open(runtime.GOMAXPROCS(0))
	done := sync.OnceFunc(rd.close)
	defer done()
	keep := newKeeper(r, opt)
	all, found, err := rd.walk(ctx, head, keep.load(head))
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	ready := make(chan struct{})
	go func() { // beside the order of commits, which one processor makes
		defer close(ready)
		rd.objects[0].Expect(len(all.fresh))
	}()
	order := all.newestFirst(found)
	<-ready
	if len(order) < len(found) {
		return nil, fmt.Errorf("history: %w: %d commits are their own ancestors; a graft or a replaced object makes a circle", repo.ErrCorrupt, len(found)-len(order))
	}
	m := &maker{log: &Log{Head: head, Shallow: len(ends) > 0}, all: all, order: order}
	m.bound(opt)
	err = rd.compare(ctx, m)
	if err != nil && ctx.Err() == nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	go done() // to let go of the packs takes as long as to make the log, which reads none
	if failed := m.make(ends); failed != nil {
		return nil, fmt.Errorf("history: %w", failed)
	}
	if !m.cut {
		keep.save(m.log, all, m.order)
	}
	if err != nil {
		return nil, fmt.Errorf("history: %w", err)
	}
	return m.log, nil
}
