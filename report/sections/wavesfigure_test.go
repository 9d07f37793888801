package sections

import (
	"seam/report/doc"
	"seam/report/picture"
	"testing"
)

// Many arrows: what follows from others goes first, and all where units would not be seen.
func TestReadableArrows(t *testing.T) {
	chain := func(n int) picture.Graph {
		var g picture.Graph
		for i := range n {
			g.Boxes = append(g.Boxes, picture.Box{})
			for j := range i {
				g.Arrows = append(g.Arrows, picture.Arrow{From: i, To: j})
			}
		}
		return g
	}
	for n, want := range map[int]int{9: 36, 12: 11, doc.MostNodes + 1: 0} {
		got, left := readableArrows(chain(n))
		if len(got) != want || (left == "") != (len(got) == n*(n-1)/2) {
			t.Errorf("%d units: %d arrows, want %d; %q", n, len(got), want, left)
		}
	}
}
