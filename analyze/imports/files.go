package imports

import (
	"cmp"
	"strings"

	"seam/analyze/repo"
)

// FileEdge is one file's dependency on another, within a package or across.
type FileEdge struct {
	From       string // file, relative to the root as every path is
	To         string // file; the path of a package where the import does not tell which of its files
	Kind       Kind
	Line       int    // of the import statement in From; of the first, if there are several
	Constraint string // build constraint under which it holds; "" is the default build
}

// CompareFileEdges is the order of Graph.FileEdges.
func CompareFileEdges(a, b FileEdge) int {
	return cmp.Or(
		strings.Compare(a.From, b.From), strings.Compare(a.To, b.To),
		strings.Compare(string(a.Kind), string(b.Kind)), strings.Compare(a.Constraint, b.Constraint),
		cmp.Compare(a.Line, b.Line),
	)
}

// sameFileEdge tells repetitions apart from edges of their own: the line does not count.
func sameFileEdge(a, b FileEdge) bool {
	a.Line, b.Line = 0, 0
	return a == b
}

// filesWithin is FileEdges below a folder, with paths relative to it.
func (g *Graph) filesWithin(folder string) []FileEdge {
	var out []FileEdge
	for _, e := range g.FileEdges {
		if repo.Below(folder, e.From) && repo.Below(folder, e.To) {
			e.From, e.To = repo.Relative(folder, e.From), repo.Relative(folder, e.To)
			out = append(out, e)
		}
	}
	return out
}
