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
	"strings"

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
// FROM->TO for a call between services, or the name of a thing as a table shows it. Where
// several things have the name, the first of kinds is explained and the others are named
// in More; KIND:NAME asks for one of them. The error is an *UnknownError.
func Of(r *model.Report, name string) (*model.Explanation, error) {
	if kind, rest, ok := strings.Cut(name, ":"); ok {
		for _, k := range kinds {
			if k.name == kind {
				if e := k.find(r, strings.TrimSpace(rest)); e != nil {
					return e, nil
				}
			}
		}
	}
	var out *model.Explanation
	for _, k := range kinds {
		switch e := k.find(r, name); {
		case e == nil:
		case out == nil:
			out = e
		case !slices.Contains(out.More, e.ID) && e.ID != out.ID:
			out.More = append(out.More, e.ID)
		}
	}
	if out == nil {
		return nil, &UnknownError{name, finding.Nearest(name, slices.Concat(names(r, name), glossary.Codes(), glossary.Packages()), 3)}
	}
	return out, nil
}

// kinds is what a report names, in the order in which a bare name is tried. What is asked
// for most comes first; a name that a prefix makes plain stands before none.
var kinds = [...]struct {
	name string // in front of a colon it asks for this kind; "" where ids have a form of their own
	find func(*model.Report, string) *model.Explanation
}{
	{"split", candidate}, {"", diamond}, {"", chain}, {"", pair}, {"", edge}, {"", cycle}, {"", found},
	{"service", service}, {"wave", wave}, {"team", team}, {"package", pack}, {"module", module}, {"area", area},
	{"unit", unit}, {"dependency", dependency}, {"community", community}, {"file", file},
}

// names lists what a report can explain. Pairs and calls are of use only to somebody who
// wrote one.
func names(r *model.Report, like string) []string {
	var out []string
	for _, c := range r.Candidates {
		out = append(out, c.Title)
	}
	out = append(out, nouns(r)...)
	for _, d := range r.Diamonds {
		out = append(out, d.ID)
	}
	for _, c := range r.Chains {
		out = append(out, c.ID)
	}
	if strings.Contains(like, "<>") {
		for _, p := range r.Coupling {
			out = append(out, p.From+"<>"+p.To)
		}
	}
	if r.Deploy != nil && strings.Contains(like, "->") {
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
