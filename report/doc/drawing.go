package doc

import (
	"cmp"
	"fmt"
	"slices"

	"seam/report/phrase"
)

// Drawing is a digraph to draw, with its nodes in groups.
type Drawing struct {
	Name   string
	Groups []string // titles
	Nodes  []Node
	Edges  []Link
	Note   string // what the drawing leaves out; "" for nothing
	index  map[string]int
}

// Node is a box of a drawing.
type Node struct {
	Name  string
	Group int  // index into Groups, -1 for none
	Bad   bool // part of a cycle
}

// Link is an arrow of a drawing.
type Link struct {
	From, To int // indexes into Nodes
	Label    string
	Style    Style
	Bad      bool // inside a cycle
	Weight   int  // files that hold the import
}

// Style is how sure or how strong an edge is.
type Style string

const (
	Solid  Style = "solid"
	Dashed Style = "dashed" // tests, telemetry: shown, never ordered on
	Dotted Style = "dotted" // types, dynamic loading, data
)

// A drawing above these sizes is a blob; tables stand in for it.
const (
	MostNodes = 40
	mostEdges = 100
)

// Small reports whether the drawing can be read where it stands.
func (d *Drawing) Small() bool {
	return len(d.Edges) > 0 && len(d.Nodes) <= MostNodes && len(d.Edges) <= mostEdges
}

// Trim keeps the strongest edges of a drawing that has too many, and the nodes that
// these join.
func (d *Drawing) Trim(most int) {
	if len(d.Edges) <= most {
		return
	}
	d.Note = fmt.Sprintf("%s of %s edges are drawn, those that most files hold; --focus and coarser levels draw less, and --format json, csv and graphml hold all", phrase.Count(most), phrase.Count(len(d.Edges)))
	order := make([]int, len(d.Edges))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(d.Edges[b].Weight, d.Edges[a].Weight) })
	kept := order[:most]
	slices.Sort(kept)
	nodes, edges := d.Nodes, d.Edges
	used := make([]bool, len(nodes))
	for _, i := range kept {
		used[edges[i].From], used[edges[i].To] = true, true
	}
	d.Nodes, d.Edges = nil, nil
	at := make([]int, len(nodes))
	for i, n := range nodes {
		if used[i] {
			at[i] = len(d.Nodes)
			d.Nodes = append(d.Nodes, n)
		}
	}
	for _, i := range kept {
		e := edges[i]
		e.From, e.To = at[e.From], at[e.To]
		d.Edges = append(d.Edges, e)
	}
}

// Clean makes what does not print visible.
func (d *Drawing) Clean() {
	show(&d.Name)
	d.Groups = Shown(d.Groups)
	for i := range d.Nodes {
		show(&d.Nodes[i].Name)
	}
	for i := range d.Edges {
		show(&d.Edges[i].Label)
	}
}

// Add returns the index of a node, new or known.
func (d *Drawing) Add(name string, group int) int {
	if i, ok := d.index[name]; ok {
		return i
	}
	if d.index == nil {
		d.index = map[string]int{}
	}
	d.index[name] = len(d.Nodes)
	d.Nodes = append(d.Nodes, Node{Name: name, Group: group})
	return len(d.Nodes) - 1
}

// MarkCycles marks the members of cycles and the edges inside one.
func (d *Drawing) MarkCycles(cycles [][]string) {
	in := make([]int, len(d.Nodes))
	for c, names := range cycles {
		for _, name := range names {
			if i, ok := d.index[name]; ok {
				in[i], d.Nodes[i].Bad = c+1, true
			}
		}
	}
	for i, e := range d.Edges {
		d.Edges[i].Bad = in[e.From] != 0 && in[e.From] == in[e.To]
	}
}
