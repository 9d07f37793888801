package report

import (
	"fmt"
	"io"
	"strings"

	"seam/analyze/english"
	"seam/report/compare"
	"seam/report/model"
	"seam/report/phrase"
)

// diffLines is the most that a diff prints as text.
const diffLines = 10

// writeDiff is the text of a comparison: nothing where nothing changed, else ten lines
// at most, of every kind of thing some, and a count of the rest. What is minor is only
// counted.
func writeDiff(w io.Writer, r *model.Report, opt Options) error {
	lines := diffText(r.Diff, newPalette(opt.Color))
	if len(lines) == 0 {
		return nil
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}

func diffText(t *compare.Trend, p palette) []string {
	shown := lineShares(t)
	var lines []string
	for i, s := range t.Sections {
		for _, c := range s.Changes[:shown[i]] {
			lines = append(lines, diffLine(s.Name, c, p))
		}
	}
	if rest := diffRest(t, shown); rest != "" {
		lines = append(lines, rest)
	}
	return lines
}

// lineShares says how many changes of each section are told: one of each in turn, two of
// candidates, until the lines are full. The last line is for the rest, where there is one.
func lineShares(t *compare.Trend) []int {
	room, major := diffLines, 0
	for i := range t.Sections {
		major += t.Sections[i].Major()
	}
	if t.Count() > min(room, major) {
		room--
	}
	shown := make([]int, len(t.Sections))
	for took := true; took && room > 0; {
		took = false
		for i, s := range t.Sections {
			turn := 1
			if s.Name == "candidates" {
				turn = 2
			}
			n := min(turn, room, s.Major()-shown[i])
			shown[i] += n
			room -= n
			took = took || n > 0
		}
	}
	return shown
}

// diffLine has the kind of thing in front, so that lines can be told apart and searched.
func diffLine(kind string, c compare.Change, p palette) string {
	m := changeMark(c.Change)
	line := fmt.Sprintf("%-9s %s %s", singular(kind), p.tone(m.Tone, sign(c.Change)), phrase.Visible(c.Title))
	if c.Text == "" {
		return line
	}
	return line + ": " + phrase.Visible(c.Text)
}

func sign(change string) string {
	switch change {
	case compare.Added:
		return "+"
	case compare.Removed:
		return "-"
	case compare.Rose:
		return "^"
	case compare.Fell:
		return "v"
	}
	return "~"
}

// changeMark colours by what happened and never judges: a new cycle is bad, a new
// candidate is not.
func changeMark(change string) mark {
	switch change {
	case compare.Added, compare.Rose:
		return mark{change, "good"}
	case compare.Removed, compare.Fell:
		return mark{change, "smell"}
	}
	return mark{change, "plain"}
}

func singular(section string) string {
	switch section {
	case "coupling":
		return "coupling"
	default:
		return strings.TrimSuffix(section, "s")
	}
}

// diffRest counts what was not told, section by section.
func diffRest(t *compare.Trend, shown []int) string {
	var parts []string
	n := 0
	for i, s := range t.Sections {
		if rest := len(s.Changes) - shown[i]; rest > 0 {
			n += rest
			parts = append(parts, fmt.Sprintf("%s %s", s.Name, phrase.Count(rest)))
		}
	}
	if n == 0 {
		return ""
	}
	what := "more"
	if n == t.Count() {
		what = english.Choose(n, "small move", "small moves") + ", nothing to act on"
	}
	return fmt.Sprintf("%s %s (%s): seam diff --format markdown", phrase.Count(n), what, strings.Join(parts, ", "))
}

// diffSections are the comparison on a page.
func diffSections(r *model.Report) []section {
	t := r.Diff
	if t == nil {
		return nil
	}
	s := section{ID: "diff", Title: "What changed", Lead: diffLead(t), Stats: diffStats(t), Figures: diffFigure(t), Notes: upperAll(t.Notes)}
	out := []section{s}
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

func diffStats(t *compare.Trend) []stat {
	var out []stat
	for _, s := range t.Sections {
		if bothHave(s) {
			out = append(out, stat{Value: phrase.Count(len(s.Changes)), Label: english.Choose(len(s.Changes), "change", "changes") + " in " + s.Name, Link: "diff-" + s.Name})
		}
	}
	return out
}

func bothHave(s compare.TrendSection) bool { return !s.NotInBase && !s.NotInHead }

var diffTitles = map[string]string{
	"candidates": "Split candidates", "cycles": "Cycles", "diamonds": "Version conflicts",
	"coupling": "Hidden coupling", "imports": "Imports between packages", "chains": "Longest chains",
}

func diffSection(d compare.TrendSection) section {
	s := section{ID: "diff-" + d.Name, Title: diffTitles[d.Name], Lead: diffSectionLead(d)}
	if d.Restricted != "" && bothHave(d) {
		s.Notes = []string{"Compared: " + d.Restricted + "."}
	}
	t := table{Caption: "What changed of " + strings.ToLower(diffTitles[d.Name]), Columns: []column{{Title: "What", Kind: chip}, {Title: "Of", Kind: ident}, {Title: "How", Kind: prose}}}
	for _, c := range d.Changes {
		r := cells(c.Change, c.Title, upper(sentence(c.Text)))
		r.Cells[0].Tone = changeMark(c.Change).Tone
		t.Rows = append(t.Rows, r)
	}
	s.Tables = filledTables(t)
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
func movedTerms(changes []compare.Change) table {
	t := table{Caption: "Terms of the score that moved", Columns: []column{{Title: "Candidate", Kind: ident}, {Title: "Before", Kind: prose}, {Title: "Now", Kind: prose}, {Title: "Points", Kind: number}}}
	for _, c := range changes {
		for _, m := range c.Terms {
			t.Rows = append(t.Rows, cells(c.Title, orUnmeasured(m.TextBefore), orUnmeasured(m.TextAfter), signed(m.Points.Before)+" to "+signed(m.Points.After)))
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
		out = append(out, upper(sentence(n)))
	}
	return out
}
