package history

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestSpans holds spans against lists of lists: many without anything in them, at the
// beginning, in between and at the end.
func TestSpans(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		want := make([][]int32, random.IntN(20))
		var put, ended spans[int32]
		for i := range want {
			for range max(0, random.IntN(6)-3) {
				want[i] = append(want[i], random.Int32())
			}
			put.put(i, want[i]...)
			ended.all = append(ended.all, want[i]...)
			ended.end(i)
		}
		for i := range want {
			for _, s := range []*spans[int32]{&put, &ended} {
				if got := s.of(int32(i)); !slices.Equal(got, want[i]) || cap(got) != len(got) {
					t.Fatalf("list %d of %v is %v, with room for %d", i, want, got, cap(got))
				}
			}
		}
	}
}

// TestText: a place is found in whichever part it is.
func TestText(t *testing.T) {
	var all text
	parts := []string{"one", "", "two", "", "three"}
	var begin []uint32
	for _, p := range parts {
		if !all.fits(p) {
			t.Fatalf("no room for %q", p)
		}
		begin = append(begin, all.add(p))
	}
	for k, p := range parts {
		for i := range p {
			if got := all.from(begin[k] + uint32(i)); got != p[i:] {
				t.Errorf("part %d from %d: %q, want %q", k, i, got, p[i:])
			}
		}
	}
	if all.size() != uint32(len(strings.Join(parts, ""))) {
		t.Errorf("size %d", all.size())
	}
}
