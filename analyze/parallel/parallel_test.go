package parallel

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
)

func TestEachNumberIsDoneOnce(t *testing.T) {
	for name, loop := range map[string]func(n int, do func(i int)){
		"each": Each,
		"spans": func(n int, do func(i int)) {
			Spans(n, func(from, to int) {
				for i := from; i < to; i++ {
					do(i)
				}
			})
		},
	} {
		for _, n := range []int{0, 1, 2, 7, chunk - 1, chunk, chunk + 1, 3*chunk + 100} {
			done := make([]int, n)
			loop(n, func(i int) { done[i]++ })
			for i, times := range done {
				if times != 1 {
					t.Errorf("%s: of %d numbers %d was done %d times", name, n, i, times)
				}
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
