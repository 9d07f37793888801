package golang

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"seam/analyze/finding"
	"seam/analyze/repo"
)

// readAll reads and parses files on all cores. No content or syntax tree outlives
// its file, so memory is bounded by the largest files. Files that cannot be read
// become warnings and are left out; the rest keeps the order of names.
func readAll(ctx context.Context, t repo.Tree, names []string, headers bool, w *warnings) ([]*source, error) {
	files := make([]*source, len(names))
	failed := make([]error, len(names))
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(names)) {
		group.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(names) {
					return
				}
				content, err := t.ReadFile(names[i])
				if err != nil {
					failed[i] = err
					continue
				}
				files[i] = readSource(names[i], content, headers)
			}
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for i, err := range failed {
		if err != nil {
			w.unreadable(names[i], err)
		}
	}
	files = slices.DeleteFunc(files, func(s *source) bool { return s == nil })
	for _, s := range files {
		for _, p := range s.problems {
			w.add(p.code, finding.Location{File: s.path(), Line: p.line}, p.text)
		}
	}
	return files, nil
}
