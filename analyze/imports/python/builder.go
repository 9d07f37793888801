package python

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
)

// builder folds files to packages and statements to edges.
type builder struct {
	l        *loader
	packages map[string]*imports.Package
	edges    map[edgeKey]*edge
	files    []imports.FileEdge
	needed   map[string]bool // folders that non-test files of other folders import
}

type edgeKey struct {
	from, to string
	kind     imports.Kind
}

type edge struct {
	files   map[string]bool
	sites   []finding.Location
	symbols map[string]bool
	whole   bool // some import takes the module itself, or everything in it
}

func newBuilder(l *loader) *builder {
	return &builder{l: l, packages: map[string]*imports.Package{}, edges: map[edgeKey]*edge{}, needed: map[string]bool{}}
}

// file adds one file.
func (b *builder) file(name string, f *facts) {
	folder := path.Dir(name)
	p := b.packages[folder]
	if p == nil {
		p = &imports.Package{Path: folder, Language: language, ImportPath: b.dotted(folder), TestOnly: true}
		if owner := b.l.projectOf(folder); owner != nil {
			p.Module = owner.name
		}
		p.Name = path.Base(folder)
		b.packages[folder] = p
	}
	base := path.Base(name)
	test := isTest(name)
	if test {
		p.TestFiles, p.TestLines = append(p.TestFiles, base), p.TestLines+f.Lines
	} else {
		p.Files, p.Lines, p.TestOnly = append(p.Files, base), p.Lines+f.Lines, false
		p.Exported = append(p.Exported, f.Exported...)
		p.Main = p.Main || base == "__main__.py" || f.Main
		p.Documented = p.Documented || f.Documented && strings.HasPrefix(base, "__init__.")
		if f.Generated {
			p.Generated = append(p.Generated, base)
		}
	}
	for _, st := range f.Statements {
		b.statement(name, test, p, st)
	}
}

// dotted is how absolute imports name a folder.
func (b *builder) dotted(folder string) string {
	root := b.l.layout.top(folder)
	if above := b.l.layout.rootsAbove(root); len(above) > 0 {
		root = above[0]
	}
	rel := strings.TrimPrefix(strings.TrimPrefix(folder, root), "/")
	if root == "." {
		rel = folder
	}
	if rel == "." {
		return ""
	}
	return strings.ReplaceAll(rel, "/", ".")
}

// statement resolves one import statement of a file.
func (b *builder) statement(file string, test bool, p *imports.Package, st statement) {
	if test {
		st.Kind = imports.Test
	}
	at := finding.Location{File: file, Line: st.Line}
	target, ok := b.target(file, at, st)
	if !ok {
		if st.Level == 0 {
			b.third(p, test, st.Module)
		}
		return
	}
	if st.Names == nil {
		b.link(at, target, "", st.Kind)
		return
	}
	for _, name := range st.Names {
		if module := b.l.layout.module(path.Join(target.folder, name)); name != "*" && module != "" && target.isPackage() {
			b.link(at, place{folder: path.Dir(module), file: module}, "", st.Kind)
			continue
		}
		if target.file == "" && !b.l.layout.direct[target.folder] {
			continue // a namespace, and nothing in it has the name
		}
		b.link(at, target, name, st.Kind)
	}
}

// isPackage reports whether a module can have modules below it.
func (p place) isPackage() bool {
	return p.file == "" || strings.HasPrefix(path.Base(p.file), "__init__.")
}

// target finds the module of a statement.
func (b *builder) target(file string, at finding.Location, st statement) (place, bool) {
	y := b.l.layout
	parts := strings.Split(st.Module, ".")
	if st.Level == 0 {
		found, several := y.absolute(path.Dir(file), parts)
		if several > 1 {
			b.l.w.add("python-ambiguous", at, st.Module)
			return place{}, false
		}
		return found, found.file != "" || y.direct[found.folder] || found.folder != "" && st.Names != nil
	}
	base := path.Dir(file)
	for range st.Level - 1 {
		base = path.Dir(base)
	}
	if st.Module == "" {
		if f := y.module(base); f != "" && strings.HasPrefix(path.Base(f), "__init__.") {
			return place{folder: base, file: f}, true
		}
		return place{folder: base}, true
	}
	found := y.at(base, parts)
	if found.parts < len(parts) && (found.parts == 0 || !found.isPackage() || found.file == "") {
		b.l.w.add("python-unresolved", at, strings.Repeat(".", st.Level)+st.Module)
		return place{}, false
	}
	return found, true
}

// third notes a module that is none of the repository's.
func (b *builder) third(p *imports.Package, test bool, module string) {
	name, _, _ := strings.Cut(module, ".")
	switch {
	case standard[name] || name == "":
	case test:
		p.TestThird = append(p.TestThird, name)
	default:
		p.ThirdParty = append(p.ThirdParty, name)
	}
}

// link adds an edge to a module, or to a name in it.
func (b *builder) link(at finding.Location, to place, symbol string, kind imports.Kind) {
	target := to.file
	if target == "" {
		target = to.folder
	}
	if target != at.File {
		b.files = append(b.files, imports.FileEdge{From: at.File, To: target, Kind: kind, Line: at.Line})
	}
	from := path.Dir(at.File)
	if from == to.folder {
		return
	}
	if kind != imports.Test {
		b.needed[to.folder] = true
	}
	e := b.edge(edgeKey{from, to.folder, kind})
	e.files[at.File] = true
	e.sites = append(e.sites, at)
	switch symbol {
	case "", "*":
		e.whole = true
	default:
		e.symbols[symbol] = true
	}
}

func (b *builder) edge(key edgeKey) *edge {
	e := b.edges[key]
	if e == nil {
		e = &edge{files: map[string]bool{}, symbols: map[string]bool{}}
		b.edges[key] = e
	}
	return e
}

// setAside gives what loose files import the kind of tests: scripts beside a project's
// packages are no part of what it installs.
func (b *builder) setAside() {
	for i, f := range b.files {
		if b.loose(f.From) {
			b.files[i].Kind = imports.Test
		}
	}
	for key, e := range b.edges {
		if key.kind == imports.Test {
			continue
		}
		loose := map[string]bool{}
		for f := range e.files {
			if b.loose(f) {
				loose[f] = true
			}
		}
		if len(loose) == 0 {
			continue
		}
		if len(loose) == len(e.files) {
			delete(b.edges, key)
		}
		t := b.edge(edgeKey{key.from, key.to, imports.Test})
		for f := range loose {
			t.files[f] = true
			delete(e.files, f)
		}
		fromLoose := func(l finding.Location) bool { return loose[l.File] }
		for _, l := range e.sites {
			if fromLoose(l) {
				t.sites = append(t.sites, l)
			}
		}
		e.sites = slices.DeleteFunc(slices.Clone(e.sites), fromLoose)
		t.whole = t.whole || e.whole
		for name := range e.symbols {
			t.symbols[name] = true
		}
	}
}

// builds are files that build or check a project and lie beside its manifest.
var builds = words("setup.py noxfile.py tasks.py fabfile.py conf.py dodo.py versioneer.py")

// loose reports whether a file lies in no package although its project has some, and
// nothing imports its folder; or builds the project.
func (b *builder) loose(file string) bool {
	folder := path.Dir(file)
	p := b.l.projectOf(folder)
	if p == nil {
		return builds[path.Base(file)] && b.l.packaged(".")
	}
	if !b.l.packaged(p.folder) {
		return false
	}
	if builds[path.Base(file)] && folder == p.folder {
		return true
	}
	return folder != p.folder && !slices.Contains(p.roots, folder) && b.l.layout.top(folder) == folder && !b.needed[folder]
}

// finish sorts everything. An edge of several kinds is told once, as the strongest.
func (b *builder) finish() *imports.Graph {
	b.setAside()
	g := &imports.Graph{Modules: b.l.modules(), FileEdges: strongest(b.files)}
	for key, e := range b.edges {
		if b.packages[key.to] == nil || b.stronger(key) {
			continue
		}
		out := imports.Edge{From: key.from, To: key.to, Kind: key.kind, Files: len(e.files), Sites: e.sites}
		slices.SortFunc(out.Sites, finding.Location.Compare)
		out.Sites = slices.Compact(out.Sites)
		if !e.whole {
			out.Symbols = sorted(e.symbols)
		}
		g.Edges = append(g.Edges, out)
	}
	slices.SortFunc(g.Edges, imports.CompareEdges)
	for _, p := range b.packages {
		tidy(p)
		g.Packages = append(g.Packages, *p)
	}
	slices.SortFunc(g.Packages, func(x, y imports.Package) int { return strings.Compare(x.Path, y.Path) })
	slices.SortFunc(g.Modules, imports.CompareModules)
	return g
}

// strength orders kinds: what runs always, what runs at need, what only types use, tests.
var strength = map[imports.Kind]int{imports.Import: 4, imports.Dynamic: 3, imports.Type: 2, imports.Test: 1}

// stronger reports whether the same two packages have an edge of a stronger kind.
func (b *builder) stronger(key edgeKey) bool {
	for kind, n := range strength {
		if n > strength[key.kind] && b.edges[edgeKey{key.from, key.to, kind}] != nil {
			return true
		}
	}
	return false
}

// strongest keeps one edge of two files: the strongest kind, its first line.
func strongest(list []imports.FileEdge) []imports.FileEdge {
	slices.SortFunc(list, func(a, b imports.FileEdge) int {
		return cmp.Or(strings.Compare(a.From, b.From), strings.Compare(a.To, b.To), cmp.Compare(strength[b.Kind], strength[a.Kind]), cmp.Compare(a.Line, b.Line))
	})
	return slices.CompactFunc(list, func(a, b imports.FileEdge) bool { return a.From == b.From && a.To == b.To })
}

// tidy sorts a package's lists; what non-test code uses is no third party of tests.
func tidy(p *imports.Package) {
	for _, list := range []*[]string{&p.Files, &p.TestFiles, &p.Generated, &p.Exported, &p.ThirdParty, &p.TestThird} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	p.TestThird = slices.DeleteFunc(p.TestThird, func(t string) bool {
		_, ok := slices.BinarySearch(p.ThirdParty, t)
		return ok
	})
}

func sorted(set map[string]bool) []string {
	out := make([]string, 0, len(set))
	for s := range set {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}
