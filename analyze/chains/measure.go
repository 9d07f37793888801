package chains

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/repo"
	"seam/graph"
)

// Result is what Measure found. Both lists are ordered by unit, then ecosystem.
type Result struct {
	Chains       []Chain
	Dependencies []Dependencies
}

// Measure finds the longest chain of every unit that holds packages, and counts the
// requirements of every unit that has a manifest.
func Measure(set *modules.Set, g *imports.Graph) Result {
	homes := homesOf(g)
	chains := slices.Concat(resolve(longest(g, homes), set.Locks), ofLocks(set.Locks), ofManifests(set))
	slices.SortStableFunc(chains, func(a, b Chain) int {
		return cmp.Or(strings.Compare(a.Unit, b.Unit), strings.Compare(a.Ecosystem, b.Ecosystem))
	})
	return Result{Chains: chains, Dependencies: count(set, homes)}
}

func count(set *modules.Set, homes []home) []Dependencies {
	built := resolutions(set)
	out := make([]Dependencies, 0, len(set.Units))
	for _, u := range set.Units {
		if repo.Outside(u.Path) && !slices.Contains(homes, home{u.Path, u.Ecosystem}) {
			continue
		}
		d := Dependencies{Unit: u.Path, Ecosystem: u.Ecosystem}
		if p, ok := built[home{u.Path, u.Ecosystem}]; ok {
			d.Total, d.Brings, d.Partial = p.total(p.at), p.brings(p.at, &u), len(p.lock.Missing) > 0
		}
		listed, direct := map[string]bool{}, map[string]bool{}
		for _, r := range u.Requirements {
			listed[r.Name] = true
			if !r.Indirect {
				direct[r.Name] = true
			}
		}
		d.Listed, d.Direct = len(listed), len(direct)
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b Dependencies) int {
		return cmp.Or(strings.Compare(a.Unit, b.Unit), strings.Compare(a.Ecosystem, b.Ecosystem))
	})
	return out
}

// unit is a module and the packages that stand in it, those of tests only left out.
type unit struct {
	home
	packages []string
}

func longest(g *imports.Graph, homes []home) []Chain {
	links := g.Links()
	paths := graph.NewLongest(links)
	var out []Chain
	for _, u := range units(g, homes) {
		path, cut := chainOf(links, paths, u)
		out = append(out, Chain{
			ID:               "chain:" + u.ecosystem + ":" + u.path,
			Unit:             u.path,
			Ecosystem:        u.ecosystem,
			Length:           len(path) - 1,
			FirstPartyLength: len(path) - 1,
			Path:             path,
			Cut:              cut,
		})
	}
	return out
}

// units lists the modules that hold packages, by path.
func units(g *imports.Graph, homes []home) []unit {
	found := map[home]*unit{}
	for i, p := range g.Packages {
		at := homes[i]
		if at.ecosystem == "" || p.TestOnly {
			continue
		}
		if found[at] == nil {
			found[at] = &unit{home: at}
		}
		found[at].packages = append(found[at].packages, p.Path)
	}
	out := make([]unit, 0, len(found))
	for _, u := range found {
		out = append(out, *u)
	}
	slices.SortFunc(out, func(a, b unit) int {
		return cmp.Or(strings.Compare(a.path, b.path), strings.Compare(a.ecosystem, b.ecosystem))
	})
	return out
}

// home is the unit that a package belongs to; the zero value is none.
type home struct{ path, ecosystem string }

// homesOf finds the homes of all packages: the nearest module at or above each in its
// own language, else the nearest one above the analysed folder, else the root.
func homesOf(g *imports.Graph) []home {
	modules, around := map[home]bool{}, map[string]string{}
	for _, m := range g.Modules {
		e, ok := ecosystem(m.Language)
		if !ok {
			continue
		}
		modules[home{m.Path, e}] = true
		if least := around[e]; repo.Outside(m.Path) && (least == "" || len(m.Path) < len(least)) {
			around[e] = m.Path
		}
	}
	out := make([]home, len(g.Packages))
	for i, p := range g.Packages {
		if e, ok := ecosystem(p.Language); ok {
			folder := nearest(p.Path, func(folder string) bool { return modules[home{folder, e}] })
			if folder == "." && !modules[home{".", e}] && around[e] != "" {
				folder = around[e]
			}
			out[i] = home{folder, e}
		}
	}
	return out
}

// nearest is the closest folder at or above path for which is holds; the root if
// there is none.
func nearest(path string, is func(string) bool) string {
	for !is(path) {
		i := strings.LastIndexByte(path, '/')
		if i < 0 {
			return "."
		}
		path = path[:i]
	}
	return path
}

// ecosystem names the package manager whose modules hold the packages of a language.
func ecosystem(language string) (string, bool) { return "go", language == "go" }

// chainOf is the longest chain that starts in a unit and may leave it, and the import that
// makes it so long. The chain begins in a strongly connected group with one of the unit's
// packages; its first entry is that one, though the group may have others before it.
func chainOf(links *graph.Graph, paths *graph.Longest, u unit) ([]string, *Cut) {
	from := links.Indexes(u.packages)
	path := paths.Path(from)
	if group := paths.Component(path[0]); !slices.Contains(from, path[0]) {
		path[0] = group[slices.IndexFunc(group, func(i int) bool { return slices.Contains(from, i) })]
	}
	return links.Names(path), cutOf(paths, from, func(int) bool { return true }, links.Name)
}

// subgraph is the part of g over the marked nodes.
func subgraph(g *graph.Graph, keep []bool) *graph.Graph {
	var names []string
	for i, ok := range keep {
		if ok {
			names = append(names, g.Name(i))
		}
	}
	return graph.New(names, func(yield func(graph.Edge) bool) {
		for i, j := range g.Edges() {
			if keep[i] && keep[j] && !yield(graph.Edge{From: g.Name(i), To: g.Name(j)}) {
				return
			}
		}
	})
}
