package javascript

import (
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/source"
)

// builder puts the graph together.
type builder struct {
	resolver *resolver
	names    []string // of files, in order
	facts    []*facts // of each; nil if it could not be read
	warn     *imports.Notices
	packages map[string]*draft
	edges    map[pair]*edgeDraft
	between  map[pair]imports.FileEdge // by files; nil where nobody asks for them
	modules  map[string]*manifest      // by folder, those that have packages
}

// pair is an edge's ends.
type pair struct{ from, to string }

// draft is a package while files are added to it.
type draft struct {
	imports.Package
	lines                      map[source.Language]int // of the files' languages
	scripts                    map[source.Language]int // the same, components under the language of their scripts
	exported, third, testThird map[string]bool
}

// edgeDraft is an edge while imports are added to it.
type edgeDraft struct {
	kind    imports.Kind
	files   map[string]bool
	sites   map[finding.Location]bool
	symbols map[string]bool
	unknown bool
}

func newBuilder(r *resolver, names []string, all []*facts, files bool, w *imports.Notices) *builder {
	b := &builder{
		resolver: r, names: names, facts: all, warn: w, packages: map[string]*draft{}, edges: map[pair]*edgeDraft{},
		modules: map[string]*manifest{},
	}
	if files {
		b.between = map[pair]imports.FileEdge{}
	}
	return b
}

func (b *builder) graph() *imports.Graph {
	for i, name := range b.names {
		if b.facts[i] != nil {
			b.addFile(name, b.facts[i])
		}
	}
	for i, name := range b.names {
		if b.facts[i] != nil {
			b.addImports(name, b.facts[i])
		}
	}
	g := &imports.Graph{}
	for _, folder := range slices.Sorted(maps.Keys(b.packages)) {
		g.Packages = append(g.Packages, b.packages[folder].finished())
	}
	for k, d := range b.edges {
		g.Edges = append(g.Edges, d.finished(k))
	}
	slices.SortFunc(g.Edges, imports.CompareEdges)
	g.FileEdges = slices.SortedFunc(maps.Values(b.between), imports.CompareFileEdges)
	lines := b.linesOf()
	for _, m := range b.modules {
		g.Modules = append(g.Modules, imports.Module{Name: m.name, Path: m.folder, Language: string(leading(lines[m])), Manifest: path.Join(m.folder, "package.json")})
	}
	slices.SortFunc(g.Modules, imports.CompareModules)
	return g
}

// linesOf counts the lines of each module by language, of components by that of their
// scripts.
func (b *builder) linesOf() map[*manifest]map[source.Language]int {
	out := map[*manifest]map[source.Language]int{}
	for folder, d := range b.packages {
		owner := b.resolver.manifests.nearest(folder, true)
		if out[owner] == nil {
			out[owner] = map[source.Language]int{}
		}
		for l, n := range d.scripts {
			out[owner][l] += n
		}
	}
	return out
}

// leading is the language of most lines; of equal ones TypeScript, else the first.
func leading(lines map[source.Language]int) source.Language {
	best := source.TypeScript
	for _, l := range languages {
		if n, has := lines[l]; has {
			if most, known := lines[best]; !known || n > most {
				best = l
			}
		}
	}
	return best
}

// addFile adds a file to the package of its folder.
func (b *builder) addFile(name string, f *facts) {
	folder, base := path.Dir(name), path.Base(name)
	d := b.packages[folder]
	if d == nil {
		d = b.newDraft(folder)
	}
	language := source.JavaScript
	if f.TypeScript {
		language = source.TypeScript
	}
	d.scripts[language] += f.Lines
	d.lines[source.Language(source.LanguageOf(name))] += f.Lines
	if isTest(name) {
		d.TestFiles = append(d.TestFiles, base)
		d.TestLines += f.Lines
		return
	}
	d.Files = append(d.Files, base)
	d.Lines += f.Lines
	d.Main = d.Main || f.Program
	if f.Generated {
		d.Generated = append(d.Generated, base)
	}
	if stem, _, _ := strings.Cut(base, "."); f.Documented && (stem == "index" || stem == "mod" || stem == "main") {
		d.Documented = true
	}
	for _, e := range f.Exports {
		d.exported[e] = true
	}
}

func (b *builder) newDraft(folder string) *draft {
	d := &draft{
		Package: imports.Package{Path: folder}, lines: map[source.Language]int{}, scripts: map[source.Language]int{},
		exported: map[string]bool{}, third: map[string]bool{}, testThird: map[string]bool{},
	}
	if m := b.resolver.manifests.nearest(folder, true); m != nil {
		d.Module = m.name
		b.modules[m.folder] = m
		if m.folder == folder {
			d.ImportPath, d.Name = m.name, m.name
		}
	}
	b.packages[folder] = d
	return d
}

// finished is the package with its sets as sorted lists.
func (d *draft) finished() imports.Package {
	p := d.Package
	p.Language = string(leading(d.lines))
	for _, l := range languages {
		if _, has := d.lines[l]; has && string(l) != p.Language {
			p.Others = append(p.Others, string(l))
		}
	}
	p.TestOnly = len(p.Files) == 0
	p.Exported = slices.Sorted(maps.Keys(d.exported))
	p.ThirdParty = slices.Sorted(maps.Keys(d.third))
	maps.DeleteFunc(d.testThird, func(i string, _ bool) bool { return d.third[i] })
	p.TestThird = slices.Sorted(maps.Keys(d.testThird))
	return p
}

// addImports resolves what a file imports.
func (b *builder) addImports(name string, f *facts) {
	d, test := b.packages[path.Dir(name)], isTest(name)
	for i := range f.Imports {
		s := &f.Imports[i]
		switch to := b.resolver.resolve(name, s); to.outcome {
		case third:
			if test {
				d.testThird[to.path] = true
			} else {
				d.third[to.path] = true
			}
		case unresolved:
			if !f.Generated {
				b.warn.Add("js-import-unresolved", finding.Location{File: name, Line: s.Line}, s.Specifier)
			}
		case found:
			if _, known := b.packages[path.Dir(to.path)]; known && isSource(to.path) {
				b.addEdge(name, path.Dir(to.path), to.path, s, test || isTest(to.path))
			}
		case member:
			if folder, known := b.entryFolder(to.path); known {
				b.addEdge(name, folder, folder, s, test)
			}
		}
	}
}

// entryFolder is the package that stands for a module whose entry is not known: that of
// its sources, else of its own folder.
func (b *builder) entryFolder(module string) (string, bool) {
	for _, folder := range [...]string{path.Join(module, "src"), path.Join(module, "lib"), module} {
		if _, known := b.packages[folder]; known {
			return folder, true
		}
	}
	return "", false
}

// rank orders kinds by strength.
func rank(k imports.Kind) int {
	return slices.Index([]imports.Kind{imports.Test, imports.Type, imports.Dynamic, imports.Import}, k)
}

func kindOf(s *statement, test bool) imports.Kind {
	switch {
	case test:
		return imports.Test
	case s.Mode == typed:
		return imports.Type
	case s.Mode == dynamic:
		return imports.Dynamic
	}
	return imports.Import
}

// addEdge adds one import of a package and, within or across packages, of a file.
func (b *builder) addEdge(from, folder, file string, s *statement, test bool) {
	kind := kindOf(s, test)
	if b.between != nil && from != file {
		b.addFileEdge(imports.FileEdge{From: from, To: file, Kind: kind, Line: s.Line})
	}
	k := pair{path.Dir(from), folder}
	if k.from == k.to {
		return
	}
	d := b.edges[k]
	if d == nil || d.kind == imports.Test && !test {
		d = &edgeDraft{kind: kind, files: map[string]bool{}, sites: map[finding.Location]bool{}, symbols: map[string]bool{}}
		b.edges[k] = d
	}
	if test && d.kind != imports.Test {
		return
	}
	if rank(kind) > rank(d.kind) {
		d.kind = kind
	}
	d.files[from] = true
	d.sites[finding.Location{File: from, Line: s.Line}] = true
	d.unknown = d.unknown || s.Unknown
	for _, name := range s.Names {
		d.symbols[name] = true
	}
}

func (b *builder) addFileEdge(e imports.FileEdge) {
	k := pair{e.From, e.To}
	old, has := b.between[k]
	if !has || rank(e.Kind) > rank(old.Kind) || e.Kind == old.Kind && e.Line < old.Line {
		b.between[k] = e
	}
}

func (d *edgeDraft) finished(k pair) imports.Edge {
	e := imports.Edge{From: k.from, To: k.to, Kind: d.kind, Files: len(d.files)}
	e.Sites = slices.SortedFunc(maps.Keys(d.sites), finding.Location.Compare)
	if !d.unknown {
		e.Symbols = slices.AppendSeq(make([]string, 0, len(d.symbols)), maps.Keys(d.symbols))
		slices.Sort(e.Symbols)
	}
	return e
}
