package sections

import (
	"fmt"
	"slices"

	"seam/analyze/english"
	"seam/analyze/whatif"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
	"seam/report/picture"
)

// taken is the class of a unit that the cut makes.
const taken picture.Class = "module"

// unitsFigure draws the units after the cut and the imports over its borders.
func unitsFigure(w *model.Whatif) []doc.Figure {
	m := unitMap(w)
	if m == nil {
		return nil
	}
	drawn, tangles := m.picture()
	read := "An arrow leads from a unit to one that it imports; the lowest are released first."
	if len(tangles) > 0 {
		read += " Units in a red box need one another: they cannot be released one by one until an import is turned round."
	}
	means := "unit of today"
	if w.ByPath > 0 {
		means = "unit"
	}
	keys := usedKeys(drawn, doc.Key{Class: string(taken), Means: "unit that the cut makes"}, doc.Key{Class: string(area), Means: means}, doc.Key{Class: "tangle", Means: "units that need one another"})
	if len(drawn.Arrows) > 0 {
		keys = append(keys, doc.NumberKey("12 imports of packages over the border"))
	}
	if left := len(w.Units) - len(m.names); left > 0 {
		read += fmt.Sprintf(" %s no import over a border and %s not drawn.", phrase.Plural(left, "more unit has", "more units have"), english.Choose(left, "is", "are"))
	}
	out := []doc.Figure{{Caption: "The units after the cut", Read: read, Draw: drawn, Legend: keys}}
	for _, t := range tangles {
		out = append(out, m.tangleFigure(t)...)
	}
	return out
}

// tangleFigure shows the imports between units that need one another.
func (m *partMap) tangleFigure(names []string) []doc.Figure {
	if len(names) > mostInMatrix {
		return nil
	}
	x := picture.Matrix{Title: "Imports between units that need one another", Names: names}
	var told []string
	for row, from := range names {
		for column, to := range names {
			i, _ := slices.BinarySearch(m.names, from)
			j, _ := slices.BinarySearch(m.names, to)
			n, back := m.imports[[2]int{i, j}], m.imports[[2]int{j, i}]
			if n == 0 {
				continue
			}
			c := picture.Cell{Row: row, Column: column, N: n, Class: "forward", Says: fmt.Sprintf("%s imports %s: %s", from, to, phrase.Plural(n, "import", "imports"))}
			if back > 0 && n < back {
				c.Class = "crossed"
			}
			x.Cells = append(x.Cells, c)
			told = append(told, c.Says)
		}
	}
	x.Text = phrase.Few(told, mostTold) + "."
	return []doc.Figure{{Caption: "Imports between the units that need one another", Draw: x,
		Read:   "Find a unit at the left and go right: each number says how many imports lead to the unit at the top. A pair with a number both ways has to lose one of them.",
		Legend: []doc.Key{{Class: "crossed", Means: "fewer than the other way: cheaper to cut"}, {Class: "forward", Means: "other imports"}}}}
}

// unitMap is the quotient of the packages by units, of those that have an import over a
// border; nil where there is none, or more than a picture can hold.
func unitMap(w *model.Whatif) *partMap {
	unit, packages := map[string]string{}, map[string]int{}
	for _, u := range w.Units {
		packages[u.Name] = len(u.Packages)
		for _, p := range u.Packages {
			unit[p] = u.Name
		}
	}
	imports := map[[2]string]int{}
	var names []string
	for _, list := range [][]whatif.Import{w.Cut.In, w.Cut.Out} {
		for _, i := range list {
			if from, to := unit[i.From], unit[i.To]; from != "" && to != "" && from != to {
				imports[[2]string{from, to}]++
				names = append(names, from, to)
			}
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	if len(names) < 2 || len(names) > mostParts {
		return nil
	}
	m := &partMap{names: phrase.Places(names), imports: map[[2]int]int{}, mark: " (new)"}
	slices.Sort(m.names)
	at := func(name string) int { i, _ := slices.BinarySearch(m.names, phrase.Place(name)); return i }
	m.size, m.class, m.link = make([]int, len(names)), make([]picture.Class, len(names)), make([]string, len(names))
	for _, n := range names {
		m.size[at(n)], m.class[at(n)] = packages[n], area
		if slices.Contains(w.Extract, n) {
			m.class[at(n)] = taken
		}
	}
	for e, n := range imports {
		m.imports[[2]int{at(e[0]), at(e[1])}] += n
	}
	m.index()
	return m
}
