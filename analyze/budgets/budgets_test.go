package budgets

import (
	"fmt"
	"strings"
	"testing"

	"seam/analyze/chains"
	"seam/analyze/config"
	"seam/analyze/modules"
)

var set = &modules.Set{Units: []modules.Unit{
	{Path: ".", Manifest: "go.mod", Ecosystem: "go", GoVersion: "1.24"},
	{Path: "old", Manifest: "old/go.mod", Ecosystem: "go", GoVersion: "1.16"},
	{Path: "web", Manifest: "web/package.json", Ecosystem: "npm"},
}}

var measured = chains.Result{
	Chains: []chains.Chain{
		{Unit: ".", Ecosystem: "go", Length: 9, FirstPartyLength: 4, Path: []string{"a", "b", "c", "d", "e"}},
		{Unit: "..", Ecosystem: "go", FirstPartyLength: 40},
	},
	Dependencies: []chains.Dependencies{
		{Unit: ".", Ecosystem: "go", Direct: 3, Listed: 8},
		{Unit: "..", Ecosystem: "go", Direct: 300, Listed: 800},
		{Unit: "old", Ecosystem: "go", Direct: 1, Listed: 2},
		{Unit: "web", Ecosystem: "npm", Direct: 4, Listed: 4, Total: 90},
	},
}

func TestCheck(t *testing.T) {
	for name, c := range map[string]struct {
		budgets config.Budgets
		want    string
	}{
		"none":   {config.Budgets{}, ""},
		"kept":   {config.Budgets{Direct: 4, Transitive: 90, FirstPartyChain: 4}, "warning budget-unmeasured old/go.mod"},
		"direct": {config.Budgets{Direct: 3}, "too-many:direct:npm:web 4 web/package.json requires 4 packages directly, above the budget of 3 (max_direct)"},
		"transitive": {config.Budgets{Transitive: 7}, "too-many:transitive:go:. 8 go.mod brings 8 modules in all, above the budget of 7 (max_transitive)\n" +
			"too-many:transitive:npm:web 90 web/package.json brings 90 packages in all, above the budget of 7 (max_transitive)\nwarning budget-unmeasured old/go.mod"},
		"chain": {config.Budgets{FirstPartyChain: 3}, "long-chain:chain:go:. 4 go.mod has a chain of 4 steps between packages of this repository (a > b > ... > e), above the budget of 3 (max_first_party_chain)"},
	} {
		t.Run(name, func(t *testing.T) {
			r := Check(set, measured, c.budgets)
			var got []string
			for _, f := range r.Findings {
				got = append(got, fmt.Sprintf("%s %d %s", f.ID, f.Key.Size, f.Message))
			}
			for _, w := range r.Warnings {
				got = append(got, "warning "+w.Code+" old/go.mod")
				if !strings.Contains(w.Message, "against old/go.mod:") {
					t.Error(w.Message)
				}
			}
			if s := strings.Join(got, "\n"); s != c.want {
				t.Errorf("got\n%s\nwant\n%s", s, c.want)
			}
		})
	}
}

// The number does not make another finding of it: it only says whether it grew.
func TestFingerprint(t *testing.T) {
	less := measured
	less.Dependencies = []chains.Dependencies{{Unit: "web", Ecosystem: "npm", Direct: 5}}
	a := Check(set, measured, config.Budgets{Direct: 3}).Findings[0]
	b := Check(set, less, config.Budgets{Direct: 3}).Findings[0]
	if a.Fingerprint != b.Fingerprint || a.Key.Covers(*b.Key) || !b.Key.Covers(*a.Key) {
		t.Errorf("%+v\n%+v", a, b)
	}
}
