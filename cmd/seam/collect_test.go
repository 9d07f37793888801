package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// TestCollectLate: the first collection of garbage comes late, the later ones as always.
func TestCollectLate(t *testing.T) {
	t.Setenv("GOGC", "")
	os.Unsetenv("GOGC")
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	percent := func() int {
		now := debug.SetGCPercent(100)
		debug.SetGCPercent(now)
		return now
	}
	collectLate()
	if got := percent(); got != 100*firstCollection {
		t.Fatalf("before the first collection GOGC is %d, want %d", got, 100*firstCollection)
	}
	for range 100 { // cleanups run on a goroutine of their own
		runtime.GC()
		if percent() == 100 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("after a collection GOGC is still %d", percent())
}
