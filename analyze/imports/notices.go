package imports

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"unicode"

	"seam/analyze/finding"
	"seam/analyze/repo"
)

// Notices collects what a loader could not do: one warning a code, with the number of
// its cases and the first of them by place. The zero value is ready.
type Notices struct {
	cases map[string][]notice
}

type notice struct {
	at   finding.Location
	text string
}

// Add notes one case; text follows its place.
func (n *Notices) Add(code string, at finding.Location, text string) {
	if n.cases == nil {
		n.cases = map[string][]notice{}
	}
	n.cases[code] = append(n.cases[code], notice{at, text})
}

// Unreadable notes a file that could not be read.
func (n *Notices) Unreadable(code, file string, err error) {
	text := err.Error()
	if errors.Is(err, repo.ErrMissing) {
		text = "the clone lacks its content; fetch it with `git fetch --refetch`"
	}
	n.Add(code, finding.Location{File: file}, text)
}

// Warnings lists one warning a code, in order. meaning says in a clause what the cases
// of a code have in common.
func (n *Notices) Warnings(meaning map[string]string) []finding.Warning {
	return n.WarningsAs(func(code, first string, count int) string {
		if count == 1 {
			return meaning[code] + ": " + first
		}
		return meaning[code] + "; for example " + first
	})
}

// WarningsAs is Warnings in other words: say is given the place of the first case with
// its text, and how many cases there are.
func (n *Notices) WarningsAs(say func(code, first string, count int) string) []finding.Warning {
	var out []finding.Warning
	for code, all := range n.cases {
		least := slices.MinFunc(all, func(a, b notice) int { return cmp.Or(a.at.Compare(b.at), strings.Compare(a.text, b.text)) })
		first := printable(least.at.String())
		if least.text != "" {
			first += ": " + printable(least.text)
		}
		out = append(out, finding.Warning{Code: code, Message: say(code, first, len(all)), Count: len(all)})
	}
	finding.SortWarnings(out)
	return out
}

// maxText bounds what is quoted of a hostile file, in bytes.
const maxText = 300

// printable makes a text one line of bounded length.
func printable(s string) string {
	if len(s) > maxText {
		s = s[:maxText] + "…"
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}
