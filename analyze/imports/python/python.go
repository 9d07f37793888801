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
// below folders tests and test, conftest.py, test_*.py and *_test.py; so is an import of
// a test file, and what scripts
// outside a project's packages import, if nothing imports them. Importing a
// package leads to its folder (its __init__.py); "from a import b" leads to the module
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
// other root that has the module; if several have it, none is chosen (Warning
// python-ambiguous). A module that the file's own project requires by the same name is
// that one, unless a project of the repository has the name.
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
)

const language = "python"

var meaning = map[string]string{
	"python-unresolved": "relative imports of Python lead to no file of the repository (generated, or removed?)",
	"python-ambiguous":  "imports of Python name a module that several projects of the repository have, and none lies above",
	"python-unreadable": "Python files could not be read",
	"python-manifest":   "Python projects could not be read, so that roots which they declare are not known",
}

// Load reads the graph. The error is that of ctx: all that is wrong with the tree is a
// warning in the graph.
func Load(ctx context.Context, t repo.Tree, opt imports.Options) (*imports.Graph, error) {
	l := &loader{tree: t, cache: opt.Cache, files: map[string]*facts{}, regular: map[string]bool{}}
	for _, p := range repo.Regulars(t) {
		if isPython(p) && looked(path.Dir(p)) {
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
	return l.graph(), nil
}

func isPython(p string) bool { return strings.HasSuffix(p, ".py") || strings.HasSuffix(p, ".pyi") }

// foreign are folders of code that others wrote or that tools made.
var foreign = words("node_modules site-packages .venv venv .tox .nox __pycache__ vendor third_party")

func looked(folder string) bool {
	return !slices.ContainsFunc(strings.Split(folder, "/"), func(e string) bool { return foreign[e] })
}

// loader is the state of one Load.
type loader struct {
	tree     repo.Tree
	cache    imports.Cache
	names    []string          // Python files, sorted
	files    map[string]*facts // by name; a file that could not be read has none
	projects []project
	regular  map[string]bool // by project folder: it has a regular package
	layout   *layout
	notices  imports.Notices
}

// read reads the files.
func (l *loader) read(ctx context.Context) error {
	return reader.Each(ctx, l.tree, l.names, l.cache, &l.notices, "python-unreadable", func(name string, f *facts) { l.files[name] = f })
}

// isTest reports whether a file is one of tests.
func isTest(p string) bool {
	for e := range strings.SplitSeq(path.Dir(p), "/") {
		if e == "tests" || e == "test" {
			return true
		}
	}
	base := strings.TrimSuffix(strings.TrimSuffix(path.Base(p), ".pyi"), ".py")
	return base == "conftest" || strings.HasPrefix(base, "test_") || strings.HasSuffix(base, "_test")
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
