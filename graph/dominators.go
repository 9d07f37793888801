package graph

import "gonum.org/v1/gonum/graph/flow"

// dominators returns the immediate dominator of every node that root reaches: the
// last node that all paths from root pass. It is -1 for root itself and for nodes
// out of reach. Lengauer and Tarjan's algorithm.
func dominators(g *Graph, root int) []int {
	idom := make([]int, g.Len())
	tree := flow.Dominators(node(root), ordered{g})
	for i := range idom {
		idom[i] = -1
		if d := tree.DominatorOf(int64(i)); d != nil {
			idom[i] = int(d.ID())
		}
	}
	return idom
}

// Dominated counts, for every node that root reaches, the nodes that root would not
// reach without it, the node itself included: what it alone brings. Only nodes that
// counts accepts are counted. It is 0 for nodes out of reach.
func Dominated(g *Graph, root int, counts func(int) bool) []int {
	idom := dominators(g, root)
	brought := make([]int, g.Len())
	below := make([]int, g.Len()) // by node: those right below it in the tree of dominators that are not in its sum yet
	for i, d := range idom {
		if d >= 0 {
			below[d]++
		}
		if (d >= 0 || i == root) && counts(i) {
			brought[i] = 1
		}
	}
	for i := range idom { // a chain of all nodes is climbed once, not from each of them
		for at := i; below[at] == 0 && idom[at] >= 0; at = idom[at] {
			brought[idom[at]] += brought[at]
			below[idom[at]]--
			below[at] = -1 // done
		}
	}
	return brought
}
