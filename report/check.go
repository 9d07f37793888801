package report

import (
	"fmt"
	"io"
	"strings"

	"seam/analyze/finding"
	"seam/report/ci"
	"seam/report/doc"
	"seam/report/model"
	"seam/report/phrase"
	"seam/report/typeset"
)

// checkLines is the most that a check prints as text.
const checkLines = 10

// writeCheck is the gate's text: nothing when nothing that fails is new and nothing more
// than at the base was left out, else ten lines at most, each new finding with its fix
// and its command.
func writeCheck(w io.Writer, r *model.Report, opt Options) error {
	lines := checkText(r, typeset.NewPalette(opt.Color))
	if len(lines) == 0 {
		return nil
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}

// checkText keeps a line for the caveats and a line for what did not fit.
func checkText(r *model.Report, p typeset.Palette) []string {
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
func checkFinding(g []finding.Finding, p typeset.Palette) []string {
	f := g[0]
	m := doc.MarkOf(f.Severity)
	lines := []string{fmt.Sprintf("%s: %s: %s [%s]%s", phrase.Visible(f.Location.String()), p.Tone(m.Tone, m.Word), phrase.Visible(f.Message), phrase.Visible(f.Rule), ci.Alike(g))}
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
