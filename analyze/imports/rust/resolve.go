package rust

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
)

// place is what a path leads to: a module, or a name in it.
type place struct {
	module *module
	item   string // "" for the module itself
}

type answer struct {
	place
	ok bool
}

// Bounds: how long a chain of re-exports is followed, and how much is looked up in one
// repository (a large one needs a tenth).
const (
	maxChain   = 200
	maxLookups = 20_000_000
)

// lookup finds a name in the scope of a module.
func (l *loader) lookup(m *module, name string) (place, bool) {
	if a, ok := m.memo[name]; ok {
		return a.place, a.ok // one that is under way has found nothing: re-exports in a circle
	}
	if l.lookups++; l.chain >= maxChain || l.lookups > maxLookups {
		return place{}, false
	}
	if m.memo == nil {
		m.memo = map[string]answer{}
	}
	m.memo[name] = answer{}
	l.chain++
	found, ok := l.find(m, name)
	l.chain--
	m.memo[name] = answer{found, ok}
	return found, ok
}

func (l *loader) find(m *module, name string) (place, bool) {
	if n := m.children[name]; n != nil {
		return place{module: n}, true
	}
	if m.names().items[name] {
		return place{m, name}, true
	}
	if n := m.crate.macros[name]; n != nil && m == m.root {
		return place{n, name}, true
	}
	binds := m.names().binds[name]
	for _, u := range binds {
		if p, ok, _ := l.resolve(m, u.Path, u); ok {
			return p, true
		}
	}
	if len(binds) > 0 { // a name of a third party: the module has it, and no more is known
		return place{m, name}, true
	}
	for _, from := range l.globs(m) {
		if p, ok := l.lookup(from, name); ok {
			if p.module.crate != from.crate {
				p = place{from, name} // re-exported of a third crate
			}
			return p, true
		}
	}
	return place{}, false
}

// globs lists the modules whose names all are names of a module too, and notes whether
// there are others that the repository does not hold.
func (l *loader) globs(m *module) []*module {
	if m.globbed {
		return m.globs
	}
	m.globbed = true // globs of each other end here
	for _, u := range m.names().globs {
		switch to, ok, _ := l.resolve(m, u.Path, u); {
		case !ok || to.item != "":
			m.open = true
		case to.module != m:
			m.globs = append(m.globs, to.module)
		}
	}
	return m.globs
}

// open reports whether a module may have any name: a glob of it, or of a module that it
// takes all of, leads to a third party.
func (l *loader) open(m *module) bool {
	globs := l.globs(m)
	return m.open || slices.ContainsFunc(globs, func(to *module) bool { l.globs(to); return to.open })
}

// resolve follows a path from a module. A name that a found module does not have stands
// as it is, in the innermost module found; missing is then that name if more follows it.
// A path never leaves the crate that its first part leads to.
func (l *loader) resolve(m *module, parts []string, u *use) (at place, ok bool, missing string) {
	at, rest, ok := l.first(m, parts, u)
	if !ok {
		return place{}, false, ""
	}
	for i, part := range rest {
		if at.item != "" {
			break
		}
		if part == "super" {
			if at.module.parent == nil {
				return place{}, false, ""
			}
			at.module = at.module.parent
			continue
		}
		next, found := l.lookup(at.module, part)
		switch {
		case found && next.module.crate == at.module.crate:
			at = next
		default:
			if !found && i+1 < len(rest) && !l.open(at.module) {
				missing = part
			}
			return place{at.module, part}, true, missing
		}
	}
	return at, true, ""
}

// first resolves the first part of a path.
func (l *loader) first(m *module, parts []string, u *use) (at place, rest []string, ok bool) {
	rest = parts[1:]
	switch name := parts[0]; {
	case u != nil && u.Extern && name == "self":
		return place{module: m.root}, rest, true
	case u != nil && u.Extern:
		at, ok = m.extern(name)
		return at, rest, ok
	case name == "crate" || name == "$crate":
		return place{module: m.root}, rest, true
	case name == "self":
		return place{module: m}, rest, true
	case name == "super":
		return place{module: m.parent}, rest, m.parent != nil
	case name == "Self":
		return place{}, nil, false
	case name == "":
		if m.crate.Old {
			if at, ok = l.lookup(m.root, parts[1]); ok {
				return at, rest[1:], true
			}
		}
		at, ok = m.extern(parts[1])
		return at, rest[1:], ok
	default:
		from := m
		if u != nil && m.crate.Old {
			from = m.root
		}
		if at, ok = l.lookup(from, name); !ok {
			at, ok = m.extern(name)
		}
		return at, rest, ok
	}
}

// extern is the library that code of a module knows by a name.
func (m *module) extern(name string) (place, bool) {
	to := m.crate.externs[name]
	if to == nil && name == m.crate.Lib && m.kind != library {
		to = m.crate
	}
	if to == nil || to.lib == nil {
		return place{}, false
	}
	return place{module: to.lib}, true
}

// use adds the links of a crate's code.
func (l *loader) use(c *crate) {
	for _, m := range c.modules {
		for _, u := range m.names().uses {
			to, ok := l.follow(m, u.reference, u)
			if ok {
				l.add(m, u.reference, to)
			}
			if ok && u.Glob && to.item == "" && to.module.file != m.file {
				l.glob(m, u.reference, to.module)
			}
		}
		for _, r := range m.names().paths {
			if !l.known(m, r.Path[0]) {
				if to, ok := l.follow(m, r, nil); ok {
					l.add(m, r, to)
				}
			}
		}
		if m.scope == 0 {
			l.includes(m)
		}
	}
}

// known reports whether a path begins with a name that a use declaration binds to
// something other than a module, which has its link from there.
func (l *loader) known(m *module, name string) bool {
	if name == "" || relative[name] {
		return false
	}
	p, ok := l.lookup(m, name)
	return ok && p.item != ""
}

// relative are the parts that begin a path within a crate.
var relative = map[string]bool{"crate": true, "$crate": true, "self": true, "super": true}

// follow resolves a path and notes what it misses.
func (l *loader) follow(m *module, r reference, u *use) (place, bool) {
	to, ok, missing := l.resolve(m, r.Path, u)
	if ok && missing != "" && m.kind != loose {
		l.notices.Add("rust-unresolved", finding.Location{File: m.file.name, Line: r.Line}, strings.TrimPrefix(strings.Join(r.Path, "::"), "::"))
	}
	return to, ok
}

// glob adds a link for each name of a file that a glob binds.
func (l *loader) glob(m *module, r reference, from *module) {
	for _, w := range m.file.Words {
		if to, ok := l.lookup(from, w); ok {
			if to.module.crate != from.crate {
				to = place{from, w}
			}
			l.add(m, r, to)
		}
	}
}

// add adds the link of one path.
func (l *loader) add(m *module, r reference, to place) {
	test := m.test || r.Test
	if to.module.crate != m.crate {
		n, ok := m.crate.needed(to.module.crate)
		if !ok {
			return
		}
		test = test || n.test
	}
	symbol := to.item
	if symbol == "" {
		symbol = to.module.name
	}
	l.Add(imports.Link{
		At: finding.Location{File: m.file.name, Line: r.Line}, From: m.crate.Folder, To: to.module.crate.Folder,
		File: to.module.file.name, Symbol: symbol, Kind: kindOf(test),
	})
}

// includes adds the files that a file takes in as they are.
func (l *loader) includes(m *module) {
	for _, in := range m.file.Includes {
		from := path.Dir(m.file.name)
		if in.Crate {
			from = m.crate.Folder
		}
		name := path.Join(from, in.File)
		if l.tracked[name] {
			l.Add(imports.Link{
				At: finding.Location{File: m.file.name, Line: in.Line}, From: m.crate.Folder, To: m.crate.Folder,
				File: name, Symbol: path.Base(name), Kind: kindOf(m.test || in.Test),
			})
		}
	}
}
