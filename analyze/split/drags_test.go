package split

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/whatif"
)

// TestDragsAgainstWalks compares the blocks with a walk from each part.
func TestDragsAgainstWalks(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for _, size := range []int{1, 30, 700} { // 700 are two blocks
		g := &imports.Graph{}
		for i := range size {
			g.Packages = append(g.Packages, imports.Package{Path: fmt.Sprintf("d%d/p%04d", i%7, i), Language: "go"})
		}
		for range 2 * size {
			from, to := g.Packages[rnd.IntN(size)].Path, g.Packages[rnd.IntN(size)].Path
			g.Edges = append(g.Edges, imports.Edge{From: from, To: to, Kind: imports.Import, Files: 1})
		}
		slices.SortFunc(g.Packages, func(a, b imports.Package) int { return strings.Compare(a.Path, b.Path) })
		b := whatif.Prepare(whatif.Input{Imports: g, Changes: &history.Changes{}, SourceOf: func(string) (string, bool) { return "", false }})
		m := newMeasurer(b, g, &history.Changes{}, func(p int32) int32 { return p })
		var list []scored
		for _, p := range parts(b) {
			list = append(list, scored{part: p})
		}
		m.countDrags(list)
		for _, s := range list {
			if want := walked(b, s.set); s.features.drags != want {
				t.Fatalf("%d packages: %s drags %d, want %d", size, s.folder, s.features.drags, want)
			}
		}
	}
}

// walked counts what a walk out of a set finds.
func walked(b *whatif.Base, set []int32) int {
	seen := map[int32]bool{}
	for _, p := range set {
		seen[p] = true
	}
	for stack := append([]int32{}, set...); len(stack) > 0; {
		p := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, e := range b.Out[p] {
			if to := b.To[e]; !seen[to] {
				seen[to] = true
				stack = append(stack, to)
			}
		}
	}
	return len(seen) - len(set)
}
