package split

import (
	"testing"

	"seam/analyze/profile"
)

func TestHops(t *testing.T) {
	hot := &profile.Cut{Samples: 2000, Own: 0.4, InShare: 0.25, OutShare: 0.005,
		In:  []profile.Call{{From: "cmd/x", To: "a", Share: 0.5, Samples: 1000, Stacks: 9, Start: true}, {From: "web", To: "a", Share: 0.25, Samples: 500, Stacks: 7}},
		Out: []profile.Call{{From: "a", To: "log", Share: 0.005, Samples: 10, Stacks: 1}}}
	short, cold := *hot, *hot
	short.Samples = 50
	cold.InShare, cold.Own = 0.001, 0.01
	for _, c := range []struct {
		name     string
		cut      *profile.Cut
		packages int
		pro, con string
	}{
		{"no profile", nil, 1, "", ""},
		{"too few samples", &short, 1, "", ""},
		{"cold", &cold, 1, "", ""},
		{"hot", hot, 1, "it burns 40% of 2,000 CPU samples itself with 1 of 10 packages: on machines of its own it could be scaled apart from the rest",
			"of 2,000 CPU samples, 25% fell into calls of it and 0.5% into its calls of the rest, most in web -> a (25%). As a service each such call crosses a network, " +
				"which is at least 5,000 times slower than a function call. Samples are time, not calls: count the calls first"},
		{"hot, but half of everything", hot, 5, "", "of 2,000 CPU samples, "},
	} {
		text := func(list []Evidence) string {
			if len(list) == 0 {
				return ""
			}
			return list[0].Text
		}
		if got := text(ownCPU(c.cut, c.packages, 10)); got != c.pro {
			t.Errorf("%s: for %q, want %q", c.name, got, c.pro)
		}
		if got := text(hotCalls(c.cut)); len(got) < len(c.con) || got[:len(c.con)] != c.con || c.con == "" && got != "" {
			t.Errorf("%s: against %q, want %q", c.name, got, c.con)
		}
	}
	if ids := hotCalls(hot)[0].IDs; len(ids) != 2 || ids[0] != "web>a (25% of samples, 7 stacks)" {
		t.Errorf("ids %q", ids)
	}
}
