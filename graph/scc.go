package graph

import (
	"cmp"
	"slices"

	"gonum.org/v1/gonum/graph/topo"
)

// SCCs returns the strongly connected components, each ascending, ordered so that
// every component comes after all components that it needs (callees first); ties
// by the smallest node. Tarjan's algorithm, linear time.
func SCCs(g *Graph) [][]int {
	comps := topo.TarjanSCC(ordered{g})
	out := make([][]int, len(comps))
	for k, c := range comps {
		out[k] = make([]int, len(c))
		for i, n := range c {
			out[k][i] = int(n.ID())
		}
		slices.Sort(out[k])
	}
	return byLevel(g, out)
}

// byLevel orders components by their level (longest path below), then by smallest
// node. Components arrive in any reverse topological order.
func byLevel(g *Graph, comps [][]int) [][]int {
	level := levels(g, comps)
	slices.SortFunc(comps, func(a, b []int) int {
		return cmp.Or(cmp.Compare(level[a[0]], level[b[0]]), cmp.Compare(a[0], b[0]))
	})
	return comps
}

// levels gives every node the number of component steps on the longest path below
// it; nodes that need nothing have 0. comps must list callees before callers.
func levels(g *Graph, comps [][]int) []int {
	level := make([]int, g.Len())
	comp := componentOf(g, comps)
	for c, nodes := range comps {
		top := 0
		for _, i := range nodes {
			for _, j := range g.Out(i) {
				if comp[j] != c {
					top = max(top, level[j]+1)
				}
			}
		}
		for _, i := range nodes {
			level[i] = top
		}
	}
	return level
}

func componentOf(g *Graph, comps [][]int) []int {
	comp := make([]int, g.Len())
	for c, nodes := range comps {
		for _, i := range nodes {
			comp[i] = c
		}
	}
	return comp
}

// Cycles returns the components of more than one node, in order of their smallest
// node.
func Cycles(g *Graph) [][]int {
	var out [][]int
	for _, c := range SCCs(g) {
		if len(c) > 1 {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	return out
}

// Waves layers the graph, callees first: wave 0 needs nothing, wave k needs
// something of wave k-1. A cycle stands in one wave as a whole. Nodes ascend inside
// a wave.
func Waves(g *Graph) [][]int {
	var waves [][]int
	level := levels(g, SCCs(g))
	for i, l := range level {
		for len(waves) <= l {
			waves = append(waves, nil)
		}
		waves[l] = append(waves[l], i)
	}
	return waves
}
