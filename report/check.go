package report

import (
	"fmt"
	"io"
	"strings"

	"seam/analyze/finding"
	"seam/report/ci"
	"seam/report/model"
	"seam/report/phrase"
)

// checkLines is the most that a check prints as text.
const checkLines = 10

// writeCheck is the gate's text: nothing when nothing that fails is new and nothing more
// than at the base was left out, else ten lines at most, each new finding with its fix
// and its command.
func writeCheck(w io.Writer, r *model.Report, opt Options) error {
	lines := checkText(r, newPalette(opt.Color))
	if len(lines) == 0 {
		return nil
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}

// checkText keeps a line for the caveats and a line for what did not fit.
func checkText(r *model.Report, p palette) []string {
	room := checkLines
	caveats := checkCaveats(r.Warnings[:max(0, len(r.Warnings)-r.Check.Standing)])
	room -= len(caveats)
	var lines []string
	groups := ci.Causes(r.Check.Shown())
	left := len(r.Check.Shown())
	for i, g := range groups {
		text := checkFinding(g, p)
		last := i == len(groups)-1
		if len(lines)+len(text) > room || !last && len(lines)+len(text) == room {
			lines = append(lines, fmt.Sprintf("%s: seam check --format json", phrase.Plural(left, "more new finding", "more new findings")))
			break
		}
		lines = append(lines, text...)
		left -= len(g)
	}
	return append(lines, caveats...)
}

// checkFinding is two lines for the findings of one cause, three with a command.
func checkFinding(g []finding.Finding, p palette) []string {
	f := g[0]
	m := severityMark(f.Severity)
	lines := []string{fmt.Sprintf("%s: %s: %s [%s]%s", phrase.Visible(f.Location.String()), p.tone(m.Tone, m.Word), phrase.Visible(f.Message), phrase.Visible(f.Rule), ci.Alike(g[1:]))}
	if f.Fix == nil {
		return lines
	}
	lines = append(lines, "  fix: "+phrase.Visible(f.Fix.Edit))
	if f.Fix.Command != "" {
		lines = append(lines, "  run: "+phrase.Visible(f.Fix.Command))
	}
	return lines
}

func checkCaveats(ws []finding.Warning) []string {
	if len(ws) == 0 {
		return nil
	}
	line := "not checked: " + phrase.Visible(phrase.Caveat(ws[0]))
	if n := len(ws) - 1; n > 0 {
		line += fmt.Sprintf(" (%s)", phrase.Plural(n, "more caveat", "more caveats"))
	}
	return []string{line}
}

// checkSection is the gate's answer for pages.
func checkSection(r *model.Report) []section {
	c := r.Check
	if c == nil {
		return nil
	}
	s := section{ID: "check", Title: "Check", Lead: checkLead(c), Mark: mark{"passed", "good"}}
	if c.Failed {
		s.Mark = mark{"failed", "problem"}
	}
	s.Notes = checkNotes(c)
	s.Tables = filledTables(
		findingsTable("New: in "+phrase.ShortID(c.Head)+" only", c.New),
		findingsTable("Gone: in "+phrase.ShortID(c.Base)+" only", c.Gone))
	return one(s)
}

func checkLead(c *model.Check) string {
	between := fmt.Sprintf("%s against %s", phrase.ShortID(c.Head), phrase.ShortID(c.Base))
	if c.Baseline != nil {
		between = fmt.Sprintf("%s against %s", phrase.ShortID(c.Head), c.Baseline.File)
	}
	if len(c.New) == 0 {
		return fmt.Sprintf("Nothing new in %s; %s gone, %s unchanged.", between, phrase.Count(len(c.Gone)), phrase.Count(c.Unchanged))
	}
	return fmt.Sprintf("%s in %s; %s gone, %s unchanged.", phrase.Plural(len(c.New), "new finding", "new findings"), between, phrase.Count(len(c.Gone)), phrase.Count(c.Unchanged))
}

// checkNotes say what was left out on purpose and what can be cleaned up.
func checkNotes(c *model.Check) []string {
	var out []string
	for _, what := range c.Skipped {
		out = append(out, "Not compared: "+what+", since no file that could change them differs.")
	}
	if n := len(c.Suppressed); n > 0 {
		out = append(out, fmt.Sprintf("seam.yaml suppresses %s:", phrase.Plural(n, "finding", "findings")))
		for _, s := range c.Suppressed {
			out = append(out, fmt.Sprintf("%s: %s", s.ID, s.Reason))
		}
	}
	return append(out, c.Notes...)
}
