package graph_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"seam/graph"
)

func TestMinCut(t *testing.T) {
	for _, c := range []struct {
		name string
		arcs []graph.Arc // from 0 to 3
		want []int
		ok   bool
	}{
		{"no way", []graph.Arc{{0, 1, 1}, {2, 3, 1}}, nil, true},
		{"the dear end stays", []graph.Arc{{0, 1, 5}, {1, 3, 2}}, []int{1}, true},
		{"equal ends: the one at the source", []graph.Arc{{0, 1, 2}, {1, 3, 2}}, []int{0}, true},
		{"two ways, a bottleneck each", []graph.Arc{{0, 1, 9}, {1, 3, 1}, {0, 2, 1}, {2, 3, 9}}, []int{1, 2}, true},
		{"flow must turn back", []graph.Arc{{0, 1, 1}, {0, 2, 1}, {1, 2, 1}, {1, 3, 1}, {2, 3, 1}}, []int{0, 1}, true},
		{"only what must stay", []graph.Arc{{0, 1, graph.Uncuttable}, {1, 3, graph.Uncuttable}}, nil, false},
		{"round what must stay", []graph.Arc{{0, 1, graph.Uncuttable}, {1, 3, 7}}, []int{1}, true},
	} {
		got, ok := graph.MinCut(4, c.arcs, 0, 3)
		if !slices.Equal(got, c.want) || ok != c.ok {
			t.Errorf("%s: %v %v, want %v %v", c.name, got, ok, c.want, c.ok)
		}
	}
}

// TestMinCutAgainstEverySet tries every set of arcs on small random graphs.
func TestMinCutAgainstEverySet(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for range 300 {
		n := 3 + r.IntN(4)
		arcs := make([]graph.Arc, 1+r.IntN(9))
		for i := range arcs {
			arcs[i] = graph.Arc{From: r.IntN(n), To: r.IntN(n), Cost: 1 + r.IntN(5)}
		}
		got, ok := graph.MinCut(n, arcs, 0, n-1)
		cost := 0
		removed := uint(0)
		for _, i := range got {
			cost, removed = cost+arcs[i].Cost, removed|1<<i
		}
		if !ok || connected(n, arcs, removed) || cost != cheapest(n, arcs) {
			t.Fatalf("%v: cut %v of cost %d, want a cut of cost %d", arcs, got, cost, cheapest(n, arcs))
		}
	}
}

func cheapest(n int, arcs []graph.Arc) int {
	best := 1 << 30
	for set := range uint(1) << len(arcs) {
		cost := 0
		for i, a := range arcs {
			if set>>i&1 == 1 {
				cost += a.Cost
			}
		}
		if cost < best && !connected(n, arcs, set) {
			best = cost
		}
	}
	return best
}

// connected asks whether node n-1 is reached from 0 without the arcs of a set.
func connected(n int, arcs []graph.Arc, removed uint) bool {
	seen := make([]bool, n)
	seen[0] = true
	for range n {
		for i, a := range arcs {
			if removed>>i&1 == 0 && seen[a.From] {
				seen[a.To] = true
			}
		}
	}
	return seen[n-1]
}
