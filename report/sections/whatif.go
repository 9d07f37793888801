package sections

import (
	"fmt"
	"slices"
	"strconv"

	"seam/analyze/english"
	"seam/analyze/split"
	"seam/analyze/whatif"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// whatifSection is the past replayed under a cut that the user named.
func whatifSection(r *model.Report) []doc.Section {
	w := r.Whatif
	if w == nil {
		return nil
	}
	s := doc.Section{
		ID:      "whatif",
		Title:   "What if",
		Lead:    phrase.Sentences(whatifQuestion(w), phrase.Upper(w.Verdict), advised(w.Parts)),
		Stats:   whatifStats(w),
		Figures: unitsFigure(w),
		Steps:   steps("Release", placesOfAll(w.Waves)),
		Tables: doc.FilledTables(
			besideTable(w), releasesTable(w.Releases), monthlyTable(w), crossedTable(w.History.ByMonth),
			unitsTable(w.Units, w.Extract), latentTable(w.DiamondsCreated), cutTable("Imports into the cut", w.Cut.In), cutTable("Imports out of the cut", w.Cut.Out),
		),
		Months: monthsOf("Changes, and those that would have crossed", w.History.ByMonth),
		Lists:  doc.FilledLists([]doc.List{cyclesList(w.Cycles), pairsList(w), teamsList(w.Teams), examplesList(w)}),
		Notes:  whatifNotes(w),
	}
	s.Tables = append(s.Tables, doc.FilledTables(hopTables(w.Calls)...)...)
	s.Lists = append(s.Lists, doc.FilledLists([]doc.List{hopsList(w.Calls)})...)
	return append(one(s), namedParts(w.Parts)...)
}

func whatifQuestion(w *model.Whatif) string {
	switch {
	case w.ByPath == 1:
		return "What if in every module each folder at its top were a unit?"
	case w.ByPath > 1:
		return fmt.Sprintf("What if in every module the first %d folders of each path were a unit?", w.ByPath)
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
func namedParts(parts []split.Candidate) []doc.Section {
	if len(parts) == 0 {
		return nil
	}
	s := doc.Section{
		ID: "whatif-parts", Title: "The cut as a candidate", More: "--format json",
		Lead: "What seam split would say of " + english.Choose(len(parts), "the part", "each part") + ".",
	}
	for _, c := range parts {
		p := candidatePart(c, nil)
		p.ID = doc.Anchor("whatif:" + c.Title)
		s.Parts = append(s.Parts, p)
	}
	return one(s)
}

func whatifStats(w *model.Whatif) []doc.Stat {
	stats := []doc.Stat{
		{Value: phrase.Count(len(w.Units)), Label: english.Choose(len(w.Units), "unit", "units")},
		{Value: phrase.Count(w.UnitEdges), Label: english.Choose(w.UnitEdges, "dependency between units", "dependencies between units")},
		{Value: phrase.Percent(w.History.Share), Label: fmt.Sprintf("of %s %s", phrase.Plural(w.History.Changes, "change", "changes"), crossedWord(w.Already))},
	}
	if kept := w.KeptSymbols; kept > 0 {
		stats = append(stats, doc.Stat{Value: phrase.Count(kept), Label: english.Choose(kept, "name is API already", "names are API already")})
	}
	if n := w.Cut.APISymbols - w.KeptSymbols; n > 0 || w.KeptSymbols == 0 {
		stats = append(stats, doc.Stat{Value: phrase.Count(n), Label: english.Choose(n, "name becomes API", "names become API")})
	}
	if n, months := releaseCount(w.Releases); months > 0 {
		stats = append(stats, doc.Stat{Value: phrase.Count(n), Label: english.Choose(n, "release", "releases") + fmt.Sprintf(" of the API in %s", phrase.Plural(months, "month", "months"))})
	}
	return append(stats,
		doc.Stat{Value: phrase.Count(len(w.Cycles)), Label: english.Choose(len(w.Cycles), "cycle", "cycles"), Tone: problemIf(len(w.Cycles))},
		doc.Stat{Value: phrase.Count(len(w.DiamondsCreated)), Label: english.Choose(len(w.DiamondsCreated), "diamond created", "diamonds created"), Tone: problemIf(len(w.DiamondsCreated))},
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
			phrase.Plural(n, "folder is", "folders are"), english.Choose(n, "it", "them"), phrase.Few(phrase.Places(w.LeftOut), 6)))
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
func unitsTable(units []whatif.Unit, asked []string) doc.Table {
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
	t := doc.Table{Caption: "Units after the cut", Most: max(6, len(asked)), Columns: []doc.Column{{Title: "Unit", Kind: doc.Ident}, {Title: "Packages", Kind: doc.Number}, {Title: "Folders", Kind: doc.Prose}}}
	for _, u := range units {
		t.Rows = append(t.Rows, doc.Cells(u.Name, phrase.Count(len(u.Packages)), listOf(u.Packages)))
	}
	return t
}

func latentTable(list []whatif.Diamond) doc.Table {
	t := doc.Table{Caption: "Diamonds that the cut would create",
		Columns: []doc.Column{{Title: "Dependency", Kind: doc.Ident}, {Title: "Required by", Kind: doc.Prose}, {Title: "Meet in", Kind: doc.Prose}}}
	for _, d := range list {
		t.Rows = append(t.Rows, doc.Cells(d.Dependency, listOf(phrase.Places(d.RequiredBy)), listOf(phrase.Places(d.LowestApexes))))
	}
	return t
}

func cyclesList(cycles [][]string) doc.List {
	l := doc.List{Title: "Cycles that the cut would leave"}
	for _, c := range cycles {
		l.Items = append(l.Items, doc.Item{Mark: doc.Mark{Word: "cycle", Tone: "problem"}, Text: phrase.Few(phrase.Places(c), 8)})
	}
	return l
}

func teamsList(teams []string) doc.List {
	l := doc.List{Title: "Teams whose changes would have crossed"}
	if len(teams) > 0 {
		l.Items = []doc.Item{{Text: phrase.Few(teams, 8)}}
	}
	return l
}

// examplesList is for results that do not tell the changes month by month.
func examplesList(w *model.Whatif) doc.List {
	l := doc.List{Title: "Newest changes that would have crossed"}
	if ids := w.History.Examples; len(ids) > 0 && len(crossedTable(w.History.ByMonth).Rows) == 0 {
		l.Items = []doc.Item{{Text: phrase.Few(phrase.ShortIDs(ids), 10)}}
	}
	return l
}

// steps numbers the groups of an order.
func steps(name string, groups [][]string) []doc.Step {
	var out []doc.Step
	for i, g := range groups {
		out = append(out, doc.Step{Title: name + " " + strconv.Itoa(i+1), Names: g})
	}
	return out
}

func placesOfAll(groups [][]string) [][]string {
	var out [][]string
	for _, g := range groups {
		out = append(out, phrase.Places(g))
	}
	return out
}

// cutSection is the what-if of the page; it needs scripts.
func cutSection(r *model.Report) []doc.Section {
	if r.Facts == nil || len(r.Facts.Packages) < 2 || r.Whatif != nil {
		return nil
	}
	return one(doc.Section{ID: "cut", Title: "What if", Cut: true,
		Lead: "Take folders out of their module and see what follows: units, cycles, release waves, diamonds, and how many past changes would have crossed. The same as seam whatif --extract FOLDER[,FOLDER…]."})
}
