package report

import (
	"fmt"
	"strconv"

	"seam/analyze/whatif"
	"seam/report/model"
)

// whatifSection is the past replayed under a cut that the user named.
func whatifSection(r *model.Report) []section {
	w := r.Whatif
	if w == nil {
		return nil
	}
	s := section{
		ID:     "whatif",
		Title:  "What if",
		Lead:   upper(sentence(w.Verdict)),
		Stats:  whatifStats(w),
		Steps:  steps("Release", w.Waves),
		Tables: filledTables(unitsTable(w.Units), latentTable(w.DiamondsCreated), cutTable("Imports into the cut", w.Cut.In), cutTable("Imports out of the cut", w.Cut.Out)),
		Months: monthsOf("Changes, and those that would have crossed", w.History.ByMonth),
		Lists:  filledLists([]list{cyclesList(w.Cycles), teamsList(w.Teams), examplesList(w.History.Examples)}),
		Notes:  []string{"The past is replayed with today's folders: work on folders that are gone is not counted."},
	}
	s.Tables = append(s.Tables, filledTables(hopTables(w.Calls)...)...)
	s.Lists = append(s.Lists, filledLists([]list{hopsList(w.Calls)})...)
	return one(s)
}

func whatifStats(w *whatif.Result) []stat {
	return []stat{
		{Value: count(len(w.Units)), Label: noun(len(w.Units), "unit", "units")},
		{Value: count(w.UnitEdges), Label: noun(w.UnitEdges, "dependency between units", "dependencies between units")},
		{Value: percent(w.History.Share), Label: fmt.Sprintf("of %s would have crossed", plural(w.History.Changes, "change", "changes"))},
		{Value: count(w.Cut.APISymbols), Label: noun(w.Cut.APISymbols, "name becomes API", "names become API")},
		{Value: count(len(w.Cycles)), Label: noun(len(w.Cycles), "cycle", "cycles"), Tone: problemIf(len(w.Cycles))},
		{Value: count(len(w.DiamondsCreated)), Label: noun(len(w.DiamondsCreated), "diamond created", "diamonds created"), Tone: problemIf(len(w.DiamondsCreated))},
	}
}

func noun(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func problemIf(n int) string {
	if n > 0 {
		return "problem"
	}
	return ""
}

func unitsTable(units []whatif.Unit) table {
	t := table{Caption: "Units after the cut", Columns: []column{{Title: "Unit", Kind: ident}, {Title: "Packages", Kind: number}, {Title: "Folders", Kind: prose}}}
	for _, u := range units {
		t.Rows = append(t.Rows, cells(u.Name, count(len(u.Packages)), listOf(u.Packages)))
	}
	return t
}

func latentTable(list []whatif.Diamond) table {
	t := table{Caption: "Diamonds that the cut would create",
		Columns: []column{{Title: "Dependency", Kind: ident}, {Title: "Required by", Kind: prose}, {Title: "Meet in", Kind: prose}}}
	for _, d := range list {
		t.Rows = append(t.Rows, cells(d.Dependency, listOf(d.RequiredBy), listOf(d.LowestApexes)))
	}
	return t
}

func cyclesList(cycles [][]string) list {
	l := list{Title: "Cycles that the cut would leave"}
	for _, c := range cycles {
		l.Items = append(l.Items, item{Mark: mark{"cycle", "problem"}, Text: few(places(c), 8)})
	}
	return l
}

func teamsList(teams []string) list {
	l := list{Title: "Teams that would have to coordinate"}
	if len(teams) > 0 {
		l.Items = []item{{Text: few(teams, 8)}}
	}
	return l
}

func examplesList(ids []string) list {
	l := list{Title: "Newest changes that would have crossed"}
	if len(ids) > 0 {
		l.Items = []item{{Text: few(shortIDs(ids), 10)}}
	}
	return l
}

// steps numbers the groups of an order.
func steps(name string, groups [][]string) []step {
	var out []step
	for i, g := range groups {
		out = append(out, step{Title: name + " " + strconv.Itoa(i+1), Names: g})
	}
	return out
}
