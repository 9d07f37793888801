package sections

import (
	"fmt"
	"strings"

	"seam/analyze/english"
	"seam/report/compare"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
)

// ChangeMark colours by what happened and never judges: a new cycle is bad, a new
// candidate is not.
func ChangeMark(change string) doc.Mark {
	switch change {
	case compare.Added, compare.Rose:
		return doc.Mark{Word: change, Tone: "good"}
	case compare.Removed, compare.Fell:
		return doc.Mark{Word: change, Tone: "smell"}
	}
	return doc.Mark{Word: change, Tone: "plain"}
}

// diffSections are the comparison on a page.
func diffSections(r *model.Report) []doc.Section {
	t := r.Diff
	if t == nil {
		return nil
	}
	s := doc.Section{ID: "diff", Title: "What changed", Lead: diffLead(t), Stats: diffStats(t), Figures: diffFigure(t), Notes: upperAll(t.Notes)}
	out := []doc.Section{s}
	for _, d := range t.Sections {
		out = append(out, diffSection(d))
	}
	return out
}

func diffLead(t *compare.Trend) string {
	from := stand(t.Base) + " to " + stand(t.Head)
	if t.Count() == 0 {
		return "Nothing changed from " + from + "."
	}
	return "From " + from + "."
}

// stand names a revision, its commit where that is not its name already, and its day.
func stand(r compare.Revision) string {
	var more []string
	if !strings.HasPrefix(r.Head, r.Name) {
		more = append(more, phrase.ShortID(r.Head))
	}
	if r.Last != "" {
		more = append(more, r.Last)
	}
	if more == nil {
		return r.Name
	}
	return fmt.Sprintf("%s (%s)", r.Name, strings.Join(more, ", "))
}

func diffStats(t *compare.Trend) []doc.Stat {
	var out []doc.Stat
	for _, s := range t.Sections {
		if bothHave(s) {
			out = append(out, doc.Stat{Value: phrase.Count(len(s.Changes)), Label: english.Choose(len(s.Changes), "change", "changes") + " in " + s.Name, Link: "diff-" + s.Name})
		}
	}
	return out
}

func bothHave(s compare.TrendSection) bool { return !s.NotInBase && !s.NotInHead }

var diffTitles = map[string]string{
	"candidates": "Split candidates", "cycles": "Cycles", "diamonds": "Version conflicts",
	"coupling": "Hidden coupling", "imports": "Imports between packages", "chains": "Longest chains",
}

func diffSection(d compare.TrendSection) doc.Section {
	s := doc.Section{ID: "diff-" + d.Name, Title: diffTitles[d.Name], Lead: diffSectionLead(d)}
	if d.Restricted != "" && bothHave(d) {
		s.Notes = []string{"Compared: " + d.Restricted + "."}
	}
	t := doc.Table{Caption: "What changed of " + strings.ToLower(diffTitles[d.Name]), Columns: []doc.Column{{Title: "What", Kind: doc.Chip}, {Title: "Of", Kind: doc.Ident}, {Title: "How", Kind: doc.Prose}}}
	for _, c := range d.Changes {
		r := doc.Cells(c.Change, c.Title, phrase.Upper(phrase.Sentence(c.Text)))
		r.Cells[0].Tone = ChangeMark(c.Change).Tone
		t.Rows = append(t.Rows, r)
	}
	s.Tables = doc.FilledTables(t)
	if terms := movedTerms(d.Changes); len(terms.Rows) > 0 {
		s.Tables = append(s.Tables, terms)
	}
	return s
}

func diffSectionLead(d compare.TrendSection) string {
	switch {
	case d.NotInBase && d.NotInHead:
		return "Not compared: neither report has them."
	case d.NotInBase:
		return "Not compared: the first report does not have them."
	case d.NotInHead:
		return "Not compared: the second report does not have them."
	case len(d.Changes) == 0:
		return fmt.Sprintf("Nothing changed: %s before and now.", phrase.Count(d.HeadCount))
	}
	return fmt.Sprintf("%s before, %s now; %s, %s unchanged.", phrase.Count(d.BaseCount), phrase.Count(d.HeadCount), phrase.Plural(len(d.Changes), "change", "changes"), phrase.Count(d.Unchanged))
}

// movedTerms says in words which terms of a score moved.
func movedTerms(changes []compare.Change) doc.Table {
	t := doc.Table{Caption: "Terms of the score that moved", Columns: []doc.Column{{Title: "Candidate", Kind: doc.Ident}, {Title: "Before", Kind: doc.Prose}, {Title: "Now", Kind: doc.Prose}, {Title: "Points", Kind: doc.Number}}}
	for _, c := range changes {
		for _, m := range c.Terms {
			t.Rows = append(t.Rows, doc.Cells(c.Title, orUnmeasured(m.TextBefore), orUnmeasured(m.TextAfter), phrase.Signed(m.Points.Before)+" to "+phrase.Signed(m.Points.After)))
		}
	}
	return t
}

func orUnmeasured(s string) string {
	if s == "" {
		return "not measured"
	}
	return s
}

func upperAll(notes []string) []string {
	var out []string
	for _, n := range notes {
		out = append(out, phrase.Upper(phrase.Sentence(n)))
	}
	return out
}
