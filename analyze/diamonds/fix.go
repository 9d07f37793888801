package diamonds

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/gomod"
)

// lift is the edit that removes a skew: the highest version that the repository
// already uses, in every manifest that is behind it. Of a dependency it is asked of
// production manifests only, unless the rest is all that differs: tools and examples
// that stay behind are noise there, but not behind a module of their own repository.
// low is the want to begin with.
func lift(rule, name string, wants []want, severity finding.Severity, low want) *finding.Fix {
	high := slices.MaxFunc(wants, lowestFirst).built()
	behind := filter(wants, func(w want) bool { return w.built() != high })
	if rule == WorkspaceSkew && severity != finding.Noise && low.production {
		behind = filter(behind, func(w want) bool { return w.production })
	}
	at := low.decides()
	fix := &finding.Fix{Version: high, File: at.File, Line: at.Line}
	if len(behind) == 0 {
		fix.Edit = fmt.Sprintf("Require %s %s in every manifest; replacements already build that version", name, high)
		return fix
	}
	fix.Edit = fmt.Sprintf("Raise %s to %s in %s", name, high, strings.Join(distinct(behind, func(w want) string { return w.decides().File }), ", "))
	// go get cannot raise what a replacement holds down.
	free := filter(behind, func(w want) bool { return w.built() == w.version })
	if held := len(behind) - len(free); held > 0 {
		fix.Edit += fmt.Sprintf(" (%d held by a replace line, to be edited by hand)", held)
	}
	fix.Command = inFolders(distinct(free, folderOf), "go get "+name+"@"+high)
	for _, w := range free {
		fix.Edits = append(fix.Edits, finding.Edit{File: w.location.File, Line: w.location.Line, Name: name, Old: w.version, New: high})
	}
	fix.Edits = sortedEdits(fix.Edits)
	return fix
}

// sortedEdits puts edits in the order of their places; lines that several requirements
// share are edited once.
func sortedEdits(edits []finding.Edit) []finding.Edit {
	slices.SortFunc(edits, func(a, b finding.Edit) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), strings.Compare(a.Old, b.Old))
	})
	return slices.Compact(edits)
}

// inFolders is a shell command that runs another one in each folder.
func inFolders(folders []string, command string) string {
	quoted := make([]string, len(folders))
	for i, f := range folders {
		quoted[i] = finding.ShellWord(f)
	}
	switch {
	case len(folders) == 0:
		return ""
	case len(folders) == 1 && folders[0] == ".":
		return command
	case len(folders) == 1:
		return "cd " + quoted[0] + " && " + command
	}
	return "for d in " + strings.Join(quoted, " ") + `; do (cd "$d" && ` + command + "); done"
}

// align is the edit that removes a replace skew: the manifest of odd builds what
// model's manifest builds.
func align(odd, model want) *finding.Fix {
	if odd.source() == model.source() {
		return &finding.Fix{Edit: fmt.Sprintf("No edit is needed: %s and %s both build %s", odd.unit.Manifest, model.unit.Manifest, model.source())}
	}
	at := odd.sourced()
	fix := &finding.Fix{File: at.File, Line: at.Line, Version: model.final()}
	if model.replaced == nil {
		fix.Edit = fmt.Sprintf("Drop the replacement of %s in %s, as %s builds without one; or, if the replacement is needed, give the others the same", odd.name, odd.unit.Manifest, model.unit.Manifest)
		fix.Command = inFolders([]string{odd.unit.Path}, "go mod edit -dropreplace="+odd.dropped())
		return fix
	}
	fix.Edit = fmt.Sprintf("Replace %s by %s in %s as %s does, or drop that replacement", odd.name, model.source(), odd.unit.Manifest, model.unit.Manifest)
	if !model.inFolder() {
		fix.Command = inFolders([]string{odd.unit.Path}, "go mod edit -replace="+odd.name+"="+model.replaced.NewName+"@"+model.final())
	}
	return fix
}

func (w want) dropped() string {
	if w.replaced.Version != "" {
		return w.name + "@" + w.replaced.Version
	}
	return w.name
}

// breaks says what a step between two classes of a module means.
func breaks(name, low, high string) string {
	a, b := gomod.Class(low), gomod.Class(high)
	switch {
	case a == b:
		return "drift within " + a
	case strings.HasPrefix(a, "0.") && strings.HasPrefix(b, "0.") && Unpromising(name):
		return fmt.Sprintf("%s to %s: no compatibility promise, though this module keeps what it offers", a, b)
	case strings.HasPrefix(a, "0.") && strings.HasPrefix(b, "0."):
		return fmt.Sprintf("%s to %s: no compatibility promise", a, b)
	}
	return fmt.Sprintf("%s to %s: another major version", a, b)
}
