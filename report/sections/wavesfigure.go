package sections

import (
	"fmt"
	"slices"

	"seam/analyze/english"
	"seam/analyze/services"
	"seam/graph"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
	"seam/report/picture"
)

// wavesFigure draws the services in the order of deployment: what goes first stands
// below what needs it. A cycle is one box.
func wavesFigure(d *model.Deploy) []doc.Figure {
	if len(d.Edges) == 0 || len(d.Waves) == 0 {
		return nil
	}
	g, box := wavesBoxes(d)
	if len(g.Boxes) > mostUnits {
		return nil
	}
	for _, e := range d.Edges {
		from, ok1 := box[e.From]
		to, ok2 := box[e.To]
		if ok1 && ok2 && g.Layers[from] < g.Layers[to] {
			g.Arrows = append(g.Arrows, picture.Arrow{From: from, To: to, Class: picture.Class(e.Class), Says: fmt.Sprintf("%s → %s (%s)", e.From, e.To, e.Class)})
		}
	}
	g.Arrows = distinctArrows(g.Arrows)
	var left string
	g.Arrows, left = readableArrows(g)
	for name, i := range box {
		g.Boxes[i].Near = append(g.Boxes[i].Near, boxesOf(d.Rollback[name], box, i)...)
	}
	for i := range g.Boxes {
		slices.Sort(g.Boxes[i].Near)
		g.Boxes[i].Near = slices.Compact(g.Boxes[i].Near)
	}
	var waves []string
	for i, w := range d.Waves {
		waves = append(waves, fmt.Sprintf("Wave %d: %s.", i+1, phrase.Few(w, mostTold)))
	}
	g.Text = phrase.Few(waves, mostTold)
	read := "Deploy wave 1 first, then wave 2, and so on."
	if len(g.Arrows) > 0 {
		read += " An arrow leads from a unit to one that it needs, which must be there before it."
	}
	return []doc.Figure{{Caption: "Deployment order, from the lowest wave up", Draw: g,
		Read:   read + left,
		Hint:   "Click a unit, or press Enter on it: a thick outline marks what must go back with it when it is rolled back.",
		Legend: wavesLegend(g)}}
}

// mostUnits is how many units are drawn.
const mostUnits = 150

// mostWaveArrows is how many arrows are drawn as they are; of more, only those that do not
// follow from others.
const mostWaveArrows = 40

// readableArrows leaves out arrows where they are many, and says which: those that follow
// from others, or all where even the rest would hide the units.
func readableArrows(g picture.Graph) (arrows []picture.Arrow, left string) {
	if len(g.Arrows) <= mostWaveArrows {
		return g.Arrows, ""
	}
	arrows = neededArrows(g)
	n := len(g.Arrows) - len(arrows)
	switch {
	case len(g.Boxes) > doc.MostNodes || len(arrows) > 2*mostWaveArrows:
		return nil, fmt.Sprintf(" %s would hide the units and are not drawn: the table has them.", phrase.Plural(len(g.Arrows), "arrow", "arrows"))
	case n > 0:
		return arrows, fmt.Sprintf(" %s from others and %s not drawn: the table has all.", phrase.Plural(n, "arrow follows", "arrows follow"), english.Choose(n, "is", "are"))
	}
	return arrows, ""
}

// neededArrows leaves out arrows that a way over other boxes says too.
func neededArrows(g picture.Graph) []picture.Arrow {
	names := make([]string, len(g.Boxes))
	for i := range names {
		names[i] = fmt.Sprintf("%06d", i) // sorted as boxes are
	}
	reduced := graph.Reduced(graph.New(names, func(yield func(graph.Edge) bool) {
		for _, a := range g.Arrows {
			if !yield(graph.Edge{From: names[a.From], To: names[a.To]}) {
				return
			}
		}
	}))
	kept := map[[2]int]bool{}
	for i, j := range reduced.Edges() {
		kept[[2]int{i, j}] = true
	}
	return slices.DeleteFunc(slices.Clone(g.Arrows), func(a picture.Arrow) bool { return !kept[[2]int{a.From, a.To}] })
}

func wavesLegend(g picture.Graph) []doc.Key {
	keys := usedKeys(g, doc.Key{Class: "unit", Means: "unit"}, doc.Key{Class: "data", Means: "data store (with a lid)"}, doc.Key{Class: "tangle", Means: "need one another: no order is right, see Deployment cycles for the way out"},
		doc.LineKey(string(services.Call), "calls"), doc.LineKey(string(services.Data), "reads or writes data"), doc.LineKey(string(services.Declared), "declared in a manifest"), doc.LineKey(string(services.Message), "reads messages of"))
	return append(keys, doc.Key{Class: "back", Means: "after a click: goes back with the unit"})
}

// wavesBoxes are the units with their waves, the last one at the top, and the box of each.
func wavesBoxes(d *model.Deploy) (picture.Graph, map[string]int) {
	box, class := map[string]int{}, map[string]string{}
	for _, s := range d.Services {
		class[s.Name] = string(s.Class)
	}
	g := picture.Graph{Title: "Deployment order"}
	for k, c := range d.Cycles {
		lines := append([]string{"need one another:"}, c...)
		if len(c) > 6 {
			lines = append(lines[:7:7], fmt.Sprintf("and %d more", len(c)-6))
		}
		lines = append(lines, "deploy them together,", "or break the cycle")
		says := phrase.Few(c, 20) + " need one another."
		if k < len(d.Advice) {
			says += " " + phrase.Sentence(d.Advice[k])
		}
		g.Boxes = append(g.Boxes, picture.Box{Lines: lines, Class: "tangle", Says: says})
		for _, name := range c {
			box[name] = k
		}
	}
	g.Layers = make([]int, len(g.Boxes))
	for w, names := range d.Waves {
		layer := len(d.Waves) - 1 - w
		for _, name := range names {
			i, ok := box[name]
			if !ok {
				i = len(g.Boxes)
				box[name] = i
				b := picture.Box{Lines: []string{name}, Class: "unit", ID: name}
				if class[name] == "data" {
					b.Class, b.Store = "data", true
				}
				g.Boxes, g.Layers = append(g.Boxes, b), append(g.Layers, layer)
			}
			g.Layers[i] = layer
		}
		g.Ranks = append([]picture.Rank{rankOf(w, len(d.Waves))}, g.Ranks...)
	}
	return g, box
}

// rankOf names a wave, counted from 0, of so many.
func rankOf(wave, waves int) picture.Rank {
	r := picture.Rank{Name: fmt.Sprintf("Wave %d", wave+1)}
	switch {
	case waves == 1:
		r.Note = "all at once"
	case wave == 0:
		r.Note = "goes first"
	case wave == waves-1:
		r.Note = "goes last"
	default:
		r.Note = fmt.Sprintf("after wave %d", wave)
	}
	return r
}

// boxesOf are the boxes of units, but for one.
func boxesOf(units []string, box map[string]int, but int) []int {
	var out []int
	for _, u := range units {
		if i, ok := box[u]; ok && i != but {
			out = append(out, i)
		}
	}
	return out
}
