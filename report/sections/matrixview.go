package sections

import (
	"cmp"
	"fmt"
	"slices"

	"seam/analyze/english"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
	"seam/report/picture"
)

// matrixSection is the imports between areas, and those of all packages as a matrix that
// the script draws.
func matrixSection(r *model.Report) []doc.Section {
	f := FactsOf(r)
	if f == nil || len(f.Packages) < 2 {
		return nil
	}
	s := doc.Section{ID: "matrix", Title: "Dependency structure matrix", Canvas: true, Tables: againstTables(f),
		Lead: fmt.Sprintf("Who imports whom: %s and %s between them. Rows import columns; what is needed stands first, so that imports below the diagonal follow the order of building and those above it lead back.",
			phrase.Plural(len(f.Packages), "package", "packages"), phrase.Plural(len(f.From), "import", "imports"))}
	if n := len(r.Packages) - len(f.Packages); n > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("Of %s %s tests alone or nothing that the default build takes and %s not in the matrix.",
			phrase.Plural(len(r.Packages), "package", "packages"), phrase.Plural(n, "holds", "hold"), english.Choose(n, "is", "are")))
	}
	if len(s.Tables) == 0 {
		s.Notes = append(s.Notes, "No import leads back.")
	}
	s.Notes = append(s.Notes, restNote(f.Groups)...)
	s.Figures = areasFigure(f)
	return one(s)
}

// areasFigure is the matrix of areas: the first picture to look at, small enough to name
// every row.
func areasFigure(f *PageFacts) []doc.Figure {
	blocks := f.blocks()
	if len(blocks) < 2 || len(blocks) > mostParts {
		return nil
	}
	at := make([]int, len(f.Groups))
	m := picture.Matrix{Title: "Imports between areas"}
	for k, g := range blocks {
		at[g] = k
		m.Names = append(m.Names, f.Groups[g])
	}
	n := map[[2]int]int{}
	for e := range f.From {
		n[[2]int{at[f.Group[f.From[e]]], at[f.Group[f.To[e]]]}]++
	}
	var back []string
	for row := range blocks {
		for column := range blocks {
			k := n[[2]int{row, column}]
			if k == 0 {
				continue
			}
			c := picture.Cell{Row: row, Column: column, N: k, Class: "forward", Says: fmt.Sprintf("%s imports %s: %s", m.Names[row], m.Names[column], phrase.Plural(k, "import", "imports"))}
			switch {
			case row == column:
				c.Class, c.Says = "all", fmt.Sprintf("inside %s: %s", m.Names[row], phrase.Plural(k, "import", "imports"))
			case column > row:
				c.Class = "crossed"
				c.Says += ", back"
				back = append(back, c.Says)
			}
			m.Cells = append(m.Cells, c)
		}
	}
	m.Text = fmt.Sprintf("%s; %s. %s", phrase.Plural(len(m.Names), "area", "areas"), phrase.Plural(len(back), "cell leads back", "cells lead back"), phrase.Few(back, mostTold))
	return []doc.Figure{{Caption: "Imports between areas", Draw: m, Areas: true,
		Read: "Find an area at the left and go right: each number says how many imports lead to the area at the top. " + backRead(m, len(back)),
		Legend: usedCells(m, doc.Key{Class: "all", Means: "inside the area"}, doc.Key{Class: "forward", Means: "to an area that is built before it"},
			doc.Key{Class: "crossed", Means: "back: to an area that is built after it"})}}
}

// backRead says what colours and places mean in the picture at hand.
func backRead(m picture.Matrix, back int) string {
	switch {
	case back > 0:
		return "Blue below the diagonal is the order of building; orange above it leads back, which closes a cycle of areas."
	case slices.ContainsFunc(m.Cells, func(c picture.Cell) bool { return c.Row != c.Column }):
		return "All stand below the diagonal: no import leads back to an area that is built later."
	}
	return "No import leads from one area to another."
}

// usedCells are the entries of a legend that a matrix has cells of.
func usedCells(m picture.Matrix, keys ...doc.Key) []doc.Key {
	return slices.DeleteFunc(keys, func(k doc.Key) bool {
		return !slices.ContainsFunc(m.Cells, func(c picture.Cell) bool { return string(c.Class) == k.Class })
	})
}

// blocks are the groups in the order in which their packages stand.
func (f *PageFacts) blocks() []int {
	var out []int
	for _, p := range f.Order {
		if g := f.Group[p]; len(out) == 0 || out[len(out)-1] != g {
			out = append(out, g)
		}
	}
	return out
}

// againstTables are the imports that lead against the order: by areas, and one by one.
func againstTables(f *PageFacts) []doc.Table {
	at := make([]int, len(f.Packages))
	for i, p := range f.Order {
		at[p] = i
	}
	all := doc.Table{Caption: "Imports that lead back, one by one: what the orange dots are", Folded: true,
		Columns: []doc.Column{{Title: "Package", Kind: doc.Ident}, {Title: "Imports", Kind: doc.Ident}}}
	n := map[[2]int]int{}
	for e := range f.From {
		if from, to := f.From[e], f.To[e]; at[to] > at[from] {
			n[[2]int{f.Group[from], f.Group[to]}]++
			all.Rows = append(all.Rows, doc.Cells(f.Packages[from], f.Packages[to]))
		}
	}
	var pairs [][2]int
	for p := range n {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(a, b [2]int) int {
		return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	byArea := doc.Table{Caption: "Imports that lead back, by area, most first",
		Columns: []doc.Column{{Title: "From area", Kind: doc.Ident}, {Title: "To area", Kind: doc.Ident}, {Title: "Imports", Kind: doc.Number}}}
	for _, p := range pairs {
		byArea.Rows = append(byArea.Rows, doc.Cells(f.Groups[p[0]], f.Groups[p[1]], phrase.Count(n[p])))
	}
	return doc.FilledTables(byArea, all)
}
