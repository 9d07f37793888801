package graph

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/graph/community"
	"gonum.org/v1/gonum/graph/simple"
)

// ring is k cliques of size nodes, each tied to the next by one edge.
func ring(k, size int) (n int, edges []WeightedEdge) {
	for c := range k {
		for i := range size {
			for j := range i {
				edges = append(edges, WeightedEdge{c*size + i, c*size + j, 1})
			}
		}
		edges = append(edges, WeightedEdge{c * size, (c*size + size + 1) % (k * size), 1})
	}
	return k * size, edges
}

// planted draws a graph of k groups of like size: an edge inside a group with one
// probability, across with another, with a random weight.
func planted(rnd *rand.Rand, n, k int, inside, across float64) (edges []WeightedEdge, group []int) {
	group = make([]int, n)
	for i := range n {
		group[i] = i % k
		for j := range i {
			p := across
			if group[i] == group[j] {
				p = inside
			}
			if rnd.Float64() < p {
				edges = append(edges, WeightedEdge{i, j, 0.5 + rnd.Float64()})
			}
		}
	}
	return edges, group
}

func TestCommunitiesByHand(t *testing.T) {
	e := func(a, b int, w float64) WeightedEdge { return WeightedEdge{a, b, w} }
	for _, c := range []struct {
		name  string
		n     int
		edges []WeightedEdge
		want  []int
	}{
		{"nothing", 0, nil, nil},
		{"no edge", 3, nil, []int{0, 1, 2}},
		{"one edge", 3, []WeightedEdge{e(0, 2, 1)}, []int{0, 1, 0}},
		{"two triangles and a bridge", 6, []WeightedEdge{e(0, 1, 1), e(1, 2, 1), e(2, 0, 1), e(3, 4, 1), e(4, 5, 1), e(5, 3, 1), e(0, 3, 1)}, []int{0, 0, 0, 1, 1, 1}},
		{"weight counts", 4, []WeightedEdge{e(0, 1, 1), e(1, 2, 9), e(2, 3, 1), e(3, 0, 9)}, []int{0, 1, 1, 0}},
		{"parallel edges add up", 4, []WeightedEdge{e(0, 1, 1), e(2, 1, 2), e(1, 2, 3), e(2, 3, 1), e(3, 0, 4), e(0, 3, 1)}, []int{0, 1, 1, 0}},
		{"odd edges are dropped", 2, []WeightedEdge{e(0, 0, 9), e(0, 7, 1), e(-1, 1, 1), e(0, 1, -1), e(0, 1, 0), e(0, 1, math.NaN()), e(0, 1, math.Inf(1))}, []int{0, 1}},
	} {
		if got := Communities(c.n, c.edges, CommunityOptions{}); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestModularityByHand(t *testing.T) {
	edges := []WeightedEdge{{0, 1, 1}, {1, 2, 1}, {2, 0, 1}, {3, 4, 1}, {4, 5, 1}, {5, 3, 1}, {0, 3, 1}}
	for _, c := range []struct {
		group      []int
		resolution float64
		want       float64
	}{
		{[]int{0, 0, 0, 1, 1, 1}, 1, 6.0/7 - 0.5},
		{[]int{4, 4, 4, 9, 9, 9}, 0, 6.0/7 - 0.5}, // names do not matter, 0 means 1
		{[]int{0, 0, 0, 1, 1, 1}, 2, 6.0/7 - 1},
		{[]int{0, 0, 0, 0, 0, 0}, 1, 0},
	} {
		if got := modularity(6, edges, c.group, c.resolution); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%v at %v: %v, want %v", c.group, c.resolution, got, c.want)
		}
	}
	if got := modularity(3, nil, []int{0, 1, 2}, 1); got != 0 {
		t.Errorf("without edges: %v", got)
	}
}

// Communities that anybody would draw are found: cliques, and groups with far more
// edges inside than across.
func TestCommunitiesFindPlanted(t *testing.T) {
	n, edges := ring(12, 6)
	got := Communities(n, edges, CommunityOptions{})
	for i, g := range got {
		if g != i/6 {
			t.Fatalf("ring of cliques: node %d in %d", i, g)
		}
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for k := 2; k <= 6; k++ {
		edges, group := planted(rnd, 120, k, 0.5, 0.03)
		if got := Communities(120, edges, CommunityOptions{}); !slices.Equal(got, group) {
			t.Errorf("%d planted groups: got %v", k, got)
		}
	}
}

// The known limit of modularity, and the option that lifts it: many small cliques
// merge in pairs at resolution 1.
func TestResolution(t *testing.T) {
	n, edges := ring(40, 4)
	coarse := slices.Max(Communities(n, edges, CommunityOptions{})) + 1
	fine := slices.Max(Communities(n, edges, CommunityOptions{Resolution: 4})) + 1
	if coarse >= 40 || fine != 40 {
		t.Errorf("%d communities at resolution 1, %d at 4; want fewer than 40, and 40", coarse, fine)
	}
}

// random draws graphs of every kind: dense, sparse, planted, with parts that nothing
// ties together.
func random(rnd *rand.Rand) (int, []WeightedEdge) {
	n := 2 + rnd.IntN(60)
	edges, _ := planted(rnd, n, 1+rnd.IntN(6), rnd.Float64(), rnd.Float64()*rnd.Float64()*0.3)
	return n, edges
}

func TestCommunitiesAreConnected(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		n, edges := random(rnd)
		got := Communities(n, edges, CommunityOptions{Seed: rnd.Uint64(), Resolution: 0.3 + 2*rnd.Float64()})
		var names []string
		for i := range n {
			names = append(names, fmt.Sprintf("%02d", i))
		}
		var inside []Edge
		for _, e := range edges {
			if got[e.A] == got[e.B] {
				inside = append(inside, Edge{names[e.A], names[e.B]}, Edge{names[e.B], names[e.A]})
			}
		}
		count := slices.Max(got) + 1
		if parts := len(SCCs(New(names, slices.Values(inside)))); parts != count {
			t.Fatalf("%d communities, %d connected parts", count, parts)
		}
	}
}

// gonum's Louvain method on the same graph is the oracle: over a few seeds each, ours
// is at least as good on every graph.
func TestModularityAgainstLouvain(t *testing.T) {
	rnd := rand.New(rand.NewPCG(5, 6))
	for round := range 60 {
		n, edges := random(rnd)
		g := simple.NewWeightedUndirectedGraph(0, 0)
		for i := range n {
			g.AddNode(simple.Node(i))
		}
		for _, e := range edges {
			g.SetWeightedEdge(simple.WeightedEdge{F: simple.Node(e.A), T: simple.Node(e.B), W: e.Weight})
		}
		ours, theirs := math.Inf(-1), math.Inf(-1)
		for seed := range uint64(5) {
			ours = max(ours, modularity(n, edges, Communities(n, edges, CommunityOptions{Seed: seed}), 1))
			louvain := community.Modularize(g, 1, rand.NewPCG(seed, 7)).Communities()
			group := make([]int, n)
			for c, nodes := range louvain {
				for _, i := range nodes {
					group[i.ID()] = c
				}
			}
			q := modularity(n, edges, group, 1)
			if len(edges) > 0 && math.Abs(q-community.Q(g, louvain, 1)) > 1e-9 {
				t.Fatalf("round %d: modularity %v, gonum says %v", round, q, community.Q(g, louvain, 1))
			}
			theirs = max(theirs, q)
		}
		if ours < theirs-1e-9 {
			t.Errorf("round %d, %d nodes, %d edges: modularity %v, Louvain reaches %v", round, n, len(edges), ours, theirs)
		}
	}
}

// The order of the edges and of their ends does not matter.
func TestCommunitiesShuffled(t *testing.T) {
	rnd := rand.New(rand.NewPCG(8, 9))
	n, edges := 60, []WeightedEdge(nil)
	for range 300 {
		edges = append(edges, WeightedEdge{rnd.IntN(n), rnd.IntN(n), rnd.Float64()})
	}
	want := Communities(n, edges, CommunityOptions{Seed: 3})
	q := modularity(n, edges, want, 1)
	for range 50 {
		rnd.Shuffle(len(edges), func(i, j int) { edges[i], edges[j] = edges[j], edges[i] })
		for i, e := range edges {
			if rnd.IntN(2) == 0 {
				edges[i].A, edges[i].B = e.B, e.A
			}
		}
		before := slices.Clone(edges)
		if got := Communities(n, edges, CommunityOptions{Seed: 3}); !slices.Equal(got, want) || modularity(n, edges, got, 1) != q {
			t.Fatalf("shuffled edges give other communities:\n%v\n%v", got, want)
		}
		if !slices.Equal(before, edges) {
			t.Fatal("the caller's edges were changed")
		}
	}
}

// A search that looked before finds what a new one does.
func TestSearchAgain(t *testing.T) {
	rnd := rand.New(rand.NewPCG(9, 10))
	for range 20 {
		n, edges := random(rnd)
		s := NewNetwork(n, edges).Search()
		for seed := range uint64(5) {
			opt := CommunityOptions{Seed: seed, Resolution: 0.3 + 2*rnd.Float64()}
			if got, _ := s.Communities(opt); !slices.Equal(got, Communities(n, edges, opt)) {
				t.Fatalf("%d nodes, %d edges, %+v: other communities than those of a new search", n, len(edges), opt)
			}
		}
	}
}

// Parts near to one are in order, be they few or many of all.
func TestFolderSorts(t *testing.T) {
	rnd := rand.New(rand.NewPCG(11, 12))
	const parts = 2000
	f := newFolder(parts + 1)
	for _, count := range []int{0, 1, 5, 15, 16, 17, 200, parts} {
		want := rnd.Perm(parts)[:count]
		f.near = f.near[:0]
		for _, q := range want {
			f.near = append(f.near, int32(q))
		}
		slices.Sort(want)
		f.sort(parts)
		if got := fmt.Sprint(f.near); got != fmt.Sprint(want) {
			t.Errorf("%d of %d: %s", count, parts, got)
		}
	}
}

func BenchmarkCommunities(b *testing.B) {
	edges, _ := planted(rand.New(rand.NewPCG(1, 1)), 3000, 40, 0.3, 0.002)
	b.ReportMetric(float64(len(edges)), "edges")
	for b.Loop() {
		Communities(3000, edges, CommunityOptions{})
	}
}

// modularity is the share of the edges' weight that lies inside the groups, less the
// resolution times the share that chance would put there if every node kept its
// weight: 0 for one group or no edge, at most 1 (Newman and Girvan 2004). Edges count
// as for Communities; 0 as resolution means 1.
func modularity(n int, edges []WeightedEdge, group []int, resolution float64) float64 {
	return NewNetwork(n, edges).modularity(named(group), CommunityOptions{Resolution: resolution}.resolution())
}

// named gives groups of any names numbers in the order of their smallest nodes.
func named(group []int) []int32 {
	names := map[int]int32{}
	number := make([]int32, len(group))
	for i, g := range group {
		k, ok := names[g]
		if !ok {
			k = int32(len(names))
			names[g] = k
		}
		number[i] = k
	}
	return number
}
