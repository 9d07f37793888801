package split

import (
	"strings"
	"testing"

	"seam/analyze/whatif"
)

// TestLacks: a score that is too low says what keeps most points from the part, and only
// what speaks against it.
func TestLacks(t *testing.T) {
	j := &judge{m: &measurer{b: &whatif.Base{Packages: make([]string, 40)}}}
	calm := past{changes: 40, alone: 30, weight: 40, aloneW: 30, along: 1, expected: 40, focus: 0.5}
	busy := calm
	busy.alone, busy.aloneW = 1, 1
	for _, c := range []struct {
		name string
		f    features
		want string
	}{
		{"nothing used", features{packages: 2, lines: 2000, depth: 1, taken: 71, inside: 11, leaving: 17, single: calm},
			"no name of it is used outside it, and 17 of its 28 imports lead out of it"},
		{"gives less than it takes", features{packages: 2, lines: 2000, depth: 2, given: 4, taken: 11, inside: 9, single: busy},
			"it uses 11 names of the rest, which uses 4 of it, and only 1 of its 40 commits touches nothing else"},
		{"small and buried", features{packages: 1, lines: 120, depth: 6, given: 40, taken: 1, single: calm},
			"it lies 6 folders deep, as a detail of what is above it, and it has only 120 lines"},
		{"one package that imports nothing is told nothing of imports", features{packages: 1, lines: 2000, depth: 1, given: 40, single: calm}, ""},
		{"one commit", features{packages: 2, lines: 2000, depth: 1, given: 40, inside: 9, single: past{changes: 1, alone: 1, weight: 1, aloneW: 1, expected: 40, focus: 1}},
			"one commit alone touches it"},
		{"large", features{packages: 30, lines: 90000, depth: 1, given: 400, inside: 100, single: calm},
			"it is 75% of all packages, and it has 90,000 lines, too many for one part"},
	} {
		s := scored{features: c.f}
		s.values, s.reached = evaluate(c.f, totals{packages: 40})
		s.terms = termsOf(s, totals{packages: 40}, make([][]float64, len(scorecard)))
		if got := strings.Join(j.lacks(s, 2), ", and "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
