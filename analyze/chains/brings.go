package chains

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/modules"
	"seam/graph"
)

// Brought is what one direct requirement of a unit alone brings: the third-party packages
// that the unit would not have without it, by dominators of the graph that the lock holds.
// What two requirements bring is counted for neither, so the counts of a unit add up to at
// most its total.
type Brought struct {
	Dependency string           `json:"dependency"`
	Version    string           `json:"version,omitempty"`
	Count      int              `json:"count"`             // itself included, unless it is of this repository
	Location   finding.Location `json:"location,omitzero"` // the line of the requirement; zero if the manifest has none
}

// resolution is a lock with its graph; node i is package i.
type resolution struct {
	lock  *modules.Lock
	links *graph.Graph
}

func resolutionOf(l *modules.Lock) resolution {
	return resolution{l, linksOf(l, func(*modules.Package) bool { return true })}
}

func (r resolution) third(i int) bool { return !r.lock.Packages[i].FirstParty() }

// total counts the third-party packages that a unit is built with: those of a resolved
// graph, which was made for it, else those that it reaches.
func (r resolution) total(unit int) int {
	n := 0
	reached := graph.Reach(r.links, unit)
	for i := range r.lock.Packages {
		if r.third(i) && (reached[i] || r.lock.Resolved) {
			n++
		}
	}
	return n
}

// brings lists the direct requirements of a unit by what each alone brings, most first.
// Requirements of the repository's own units that bring nothing are left out.
func (r resolution) brings(unit int, u *modules.Unit) []Brought {
	counts := graph.Dominated(r.links, unit, r.third)
	direct := directOf(u)
	var out []Brought
	for _, i := range r.links.Out(unit) {
		p := &r.lock.Packages[i]
		at, listed := direct[p.Name]
		if counts[i] == 0 || !listed && r.lock.Resolved {
			continue
		}
		out = append(out, Brought{Dependency: p.Name, Version: p.Version, Count: counts[i], Location: at})
	}
	slices.SortFunc(out, func(a, b Brought) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Dependency, b.Dependency), strings.Compare(a.Version, b.Version))
	})
	return out
}

// directOf is the line of each requirement that the unit's own code needs.
func directOf(u *modules.Unit) map[string]finding.Location {
	out := map[string]finding.Location{}
	for _, r := range u.Requirements {
		if _, seen := out[r.Name]; !seen && !r.Indirect {
			out[r.Name] = r.Location
		}
	}
	return out
}

// resolutions finds, by ecosystem and folder, the package that stands for a unit: in the
// innermost lock that holds it. A resolved build counts for the unit that it is of alone.
func resolutions(set *modules.Set) map[home]place {
	lines := requirementLines(set)
	out := map[home]place{}
	for i := range set.Locks {
		l := &set.Locks[i]
		if l.Resolved {
			if root := rootOf(l); root >= 0 {
				out[home{l.Path, l.Ecosystem}] = place{resolutionOf(withoutListed(l, lines)), root}
			}
			continue
		}
		r := resolutionOf(l)
		for k := range l.Packages {
			p := &l.Packages[k]
			at := home{p.Unit, l.Ecosystem}
			if before, seen := out[at]; p.FirstParty() && (!seen || len(before.lock.Path) < len(l.Path)) {
				out[at] = place{r, k}
			}
		}
	}
	return out
}

// place is a package in a lock.
type place struct {
	resolution
	at int
}
