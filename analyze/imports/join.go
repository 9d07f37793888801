package imports

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/finding"
)

// Join makes one graph of those of several languages. A folder in which files of two
// languages lie is one package: its language, module, name and import path are those
// of the language with most lines (of equal ones the first by name), but of C and C++ only
// where no more than contracts and a few scripts lie beside them: they serve what they are
// built into, and what they include between two folders of other languages is an edge of
// files alone: what packages of those need, their own compilers say. The other languages
// stand in Others, and all else is added up. Edges and file edges that differ
// in nothing but their sites become one. The graphs are not changed.
//
// Edges may lead to a package that none of the graphs holds: they are left out.
func Join(graphs ...*Graph) *Graph {
	out := &Graph{}
	var native []Edge
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
		if g.isNative() {
			native = append(native, g.Edges...)
		} else {
			out.Edges = append(out.Edges, g.Edges...)
		}
		out.FileEdges = append(out.FileEdges, g.FileEdges...)
		out.Warnings = append(out.Warnings, g.Warnings...)
		out.Exact = out.Exact || g.Exact
	}
	out.Packages = fold(out.Packages, comparePackages, func(a, b Package) bool { return a.Path == b.Path }, mergePackages)
	for _, e := range native {
		if out.leads(e.From) || out.leads(e.To) {
			out.Edges = append(out.Edges, e)
		}
	}
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
	lead := 0
	if isNative(run[0].Language) {
		lead = max(0, slices.IndexFunc(run, func(p Package) bool { return isHost(p, run[0]) }))
	}
	p := run[lead]
	for i, q := range run {
		if i == lead {
			continue
		}
		if q.Language != p.Language {
			p.Others = union(p.Others, []string{q.Language})
		}
		p.Others = union(p.Others, q.Others)
		if isNative(p.Language) || !isNative(q.Language) {
			p.Module = cmp.Or(p.Module, q.Module)
		}
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

// isNative reports whether a language is one that other languages' packages hold files of to
// have them compiled in.
func isNative(language string) bool {
	return language == "c" || language == "c++" || language == "objective-c"
}

// isNative reports whether a graph is of native code alone.
func (g *Graph) isNative() bool {
	return len(g.Packages) > 0 && !slices.ContainsFunc(g.Packages, func(p Package) bool { return !isNative(p.Language) })
}

// leads reports whether native code is what a package is, not what serves it.
func (g *Graph) leads(pkg string) bool {
	p, ok := g.Find(pkg)
	return ok && isNative(p.Language)
}

// isHost reports whether a package is what the native code in its folder serves: no contract,
// and no few scripts beside it that no module and no package of Python holds.
func isHost(p, native Package) bool {
	switch {
	case isNative(p.Language), p.Language == "protobuf":
		return false
	case p.Module != "", 10*(p.Lines+p.TestLines) > native.Lines+native.TestLines:
		return true
	}
	switch p.Language {
	case "javascript", "typescript", "python", "ruby", "php":
		return slices.Contains(p.Files, "__init__.py")
	}
	return true
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
