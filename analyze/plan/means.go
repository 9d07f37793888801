package plan

import (
	"slices"
	"strings"

	"seam/analyze/imports"
	"seam/analyze/whatif"
)

// A few names or packages; more are no small step.
const (
	fewNames    = 8
	fewPackages = 3
)

// target is one package that the part may no longer import, and how to do without.
type target struct {
	pkg     int32
	name    string
	imports []whatif.Import // of the part and what moves in with it
	own     []string        // names that nobody outside uses
	both    []string        // names that others use too
	calls   []string        // functions and methods in both
	ideas   []string        // interfaces in both
	rest    []string        // everything else in both: types, constants, variables
	blank   bool            // no name is used, or none is known
	first   []string        // it and all it needs, if that is little and needs nothing of the part: what could be split out first
}

// targets groups the imports to cut by the package they lead to, by name.
func (p *planner) targets() []target {
	var out []target
	for _, e := range p.cut {
		k := slices.IndexFunc(out, func(t target) bool { return t.pkg == e.to })
		if k < 0 {
			k = len(out)
			out = append(out, target{pkg: e.to, name: e.To})
		}
		out[k].imports = append(out[k].imports, e.Import)
	}
	for k := range out {
		p.study(&out[k])
	}
	slices.SortFunc(out, func(a, b target) int { return strings.Compare(a.name, b.name) })
	return out
}

func (p *planner) study(t *target) {
	var names []string
	for _, i := range t.imports {
		for _, n := range i.Symbols {
			names = append(names, p.movable(n))
		}
	}
	names = union(names, nil)
	t.blank = len(names) == 0
	others := p.usedByOthers(t.pkg)
	kinds := p.kinds(t.name)
	for _, n := range names {
		switch kind := kinds[n]; {
		case !others[n]:
			t.own = append(t.own, n)
			continue
		case kind == imports.Func, kind == imports.Method:
			t.calls = append(t.calls, n)
		case kind == imports.Interface:
			t.ideas = append(t.ideas, n)
		default:
			t.rest = append(t.rest, n)
		}
		t.both = append(t.both, n)
	}
	if need := p.needs(t.pkg); len(t.both) > 0 && !p.leads[t.pkg] && len(need) <= fewPackages {
		t.first = need
	}
	if len(t.own) > fewNames && t.first == nil { // too many to move: they go as the others do
		t.spread(kinds)
	}
}

// spread treats the names that only the part uses like those that others use too.
func (t *target) spread(kinds map[string]imports.DeclarationKind) {
	for _, n := range t.own {
		switch kinds[n] {
		case imports.Func, imports.Method:
			t.calls = union(t.calls, []string{n})
		case imports.Interface:
			t.ideas = union(t.ideas, []string{n})
		default:
			t.rest = union(t.rest, []string{n})
		}
	}
	t.both, t.own = union(t.both, t.own), nil
}

// usedByOthers is the names of a package that others than it and the part mention.
func (p *planner) usedByOthers(pkg int32) map[string]bool {
	used := map[string]bool{}
	for _, list := range [][]edge{p.edges, p.tests} {
		for _, e := range list {
			if e.to == pkg && !p.inside[e.from] {
				for _, n := range e.Symbols {
					used[p.movable(n)] = true
				}
			}
		}
	}
	return used
}

// movable is the name that goes where a name goes: in Java, Kotlin, Scala and C# the type
// that holds it.
func (p *planner) movable(name string) string {
	if p.speaks("java") || p.speaks("csharp") {
		name, _, _ = strings.Cut(name, ".")
	}
	return name
}

// kinds says what a package's names are, as far as that is known.
func (p *planner) kinds(pkg string) map[string]imports.DeclarationKind {
	out := map[string]imports.DeclarationKind{}
	for _, d := range p.declared(pkg) {
		if out[d.Name] == "" {
			out[d.Name] = d.Kind
		}
	}
	return out
}

func (p *planner) declared(pkg string) []imports.Declaration {
	if p.in.Declarations == nil {
		return nil
	}
	return p.in.Declarations(pkg)
}

// needs is a package and all that it imports, directly or not, by name, outside the part.
func (p *planner) needs(pkg int32) []string {
	seen := make([]bool, len(p.b.Packages))
	seen[pkg] = true
	for changed := true; changed; {
		changed = false
		for _, e := range p.edges {
			if seen[e.from] && !seen[e.to] {
				seen[e.to], changed = true, true
			}
		}
	}
	var out []string
	for _, i := range p.numbers(seen) {
		out = append(out, p.b.Packages[i])
	}
	return out
}

// way says in a few words how the imports of a target go away.
func (t target) way(unit string) string {
	switch {
	case t.blank:
		return "no name is known to be used: import it where the program starts"
	case t.first != nil:
		return "make " + t.name + " a " + unit + " of its own first"
	case len(t.both) == 0:
		return "move the names in"
	}
	var ways []string
	if len(t.own) > 0 {
		ways = append(ways, "move names in")
	}
	if len(t.calls)+len(t.ideas) > 0 {
		ways = append(ways, "introduce an interface")
	}
	if len(t.rest) > 0 {
		ways = append(ways, "move what both sides use to a package below both")
	}
	return strings.Join(ways, "; ")
}
