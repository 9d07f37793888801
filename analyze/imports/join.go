package imports

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/finding"
)

// Join makes one graph of those of several languages. A folder in which files of two
// languages lie is one package: its language, module, name and import path are those
// of the language with most lines (of equal ones the first by name), the other
// languages stand in Others, and all else is added up. Edges and file edges that differ
// in nothing but their sites become one. The graphs are not changed.
//
// Edges may lead to a package that none of the graphs holds: they are left out.
func Join(graphs ...*Graph) *Graph {
	out := &Graph{}
	packages, edges, files := 0, 0, 0
	for _, g := range graphs {
		if g != nil {
			packages, edges, files = packages+len(g.Packages), edges+len(g.Edges), files+len(g.FileEdges)
		}
	}
	out.Packages, out.Edges, out.FileEdges = slices.Grow(out.Packages, packages), slices.Grow(out.Edges, edges), slices.Grow(out.FileEdges, files)
	for _, g := range graphs {
		if g == nil {
			continue
		}
		out.Packages = append(out.Packages, g.Packages...)
		out.Modules = append(out.Modules, g.Modules...)
		out.Edges = append(out.Edges, g.Edges...)
		out.FileEdges = append(out.FileEdges, g.FileEdges...)
		out.Warnings = append(out.Warnings, g.Warnings...)
		out.Exact = out.Exact || g.Exact
	}
	out.Packages = fold(out.Packages, comparePackages, func(a, b Package) bool { return a.Path == b.Path }, mergePackages)
	out.Modules = fold(out.Modules, CompareModules, func(a, b Module) bool { return CompareModules(a, b) == 0 }, nil)
	out.Edges = fold(out.known(), CompareEdges, func(a, b Edge) bool { return CompareEdges(a, b) == 0 }, mergeEdges)
	out.FileEdges = fold(out.FileEdges, CompareFileEdges, sameFileEdge, nil)
	finding.SortWarnings(out.Warnings)
	out.Warnings = slices.Compact(out.Warnings) // what two readers say of one manifest
	return out
}

// known is the edges between two different packages of the graph.
func (g *Graph) known() []Edge {
	return slices.DeleteFunc(g.Edges, func(e Edge) bool {
		_, from := g.Find(e.From)
		_, to := g.Find(e.To)
		return !from || !to || e.From == e.To
	})
}

// fold sorts a list and makes in its place one element of each run of equals: the first
// one, or what merge makes of the run.
func fold[T any](list []T, order func(a, b T) int, same func(a, b T) bool, merge func(run []T) T) []T {
	slices.SortStableFunc(list, order)
	out := list[:0]
	for len(list) > 0 {
		n := 1
		for n < len(list) && same(list[0], list[n]) {
			n++
		}
		one := list[0]
		if n > 1 && merge != nil {
			one = merge(list[:n])
		}
		out = append(out, one)
		list = list[n:]
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func comparePackages(a, b Package) int {
	return cmp.Or(
		strings.Compare(a.Path, b.Path), cmp.Compare(b.Lines, a.Lines), cmp.Compare(b.TestLines, a.TestLines),
		strings.Compare(a.Language, b.Language),
	)
}

// CompareModules is the order of Graph.Modules.
func CompareModules(a, b Module) int {
	return cmp.Or(
		strings.Compare(a.Path, b.Path), strings.Compare(a.Language, b.Language),
		strings.Compare(a.Name, b.Name), strings.Compare(a.Manifest, b.Manifest),
	)
}

// mergePackages makes one package of one folder's, the leading language first.
func mergePackages(run []Package) Package {
	p := run[0]
	for _, q := range run[1:] {
		if q.Language != p.Language {
			p.Others = union(p.Others, []string{q.Language})
		}
		p.Others = union(p.Others, q.Others)
		p.Module = cmp.Or(p.Module, q.Module)
		p.Main = p.Main || q.Main
		p.Deep = p.Deep || q.Deep
		p.TestOnly = p.TestOnly && q.TestOnly
		p.Elsewhere = p.Elsewhere && q.Elsewhere
		p.Documented = p.Documented || q.Documented
		p.Files, p.TestFiles = union(p.Files, q.Files), union(p.TestFiles, q.TestFiles)
		p.Generated = union(p.Generated, q.Generated)
		p.Lines += q.Lines
		p.TestLines += q.TestLines
		p.Exported = union(p.Exported, q.Exported)
		p.ThirdParty, p.TestThird = union(p.ThirdParty, q.ThirdParty), union(p.TestThird, q.TestThird)
	}
	p.TestThird = slices.DeleteFunc(slices.Clone(p.TestThird), func(t string) bool {
		_, ok := slices.BinarySearch(p.ThirdParty, t)
		return ok
	})
	return p
}

// mergeEdges makes one edge of several languages' edges between the same packages.
func mergeEdges(run []Edge) Edge {
	e := run[0]
	for _, f := range run[1:] {
		e.Files += f.Files
		e.Sites = slices.Concat(e.Sites, f.Sites)
		if e.Symbols == nil || f.Symbols == nil {
			e.Symbols = nil
			continue
		}
		e.Symbols = union(e.Symbols, f.Symbols)
	}
	slices.SortFunc(e.Sites, finding.Location.Compare)
	return e
}

// union is a sorted list of what two lists hold, without duplicates.
func union(a, b []string) []string {
	if len(b) == 0 {
		return a
	}
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}
