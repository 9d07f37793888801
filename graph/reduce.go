package graph

// Reduced is the transitive reduction of a graph without cycles: the fewest edges with
// the same reachability (Aho, Garey and Ullman 1972). It is the graph itself if that has
// a cycle. Cost: nodes times edges.
func Reduced(g *Graph) *Graph {
	if len(Cycles(g)) > 0 {
		return g
	}
	out := make([][]int, g.Len())
	for i := range g.Len() {
		implied := make([]bool, g.Len())
		for _, j := range g.out[i] {
			for k, reached := range Reach(g, j) {
				if reached && k != j {
					implied[k] = true
				}
			}
		}
		for _, j := range g.out[i] {
			if !implied[j] {
				out[i] = append(out[i], j)
			}
		}
	}
	return fromOut(g.names, out)
}
