package graph

import (
	"math/rand/v2"
	"testing"
)

// Against taking each node out and looking what is still reached.
func TestDominatedAgainstRemoval(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 200 {
		g := randomGraph(r, 2+r.IntN(8))
		before, odd := Reach(g, 0), func(i int) bool { return i%2 == 1 }
		for i, got := range Dominated(g, 0, odd) {
			want := 0
			for j, still := range reachWithout(g, i) {
				if before[j] && !still && odd(j) {
					want++
				}
			}
			if got != want {
				t.Fatalf("%v: %s brings %d, want %d", g.out, g.Name(i), got, want)
			}
		}
	}
}

// reachWithout marks what node 0 reaches when node out is gone.
func reachWithout(g *Graph, out int) []bool {
	seen := make([]bool, g.Len())
	if out == 0 {
		return seen
	}
	return walk(g.Len(), func(i int) []int {
		var next []int
		for _, j := range g.Out(i) {
			if j != out {
				next = append(next, j)
			}
		}
		return next
	}, []int{0})
}
