package javascript

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

// warnings gathers caveats: one warning a code, with the number of cases and the first of
// them by place. Cases may be added in any order.
type warnings struct {
	byCode map[string][]caveat
}

type caveat struct {
	place finding.Location
	text  string
}

// add notes one case; text is a clause that follows the place.
func (w *warnings) add(code string, place finding.Location, text string) {
	if w.byCode == nil {
		w.byCode = map[string][]caveat{}
	}
	w.byCode[code] = append(w.byCode[code], caveat{place, printable(text)})
}

func (w *warnings) unreadable(file string, err error) {
	text := err.Error()
	if errors.Is(err, repo.ErrMissing) {
		text = "the clone lacks its content; fetch it with `git fetch --refetch`"
	}
	w.add("js-file-unreadable", finding.Location{File: file}, text)
}

// maxText bounds a caveat's text in bytes, which may quote a hostile file.
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

// headlines says for each code what its cases have in common and what to do.
var headlines = map[string]string{
	"js-file-unreadable":   "files could not be read and are missing from the import graph of JavaScript and TypeScript",
	"js-import-unresolved": "imports of JavaScript and TypeScript name a file of this repository that is not in it (generated, built, or removed?)",
	"js-large-file":        "JavaScript files of more than 4 MiB were not looked into, and what they import is unknown",
	"js-manifest-error":    "package.json or tsconfig.json files could not be read; names that they define do not resolve",
}

// list returns the warnings in order.
func (w *warnings) list() []finding.Warning {
	var out []finding.Warning
	for code, cases := range w.byCode {
		first := slices.MinFunc(cases, func(a, b caveat) int {
			return cmp.Or(a.place.Compare(b.place), strings.Compare(a.text, b.text))
		})
		msg := fmt.Sprintf("%s: %s", headlines[code], printable(first.place.String()))
		if len(cases) > 1 {
			msg = fmt.Sprintf("%s, first %s", headlines[code], printable(first.place.String()))
		}
		if first.text != "" {
			msg += ": " + first.text
		}
		out = append(out, finding.Warning{Code: code, Message: msg, Count: len(cases)})
	}
	finding.SortWarnings(out)
	return out
}
