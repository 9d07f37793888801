package python

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/source"
)

// builder folds files to packages and statements to edges.
type builder struct {
	imports.Collector
	l      *loader
	needed map[string]bool // folders that non-test files of other folders import
	found  map[absolute]found
}

// absolute is an absolute import, and found what it leads to: see layout.absolute.
type (
	absolute struct{ folder, module string }
	found    struct {
		place
		several int
	}
)

func newBuilder(l *loader) *builder {
	return &builder{l: l, needed: map[string]bool{}, found: map[absolute]found{}}
}

// file adds one file.
func (b *builder) file(name string, f *facts) {
	folder := path.Dir(name)
	p := b.Package(folder, func(p *imports.Package) {
		p.Language, p.ImportPath, p.Name = language, b.dotted(folder), path.Base(folder)
		if owner := b.l.projectOf(folder); owner != nil {
			p.Module = owner.name
		}
	})
	base := path.Base(name)
	test := b.l.isTest(name)
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
	named := false
	for _, name := range st.Names {
		if module := b.l.layout.module(path.Join(target.folder, name)); name != "*" && module != "" && target.isPackage() {
			b.link(at, place{folder: path.Dir(module), file: module}, "", st.Kind)
			named = true
			continue
		}
		if target.file == "" && (st.Level == 0 || !b.l.layout.direct[target.folder]) {
			continue // a namespace, and nothing in it has the name
		}
		b.link(at, target, name, st.Kind)
		named = true
	}
	if !named && st.Level == 0 {
		b.third(p, test, st.Module)
	}
}

// isPackage reports whether a module can have modules below it.
func (p place) isPackage() bool {
	return p.file == "" || strings.HasPrefix(path.Base(p.file), "__init__.")
}

// target finds the module of a statement.
func (b *builder) target(file string, at finding.Location, st statement) (place, bool) {
	y := b.l.layout
	if st.Level == 0 {
		to := b.absolute(path.Dir(file), st.Module)
		if to.several > 1 {
			b.l.notices.Add("python-ambiguous", at, st.Module)
			return place{}, false
		}
		// A folder without an __init__.py has nothing to import by itself, and any package of
		// that name that is installed goes before it.
		return to.place, to.file != "" || to.folder != "" && (st.Names != nil || strings.Contains(st.Module, ".") && y.direct[to.folder])
	}
	parts := strings.Split(st.Module, ".")
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
		b.l.notices.Add("python-unresolved", at, strings.Repeat(".", st.Level)+st.Module)
		return place{}, false
	}
	return found, true
}

// absolute finds a module that files of a folder import by its whole name.
func (b *builder) absolute(folder, module string) found {
	key := absolute{folder, module}
	to, ok := b.found[key]
	if !ok {
		parts := strings.Split(module, ".")
		to.place, to.several = b.l.layout.absolute(folder, parts, b.l.required(folder, parts[0]))
		b.found[key] = to
	}
	return to
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

// link adds a link to a module, or to a name in it.
func (b *builder) link(at finding.Location, to place, symbol string, kind imports.Kind) {
	from := path.Dir(at.File)
	if symbol == "*" {
		symbol = ""
	}
	if to.file != "" && b.l.isTest(to.file) {
		kind = imports.Test
	}
	if kind != imports.Test && from != to.folder {
		b.needed[to.folder] = true
	}
	b.Add(imports.Link{At: at, From: from, To: to.folder, File: to.file, Symbol: symbol, Kind: kind})
}

// builds are files that build or check a project and lie beside its manifest.
var builds = source.Words("setup.py noxfile.py tasks.py fabfile.py conf.py dodo.py versioneer.py")

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
	return folder != p.folder && !slices.Contains(p.roots, folder) && b.l.layout.top(folder) == folder && !b.l.layout.spaces[folder] && !b.needed[folder]
}

// finish folds everything. Scripts beside a project's packages are no part of what it
// installs: what they import counts as tests' imports do.
func (b *builder) finish() *imports.Graph {
	b.Rewrite(func(l *imports.Link) {
		if b.loose(l.At.File) {
			l.Kind = imports.Test
		}
	})
	return b.Graph(b.l.modules())
}
