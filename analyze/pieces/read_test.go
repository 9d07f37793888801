package pieces

import (
	"fmt"
	"strings"
	"testing"

	"seam/analyze/imports/factstest"
	"seam/analyze/repo"
)

func TestFactsVersion(t *testing.T) {
	factstest.Hold(t, facts, map[string]string{
		"drawer.go": "package util\n\nfunc Retry() { wait() }\n\nfunc wait() {}\n\nfunc Reverse(s string) string { return s }\n",
		"one.go":    "package log\n\ntype Logger struct{ level Level }\n\ntype Level int\n\nconst (\n\tDebug Level = iota\n\tInfo\n)\n\nfunc (l *Logger) Log() {}\n",
		"broken.go": "package p\n\nfunc A() { broken( }\n",
		"empty.go":  "",
	})
}

// TestRead: it takes the files that it is told of, and lives without those that it cannot
// read.
func TestRead(t *testing.T) {
	r := newReader(t, map[string]string{"u/a.go": "package u\n\nfunc A() {}\n", "u/b.go": "package u\n\nfunc B() {}\n", "u/big.go": "package u\n\nfunc C() {}\n//" + strings.Repeat("x", 1<<20)}, nil)
	if got := r.Read("u", []string{"a.go", "big.go", "gone.go"}); fmt.Sprint(got) != "[{[A] 1}]" {
		t.Errorf("pieces %v", got)
	}
}

func newReader(t *testing.T, files map[string]string, kept map[string][]byte) *Reader {
	t.Helper()
	tree := identified{repo.Memory(files), files}
	r, err := NewReader(tree, store(kept))
	if err != nil {
		t.Fatal(err)
	}
	if kept == nil {
		r.cache = nil
	}
	return r
}

// identified is a tree whose files have their content for an id.
type identified struct {
	repo.Tree
	files map[string]string
}

func (i identified) ContentID(path string) repo.ID { return repo.ID(i.files[path]) }

// store is a cache in memory.
type store map[string][]byte

func (s store) Get(key string) ([]byte, bool) { b, ok := s[key]; return b, ok }
func (s store) Put(key string, value []byte)  { s[key] = value }

// TestKept: a package is kept under the contents of its files, and only when all of them
// could be read.
func TestKept(t *testing.T) {
	kept := map[string][]byte{}
	before := map[string]string{"u/a.go": "package u\n\nfunc A() { b() }\n", "u/b.go": "package u\n\nfunc b() {}\n\nfunc C() {}\n"}
	after := map[string]string{"u/a.go": "package u\n\nfunc A() {}\n", "u/b.go": before["u/b.go"]}
	both := []string{"a.go", "b.go"}
	for i, c := range []struct {
		tree  map[string]string
		files []string
		want  string
		kept  int
	}{
		{before, append(both, "gone.go"), "[{[A] 2} {[C] 1}]", 0},
		{before, both, "[{[A] 2} {[C] 1}]", 1},
		{before, both, "[{[A] 2} {[C] 1}]", 1},
		{after, both, "[{[A] 1} {[C] 1}]", 2},
	} {
		if got := fmt.Sprint(newReader(t, c.tree, kept).Read("u", c.files)); got != c.want || len(kept) != c.kept {
			t.Errorf("%d: %s, %d kept; want %s, %d", i, got, len(kept), c.want, c.kept)
		}
	}
	for key := range kept {
		kept[key] = []byte("damaged")
	}
	if got := fmt.Sprint(newReader(t, before, kept).Read("u", both)); got != "[{[A] 2} {[C] 1}]" {
		t.Errorf("with a damaged value: %s", got)
	}
}
