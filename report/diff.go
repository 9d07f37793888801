package report

import (
	"fmt"
	"io"
	"strings"

	"seam/analyze/english"
	"seam/report/compare"
	"seam/report/model"
	"seam/report/phrase"
	"seam/report/sections"
	"seam/report/typeset"
)

// diffLines is the most that a diff prints as text.
const diffLines = 10

// writeDiff is the text of a comparison: nothing where nothing changed, else ten lines
// at most, of every kind of thing some, and a count of the rest. What is minor is only
// counted.
func writeDiff(w io.Writer, r *model.Report, opt Options) error {
	lines := diffText(r.Diff, typeset.NewPalette(opt.Color))
	if len(lines) == 0 {
		return nil
	}
	_, err := io.WriteString(w, strings.Join(lines, "\n")+"\n")
	return err
}

func diffText(t *compare.Trend, p typeset.Palette) []string {
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
func diffLine(kind string, c compare.Change, p typeset.Palette) string {
	m := sections.ChangeMark(c.Change)
	line := fmt.Sprintf("%-9s %s %s", singular(kind), p.Tone(m.Tone, sign(c.Change)), phrase.Visible(c.Title))
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
