package imports

import (
	"cmp"
	"errors"
	"fmt"
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
	var out []finding.Warning
	for code, all := range n.cases {
		first := slices.MinFunc(all, func(a, b notice) int { return cmp.Or(a.at.Compare(b.at), strings.Compare(a.text, b.text)) })
		message := meaning[code] + "; for example " + printable(first.at.String())
		if first.text != "" {
			message = fmt.Sprintf("%s: %s", message, printable(first.text))
		}
		out = append(out, finding.Warning{Code: code, Message: message, Count: len(all)})
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
