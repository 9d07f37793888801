package main

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// firstCollection is the size of the heap in units of 4 MiB, which is what Go would
// begin with, below which garbage is not collected: 64 MiB. Most runs end before they
// reach it.
const firstCollection = 16

// collectLate puts the first collection of garbage off, and each later one until the heap
// is as large; beyond that it may grow by as much as is in use, as always. A setting of
// GOGC counts instead.
func collectLate() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(100 * firstCollection)
	afterCollection()
}

// afterCollection sets the percent by which the heap may grow after the next collection,
// and so on after each.
func afterCollection() {
	runtime.AddCleanup(new([16]byte), func(int) {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		debug.SetGCPercent(growth(live[0].Value.Uint64()))
		afterCollection()
	}, 0)
}

// growth is the percent by which a heap may grow of which so many bytes are in use. What Go
// begins with grows by it, too.
func growth(live uint64) int {
	const least = firstCollection * 4 << 20
	return int(min(max(100*least/max(live, 1), 200)-100, 100*firstCollection))
}
