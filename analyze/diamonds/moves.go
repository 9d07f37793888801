package diamonds

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/format/gomod"
)

// moves sorts the major versions in one manifest by what becomes of them.
type moves struct {
	target   want   // the highest release; the highest of all where none is released
	imported []want // lower ones that the unit's own code imports
	needed   []want // lower ones that only something else needs
	ahead    []want // higher ones, which are not released yet
}

// movesOf takes wants in majorOrder.
func movesOf(wants []want) moves {
	i := len(wants) - 1
	for j, w := range wants {
		if gomod.IsRelease(w.version) {
			i = j
		}
	}
	if !gomod.IsRelease(wants[i].version) {
		i = len(wants) - 1
	}
	lower := wants[:i]
	return moves{
		target:   wants[i],
		imported: filter(lower, want.direct),
		needed:   filter(lower, func(w want) bool { return !w.direct() }),
		ahead:    wants[i+1:],
	}
}

// first is the line that the edit begins with.
func (m moves) first() want {
	back := filter(m.ahead, want.direct)
	return slices.Concat(m.imported, back, m.needed, m.ahead)[0]
}

// fix is the advice for several majors in one manifest. Import paths change with the
// major version, so no command does the edit: it lists the lines to change, or names
// who needs what nothing here imports. Whether a line of go.mod goes with its last
// import cannot be told from manifests, for even the higher major may need the lower.
func (m moves) fix() *finding.Fix {
	at := m.first().location
	fix := &finding.Fix{File: at.File, Line: at.Line, Version: m.target.version}
	edit, command := m.edit()
	if len(m.imported) > 0 && len(m.needed) > 0 {
		edit += fmt.Sprintf(". %s goes with the requirements that need it", english.And(names(m.needed)))
	}
	if len(m.ahead) > 0 {
		edit += fmt.Sprintf(". %s is no release yet, so not what to change to", english.And(paths(m.ahead)))
	}
	fix.Edit, fix.Command = edit, inFolders([]string{m.target.unit.Path}, command)
	return fix
}

// edit is what to do first.
func (m moves) edit() (edit, command string) {
	manifest, target := m.target.unit.Manifest, m.target.name
	back := filter(m.ahead, want.direct)
	switch {
	case len(m.imported) > 0:
		lower := names(m.imported)
		return fmt.Sprintf("In the module of %s change the imports of %s to %s, then run go mod tidy: it drops %s unless another module still needs it (go mod why -m %s)",
			manifest, english.And(lower), target, english.And(lower), strings.Join(lower, " ")), listImports(m.imported)
	case len(back) > 0:
		return fmt.Sprintf("In the module of %s change the imports of %s back to %s", manifest, english.And(names(back)), target), listImports(back)
	case len(m.needed) > 0:
		return m.update(m.needed)
	}
	return m.update(m.ahead)
}

// update is for majors that nothing in the unit imports.
func (m moves) update(wants []want) (edit, command string) {
	return fmt.Sprintf("Nothing in the module of %s imports %s: update the requirements that need it (go mod why -m names them) to releases that use %s",
		m.target.unit.Manifest, english.And(names(wants)), m.target.name), "go mod why -m " + strings.Join(names(wants), " ")
}

// listImports is a command that lists every line that imports a package of wants.
func listImports(wants []want) string {
	var b strings.Builder
	b.WriteString("git grep -nE")
	for _, w := range wants {
		fmt.Fprintf(&b, " -e '%s'", importPattern(w))
	}
	return b.String() + " -- '*.go' ':!vendor'"
}

// importPattern is a POSIX extended regular expression for imports of a module's
// packages. Where the path has no suffix, those of its other majors begin alike: /v2
// and up are left out, while /v1 and /v1beta are folders.
func importPattern(w want) string {
	path := `"` + regexp.QuoteMeta(w.name)
	if w.suffixed() {
		return path + `["/]`
	}
	return path + `("|/([^v]|v[01]?[^0-9]))`
}

func names(wants []want) []string { return collect(wants, func(w want) string { return w.name }) }

func paths(wants []want) []string { return collect(wants, want.path) }

func collect(wants []want, f func(want) string) []string {
	var out []string
	for _, w := range wants {
		out = append(out, f(w))
	}
	return out
}
