package model

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/regex"
	"seam/report/compare"
)

// ErrOther is what the errors of NewDiff wrap: the reports are about two things.
var ErrOther = errors.New("the reports are not about the same thing")

// NewDiff compares two full reports of one repository and folder. The names say where
// each came from. The error wraps ErrOther.
func NewDiff(base, head *Report, baseName, headName string) (*compare.Trend, error) {
	if err := sameThing(base.Repository, head.Repository); err != nil {
		return nil, err
	}
	t := &compare.Trend{
		Base: revision(base, baseName), Head: revision(head, headName),
		Sections: compare.NewTrend(side(base), side(head)),
	}
	t.Notes = list(slices.Concat(toolNotes(base, head), optionNotes(base, head), caveatNotes(base, head, baseName, headName)))
	return t, nil
}

func revision(r *Report, name string) compare.Revision {
	return compare.Revision{Name: name, Head: r.Repository.Head, Last: r.Repository.Last, Version: r.Tool.Version}
}

var major = regex.New(`/v[0-9]+$`)

// sameThing refuses reports of two repositories or folders. Two reports are of one
// repository if the module has the same path (its major version aside) or the history
// begins with the same commit: a path may change, and an older history may be merged in.
func sameThing(base, head Repository) error {
	if base.Folder != head.Folder {
		return fmt.Errorf("%w: one covers %s, the other %s", ErrOther, folderName(base.Folder), folderName(head.Folder))
	}
	b, h := major().ReplaceAllString(base.Name, ""), major().ReplaceAllString(head.Name, "")
	switch {
	case b != "" && b == h, base.Root != "" && base.Root == head.Root, base.Head == head.Head:
		return nil
	case b != "" && h != "":
		return fmt.Errorf("%w: one is %s, the other %s", ErrOther, base.Name, head.Name)
	case base.Root != "" && head.Root != "":
		return fmt.Errorf("%w: their histories begin with different commits, %.10s and %.10s", ErrOther, base.Root, head.Root)
	}
	return nil
}

func folderName(f string) string {
	if f == "." || f == "" {
		return "the whole repository"
	}
	return path.Clean(f)
}

// side reduces a report to what can be compared.
func side(r *Report) compare.Side {
	s := compare.Side{Candidates: r.Candidates, Diamonds: r.Diamonds, Coupling: r.Coupling, Chains: r.Chains}
	if r.Deploy != nil {
		s.Services = list(r.Deploy.Cycles)
	}
	if r.Packages == nil {
		return s
	}
	s.Packages = []compare.Package{}
	known := len(r.Packages) == 0 // a report of an earlier seam lists no imports
	for _, p := range r.Packages {
		s.Packages = append(s.Packages, compare.Package{Path: p.Path, Area: p.Area})
		known = known || p.Imports != nil
	}
	if !known {
		return s
	}
	s.Imports = []compare.Import{}
	for _, p := range r.Packages {
		for _, to := range p.Imports {
			s.Imports = append(s.Imports, compare.Import{From: p.Path, To: to})
		}
	}
	return s
}

func toolNotes(base, head *Report) []string {
	if base.Tool.Version == head.Tool.Version {
		return nil
	}
	return []string{fmt.Sprintf("made by different versions of seam, %s and %s: some of the difference may be the tool's", base.Tool.Version, head.Tool.Version)}
}

func optionNotes(base, head *Report) []string {
	only := func(a, b map[string]string) []string {
		var out []string
		for k, v := range a {
			if w, ok := b[k]; (!ok || w != v) && k != "rev" {
				out = append(out, strings.TrimSuffix("--"+k+"="+v, "="))
			}
		}
		slices.Sort(out)
		return out
	}
	b, h := only(base.Options, head.Options), only(head.Options, base.Options)
	if len(b)+len(h) == 0 {
		return nil
	}
	return []string{fmt.Sprintf("made with different options: %s before, %s now", orNone(b), orNone(h))}
}

func orNone(options []string) string {
	if len(options) == 0 {
		return "none"
	}
	return strings.Join(options, " ")
}

// caveatNotes lists the warnings that only one of two reports has.
func caveatNotes(base, head *Report, baseName, headName string) []string {
	var out []string
	for _, w := range missing(base.Warnings, head.Warnings) {
		out = append(out, "only "+short(baseName)+": "+w.Message)
	}
	for _, w := range missing(head.Warnings, base.Warnings) {
		out = append(out, "only "+short(headName)+": "+w.Message)
	}
	return out
}

var fullID = regex.New(`^[0-9a-f]{40}([0-9a-f]{24})?$`)

// short cuts a full commit id.
func short(name string) string {
	if fullID().MatchString(name) {
		return name[:10]
	}
	return name
}

// missing lists the caveats of a whose kind b does not have.
func missing(a, b []finding.Warning) []finding.Warning {
	var out []finding.Warning
	for _, w := range a {
		if !slices.ContainsFunc(b, func(o finding.Warning) bool { return o.Code == w.Code }) {
			out = append(out, w)
		}
	}
	return out
}
