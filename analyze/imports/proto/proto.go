// Package proto loads what the protobuf files of a tree import from each other. It reads
// only the tree: no protoc, no buf, no network.
//
// A package is a folder with .proto files. Every edge is of kind proto, between folders
// and between files alike; public and weak imports count as any other. The module of a
// folder is the one that buf.yaml names.
//
// # Resolution
//
// An import is a path below one of the include roots, which protoc is given on its
// command line and which no file has to say. They are tried in this order: the modules
// of buf.yaml (version 1: its folder, or build.roots; version 2: what modules lists) and the
// folders of buf.work.yaml, that of the importing file first; the root of the repository; the
// folders above the importing file, nearest first; the folder of a Go module whose
// name the import begins with, as gogo/protobuf writes them. If none has the file and
// exactly one file of the repository, in no module of buf, ends with the import's path, it
// is that one; of several the one that shares most folders with the importing file. If two share
// equally many, none is chosen (Warning proto-ambiguous).
//
// google/… is external, but for files that lie below a folder google themselves, as
// those of googleapis, and where the root of the repository has the file. An import that leads nowhere is external too; it is counted
// (Warning proto-unresolved) if its folder is one of the repository, or if it has none.
//
// # Limits
//
// Files below node_modules, vendor, third_party and the like are not first party. The
// symbols of an edge are the names of the imported file's top level that occur as words
// in the importing one.
package proto

import (
	"context"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/repo"
	"seam/analyze/source"
)

const language = "protobuf"

var meaning = map[string]string{
	"proto-ambiguous":  "imports of protobuf files fit several files of the repository, none of them nearer",
	"proto-unreadable": "protobuf files could not be read",
	"proto-unresolved": "imports of protobuf files lead to no file of the repository (generated, or removed?)",
}

// foreign are folders of code that others wrote.
var foreign = source.Words("node_modules vendor third_party thirdparty .venv venv site-packages")

func find(t repo.Tree) []string {
	var out []string
	for _, p := range repo.Regulars(t) {
		if strings.HasSuffix(p, ".proto") && !slices.ContainsFunc(strings.Split(path.Dir(p), "/"), func(e string) bool { return foreign[e] }) {
			out = append(out, p)
		}
	}
	return out
}

// Load reads the graph. The error is that of ctx: all that is wrong with the tree is a
// warning in the graph.
func Load(ctx context.Context, t repo.Tree, opt imports.Options) (*imports.Graph, error) {
	l := &loader{files: map[string]*facts{}}
	names := find(t)
	err := reader.Each(ctx, t, names, opt.Cache, &l.notices, "proto-unreadable", func(name string, f *facts) { l.files[name] = f })
	if err != nil || len(names) == 0 {
		return &imports.Graph{}, err
	}
	l.roots = findRoots(t, names, &l.notices)
	for _, name := range names {
		if f := l.files[name]; f != nil {
			l.file(name, f)
		}
	}
	return l.graph(), nil
}

// loader is the state of one Load.
type loader struct {
	imports.Collector
	files   map[string]*facts // by path; unreadable ones are missing
	roots   *roots
	notices imports.Notices
}

// file adds one file and its imports to the graph.
func (l *loader) file(name string, f *facts) {
	folder := path.Dir(name)
	p := l.Package(folder, func(p *imports.Package) {
		p.Language, p.Module, p.TestOnly = language, l.roots.moduleOf(folder), false
	})
	p.Files = append(p.Files, path.Base(name))
	p.Lines += f.Lines
	p.Documented = p.Documented || f.Comment
	p.Exported = append(p.Exported, f.Names...)
	if p.Name == "" {
		p.Name, p.ImportPath = f.Package, f.Package
	}
	for _, i := range f.Imports {
		at := finding.Location{File: name, Line: i.Line}
		to, how := l.roots.resolve(name, i.Path)
		switch how {
		case resolved:
			l.link(imports.Link{At: at, From: folder, To: path.Dir(to), File: to, Kind: imports.Proto}, l.used(f, to))
		case ambiguous:
			l.notices.Add("proto-ambiguous", at, i.Path)
		case missing:
			l.notices.Add("proto-unresolved", at, i.Path)
		case external:
			if !strings.HasPrefix(i.Path, "google/protobuf/") {
				p.ThirdParty = append(p.ThirdParty, path.Dir(i.Path))
			}
		}
	}
}

// link adds an import of some names, or of none.
func (l *loader) link(k imports.Link, names []string) {
	if k.Bare = len(names) == 0; k.Bare {
		l.Add(k)
	}
	for _, k.Symbol = range names {
		l.Add(k)
	}
}

// used is the names of a file's top level that another one mentions.
func (l *loader) used(f *facts, to string) []string {
	target := l.files[to]
	if target == nil {
		return nil
	}
	var out []string
	for _, name := range target.Names {
		if _, ok := slices.BinarySearch(f.Words, name); ok {
			out = append(out, name)
		}
	}
	return out
}

func (l *loader) graph() *imports.Graph {
	g := l.Graph(l.roots.modules)
	g.Warnings = l.notices.Warnings(meaning)
	return g
}
