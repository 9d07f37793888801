package chains

import (
	"slices"

	"seam/analyze/modules"
	"seam/graph"
)

// resolve puts the longest chains of resolved builds in the place of those along
// imports, whose lengths stay as FirstPartyLength.
func resolve(chains []Chain, locks []modules.Lock) []Chain {
	for i := range locks {
		l := &locks[i]
		if !l.Resolved {
			continue
		}
		c, ok := ofBuild(l)
		if !ok {
			continue
		}
		same := func(x Chain) bool { return x.Unit == c.Unit && x.Ecosystem == c.Ecosystem }
		if at := slices.IndexFunc(chains, same); at >= 0 {
			c.FirstPartyLength, c.FirstPartyPath = chains[at].FirstPartyLength, chains[at].Path
			chains[at] = c
		} else {
			chains = append(chains, c)
		}
	}
	return chains
}

// ofBuild is the longest chain from a unit through the modules that it is built with.
func ofBuild(l *modules.Lock) (Chain, bool) {
	root := rootOf(l)
	if root < 0 {
		return Chain{}, false
	}
	all := linksOf(l, func(*modules.Package) bool { return true })
	below := subgraph(all, graph.Reach(all, root))
	root, _ = below.Index(number(root))
	steps := graph.LongestPath(below)
	steps[0] = root // the root's group is where the longest chain begins
	return Chain{
		ID: "chain:" + l.Ecosystem + ":" + l.Path, Unit: l.Path, Ecosystem: l.Ecosystem, Length: len(steps) - 1, Resolved: true,
		Path: labels(l, below, steps), Tail: tailOf(l, below, steps),
		Cut: cutOfLock(l, below, []int{root}),
	}, true
}

// rootOf is the package of the unit that a build is for.
func rootOf(l *modules.Lock) int {
	return slices.IndexFunc(l.Packages, func(p modules.Package) bool { return p.Unit == l.Path && p.Version == "" })
}
