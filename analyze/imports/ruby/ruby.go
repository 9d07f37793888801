// Package ruby loads the import graph of every first-party Ruby file of a tree. It reads only
// the tree: no interpreter, no Bundler, no network, and nothing of it is run.
//
// A package is a folder with .rb or .rake files. Its module is the nearest gem (gemspec), Rails
// engine, packwerk pack (package.yml, where the repository has a packwerk.yml or packs.yml)
// or app (Gemfile, config/application.rb) at or above it; a pack is called by its folder, an
// app by the module of its config/application.rb, else by its folder.
//
// # Edges
//
// Ruby loads most code without saying so: an edge is a constant that a file names and another
// defines, from the line that names it. Further edges are require, require_relative, load,
// class_name: "A::B" of an association, and belongs_to :author or has_many :books where the
// repository has such a class. They are of kind import; of kind dynamic are autoload and
// "A::B".constantize; of kind test is what tests name: files below spec, test, tests and
// cucumber's features, *_spec.rb and *_test.rb, but for those below app and lib, where
// testing_support alone is of tests.
//
// # Resolution
//
// A constant is looked up as Ruby does: in the modules around the place that names it, in
// the ancestors of the innermost (superclass, include, prepend, as far as the repository
// defines them), at the top level; then A::B in A and its ancestors.
//
// Of several files that define a constant the one counts whose path is its name, as Zeitwerk
// and require have it (foo/bar_baz.rb for Foo::BarBaz, below whatever root: names are
// compared without case and underscores, so that inflections need not be known), else the
// one whose path is most of the beginning of its name; else the only one that does more than
// open it: has a superclass, assigns it, or holds more than other definitions. A namespace
// that many files open and that is no file's name belongs to none, and naming it is no edge.
// Files of the own module come first, then those of modules that it requires and of the same
// app, then others; what an app, its packs and engines define is seen in its folder alone, what
// tests define by tests of the same module. If that leaves several, none is chosen (Warning
// ruby-ambiguous).
//
// Core classes, and names that begin as a gem from elsewhere and none of here is called, are the repository's
// own only where a file is named for them or gives them a superclass: files that reopen
// String or ActiveRecord::Base define neither.
//
// require is looked up in the roots that gemspecs name (lib), in lib and app/* of apps,
// engines and packs, in spec and test for tests; then in further folders called lib of the
// module, and in the folder of an app, there without the names of the standard library and of
// gems.
//
// # Limits
//
// Templates of views and of generators, Rakefiles, constants made by const_set and by
// macros, names in other texts (routes, serializers) and methods that are called on values
// are not seen. A constant of a gem from elsewhere that an ancestor from elsewhere brings is
// taken for the repository's own where that has one of the same name at the top level.
// Reopening a class is no edge to its file.
package ruby

import (
	"context"
	"path"
	"strings"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

const language = "ruby"

var meaning = map[string]string{
	"ruby-ambiguous":  "constants and required files of Ruby are what several modules of the repository have, and nothing says which one is meant",
	"ruby-unreadable": "Ruby files could not be read",
	"ruby-unresolved": "require_relative of Ruby leads to no file of the repository (generated, or removed?)",
}

// Load reads the graph. Of manifests it asks for those of bundler, where there is code. The
// error is that of ctx: all that is wrong with the tree is a warning in the graph, or among
// those of the manifests.
func Load(ctx context.Context, t repo.Tree, manifests modules.Source, opt imports.Options) (*imports.Graph, error) {
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
	err := reader.Each(ctx, t, names, opt.Cache, &l.notices, "ruby-unreadable", func(name string, says *facts) {
		f := &file{name: name, folder: path.Dir(name), test: isTest(name), keys: keysOf(name), facts: says}
		l.files = append(l.files, f)
		l.byName[name] = f
	})
	if err != nil {
		return nil, err
	}
	l.modules = readModules(t, manifests, l.files, &l.notices)
	for _, f := range l.files {
		f.module = l.modules.of(f.folder)
		f.test = f.test || isTest(repo.Relative(f.module.folder, f.name)) // of a pack below app
	}
	l.indexRoots()
	l.indexConstants()
	b := builder{loader: l}
	return b.graph(ctx)
}

// loader is the state of one Load.
type loader struct {
	modules   *moduleSet
	files     []*file // that could be read, by name
	byName    map[string]*file
	roots     map[string][]rooted // by what require calls the file
	constants map[string]*name    // by full name
	top       *name               // what holds those of one part
	known     map[string]bool     // the last parts of these: most names in code are of others
	alike     map[string]*name    // by normal form of the full name
	normals   map[string]string   // parts of names in normal form
	climbing  int                 // how many ancestors are being worked out in one another
	notices   imports.Notices
}

// file is one source file and what it says.
type file struct {
	name, folder string
	module       *module
	test         bool
	keys         []string // the elements of its path in normal form, the file's own last
	scopes       []string // full names of Scopes
	inside       []*name  // the names of these; nil for what is no program
	*facts
}

// isSource reports whether a file is Ruby that the repository runs: none that a generator
// fills in, nor others' code.
func isSource(f string) bool {
	if !strings.HasSuffix(f, ".rb") && !strings.HasSuffix(f, ".rake") || history.IsVendored(f) || strings.Contains(f, ".bundle/") {
		return false
	}
	_, below, generator := strings.Cut("/"+f, "/generators/")
	return !generator || !strings.Contains("/"+below, "/templates/")
}

// isTest reports whether a file is one of tests. Below app and lib folders may be called
// test for what they hold.
func isTest(f string) bool {
	elements := strings.Split(f, "/")
	base, folders := elements[len(elements)-1], elements[:len(elements)-1]
	code := -2 // the app or lib that the file lies in
	for i, e := range folders {
		switch {
		case e == "testing_support", (e == "spec" || e == "test" || e == "tests") && (code < 0 || code == i-1):
			return true
		case e == "features" && code < 0 && (i == len(folders)-1 || folders[i+1] == "step_definitions" || folders[i+1] == "support"):
			return true
		case (e == "app" || e == "lib") && code < 0:
			code = i
		}
	}
	if code >= 0 && folders[code] == "app" {
		return false
	}
	return strings.HasSuffix(base, "_spec.rb") || strings.HasSuffix(base, "_test.rb")
}

// isExample reports whether a file is itself a test and no help for others.
func (f *file) isExample() bool {
	base := path.Base(f.name)
	return f.test && (strings.HasSuffix(base, "_spec.rb") || strings.HasSuffix(base, "_test.rb") || strings.HasPrefix(base, "test_"))
}

// keysOf is the elements of a path in normal form.
func keysOf(f string) []string {
	out := strings.Split(strings.TrimSuffix(f, ".rb"), "/")
	for i, e := range out {
		out[i] = normal(e)
	}
	return out
}
