// Package imports holds the first-party import graph of a repository, the same
// for every language. Each language has a loader in a folder of its own below this
// one; what comes out is finished and nobody writes to it again.
//
// A package is what the language calls one: a Go package, a folder (TypeScript,
// JavaScript, Python, Java, Kotlin, Scala, PHP, Ruby, C, C++, Dart), a project (C#), a crate (Rust), a target (Swift).
//
// Limits: edges are what the source says. Code loaded by name at run time is not
// seen; what could not be resolved is a Warning with a count.
package imports

import (
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/repo"
	"seam/graph"
)

// Kind says how one package depends on another.
type Kind string

const (
	Import  Kind = "import"  // an ordinary import of non-test code
	Type    Kind = "type"    // only types are used; gone at run time
	Dynamic Kind = "dynamic" // loaded when needed
	Test    Kind = "test"    // only tests import it
	Proto   Kind = "proto"   // a protobuf import
	Embed   Kind = "embed"   // built in by the path of its file; no statement of the language imports it
	Run     Kind = "run"     // read or started by the path of its file
	Through Kind = "through" // used without a reference of its own, by one of what it refers to (.NET)
)

// Apart reports whether an edge of this kind is made by no import and no reference: what the
// tools of a language list does not hold it.
func (k Kind) Apart() bool { return k == Embed || k == Run || k == Through }

// Never is the constraint of an edge whose file no build takes.
const Never = "ignore"

// Package is one first-party package.
type Package struct {
	Path       string   // folder, slash-separated; "." is the root
	Language   string   // of most of its lines, lower case: go, typescript …
	Others     []string // further languages of its files, sorted
	Module     string   // name of the module, project or workspace package it belongs to; "" if none
	ImportPath string   // how others name it; "" where the language has no such name
	Name       string   // the name it declares
	Main       bool     // builds to a program
	TestOnly   bool     // holds nothing but tests
	Elsewhere  bool     // the default build of the whole tree (./...) takes no file of it, tests included
	Documented bool     // has a package comment
	Deep       bool     // takes the source files of the folders below it too, as a C# project or a crate does
	Files      []string // non-test source files of every platform, relative to Path (base names unless Deep), sorted
	TestFiles  []string // test files, likewise
	Generated  []string // those of Files that say they are generated, sorted
	Lines      int      // lines of Files
	TestLines  int      // lines of TestFiles
	Exported   []string // names it exports (non-test; methods as Type.Method), sorted
	ThirdParty []string // import paths of non-test code outside this repository and the standard library, sorted
	TestThird  []string // the same of test files, without those of ThirdParty, sorted
}

// Module is a unit of versioning: a go.mod, a package.json with a name, a crate.
type Module struct {
	Name     string // as others require it
	Path     string // its folder
	Language string
	Manifest string // its manifest file; "" for an inferred one
}

// Edge is one package's dependency on another, folded over its files.
type Edge struct {
	From, To   string // package paths; never equal
	Kind       Kind
	Constraint string             // build constraint under which it holds; "" is the default build
	Files      int                // files of From that import To
	Sites      []finding.Location // the import statements, sorted
	Symbols    []string           // distinct names of To that From mentions, sorted; nil where unknown
}

// Graph is every first-party package and what imports what. Packages are sorted by
// Path, Modules by CompareModules, Edges by CompareEdges, FileEdges by
// CompareFileEdges; all four without duplicates.
type Graph struct {
	Packages  []Package
	Modules   []Module
	Edges     []Edge
	FileEdges []FileEdge // all of them only with Options.Files
	Exact     bool       // symbols of Go code were resolved by type checking, not by name
	Warnings  []finding.Warning
}

// Default reports whether an edge belongs to the default build of non-test code.
func (e Edge) Default() bool { return e.Kind != Test && e.Constraint == "" }

// Links is the digraph of the default build's non-test edges over package paths.
func (g *Graph) Links() *graph.Graph {
	return g.links(Edge.Default)
}

// AllLinks is the digraph of all edges, tests and other platforms included.
func (g *Graph) AllLinks() *graph.Graph {
	return g.links(func(Edge) bool { return true })
}

func (g *Graph) links(keep func(Edge) bool) *graph.Graph {
	names := make([]string, len(g.Packages))
	for i, p := range g.Packages {
		names[i] = p.Path
	}
	return graph.New(names, func(yield func(graph.Edge) bool) {
		for _, e := range g.Edges {
			if keep(e) && !yield(graph.Edge{From: e.From, To: e.To}) {
				return
			}
		}
	})
}

// Find returns the package at a path.
func (g *Graph) Find(path string) (*Package, bool) {
	i, ok := slices.BinarySearchFunc(g.Packages, path, func(p Package, s string) int { return strings.Compare(p.Path, s) })
	if !ok {
		return nil, false
	}
	return &g.Packages[i], true
}

// Within returns the part of g below folder, paths made relative to it. Modules
// above it stay, with a path that begins with "..", if a package in it belongs to
// them.
func (g *Graph) Within(folder string) *Graph {
	if folder == "." || folder == "" {
		return g
	}
	out := &Graph{Exact: g.Exact}
	used := map[string]bool{}
	for _, p := range g.Packages {
		if repo.Below(folder, p.Path) {
			p.Path = repo.Relative(folder, p.Path)
			used[p.Module] = true
			out.Packages = append(out.Packages, p)
		}
	}
	for _, m := range g.Modules {
		if !repo.Below(folder, m.Path) && !used[m.Name] {
			continue
		}
		m.Path = repo.Relative(folder, m.Path)
		if m.Manifest != "" {
			m.Manifest = repo.Relative(folder, m.Manifest)
		}
		out.Modules = append(out.Modules, m)
	}
	for _, e := range g.Edges {
		if !repo.Below(folder, e.From) || !repo.Below(folder, e.To) {
			continue
		}
		e.From, e.To = repo.Relative(folder, e.From), repo.Relative(folder, e.To)
		e.Sites = slices.Clone(e.Sites)
		for i, s := range e.Sites {
			e.Sites[i].File = repo.Relative(folder, s.File)
		}
		out.Edges = append(out.Edges, e)
	}
	out.FileEdges = g.filesWithin(folder)
	out.Warnings = warningsFor(out.Packages, g.Warnings)
	slices.SortFunc(out.Packages, comparePackages)
	slices.SortFunc(out.Modules, CompareModules)
	slices.SortFunc(out.Edges, CompareEdges)
	slices.SortFunc(out.FileEdges, CompareFileEdges)
	return out
}

// languagesOf is the languages of each reader, by the word with which its warnings begin.
var languagesOf = map[string][]string{
	"go": {"go"}, "js": {"javascript", "typescript", "vue", "svelte", "astro"}, "python": {"python"}, "proto": {"protobuf"},
	"csharp": {"csharp"}, "rust": {"rust"}, "jvm": {"java", "kotlin", "scala"}, "php": {"php"}, "ruby": {"ruby"},
	"cpp": {"c", "c++", "objective-c"}, "dart": {"dart"},
}

// warningsFor leaves out what readers say of languages that none of the packages is in.
func warningsFor(packages []Package, all []finding.Warning) []finding.Warning {
	there := map[string]bool{}
	for _, p := range packages {
		there[p.Language] = true
	}
	return slices.DeleteFunc(slices.Clone(all), func(w finding.Warning) bool {
		reader, _, _ := strings.Cut(w.Code, "-")
		languages, ok := languagesOf[reader]
		return ok && !slices.ContainsFunc(languages, func(l string) bool { return there[l] })
	})
}

// CompareEdges is the order of Graph.Edges.
func CompareEdges(a, b Edge) int {
	for _, c := range [...]int{
		strings.Compare(a.From, b.From), strings.Compare(a.To, b.To),
		strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Constraint, b.Constraint),
	} {
		if c != 0 {
			return c
		}
	}
	return 0
}
