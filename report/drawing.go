package report

import (
	"cmp"
	"fmt"
	"slices"

	"seam/analyze/split"
	"seam/report/model"
	"seam/report/phrase"
)

// drawing is a digraph to draw, with its nodes in groups.
type drawing struct {
	Name   string
	Groups []string // titles
	Nodes  []node
	Edges  []link
	Note   string // what the drawing leaves out; "" for nothing
	index  map[string]int
}

type node struct {
	Name  string
	Group int  // index into Groups, -1 for none
	Bad   bool // part of a cycle
}

type link struct {
	From, To int // indexes into Nodes
	Label    string
	Style    style
	Bad      bool // inside a cycle
	Weight   int  // files that hold the import
}

// style is how sure or how strong an edge is.
type style string

const (
	solid  style = "solid"
	dashed style = "dashed" // tests, telemetry: shown, never ordered on
	dotted style = "dotted" // types, dynamic loading, data
)

// A drawing above these sizes is a blob; tables stand in for it.
const (
	mostNodes = 40
	mostEdges = 100
)

// small reports whether the drawing can be read where it stands.
func (d *drawing) small() bool {
	return len(d.Edges) > 0 && len(d.Nodes) <= mostNodes && len(d.Edges) <= mostEdges
}

// Drawings in files of their own have at most so many edges: viewers of Mermaid refuse
// more, and Graphviz takes minutes and gives a blob.
const (
	mostMermaidEdges = 500
	mostDOTEdges     = 2000
)

// drawingOf draws a report's graph, else its deployment, with at most so many edges.
func drawingOf(r *model.Report, edges int) *drawing {
	var d *drawing
	if r.Graph != nil {
		d = graphDrawing(r.Graph)
	} else {
		d = deployDrawing(r.Deploy)
	}
	d.trim(edges)
	d.clean()
	return d
}

// trim keeps the strongest edges of a drawing that has too many, and the nodes that
// these join.
func (d *drawing) trim(most int) {
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

func (d *drawing) clean() {
	show(&d.Name)
	d.Groups = shown(d.Groups)
	for i := range d.Nodes {
		show(&d.Nodes[i].Name)
	}
	for i := range d.Edges {
		show(&d.Edges[i].Label)
	}
}

// add returns the index of a node, new or known.
func (d *drawing) add(name string, group int) int {
	if i, ok := d.index[name]; ok {
		return i
	}
	if d.index == nil {
		d.index = map[string]int{}
	}
	d.index[name] = len(d.Nodes)
	d.Nodes = append(d.Nodes, node{Name: name, Group: group})
	return len(d.Nodes) - 1
}

// graphDrawing groups packages by module where there are several.
func graphDrawing(g *model.Graph) *drawing {
	d := &drawing{Name: g.Level}
	for _, n := range g.Nodes {
		if n.Module != "" && !slices.Contains(d.Groups, n.Module) {
			d.Groups = append(d.Groups, n.Module)
		}
	}
	if len(d.Groups) < 2 {
		d.Groups = nil
	}
	for _, n := range g.Nodes {
		d.add(n.Path, slices.Index(d.Groups, n.Module))
	}
	for _, e := range g.Edges {
		d.Edges = append(d.Edges, link{From: d.add(e.From, -1), To: d.add(e.To, -1), Label: e.Constraint, Style: styleOf(e.Kind), Weight: e.Files})
	}
	d.markCycles(g.Cycles)
	return d
}

// styleOf tells kinds of imports and classes of calls apart.
func styleOf(kind string) style {
	switch kind {
	case "test", "telemetry":
		return dashed
	case "type", "dynamic", "data", "message", "embed", "run", "through":
		return dotted
	}
	return solid
}

// deployDrawing groups units by wave.
func deployDrawing(dep *model.Deploy) *drawing {
	d := &drawing{Name: "deployment"}
	for i, wave := range dep.Waves {
		d.Groups = append(d.Groups, fmt.Sprintf("Wave %d", i+1))
		for _, name := range wave {
			d.add(name, i)
		}
	}
	for _, s := range dep.Services {
		d.add(s.Name, -1)
	}
	for _, e := range dep.Edges {
		d.Edges = append(d.Edges, link{From: d.add(e.From, -1), To: d.add(e.To, -1), Label: string(e.Class), Style: styleOf(string(e.Class))})
	}
	d.markCycles(dep.Cycles)
	return d
}

// markCycles marks the members of cycles and the edges inside one.
func (d *drawing) markCycles(cycles [][]string) {
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

// mostDrawn bounds the candidates in their drawing.
const mostDrawn = 12

// candidatesDrawing shows the best candidates that seam would split and do not
// overlap, and how many imports lead between them and the rest of the repository.
func candidatesDrawing(all []split.Candidate) *drawing {
	d := &drawing{Name: "candidates"}
	owner := map[string]string{}
	var drawn []split.Candidate
	for _, c := range splittable(all) {
		if len(drawn) == mostDrawn || slices.ContainsFunc(c.Packages, func(p string) bool { return owner[p] != "" }) {
			continue
		}
		for _, p := range c.Packages {
			owner[p] = c.Title
		}
		d.add(c.Title, -1)
		drawn = append(drawn, c)
	}
	if len(drawn) == 0 {
		return nil
	}
	rest := d.add("rest of the repository", -1)
	for _, c := range drawn {
		d.addCut(c, owner, rest)
	}
	return d
}

// addCut adds the edges of one candidate: to the rest both ways, and to other drawn
// candidates outwards, so that each import is counted once.
func (d *drawing) addCut(c split.Candidate, owner map[string]string, rest int) {
	self := d.index[c.Title]
	in, out := c.Cut.ImportsIn, c.Cut.ImportsOut
	for _, i := range c.Cut.In {
		if owner[i.From] != "" {
			in--
		}
	}
	to := make([]int, len(d.Nodes))
	for _, i := range c.Cut.Out {
		if name := owner[i.To]; name != "" && name != c.Title {
			to[d.index[name]]++
			out--
		}
	}
	to[rest] = out
	d.addCounted(rest, self, in)
	for node, n := range to {
		d.addCounted(self, node, n)
	}
}

func (d *drawing) addCounted(from, to, n int) {
	if n > 0 {
		d.Edges = append(d.Edges, link{From: from, To: to, Label: phrase.Count(n), Style: solid})
	}
}
