// Package rust loads what the crates of a tree use of each other, and which of their
// files use which. It reads only the tree: no cargo, no compiler, no network.
//
// A package is a crate: the folder of its Cargo.toml with all .rs files below it, but for
// those in the folders of other manifests. Lines of tests within source files count as
// lines of tests.
//
// # Edges
//
// Crates depend on each other as their manifests say: by path (of the workspace's
// [workspace.dependencies] too), or through a [patch] that leads to a folder of the
// repository. What only [dev-dependencies] name is an edge of kind test; so are edges
// between files from code of tests, examples and benchmarks, and from what stands under
// #[cfg(test)] or #[test], and all of a crate that cargo fuzz made. Optional dependencies and those of other targets count.
//
// The places of an edge are the use declarations and paths that name the other crate,
// its symbols what they take from it: the name within the innermost module, or the module.
// A glob takes the names that the file mentions and the module has. A dependency that no
// code names has the line of the manifest.
//
// Files use each other by mod declarations (name.rs, name/mod.rs, #[path]), by use
// declarations and paths (crate::, self::, super::, names in scope, the names of crates),
// and by include!, include_str! and include_bytes! of a literal. A name that a module
// re-exports leads to the file that declares it, as long as that is one of the same crate.
//
// # Limits
//
// Names are looked up without types: methods, and names that macros make, lead nowhere
// (the file of the innermost module found counts). All cfg branches are read. Macros
// called by their bare name across files are not seen. Files that build scripts
// write are missing (Warning rust-unresolved). Of a file, two million tokens are read.
package rust

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/modules/cargo"
	"seam/analyze/repo"
)

const language = "rust"

var meaning = map[string]string{
	"rust-no-crate":   "Rust files lie in the folder of no crate and are in no package",
	"rust-unreadable": "Rust files could not be read to their end",
	"rust-unresolved": "modules and paths of Rust lead to nothing in the repository (generated, made by a macro, or removed?)",
}

// Load reads the graph. The error is that of ctx: all that is wrong with the tree is a
// warning in the graph, or among those of the manifests. Headers is without effect.
func Load(ctx context.Context, t repo.Tree, opt imports.Options) (*imports.Graph, error) {
	l, err := loaded(ctx, t, opt.Cache)
	if err != nil {
		return nil, err
	}
	if len(l.crates) == 0 {
		return l.graph(), nil
	}
	for _, c := range l.crates {
		l.use(c)
		l.describe(c)
	}
	return l.graph(), nil
}

// loaded reads the crates of a tree and makes the trees of their modules.
func loaded(ctx context.Context, t repo.Tree, kept imports.Cache) (*loader, error) {
	l := &loader{folders: map[string]*crate{}, tracked: map[string]bool{}, files: map[string]*file{}}
	crates, unread := cargo.Crates(t)
	l.notices.Pass(unread...)
	for _, c := range crates {
		own := &crate{Crate: c, macros: map[string]*module{}}
		l.crates = append(l.crates, own)
		l.folders[c.Folder] = own
	}
	if len(l.crates) == 0 {
		return l, ctx.Err()
	}
	names := l.assign(repo.Regulars(t))
	all, failed, err := reader.Scan(ctx, t, names, kept)
	if err != nil {
		return nil, err
	}
	for i, name := range names {
		l.read(name, &all[i], failed[i])
	}
	for _, c := range l.crates {
		l.build(c)
		l.link(c)
	}
	return l, nil
}

// loader is the state of one Load.
type loader struct {
	imports.Collector
	crates  []*crate
	folders map[string]*crate // by folder
	tracked map[string]bool   // every file of the tree
	files   map[string]*file
	notices imports.Notices
	chain   int // lookups that are under way
	lookups int
}

// crate is one crate, the trees of its modules and what it depends on.
type crate struct {
	cargo.Crate
	names   []string           // its .rs files, sorted
	lib     *module            // root of its library; nil for none
	modules []*module          // of all its targets
	macros  map[string]*module // by #[macro_export]
	externs map[string]*crate  // crates of this repository by the name that its code has for them
	needs   []need             // sorted by folder
}

// need is one crate that a crate depends on.
type need struct {
	on   *crate
	test bool
	at   finding.Location
}

// file is one source file and what it says.
type file struct {
	*facts
	name   string
	scopes []names   // what each of Scopes says
	homes  []*module // the modules whose file it is, one a place in a tree
}

// names is what one module of a file declares, binds and mentions.
type names struct {
	items map[string]bool
	uses  []*use
	binds map[string][]*use // the entries of uses that bind a single name, by that name
	globs []*use            // those that bind all
	paths []reference
}

// assign gives every .rs file to the crate around it and lists them.
func (l *loader) assign(regulars []string) []string {
	manifests := map[string]bool{}
	for _, f := range regulars {
		l.tracked[f] = true
		if path.Base(f) == "Cargo.toml" {
			manifests[path.Dir(f)] = true
		}
	}
	var names []string
	for _, f := range regulars {
		if path.Ext(f) != ".rs" {
			continue
		}
		folder := path.Dir(f)
		for !manifests[folder] && folder != "." {
			folder = path.Dir(folder)
		}
		switch c := l.folders[folder]; {
		case c != nil:
			c.names = append(c.names, f)
			names = append(names, f)
		case folder == ".": // other manifests are fixtures and copies, which nobody misses
			l.notices.Add("rust-no-crate", finding.Location{File: f}, "")
		}
	}
	return names
}

// read enters the facts of one file.
func (l *loader) read(name string, f *facts, failed error) {
	switch {
	case failed != nil:
		l.notices.Unreadable("rust-unreadable", name, failed)
		return
	case f.Cut:
		l.notices.Add("rust-unreadable", finding.Location{File: name}, fmt.Sprintf("it has more than %d tokens", maxTokens))
	}
	x := &file{facts: f, name: name, scopes: make([]names, len(f.Scopes))}
	for i := range f.Uses {
		u := &f.Uses[i]
		n := &x.scopes[u.Scope]
		n.uses = append(n.uses, u)
		if u.Glob {
			n.globs = append(n.globs, u)
			continue
		}
		if n.binds == nil {
			n.binds = map[string][]*use{}
		}
		n.binds[u.Name] = append(n.binds[u.Name], u)
	}
	for _, r := range f.Paths {
		x.scopes[r.Scope].paths = append(x.scopes[r.Scope].paths, r)
	}
	for _, it := range f.Items {
		n := &x.scopes[it.Scope]
		if n.items == nil {
			n.items = map[string]bool{}
		}
		n.items[it.Name] = true
	}
	l.files[name] = x
}

// link finds the crates of this repository that a crate depends on.
func (l *loader) link(c *crate) {
	c.externs = map[string]*crate{}
	found := map[string]int{}
	for _, d := range c.Dependencies {
		to := l.folders[d.Folder]
		if d.Folder == "" || to == nil || to == c {
			continue
		}
		if c.externs[d.Alias] == nil || !d.Test {
			c.externs[d.Alias] = to
		}
		i, ok := found[d.Folder]
		if !ok {
			i = len(c.needs)
			found[d.Folder] = i
			c.needs = append(c.needs, need{to, d.Test, d.At})
		}
		if n := &c.needs[i]; n.test && !d.Test {
			n.test, n.at = false, d.At
		}
	}
	slices.SortFunc(c.needs, func(a, b need) int { return strings.Compare(a.on.Folder, b.on.Folder) })
}

// needed tells how a crate depends on another; ok is false if it does not.
func (c *crate) needed(on *crate) (need, bool) {
	i, ok := slices.BinarySearchFunc(c.needs, on.Folder, func(n need, s string) int { return strings.Compare(n.on.Folder, s) })
	if !ok {
		return need{}, false
	}
	return c.needs[i], true
}

// describe enters the package of a crate.
func (l *loader) describe(c *crate) {
	p := l.Package(c.Folder, func(p *imports.Package) {
		p.Language, p.Module, p.ImportPath, p.Name, p.Deep = language, c.Name, c.Lib, c.Name, true
	})
	for _, name := range c.names {
		f := l.files[name]
		if f == nil {
			continue
		}
		rel := repo.Relative(c.Folder, name)
		if f.test() {
			p.TestFiles, p.TestLines = append(p.TestFiles, rel), p.TestLines+f.Lines
			continue
		}
		p.Files, p.TestOnly = append(p.Files, rel), false
		p.Lines, p.TestLines = p.Lines+f.Lines-f.TestLines, p.TestLines+f.TestLines
		if f.Generated {
			p.Generated = append(p.Generated, rel)
		}
		for _, it := range f.Items {
			if it.Pub && !it.Test && c.lib != nil && f.in(c.lib) {
				p.Exported = append(p.Exported, it.Name)
			}
		}
	}
	for _, m := range c.modules {
		if m.parent == nil && m.kind == program && m.file.Main {
			p.Main = true
		}
		if m.parent == nil && (m.kind == library || m.kind == program) && m.file.Documented {
			p.Documented = true
		}
	}
	for _, d := range c.Dependencies {
		switch {
		case d.Folder != "":
		case d.Test:
			p.TestThird = append(p.TestThird, d.Name)
		default:
			p.ThirdParty = append(p.ThirdParty, d.Name)
		}
	}
}

// graph folds everything.
func (l *loader) graph() *imports.Graph {
	var modules []imports.Module
	for _, c := range l.crates {
		modules = append(modules, imports.Module{Name: c.Name, Path: c.Folder, Language: language, Manifest: c.Manifest})
	}
	if l.lookups > maxLookups {
		l.notices.Add("rust-unresolved", finding.Location{File: l.crates[0].Manifest}, fmt.Sprintf("after %d lookups in the repository nothing more was looked up", maxLookups))
	}
	g := l.Graph(modules)
	for _, c := range l.crates {
		for _, n := range c.needs {
			stated(g, c, n)
		}
	}
	slices.SortFunc(g.Edges, imports.CompareEdges)
	g.Warnings = l.notices.Warnings(meaning)
	return g
}

// stated enters what a manifest says where code of the kind it is for says nothing.
func stated(g *imports.Graph, c *crate, n need) {
	e := imports.Edge{From: c.Folder, To: n.on.Folder, Kind: imports.Import, Files: 1, Sites: []finding.Location{n.at}, Symbols: []string{}}
	if n.test {
		e.Kind = imports.Test
	}
	for i := range g.Edges {
		switch has := &g.Edges[i]; {
		case has.From != e.From || has.To != e.To:
		case has.Kind == e.Kind:
			return
		default:
			*has = e
			return
		}
	}
	g.Edges = append(g.Edges, e)
}
