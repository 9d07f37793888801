// Package golang loads the import graph of every first-party Go package of a tree:
// of all its modules, with or without go.work, and of trees older than modules.
//
// It reads only the tree, with go/parser and go/build/constraint: no go command, no
// module cache, no network, so any commit reads. A package is a folder with .go
// files, one node whatever the platform. Folders named vendor or node_modules are
// not first-party; folders named testdata, beginning with "." or "_", or named by an
// ignore directive of go.mod are packages only where a first-party package imports
// them.
//
// # Edges
//
// The default build is linux/amd64 with cgo on, compiler gc, all release tags and no
// others. An import that only files outside it make is an edge of its own, whose
// Constraint is their build constraint in the syntax of a //go:build line: the rule
// of the file name and that of the header joined by &&, as in "windows && !cgo". A
// file that no build takes has the constraint "ignore" or an expression that needs
// that tag. A file that imports "C" is in the default build.
//
// An import in a _test.go file, of either form, is an edge of kind test unless
// non-test files make the same import in the default build or under the same
// constraint.
//
// Symbols are the names X.Sel that the importing files mention, by syntax: the
// package's own exported identifiers, not the methods and fields reached through
// values. They are nil for a dot import, for a file over 8 MiB, and with
// Options.Headers alone. With Options.Types they are exact in files that load with types,
// dot imports included, and hold methods that are used through values too, as
// Type.Method.
//
// File edges lead to the files that declare the mentioned symbols, those of the default
// build alone where it declares them. They lead to the package where an import mentions
// none (a blank or a dot import), and there are none without Options.Files. What files of
// one package use of each other is not listed.
//
// # Limits
//
// Files generated during the build are not seen; imports of packages that are not
// there become a warning. The tags of GOEXPERIMENT count as off. Symbolic links are
// not followed.
package golang

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/parallel"
	"seam/analyze/repo"
)

// Options of Load.
type Options = imports.Options

// Load reads the graph. The error is that of ctx, or of Dir: all that is wrong with
// the tree is a warning in the graph.
func Load(ctx context.Context, t repo.Tree, opt Options) (*imports.Graph, error) {
	l := &loader{tree: t, layout: survey(t), headers: opt.Headers && !opt.Files && !opt.Types, wantsFiles: opt.Files, cache: opt.Cache, byFolder: map[string][]*source{}}
	l.modules = readModules(t, l.layout, &l.warn)
	l.layout.hide(l.modules)
	if err := l.read(ctx, l.layout.visible); err != nil {
		return nil, fmt.Errorf("golang: %w", err)
	}
	inferRoots(t, l.layout, l.modules, newResolver(l.modules, l.isPackage), l.files, &l.warn)
	l.resolver = newResolver(l.modules, l.isPackage)
	if err := l.readReached(ctx); err != nil {
		return nil, fmt.Errorf("golang: %w", err)
	}
	exact := false
	if opt.Types {
		var err error
		if exact, err = l.checkTypes(ctx, opt.Dir); err != nil {
			return nil, err
		}
	}
	g := l.graph()
	g.Exact = exact
	g.Warnings = l.warn.list()
	return g, nil
}

// loader is the state of one Load.
type loader struct {
	tree       repo.Tree
	layout     *layout
	headers    bool
	wantsFiles bool
	cache      imports.Cache
	modules    *modules
	resolver   *resolver
	files      []*source            // in order of reading
	byFolder   map[string][]*source // by base name
	warn       warnings
}

// read reads the files of folders and enters them.
func (l *loader) read(ctx context.Context, folders map[string][]string) error {
	var names []string
	for folder, bases := range folders {
		for _, b := range bases {
			names = append(names, path.Join(folder, b))
		}
	}
	slices.Sort(names)
	files, err := readAll(ctx, l.tree, names, l.headers, l.cache, &l.warn)
	if err != nil {
		return err
	}
	for _, s := range files {
		l.files = append(l.files, s)
		l.byFolder[s.folder] = append(l.byFolder[s.folder], s)
	}
	return nil
}

// readReached resolves all imports, and reads the hidden folders that first-party
// packages import and those that these import in turn.
func (l *loader) readReached(ctx context.Context) error {
	for done := 0; done < len(l.files); {
		reached := map[string][]string{}
		for _, s := range l.files[done:] {
			for i := range s.imports {
				a := l.resolver.ask(s.folder, s.imports[i].Path)
				s.imports[i].to, s.imports[i].origin = a.to, a.origin
				to := a.to
				if to == "" {
					continue
				}
				if l.byFolder[to] == nil && l.layout.hidden[to] != nil {
					reached[to] = l.layout.hidden[to]
				}
			}
		}
		done = len(l.files)
		if err := l.read(ctx, reached); err != nil {
			return err
		}
	}
	return nil
}

// isPackage reports whether a folder holds Go files that an import can reach.
func (l *loader) isPackage(folder string) bool {
	return l.layout.visible[folder] != nil || l.layout.hidden[folder] != nil
}

// graph puts the finished graph together.
func (l *loader) graph() *imports.Graph {
	folders := slices.Sorted(maps.Keys(l.byFolder))
	g := &imports.Graph{Packages: make([]imports.Package, len(folders))}
	parallel.Each(len(folders), func(i int) { g.Packages[i] = l.newPackage(folders[i], l.byFolder[folders[i]]) })
	names := make(map[string]string, len(folders)) // folder -> declared package name
	for i, folder := range folders {
		names[folder] = g.Packages[i].Name
	}
	edges := make([][]imports.Edge, len(folders))
	parallel.Each(len(folders), func(i int) { edges[i] = l.edges(folders[i], names) })
	g.Edges = slices.Concat(edges...)
	if l.wantsFiles {
		g.FileEdges = l.fileEdges(names)
	}
	for _, m := range l.modules.list {
		if m.name != "" && !hidden(m.folder) {
			g.Modules = append(g.Modules, imports.Module{Name: m.name, Path: m.folder, Language: language, Manifest: m.manifest})
		}
	}
	for _, file := range l.layout.links {
		l.warn.Add("go-symlink", finding.Location{File: file}, "")
	}
	return g
}

// language is the value of Language in everything that this package returns.
const language = "go"
