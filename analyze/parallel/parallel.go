// Package parallel does the same for many numbers on all cores: the one loop behind
// readers, measurers and pages. Results belong into a slice by number, so that they do not
// depend on which core was first.
package parallel

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// Each calls do once for every number from 0 to n-1, on all cores, and returns when all of
// them are done.
func Each(n int, do func(i int)) {
	_ = Workers(context.Background(), n, func() func(int) { return do })
}

// chunk is how many numbers Spans gives out at once.
const chunk = 512

// Spans is Each for what takes less than to be given a number: do is called for runs of
// neighbours, from the first of them to before the other.
func Spans(n int, do func(from, to int)) {
	Each((n+chunk-1)/chunk, func(i int) { do(i*chunk, min(n, (i+1)*chunk)) })
}

// Workers is Each where every goroutine has a do of its own, made by worker: one that keeps
// room or answers from one number to the next. Which numbers a worker is given differs from
// run to run. Once ctx is done no further number is begun, and the error is that of ctx.
func Workers(ctx context.Context, n int, worker func() func(i int)) error {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			do := worker()
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	all.Wait()
	return ctx.Err()
}
