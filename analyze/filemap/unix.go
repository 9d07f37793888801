//go:build linux || darwin || freebsd || netbsd || openbsd

package filemap

import (
	"math"
	"os"
	"syscall"
)

// Map maps a file of a size in bytes, which must not be 0. The error is that of the system,
// ErrUnsupported where none is mapped.
func Map(f *os.File, size int64) ([]byte, error) {
	if size > math.MaxInt/8 { // of 32 bits there is not enough room
		return nil, syscall.ENOMEM
	}
	return syscall.Mmap(int(f.Fd()), 0, int(size), syscall.PROT_READ, syscall.MAP_SHARED)
}

// Unmap lets go of what Map returned.
func Unmap(b []byte) { syscall.Munmap(b) }
