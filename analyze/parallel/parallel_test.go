package parallel

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
)

func TestEachNumberIsDoneOnce(t *testing.T) {
	for _, n := range []int{0, 1, 2, 7, 1000} {
		done := make([]int, n)
		Each(n, func(i int) { done[i]++ })
		for i, times := range done {
			if times != 1 {
				t.Errorf("of %d numbers %d was done %d times", n, i, times)
			}
		}
	}
}

// What a worker counts for itself adds up to all numbers.
func TestAWorkerKeepsWhatIsItsOwn(t *testing.T) {
	const n = 1000
	var workers []*int
	counter := make(chan *int, n)
	err := Workers(t.Context(), n, func() func(int) {
		own := new(int)
		counter <- own
		return func(int) { *own++ }
	})
	close(counter)
	for c := range counter {
		workers = append(workers, c)
	}
	sum := 0
	for _, c := range workers {
		sum += *c
	}
	if err != nil || sum != n {
		t.Errorf("%d workers did %d numbers of %d, error %v", len(workers), sum, n, err)
	}
}

func TestACancelledLoopBeginsNothing(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var done atomic.Int64
	err := Workers(ctx, 1_000_000, func() func(int) {
		return func(int) {
			if done.Add(1) == 10 {
				cancel()
			}
		}
	})
	if !errors.Is(err, context.Canceled) || done.Load() > 1000 {
		t.Errorf("error %v after %d numbers, want %v soon after 10", err, done.Load(), context.Canceled)
	}
}
