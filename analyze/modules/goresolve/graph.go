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

// reach is how far below a module the graph goes.
type reach int

const (
	near reach = iota // its own requirements, if it lists all that its build needs; else everything
	wide              // its requirements, and each of theirs by its own kind
	deep              // everything
)

// visit is a module whose go.mod is to be read.
type visit struct {
	mod
	reach reach
}

// loading is the state of reading one module graph.
type loading struct {
	*graph
	resolver *resolver
	rules    rules
	queue    []visit
	seen     map[visit]bool
}

// load reads the graph below the roots.
func (r *resolver) load(mains []main, rules rules) *graph {
	g := &graph{mains: mains, requires: map[mod][]mod{}, selected: map[string]string{}, missing: map[mod]bool{}}
	l := &loading{graph: g, resolver: r, rules: rules, seen: map[visit]bool{}}
	for _, m := range mains {
		for _, root := range m.roots {
			raise(g.selected, root)
			l.enqueue(root, below(near, gomod.Pruned(m.unit.GoVersion)))
		}
	}
	l.run()
	if len(mains) > 1 {
		l.widen()
	}
	for _, m := range mains {
		delete(g.selected, m.unit.Name)
	}
	return g
}

func (l *loading) enqueue(m mod, far reach) {
	if v := (visit{m, far}); !l.seen[v] {
		l.seen[v] = true
		l.queue = append(l.queue, v)
	}
}

func (l *loading) run() {
	for len(l.queue) > 0 {
		v := l.queue[0]
		l.queue = l.queue[1:]
		s := l.resolver.summary(v.mod, l.rules)
		if s.missing {
			if len(l.mains) == 1 || !l.isMain(v.path) { // a member as it is on disk stands in for its versions
				l.missing[v.mod] = true
			}
			continue
		}
		l.add(v.mod, s, l.rules)
		if v.reach == near && s.pruned {
			continue
		}
		for _, q := range l.requires[v.mod] {
			l.enqueue(q, below(v.reach, s.pruned))
		}
	}
}

// below is how far the graph goes below a requirement of a module.
func below(of reach, pruned bool) reach {
	if of == deep || !pruned {
		return deep
	}
	return near
}

// widen follows, in a workspace, the requirements that members raise for one another: a
// go.mod lists all that its own versions need, not what higher ones do.
func (l *loading) widen() {
	follow := map[string]bool{}
	for {
		var raised []mod
		consider := func(requires []mod) {
			for _, q := range requires {
				if m := (mod{q.path, l.selected[q.path]}); m.version != q.version && !l.isMain(q.path) && !l.seen[visit{m, wide}] {
					raised = append(raised, m)
				}
			}
		}
		for _, m := range l.mains {
			consider(m.roots)
		}
		for _, m := range sorted(l.selected) {
			if follow[m.path] {
				raised = append(raised, l.unseen(m)...)
				consider(l.requires[m])
			}
		}
		if len(raised) == 0 {
			return
		}
		for _, m := range raised {
			follow[m.path] = true
			l.enqueue(m, wide)
		}
		l.run()
	}
}

// unseen is m where it was not followed at this version.
func (l *loading) unseen(m mod) []mod {
	if l.seen[visit{m, wide}] {
		return nil
	}
	return []mod{m}
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
