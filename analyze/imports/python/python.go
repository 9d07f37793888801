// Package python loads the import graph of every first-party Python file of a tree. It
// reads only the tree: no interpreter, no site-packages, no network.
//
// A package is a folder with .py or .pyi files. Its module is the nearest folder above
// with a pyproject.toml, setup.cfg or setup.py; the name is the one that pyproject.toml
// gives (project.name, tool.poetry.name), else the folder's.
//
// # Edges
//
// An import statement is an edge of kind import; below "if TYPE_CHECKING:" it is of kind
// type, within a function of kind dynamic, as are importlib.import_module("a.b") and
// __import__("a.b") with a literal. What only test files import is of kind test: those
// below folders tests and test, conftest.py, test_*.py, *_test.py and a tests.py that imports
// unittest, pytest or django.test. A package called test that has no file of such a name and
// that code imports is code. An import of a test file is of kind test, too, as is what
// scripts outside a project's packages import, if nothing imports them. Importing a package
// leads to its folder (its __init__.py); "from a import b" leads to the module
// a.b where there is one, else to a.
//
// # Resolution
//
// Relative imports count from the file's folder. Absolute ones are looked up in the
// roots that an installed or a run project would have: every folder that holds a
// topmost package (the parent of a chain of __init__.py), every project's folder and
// its src, what pyproject.toml declares (setuptools package-dir and packages.find.where,
// poetry's packages.from, hatch's sources), and the folder of a file that lies in no
// package. A folder that imports name as a package more often than they name what lies in
// it is no root but a namespace package (PEP 420). Of the roots above the importing file
// the one that has most parts of the name wins, of equal ones the nearest; then the one
// other root that has the module, for code none below examples, tests or docs; if several
// have it, none is chosen (Warning python-ambiguous). A package above that has not all of a
// name may be one that several projects share (pkgutil.extend_path): one other root that has
// all of it counts. A folder without an __init__.py is not imported by its name alone. A
// module that the file's own project requires by the same name is that one, unless a project
// of the repository has the name.
//
// # Limits
//
// sys.path is not followed, nor are modules that another language builds. Names of the
// standard library are first party only where a root above the importing file has them.
// Symbols are the names that import statements take; attributes reached through a module
// are not seen.
package python

import (
	"context"
	"path"
	"slices"
	"strings"

	"seam/analyze/imports"
	"seam/analyze/repo"
	"seam/analyze/source"
)

const language = "python"

var meaning = map[string]string{
	"python-unresolved": "relative imports of Python lead to no file of the repository (generated, or removed?)",
	"python-ambiguous":  "imports of Python name a module that several projects of the repository have, and none lies above",
	"python-unreadable": "Python files could not be read",
}

// Load reads the graph. The error is that of ctx: all that is wrong with the tree is a
// warning in the graph.
func Load(ctx context.Context, t repo.Tree, opt imports.Options) (*imports.Graph, error) {
	l := &loader{tree: t, cache: opt.Cache, files: map[string]*facts{}, called: map[string]bool{}, shipped: map[string]bool{}}
	own := packagesCalled(t, "venv")
	for _, p := range repo.Regulars(t) {
		if isPython(p) && looked(path.Dir(p), own) {
			l.names = append(l.names, p)
		}
	}
	if len(l.names) == 0 {
		return &imports.Graph{}, ctx.Err()
	}
	if err := l.read(ctx); err != nil {
		return nil, err
	}
	l.findProjects()
	l.layout = newLayout(l.names, l.projects, l.files)
	l.findShipped()
	return l.graph(), nil
}

func isPython(p string) bool { return strings.HasSuffix(p, ".py") || strings.HasSuffix(p, ".pyi") }

// foreign are folders of code that others wrote or that tools made.
var foreign = source.Words("node_modules site-packages .venv venv .tox .nox __pycache__ vendor third_party")

// looked reports whether a folder is read. own are packages that only share the name of a
// foreign folder: an environment has no __init__.py.
func looked(folder string, own map[string]bool) bool {
	if !slices.ContainsFunc(strings.Split(folder, "/"), func(e string) bool { return foreign[e] }) {
		return true
	}
	for ; folder != "."; folder = path.Dir(folder) {
		if foreign[path.Base(folder)] && !own[folder] {
			return false
		}
	}
	return true
}

// packagesCalled finds the regular packages of a name.
func packagesCalled(t repo.Tree, name string) map[string]bool {
	out := map[string]bool{}
	for _, p := range repo.Regulars(t) {
		if folder := repo.Folder(p); path.Base(p) == "__init__.py" && path.Base(folder) == name {
			out[folder] = true
		}
	}
	return out
}

// loader is the state of one Load.
type loader struct {
	tree     repo.Tree
	cache    imports.Cache
	names    []string          // Python files, sorted
	files    map[string]*facts // by name; a file that could not be read has none
	projects []project
	called   map[string]bool // canonical names of projects
	around   *repo.Nearest[*project]
	regular  map[string]bool // by project folder: it has a regular package; nil before it is asked for
	shipped  map[string]bool // packages called test that are code
	layout   *layout
	notices  imports.Notices
}

// read reads the files.
func (l *loader) read(ctx context.Context) error {
	return reader.Each(ctx, l.tree, l.names, l.cache, &l.notices, "python-unreadable", func(name string, f *facts) { l.files[name] = f })
}

// isTest reports whether a file is one of tests.
func (l *loader) isTest(p string) bool {
	for folder := path.Dir(p); folder != "."; folder = path.Dir(folder) {
		if e := path.Base(folder); e == "tests" || e == "test" && !l.shipped[folder] {
			return true
		}
	}
	return namesTest(p) || path.Base(p) == "tests.py" && l.files[p].tests()
}

// frameworks are what tests import.
var frameworks = source.Words("unittest pytest django.test rest_framework.test")

// tests reports whether a file imports what tests are written with.
func (f *facts) tests() bool {
	return f != nil && slices.ContainsFunc(f.Statements, func(st statement) bool { return st.Level == 0 && frameworks[st.Module] })
}

// namesTest reports whether a file is called as one of tests.
func namesTest(p string) bool {
	base := strings.TrimSuffix(strings.TrimSuffix(path.Base(p), ".pyi"), ".py")
	return base == "conftest" || strings.HasPrefix(base, "test_") || strings.HasSuffix(base, "_test")
}

// findShipped finds the packages called test within a package that hold no file called as
// one of tests and that code of the package imports: what others test with (django.test), or
// what runs their tests.
func (l *loader) findShipped() {
	inits, tests := map[string]bool{}, map[string]bool{}
	for _, n := range l.names {
		if path.Base(n) == "__init__.py" {
			inits[path.Dir(n)] = true
		}
		if namesTest(n) {
			for folder := path.Dir(n); folder != "." && !tests[folder]; folder = path.Dir(folder) {
				tests[folder] = true
			}
		}
	}
	may := map[string]bool{}
	for folder := range inits {
		if path.Base(folder) == "test" && inits[path.Dir(folder)] && !tests[folder] {
			may[folder] = true
		}
	}
	for _, n := range l.names {
		if f := l.files[n]; f != nil && len(may) > 0 && !l.isTest(n) {
			l.enterShipped(path.Dir(n), f, may)
		}
	}
}

// enterShipped enters those of some packages that a file in a folder imports, or imports
// something of, when it is loaded.
func (l *loader) enterShipped(folder string, f *facts, may map[string]bool) {
	for _, st := range f.Statements {
		if st.Kind != imports.Import {
			continue
		}
		at := l.layout.top(folder)
		if st.Level > 0 {
			at = folder
			for range st.Level - 1 {
				at = path.Dir(at)
			}
		}
		if st.Module != "" {
			at = path.Join(at, strings.ReplaceAll(st.Module, ".", "/"))
		}
		if named := path.Join(at, "test"); may[named] && slices.Contains(st.Names, "test") {
			l.shipped[named] = true
		}
		for ; at != "."; at = path.Dir(at) {
			if may[at] {
				l.shipped[at] = true
			}
		}
	}
}

// graph folds the files to packages and their statements to edges.
func (l *loader) graph() *imports.Graph {
	b := newBuilder(l)
	for _, name := range l.names {
		if f := l.files[name]; f != nil {
			b.file(name, f)
		}
	}
	g := b.finish()
	g.Warnings = l.notices.Warnings(meaning)
	return g
}
