package chains

import (
	"fmt"
	"path"
	"slices"
	"strconv"

	"seam/analyze/modules"
	"seam/graph"
)

// ofLocks finds the longest chain of every lock file, in the order of the locks. Its unit
// is the lock's folder, its path the folders of units and NAME@VERSION of third parties,
// from a unit down. FirstPartyLength is the longest chain among the units alone, which
// need not be a part of Path. Every recorded requirement counts, those for development
// and for other platforms too. Of several locks of one kind in a folder each has a chain.
func ofLocks(locks []modules.Lock) []Chain {
	var out []Chain
	for i := range locks {
		if c, ok := ofLock(&locks[i]); ok && !locks[i].Resolved {
			if i > 0 && locks[i-1].Path == c.Unit && locks[i-1].Ecosystem == c.Ecosystem {
				c.ID += ":" + path.Base(locks[i].File)
			}
			out = append(out, c)
		}
	}
	return out
}

// ofLock is the longest chain of one lock; ok is false where nothing is required.
func ofLock(l *modules.Lock) (Chain, bool) {
	all := linksOf(l, func(*modules.Package) bool { return true })
	own := linksOf(l, (*modules.Package).FirstParty)
	var units []int
	for i := range l.Packages {
		if l.Packages[i].FirstParty() {
			units = append(units, i)
		}
	}
	if len(units) > 0 {
		all = subgraph(all, graph.Reach(all, units...))
	}
	steps := graph.LongestPath(all)
	if len(steps) == 0 {
		return Chain{}, false
	}
	firstParty := graph.LongestPath(own)
	c := Chain{
		ID:               "chain:" + l.Ecosystem + ":" + l.Path,
		Unit:             l.Path,
		Ecosystem:        l.Ecosystem,
		Length:           len(steps) - 1,
		FirstPartyLength: max(len(firstParty)-1, 0),
		Path:             labels(l, all, steps),
		Tail:             tailOf(l, all, steps),
		FirstPartyPath:   labels(l, own, firstParty),
		Cut:              cutOfLock(l, all, all.Indexes(numbers(units))),
	}
	return c, true
}

// packageOf is the package that node i of a graph of linksOf stands for.
func packageOf(l *modules.Lock, g *graph.Graph, i int) *modules.Package {
	k, _ := strconv.Atoi(g.Name(i)) // as number wrote it
	return &l.Packages[k]
}

// labels names the nodes of a graph of linksOf.
func labels(l *modules.Lock, g *graph.Graph, nodes []int) []string {
	out := make([]string, len(nodes))
	for k, i := range nodes {
		out[k] = labelOf(packageOf(l, g, i))
	}
	return out
}

// tailOf counts the third parties at the end of a path.
func tailOf(l *modules.Lock, g *graph.Graph, nodes []int) int {
	n := 0
	for _, i := range slices.Backward(nodes) {
		if packageOf(l, g, i).FirstParty() {
			break
		}
		n++
	}
	return n
}

func numbers(packages []int) []string {
	out := make([]string, len(packages))
	for k, i := range packages {
		out[k] = number(i)
	}
	return out
}

// linksOf is the graph of the packages that keep accepts. Its names are the numbers of
// the packages, written so that they sort as numbers do.
func linksOf(l *modules.Lock, keep func(*modules.Package) bool) *graph.Graph {
	var names []string
	for i := range l.Packages {
		if keep(&l.Packages[i]) {
			names = append(names, number(i))
		}
	}
	return graph.New(names, func(yield func(graph.Edge) bool) {
		for i := range l.Packages {
			for _, k := range l.Packages[i].Requires {
				if keep(&l.Packages[i]) && keep(&l.Packages[k.To]) && !yield(graph.Edge{From: number(i), To: number(k.To)}) {
					return
				}
			}
		}
	})
}

func number(i int) string { return fmt.Sprintf("%09d", i) }

func labelOf(p *modules.Package) string {
	switch {
	case p.FirstParty():
		return p.Unit
	case p.Version == "":
		return p.Name
	}
	return p.Name + "@" + p.Version
}
