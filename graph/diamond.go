package graph

import "slices"

// Diamond is a node that is needed over more than one way: at least two of its
// direct dependants can be reached from one apex, the apex itself counted as
// reaching itself (so the triangle A>D, A>B>D is one).
type Diamond struct {
	Bottom       int
	RequiredBy   []int // its direct dependants that take part, ascending
	LowestApexes []int // apexes with no other apex strictly below them, ascending
}

// LatentDiamonds lists every diamond of the graph, by bottom. As long as all nodes
// share one version they are harmless; once they are versioned apart, each is a place
// where two versions can meet. One entry a bottom, never one a pair.
//
// Cost: nodes times edges; meant for graphs of units, up to a few thousand nodes.
func LatentDiamonds(g *Graph) []Diamond {
	return LatentDiamondsWithout(g, func(int) bool { return false })
}

// LatentDiamondsWithout is LatentDiamonds but for the bottoms to skip, which cost nothing.
func LatentDiamondsWithout(g *Graph, skip func(bottom int) bool) []Diamond {
	var out []Diamond
	var comps [][]int // the same for all bottoms, found for the first
	for d := range g.Len() {
		req := g.In(d)
		if len(req) < 2 || skip(d) {
			continue
		}
		apexes, takesPart := apexesOf(g, req)
		if len(apexes) == 0 {
			continue
		}
		if comps == nil {
			comps = SCCs(g)
		}
		out = append(out, Diamond{Bottom: d, RequiredBy: takesPart, LowestApexes: lowest(g, comps, apexes)})
	}
	return out
}

// apexesOf finds the nodes that reach at least two of req, and those of req that
// some apex reaches.
func apexesOf(g *Graph, req []int) (apexes, takesPart []int) {
	reached := make([]int, g.Len())
	above := make([][]bool, len(req))
	for k, r := range req {
		above[k] = ReachedBy(g, r)
		for i, ok := range above[k] {
			if ok {
				reached[i]++
			}
		}
	}
	for i, n := range reached {
		if n >= 2 {
			apexes = append(apexes, i)
		}
	}
	for k, r := range req {
		for _, a := range apexes {
			if above[k][a] {
				takesPart = append(takesPart, r)
				break
			}
		}
	}
	return apexes, takesPart
}

// lowest keeps the nodes of set that reach no other node of it, save one that
// reaches them in turn: the members of a cycle, thus of one of comps, stand side by side.
func lowest(g *Graph, comps [][]int, set []int) []int {
	in := make([]bool, g.Len())
	for _, i := range set {
		in[i] = true
	}
	comp := componentOf(g, comps)
	below := make([]bool, len(comps)) // a node of set is strictly below the component
	for c, nodes := range comps {     // callees first
		for _, i := range nodes {
			for _, j := range g.Out(i) {
				if d := comp[j]; d != c && (below[d] || anyIn(in, comps[d])) {
					below[c] = true
				}
			}
		}
	}
	var out []int
	for _, i := range set {
		if !below[comp[i]] {
			out = append(out, i)
		}
	}
	return out
}

func anyIn(in []bool, nodes []int) bool {
	return slices.ContainsFunc(nodes, func(i int) bool { return in[i] })
}
