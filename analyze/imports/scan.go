package imports

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"

	"seam/analyze/repo"
)

// MaxFile is the size of the largest source file that Scan reads, in bytes.
const MaxFile = 8 << 20

// ErrTooLarge is what Scan says of a file above MaxFile.
var ErrTooLarge = errors.New("larger than 8 MiB")

// Scan reads files on all cores and keeps of each what facts makes of its content, and
// nothing else. The results and the errors of single files are in the order of names;
// the last error is that of ctx.
func Scan[T any](ctx context.Context, t repo.Tree, names []string, facts func(src []byte) T) ([]T, []error, error) {
	out, failed := make([]T, len(names)), make([]error, len(names))
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(names)) {
		group.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(names) {
					return
				}
				src, err := t.ReadFile(names[i])
				if err == nil && len(src) > MaxFile {
					err = ErrTooLarge
				}
				if failed[i] = err; err == nil {
					out[i] = facts(src)
				}
			}
		})
	}
	group.Wait()
	return out, failed, ctx.Err()
}
