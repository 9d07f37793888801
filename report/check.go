package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"seam/analyze/finding"
	"seam/report/model"
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
	groups := causes(r.Check.Shown())
	left := len(r.Check.Shown())
	for i, g := range groups {
		text := checkFinding(g, p)
		last := i == len(groups)-1
		if len(lines)+len(text) > room || !last && len(lines)+len(text) == room {
			lines = append(lines, fmt.Sprintf("%s: seam check --format json", plural(left, "more new finding", "more new findings")))
			break
		}
		lines = append(lines, text...)
		left -= len(g)
	}
	return append(lines, caveats...)
}

// causes puts findings that one edit removes together, the worst first.
func causes(list []finding.Finding) [][]finding.Finding {
	return finding.Fold(list, func(f finding.Finding) string { return f.Cause })
}

// checkFinding is two lines for the findings of one cause, three with a command.
func checkFinding(g []finding.Finding, p palette) []string {
	f := g[0]
	m := severityMark(f.Severity)
	lines := []string{fmt.Sprintf("%s: %s: %s [%s]%s", visible(f.Location.String()), p.tone(m.Tone, m.Word), visible(f.Message), visible(f.Rule), alike(g[1:]))}
	if f.Fix == nil {
		return lines
	}
	lines = append(lines, "  fix: "+visible(f.Fix.Edit))
	if f.Fix.Command != "" {
		lines = append(lines, "  run: "+visible(f.Fix.Command))
	}
	return lines
}

// alike names the other findings of a cause: " (and 2 more of the same cause: a, b)".
func alike(others []finding.Finding) string {
	if len(others) == 0 {
		return ""
	}
	var names []string
	for _, f := range others {
		names = append(names, cmp.Or(f.Dependency, f.ID))
	}
	return fmt.Sprintf(" (and %s more of the same cause: %s)", count(len(others)), visible(few(names, 4)))
}

func checkCaveats(ws []finding.Warning) []string {
	if len(ws) == 0 {
		return nil
	}
	line := "not checked: " + visible(warningText(ws[0]))
	if n := len(ws) - 1; n > 0 {
		line += fmt.Sprintf(" (%s)", plural(n, "more caveat", "more caveats"))
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
		findingsTable("New: in "+shortID(c.Head)+" only", c.New),
		findingsTable("Gone: in "+shortID(c.Base)+" only", c.Gone))
	return one(s)
}

func checkLead(c *model.Check) string {
	between := fmt.Sprintf("%s against %s", shortID(c.Head), shortID(c.Base))
	if c.Baseline != nil {
		between = fmt.Sprintf("%s against %s", shortID(c.Head), c.Baseline.File)
	}
	if len(c.New) == 0 {
		return fmt.Sprintf("Nothing new in %s; %s gone, %s unchanged.", between, count(len(c.Gone)), count(c.Unchanged))
	}
	return fmt.Sprintf("%s in %s; %s gone, %s unchanged.", plural(len(c.New), "new finding", "new findings"), between, count(len(c.Gone)), count(c.Unchanged))
}

// checkNotes say what was left out on purpose and what can be cleaned up.
func checkNotes(c *model.Check) []string {
	var out []string
	for _, what := range c.Skipped {
		out = append(out, "Not compared: "+what+", since no file that could change them differs.")
	}
	if n := len(c.Suppressed); n > 0 {
		out = append(out, fmt.Sprintf("seam.yaml suppresses %s:", plural(n, "finding", "findings")))
		for _, s := range c.Suppressed {
			out = append(out, fmt.Sprintf("%s: %s", s.ID, s.Reason))
		}
	}
	return append(out, c.Notes...)
}
