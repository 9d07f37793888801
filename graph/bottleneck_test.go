package graph

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestBottleneck(t *testing.T) {
	for _, c := range []struct {
		graph string
		from  string
		not   string // edge that must stay
		want  string
		left  int
	}{
		{"a>b b>c c>d", "a", "", "a>b", 0},
		{"a>b b>c c>d", "a", "a>b", "b>c", 1},
		{"a>b a>c b>d c>d d>e", "a", "", "d>e", 2},
		{"a>b a>c b>d c>d", "a", "", "", 2},        // two chains as long
		{"a>b b>c c>b c>d b>d", "a", "", "a>b", 0}, // a cycle is one place, with two ways out
		{"a", "a", "", "", 0},
	} {
		g := parse(c.graph)
		root, _ := g.Index(c.from)
		name := func(i, j int) string { return g.Name(i) + ">" + g.Name(j) }
		cut, left, ok := Bottleneck(g, []int{root}, func(i, j int) bool { return name(i, j) != c.not })
		got := ""
		if ok {
			got = name(cut[0], cut[1])
		}
		if got != c.want || left != c.left {
			t.Errorf("%s: %q leaves %d, want %q leaves %d", c.graph, got, left, c.want, c.left)
		}
	}
}

// Against taking out every edge between components in turn.
func TestBottleneckAgainstRemoval(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	for range 300 {
		g := reachable(randomGraph(r, 2+r.IntN(8)))
		comp := componentOf(g, SCCs(g))
		least := len(LongestPath(g)) - 1
		for i, j := range g.Edges() {
			if comp[i] != comp[j] {
				rest := reachable(New(g.names, func(yield func(Edge) bool) {
					for a, b := range g.Edges() {
						if (a != i || b != j) && !yield(Edge{g.Name(a), g.Name(b)}) {
							return
						}
					}
				}))
				least = min(least, len(LongestPath(rest))-1)
			}
		}
		_, left, ok := Bottleneck(g, []int{0}, func(int, int) bool { return true })
		if left != least || ok != (least < len(LongestPath(g))-1) {
			t.Fatalf("%v: leaves %d (%v), want %d", g.out, left, ok, least)
		}
	}
}

// reachable is the part of a graph that its first node reaches.
func reachable(g *Graph) *Graph {
	seen := Reach(g, 0)
	names := slices.DeleteFunc(slices.Clone(g.names), func(n string) bool { i, _ := g.Index(n); return !seen[i] })
	return New(names, func(yield func(Edge) bool) {
		for i, j := range g.Edges() {
			if !yield(Edge{g.Name(i), g.Name(j)}) {
				return
			}
		}
	})
}
