package rust

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// target is what a tree of modules is built to.
type target uint8

const (
	library target = iota
	program
	script // build.rs
	tests  // and examples and benchmarks
	loose  // nothing: no mod declaration leads to the file
)

// module is one module in the tree of one target. A file that several trees hold has a
// module in each.
type module struct {
	crate    *crate
	kind     target
	root     *module // crate:: in its code
	parent   *module // nil for roots
	name     string
	file     *file
	scope    int
	folder   string // in which the files of its modules lie
	test     bool
	children map[string]*module
	memo     map[string]answer
	globs    []*module // see loader.globs
	globbed  bool
	open     bool
}

// names are those of the module in its file.
func (m *module) names() *names { return &m.file.scopes[m.scope] }

// maxHomes is in how many places of a crate's trees one file is read: #[path] could else
// make a tree of any size from few files.
const maxHomes = 8

// build makes the trees of a crate's targets.
func (l *loader) build(c *crate) {
	c.lib = l.root(c, c.LibRoot, library)
	main := c.lib
	for _, name := range c.programs() {
		if m := l.root(c, name, program); main == nil {
			main = m
		}
	}
	l.root(c, c.Build, script)
	for _, name := range c.checks() {
		l.root(c, name, tests)
	}
	for _, name := range c.names {
		if f := l.files[name]; f != nil && len(f.homes) == 0 {
			m := l.root(c, name, loose)
			if main != nil {
				m.root = main
			}
		}
	}
}

// programs lists the root files of programs: those of the manifest, and those that cargo
// finds by itself.
func (c *crate) programs() []string {
	out := slices.Clone(c.Bins)
	for _, name := range c.names {
		rel := repo.Relative(c.Folder, name)
		if !c.Listed["bin"] && (rel == "src/main.rs" || isTarget(rel, "src/bin")) {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// checks lists the root files of tests, examples and benchmarks.
func (c *crate) checks() []string {
	out := slices.Clone(c.Tests)
	for _, name := range c.names {
		rel := repo.Relative(c.Folder, name)
		if !c.Listed["test"] && isTarget(rel, "tests") || !c.Listed["example"] && isTarget(rel, "examples") || !c.Listed["bench"] && isTarget(rel, "benches") {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// isTarget reports whether cargo takes a file below a folder for the root of a target.
func isTarget(rel, folder string) bool {
	rest, ok := strings.CutPrefix(rel, folder+"/")
	return ok && (!strings.Contains(rest, "/") || path.Base(rest) == "main.rs" && strings.Count(rest, "/") == 1)
}

// root makes the tree of one target; nil if its file is not there.
func (l *loader) root(c *crate, name string, kind target) *module {
	f := l.files[name]
	if f == nil {
		return nil
	}
	m := &module{crate: c, kind: kind, name: c.Lib, file: f, folder: path.Dir(name)}
	m.root = m
	m.test = kind == tests || c.Fuzz || f.Scopes[0].Test || kind == loose && checking(repo.Relative(c.Folder, name))
	l.grow(m)
	return m
}

// checking reports whether a file lies where tests, examples and benchmarks do.
func checking(rel string) bool {
	top, _, _ := strings.Cut(rel, "/")
	return top == "tests" || top == "examples" || top == "benches"
}

// grow adds the modules below the root of a tree.
func (l *loader) grow(root *module) {
	root.enter()
	queue := []*module{root}
	for len(queue) > 0 {
		m := queue[0]
		queue = queue[1:]
		within := map[int]*module{0: m}
		for i, s := range m.file.Scopes[1:] {
			up := within[s.Parent]
			if up == nil {
				continue
			}
			if s.Inline {
				n := up.child(s, m.file, i+1)
				n.folder = path.Join(up.folder, s.Name)
				if len(s.Files) > 0 {
					n.folder = path.Join(up.folder, s.Files[0])
				}
				n.enter()
				within[i+1] = n
				continue
			}
			queue = append(queue, l.declared(up, s)...)
		}
	}
}

func (m *module) enter() {
	m.crate.modules = append(m.crate.modules, m)
	if m.scope == 0 {
		m.file.homes = append(m.file.homes, m)
		for _, it := range m.file.Items {
			if it.Macro && m.crate.macros[it.Name] == nil {
				m.crate.macros[it.Name] = m
			}
		}
	}
}

// child adds a module; of several of one name, which conditions tell apart, the first
// one is found by its name.
func (m *module) child(s scope, f *file, index int) *module {
	n := &module{crate: m.crate, kind: m.kind, root: m.root, parent: m, name: s.Name, file: f, scope: index}
	n.test = m.test || s.Test || f.Scopes[0].Test
	if m.children == nil {
		m.children = map[string]*module{}
	}
	if m.children[s.Name] == nil {
		m.children[s.Name] = n
	}
	return n
}

// declared adds the modules of the files that "mod name;" leads to. Of several #[path]
// each counts: conditions choose.
func (l *loader) declared(m *module, s scope) []*module {
	at := finding.Location{File: m.file.name, Line: s.Line}
	var out []*module
	for _, name := range m.candidates(s) {
		f := l.files[name]
		if f == nil || len(f.homes) >= maxHomes || m.within(f) {
			continue
		}
		n := m.child(s, f, 0)
		n.folder = path.Dir(name)
		if base := path.Base(name); base == s.Name+".rs" && !slices.ContainsFunc(s.Files, func(p string) bool { return path.Base(p) == base }) {
			n.folder = path.Join(n.folder, s.Name)
		}
		n.enter()
		out = append(out, n)
		l.Add(imports.Link{At: at, From: m.crate.Folder, To: m.crate.Folder, File: name, Symbol: s.Name, Kind: kindOf(n.test)})
	}
	if len(out) == 0 && m.kind != loose && !slices.ContainsFunc(m.candidates(s), func(name string) bool { return l.files[name] != nil }) {
		l.notices.Add("rust-unresolved", at, "mod "+s.Name)
	}
	return out
}

// candidates lists the files that may hold a module, those that an attribute names first.
func (m *module) candidates(s scope) []string {
	var out []string
	for _, p := range s.Files {
		p = strings.ReplaceAll(p, `\`, "/")
		if m.scope == 0 {
			out = append(out, path.Join(path.Dir(m.file.name), p))
		} else {
			out = append(out, path.Join(m.folder, p))
		}
	}
	if s.Fixed {
		return out
	}
	return append(out, path.Join(m.folder, s.Name+".rs"), path.Join(m.folder, s.Name, "mod.rs"))
}

// within reports whether a file is one of a module's own or of those above it.
func (m *module) within(f *file) bool {
	for ; m != nil; m = m.parent {
		if m.file == f {
			return true
		}
	}
	return false
}

// test reports whether a file is one of tests: every tree that holds it says so.
func (f *file) test() bool {
	return len(f.homes) > 0 && !slices.ContainsFunc(f.homes, func(m *module) bool { return !m.test })
}

// in reports whether a file is part of the tree of a root.
func (f *file) in(root *module) bool {
	return slices.ContainsFunc(f.homes, func(m *module) bool { return m.root == root && m.kind != loose })
}

func kindOf(test bool) imports.Kind {
	if test {
		return imports.Test
	}
	return imports.Import
}
