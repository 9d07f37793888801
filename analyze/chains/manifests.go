package chains

import (
	"slices"

	"seam/analyze/modules"
	"seam/analyze/repo"
	"seam/graph"
)

// ofManifests finds the longest chain among the units of each ecosystem that no lock
// holds, from the requirements that they have for one another. Go is left out: its
// chains follow imports. What third parties need is not known there, so the whole chain
// is first party.
func ofManifests(set *modules.Set) []Chain {
	locked := map[home]bool{}
	for i := range set.Locks {
		for _, p := range set.Locks[i].Packages {
			locked[home{p.Unit, set.Locks[i].Ecosystem}] = true
		}
	}
	units := map[string][]*modules.Unit{}
	var names []string
	for i := range set.Units {
		u := &set.Units[i]
		if u.Ecosystem == "go" || repo.Outside(u.Path) || locked[home{u.Path, u.Ecosystem}] {
			continue
		}
		if units[u.Ecosystem] == nil {
			names = append(names, u.Ecosystem)
		}
		units[u.Ecosystem] = append(units[u.Ecosystem], u)
	}
	slices.Sort(names)
	var out []Chain
	for _, ecosystem := range names {
		if c, ok := among(ecosystem, units[ecosystem]); ok {
			out = append(out, c)
		}
	}
	return out
}

// among is the longest chain among units; ok is false where none requires another.
func among(ecosystem string, units []*modules.Unit) (Chain, bool) {
	var folders []string
	for _, u := range units {
		folders = append(folders, u.Path)
	}
	links := graph.New(folders, func(yield func(graph.Edge) bool) {
		for _, u := range units {
			for _, r := range u.Requirements {
				if r.Unit != "" && !yield(graph.Edge{From: u.Path, To: r.Unit}) {
					return
				}
			}
		}
	})
	steps := graph.LongestPath(links)
	if len(steps) < 2 {
		return Chain{}, false
	}
	all := make([]int, links.Len())
	for i := range all {
		all[i] = i
	}
	return Chain{
		ID: "chain:" + ecosystem + ":" + ".:manifests", Unit: ".", Ecosystem: ecosystem,
		Length: len(steps) - 1, FirstPartyLength: len(steps) - 1, Path: links.Names(steps),
		Cut: cutOf(graph.NewLongest(links), all, func(int) bool { return true }, links.Name),
	}, true
}
