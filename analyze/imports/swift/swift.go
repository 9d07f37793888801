// Package swift loads the import graph of the Swift code of a tree. It reads only the tree: no
// swift, no xcodebuild, no package is resolved, no network.
//
// A package is a target of a Package.swift: its folder with all Swift files below it that lie in
// no other target. Files of no target, as of an app that Xcode alone builds, are packages by their
// folders. The module of a target is its Swift package.
//
// # Edges
//
// An import of the module that a target is (with @testable, public, of one declaration, and under
// #if canImport, too) is an edge of kind import to the target, of kind test from and to targets
// of tests; the target of C that a module is stands for its folder include, if that holds headers.
// Symbols are the public names that the target declares at the top level of its files
// and that the importing file mentions. Edges between files lead to the file that declares
// such a name, within a target too and then whatever its access; a name that several files declare
// leads to none.
//
// Tests are targets of tests and those that lie in Tests; of files of no target those below a
// folder whose name ends with Tests.
//
// # Resolution
//
// A module is the target of that name in the same Swift package, else in those that this one
// takes from the repository by a path, else the nearest target of the name, by steps between
// folders. If two are equally near, the import leads nowhere (Warning swift-ambiguous). Another
// name is that of a product of a package from elsewhere, as the manifest around says; what is
// neither is a third party called by its name, but for the language's own modules and Apple's.
//
// # Limits
//
// What a manifest computes, and which names of C are used, is not seen: projects of Xcode, Tuist and Bazel name
// targets that no Package.swift has. Files of one target see each other without an import; edges
// between files are by names that begin with a capital letter, and a name that is local to the file
// may be taken for another's. Members that an extension adds, and code that is found by its name
// when the program runs (storyboards, selectors), are not seen.
package swift

import (
	"context"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/modules/swiftpm"
	"seam/analyze/repo"
)

const language = "swift"

var meaning = map[string]string{
	"swift-ambiguous":  "imports of Swift name a module that several targets of the repository are equally near to be: they lead nowhere",
	"swift-unreadable": "files of Swift could not be read",
}

// Load reads the graph. The error is that of ctx: all that is wrong with the tree is a
// warning in the graph, or among those of the manifests.
func Load(ctx context.Context, t repo.Tree, opt imports.Options) (*imports.Graph, error) {
	var names []string
	headers := map[string]bool{}
	for _, f := range repo.Regulars(t) {
		if isSource(f) {
			names = append(names, f)
		}
		if folder := repo.Folder(f); path.Ext(f) == ".h" && path.Base(folder) == "include" {
			headers[folder] = true
		}
	}
	if len(names) == 0 {
		return &imports.Graph{}, ctx.Err()
	}
	l := &loader{targets: map[string]*target{}, loose: map[string]*target{}, named: map[string][]*target{}, products: map[string]string{}, native: map[[2]string]*imports.Edge{}, headers: headers}
	l.find(swiftpm.Packages(t))
	if err := reader.Each(ctx, t, names, opt.Cache, &l.notices, "swift-unreadable", l.add); err != nil {
		return nil, err
	}
	for _, f := range l.files {
		l.uses(f)
	}
	g := l.Graph(l.modules)
	for _, e := range l.native {
		slices.SortFunc(e.Sites, finding.Location.Compare)
		g.Edges = append(g.Edges, *e)
		for _, s := range e.Sites {
			g.FileEdges = append(g.FileEdges, imports.FileEdge{From: s.File, To: e.To, Kind: e.Kind, Line: s.Line})
		}
	}
	slices.SortFunc(g.Edges, imports.CompareEdges)
	slices.SortFunc(g.FileEdges, imports.CompareFileEdges)
	g.Warnings = l.notices.Warnings(meaning)
	return g, nil
}

// isSource reports whether a file is read: Swift that was written here and is no manifest.
func isSource(f string) bool {
	base := path.Base(f)
	return strings.HasSuffix(f, ".swift") && !history.IsVendored(f) && !modules.LiesIn(repo.Folder(f), "Carthage", ".build", "DerivedData") &&
		base != "Package.swift" && !strings.HasPrefix(base, "Package@swift-")
}

// loader is the state of one Load.
type loader struct {
	imports.Collector
	targets  map[string]*target // by folder
	loose    map[string]*target // folders of files of no target
	nearest  *repo.Nearest[*target]
	named    map[string][]*target        // in the order of their folders
	native   map[[2]string]*imports.Edge // from Swift to folders of C, which another loader makes packages of
	headers  map[string]bool             // folders called include that hold headers
	products map[string]string           // of packages from elsewhere -> identity
	files    []*file
	modules  []imports.Module
	notices  imports.Notices
}

// target is one target, or a folder of files of no target.
type target struct {
	name, folder string
	test, native bool
	of           *swiftpm.Package // nil for a folder
	declared     map[string]declarer
}

// declarer is where a name is declared.
type declarer struct {
	file   string // "" if several files declare it
	public bool
}

// file is one source file and what it says.
type file struct {
	name string
	in   *target
	test bool
	*facts
}

// find enters the targets.
func (l *loader) find(all []swiftpm.Package) {
	for i := range all {
		p := &all[i]
		l.modules = append(l.modules, imports.Module{Name: p.Name, Path: p.Folder, Language: language, Manifest: p.Manifest})
		for name, of := range p.Products {
			if l.products[name] == "" || of < l.products[name] {
				l.products[name] = of
			}
		}
		for _, t := range p.Targets {
			if l.targets[t.Folder] == nil {
				n := &target{name: t.Name, folder: t.Folder, test: t.Test, native: t.Native, of: p, declared: map[string]declarer{}}
				if !t.Native {
					l.targets[t.Folder] = n
				}
				l.named[moduleName(t.Name)] = append(l.named[moduleName(t.Name)], n)
			}
		}
	}
	l.nearest = repo.NewNearest(l.targets, nil)
}

// moduleName is what code imports a target by.
func moduleName(target string) string { return strings.ReplaceAll(target, "-", "_") }

// add takes a file in.
func (l *loader) add(name string, says *facts) {
	folder := repo.Folder(name)
	in := l.nearest.Of(folder)
	if in == nil {
		if in = l.loose[folder]; in == nil {
			in = &target{name: path.Base(folder), folder: folder, test: liesInTests(folder), declared: map[string]declarer{}}
			l.loose[folder] = in
		}
	}
	f := &file{name: name, in: in, test: in.test, facts: says}
	l.files = append(l.files, f)
	p := l.Package(in.folder, func(p *imports.Package) {
		p.Language, p.Name, p.Deep = language, in.name, in.of != nil
		if in.of != nil {
			p.ImportPath, p.Module = moduleName(in.name), in.of.Name
		}
	})
	rel := repo.Relative(in.folder, name)
	if f.test {
		p.TestFiles, p.TestLines = append(p.TestFiles, rel), p.TestLines+f.Lines
	} else {
		p.Files, p.Lines, p.TestOnly = append(p.Files, rel), p.Lines+f.Lines, false
		p.Main = p.Main || f.Main || path.Base(name) == "main.swift"
		if f.Generated || history.IsGeneratedName(name) {
			p.Generated = append(p.Generated, rel)
		}
	}
	for _, d := range f.Declared {
		if d.Public && !f.test {
			p.Exported = append(p.Exported, d.Name)
		}
		at := declarer{name, d.Public}
		if of, ok := in.declared[d.Name]; ok && of.file != name {
			at = declarer{"", of.public || d.Public}
		}
		in.declared[d.Name] = at
	}
}

func liesInTests(folder string) bool {
	for e := range strings.SplitSeq(folder, "/") {
		if strings.HasSuffix(e, "Tests") {
			return true
		}
	}
	return false
}

// uses makes links of what a file imports and mentions.
func (l *loader) uses(f *file) {
	p := l.Package(f.in.folder, nil)
	for _, i := range f.Imports {
		of := l.meant(f, i.Module)
		switch {
		case len(of) > 1:
			l.notices.Add("swift-ambiguous", finding.Location{File: f.name, Line: i.Line}, i.Module)
		case len(of) == 1 && of[0].native:
			l.toNative(f, of[0], i)
		case len(of) == 1 && of[0] != f.in:
			l.link(f, of[0], i)
		case len(of) == 0:
			if by := l.third(i.Module); by == "" {
			} else if f.test {
				p.TestThird = append(p.TestThird, by)
			} else {
				p.ThirdParty = append(p.ThirdParty, by)
			}
		}
	}
	for _, m := range f.Mentions {
		if d, ok := f.in.declared[m.Name]; ok && d.file != "" && d.file != f.name {
			kind := imports.Import
			if f.test {
				kind = imports.Test
			}
			l.Add(imports.Link{At: finding.Location{File: f.name, Line: m.Line}, From: f.in.folder, To: f.in.folder, File: d.file, Symbol: m.Name, Kind: kind})
		}
	}
}

// link adds the links of an import: one for each name that is mentioned.
func (l *loader) link(f *file, to *target, i imported) {
	link := imports.Link{At: finding.Location{File: f.name, Line: i.Line}, From: f.in.folder, To: to.folder, Kind: imports.Import, Bare: true}
	if f.test || to.test {
		link.Kind = imports.Test
	}
	bare := true
	for _, m := range f.Mentions {
		if d, ok := to.declared[m.Name]; ok && d.public {
			link.File, link.Symbol, link.Bare, bare = d.file, m.Name, false, false
			l.Add(link)
		}
	}
	if bare {
		l.Add(link)
	}
}

// toNative notes an import of a target of C.
func (l *loader) toNative(f *file, to *target, i imported) {
	folder := to.folder
	if include := path.Join(folder, "include"); l.headers[include] {
		folder = include
	}
	kind := imports.Import
	if f.test {
		kind = imports.Test
	}
	ends := [2]string{f.in.folder, folder}
	e := l.native[ends]
	if e == nil {
		e = &imports.Edge{From: f.in.folder, To: folder, Kind: kind}
		l.native[ends] = e
	}
	e.Files++ // a file imports a module once
	e.Sites = append(e.Sites, finding.Location{File: f.name, Line: i.Line})
}

// meant is the target that a module is in a file; several if they are equally near, none for a
// module from elsewhere. Code that is no test means no target of tests.
func (l *loader) meant(f *file, module string) []*target {
	var out []*target
	best := 0
	for _, t := range l.named[module] {
		if t.test && !f.test {
			continue
		}
		rank := 2 + strings.Count(repo.Relative(f.in.folder, t.folder), "/")
		switch {
		case f.in.of != nil && t.of == f.in.of:
			rank = 0
		case f.in.of != nil && slices.Contains(f.in.of.Takes, t.of.Folder):
			rank = 1
		}
		switch {
		case len(out) == 0 || rank < best:
			out, best = []*target{t}, rank
		case rank == best:
			out = append(out, t)
		}
	}
	return out
}

// third is the package from elsewhere that a module belongs to; "" for one of the language's or
// the system's own.
func (l *loader) third(module string) string {
	if of := l.products[module]; of != "" {
		return of
	}
	if system[module] || strings.HasPrefix(module, "_") {
		return ""
	}
	return module
}
