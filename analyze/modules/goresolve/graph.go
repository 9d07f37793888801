package goresolve

import (
	"maps"
	"slices"

	"seam/analyze/format/gomod"
	"seam/analyze/modules"
)

// main is a main module and what it asks for.
type main struct {
	unit  *modules.Unit
	roots []mod
}

// graph is every module that was asked for.
type graph struct {
	mains    []main
	requires map[mod][]mod     // of the modules whose go.mod counts
	selected map[string]string // by module path, the main modules left out
	missing  map[mod]bool
}

// build loads the graph of one main module. Where a module that a root asks for is
// higher than that root, go.mod is not tidy, and the go command raises the root: with
// pruning it then starts again, since what counts depends on the roots; without, it
// keeps what it found.
func (r *resolver) build(u *modules.Unit, rules rules) *graph {
	m := main{unit: u, roots: rules.roots(u)}
	for {
		g := r.load([]main{m}, rules)
		raised := false
		for i, root := range m.roots {
			if v := g.selected[root.path]; v != root.version {
				m.roots[i].version, raised = v, true
			}
		}
		if !raised || !gomod.Pruned(u.GoVersion) {
			return g
		}
	}
}

// visit is a module whose go.mod is to be read. deep says that everything below it
// counts too.
type visit struct {
	mod
	deep bool
}

// load reads the graph below the roots.
func (r *resolver) load(mains []main, rules rules) *graph {
	g := &graph{mains: mains, requires: map[mod][]mod{}, selected: map[string]string{}, missing: map[mod]bool{}}
	var queue []visit
	seen := map[visit]bool{}
	enqueue := func(m mod, deep bool) {
		if v := (visit{m, deep}); !seen[v] {
			seen[v] = true
			queue = append(queue, v)
		}
	}
	for _, m := range mains {
		for _, root := range m.roots {
			raise(g.selected, root)
			enqueue(root, !gomod.Pruned(m.unit.GoVersion))
		}
	}
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		s := r.summary(v.mod, rules)
		if s.missing {
			if len(mains) == 1 || !g.isMain(v.path) { // a member as it is on disk stands in for its versions
				g.missing[v.mod] = true
			}
			continue
		}
		g.add(v.mod, s, rules)
		if deep := v.deep || !s.pruned; deep {
			for _, q := range g.requires[v.mod] {
				enqueue(q, deep)
			}
		}
	}
	for _, m := range mains {
		delete(g.selected, m.unit.Name)
	}
	return g
}

func (g *graph) isMain(name string) bool {
	return slices.ContainsFunc(g.mains, func(m main) bool { return m.unit.Name == name })
}

// add takes up what a module requires, without what is excluded.
func (g *graph) add(m mod, s *summary, rules rules) {
	if _, done := g.requires[m]; done {
		return
	}
	kept := make([]mod, 0, len(s.requires))
	for _, q := range s.requires {
		if !rules.excluded[q] {
			kept = append(kept, q)
			raise(g.selected, q)
		}
	}
	g.requires[m] = kept
}

func raise(selected map[string]string, m mod) {
	if v, ok := selected[m.path]; !ok || gomod.Compare(v, m.version) < 0 {
		selected[m.path] = m.version
	}
}

func (g *graph) absent() []string {
	var out []string
	for m := range maps.Keys(g.missing) {
		out = append(out, m.String())
	}
	slices.Sort(out)
	return out
}
