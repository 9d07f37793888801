package diamonds

import (
	"fmt"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/modules"
)

// ambiguous finds modules of one build that hold packages of the same import path: a
// folder was made a module of its own, and an older version of the module around it,
// which still holds the folder, is selected. The go command refuses to build what
// imports such a package.
func (r *resolved) ambiguous(imported func(string) bool) []Diamond {
	var out []Diamond
	for i := range r.lock.Packages {
		for _, o := range r.lock.Packages[i].Overlaps {
			if inner := r.index(o.With); inner >= 0 {
				out = append(out, r.overlap(i, inner, o, imported))
			}
		}
	}
	return out
}

func (r *resolved) overlap(outer, inner int, o modules.Overlap, imported func(string) bool) Diamond {
	a, b := &r.lock.Packages[outer], &r.lock.Packages[inner]
	at := r.line(outer)
	return Diamond{
		ID:             "diamond:" + GoAmbiguousImport + ":" + ecosystem + ":" + b.Name + ":" + r.unit.Path,
		Rule:           GoAmbiguousImport,
		Ecosystem:      ecosystem,
		Unit:           r.unit.Path,
		Dependency:     b.Name,
		Severity:       r.judgeOverlap(a, b, o, imported),
		Message:        fmt.Sprintf("%s builds with %s@%s and %s@%s, and both hold the package %s: the go command refuses an import of it as ambiguous", r.unit.Manifest, a.Name, a.Version, b.Name, b.Version, oneOf(o)),
		Incompatible:   true,
		DirectVersions: min(1, r.nearness(outer)/2) + min(1, r.nearness(inner)/2),
		Versions:       []Version{r.holder(outer), r.holder(inner)},
		Location:       at,
		Fix:            r.apart(a, b, at),
		Key: finding.Key{
			Group:   GoAmbiguousImport + " " + ecosystem + " " + b.Name + " " + r.unit.Path,
			Classes: []string{a.Name, b.Name},
			Folders: []string{r.unit.Path},
		},
	}
}

func oneOf(o modules.Overlap) string {
	if n := len(o.Folders) - 1; n > 0 {
		return fmt.Sprintf("%s (and %d more)", o.Folders[0], n)
	}
	return o.Folders[0]
}

// judgeOverlap grades the rule: a problem where this repository imports such a package.
// Where that is not known, or only others could, a line of go.mod makes it a smell.
func (r *resolved) judgeOverlap(a, b *modules.Package, o modules.Overlap, imported func(string) bool) finding.Severity {
	severity := finding.Noise
	switch {
	case imported != nil && slices.ContainsFunc(o.Folders, imported):
		severity = finding.Problem
	case r.requires[a.Name] != nil && r.requires[b.Name] != nil:
		severity = finding.Smell
	}
	if severity == finding.Problem && !r.production() {
		return finding.Smell
	}
	return severity
}

// holder is one of the two modules, and how it comes in.
func (r *resolved) holder(i int) Version {
	p := &r.lock.Packages[i]
	v := Version{Version: p.Name + "@" + p.Version, RequiredBy: []string{}, Path: r.path(i)}
	if q := r.requires[p.Name]; q != nil {
		v.RequiredBy, v.Locations = append(v.RequiredBy, r.unit.Path), []finding.Location{q.Location}
	}
	v.RequiredBy = append(v.RequiredBy, r.others(i)...)
	return v
}

// apart is the edit: a version of the outer module that no longer holds the folder.
func (r *resolved) apart(a, b *modules.Package, at finding.Location) *finding.Fix {
	inner := strings.TrimPrefix(b.Name, a.Name+"/")
	return &finding.Fix{
		File: at.File, Line: at.Line,
		Edit: fmt.Sprintf("Raise %s in %s to a release from which %s was taken out; %s@%s still holds it, and the first later one cannot be told offline",
			a.Name, r.unit.Manifest, inner, a.Name, a.Version),
		Command: inFolders([]string{r.unit.Path}, "go get "+a.Name+"@latest"),
	}
}
