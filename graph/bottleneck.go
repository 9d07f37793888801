package graph

// Bottleneck finds the edge without which the longest chain from any of the given nodes
// is shortest, counted as LongestPath counts: in steps between strongly connected
// components. may says which edges come into question. ok is false where taking out any
// one of them leaves a chain as long as before; of equally good ones it is the first on
// the way of LongestPath. Every node must be reached from one of the given ones.
//
// Only edges between components that stand on that way can shorten it, so it costs the
// length of the chain times the number of edges.
func Bottleneck(g *Graph, from []int, may func(from, to int) bool) (cut [2]int, length int, ok bool) {
	comps := SCCs(g)
	comp := componentOf(g, comps)
	way := LongestPath(g)
	length = len(way) - 1
	for k := range max(len(way)-1, 0) {
		e, single := onlyEdge(g, comps[comp[way[k]]], comp, comp[way[k+1]])
		if !single || !may(e[0], e[1]) {
			continue
		}
		if l := longestWithout(g, from, comps, comp, e); l < length {
			cut, length, ok = e, l, true
		}
	}
	return cut, length, ok
}

// onlyEdge is the edge from one component to another if there is but one.
func onlyEdge(g *Graph, nodes, comp []int, to int) (e [2]int, single bool) {
	for _, i := range nodes {
		for _, j := range g.Out(i) {
			if comp[j] != to {
				continue
			}
			if single {
				return e, false
			}
			e, single = [2]int{i, j}, true
		}
	}
	return e, single
}

// longestWithout is the longest chain from the given nodes when one edge between
// components is gone.
func longestWithout(g *Graph, from []int, comps [][]int, comp []int, e [2]int) int {
	level := make([]int, len(comps))
	for c, nodes := range comps { // callees first
		for _, i := range nodes {
			for _, j := range g.Out(i) {
				if comp[j] != c && (i != e[0] || j != e[1]) {
					level[c] = max(level[c], level[comp[j]]+1)
				}
			}
		}
	}
	longest := 0
	for _, i := range from {
		longest = max(longest, level[comp[i]])
	}
	return longest
}
