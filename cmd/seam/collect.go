package main

import (
	"os"
	"runtime"
	"runtime/debug"
)

// firstCollection is the size of the heap in units of 4 MiB, which is what Go would
// begin with, at which garbage is collected for the first time: 64 MiB. Most runs end
// before they reach it.
const firstCollection = 16

// collectLate puts the first collection of garbage off; after it the heap may grow by as
// much as is in use, as always. A setting of GOGC counts instead.
func collectLate() {
	if os.Getenv("GOGC") != "" {
		return
	}
	usual := debug.SetGCPercent(100 * firstCollection)
	runtime.AddCleanup(new([16]byte), func(percent int) { debug.SetGCPercent(percent) }, usual)
}
