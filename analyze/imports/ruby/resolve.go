package ruby

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/repo"
)

// choice is the file that a constant, or a required name, is; nil with several if more than
// one has the same claim.
type choice struct {
	file    *file
	several bool
}

// visible is a constant if there is one and code of a file can see it.
func visible(from *file, n *name) *name {
	if n == nil {
		return nil
	}
	if len(n.defined) == 0 {
		return n // a namespace that only names say there is
	}
	for i := range n.defined {
		if from.sees(n.defined[i].file) {
			return n
		}
	}
	return nil
}

// sees reports whether a file's code can name what another defines.
func (f *file) sees(to *file) bool {
	if to.test {
		return f.test && (f.module == to.module || f.module.holder == to.module.holder)
	}
	if to.aside() && (f.module != to.module || !f.test && !f.aside()) {
		return false
	}
	return f.module.sees(to.module)
}

// aside reports whether a file lies in a gem but not in what it ships: benchmarks, tasks.
func (f *file) aside() bool {
	if f.module.is != gem {
		return false
	}
	for _, r := range f.module.roots {
		if repo.Below(r, f.folder) {
			return false
		}
	}
	below := repo.Relative(f.module.folder, f.name)
	first, _, nested := strings.Cut(below, "/")
	return !nested || first != "app" && first != "config" && first != "db" && first != "lib"
}

// lookup finds what a constant means at a place: the name of as many of its parts as the
// repository has. nil if it has nothing of it; rest is what it lacks.
func (l *loader) lookup(from *file, scope int, constant string) (found *name, rest bool) {
	head, tail, _ := strings.Cut(strings.TrimPrefix(constant, "::"), "::")
	if strings.HasPrefix(constant, "::") {
		found = visible(from, l.top.member(head))
	} else {
		found = l.head(from, scope, head)
	}
	for found != nil && tail != "" {
		head, tail, _ = strings.Cut(tail, "::")
		next := l.member(from, found, head)
		if next == nil {
			return found, true
		}
		found = next
	}
	return found, false
}

// head finds the first part of a constant: in the modules around, in the ancestors of the
// innermost, at the top level.
func (l *loader) head(from *file, scope int, part string) *name {
	if !l.known[part] {
		return nil
	}
	for s := scope; s != 0; s = from.Scopes[s].Parent {
		if n := visible(from, from.inside[s].member(part)); n != nil {
			return n
		}
	}
	if scope != 0 {
		if n := l.inherited(from, from.inside[scope], part); n != nil {
			return n
		}
	}
	return visible(from, l.top.member(part))
}

// member finds a part of a constant: in it, or in its ancestors.
func (l *loader) member(from *file, of *name, part string) *name {
	if n := visible(from, of.member(part)); n != nil {
		return n
	}
	return l.inherited(from, of, part)
}

func (l *loader) inherited(from *file, of *name, part string) *name {
	if of == nil || !l.known[part] {
		return nil
	}
	for _, a := range l.above(of) {
		if n := visible(from, a.member(part)); n != nil {
			return n
		}
	}
	return nil
}

// maxAbove bounds how many ancestors of a constant are looked at.
const maxAbove = 100

// above lists the ancestors of a constant that the repository defines, the nearest first.
// Those of constants whose ancestors stand in one another depend on which is asked for
// first: indexConstants asks for all by name, and then nothing is written any more.
func (l *loader) above(of *name) []*name {
	if of.climbed || len(of.opened) == 0 || l.climbing > maxAbove {
		return of.above // none while they are worked out
	}
	l.climbing++
	defer func() { l.climbing-- }()
	of.climbed = true
	var out []*name
	add := func(a *name) {
		if a != of && len(out) < maxAbove && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	for _, o := range of.opened {
		s := &o.file.Scopes[o.scope]
		for _, a := range s.Ancestors {
			n, rest := l.lookup(o.file, s.Parent, a)
			if n == nil || rest {
				continue
			}
			add(n)
			for _, further := range l.above(n) {
				add(further)
			}
		}
	}
	of.above = out
	return out
}

// resolver chooses files for what files of Ruby name, and remembers what it chose: one for
// each goroutine. The loader is only read.
type resolver struct {
	*loader
	settled map[view]choice
}

// view is a constant and who names it: all that the choice of a file depends on.
type view struct {
	of     *name
	module *module
	test   bool
}

// choose takes the file that a file means by a constant; itself where it defines it.
func (r *resolver) choose(from *file, n *name) choice {
	c := r.chosen(from, n)
	if c.file == from {
		return c
	}
	named := c.file != nil && matching(c.file.keys, n.keys) == len(n.keys)
	for i := range n.defined {
		d := &n.defined[i] // a superclass that is said again, where a file is named for the class, opens it only
		if d.file == from && (d.body || d.based && !named || c.several || c.file == nil) {
			return choice{file: from}
		}
	}
	if c.file != nil && c.file.isExample() && c.file.keys[len(c.file.keys)-1] != n.keys[len(n.keys)-1] {
		return choice{} // a test's own helper: others define their own
	}
	return c
}

// chosen is choose for all files of a module, the definitions of the file itself aside.
func (r *resolver) chosen(from *file, n *name) choice {
	v := view{n, from.module, from.test}
	c, ok := r.settled[v]
	if !ok {
		c = r.settle(n, from)
		r.settled[v] = c
	}
	return c
}

// settle takes of the definitions that a file sees the ones with most claim to a constant.
func (l *loader) settle(n *name, from *file) choice {
	near := l.modules.reach(from.module)
	var best []*definition
	claim := -1
	for i := range n.defined {
		d := &n.defined[i]
		if !from.sees(d.file) {
			continue
		}
		switch c := d.claim(n, from, near); {
		case c < 0 || c < claim:
		case c > claim:
			best, claim = append(best[:0], d), c
		default:
			best = append(best, d)
		}
	}
	if len(best) == 0 {
		return choice{}
	}
	first := best[0]
	if !l.isOwn(n, first) {
		return choice{}
	}
	if len(best) == 1 {
		return choice{file: first.file}
	}
	whole := first.match == len(n.parts)
	return choice{several: whole && best[1].file.module != first.file.module}
}

// claim ranks a definition: by how much of the name the file's path is, then by whether it
// makes the constant or opens it only; of those by how near its module is.
func (d *definition) claim(n *name, from *file, near map[*module]bool) int {
	out := 0
	switch {
	case d.exact:
		out = maxParts * 3
	case d.match == len(n.parts):
		out = maxParts * 2
	case d.body || d.based:
		out = maxParts + d.match
	}
	out *= 8
	switch {
	case d.file.module == from.module:
		out += 4
	case near[d.file.module]:
		out += 2
	}
	if d.file.test == from.test {
		out++
	}
	return out
}

// isOwn reports whether a definition makes a constant the repository's own, and does not
// open one of Ruby's or of a gem's.
func (l *loader) isOwn(n *name, d *definition) bool {
	whole := d.match == len(n.parts)
	head := n.parts[0]
	switch {
	case core[head]:
		return d.based && (whole || len(n.parts) > 1)
	case l.modules.external[normal(head)] != "", len(l.top.member(head).defined) == 0:
		return whole || d.based // class A::B, and nothing here is an A
	}
	return true
}

// required finds the file that require takes for a name.
func (l *loader) required(from *file, wanted string) choice {
	wanted = strings.TrimSuffix(strings.TrimPrefix(wanted, "./"), ".rb")
	first, _, _ := strings.Cut(wanted, "/")
	near := l.modules.reach(from.module)
	var best []*file
	claim := -1
	for _, r := range l.roots[wanted] {
		c := 0
		switch r.how {
		case private:
			if !from.module.sees(r.file.module) {
				continue
			}
		case weak:
			if r.file.module != from.module || standard[first] || l.modules.external[normal(first)] != "" {
				continue
			}
		case tests:
			if !strings.HasPrefix(from.name, r.root+"/") {
				continue
			}
		}
		switch {
		case r.file.test && !from.test:
			continue
		case r.file.module == from.module:
			c = 4
		case near[r.file.module]:
			c = 2
		}
		if r.how == public || r.how == tests {
			c++
		}
		switch {
		case c < claim:
		case c > claim:
			best, claim = append(best[:0], r.file), c
		case best[len(best)-1] != r.file:
			best = append(best, r.file)
		}
	}
	if len(best) == 1 {
		return choice{file: best[0]}
	}
	return choice{several: len(best) > 1}
}

// relative finds the file at a path that is relative to another's folder.
func (l *loader) relative(from *file, wanted string) *file {
	at := path.Join(from.folder, wanted)
	if f := l.byName[at]; f != nil {
		return f
	}
	return l.byName[at+".rb"]
}

// class finds the class that an association is with: Rails looks it up from the class that
// has it outwards.
func (l *loader) class(from *file, scope int, words []string) *name {
	for _, w := range words {
		for s := scope; ; s = from.Scopes[s].Parent {
			key := w
			if s != 0 {
				key = normal(from.scopes[s]) + "::" + w
			}
			if n := visible(from, l.alike[key]); n != nil && len(n.defined) > 0 {
				return n
			}
			if s == 0 {
				break
			}
		}
	}
	return nil
}
