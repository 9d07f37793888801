package analyze

import (
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/imports"
	"seam/analyze/repo"
)

// memory is a cache that lasts as long as a test.
type memory map[string][]byte

func (m memory) Get(key string) ([]byte, bool) { value, ok := m[key]; return value, ok }
func (m memory) Put(key string, value []byte)  { m[key] = value }

func TestKeptImports(t *testing.T) {
	files := []repo.File{{Path: "a/x.go"}}
	g := &imports.Graph{Packages: []imports.Package{{Path: "a", Language: "go", Files: []string{"x.go"}}}}
	store := memory{}
	at := func(whose string) *keptImports {
		return &keptImports{at: store, key: "imports", whose: whose, files: files, unread: new(atomic.Bool)}
	}
	if at("one ").get() != nil {
		t.Error("a graph that nobody kept")
	}
	lacking := at("one ")
	lacking.unread.Store(true)
	if lacking.put(g); len(store) > 0 {
		t.Error("a graph is kept without what could not be read")
	}
	at("one ").put(g)
	if d := cmp.Diff(g, at("one ").get()); d != "" {
		t.Error(d)
	}
	if at("two ").get() != nil || at("one more ").get() != nil {
		t.Error("the graph of another commit")
	}
	store["imports"] = store["imports"][:len(store["imports"])-1]
	if at("one ").get() != nil {
		t.Error("a graph that was cut short")
	}
	nowhere := &keptImports{}
	if nowhere.put(g); nowhere.get() != nil {
		t.Error("a graph from nowhere")
	}
}
