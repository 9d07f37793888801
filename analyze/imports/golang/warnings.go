package golang

import (
	"sync"

	"seam/analyze/finding"
	"seam/analyze/format/gomod"
	"seam/analyze/imports"
)

// warnings gathers caveats. Files may be added in any order.
type warnings struct {
	imports.Notices
	adding sync.Mutex
}

// Add notes one case. It may be called from several goroutines.
func (w *warnings) Add(code string, at finding.Location, text string) {
	w.adding.Lock()
	defer w.adding.Unlock()
	w.Notices.Add(code, at, text)
}

func (w *warnings) unreadable(file string, err error) {
	w.Unreadable("go-file-unreadable", file, err)
}

func (w *warnings) broken(file string, err error) {
	if line, msg := syntaxLine(err); !imports.IsFixture(file) {
		w.Broken(finding.Location{File: file, Line: line}, msg)
	}
}

// skipped tells the first directive of a file that was passed over, as nobody knows it.
func (w *warnings) skipped(file string, items []gomod.Item) {
	if len(items) > 0 {
		w.Pass(finding.UnknownDirective(finding.Location{File: file, Line: items[0].Line}, items[0].Text, len(items)))
	}
}

// headlines says for each code what its cases have in common and what to do.
var headlines = map[string]string{
	"go-build-constraint":  "Go files whose build constraint cannot be read were taken for files of no build; correct the line",
	"go-file-unreadable":   "files could not be read and are missing from the import graph",
	"go-import-root":       "import roots were inferred, since no go.mod covers the packages",
	"go-import-unresolved": "imports name a package of this repository that is not in it (generated, or removed?)",
	"go-large-file":        "Go files were read only as far as their imports",
	"go-no-import-root":    "Go packages lie outside any go.mod and no import tells how they are named, so nothing is known to import them; add a go.mod",
	"go-parse-error":       "Go files do not parse; their imports were read as far as possible",
	"go-symlink":           "Go files are symbolic links and were not read",
	"go-two-packages":      "folders hold files of two packages; the first one's name was taken",
	"go-types":             "packages or files did not load with types; the names they use were found by syntax alone",
}

// list returns the warnings in order.
func (w *warnings) list() []finding.Warning {
	return w.WarningsAs(func(code, first string, count int) string {
		if count > 1 {
			return headlines[code] + ", first " + first
		}
		return headlines[code] + ": " + first
	})
}
