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

// lowest keeps the apexes that reach no other one, save those that reach them in turn: the
// members of a cycle, thus of one of comps, stand side by side. What reaches an apex is one,
// so that a look at direct dependencies will do.
func lowest(g *Graph, comps [][]int, apexes []int) []int {
	is := make([]bool, g.Len())
	for _, i := range apexes {
		is[i] = true
	}
	comp := componentOf(g, comps)
	above := make([]bool, len(comps)) // an apex is strictly below the component
	for i, j := range g.Edges() {
		if is[j] && comp[i] != comp[j] {
			above[comp[i]] = true
		}
	}
	return slices.DeleteFunc(apexes, func(i int) bool { return above[comp[i]] })
}
