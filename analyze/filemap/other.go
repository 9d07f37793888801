//go:build !(linux || darwin || freebsd || netbsd || openbsd)

package filemap

import (
	"errors"
	"os"
)

// Map maps no file: a mapped one could not be replaced on every system.
func Map(*os.File, int64) ([]byte, error) { return nil, errors.ErrUnsupported }

// Rest does nothing.
func Rest([]byte, int, int) {}

// Unmap lets go of what Map returned.
func Unmap([]byte) {}
