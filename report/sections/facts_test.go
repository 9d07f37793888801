package sections

import (
	"seam/analyze/whatif"
	"slices"
	"testing"
)

// The order of areas in a cycle: one that 5 imports lead to goes before the one that they
// come from, though one import leads back.
func TestGroupOrder(t *testing.T) {
	f := &PageFacts{Facts: &whatif.Facts{Packages: []string{"a", "b", "c", "d"}}, Groups: []string{"A", "B", "C", "D"}, Group: []int{0, 1, 2, 3}}
	add := func(from, to int32, n int) {
		for range n {
			f.From, f.To = append(f.From, from), append(f.To, to)
		}
	}
	add(0, 1, 5) // a needs b
	add(1, 0, 1)
	add(1, 2, 3) // b needs c
	add(2, 0, 1)
	f.sort()
	if want := []int{2, 1, 0, 3}; !slices.Equal(f.Order, want) {
		t.Errorf("order %v, want %v", f.Order, want)
	}
}
