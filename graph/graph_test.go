package graph

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// parse reads "a>b b>c d" into a graph: a word with ">" is an edge, one without is
// a node.
func parse(text string) *Graph {
	var nodes []string
	var edges []Edge
	for w := range strings.FieldsSeq(text) {
		from, to, ok := strings.Cut(w, ">")
		nodes = append(nodes, from)
		if ok {
			nodes = append(nodes, to)
			edges = append(edges, Edge{from, to})
		}
	}
	return New(nodes, slices.Values(edges))
}

func show(g *Graph, groups [][]int) string {
	var words []string
	for _, grp := range groups {
		words = append(words, strings.Join(g.Names(grp), "+"))
	}
	return strings.Join(words, " ")
}

func TestNew(t *testing.T) {
	g := New([]string{"b", "a", "b"}, slices.Values([]Edge{{"b", "a"}, {"b", "a"}, {"a", "a"}, {"a", "nowhere"}}))
	if g.Len() != 2 || g.NumEdges() != 1 || !g.HasEdge(1, 0) || g.HasEdge(0, 1) {
		t.Fatalf("got %d nodes, %d edges", g.Len(), g.NumEdges())
	}
	if _, ok := g.Index("c"); ok {
		t.Error("found a node that is not there")
	}
}

func TestComponentsAndWaves(t *testing.T) {
	for _, c := range []struct{ graph, sccs, waves, cycles, longest string }{
		{"", "", "", "", ""},
		{"a", "a", "a", "", "a"},
		{"a>b b>c", "c b a", "c b a", "", "a b c"},
		{"a>c b>c", "c a b", "c a+b", "", "a c"},
		{"a>b b>a b>c", "c a+b", "c a+b", "a+b", "a c"},
		{"a>b b>c c>b c>d a>d x", "d x b+c a", "d+x b+c a", "b+c", "a b d"},
		{"a>b c>d d>e", "b e a d c", "b+e a+d c", "", "c d e"},
	} {
		g := parse(c.graph)
		if got := show(g, SCCs(g)); got != c.sccs {
			t.Errorf("%s: components %q, want %q", c.graph, got, c.sccs)
		}
		if got := show(g, Waves(g)); got != c.waves {
			t.Errorf("%s: waves %q, want %q", c.graph, got, c.waves)
		}
		if got := show(g, Cycles(g)); got != c.cycles {
			t.Errorf("%s: cycles %q, want %q", c.graph, got, c.cycles)
		}
		if got := strings.Join(g.Names(LongestPath(g)), " "); got != c.longest {
			t.Errorf("%s: longest %q, want %q", c.graph, got, c.longest)
		}
	}
}

func TestPaths(t *testing.T) {
	g := parse("a>b b>d a>c c>d d>e a>e")
	at := func(n string) int { i, _ := g.Index(n); return i }
	if got := g.Names(ShortestPath(g, at("a"), at("d"))); !slices.Equal(got, []string{"a", "b", "d"}) {
		t.Errorf("shortest path %v", got)
	}
	if ShortestPath(g, at("e"), at("a")) != nil {
		t.Error("a path against the arrows")
	}
	if got := ShortestPath(g, at("c"), at("c")); len(got) != 1 {
		t.Errorf("path to itself %v", got)
	}
}

func TestDominators(t *testing.T) {
	g := parse("r>a r>b a>c b>c c>d x>d")
	var words []string
	for i, d := range dominators(g, 4) { // r
		if d >= 0 {
			words = append(words, g.Name(i)+"<"+g.Name(d))
		}
	}
	if got := strings.Join(words, " "); got != "a<r b<r c<r d<c" {
		t.Errorf("dominators %q", got)
	}
}

func TestLatentDiamonds(t *testing.T) {
	for _, c := range []struct{ graph, want string }{
		{"a>b b>d", ""},
		{"a>d b>d", ""},                                  // no common apex
		{"a>b a>c b>d c>d", "d by b,c from a"},           // the classic
		{"a>d a>b b>d", "d by a,b from a"},               // triangle
		{"r>a a>b a>c b>d c>d", "d by b,c from a"},       // the lowest apex only
		{"a>b a>c b>d c>d x>d", "d by b,c from a"},       // x takes no part
		{"a>b a>c b>d c>d e>b e>c", "d by b,c from a,e"}, // two apexes
		{"a>b b>a a>d b>d", "d by a,b from a,b"},         // a cycle stands side by side
		{"a>b a>c b>d c>d d>e b>e", "d by b,c from a; e by b,d from b"},
	} {
		g := parse(c.graph)
		var words []string
		for _, d := range LatentDiamonds(g) {
			words = append(words, fmt.Sprintf("%s by %s from %s", g.Name(d.Bottom),
				strings.Join(g.Names(d.RequiredBy), ","), strings.Join(g.Names(d.LowestApexes), ",")))
		}
		if got := strings.Join(words, "; "); got != c.want {
			t.Errorf("%s: got %q, want %q", c.graph, got, c.want)
		}
	}
}

// TestLatentDiamondsAgainstDefinition: in random graphs, cycles among them, an apex reaches
// two direct dependants of the bottom or more, and the lowest ones reach no other apex that
// does not reach them.
func TestLatentDiamondsAgainstDefinition(t *testing.T) {
	rnd := rand.New(rand.NewPCG(7, 8))
	found := 0
	for range 300 {
		nodes, edges := make([]string, 9), make([]Edge, 0, 16)
		for i := range nodes {
			nodes[i] = fmt.Sprint("n", i)
		}
		for range 16 {
			edges = append(edges, Edge{nodes[rnd.IntN(9)], nodes[rnd.IntN(9)]})
		}
		g := New(nodes, slices.Values(edges))
		var want []Diamond
		for bottom := range g.Len() {
			var apexes []int
			part := map[int]bool{}
			for a := range g.Len() {
				var reached []int
				for _, r := range g.In(bottom) {
					if Reach(g, a)[r] {
						reached = append(reached, r)
					}
				}
				if len(reached) >= 2 {
					apexes = append(apexes, a)
					for _, r := range reached {
						part[r] = true
					}
				}
			}
			if len(apexes) == 0 {
				continue
			}
			lowest := slices.DeleteFunc(slices.Clone(apexes), func(a int) bool {
				return slices.ContainsFunc(apexes, func(b int) bool { return Reach(g, a)[b] && !Reach(g, b)[a] })
			})
			want = append(want, Diamond{bottom, slices.Sorted(maps.Keys(part)), lowest})
		}
		found += len(want)
		if got := LatentDiamonds(g); !reflect.DeepEqual(got, want) {
			t.Fatalf("%v: got %v, want %v", edges, got, want)
		}
	}
	if found < 300 {
		t.Errorf("%d diamonds in all: hardly any were compared", found)
	}
}

func TestQuotient(t *testing.T) {
	g := parse("a>b b>c c>d")
	q := g.Quotient([]int{0, 0, 1, -1}, []string{"ab", "c"})
	if q.Len() != 2 || q.NumEdges() != 1 || !q.HasEdge(0, 1) {
		t.Errorf("quotient has %d nodes and %d edges", q.Len(), q.NumEdges())
	}
}

// TestQuotientOfMany: more groups than a matrix holds are folded alike.
func TestQuotientOfMany(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	var nodes []string
	for i := range 3 * mostRows {
		nodes = append(nodes, fmt.Sprintf("n%04d", i))
	}
	g := New(nodes, func(yield func(Edge) bool) {
		for range 4 * len(nodes) {
			yield(Edge{From: nodes[rnd.IntN(len(nodes))], To: nodes[rnd.IntN(len(nodes))]})
		}
	})
	group, names := make([]int, len(nodes)), nodes[:mostRows+100]
	for i := range group {
		group[i] = rnd.IntN(len(names)+1) - 1
	}
	many, small := g.Quotient(group, names), g.smallQuotient(group, names)
	if !reflect.DeepEqual(many.out, small.out) || many.NumEdges() == 0 {
		t.Errorf("%d edges, with a matrix %d", many.NumEdges(), small.NumEdges())
	}
}

// TestShuffled: results depend on the set of nodes and edges, not on their order.
func TestShuffled(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var nodes []string
	for i := range 60 {
		nodes = append(nodes, fmt.Sprintf("n%02d", i))
	}
	var edges []Edge
	for range 150 {
		edges = append(edges, Edge{nodes[rnd.IntN(60)], nodes[rnd.IntN(60)]})
	}
	describe := func() string {
		g := New(nodes, slices.Values(edges))
		return fmt.Sprint(SCCs(g), Waves(g), LongestPath(g), LatentDiamonds(g), dominators(g, 0), ShortestPath(g, 0, 59))
	}
	want := describe()
	for range 20 {
		rnd.Shuffle(len(nodes), func(i, j int) { nodes[i], nodes[j] = nodes[j], nodes[i] })
		rnd.Shuffle(len(edges), func(i, j int) { edges[i], edges[j] = edges[j], edges[i] })
		if got := describe(); got != want {
			t.Fatalf("shuffled input changed the answer:\n%s\n%s", got, want)
		}
	}
}

// TestWavesAgainstDefinition checks every edge of random graphs: a caller stands in
// a later wave than what it needs, unless both are in one cycle.
func TestWavesAgainstDefinition(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		var nodes []string
		for i := range 12 {
			nodes = append(nodes, fmt.Sprintf("n%02d", i))
		}
		var edges []Edge
		for range 20 {
			edges = append(edges, Edge{nodes[rnd.IntN(12)], nodes[rnd.IntN(12)]})
		}
		g := New(nodes, slices.Values(edges))
		wave := map[int]int{}
		for w, nodes := range Waves(g) {
			for _, i := range nodes {
				wave[i] = w
			}
		}
		for i, j := range g.Edges() {
			together := Reach(g, j)[i]
			if together != (wave[i] == wave[j]) || wave[i] < wave[j] {
				t.Fatalf("edge %s>%s: waves %d and %d, cycle %v", g.Name(i), g.Name(j), wave[i], wave[j], together)
			}
		}
	}
}

// TestReduced: no edge that others imply, and the same reachability.
func TestReduced(t *testing.T) {
	names := []string{"a", "b", "c", "d", "e"}
	g := New(names, slices.Values([]Edge{{"a", "b"}, {"b", "c"}, {"a", "c"}, {"c", "d"}, {"a", "d"}, {"e", "d"}}))
	r := Reduced(g)
	if r.NumEdges() != 4 || r.HasEdge(0, 2) || r.HasEdge(0, 3) {
		t.Errorf("%d edges stay", r.NumEdges())
	}
	for i := range names {
		if !slices.Equal(Reach(g, i), Reach(r, i)) {
			t.Errorf("%s reaches something else", names[i])
		}
	}
	cyclic := New(names, slices.Values([]Edge{{"a", "b"}, {"b", "a"}, {"a", "c"}, {"b", "c"}}))
	if Reduced(cyclic).NumEdges() != 4 {
		t.Error("a graph with a cycle changed")
	}
}
