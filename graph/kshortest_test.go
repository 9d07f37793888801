package graph

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestShortestPaths(t *testing.T) {
	//	a -> b -> d -> e
	//	a -> c -> d
	//	b -> c, d -> b, a -> e2
	g := parse("a>b a>c b>c b>d c>d d>b d>e x>x")
	for _, c := range []struct {
		from, to string
		k        int
		want     string
	}{
		{"a", "e", 5, "[[a b d e] [a c d e] [a b c d e]]"},
		{"a", "e", 2, "[[a b d e] [a c d e]]"},
		{"a", "e", 0, "[]"},
		{"a", "a", 3, "[[a]]"},
		{"e", "a", 3, "[]"},
		{"d", "c", 3, "[[d b c]]"},
	} {
		from, _ := g.Index(c.from)
		to, _ := g.Index(c.to)
		var got [][]string
		for _, p := range ShortestPaths(g, from, to, c.k) {
			got = append(got, g.Names(p))
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%s to %s: %v, want %s", c.from, c.to, got, c.want)
		}
	}
}

// Against every simple path of small graphs, found by walking.
func TestShortestPathsAgainstAll(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 300 {
		g := randomGraph(r, 2+r.IntN(6))
		var all [][]int
		var walk func(path []int)
		walk = func(path []int) {
			at := path[len(path)-1]
			if at == g.Len()-1 {
				all = append(all, slices.Clone(path))
				return
			}
			for _, j := range g.Out(at) {
				if !slices.Contains(path, j) {
					walk(append(path, j))
				}
			}
		}
		walk([]int{0})
		slices.SortFunc(all, func(a, b []int) int { return cmp.Or(cmp.Compare(len(a), len(b)), slices.Compare(a, b)) })
		for _, k := range []int{1, 3, len(all) + 1} {
			want := all[:min(k, len(all))]
			if got := ShortestPaths(g, 0, g.Len()-1, k); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Fatalf("k %d: %v, want %v", k, got, want)
			}
		}
	}
}

// randomGraph has n nodes and about two edges a node, cycles included.
func randomGraph(r *rand.Rand, n int) *Graph {
	var nodes []string
	for i := range n {
		nodes = append(nodes, fmt.Sprintf("n%02d", i))
	}
	return New(nodes, func(yield func(Edge) bool) {
		for range 2 * n {
			if !yield(Edge{nodes[r.IntN(n)], nodes[r.IntN(n)]}) {
				return
			}
		}
	})
}
