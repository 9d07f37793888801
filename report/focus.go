package report

import (
	"fmt"
	"strings"

	"seam/analyze/focus"
	"seam/report/model"
)

// focusSections tell who works where.
func focusSections(r *model.Report) []section {
	if r.Focus == nil {
		return nil
	}
	out := []section{focusSection(r)}
	if r.FocusInfo != nil {
		out = append(out, contestedSection(r.FocusInfo), driftSection(r.FocusInfo))
	}
	return out
}

func focusSection(r *model.Report) section {
	s := section{ID: "focus", Title: "Teams and areas", Lead: focusLead(r), Notes: focusNotes(r.FocusInfo)}
	if len(r.Focus) > 0 {
		s.Tables = []table{focusTable(r.Focus)}
	}
	return s
}

func focusLead(r *model.Report) string {
	if len(r.Focus) == 0 {
		if r.FocusInfo != nil && r.FocusInfo.Changes > 0 {
			return fmt.Sprintf("No team stands out: %s touch an area, but no team has enough of them.", plural(r.FocusInfo.Changes, "change", "changes"))
		}
		return "No team to show: no change touches an area. Declare areas and teams in seam.yaml (seam init writes one)."
	}
	if r.FocusInfo != nil && r.FocusInfo.Inferred {
		return plural(len(r.Focus), "pair", "pairs") + " of area and inferred team, without a verdict."
	}
	focused := 0
	for _, f := range r.Focus {
		if f.Verdict == focus.Focused {
			focused++
		}
	}
	return fmt.Sprintf("%s; in %s one team makes almost all changes (the 90%% rule).",
		plural(len(r.Focus), "pair of area and team", "pairs of area and team"), plural(focused, "of them", "of them"))
}

func focusNotes(info *model.FocusInfo) []string {
	if info == nil {
		return nil
	}
	var out []string
	if info.Inferred {
		out = append(out, "Nothing declares teams: these are groups of authors found by what they work on. They are shown, never scored.")
	}
	if info.Unmapped > 0 {
		out = append(out, fmt.Sprintf("%s of %s are by people of no declared team.", percent(info.Unmapped), plural(info.Changes, "change", "changes")))
	}
	if info.LeftOut > 0 {
		out = append(out, plural(info.LeftOut, "row was too small to list.", "rows were too small to list."))
	}
	return out
}

func focusTable(rows []focus.Row) table {
	t := table{
		Caption: "Of area = changes of the area made by the team, as a share of the area's; of team = as a share of the team's.",
		Columns: []column{{Title: "Area", Kind: ident}, {Title: "Team", Kind: ident}, {Title: "Of area", Kind: number}, {Title: "Of team", Kind: number},
			{Title: "Changes", Kind: number}, {Title: "Area n", Kind: number, Fine: true}, {Title: "Team n", Kind: number, Fine: true}, {Title: "90% rule", Kind: word}, {Title: "Verdict", Kind: word}},
	}
	for _, f := range rows {
		t.Rows = append(t.Rows, cells(f.Area, f.Team, percent(f.ShareOfArea), percent(f.ShareOfTeam),
			count(f.Changes), count(f.AreaChanges), count(f.TeamChanges), ruleOf(f), f.Verdict))
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

func contestedSection(info *model.FocusInfo) section {
	s := section{ID: "contested", Title: "Contested areas"}
	if len(info.Contested) == 0 {
		s.Lead = "No contested areas: no area with enough changes is shared by several teams."
		return s
	}
	s.Lead = fmt.Sprintf("%s that several teams change: splitting along today's folders would not separate the teams.",
		plural(len(info.Contested), "area", "areas"))
	t := table{Caption: "Areas by number of changes, with each team's share", Columns: []column{{Title: "Area", Kind: ident}, {Title: "Changes", Kind: number}, {Title: "Teams", Kind: prose}}}
	for _, c := range info.Contested {
		t.Rows = append(t.Rows, cells(c.Area, count(c.Changes), shares(c.Teams)))
	}
	s.Tables = []table{t}
	return s
}

func driftSection(info *model.FocusInfo) section {
	s := section{ID: "drift", Title: "Declared against actual owners"}
	if len(info.Drift) == 0 {
		s.Lead = "No drift: where owners are declared and work is enough to tell, they do most of it."
		return s
	}
	s.Lead = plural(len(info.Drift), "area has declared owners who do", "areas have declared owners who do") + " less than half of the work, or not the most of it."
	t := table{Caption: "Who is declared, and who makes the changes",
		Columns: []column{{Title: "Area", Kind: ident}, {Title: "Declared", Kind: ident}, {Title: "Their share", Kind: number}, {Title: "Changes", Kind: number}, {Title: "Actual", Kind: prose}}}
	for _, d := range info.Drift {
		t.Rows = append(t.Rows, cells(d.Area, listOf(d.Declared), percent(d.Share), count(d.Changes), shares(d.Actual)))
	}
	s.Tables = []table{t}
	return s
}

func shares(teams []model.TeamShare) string {
	var out []string
	for _, t := range teams {
		out = append(out, t.Team+" "+percent(t.Share))
	}
	return strings.Join(out, ", ")
}
