package sections

import (
	"fmt"
	"slices"

	"seam/analyze/split"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// DrawingOf draws a report's graph, else its deployment, with at most so many edges.
func DrawingOf(r *model.Report, edges int) *doc.Drawing {
	var d *doc.Drawing
	if r.Graph != nil {
		d = graphDrawing(r.Graph)
	} else {
		d = deployDrawing(r.Deploy)
	}
	d.Trim(edges)
	d.Clean()
	return d
}

// graphDrawing groups packages by module where there are several.
func graphDrawing(g *model.Graph) *doc.Drawing {
	d := &doc.Drawing{Name: g.Level}
	for _, n := range g.Nodes {
		if n.Module != "" && !slices.Contains(d.Groups, n.Module) {
			d.Groups = append(d.Groups, n.Module)
		}
	}
	if len(d.Groups) < 2 {
		d.Groups = nil
	}
	for _, n := range g.Nodes {
		d.Add(n.Path, slices.Index(d.Groups, n.Module))
	}
	for _, e := range g.Edges {
		d.Edges = append(d.Edges, doc.Link{From: d.Add(e.From, -1), To: d.Add(e.To, -1), Label: e.Constraint, Style: styleOf(e.Kind), Weight: e.Files})
	}
	d.MarkCycles(g.Cycles)
	return d
}

// styleOf tells kinds of imports and classes of calls apart.
func styleOf(kind string) doc.Style {
	switch kind {
	case "test", "telemetry":
		return doc.Dashed
	case "type", "dynamic", "data", "message", "embed", "run", "through":
		return doc.Dotted
	}
	return doc.Solid
}

// deployDrawing groups units by wave.
func deployDrawing(dep *model.Deploy) *doc.Drawing {
	d := &doc.Drawing{Name: "deployment"}
	for i, wave := range dep.Waves {
		d.Groups = append(d.Groups, fmt.Sprintf("Wave %d", i+1))
		for _, name := range wave {
			d.Add(name, i)
		}
	}
	for _, s := range dep.Services {
		d.Add(s.Name, -1)
	}
	for _, e := range dep.Edges {
		d.Edges = append(d.Edges, doc.Link{From: d.Add(e.From, -1), To: d.Add(e.To, -1), Label: string(e.Class), Style: styleOf(string(e.Class))})
	}
	d.MarkCycles(dep.Cycles)
	return d
}

// mostDrawn bounds the candidates in their drawing.
const mostDrawn = 12

// candidatesDrawing shows the best candidates that seam would split and do not
// overlap, and how many imports lead between them and the rest of the repository.
func candidatesDrawing(all []split.Candidate) *doc.Drawing {
	d := &doc.Drawing{Name: "candidates"}
	owner := map[string]string{}
	var drawn []split.Candidate
	for _, c := range splittable(all) {
		if len(drawn) == mostDrawn || slices.ContainsFunc(c.Packages, func(p string) bool { return owner[p] != "" }) {
			continue
		}
		for _, p := range c.Packages {
			owner[p] = c.Title
		}
		d.Add(c.Title, -1)
		drawn = append(drawn, c)
	}
	if len(drawn) == 0 {
		return nil
	}
	rest := d.Add("rest of the repository", -1)
	for _, c := range drawn {
		addCut(d, c, owner, rest)
	}
	return d
}

// addCut adds the edges of one candidate: to the rest both ways, and to other drawn
// candidates outwards, so that each import is counted once.
func addCut(d *doc.Drawing, c split.Candidate, owner map[string]string, rest int) {
	self := d.Add(c.Title, -1)
	in, out := c.Cut.ImportsIn, c.Cut.ImportsOut
	for _, i := range c.Cut.In {
		if owner[i.From] != "" {
			in--
		}
	}
	to := make([]int, len(d.Nodes))
	for _, i := range c.Cut.Out {
		if name := owner[i.To]; name != "" && name != c.Title {
			to[d.Add(name, -1)]++
			out--
		}
	}
	to[rest] = out
	addCounted(d, rest, self, in)
	for node, n := range to {
		addCounted(d, self, node, n)
	}
}

func addCounted(d *doc.Drawing, from, to, n int) {
	if n > 0 {
		d.Edges = append(d.Edges, doc.Link{From: from, To: to, Label: phrase.Count(n), Style: doc.Solid})
	}
}
