package split

import (
	"testing"

	"seam/analyze/whatif"
)

// TestSurfaceEvidence: a surface that rests speaks for a split, one that moves against
// it, and of too few months nothing is said.
func TestSurfaceEvidence(t *testing.T) {
	month := []whatif.Release{{Month: "2024-02", Names: []string{"a.X"}}, {Month: "2024-05", Names: []string{"a.Y"}}}
	for _, c := range []struct {
		name         string
		r            *whatif.Releases
		pro, against string
	}{
		{"not followed", nil, "", ""},
		{"five months", &whatif.Releases{Months: 5}, "", ""},
		{"at rest", &whatif.Releases{Months: 12}, "the names that it exports to others did not change in 12 months", ""},
		{"seldom", &whatif.Releases{Months: 12, Additive: 1, Breaking: 2, ByMonth: month},
			"the names that it exports to others changed in only 3 of 12 months, in 2 of them by removing or changing names", ""},
		{"often", &whatif.Releases{Months: 12, Additive: 4, Used: 2, Unread: []string{"b"}, ByMonth: month}, "",
			"the names that it exports to others changed in 4 of 12 months, always by adding names alone: each of these months would have been a versioned release; in 2 of them names that others use today were added or changed (of 1 more package that others import the past is not known)"},
		{"always breaking", &whatif.Releases{Months: 6, Breaking: 6, ByMonth: month}, "",
			"the names that it exports to others changed in 6 of 6 months, always by removing or changing names: each of these months would have been a versioned release"},
	} {
		if got := textOf(quietSurface(c.r)); got != c.pro {
			t.Errorf("%s: for %q, want %q", c.name, got, c.pro)
		}
		if got := textOf(busySurface(c.r)); got != c.against {
			t.Errorf("%s: against %q, want %q", c.name, got, c.against)
		}
	}
	if ids := releaseIDs(&whatif.Releases{ByMonth: month}); len(ids) != 2 || ids[0] != "2024-05 a.Y" {
		t.Errorf("ids %v: the newest month comes first", ids)
	}
}

func textOf(list []Evidence) string {
	if len(list) == 0 {
		return ""
	}
	return list[0].Text
}
