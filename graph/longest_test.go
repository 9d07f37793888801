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
		cut, left, ok := NewLongest(g).Bottleneck([]int{root}, func(i, j int) bool { return name(i, j) != c.not })
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
		_, left, ok := NewLongest(g).Bottleneck([]int{0}, func(int, int) bool { return true })
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

// From some nodes the answers are those for the graph of all that these reach.
func TestLongestFromSome(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range 400 {
		g := randomGraph(r, 2+r.IntN(10))
		l := NewLongest(g)
		for range 4 {
			from := []int{r.IntN(g.Len())}
			if r.IntN(2) == 0 {
				from = append(from, r.IntN(g.Len()))
			}
			reached := Reach(g, from...)
			var names []string
			for i, ok := range reached {
				if ok {
					names = append(names, g.Name(i))
				}
			}
			below := New(names, func(yield func(Edge) bool) {
				for a, b := range g.Edges() {
					if reached[a] && reached[b] && !yield(Edge{g.Name(a), g.Name(b)}) {
						return
					}
				}
			})
			if got, want := g.Names(l.Path(from)), below.Names(LongestPath(below)); !slices.Equal(got, want) {
				t.Fatalf("%v from %v: %v, want %v", g.out, from, got, want)
			}
			any := func(int, int) bool { return true }
			cut, length, ok := l.Bottleneck(from, any)
			cut2, length2, ok2 := NewLongest(below).Bottleneck(below.Indexes(g.Names(from)), any)
			if length != length2 || ok != ok2 || ok && (g.Name(cut[0]) != below.Name(cut2[0]) || g.Name(cut[1]) != below.Name(cut2[1])) {
				t.Fatalf("%v from %v: %v %d %v, want %v %d %v", g.out, from, cut, length, ok, cut2, length2, ok2)
			}
		}
	}
}
