package filemap

import (
	"os"
	"syscall"
)

// Rest lets the pages between two places of what Map returned go from memory: they are read
// again when somebody looks at them.
func Rest(mapped []byte, from, to int) {
	page := os.Getpagesize()
	from, to = (from+page-1)/page*page, to/page*page
	if from < to {
		_ = syscall.Madvise(mapped[from:to], syscall.MADV_DONTNEED) // else they stay
	}
}
