package sections

import (
	"fmt"

	"seam/analyze/cochange"
	"seam/report/doc"
	"seam/report/phrase"
	"seam/report/picture"
)

// Bounds of the picture of hidden coupling: more arcs are a tangle, fewer are no picture.
const (
	mostArcs  = 24
	leastArcs = 3
	mostEnds  = 20
)

// arcsFigure draws the first pairs of packages, or of files where few packages are coupled.
func arcsFigure(pairs []pairRow) []doc.Figure {
	for _, l := range []cochange.Level{cochange.Package, cochange.File} {
		if f, ok := arcsOf(pairs, l); ok {
			return []doc.Figure{f}
		}
	}
	return nil
}

func arcsOf(pairs []pairRow, level cochange.Level) (doc.Figure, bool) {
	a := picture.Arcs{Title: "Hidden coupling"}
	at := map[string]int{}
	end := func(name string) int {
		i, ok := at[name]
		if !ok {
			i = len(a.Names)
			at[name], a.Names = i, append(a.Names, name)
		}
		return i
	}
	var told []string
	all := 0
	for _, p := range pairs {
		if p.Level != level || p.FromFamily != "" && p.FromFamily == p.ToFamily {
			continue
		}
		all++
		if len(a.Arcs) == mostArcs || len(a.Names) > mostEnds-2 {
			continue
		}
		from, to := p.ends()
		says := fmt.Sprintf("%s and %s: %s touched both, in %s months (old ones count less)", from, to, phrase.Plural(p.Support, "change", "changes"), phrase.Ratio(p.Weight))
		a.Arcs = append(a.Arcs, picture.Arc{A: end(from), B: end(to), Weight: p.Weight, Says: says})
		told = append(told, from+" and "+to)
	}
	if len(a.Arcs) < leastArcs {
		return doc.Figure{}, false
	}
	a.Text = fmt.Sprintf("The first pairs are %s.", phrase.Few(told, mostTold))
	f := doc.Figure{Caption: fmt.Sprintf("%ss that change together although no import joins them", phrase.Upper(string(level))), Draw: a,
		Read: "An arc joins two that change together: the thicker, the more months. Point at a name to see its arcs alone."}
	if all > len(a.Arcs) {
		f.Read += fmt.Sprintf(" Drawn are the first %s of %s pairs.", phrase.Count(len(a.Arcs)), phrase.Count(all))
	}
	return f, true
}
