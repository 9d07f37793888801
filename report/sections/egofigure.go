package sections

import (
	"cmp"
	"fmt"
	"slices"

	"seam/analyze/split"
	"seam/analyze/whatif"
	"seam/report/doc"
	"seam/report/phrase"
	"seam/report/picture"
)

// mostEgo bounds the neighbours in a candidate's picture.
const mostEgo = 12

// egoFigure is a candidate between those that import it and what it imports. The same
// imports stand in the tables of the cut.
func egoFigure(c split.Candidate) []doc.Figure {
	in, out := neighbours(c.Cut.In, func(i whatif.Import) string { return i.From }), neighbours(c.Cut.Out, func(i whatif.Import) string { return i.To })
	both := map[string]bool{}
	for _, n := range in {
		both[n.name] = slices.ContainsFunc(out, func(o neighbour) bool { return o.name == n.name })
	}
	importers, imported := phrase.Plural(len(in), "package imports it", "packages import it"), "it imports "+phrase.Plural(len(out), "package", "packages")
	g := picture.Sides{Title: "What imports " + c.Title + ", and what it imports", Left: sideOf(in, both), Right: sideOf(out, both),
		Centre: picture.Box{Lines: []string{c.Title, string(c.Verdict), phrase.Plural(len(c.Packages), "package", "packages")}, Class: picture.Class(c.Verdict)},
		Heads:  [3]string{importers, "the candidate", imported}, NoLeft: "nothing imports it", NoRight: "it imports nothing of the rest",
		Text: fmt.Sprintf("%s%s; %s%s.", phrase.Upper(importers), namesOf(in), imported, namesOf(out))}
	if len(in) == 0 {
		g.Heads[0] = ""
	}
	if len(out) == 0 {
		g.Heads[2] = ""
	}
	var legend []doc.Key
	if slices.ContainsFunc(in, func(n neighbour) bool { return both[n.name] }) {
		legend = []doc.Key{{Class: "cut", Sample: "⇄", Means: "stands on both sides: closes a cycle"}}
	}
	if len(in)+len(out) > 0 {
		legend = append(legend, doc.NumberKey("12 imports"))
	}
	return []doc.Figure{{Caption: "Who imports it, and what it imports of the rest", Draw: g, Legend: legend,
		Read: importedBy(len(in)) + " Right: " + leadsBack(len(out))}}
}

func importedBy(in int) string {
	if in == 0 {
		return "Left: nothing, so no import of the rest changes."
	}
	return "Left: packages outside that import it, and would import it from another module."
}

func leadsBack(out int) string {
	if out == 0 {
		return "nothing, so it can be built without the rest."
	}
	return "packages outside that it imports, and cannot leave without."
}

// namesOf are the first neighbours in brackets, "" for none.
func namesOf(list []neighbour) string {
	if len(list) == 0 {
		return ""
	}
	var out []string
	for _, n := range list {
		out = append(out, n.name)
	}
	return " (" + phrase.Few(out, 5) + ")"
}

// sideOf are the boxes of neighbours; the last one stands for all that have no room.
func sideOf(list []neighbour, both map[string]bool) []picture.Side {
	var out []picture.Side
	for k, n := range list {
		if k == mostEgo-1 && len(list) > mostEgo {
			rest := 0
			for _, o := range list[k:] {
				rest += o.imports
			}
			return append(out, picture.Side{Box: picture.Box{Lines: []string{fmt.Sprintf("%d more", len(list)-k)}}, Label: phrase.Count(rest)})
		}
		b := picture.Box{Lines: []string{n.name}, Class: "unit"}
		if both[n.name] {
			b.Lines[0], b.Class, b.Says = "⇄ "+n.name, "cut", n.name+" stands on both sides"
		}
		out = append(out, picture.Side{Box: b, Label: phrase.Count(n.imports)})
	}
	return out
}

type neighbour struct {
	name    string
	imports int
}

// neighbours groups imports by package, most first.
func neighbours(list []whatif.Import, of func(whatif.Import) string) []neighbour {
	n := map[string]int{}
	for _, i := range list {
		n[of(i)]++
	}
	var out []neighbour
	for name, k := range n {
		out = append(out, neighbour{phrase.Place(name), k})
	}
	slices.SortFunc(out, func(a, b neighbour) int {
		return cmp.Or(cmp.Compare(b.imports, a.imports), cmp.Compare(a.name, b.name))
	})
	return out
}
