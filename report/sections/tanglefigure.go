package sections

import (
	"fmt"
	"slices"

	"seam/graph"
	"seam/report/doc"
	"seam/report/phrase"
	"seam/report/picture"
)

// Bounds of the picture of parts that need one another: beyond them the matrix says more.
const (
	mostTangled = 14
	mostBack    = 16
)

// tangle draws what the red box of some parts hides: who imports whom in the order of building
// with fewest imports that lead back, and those.
func (m *partMap) tangle(parts []int) (doc.Figure, bool) {
	if len(parts) < 3 || len(parts) > mostTangled {
		return doc.Figure{}, false
	}
	imports := func(from, to int) int { return m.imports[[2]int{parts[from], parts[to]}] }
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	at := make([]int, len(parts))
	for place, i := range fewestBack(order, imports) {
		at[i] = place
	}
	g := picture.Graph{Title: "Parts that need one another"}
	names := m.graph.Names(parts)
	for i, k := range parts {
		b := picture.Box{Lines: []string{names[i], phrase.Plural(m.size[k], "package", "packages")}, Class: m.class[k], Link: m.link[k]}
		g.Boxes = append(g.Boxes, b)
	}
	arrow := func(from, to int) picture.Arrow {
		n := imports(from, to)
		return picture.Arrow{From: from, To: to, Label: phrase.Count(n), Says: fmt.Sprintf("%s → %s: %s", names[from], names[to], phrase.Plural(n, "package import", "package imports"))}
	}
	var down []graph.Edge
	var back []picture.Arrow
	lead := 0
	for from := range parts {
		for to := range parts {
			switch n := imports(from, to); {
			case n == 0:
			case at[to] < at[from]:
				down = append(down, graph.Edge{From: names[from], To: names[to]})
			default:
				a := arrow(from, to)
				a.Class, a.Back = "cut", true
				back = append(back, a)
				lead += n
			}
		}
	}
	if len(back) > mostBack {
		return doc.Figure{}, false
	}
	for from, to := range graph.Reduced(graph.New(names, slices.Values(down))).Edges() { // names are sorted, so that indexes are those of parts
		g.Arrows = append(g.Arrows, arrow(from, to))
	}
	g.Arrows = append(g.Arrows, back...)
	g.Text = arrowsInWords(g)
	return doc.Figure{Caption: "Inside the red box: what leads back", Draw: g,
		Read:   fmt.Sprintf("Users stand above what they use; what follows from two arrows has none of its own. %s back up: without them the box would fall apart.", phrase.Plural(lead, "import leads", "imports lead")),
		Legend: []doc.Key{doc.LineKey("", "imports, in the order of building"), doc.LineKey("cut", "leads back"), doc.NumberKey("12 imports of packages")}}, true
}
