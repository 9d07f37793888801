package model

import (
	"fmt"
	"slices"

	"seam/analyze/imports"
	"seam/analyze/repo"
	"seam/graph"
)

// Around cuts the graph to the node named path, or to the nodes in the folder of that
// name, to what these need over at most depth edges, and to what needs them over at
// most depth edges; a negative depth is as far as edges lead. Edges between any two of
// these nodes stay, and cycles are told of them alone. An error says that there is no
// such node; then the graph is as it was.
func (g *Graph) Around(path string, depth int) error {
	d := g.digraph(func(GraphEdge) bool { return true })
	keep := make([]bool, d.Len())
	var start []int
	for i := range keep {
		if name := d.Name(i); name == path || path != "." && repo.Below(path, name) {
			keep[i] = true
			start = append(start, i)
		}
	}
	if len(start) == 0 {
		return fmt.Errorf("no node of the graph of %s is or lies in %q", g.Level, path)
	}
	for _, next := range [...]func(int) []int{d.Out, d.In} {
		for _, i := range within(d, start, depth, next) {
			keep[i] = true
		}
	}
	kept := func(name string) bool { i, ok := d.Index(name); return ok && keep[i] }
	g.Nodes = slices.DeleteFunc(g.Nodes, func(n GraphNode) bool { return !kept(n.Path) })
	g.Edges = slices.DeleteFunc(g.Edges, func(e GraphEdge) bool { return !kept(e.From) || !kept(e.To) })
	g.Cycles = cycles(g)
	return nil
}

// within lists the nodes that next reaches in at most depth steps.
func within(d *graph.Graph, start []int, depth int, next func(int) []int) []int {
	seen := make([]bool, d.Len())
	var out []int
	for step := start; len(step) > 0 && depth != 0; depth-- {
		var found []int
		for _, i := range step {
			for _, j := range next(i) {
				if !seen[j] {
					seen[j] = true
					found = append(found, j)
				}
			}
		}
		out = append(out, found...)
		step = found
	}
	return out
}

// LanguagesOf lists the languages of a graph's packages, sorted.
func LanguagesOf(g *imports.Graph) []string {
	var out []string
	for _, p := range g.Packages {
		out = append(append(out, p.Language), p.Others...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
