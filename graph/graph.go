// Package graph is an immutable digraph over named nodes and the few algorithms
// that dependency analysis needs: strongly connected components, waves, longest and
// shortest paths, reachability, transitive reduction, dominators, latent diamonds,
// communities.
//
// Order is part of the contract. Names are sorted once in New, node i is the i-th
// name, and every result is a function of the set of names and edges alone: shuffled
// input gives equal output. Algorithms that come from gonum are handed nodes and
// neighbours in index order, since its own containers iterate in random order.
package graph

import (
	"iter"
	"math/bits"
	"slices"
	"sort"
)

// Edge is a dependency: From needs To.
type Edge struct {
	From, To string
}

// Graph is a directed graph without parallel edges and self loops.
type Graph struct {
	names    []string
	out, in  [][]int
	numEdges int
}

// New builds a graph. Nodes may hold duplicates; edges that name an unknown node,
// repeat one another or lead from a node to itself are dropped.
func New(nodes []string, edges iter.Seq[Edge]) *Graph {
	names := slices.Clone(nodes)
	slices.Sort(names)
	names = slices.Compact(names)
	g := &Graph{names: names, out: make([][]int, len(names)), in: make([][]int, len(names))}
	for e := range edges {
		from, ok1 := g.Index(e.From)
		to, ok2 := g.Index(e.To)
		if ok1 && ok2 && from != to {
			g.out[from] = append(g.out[from], to)
		}
	}
	g.finish()
	return g
}

// finish sorts and dedupes the out lists and derives the in lists from them.
func (g *Graph) finish() {
	for i, list := range g.out {
		slices.Sort(list)
		g.out[i] = slices.Compact(list)
		g.numEdges += len(g.out[i])
		for _, j := range g.out[i] {
			g.in[j] = append(g.in[j], i)
		}
	}
}

// fromOut builds a graph over the same kind of sorted names from out lists.
func fromOut(names []string, out [][]int) *Graph {
	g := &Graph{names: names, out: out, in: make([][]int, len(names))}
	g.finish()
	return g
}

// Len is the number of nodes.
func (g *Graph) Len() int { return len(g.names) }

// NumEdges is the number of edges.
func (g *Graph) NumEdges() int { return g.numEdges }

// Name is the name of node i.
func (g *Graph) Name(i int) string { return g.names[i] }

// Names maps nodes to names.
func (g *Graph) Names(nodes []int) []string {
	out := make([]string, len(nodes))
	for k, i := range nodes {
		out[k] = g.names[i]
	}
	return out
}

// Index finds a node by name.
func (g *Graph) Index(name string) (int, bool) {
	i := sort.SearchStrings(g.names, name)
	return i, i < len(g.names) && g.names[i] == name
}

// Indexes finds the nodes of the names that g has, in the order given.
func (g *Graph) Indexes(names []string) []int {
	var out []int
	for _, n := range names {
		if i, ok := g.Index(n); ok {
			out = append(out, i)
		}
	}
	return out
}

// Out lists the nodes that i needs, ascending. The caller must not change it.
func (g *Graph) Out(i int) []int { return g.out[i] }

// In lists the nodes that need i, ascending. The caller must not change it.
func (g *Graph) In(i int) []int { return g.in[i] }

// HasEdge reports whether i needs j.
func (g *Graph) HasEdge(i, j int) bool {
	_, ok := slices.BinarySearch(g.out[i], j)
	return ok
}

// Edges yields every edge by index, ordered by from, then to.
func (g *Graph) Edges() iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for i, list := range g.out {
			for _, j := range list {
				if !yield(i, j) {
					return
				}
			}
		}
	}
}

// Quotient folds nodes into groups: group[i] is the group of node i, in 0..n-1, or
// negative to leave i out. Edges inside a group vanish. The result's node g is named
// names[g]; names must be sorted and distinct.
func (g *Graph) Quotient(group []int, names []string) *Graph {
	if len(names) <= mostRows {
		return g.smallQuotient(group, names)
	}
	out := make([][]int, len(names))
	for i, j := range g.Edges() {
		a, b := group[i], group[j]
		if a >= 0 && b >= 0 && a != b {
			out[a] = append(out[a], b)
		}
	}
	return fromOut(names, out)
}

// mostRows is up to how many groups a matrix of bits, 32 KiB, tells which edges were there
// before: a few groups have very many edges that are the same.
const mostRows = 512

// smallQuotient is Quotient for few groups.
func (g *Graph) smallQuotient(group []int, names []string) *Graph {
	width := (len(names) + 63) / 64
	seen := make([]uint64, len(names)*width)
	for i, list := range g.out {
		a := group[i]
		if a < 0 {
			continue
		}
		row := seen[a*width : (a+1)*width]
		for _, j := range list {
			if b := group[j]; b >= 0 && b != a {
				row[b/64] |= 1 << (b % 64)
			}
		}
	}
	out := make([][]int, len(names))
	for a := range out {
		for w, word := range seen[a*width : (a+1)*width] {
			for ; word != 0; word &= word - 1 {
				out[a] = append(out[a], 64*w+bits.TrailingZeros64(word))
			}
		}
	}
	return fromOut(names, out)
}
