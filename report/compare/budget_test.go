package compare_test

import (
	"strings"
	"testing"

	"seam/analyze/budgets"
	"seam/analyze/chains"
	"seam/analyze/config"
	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/report/compare"
)

// locked is a package.json with its lock: each requirement brings what the lock says.
func locked(names ...string) *modules.Set {
	u := modules.Unit{Path: "web", Manifest: "web/package.json", Ecosystem: "npm"}
	l := modules.Lock{File: "package-lock.json", Path: ".", Ecosystem: "npm", Packages: []modules.Package{
		{Name: "web", Version: "1.0.0", Unit: "web"},
	}}
	needs := map[string][]string{"big": {"b1", "b2", "shared"}, "small": {"shared"}, "b1": {"big"}} // with a cycle
	at := map[string]int{}
	var add func(name string) int
	add = func(name string) int {
		if i, ok := at[name]; ok {
			return i
		}
		i := len(l.Packages)
		at[name] = i
		l.Packages = append(l.Packages, modules.Package{Name: name, Version: "1.0.0"})
		for _, n := range needs[name] {
			l.Packages[i].Requires = append(l.Packages[i].Requires, modules.Link{To: add(n)})
		}
		return i
	}
	for i, n := range names {
		u.Requirements = append(u.Requirements, modules.Requirement{Name: n, Version: "^1.0.0", Location: finding.Location{File: u.Manifest, Line: 5 + i}})
		to := add(n)
		l.Packages[0].Requires = append(l.Packages[0].Requires, modules.Link{To: to})
	}
	return &modules.Set{Units: []modules.Unit{u}, Locks: []modules.Lock{l}}
}

func explained(t *testing.T, b config.Budgets, base, head *modules.Set) finding.Finding {
	t.Helper()
	measured := chains.Measure(head, &imports.Graph{})
	found := budgets.Check(head, measured, b).Findings
	if len(found) != 1 {
		t.Fatalf("%d findings, want 1: %+v", len(found), found)
	}
	return compare.ExplainBudgets(found, compare.Facts{Modules: base}, compare.Facts{Modules: head})[0]
}

// A requirement brings itself and what only it brings; what two need counts for neither.
func TestExplainBudgets(t *testing.T) {
	for name, c := range map[string]struct {
		base, head []string
		want, at   string
	}{
		"one":          {[]string{"x", "y"}, []string{"x", "y", "big"}, "; 2 before: adding big brings 4 packages", "web/package.json:7"},
		"two":          {[]string{"x"}, []string{"x", "small", "big"}, "; 1 before: adding big brings 3 packages, adding small brings 1 package", "web/package.json:7"},
		"five":         {nil, []string{"p", "q", "r", "s", "big"}, "; 0 before: adding big brings 4 packages, adding p brings 1 package, adding q brings 1 package, 2 more are new", "web/package.json:9"},
		"one left":     {[]string{"x", "y", "z"}, []string{"y", "z", "small"}, "; 3 before: adding small brings 2 packages", "web/package.json:7"},
		"there anyway": {[]string{"x", "big"}, []string{"x", "big", "shared"}, "; 2 before: shared is new and brings nothing that was not needed anyway", "web/package.json:7"},
		"none added":   {[]string{"x", "y", "z"}, []string{"x", "y", "z"}, "; 3 before", "web/package.json"},
	} {
		t.Run(name, func(t *testing.T) {
			f := explained(t, config.Budgets{Direct: 2}, locked(c.base...), locked(c.head...))
			_, got, _ := strings.Cut(f.Message, "(max_direct)")
			if got != c.want || f.Location.String() != c.at {
				t.Errorf("%s at %s, want %s at %s", got, f.Location, c.want, c.at)
			}
		})
	}
}

func TestExplainNewUnit(t *testing.T) {
	f := explained(t, config.Budgets{Direct: 1}, &modules.Set{}, locked("x", "big"))
	if want := "web/package.json requires 2 packages directly, above the budget of 1 (max_direct): adding big brings 4 packages, adding x brings 1 package"; f.Message != want {
		t.Errorf("got  %s\nwant %s", f.Message, want)
	}
}

// What was needed anyway is not to blame for a number that grew.
func TestExplainTransitive(t *testing.T) {
	f := explained(t, config.Budgets{Transitive: 4}, locked("small"), locked("shared", "small", "big"))
	if want := "web/package.json brings 5 packages in all, above the budget of 4 (max_transitive); 2 before: adding big brings 3 packages"; f.Message != want {
		t.Errorf("got  %s\nwant %s", f.Message, want)
	}
}
