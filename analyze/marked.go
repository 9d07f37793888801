package analyze

import (
	"context"
	"sync"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/repo"
	"seam/analyze/source"
)

// markedTree is a tree that looks for the marks of generators while the readers of imports
// have the files at hand, so that few need be read again.
type markedTree struct {
	*repo.Overheard
	cache imports.Cache
	marks func(name string, src []byte) bool

	mu    sync.Mutex
	heard map[string]bool // of the files that were read: a program wrote it
}

func listenForMarks(t repo.Tree, c imports.Cache) (*markedTree, error) {
	marks, err := markers.Beside(t, c)
	m := &markedTree{cache: c, marks: marks, heard: map[string]bool{}}
	m.Overheard = repo.Overhear(t, m.listen)
	return m, err
}

// listen looks at a file once, if its marks will be asked for.
func (t *markedTree) listen(name string, content []byte) {
	if !markable(name) {
		return
	}
	t.mu.Lock()
	_, again := t.heard[name]
	t.mu.Unlock()
	if again {
		return
	}
	made := t.marks(name, content)
	t.mu.Lock()
	t.heard[name] = made
	t.mu.Unlock()
}

// find tells which of some files a program wrote. It reads those that nobody has read, and
// gives an error for each of these that cannot be. It is called once nobody listens any more.
func (t *markedTree) find(ctx context.Context, names []string) (found []bool, failed []error, err error) {
	found, failed = make([]bool, len(names)), make([]error, len(names))
	var unheard []string
	var at []int
	for i, name := range names {
		made, ok := t.heard[name]
		if found[i] = made; !ok {
			unheard, at = append(unheard, name), append(at, i)
		}
	}
	read, errs, err := markers.Scan(ctx, t.Tree, unheard, t.cache)
	for k, i := range at {
		found[i], failed[i] = read[k], errs[k]
	}
	return found, failed, err
}

// markable reports whether a file may say that a program wrote it. Those of Go are left to
// their loader, which reads all of them.
func markable(name string) bool {
	l := source.LanguageOf(name)
	return l != "" && l != "go" && !history.IsVendored(name) && !history.IsGeneratedName(name)
}
