// Package explain tells what stands behind one id or code of a report: the definition,
// the numbers that went in, the places that prove it, and commands that follow the
// numbers by hand. It reads nothing but the report, so that a saved one explains itself.
//
// Definitions are those of package glossary. The commands take git and the go command;
// they show the raw numbers, before exclusions, age weights and folded renames, so
// small differences to a report are to be expected.
package explain

import (
	"fmt"
	"slices"

	"seam/analyze/finding"
	"seam/analyze/glossary"
	"seam/report/model"
)

// UnknownError says that nothing of a report has a name.
type UnknownError struct {
	Name string
	Near []string // what may have been meant, best first
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("nothing is called %q", e.Name)
}

// Code explains a code or the documentation of an analysis; nil if name is neither. It
// needs no report.
func Code(name string) *model.Explanation {
	if list := glossary.Find(name); len(list) > 0 {
		e := &model.Explanation{ID: name, Kind: "code", Title: name, Definitions: list}
		for _, d := range list {
			if d.Package != "" && !slices.Contains(e.More, d.Package) {
				e.More = append(e.More, d.Package)
			}
		}
		return e
	}
	if text := glossary.Package(name); text != "" {
		return &model.Explanation{ID: name, Kind: "analysis", Title: "analyze/" + name, Manual: text}
	}
	return nil
}

// Of explains what a report calls name: the id of a candidate or its folder, of a
// diamond, a chain or a finding (its fingerprint too), FROM<>TO for a coupled pair,
// FROM->TO for a call between services. The error is an *UnknownError.
func Of(r *model.Report, name string) (*model.Explanation, error) {
	for _, find := range [...]func(*model.Report, string) *model.Explanation{
		candidate, diamond, chain, pair, edge, cycle, found,
	} {
		if e := find(r, name); e != nil {
			return e, nil
		}
	}
	return nil, &UnknownError{name, finding.Nearest(name, slices.Concat(names(r), glossary.Codes(), glossary.Packages()), 3)}
}

// names lists what a report can explain.
func names(r *model.Report) []string {
	var out []string
	for _, c := range r.Candidates {
		out = append(out, c.Title)
	}
	for _, d := range r.Diamonds {
		out = append(out, d.ID)
	}
	for _, c := range r.Chains {
		out = append(out, c.ID)
	}
	for _, p := range r.Coupling {
		out = append(out, p.From+"<>"+p.To)
	}
	if r.Deploy != nil {
		for _, e := range r.Deploy.Edges {
			out = append(out, e.From+"->"+e.To)
		}
	}
	for _, f := range r.Findings {
		out = append(out, f.ID)
	}
	return out
}

// define looks codes up, each once.
func define(codes ...string) []glossary.Entry {
	var out []glossary.Entry
	for i, c := range codes {
		if !slices.Contains(codes[:i], c) {
			out = append(out, glossary.Find(c)...)
		}
	}
	return out
}

// defineAs looks one code up in one of its meanings.
func defineAs(kind glossary.Kind, code string) []glossary.Entry {
	return slices.DeleteFunc(glossary.Find(code), func(e glossary.Entry) bool { return e.Kind != kind })
}
