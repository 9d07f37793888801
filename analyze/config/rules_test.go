package config

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/finding"
)

const ruled = `areas:
  payments: [payments]
  web: [web]
  libs: [libs]
rules:
  go/two-majors: off
  workspace-skew: smell
budgets:
  max_direct: 60
  max_first_party_chain: 12
layers:
  payments:
    may_import: [libs]
    imported_by: []
    reason: a service of its own
  web:
    must_not_import: [payments]
    with_tests: true
suppress:
  - required_by: services/old
    reason: goes with the service
`

func TestRules(t *testing.T) {
	want := Config{
		File: "sub/seam.yaml",
		Areas: []Area{
			{"payments", []string{"/sub/payments"}},
			{"web", []string{"/sub/web"}},
			{"libs", []string{"/sub/libs"}},
		},
		Rules: []Switch{
			{Rule: "go/two-majors", Off: true},
			{Rule: "workspace-skew", Severity: finding.Smell},
		},
		Budgets: Budgets{Direct: 60, FirstPartyChain: 12},
		Layers: []Layer{
			{Area: "payments", May: []string{"libs"}, By: []string{}, Reason: "a service of its own", Line: 12},
			{Area: "web", MustNot: []string{"payments"}, WithTests: true, Line: 16},
		},
		Suppress: []Suppression{{RequiredBy: "services/old", Reason: "goes with the service", Line: 20}},
	}
	got, err := parse("sub/seam.yaml", []byte(ruled))
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v, difference (-want +got):\n%s", err, diff)
	}
}

// A typing mistake must never switch a rule, a budget or a layer off in silence.
func TestRulesRefuse(t *testing.T) {
	areas := "areas: {payments: [payments], web: [web]}\n"
	for name, c := range map[string]struct{ text, want string }{
		"a rule that is not there":   {"rules: {workspace-skews: off}", `seam.yaml:1:9: no rule is called "workspace-skews" (rules: `},
		"a word that is none":        {"rules:\n  workspace-skew: warn", `seam.yaml:2:3: workspace-skew: "warn" is none of problem, smell, off`},
		"a rule twice":               {"rules:\n  workspace-skew: off\n  workspace-skew: off", "seam.yaml:3"},
		"a budget that is not there": {"budgets: {max_directs: 3}", `unknown field "max_directs"`},
		"a budget of nothing":        {"budgets: {max_direct: 0}", `"0" is no whole number above zero`},
		"a layer that does nothing":  {areas + "layers:\n  payments: {reason: x}", "seam.yaml:3:3: the layer payments restricts nothing"},
		"a layer with nothing said":  {areas + "layers:\n  payments: {may_import: }", "seam.yaml:3:3: the layer payments restricts nothing"},
		"a layer of no area":         {areas + "layers:\n  payment: {may_import: []}", `seam.yaml:3: the layer payment names "payment", which is no area of this file; did you mean payments?`},
		"a layer onto no area":       {areas + "layers:\n  web: {must_not_import: [libs]}", `seam.yaml:3: the layer web names "libs"`},
		"layers without areas":       {"layers:\n  web: {may_import: []}", "declare it below areas"},
		"layers as a list":           {areas + "layers: [web]", "must be a mapping"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := parse("seam.yaml", []byte(c.text))
			var e *Error
			if !errors.As(err, &e) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %s", err, c.want)
			}
		})
	}
}
