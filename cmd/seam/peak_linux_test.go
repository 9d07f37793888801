package main

import (
	"os"
	"syscall"
)

// peakOf is the most memory that a finished process had, in KiB.
func peakOf(p *os.ProcessState) int64 { return p.SysUsage().(*syscall.Rusage).Maxrss }
