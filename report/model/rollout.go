package model

import (
	"seam/analyze"
	"seam/analyze/finding"
	"seam/analyze/rollout"
)

// Rollout is the order in which a change goes out.
type Rollout struct {
	Base     string   `json:"base"` // commit ids
	Head     string   `json:"head"`
	Programs []string `json:"programs"` // changed Go programs that nothing deploys; in no wave
	Unowned  []string `json:"unowned"`  // changed files that belong to no service
	Passive  int      `json:"passive"`  // changed files of documentation and tests
	*rollout.Plan
}

// NewRollout is the report on a change. Findings are its problems.
func NewRollout(r *analyze.Rollout, version string, options map[string]string) *Report {
	out := New(&analyze.Result{Input: r.Head}, version, options, Sections{}, GraphOptions{})
	out.Warnings = list(r.Warnings)
	p := r.Plan
	p.Services, p.Touches, p.Waves = list(p.Services), list(p.Touches), list(p.Waves)
	p.Constraints, p.Free, p.Knots, p.Problems, p.OneWay = list(p.Constraints), list(p.Free), list(p.Knots), list(p.Problems), list(p.OneWay)
	p.Removals = list(p.Removals)
	for i := range p.OneWay {
		p.OneWay[i].Removes = list(p.OneWay[i].Removes)
	}
	out.Rollout = &Rollout{Base: r.Base.Head.String(), Head: r.Head.Head.String(), Programs: list(r.Programs), Unowned: list(r.Unowned), Passive: r.Passive, Plan: p}
	out.Findings = list(rollout.Findings(p))
	finding.Sort(out.Findings)
	return out
}
