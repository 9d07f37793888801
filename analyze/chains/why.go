package chains

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/graph"
)

// Source says what a Reason was read from.
type Source string

// The sources of reasons.
const (
	FromLock      Source = "lock"      // a lock file, or a resolved build
	FromManifests Source = "manifests" // the requirements alone: units that no lock holds
	FromImports   Source = "imports"   // the import graph: the name is a package of the repository
)

// Reason answers why one version of a dependency is here: the shortest ways to it from a
// unit of the repository, by Yen's algorithm; of equally long ones the first by name.
type Reason struct {
	Ecosystem  string `json:"ecosystem"`
	Source     Source `json:"source"`
	File       string `json:"file,omitempty"` // the lock, or the manifest of a resolved build
	Dependency string `json:"dependency"`
	Version    string `json:"version,omitempty"`
	Ways       []Way  `json:"ways"`           // the fewest steps first
	More       bool   `json:"more,omitempty"` // there are more ways than were asked for
}

// Way is one way to a dependency.
type Way struct {
	Path     []string         `json:"path"`               // from a unit down: folders of units, NAME@VERSION of third parties; of imports, packages
	Location finding.Location `json:"location,omitzero"`  // the requirement that it begins with
	Kind     modules.Kind     `json:"kind,omitempty"`     // what that requirement is for
	Indirect bool             `json:"indirect,omitempty"` // the manifest lists it only because something else needs it
}

// DefaultWays is how many ways Why looks for where no number is given.
const DefaultWays = 3

// UnknownError says that nothing here is called Name.
type UnknownError struct {
	Name string
	Near []string // names that may have been meant
}

func (e *UnknownError) Error() string {
	return "nothing in the manifests, locks and imports read is called " + e.Name
}

// Why finds the k shortest ways to a dependency (NAME or NAME@VERSION) or to a package of
// the repository (its folder). In a lock every version has a Reason of its own; ways lead
// through other units of the repository only where the dependency is one. The error is an
// UnknownError.
func Why(set *modules.Set, g *imports.Graph, name string, k int) ([]Reason, error) {
	if k < 1 {
		k = DefaultWays
	}
	w := &asking{set: set, k: k, lines: requirementLines(set)}
	w.name, w.version = name, ""
	if w.look(g); len(w.found) == 0 {
		if i := strings.LastIndexByte(name, '@'); i > 0 {
			w.name, w.version = name[:i], name[i+1:]
			w.look(g)
		}
	}
	if len(w.found) == 0 {
		return nil, &UnknownError{name, finding.Nearest(name, w.known(g), 3)}
	}
	return w.found, nil
}

// asking is one question.
type asking struct {
	set           *modules.Set
	name, version string // version "" is any
	k             int
	lines         map[line]*modules.Requirement
	found         []Reason
}

// line finds a requirement.
type line struct{ ecosystem, unit, name string }

// requirementLines indexes every requirement, of several of one name in a manifest the
// first.
func requirementLines(set *modules.Set) map[line]*modules.Requirement {
	out := map[line]*modules.Requirement{}
	for i := range set.Units {
		u := &set.Units[i]
		for k := range u.Requirements {
			at := line{u.Ecosystem, u.Path, u.Requirements[k].Name}
			if out[at] == nil {
				out[at] = &u.Requirements[k]
			}
		}
	}
	return out
}

func (w *asking) look(g *imports.Graph) {
	for i := range w.set.Locks {
		w.lock(&w.set.Locks[i])
	}
	w.manifests()
	w.imports(g)
}

// is reports whether the question is about a package of this name and version. A unit
// goes by its folder too.
func (w *asking) is(name, version, unit string) bool {
	return (name == w.name || unit != "" && unit == w.name) && (w.version == "" || version == w.version)
}

func (w *asking) lock(l *modules.Lock) {
	if l.Resolved && rootOf(l) < 0 {
		return
	}
	l = withoutListed(l, w.lines)
	for i := range l.Packages {
		p := &l.Packages[i]
		if !w.is(p.Name, p.Version, p.Unit) || l.Resolved && p.Unit == l.Path {
			continue
		}
		ways, more := w.waysIn(l, i)
		if len(ways) == 0 && p.FirstParty() {
			continue // a unit that no other one needs
		}
		w.found = append(w.found, Reason{Ecosystem: l.Ecosystem, Source: FromLock, File: l.File, Dependency: p.Name, Version: p.Version, Ways: ways, More: more})
	}
}

// waysIn finds the ways from the units of a lock to one of its packages.
func (w *asking) waysIn(l *modules.Lock, target int) (ways []Way, more bool) {
	within := l.Packages[target].FirstParty()
	const top = "" // stands above all units, and before all numbers
	names := []string{top}
	for i := range l.Packages {
		names = append(names, number(i))
	}
	g := graph.New(names, func(yield func(graph.Edge) bool) {
		for i := range l.Packages {
			p := &l.Packages[i]
			if p.FirstParty() && i != target && !yield(graph.Edge{From: top, To: number(i)}) {
				return
			}
			for _, k := range p.Requires {
				passes := within || !p.FirstParty() || !l.Packages[k.To].FirstParty()
				if passes && !yield(graph.Edge{From: number(i), To: number(k.To)}) {
					return
				}
			}
		}
	})
	paths := graph.ShortestPaths(g, 0, target+1, w.k+1)
	for _, p := range paths[:min(w.k, len(paths))] {
		way := Way{}
		for _, i := range p[1:] {
			way.Path = append(way.Path, labelOf(&l.Packages[i-1]))
		}
		w.begin(&way, l, p[1]-1, p[2]-1)
		ways = append(ways, way)
	}
	return ways, len(paths) > w.k
}

// begin notes the manifest's line that a way begins with.
func (w *asking) begin(way *Way, l *modules.Lock, unit, next int) {
	r := w.lines[line{l.Ecosystem, l.Packages[unit].Unit, l.Packages[next].Name}]
	for _, k := range l.Packages[unit].Requires {
		if k.To == next {
			way.Kind = k.Kind
		}
	}
	if r != nil {
		way.Location, way.Indirect = r.Location, r.Indirect
		way.Kind = cmp.Or(way.Kind, r.Kind)
	}
}

// manifests finds the requirements of units that no lock holds, one Reason a version.
func (w *asking) manifests() {
	held := map[home]bool{}
	for i := range w.set.Locks {
		for _, p := range w.set.Locks[i].Packages {
			held[home{p.Unit, w.set.Locks[i].Ecosystem}] = true
		}
	}
	type wanted struct{ ecosystem, name, version string }
	ways := map[wanted][]Way{}
	for i := range w.set.Units {
		u := &w.set.Units[i]
		if held[home{u.Path, u.Ecosystem}] {
			continue
		}
		for _, r := range u.Requirements {
			if w.is(r.Name, r.Version, r.Unit) {
				at := wanted{u.Ecosystem, r.Name, r.Version}
				ways[at] = append(ways[at], Way{Path: []string{u.Path, asked(r)}, Location: r.Location, Kind: r.Kind, Indirect: r.Indirect})
			}
		}
	}
	var found []Reason
	for at, list := range ways {
		slices.SortStableFunc(list, directFirst)
		found = append(found, Reason{Ecosystem: at.ecosystem, Source: FromManifests, Dependency: at.name, Version: at.version, Ways: list[:min(w.k, len(list))], More: len(list) > w.k})
	}
	slices.SortFunc(found, func(a, b Reason) int {
		return cmp.Or(strings.Compare(a.Ecosystem, b.Ecosystem), strings.Compare(a.Dependency, b.Dependency), strings.Compare(a.Version, b.Version))
	})
	w.found = append(w.found, found...)
}

// asked is a requirement as the end of a way.
func asked(r modules.Requirement) string {
	switch {
	case r.Unit != "":
		return r.Unit
	case r.Version == "":
		return r.Name
	}
	return r.Name + "@" + r.Version
}

func directFirst(a, b Way) int {
	if a.Indirect != b.Indirect {
		if a.Indirect {
			return 1
		}
		return -1
	}
	return cmp.Or(strings.Compare(a.Path[0], b.Path[0]), a.Location.Compare(b.Location))
}

// imports finds the ways along imports to a package of the repository: from programs
// where one reaches it, else from packages that nothing imports.
func (w *asking) imports(g *imports.Graph) {
	if g == nil || w.version != "" {
		return
	}
	target, ok := g.Find(w.name)
	if !ok {
		return
	}
	ways, more := w.importWays(g)
	e, _ := ecosystem(target.Language)
	w.found = append(w.found, Reason{Ecosystem: e, Source: FromImports, Dependency: target.Path, Ways: ways, More: more})
}

func (w *asking) importWays(g *imports.Graph) (ways []Way, more bool) {
	const top = ""
	links := g.Links()
	target, ok := links.Index(w.name)
	if !ok {
		return nil, false
	}
	reach := graph.ReachedBy(links, target)
	from := w.starts(g, links, reach, func(p imports.Package, _ int) bool { return p.Main })
	if len(from) == 0 {
		from = w.starts(g, links, reach, func(_ imports.Package, i int) bool { return len(links.In(i)) == 0 })
	}
	names := []string{top}
	for i := range links.Len() {
		names = append(names, links.Name(i))
	}
	all := graph.New(names, func(yield func(graph.Edge) bool) {
		for _, p := range from {
			if !yield(graph.Edge{From: top, To: p}) {
				return
			}
		}
		for i, j := range links.Edges() {
			if !yield(graph.Edge{From: links.Name(i), To: links.Name(j)}) {
				return
			}
		}
	})
	end, _ := all.Index(w.name)
	paths := graph.ShortestPaths(all, 0, end, w.k+1)
	for _, p := range paths[:min(w.k, len(paths))] {
		ways = append(ways, Way{Path: all.Names(p[1:])})
	}
	return ways, len(paths) > w.k
}

// starts lists the packages that is accepts and that reach the target, but not itself.
func (w *asking) starts(g *imports.Graph, links *graph.Graph, reach []bool, is func(imports.Package, int) bool) []string {
	var out []string
	for _, p := range g.Packages {
		if i, ok := links.Index(p.Path); ok && reach[i] && p.Path != w.name && !p.TestOnly && is(p, i) {
			out = append(out, p.Path)
		}
	}
	return out
}

// known lists every name that a question can be about.
func (w *asking) known(g *imports.Graph) []string {
	var out []string
	for i := range w.set.Locks {
		for _, p := range w.set.Locks[i].Packages {
			out = append(out, p.Name)
		}
	}
	for _, u := range w.set.Units {
		for _, r := range u.Requirements {
			out = append(out, r.Name)
		}
	}
	if g != nil {
		for _, p := range g.Packages {
			out = append(out, p.Path)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
