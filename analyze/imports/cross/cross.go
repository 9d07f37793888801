// Package cross finds the edges between packages that no import statement makes, since
// they lead from one language to another or to a file that is no source: generated code
// to the contract that it comes from, programs to the files that they embed and to those
// that they run. It reads only the tree, and needs the joined graph of all languages.
//
// # Edges
//
//	proto    generated code -> its .proto file, by what its header says: "source: x.proto"
//	         (Go, Java, Kotlin, C#, Python, JavaScript, TypeScript), "@generated from file
//	         x.proto"; the .proto files that build.rs names; those that a //go:generate
//	         line, or a program that loads contracts at run time, names; the OpenAPI
//	         document that a //go:generate line or a configuration of orval or
//	         openapi-ts names; imports of Java and Kotlin of what the build makes of a
//	         contract, by its java_package, java_outer_classname and services
//	embed    //go:embed, include_str!, include_bytes! and include!, new URL(x, import.meta.url)
//	run      what is read or run at run time by a path: Python's open(Path(__file__).parent
//	         / x), path.join(__dirname, x), exec.Command("./x"), subprocess.run, spawn
//
// An edge stands only where the path leads to exactly one tracked file, and that file
// belongs to another first-party package: it is one of its sources, or it lies below a
// package that takes the folders below it (a project, a crate). An OpenAPI document belongs
// to the package in whose folder it lies. Files of tests are not read.
//
// # Resolution
//
// A contract is looked up below the folders at and above the file that names it, the
// nearest first; then among the contracts that end with the path; then among those with
// whose whole path it ends, if that has four parts or the contract declares the Go package.
// Of several, one counts that declares the import path of the Go package as its go_package,
// else the one that shares most folders with the file; if two share equally many, none does
// (Warning contract-ambiguous). Contracts of Google's own (google/…) that are not here are
// left out; others are counted (Warning contract-missing).
//
// An embedded file is relative to the file that embeds it. A file that is run is looked up
// in the folder of the package, in that of its module and in the root, since nobody knows
// where a program will be started; where more than one of them has it, none is meant.
//
// # Limits
//
// Classes that the build makes of a contract are told by names that are usual for them: a
// package gen, generated, proto, protobuf, pb or grpc, a class …Proto, …Protos, …OuterClass
// or …Grpc. Paths that a program computes are not seen. A pattern that embeds sources of several
// packages is no edge, since it is a folder that is embedded and no part (Warning
// embeds-several).
package cross

import (
	"context"
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/source"
)

var meaning = map[string]string{
	"contract-ambiguous": "generated files name a contract that several files of the repository fit, none of them nearer",
	"contract-missing":   "generated files name a contract that is not in the repository",
	"embeds-several":     "embedded patterns take sources of several packages and were not counted as a dependency",
}

// Load finds the edges between packages of g, a joined graph, which is best loaded from t:
// then no file is read again. What it returns holds edges and warnings alone, and is to be
// joined with g. The error is that of ctx.
func Load(ctx context.Context, t *Listener, g *imports.Graph) (*imports.Graph, error) {
	l := &loader{places: newPlaces(t, g), linked: map[[2]string]bool{}}
	for _, p := range g.Packages {
		l.found.Package(p.Path, func(*imports.Package) {})
	}
	for _, e := range g.Edges {
		if e.Default() {
			l.linked[[2]string{e.From, e.To}] = true
		}
	}
	owners := sources(g)
	byLanguage := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(owners)) {
		language := source.LanguageOf(name)
		byLanguage[language] = append(byLanguage[language], name)
	}
	for _, language := range slices.Sorted(maps.Keys(byLanguage)) {
		names := byLanguage[language]
		all, err := t.mentions(ctx, language, names)
		if err != nil {
			return nil, err
		}
		for i, name := range names {
			for _, m := range all[i] {
				l.mention(owners[name], name, m)
			}
		}
	}
	found := l.found.Graph(nil)
	return &imports.Graph{Edges: found.Edges, FileEdges: found.FileEdges, Warnings: l.notices.Warnings(meaning)}, nil
}

// sources are the files that are read, each with its package: sources that no test is.
func sources(g *imports.Graph) map[string]*imports.Package {
	out := map[string]*imports.Package{}
	for i := range g.Packages {
		p := &g.Packages[i]
		for _, f := range p.Files {
			out[path.Join(p.Path, f)] = p
		}
	}
	return out
}

// loader is the state of one Load.
type loader struct {
	places  *places
	linked  map[[2]string]bool // packages of which one imports the other already
	found   imports.Collector
	notices imports.Notices
}

// mention makes an edge of what one file names, if it leads to one file of another
// package.
func (l *loader) mention(p *imports.Package, name string, m mention) {
	at := finding.Location{File: name, Line: m.Line}
	switch m.How {
	case contract:
		l.contract(p, at, m)
	case pattern:
		l.pattern(p, at, m)
	case embedded:
		f := path.Join(path.Dir(name), m.Path)
		l.link(p, at, imports.Embed, f, l.places.packageOf(f))
	case read:
		for i := range m.Parts {
			f := path.Join(path.Dir(name), m.Path, path.Join(m.Parts[:i+1]...))
			if !l.places.tracked(f) {
				continue
			}
			if !isContract(f) { // the string that names a contract is one already
				l.link(p, at, imports.Run, f, l.places.packageOf(f))
			}
			return
		}
	case run:
		l.run(p, at, m.Path)
	case compiled:
		if f := l.places.compiledTo(m.Path); f != "" {
			l.link(p, at, imports.Proto, f, l.places.holder(f))
		}
	}
}

func (l *loader) contract(p *imports.Package, at finding.Location, m mention) {
	to, how := l.places.contract(p, at.File, m.Path)
	switch {
	case how == found:
		l.link(p, at, imports.Proto, to, l.places.holder(to))
	case !m.Header: // a path that a program or a tool looks up elsewhere
	case how == several:
		l.notices.Add("contract-ambiguous", at, m.Path)
	case !strings.HasPrefix(m.Path, "google/"):
		l.notices.Add("contract-missing", at, m.Path)
	}
}

// pattern embeds the files that a pattern of //go:embed fits, and those below the folders
// that it fits.
func (l *loader) pattern(p *imports.Package, at finding.Location, m mention) {
	matches := l.places.match(path.Dir(at.File), m.Path)
	owners := map[string]bool{}
	for _, f := range matches {
		if owner := l.places.owner[f]; owner != "" && owner != p.Path {
			owners[owner] = true
		}
	}
	if len(owners) > 1 {
		l.notices.Add("embeds-several", at, m.Path)
		return
	}
	for _, f := range matches {
		if owner := l.places.owner[f]; owners[owner] {
			l.link(p, at, imports.Embed, f, owner)
		}
	}
}

// run enters a file that is run by its path, or the folder of a Go program.
func (l *loader) run(p *imports.Package, at finding.Location, name string) {
	var found []string
	for _, base := range [...]string{path.Dir(at.File), l.places.module[p.Path], "."} {
		if f := path.Join(base, name); base != "" && (l.places.tracked(f) || l.places.programs[f]) && !slices.Contains(found, f) {
			found = append(found, f)
		}
	}
	if len(found) == 1 {
		l.link(p, at, imports.Run, found[0], l.places.packageOf(found[0]))
	}
}

// link enters an edge to a file of another package, if nothing else leads there.
func (l *loader) link(p *imports.Package, at finding.Location, kind imports.Kind, to, owner string) {
	if owner == "" || owner == p.Path || l.linked[[2]string{p.Path, owner}] {
		return
	}
	l.found.Add(imports.Link{At: at, From: p.Path, To: owner, File: to, Bare: true, Kind: kind})
}
