//go:build linux || darwin || freebsd || netbsd || openbsd

package repo

import (
	"math"
	"os"
	"syscall"
)

// mapFile maps a file into memory, unless that is too small for it.
func mapFile(f *os.File, size int64) ([]byte, error) {
	if size > math.MaxInt/8 {
		return nil, syscall.ENOMEM
	}
	return syscall.Mmap(int(f.Fd()), 0, int(size), syscall.PROT_READ, syscall.MAP_SHARED)
}

func unmapFile(b []byte) { syscall.Munmap(b) }
