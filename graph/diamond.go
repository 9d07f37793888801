package graph

// Diamond is a node that is needed over more than one way: at least two of its
// direct dependants can be reached from one apex, the apex itself counted as
// reaching itself (so the triangle A>D, A>B>D is one).
type Diamond struct {
	Bottom       int
	RequiredBy   []int // its direct dependants that take part, ascending
	LowestApexes []int // apexes from which no other apex can be reached, ascending
}

// LatentDiamonds lists every diamond of the graph, by bottom. As long as all nodes
// share one version they are harmless; once they are versioned apart, each is a place
// where two versions can meet. One entry a bottom, never one a pair.
//
// Cost: nodes times edges; meant for graphs of units, up to a few thousand nodes.
func LatentDiamonds(g *Graph) []Diamond {
	var out []Diamond
	for d := range g.Len() {
		req := g.In(d)
		if len(req) < 2 {
			continue
		}
		apexes, takesPart := apexesOf(g, req)
		if len(apexes) == 0 {
			continue
		}
		out = append(out, Diamond{Bottom: d, RequiredBy: takesPart, LowestApexes: lowest(g, apexes)})
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

// lowest keeps the nodes of set from which no other node of set can be reached;
// members of one cycle count as one place, its smallest node.
func lowest(g *Graph, set []int) []int {
	in := make([]bool, g.Len())
	for _, i := range set {
		in[i] = true
	}
	var out []int
	for _, i := range set {
		if isLowest(g, in, i) {
			out = append(out, i)
		}
	}
	return out
}

func isLowest(g *Graph, in []bool, i int) bool {
	below := Reach(g, i)
	for j, ok := range below {
		if !ok || !in[j] || j == i {
			continue
		}
		if back := Reach(g, j); !back[i] || j < i {
			return false
		}
	}
	return true
}
