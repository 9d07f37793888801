package graph

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

func TestLinked(t *testing.T) {
	for _, c := range []struct {
		graph, from, to string
		want            bool
	}{
		{"a>b b>c", "a", "c", true},
		{"a>b b>c", "c", "a", true},
		{"a>c b>c", "a", "b", false},
		{"c>a c>b", "a", "b", false},
		{"a>b b>a b>c d", "c", "a", true},
		{"a>b b>a b>c d", "d", "a", false},
		{"a b", "a", "a", true},
	} {
		g := parse(c.graph)
		i, _ := g.Index(c.from)
		j, _ := g.Index(c.to)
		if got := Linked(g, [][2]int{{i, j}})[0]; got != c.want {
			t.Errorf("%s: %s and %s are linked: %t, want %t", c.graph, c.from, c.to, got, c.want)
		}
	}
	if got := Linked(parse("a"), nil); len(got) != 0 {
		t.Errorf("of no pairs: %v", got)
	}
}

// TestLinkedIsReach: many pairs at once say what a walk from each end says, with cycles and
// without.
func TestLinkedIsReach(t *testing.T) {
	for seed := range uint64(60) {
		rnd := rand.New(rand.NewPCG(seed, 1))
		n := 1 + rnd.IntN(200)
		names := make([]string, n)
		for i := range names {
			names[i] = fmt.Sprintf("%03d", i)
		}
		g := New(names, func(yield func(Edge) bool) {
			for range n + rnd.IntN(n) {
				i, j := rnd.IntN(n), rnd.IntN(n)
				if seed%2 == 0 && i < j { // no cycle
					i, j = j, i
				}
				if !yield(Edge{names[i], names[j]}) {
					return
				}
			}
		})
		pairs := make([][2]int, rnd.IntN(400))
		for k := range pairs {
			pairs[k] = [2]int{rnd.IntN(n), rnd.IntN(n)}
		}
		for k, got := range Linked(g, pairs) {
			i, j := pairs[k][0], pairs[k][1]
			if want := Reach(g, i)[j] || Reach(g, j)[i]; got != want {
				t.Fatalf("seed %d: %d and %d are linked: %t, want %t", seed, i, j, got, want)
			}
		}
	}
}
