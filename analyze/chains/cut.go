package chains

import (
	"seam/analyze/modules"
	"seam/graph"
)

// Cut is the one edge of this repository's own without which a chain is shortest. Other
// edges may have to go with it to make the code work: it says where to look.
type Cut struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Length int    `json:"length"` // of the longest chain that is left
}

// cutOf finds the edge, of those from a node that editable accepts, for the chains from
// the given nodes; nil where no single edge makes the longest chain shorter.
func cutOf(paths *graph.Longest, from []int, editable func(i int) bool, name func(i int) string) *Cut {
	e, length, ok := paths.Bottleneck(from, func(i, _ int) bool { return editable(i) })
	if !ok {
		return nil
	}
	return &Cut{From: name(e[0]), To: name(e[1]), Length: length}
}

// cutOfLock is cutOf for a graph of linksOf: requirements of the repository's own units
// can be edited here.
func cutOfLock(l *modules.Lock, g *graph.Graph, from []int) *Cut {
	return cutOf(graph.NewLongest(g), from,
		func(i int) bool { return packageOf(l, g, i).FirstParty() },
		func(i int) string { return labelOf(packageOf(l, g, i)) })
}
