// Package javascript loads the import graph of the JavaScript and TypeScript of a tree,
// JSX and the scripts of .vue, .svelte and .astro files included.
//
// It reads only the tree, with a lexer of its own: no node, no node_modules, no network,
// so any commit reads. A package is a folder with source files. The language of a
// component is vue, svelte or astro, whatever its scripts are written in. The module of a package
// is the nearest package.json with a name. Folders of foreign code (node_modules, vendor and
// the like) are not first-party; folders named build, dist or bin are, if tracked.
//
// # Imports
//
// import, export … from, import x = require(), require() and import() of a literal,
// types import("x").T, /// <reference> at the top of a file and, in JavaScript, what
// JSDoc imports (@import and import("x") in the types of its tags).
//
// # Names
//
// A name is looked for as the TypeScript compiler and bundlers do: relative, with the
// source (.ts) of what is imported by the name of its output (.js), without an ending,
// as the index of a folder, and over rootDirs; then by paths and baseUrl of the nearest
// tsconfig.json or jsconfig.json, with what it extends and refers to, else by the paths
// of one further out; by imports of package.json for #names; by the packages of the tree that are
// members of the same workspace (npm, yarn, pnpm, lerna, rush), that package.json takes
// by file: or link:, or that the file is in itself, through their exports, their entry
// fields or a path. Where those name the output of a build that is not tracked, the
// source that it is made of is taken instead. Last come the conventions of bundlers:
// "@/", "~/", "$lib/" and "src/" from the package's folder, "~~/", "@@/" and "#shared/" of
// Nuxt.
//
// # Edges
//
// Two packages, and two files, have one edge, of the strongest kind that any of the
// imports between them has: import; dynamic if all run-time imports are import(); type
// if all that is imported is types, as in every import of a .d.ts file; test if only tests
// import, or only tests are imported. A test is a file named *.test.* or *.spec.*, or one
// below a folder named test, tests, __tests__, __mocks__, cypress or e2e. An edge that stands in non-test files tells nothing of tests.
//
// Symbols are the names that are imported, and those mentioned through a name that
// stands for the whole module; nil where some import leaves them open (export * from,
// import() that is not a type), and with Options.Headers.
//
// # Limits
//
// Aliases that only a bundler's configuration knows, computed names, and files that a
// build or a framework generates are not found; first-party names among them are
// counted in a warning. Types that a file uses without importing them (declared
// globally) are no imports. Of export const a, b only the first name is read. Symbolic
// links are not followed. Files of more than 4 MiB are not looked into.
package javascript

import (
	"context"
	"fmt"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// Load reads the graph. The error is that of ctx: all that is wrong with the tree is a
// warning in the graph.
func Load(ctx context.Context, t repo.Tree, opt imports.Options) (*imports.Graph, error) {
	l := survey(t)
	if len(l.sources) == 0 {
		return &imports.Graph{}, nil
	}
	var w imports.Notices
	all, err := readAll(ctx, t, l.sources, !opt.Headers, opt.Cache, &w)
	if err != nil {
		return nil, fmt.Errorf("javascript: %w", err)
	}
	m := readManifests(t, l, &w)
	r := &resolver{layout: l, manifests: m, compilers: newCompilers(t, l, m, &w), memo: map[question]target{}}
	b := newBuilder(r, l.sources, all, opt.Files, &w)
	g := b.graph()
	g.Warnings = w.Warnings(meaning)
	return g, nil
}

// readAll reads files; the result is indexed like names, nil for one that could not be
// read.
func readAll(ctx context.Context, t repo.Tree, names []string, symbols bool, c imports.Cache, w *imports.Notices) ([]*facts, error) {
	all, failed, err := files(symbols).Scan(ctx, t, names, c)
	if err != nil {
		return nil, err
	}
	out := make([]*facts, len(names))
	for i, name := range names {
		if failed[i] != nil {
			w.Unreadable("js-file-unreadable", name, failed[i])
			continue
		}
		if out[i] = &all[i]; all[i].Large {
			w.Add("js-large-file", finding.Location{File: name}, "")
		}
	}
	return out, nil
}
