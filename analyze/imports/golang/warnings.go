package golang

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

// warnings gathers caveats: one warning a code, with the number of cases and the
// first of them by place. Files may be added in any order.
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

func (w *warnings) unreadable(file string, err error) {
	text := err.Error()
	if errors.Is(err, repo.ErrMissing) {
		text = "the clone lacks its content; fetch it with `git fetch --refetch`"
	}
	w.add("go-file-unreadable", finding.Location{File: file}, text)
}

func (w *warnings) broken(code, file string, err error) {
	line, msg := syntaxLine(err)
	w.add(code, finding.Location{File: file, Line: line}, msg)
}

// headlines says for each code what its cases have in common and what to do.
var headlines = map[string]string{
	"go-build-constraint":  "Go files whose build constraint cannot be read were taken for files of no build; correct the line",
	"go-file-unreadable":   "files could not be read and are missing from the import graph",
	"go-import-root":       "import roots were inferred, since no go.mod covers the packages",
	"go-import-unresolved": "imports name a package of this repository that is not in it (generated, or removed?)",
	"go-large-file":        "Go files were read only as far as their imports",
	"go-mod-error":         "go.mod files could be read only in part; correct the line",
	"go-no-import-root":    "Go packages lie outside any go.mod and no import tells how they are named, so nothing is known to import them; add a go.mod",
	"go-parse-error":       "Go files do not parse; their imports were read as far as possible",
	"go-symlink":           "Go files are symbolic links and were not read",
	"go-two-packages":      "folders hold files of two packages; the first one's name was taken",
	"go-types":             "packages or files did not load with types; the names they use were found by syntax alone",
	"go-work-error":        "go.work files could not be read; correct the line",
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
