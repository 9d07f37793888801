package analyze

import (
	"path"

	"seam/analyze/accept"
	"seam/analyze/budgets"
	"seam/analyze/chains"
	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/layers"
	"seam/analyze/rollout"
)

// judge applies seam.yaml: layers and budgets find, switches and suppressions take away.
func (r *Result) judge() {
	r.Findings = append(r.Findings, r.layers()...)
	r.Findings = append(r.Findings, r.budgets()...)
	in := accept.Input{Subjects: r.subjects(), Config: r.Input.Config, Folder: r.Input.Folder, Day: r.Input.Day, Looked: r.looked}
	out := accept.Apply(in)
	r.Findings, r.Suppressed, r.Notes = out.Findings, out.Suppressed, out.Notes
}

func (r *Result) layers() []finding.Finding {
	in := r.Input
	if in.Imports == nil || len(in.Config.Layers) == 0 {
		return nil
	}
	areaOf := func(pkg string) (string, bool) { return r.Areas.Of(join(pkg, "x")) }
	return layers.Check(in.Imports, areaOf, in.Config.Layers)
}

func (r *Result) budgets() []finding.Finding {
	in := r.Input
	if in.Modules == nil {
		return nil
	}
	measured := r.Chains
	if measured == nil {
		c := chains.Measure(in.Modules, &imports.Graph{})
		measured = &chains.Result{Dependencies: c.Dependencies}
	}
	b := budgets.Check(in.Modules, *measured, in.Config.Budgets)
	r.Warnings = append(r.Warnings, b.Warnings...)
	return b.Findings
}

// subjects says of every finding what a suppression can name.
func (r *Result) subjects() []accept.Subject {
	conflicts := map[string]diamonds.Diamond{}
	if r.Diamonds != nil {
		for _, d := range r.Diamonds.Diamonds {
			conflicts[d.ID] = d
		}
	}
	var out []accept.Subject
	for _, f := range r.Findings {
		if d, ok := conflicts[f.ID]; ok {
			out = append(out, conflict(f, d))
		} else {
			out = append(out, place(f))
		}
	}
	return out
}

func conflict(f finding.Finding, d diamonds.Diamond) accept.Subject {
	s := accept.Subject{Finding: f, Dependency: d.Dependency, Least: min(2, len(d.Versions))}
	for _, v := range d.Versions {
		w := accept.Want{Requirers: v.RequiredBy}
		for _, l := range v.Locations {
			w.Files = append(w.Files, l.File)
		}
		s.Wants = append(s.Wants, w)
	}
	return s
}

// place is the subject of a finding about one place: the folder that it is in requires
// what the finding is about.
func place(f finding.Finding) accept.Subject {
	s := accept.Subject{Finding: f, Least: 1}
	if f.Location.File != "" {
		s.Wants = []accept.Want{{Requirers: []string{path.Dir(f.Location.File)}, Files: []string{f.Location.File}}}
	}
	if f.Rule == layers.Rule {
		_, s.Dependency = layers.Ends(f)
	}
	return s
}

// looked reports whether a run looked for the findings of a rule; "" is all rules.
func (r *Result) looked(rule string) bool {
	in := r.Input
	switch rule {
	case "":
		return in.Modules != nil && in.Imports != nil && in.Service != nil
	case layers.Rule:
		return in.Imports != nil
	case budgets.LongChain:
		return r.Chains != nil
	case rollout.RuleBreaks, rollout.RuleSetting, rollout.RuleKnot, rollout.RuleOrder:
		return false // only where a change was planned, which no run does
	case "deploy/cycle":
		return in.Service != nil
	case "go/requirement-skew", "work-mask":
		return false // only where the build list was resolved, which a finding does not say
	}
	return in.Modules != nil
}
