package sections

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/focus"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// focusSections tell who works where.
func focusSections(r *model.Report) []doc.Section {
	if r.Focus == nil {
		return nil
	}
	out := []doc.Section{focusSection(r)}
	if r.FocusInfo != nil {
		out = append(out, contestedSection(r), driftSection(r.FocusInfo))
	}
	return out
}

func focusSection(r *model.Report) doc.Section {
	s := doc.Section{ID: "focus", Title: "Teams and areas", Lead: phrase.Sentences(unmapped(r.FocusInfo), focusLead(r)), Notes: focusNotes(r.FocusInfo)}
	if len(r.Focus) > 0 {
		t := focusTable(r.Focus, r.FocusInfo != nil && r.FocusInfo.Inferred)
		s.Heat = heatTable(r.Focus, r.FocusInfo != nil && r.FocusInfo.Inferred)
		t.Folded = s.Heat != nil
		s.Tables = []doc.Table{t}
	}
	return s
}

func focusLead(r *model.Report) string {
	if len(r.Focus) == 0 {
		if r.FocusInfo != nil && r.FocusInfo.Changes > 0 {
			return fmt.Sprintf("No team stands out: %s an area, but no team has enough of them.", phrase.Plural(r.FocusInfo.Changes, "change touches", "changes touch"))
		}
		return "No team to show: no change touches an area. Declare areas and teams in seam.yaml (seam init writes one)."
	}
	if r.FocusInfo != nil && r.FocusInfo.Inferred {
		return "Nothing declares teams, so authors who work on the same areas are taken together as inferred teams, the first with most changes. They are a hint and get no verdict"
	}
	focused := 0
	for _, f := range r.Focus {
		if f.Verdict == focus.Focused {
			focused++
		}
	}
	return fmt.Sprintf("%s; in %s one team makes almost all changes (the 90%% rule).",
		phrase.Plural(len(r.Focus), "pair of area and team", "pairs of area and team"), phrase.Plural(focused, "of them", "of them"))
}

// unmapped is what all shares must be read against, so it stands first. What inferred
// teams leave over says nothing.
func unmapped(info *model.FocusInfo) string {
	if info == nil || info.Unmapped == 0 || info.Inferred {
		return ""
	}
	return fmt.Sprintf("%s of %s are by people of no declared team", phrase.Percent(info.Unmapped), phrase.Plural(info.Changes, "change", "changes"))
}

func focusNotes(info *model.FocusInfo) []string {
	if info == nil {
		return nil
	}
	var out []string
	if info.Inferred {
		out = append(out, "Inferred teams are shown, never scored. Teams with members in seam.yaml take their place.")
	}
	if info.Inferred && len(info.Teams) > 0 {
		out = append(out, phrase.Upper(sizesOf(info.Teams))+". Reports name nobody: git shortlog -sn HEAD -- FOLDER tells who works in a folder.")
	}
	if info.Inferred && info.Unmapped > 0 {
		out = append(out, fmt.Sprintf("%s of %s to no inferred team.", phrase.Percent(info.Unmapped), phrase.Plural(info.Changes, "change belongs", "changes belong")))
	}
	if gone := leftovers(info.Teams); gone > 0 {
		out = append(out, phrase.Plural(gone, "person of these teams has", "people of these teams have")+" changed nothing in the last 180 days of the history; what they did still counts.")
	}
	if info.LeftOut > 0 {
		out = append(out, phrase.Plural(info.LeftOut, "pair of a team and an area has", "pairs of a team and an area have")+" too few changes to be listed.")
	}
	return out
}

// sizesOf tells how many people inferred teams are.
func sizesOf(teams []focus.Team) string {
	var out []string
	for _, t := range teams {
		out = append(out, fmt.Sprintf("%s is %s (%s active)", t.Name, phrase.Plural(t.People, "person", "people"), phrase.Count(t.Active)))
	}
	return phrase.Few(out, 4)
}

// leftovers counts the people who may have left.
func leftovers(teams []focus.Team) (n int) {
	for _, t := range teams {
		n += t.People - t.Active
	}
	return n
}

// mostInferred is how many rows of inferred teams show: they are no more than a hint.
const mostInferred = 15

func focusTable(rows []focus.Row, inferred bool) doc.Table {
	t := doc.Table{
		Caption: "Area by area, team by team. Of area = the team's changes of the area, as a share of all changes of the area; of team = as a share of all changes of the team.",
		Columns: []doc.Column{{Title: "Area", Kind: doc.Ident}, {Title: "Team", Kind: doc.Ident}, {Title: "Of area", Kind: doc.Number}, {Title: "Of team", Kind: doc.Number},
			{Title: "Changes", Kind: doc.Number}, {Title: "Area n", Kind: doc.Number, Fine: true}, {Title: "Team n", Kind: doc.Number, Fine: true}, {Title: "90% rule", Kind: doc.Word}, {Title: "Verdict", Kind: doc.Word}},
	}
	if inferred {
		t.Most = mostInferred
		rows = slices.SortedStableFunc(slices.Values(rows), func(a, b focus.Row) int { return cmp.Compare(b.ShareOfArea, a.ShareOfArea) })
	}
	for _, f := range rows {
		t.Rows = append(t.Rows, doc.Cells(phrase.Place(f.Area), f.Team, phrase.Percent(f.ShareOfArea), phrase.Percent(f.ShareOfTeam),
			phrase.Count(f.Changes), phrase.Count(f.AreaChanges), phrase.Count(f.TeamChanges), ruleOf(f), f.Verdict))
	}
	if inferred { // which get no verdict
		t = doc.Without(doc.Without(t, len(t.Columns)-1), len(t.Columns)-2)
	}
	return t
}

// ruleOf says which way the 90 % rule holds: the area is one team's, or the team's work
// is in one area.
func ruleOf(f focus.Row) string {
	switch {
	case f.Verdict == focus.Focused && f.TeamFocused:
		return "both ways"
	case f.Verdict == focus.Focused:
		return "area"
	case f.TeamFocused:
		return "team"
	}
	return ""
}

func contestedSection(r *model.Report) doc.Section {
	s, info := doc.Section{ID: "contested", Title: "Contested areas"}, r.FocusInfo
	if why := teamsUnjudged(r); why != "" {
		s.Lead = notJudged(why)
		return s
	}
	if len(info.Contested) == 0 {
		s.Lead = "No contested areas: no area with enough changes is shared by several teams."
		return s
	}
	s.Lead = fmt.Sprintf("%s that several teams change: splitting along today's folders would not separate the teams.",
		phrase.Plural(len(info.Contested), "area", "areas"))
	t := doc.Table{Caption: "Areas by number of changes, with each team's share", Columns: []doc.Column{{Title: "Area", Kind: doc.Ident}, {Title: "Changes", Kind: doc.Number}, {Title: "Teams", Kind: doc.Prose}}}
	for _, c := range info.Contested {
		t.Rows = append(t.Rows, doc.Cells(phrase.Place(c.Area), phrase.Count(c.Changes), shares(c.Teams)))
	}
	s.Tables = []doc.Table{t}
	return s
}

func driftSection(info *model.FocusInfo) doc.Section {
	s := doc.Section{ID: "drift", Title: "Declared owners and actual authors", Lead: phrase.Sentences(driftLead(info), silentLead(info), driftMeans(info))}
	if len(info.Drift) > 0 {
		s.Tables = append(s.Tables, driftTable(info.Drift))
		if info.Declared.Compared > 0 {
			s.Notes = append(s.Notes, "Compared: "+compared(info.Declared)+".")
		}
	}
	if len(info.SilentOwners)+len(info.SilentPeople) > 0 {
		s.Tables = append(s.Tables, silentTable(info))
	}
	return s
}

// driftMeans says what is compared.
func driftMeans(info *model.FocusInfo) string {
	if info.Declared.Owned() == 0 && len(info.Drift) == 0 {
		return ""
	}
	return "Declared is whom seam.yaml, CODEOWNERS and OWNERS files name as owners; actual is who makes the changes"
}

func driftLead(info *model.FocusInfo) string {
	switch d := info.Declared; {
	case len(info.Drift) > 0:
		return phrase.Plural(len(info.Drift), "area has declared owners who make", "areas have declared owners who make") + " less than half of the changes to their files"
	case d.Owned() == 0:
		return "Not judged: no owners are declared in seam.yaml, CODEOWNERS or OWNERS files"
	case d.Compared == 0:
		return fmt.Sprintf("%s (%s), and none can be compared with the work: commits do not show who those owners are. List members under teams in seam.yaml",
			ownedFiles(d), sources(d))
	case d.Areas == 0:
		return "Not enough data: in no area are there 20 changes to files whose owners are known and few by people of no team. Known are the owners of " + compared(d)
	default:
		return fmt.Sprintf("No drift: in %s with enough data owners make at least half of the changes to their files. Compared: %s",
			phrase.Plural(d.Areas, "area", "areas"), compared(d))
	}
}

func ownedFiles(d focus.Coverage) string {
	return fmt.Sprintf("%s of %s with a history %s an owner", phrase.Count(d.Owned()), phrase.Plural(d.Files, "file", "files"), hasOrHave(d.Owned()))
}

func hasOrHave(n int) string {
	if n == 1 {
		return "has"
	}
	return "have"
}

func compared(d focus.Coverage) string {
	return fmt.Sprintf("%s of the %s with an owner (%s)", phrase.Count(d.Compared), phrase.Plural(d.Owned(), "file", "files"), sources(d))
}

func sources(d focus.Coverage) string {
	var out []string
	for _, s := range d.Sources {
		out = append(out, s.Source+" "+phrase.Count(s.Files))
	}
	return strings.Join(out, ", ")
}

func driftTable(rows []model.OwnerDrift) doc.Table {
	t := doc.Table{Caption: "Who is declared as owner of files of an area, which share of the changes to these files they make, and which teams make the changes",
		Columns: []doc.Column{{Title: "Area", Kind: doc.Ident}, {Title: "Declared", Kind: doc.Ident}, {Title: "Files", Kind: doc.Number, Fine: true}, {Title: "Made by them", Kind: doc.Number},
			{Title: "Changes", Kind: doc.Number}, {Title: "Actual", Kind: doc.Prose}}}
	for _, d := range rows {
		declared := listOf(d.Declared)
		if d.People > 0 {
			declared = strings.Join(append(slices.Clone(d.Declared), phrase.Plural(d.People, "person", "people")), ", ")
		}
		t.Rows = append(t.Rows, doc.Cells(phrase.Place(d.Area), declared, phrase.Count(d.Files), phrase.Percent(d.Share), phrase.Count(d.Changes), shares(d.Actual)))
	}
	return t
}

func silentLead(info *model.FocusInfo) string {
	if len(info.SilentOwners)+len(info.SilentPeople) == 0 {
		return ""
	}
	files := 0
	for _, p := range info.SilentPeople {
		files += p.Files
	}
	var out []string
	if n := len(info.SilentOwners); n > 0 {
		out = append(out, phrase.Plural(n, "declared owner has", "declared owners have")+" not changed anything here for a year or more")
	}
	if files > 0 {
		out = append(out, phrase.Plural(files, "file is", "files are")+" owned only by people who have not")
	}
	return strings.Join(out, "; ")
}

func silentTable(info *model.FocusInfo) doc.Table {
	t := doc.Table{Caption: "Declared owners who have changed nothing here for a year",
		Columns: []doc.Column{{Title: "Declared", Kind: doc.Ident}, {Title: "Files", Kind: doc.Number}, {Title: "Members", Kind: doc.Number}, {Title: "No change for", Kind: doc.Prose}}}
	for _, o := range info.SilentOwners {
		since := phrase.Plural(o.Days, "day", "days")
		if o.Never {
			since += ", all of the history"
		}
		t.Rows = append(t.Rows, doc.Cells(o.Team, phrase.Count(o.Files), phrase.Count(o.Members), since))
	}
	for _, p := range info.SilentPeople {
		t.Rows = append(t.Rows, doc.Cells("people in "+p.Source, phrase.Count(p.Files), phrase.Count(p.People), "a year or more"))
	}
	return t
}

func shares(teams []model.TeamShare) string {
	var out []string
	for _, t := range teams {
		out = append(out, t.Team+" "+phrase.Percent(t.Share))
	}
	return strings.Join(out, ", ")
}
