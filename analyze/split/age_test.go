package split

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	"seam/analyze/history"
)

// TestIdle: a part that nobody has changed for a year says so, with the change that was the
// last, whether that touched other parts or not.
func TestIdle(t *testing.T) {
	g, c := monorepo()
	list := c.List.Fields()
	last := ""
	for i := range list {
		if paths := list[i].Files; c.Paths[paths[0]] == "billing/x.go" || c.Paths[paths[0]] == "billing/tax/x.go" {
			if last == "" {
				last = list[i].ID.String()
			}
			list[i].When -= 800 * day
		}
	}
	slices.SortStableFunc(list, func(a, b history.ChangeFields) int { return cmp.Compare(b.When, a.When) })
	c.List = history.ListOf(list...)
	against := find(t, rank(g, c), "split:billing").Against
	i := slices.IndexFunc(against, func(e Evidence) bool { return e.Code == "idle" })
	if i < 0 {
		t.Fatalf("nothing says that it is idle: %+v", against)
	}
	if e := against[i]; !slices.Equal(e.IDs, []string{last}) || !strings.Contains(e.Text, "since 2021-09") || e.Value < 700 {
		t.Errorf("%q, %v days, commits %q, the last one is %s", e.Text, e.Value, e.IDs, last)
	}
	for _, e := range find(t, rank(monorepo()), "split:billing").Against {
		if e.Code == "idle" {
			t.Errorf("changed yesterday, and %q", e.Text)
		}
	}
	g, c = monorepo()
	c.List = history.ListOf(slices.DeleteFunc(c.List.Fields(), func(f history.ChangeFields) bool {
		return slices.ContainsFunc(f.Files, func(p int32) bool { return strings.HasPrefix(c.Paths[p], "billing/") })
	})...)
	for _, never := range rank(g, c).Candidates {
		if text := fmt.Sprint(never); strings.Contains(text, "1970") {
			t.Errorf("%s was never changed, and it is told when: %s", never.ID, text)
		}
	}
}
