package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"testing"
	"time"
)

// TestCollectLate: the first collection of garbage comes late, and so do later ones where
// little is in use.
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
	after := func(reached func(percent int) bool) bool {
		for range 100 { // cleanups run on a goroutine of their own
			runtime.GC()
			if reached(percent()) {
				return true
			}
			time.Sleep(10 * time.Millisecond)
		}
		return false
	}
	large := make([]byte, 80<<20)
	if !after(func(p int) bool { return p == 100 }) {
		t.Errorf("with 80 MiB in use GOGC is %d", percent())
	}
	runtime.KeepAlive(large)
	if !after(func(p int) bool { return p > 100 }) {
		t.Errorf("with little in use again GOGC is %d", percent())
	}
}

func TestGrowth(t *testing.T) {
	for live, want := range map[uint64]int{0: 1600, 1: 1600, 4 << 20: 1500, 16 << 20: 300, 32 << 20: 100, 1 << 40: 100} {
		if got := growth(live); got != want {
			t.Errorf("%d bytes: %d, want %d", live, got, want)
		}
	}
}
