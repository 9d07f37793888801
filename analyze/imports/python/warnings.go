package python

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/finding"
)

var errTooLarge = errors.New("larger than 8 MiB")

// warnings collects what could not be said, by code.
type warnings map[string][]notice

type notice struct {
	at   finding.Location
	text string
}

var meaning = map[string]string{
	"python-unresolved": "relative imports of Python lead to no file of the repository (generated, or removed?)",
	"python-ambiguous":  "imports of Python name a module that several projects of the repository have, and none lies above",
	"python-unreadable": "Python files could not be read",
	"python-manifest":   "Python projects could not be read, so that roots which they declare are not known",
}

func (w warnings) add(code string, at finding.Location, text string) {
	w[code] = append(w[code], notice{at, text})
}

// list makes one warning a code, with the first case as its example.
func (w warnings) list() []finding.Warning {
	var out []finding.Warning
	for code, all := range w {
		slices.SortFunc(all, func(a, b notice) int { return cmp.Or(a.at.Compare(b.at), strings.Compare(a.text, b.text)) })
		out = append(out, finding.Warning{Code: code, Count: len(all), Message: fmt.Sprintf("%s; for example %s: %s", meaning[code], all[0].at, all[0].text)})
	}
	finding.SortWarnings(out)
	return out
}
