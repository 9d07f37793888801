// Package php loads the import graph of every first-party PHP file of a tree. It reads only
// the tree: no interpreter, no composer, no vendor folder, no network.
//
// A package is a folder with .php files, but for Blade templates; a folder whose files all
// just return a value and name nothing, as tables of translations do, is none unless code
// includes one of them. Its module is the nearest composer.json above that has a name.
//
// # Edges
//
// Each of these is an edge of kind import to the folder of the file that is named, of kind
// test if the file that says it is one of tests or only tests hold what it names:
//
//   - a use statement, of a class (which stands for interfaces, traits and enums here, too),
//     a function or a constant, in a group or not;
//   - a class that code names: behind new, extends, implements, instanceof, catch and use of
//     a trait, before ::, in types of parameters, results, properties and constants, in
//     attributes; whole (\A\B) or as use statements and the namespace make it;
//   - a function that is called;
//   - a constant that is named whole or by a use statement;
//   - require and include of a path made of texts, __DIR__, dirname() and constants that
//     define() or const gives such a path (ABSPATH . WPINC . '/load.php').
//
// Tests are the files below folders tests, Tests and test, those whose name ends with
// Test.php, and what only autoload-dev of a composer.json loads.
//
// # Resolution
//
// A name leads to the file that declares it. Of several files, code that is no test takes
// those of no tests; what its own composer package loads comes first, then the packages of
// the repository that this one requires, directly or not, then the others; among these what
// lies where autoload (psr-4, psr-0, classmap, files) looks for the name; then the nearest
// by folders. Where only nearness decides, or nothing does, Warning php-ambiguous counts
// it; if two are equally near, the name leads nowhere.
//
// A path that begins with the file's folder is what it says; another one is looked up in
// that folder, then in those above.
//
// Names that no file declares and that begin like the repository's own are counted in
// Warning php-unresolved: those below a namespace that a composer.json loads from here or
// that one in a hundred non-test files has. Others belong to the package of composer.lock
// that has their namespace, else to the one requirement whose vendor is called like their
// first part, else to that part.
//
// # Limits
//
// Classes, functions and paths that are put together at run time or named in texts (service
// containers, configuration, view('name')) are not seen, nor is what documentation comments
// name without a use statement. Constants without a namespace are not followed. Functions
// and classes that PHP itself has got over the years lead nowhere where a file declares
// them for older versions. Of code in .phtml, .inc and other endings nothing is read.
package php

import (
	"context"
	"path"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

const language = "php"

var meaning = map[string]string{
	"php-ambiguous":  "names in PHP code are declared by several files of the repository, and no composer.json says which one is meant: the nearest counts, or none where two are equally near",
	"php-unreadable": "PHP files could not be read",
	"php-unresolved": "names and paths in PHP code begin like the repository's own and lead to no file (generated, or removed?)",
}

// Load reads the graph. The error is that of ctx: all that is wrong with the tree is a
// warning in the graph, or among those of the manifests.
func Load(ctx context.Context, t repo.Tree, opt imports.Options) (*imports.Graph, error) {
	var names []string
	for _, f := range repo.Regulars(t) {
		if isSource(f) {
			names = append(names, f)
		}
	}
	if len(names) == 0 {
		return &imports.Graph{}, ctx.Err()
	}
	l := &loader{byName: map[string]*file{}}
	l.layout = newLayout(t, &l.notices)
	if err := reader.Each(ctx, t, names, opt.Cache, &l.notices, "php-unreadable", l.add); err != nil {
		return nil, err
	}
	l.index()
	b := builder{loader: l}
	return b.graph(), nil
}

// add takes a file in.
func (l *loader) add(name string, says *facts) {
	f := &file{name: name, folder: repo.Folder(name), facts: says}
	f.module = l.layout.of(f.folder)
	f.test = l.layout.isTest(f)
	l.files = append(l.files, f)
	l.byName[name] = f
}

// isSource reports whether a file is read: PHP that was written here and is no template.
func isSource(f string) bool {
	return strings.HasSuffix(f, ".php") && !strings.HasSuffix(f, ".blade.php") && path.Base(f)[0] != '.' && !history.IsVendored(f)
}

// loader is the state of one Load.
type loader struct {
	layout    *layout
	files     []*file // that could be read, by name
	byName    map[string]*file
	declared  [3]map[string][]declarer // classes, functions, constants; by name, in lower case but for constants
	spaces    map[string]bool          // namespaces that hold something, in lower case
	own       map[string]bool          // how the repository's own names begin, in lower case
	constants map[string][]definition
	notices   imports.Notices
}

// file is one source file and what it says.
type file struct {
	name, folder string
	module       *module
	test         bool
	*facts
}

// definition is a constant that a file gives a path.
type definition struct {
	in   *file
	path []part
}

func at(f *file, line int) finding.Location { return finding.Location{File: f.name, Line: line} }
