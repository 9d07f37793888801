//go:build !(linux || darwin || freebsd || netbsd || openbsd)

package repo

import (
	"errors"
	"os"
)

// mapFile maps no file: a mapped one could not be replaced by git on every system.
func mapFile(*os.File, int64) ([]byte, error) { return nil, errors.ErrUnsupported }

func unmapFile([]byte) {}
