package sections

import (
	"fmt"
	"strconv"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/teamview"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// teamSections are the page of one team: where it works, what would touch it, whom it
// waits for, and what is its own.
func teamSections(r *model.Report) []doc.Section {
	v := r.Team
	if v == nil {
		return nil
	}
	return []doc.Section{
		teamSection(v), teamAreas(v), teamContested(v), teamCandidates(v), teamOthers(v),
		teamOwned(v), teamServices(v), teamConflicts(v),
	}
}

func teamSection(v *teamview.View) doc.Section {
	s := doc.Section{ID: "team", Title: "Team " + v.Team, Lead: teamLead(v)}
	if v.Inferred {
		s.Mark = doc.Mark{Word: "inferred", Tone: "plain"}
		s.Notes = []string{"Nothing declares this team: it is a group of people who work on the same things. Declared owners whose members are not known may be the same people."}
	}
	tell := func(n int, one, many, link, tone string) {
		label := many
		if n == 1 {
			label = one
		}
		if n == 0 {
			tone = ""
		}
		s.Stats = append(s.Stats, doc.Stat{Value: phrase.Count(n), Label: label, Link: link, Tone: tone})
	}
	if !v.OwnerOnly {
		tell(len(v.Areas), "area", "areas", "team-areas", "")
		tell(len(v.Contested), "contested area", "contested areas", "team-contested", "smell")
		tell(len(v.Candidates), "split candidate", "split candidates", "team-candidates", "")
		tell(waitedFor(v), "team to wait for", "teams to wait for", "team-others", "smell")
	}
	tell(len(v.Services), "service", "services", "team-services", "")
	tell(len(v.Diamonds), "version conflict", "version conflicts", "team-diamonds", "problem")
	return s
}

func teamLead(v *teamview.View) string {
	if v.OwnerOnly {
		return "Declared as an owner of paths, but nothing says who its members are: what it owns is known, what it does is not. List its members under teams in seam.yaml."
	}
	lead := fmt.Sprintf("%s by %s", phrase.Plural(v.Changes, "change", "changes"), phrase.Plural(v.People, "person", "people"))
	if v.Active < v.People {
		lead += fmt.Sprintf(", %s of them active in the last 180 days of the history", phrase.Count(v.Active))
	}
	return lead + "."
}

// unknownMembers stands where only the work of a team would tell.
const unknownMembers = "Not known: nothing says who the team's members are."

func waitedFor(v *teamview.View) (n int) {
	for _, o := range v.Others {
		if o.WaitsFor > 0 {
			n++
		}
	}
	return n
}

func teamAreas(v *teamview.View) doc.Section {
	s := doc.Section{ID: "team-areas", Title: "Where it works"}
	switch {
	case v.OwnerOnly:
		s.Lead = unknownMembers
		return s
	case len(v.Areas) == 0:
		s.Lead = "No area: it made no change of an area, or too few to list."
		return s
	}
	t := doc.Table{Caption: "Of area = the team's part of the area's changes; of team = the area's part of the team's",
		Columns: []doc.Column{{Title: "Area", Kind: doc.Ident}, {Title: "Changes", Kind: doc.Number}, {Title: "Of area", Kind: doc.Number}, {Title: "Of team", Kind: doc.Number}, {Title: "90% rule", Kind: doc.Word}, {Title: "Verdict", Kind: doc.Word}}}
	for _, f := range v.Areas {
		t.Rows = append(t.Rows, doc.Cells(phrase.Place(f.Area), phrase.Count(f.Changes), part(f.ShareOfArea, f.AreaChanges), phrase.Percent(f.ShareOfTeam), ruleOf(f), f.Verdict))
	}
	s.Tables = []doc.Table{t}
	return s
}

func teamContested(v *teamview.View) doc.Section {
	s := doc.Section{ID: "team-contested", Title: "Contested areas"}
	switch {
	case v.OwnerOnly:
		s.Lead = unknownMembers
	case v.Inferred:
		s.Lead = "Not judged: inferred teams get no verdict."
	case len(v.Contested) == 0:
		s.Lead = "None: the team shares no area with another that makes a quarter of its changes or more."
	}
	t := doc.Table{Caption: "Areas that the team and others each make at least a quarter of the changes of",
		Columns: []doc.Column{{Title: "Area", Kind: doc.Ident}, {Title: "Changes", Kind: doc.Number}, {Title: "Ours", Kind: doc.Number}, {Title: "Others", Kind: doc.Prose}}}
	for _, c := range v.Contested {
		var with []string
		for _, o := range c.With {
			with = append(with, o.Team+" "+phrase.Percent(o.Share))
		}
		t.Rows = append(t.Rows, doc.Cells(phrase.Place(c.Area), phrase.Count(c.Changes), phrase.Percent(c.Share), strings.Join(with, ", ")))
	}
	s.Tables = doc.FilledTables(t)
	return s
}

func teamCandidates(v *teamview.View) doc.Section {
	s := doc.Section{ID: "team-candidates", Title: "Split candidates that touch it"}
	switch {
	case v.OwnerOnly:
		s.Lead = unknownMembers
		return s
	case len(v.Candidates) == 0:
		s.Lead = "None: the team has changed no candidate among the first 20, and of those further down that seam would split none to more than a twentieth."
		return s
	}
	s.Lead = fmt.Sprintf("%s that the team works in, with its part of their changes.", phrase.Plural(len(v.Candidates), "candidate", "candidates"))
	t := doc.Table{Caption: "Ours = the team's part of the candidate's changes; with = other teams that make a tenth of them or more",
		Columns: []doc.Column{{Title: "#", Kind: doc.Number}, {Title: "Candidate", Kind: doc.Ident}, {Title: "Verdict", Kind: doc.Chip}, {Title: "Ours", Kind: doc.Number}, {Title: "With", Kind: doc.Prose}}}
	for _, c := range v.Candidates {
		m := doc.MarkOf(c.Verdict)
		r := doc.Cells(strconv.Itoa(c.Rank), c.Title, m.Word, part(c.Share, c.Changes), phrase.Few(c.With, 3))
		r.Cells[2].Tone = m.Tone
		t.Rows = append(t.Rows, r)
	}
	s.Tables = []doc.Table{t}
	return s
}

func teamOthers(v *teamview.View) doc.Section {
	s := doc.Section{ID: "team-others", Title: "Whom it waits for"}
	if len(v.Others) == 0 {
		s.Lead = "Nobody: no change of the team touches files of another team, and none of another team touches its own."
		if v.OwnerOnly {
			s.Lead = unknownMembers
		}
		return s
	}
	s.Lead = "It waits: its changes that touch files of another team. They wait: changes of another team alone that touch its files. " +
		"A file is a team's if it is declared as an owner; where nobody is, if it makes at least half of the changes of the file's area."
	t := doc.Table{Caption: "It waits = our changes that touch files of theirs; they wait = their changes, without us, that touch files of ours; together = changes that both have a part in",
		Columns: []doc.Column{{Title: "Team", Kind: doc.Ident}, {Title: "It waits", Kind: doc.Number}, {Title: "They wait", Kind: doc.Number}, {Title: "Together", Kind: doc.Number}}}
	for _, o := range v.Others {
		t.Rows = append(t.Rows, doc.Cells(o.Team, phrase.Count(o.WaitsFor), phrase.Count(o.KeptWaiting), phrase.Count(o.Together)))
	}
	s.Tables = []doc.Table{t}
	return s
}

func teamOwned(v *teamview.View) doc.Section {
	s := doc.Section{ID: "team-owned", Title: "What it owns"}
	if len(v.Owned) == 0 {
		s.Lead = "Nothing: no declaration gives it a file."
		return s
	}
	files := 0
	t := doc.Table{Caption: "Files with this team as declared owner, alone or with others", Columns: []doc.Column{{Title: "Area", Kind: doc.Ident}, {Title: "Files", Kind: doc.Number}, {Title: "Of area", Kind: doc.Number}}}
	for _, o := range v.Owned {
		files += o.Files
		t.Rows = append(t.Rows, doc.Cells(phrase.Place(o.Area), phrase.Count(o.Files), phrase.Percent(float64(o.Files)/float64(max(o.Of, 1)))))
	}
	s.Lead = phrase.Plural(files, "file has", "files have") + " this team as a declared owner."
	s.Tables = []doc.Table{t}
	return s
}

func teamServices(v *teamview.View) doc.Section {
	s := doc.Section{ID: "team-services", Title: "Its services"}
	if len(v.Services) == 0 {
		s.Lead = "None: no deployable unit was found whose code is the team's."
		return s
	}
	t := doc.Table{Caption: "Wave = the place in the deployment order; after = what it calls and must be deployed before it",
		Columns: []doc.Column{{Title: "Service", Kind: doc.Ident}, {Title: "Wave", Kind: doc.Word}, {Title: "Deploy after", Kind: doc.Prose}, {Title: "Roll back with it", Kind: doc.Prose}, {Title: "Code", Kind: doc.Ident, Fine: true}}}
	for _, x := range v.Services {
		wave := "not ordered"
		if x.Wave > 0 {
			wave = strconv.Itoa(x.Wave)
		}
		t.Rows = append(t.Rows, doc.Cells(x.Name, wave, nothing(phrase.Few(x.After, 4)), nothing(phrase.Few(x.Rollback, 4)), x.Path))
	}
	s.Tables = []doc.Table{t}
	return s
}

func teamConflicts(v *teamview.View) doc.Section {
	s := doc.Section{ID: "team-diamonds", Title: "Its version conflicts"}
	if len(v.Diamonds) == 0 {
		s.Lead = "None: no version conflict was found whose edit goes to a file of the team."
		return s
	}
	l := doc.List{Title: "Edits in files of the team"}
	for _, d := range v.Diamonds {
		text := phrase.Sentence(d.Message)
		if d.Edit != "" {
			text += " Fix: " + phrase.Sentence(d.Edit)
		}
		l.Items = append(l.Items, doc.Item{Mark: doc.MarkOf(finding.Severity(d.Severity)), Name: d.Dependency, Text: text})
	}
	s.Lists = []doc.List{l}
	return s
}

// nothing stands where a cell would be empty.
func nothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}
