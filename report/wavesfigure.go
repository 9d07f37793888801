package report

import (
	"fmt"
	"slices"

	"seam/analyze/services"
	"seam/report/model"
	"seam/report/picture"
)

// wavesFigure draws the services in the order of deployment: what goes first stands
// below what needs it. A cycle is one box.
func wavesFigure(d *model.Deploy) []figure {
	if len(d.Edges) == 0 || len(d.Waves) == 0 {
		return nil
	}
	g, box := wavesBoxes(d)
	if len(g.Boxes) > 2*mostNodes {
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
	if len(g.Arrows) > 3*mostEdges {
		return nil
	}
	for name, i := range box {
		g.Boxes[i].Near = append(g.Boxes[i].Near, boxesOf(d.Rollback[name], box, i)...)
	}
	for i := range g.Boxes {
		slices.Sort(g.Boxes[i].Near)
		g.Boxes[i].Near = slices.Compact(g.Boxes[i].Near)
	}
	var waves []string
	for i, w := range d.Waves {
		waves = append(waves, fmt.Sprintf("Wave %d: %s.", i+1, few(w, mostTold)))
	}
	g.Text = few(waves, mostTold)
	return []figure{{Caption: "Deployment order, from the lowest wave up", Draw: g,
		Read:   "Deploy wave 1 first, then wave 2, and so on. An arrow leads from a unit to one that it needs, which must be there before it.",
		Hint:   "Click a unit, or press Enter on it: a thick outline marks what must go back with it when it is rolled back.",
		Legend: wavesLegend(g)}}
}

func wavesLegend(g picture.Graph) []key {
	keys := usedKeys(g, key{Class: "unit", Means: "unit"}, key{Class: "data", Means: "data store (with a lid)"}, key{Class: "tangle", Means: "need one another: no order is right, see Deployment cycles for the way out"},
		lineKey(string(services.Call), "calls"), lineKey(string(services.Data), "reads or writes data"), lineKey(string(services.Declared), "declared in a manifest"), lineKey(string(services.Message), "reads messages of"))
	return append(keys, key{Class: "back", Means: "after a click: goes back with the unit"})
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
		lines = append(lines, "deploy together, or break the cycle")
		says := few(c, 20) + " need one another."
		if k < len(d.Advice) {
			says += " " + sentence(d.Advice[k])
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
