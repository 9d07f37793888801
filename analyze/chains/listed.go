package chains

import (
	"slices"

	"seam/analyze/modules"
	"seam/graph"
)

// withoutListed is a resolved build without the links that say nothing about who needs
// what: a go.mod lists all that its build needs, so that every indirect module seems to be
// asked for by the unit itself. Such a link goes where other links lead to its end; where
// none do, since a dependency's own go.mod could not be read, it stays. Locks are returned
// as they are.
func withoutListed(l *modules.Lock, lines map[line]*modules.Requirement) *modules.Lock {
	if !l.Resolved {
		return l
	}
	listed := func(p *modules.Package, k modules.Link) bool {
		r := lines[line{l.Ecosystem, p.Unit, l.Packages[k.To].Name}]
		return p.FirstParty() && r != nil && r.Indirect
	}
	out := *l
	out.Packages = slices.Clone(l.Packages)
	for i := range out.Packages {
		p := &out.Packages[i]
		p.Requires = slices.DeleteFunc(slices.Clone(p.Requires), func(k modules.Link) bool { return listed(p, k) })
	}
	reached := graph.Reach(linksOf(&out, func(*modules.Package) bool { return true }), rootOf(l))
	for i := range out.Packages {
		out.Packages[i].Requires = slices.DeleteFunc(slices.Clone(l.Packages[i].Requires), func(k modules.Link) bool {
			return listed(&l.Packages[i], k) && reached[k.To]
		})
	}
	return &out
}
