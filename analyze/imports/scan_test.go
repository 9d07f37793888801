package imports

import (
	"context"
	"slices"
	"sync"
	"testing"

	"seam/analyze/repo"
)

// kept is a cache and a tree that knows what its files hold.
type kept struct {
	repo.Tree
	mu   sync.Mutex
	held map[string][]byte
}

func (k *kept) ContentID(name string) repo.ID {
	b, _ := k.ReadFile(name)
	return repo.ID(b)
}

func (k *kept) Get(key string) ([]byte, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	b, ok := k.held[key]
	return b, ok
}

func (k *kept) Put(key string, b []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.held[key] = slices.Clone(b)
}

// What the cache has is not read again: of one content under one base name, by one version of a reader.
func TestScanKeeps(t *testing.T) {
	tree := &kept{Tree: repo.Memory(map[string]string{"a/x": "1", "b/x": "1", "b/y": "1", "c/x": "2"}), held: map[string][]byte{}}
	for _, c := range []struct {
		version int
		want    []string
	}{{1, []string{"x=1", "x=2", "y=1"}}, {1, nil}, {2, []string{"x=1", "x=2", "y=1"}}} {
		var mu sync.Mutex
		var read []string
		r := Reader[string]{Name: "test", Version: c.version, Facts: func(base string, src []byte) string {
			mu.Lock()
			defer mu.Unlock()
			read = append(read, base+"="+string(src))
			return string(src)
		}}
		got, _, err := r.Scan(context.Background(), tree, []string{"a/x", "b/x", "b/y", "c/x"}, tree)
		if want := []string{"1", "1", "1", "2"}; err != nil || !slices.Equal(got, want) {
			t.Errorf("%q, %v", got, err)
		}
		slices.Sort(read)
		if read = slices.Compact(read); !slices.Equal(read, c.want) {
			t.Errorf("version %d reads %q, want %q", c.version, read, c.want)
		}
	}
}
