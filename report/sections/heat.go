package sections

import (
	"cmp"
	"fmt"
	"slices"

	"seam/analyze/focus"
	"seam/report/doc"
	"seam/report/phrase"
)

// Limits of the table of teams and areas; the list below it has the rest.
const (
	heatAreas = 30
	heatTeams = 8
)

// heatTable shows who works where: a row an area, a column a team, both with most changes
// first, inferred teams by their numbers. Darker cells hold more of the area's changes;
// they are framed where the 90 % rule holds.
func heatTable(rows []focus.Row, inferred bool) *doc.Table {
	areas, teams := map[string]int{}, map[string]int{}
	at := map[[2]string]focus.Row{}
	for _, f := range rows {
		areas[f.Area], teams[f.Team] = f.AreaChanges, f.TeamChanges
		at[[2]string{f.Area, f.Team}] = f
	}
	if len(teams) < 2 || len(areas) < 2 {
		return nil
	}
	across := mostFrequent(teams)
	if inferred { // by their numbers
		slices.SortFunc(across, func(a, b string) int { return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) })
	}
	across = across[:min(heatTeams, len(across))]
	t := &doc.Table{Heat: true, Caption: "Share of each area's changes that a team makes; blank: few or none.",
		Columns: []doc.Column{{Title: "Area", Kind: doc.Ident}, {Title: "Changes", Kind: doc.Number}}}
	for _, name := range across {
		t.Columns = append(t.Columns, doc.Column{Title: name, Kind: doc.Number})
	}
	framed, own := false, false
	down := mostFrequent(areas)
	for _, area := range down[:min(heatAreas, len(down))] {
		r := doc.Cells(phrase.Place(area), phrase.Count(areas[area]))
		for _, team := range across {
			f := at[[2]string{area, team}]
			framed, own = framed || f.Verdict == focus.Focused, own || f.TeamFocused
			r.Cells = append(r.Cells, heatCell(f))
		}
		t.Rows = append(t.Rows, r)
	}
	if framed {
		t.Caption += " Framed: 90 % of the area's changes are the team's."
	}
	if own {
		t.Caption += " ◆: 90 % of the team's own changes are here."
	}
	return t
}

// heatCell shades a share in five steps.
func heatCell(f focus.Row) doc.Cell {
	if f.Changes == 0 {
		return doc.Cell{}
	}
	c := doc.Cell{Text: phrase.Percent(f.ShareOfArea), Heat: fmt.Sprintf("heat%d", min(4, int(f.ShareOfArea*5)))}
	if f.Verdict == focus.Focused {
		c.Heat += " rule"
	}
	if f.TeamFocused {
		c.Text += " ◆"
	}
	return c
}
