package imports

import (
	"cmp"
	"errors"
	"path"
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
	whole []finding.Warning
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

// Broken notes a manifest that could not be read, or only in part: a warning of its own,
// since each is one to repair.
func (n *Notices) Broken(at finding.Location, why string) { n.Pass(finding.Broken(at, why)) }

// IsFixture reports whether a file is input of tests, which may be broken on purpose.
func IsFixture(file string) bool {
	for element := range strings.SplitSeq(path.Dir(file), "/") {
		switch element {
		case "testdata", "fixtures", "__fixtures__":
			return true
		}
	}
	return false
}

// Pass notes what somebody else warns of, such as a reader of manifests, in its words.
func (n *Notices) Pass(warnings ...finding.Warning) { n.whole = append(n.whole, warnings...) }

// Warnings lists one warning a code, in order, and those that were passed on. meaning says
// in a clause what the cases of a code have in common.
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
	out := slices.Clone(n.whole)
	for code, all := range n.cases {
		least := slices.MinFunc(all, func(a, b notice) int { return cmp.Or(a.at.Compare(b.at), strings.Compare(a.text, b.text)) })
		first := printable(least.at.String())
		if least.text != "" {
			first += ": " + printable(least.text)
		}
		out = append(out, finding.Warning{Code: code, Message: say(code, first, len(all)), Count: len(all)})
	}
	finding.SortWarnings(out)
	return slices.Compact(out)
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
