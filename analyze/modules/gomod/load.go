// Package gomod reads the go.mod and go.work files of a repository.
//
// Modules are looked for as the go command's ./... would find them: not in vendor,
// testdata and node_modules folders nor in those whose name begins with "." or "_".
// A go.mod without a module line and without requirements only fences off its folder
// and is no unit. Of go.sum it is asked only whether the go command can read it, for
// since Go 1.17 go.mod itself lists every module that a build needs; a vendor/modules.txt
// says at which versions those are copied.
//
// A file that does not parse becomes a modules.Broken and a warning; the others are
// still read. So does a file with a directive that is not known, of which the rest is
// read: to the go command of today it is an error, and where it is a slip (requires for
// require) what it says is missing.
package gomod

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/gomod"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// Ecosystem is the name under which Go modules stand in a modules.Set.
const Ecosystem = "go"

// Load reads every Go module and workspace of a tree. It never fails: what could not
// be read is in Broken and Warnings.
func Load(t repo.Tree) *modules.Set {
	l := &loader{tree: t, set: &modules.Set{}}
	paths := repo.Regulars(t)
	for _, p := range paths {
		if path.Base(p) == "go.mod" && looked(path.Dir(p)) {
			l.module(p)
		}
	}
	for _, p := range paths {
		if path.Base(p) == "go.work" && looked(path.Dir(p)) {
			l.workspace(p)
		}
	}
	l.sort()
	return l.set
}

// looked reports whether a folder's go.mod is a module of the repository.
func looked(folder string) bool {
	return !modules.LiesIn(folder, "vendor", "testdata", "node_modules") && !modules.IsHidden(folder, "._")
}

type loader struct {
	tree repo.Tree
	set  *modules.Set
}

func (l *loader) module(manifest string) {
	f := parse(l, manifest, gomod.Parse)
	if f == nil {
		return
	}
	l.skipped(manifest, f.Skipped)
	if f.Module == "" {
		if len(f.Requires) > 0 {
			line := 0
			if len(f.Skipped) > 0 { // most likely that is the line, misspelt
				line = f.Skipped[0].Line
			}
			l.set.Break(Ecosystem, manifest, line, "it has requirements but no module line")
		}
		return
	}
	u := modules.Unit{Path: path.Dir(manifest), Manifest: manifest, Ecosystem: Ecosystem, Name: f.Module, GoVersion: f.Go}
	for _, r := range f.Requires {
		u.Requirements = append(u.Requirements, modules.Requirement{Name: r.Path, Version: r.Version, Indirect: r.Indirect, Location: at(manifest, r.Line)})
	}
	for _, e := range f.Excludes {
		u.Excludes = append(u.Excludes, modules.Requirement{Name: e.Path, Version: e.Version, Location: at(manifest, e.Line)})
	}
	for _, r := range f.Retracts {
		u.Retracts = append(u.Retracts, modules.Retraction{Low: r.Low, High: r.High, Rationale: r.Rationale, Location: at(manifest, r.Line)})
	}
	u.Replacements = replacements(manifest, f.Replaces)
	slices.SortStableFunc(u.Requirements, byName)
	slices.SortStableFunc(u.Excludes, byName)
	l.written(&u)
	slices.SortStableFunc(u.Vendored, byName)
	l.set.Units = append(l.set.Units, u)
}

func (l *loader) workspace(manifest string) {
	f := parse(l, manifest, gomod.ParseWork)
	if f == nil {
		return
	}
	l.skipped(manifest, f.Skipped)
	w := modules.Workspace{Path: path.Dir(manifest), Manifest: manifest, Ecosystem: Ecosystem, Replacements: replacements(manifest, f.Replaces)}
	var missing []gomod.Item
	for _, u := range f.Uses {
		if folder, ok := modules.Inside(w.Path, u.Text); ok && repo.Has(l.tree, path.Join(folder, "go.mod")) {
			w.Members = append(w.Members, folder)
		} else {
			missing = append(missing, u)
		}
	}
	if len(missing) > 0 {
		l.set.Warn("workspace-member-missing", len(missing), "%s: use %q: no go.mod is tracked there; drop the line, or commit the module", at(manifest, missing[0].Line), missing[0].Text)
	}
	slices.Sort(w.Members)
	w.Members = slices.Compact(w.Members)
	l.set.Workspaces = append(l.set.Workspaces, w)
}

// parse reads one file and files its error.
func parse[F any](l *loader, manifest string, read func(string, []byte) (*F, error)) *F {
	data, ok := l.set.Read(l.tree, Ecosystem, manifest, 0)
	if !ok {
		return nil
	}
	f, err := read(manifest, data)
	if err == nil {
		return f
	}
	if syntax, ok := errors.AsType[*gomod.SyntaxError](err); ok {
		l.set.Break(Ecosystem, manifest, syntax.Line, syntax.Msg)
	} else {
		l.set.Break(Ecosystem, manifest, 0, err.Error())
	}
	return nil
}

// skipped reports a file's unknown directives, once a file.
func (l *loader) skipped(manifest string, items []gomod.Item) {
	if len(items) == 0 {
		return
	}
	where := at(manifest, items[0].Line)
	l.set.Broken = append(l.set.Broken, modules.Broken{Ecosystem: Ecosystem, Location: where, Message: fmt.Sprintf("unknown directive %q: the go command refuses this file", items[0].Text)})
	l.set.Warnings = append(l.set.Warnings, finding.UnknownDirective(where, items[0].Text, len(items)))
}

// sort makes the result independent of the tree's order: "a/go.mod" comes before
// "a-b/go.mod" by folder, but not by path.
func (l *loader) sort() {
	slices.SortFunc(l.set.Units, func(a, b modules.Unit) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(l.set.Workspaces, func(a, b modules.Workspace) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(l.set.Broken, func(a, b modules.Broken) int {
		return cmp.Or(a.Location.Compare(b.Location), strings.Compare(a.Message, b.Message))
	})
	finding.SortWarnings(l.set.Warnings)
}

func replacements(manifest string, list []gomod.Replace) []modules.Replacement {
	var out []modules.Replacement
	for _, r := range list {
		n := modules.Replacement{Name: r.Path, Version: r.Version, NewName: r.NewPath, NewVersion: r.NewVersion, Folder: r.Folder(), Location: at(manifest, r.Line)}
		if n.Folder {
			n.Target, _ = modules.Inside(path.Dir(manifest), r.NewPath)
		}
		out = append(out, n)
	}
	slices.SortStableFunc(out, func(a, b modules.Replacement) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func at(file string, line int) finding.Location { return finding.Location{File: file, Line: line} }

// byName orders requirements by name, then version; one named twice keeps the order
// of the file.
func byName(a, b modules.Requirement) int {
	if c := strings.Compare(a.Name, b.Name); c != 0 {
		return c
	}
	return gomod.Compare(a.Version, b.Version)
}
