package report

import (
	"fmt"
	"slices"
	"strconv"

	"seam/analyze/english"
	"seam/analyze/split"
	"seam/analyze/whatif"
	"seam/report/model"
	"seam/report/phrase"
)

// whatifSection is the past replayed under a cut that the user named.
func whatifSection(r *model.Report) []section {
	w := r.Whatif
	if w == nil {
		return nil
	}
	s := section{
		ID:      "whatif",
		Title:   "What if",
		Lead:    sentences(whatifQuestion(w), upper(w.Verdict), advised(w.Parts)),
		Stats:   whatifStats(w),
		Figures: unitsFigure(w),
		Steps:   steps("Release", placesOfAll(w.Waves)),
		Tables: filledTables(
			besideTable(w), releasesTable(w.Releases), monthlyTable(w), crossedTable(w.History.ByMonth),
			unitsTable(w.Units, w.Extract), latentTable(w.DiamondsCreated), cutTable("Imports into the cut", w.Cut.In), cutTable("Imports out of the cut", w.Cut.Out),
		),
		Months: monthsOf("Changes, and those that would have crossed", w.History.ByMonth),
		Lists:  filledLists([]list{cyclesList(w.Cycles), pairsList(w), teamsList(w.Teams), examplesList(w)}),
		Notes:  whatifNotes(w),
	}
	s.Tables = append(s.Tables, filledTables(hopTables(w.Calls)...)...)
	s.Lists = append(s.Lists, filledLists([]list{hopsList(w.Calls)})...)
	return append(one(s), namedParts(w.Parts)...)
}

func whatifQuestion(w *model.Whatif) string {
	switch {
	case w.ByPath == 1:
		return "What if every folder at the top were a unit?"
	case w.ByPath > 1:
		return fmt.Sprintf("What if the first %d folders of every path were a unit?", w.ByPath)
	case len(w.Extract) == 1:
		return "What if " + w.Extract[0] + " were a unit of its own?"
	case len(w.Extract) > 1:
		return "What if " + phrase.Few(w.Extract, 4) + " were units of their own?"
	}
	return ""
}

// advised is what split says of the one part that was asked about, so that nobody takes
// the past alone for the advice.
func advised(parts []split.Candidate) string {
	switch {
	case len(parts) != 1:
		return ""
	case parts[0].Verdict == split.Leave:
		return "seam would leave it as it is: " + parts[0].Reason
	}
	return fmt.Sprintf("seam would make it a %s: %s", parts[0].Verdict, parts[0].Reason)
}

// namedParts is the parts of the cut that the user named, as split would show them.
func namedParts(parts []split.Candidate) []section {
	if len(parts) == 0 {
		return nil
	}
	s := section{
		ID: "whatif-parts", Title: "The cut as a candidate", More: "--format json",
		Lead: "What seam split would say of " + english.Choose(len(parts), "the part", "each part") + ".",
	}
	for _, c := range parts {
		p := candidatePart(c, nil)
		p.ID = anchor("whatif:" + c.Title)
		s.Parts = append(s.Parts, p)
	}
	return one(s)
}

func whatifStats(w *model.Whatif) []stat {
	stats := []stat{
		{Value: phrase.Count(len(w.Units)), Label: english.Choose(len(w.Units), "unit", "units")},
		{Value: phrase.Count(w.UnitEdges), Label: english.Choose(w.UnitEdges, "dependency between units", "dependencies between units")},
		{Value: percent(w.History.Share), Label: fmt.Sprintf("of %s %s", phrase.Plural(w.History.Changes, "change", "changes"), crossedWord(w.Already))},
	}
	if kept := w.KeptSymbols; kept > 0 {
		stats = append(stats, stat{Value: phrase.Count(kept), Label: english.Choose(kept, "name is API already", "names are API already")})
	}
	if n := w.Cut.APISymbols - w.KeptSymbols; n > 0 || w.KeptSymbols == 0 {
		stats = append(stats, stat{Value: phrase.Count(n), Label: english.Choose(n, "name becomes API", "names become API")})
	}
	if n, months := releaseCount(w.Releases); months > 0 {
		stats = append(stats, stat{Value: phrase.Count(n), Label: english.Choose(n, "release", "releases") + fmt.Sprintf(" of the API in %s", phrase.Plural(months, "month", "months"))})
	}
	return append(stats,
		stat{Value: phrase.Count(len(w.Cycles)), Label: english.Choose(len(w.Cycles), "cycle", "cycles"), Tone: problemIf(len(w.Cycles))},
		stat{Value: phrase.Count(len(w.DiamondsCreated)), Label: english.Choose(len(w.DiamondsCreated), "diamond created", "diamonds created"), Tone: problemIf(len(w.DiamondsCreated))},
	)
}

// crossedWord tells what happened, where the border is there, from what would have.
func crossedWord(already bool) string {
	if already {
		return "crossed"
	}
	return "would have crossed"
}

func whatifNotes(w *model.Whatif) []string {
	notes := []string{"The past is replayed with today's folders: work on folders that are gone is not counted."}
	if n := len(w.LeftOut); n > 0 {
		notes = append(notes, fmt.Sprintf("%s no unit, since the default build (linux/amd64, no tags) takes no file of %s: %s.",
			phrase.Plural(n, "folder is", "folders are"), english.Choose(n, "it", "them"), phrase.Few(places(w.LeftOut), 6)))
	}
	switch {
	case w.History.Crossing == 0 || len(w.TeamPairs) > 0:
	case !w.TeamsKnown:
		notes = append(notes, "No teams are declared, so who would have had to coordinate is not known; CODEOWNERS or seam.yaml can name them.")
	default:
		notes = append(notes, "No change would have brought two declared teams together.")
	}
	notes = append(notes, releaseNotes(w)...)
	return notes
}

func problemIf(n int) string {
	if n > 0 {
		return "problem"
	}
	return ""
}

// unitsTable lists the units after the cut, those that were asked about first: a repository
// of many modules has many others, which hold what they hold today.
func unitsTable(units []whatif.Unit, asked []string) table {
	units = slices.Clone(units)
	slices.SortStableFunc(units, func(a, b whatif.Unit) int {
		switch x, y := slices.Contains(asked, a.Name), slices.Contains(asked, b.Name); {
		case x == y:
			return 0
		case x:
			return -1
		}
		return 1
	})
	t := table{Caption: "Units after the cut", Most: max(6, len(asked)), Columns: []column{{Title: "Unit", Kind: ident}, {Title: "Packages", Kind: number}, {Title: "Folders", Kind: prose}}}
	for _, u := range units {
		t.Rows = append(t.Rows, cells(u.Name, phrase.Count(len(u.Packages)), listOf(u.Packages)))
	}
	return t
}

func latentTable(list []whatif.Diamond) table {
	t := table{Caption: "Diamonds that the cut would create",
		Columns: []column{{Title: "Dependency", Kind: ident}, {Title: "Required by", Kind: prose}, {Title: "Meet in", Kind: prose}}}
	for _, d := range list {
		t.Rows = append(t.Rows, cells(d.Dependency, listOf(places(d.RequiredBy)), listOf(places(d.LowestApexes))))
	}
	return t
}

func cyclesList(cycles [][]string) list {
	l := list{Title: "Cycles that the cut would leave"}
	for _, c := range cycles {
		l.Items = append(l.Items, item{Mark: mark{"cycle", "problem"}, Text: phrase.Few(places(c), 8)})
	}
	return l
}

func teamsList(teams []string) list {
	l := list{Title: "Teams whose changes would have crossed"}
	if len(teams) > 0 {
		l.Items = []item{{Text: phrase.Few(teams, 8)}}
	}
	return l
}

// examplesList is for results that do not tell the changes month by month.
func examplesList(w *model.Whatif) list {
	l := list{Title: "Newest changes that would have crossed"}
	if ids := w.History.Examples; len(ids) > 0 && len(crossedTable(w.History.ByMonth).Rows) == 0 {
		l.Items = []item{{Text: phrase.Few(shortIDs(ids), 10)}}
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

func placesOfAll(groups [][]string) [][]string {
	var out [][]string
	for _, g := range groups {
		out = append(out, places(g))
	}
	return out
}
