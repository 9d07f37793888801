package split

import (
	"strings"
	"testing"
)

// TestWait: two parts are advised at a time, whatever is left between them; the others
// say what comes first and what they would be.
func TestWait(t *testing.T) {
	list := []Candidate{
		{ID: "split:a", Title: "a", Verdict: Library},
		{ID: "split:b", Title: "b", Verdict: Leave, Reason: "too early"},
		{ID: "split:c", Title: "c", Verdict: Service},
		{ID: "split:d", Title: "d", Verdict: Module, Reason: "4 packages import it"},
		{ID: "split:e", Title: "e", Verdict: Library},
	}
	wait(list, []int{0, 2, 3, 4})
	for i, want := range []Verdict{Library, Leave, Service, Leave, Leave} {
		if got := list[i]; got.Verdict != want || (got.After != nil) != (i > 2) {
			t.Errorf("%s: %s after %v", got.ID, got.Verdict, got.After)
		}
	}
	if list[1].Reason != "too early" {
		t.Errorf("what is left anyway says %q", list[1].Reason)
	}
	d := list[3]
	if !strings.Contains(d.Reason, "it can wait for a and c") || !strings.HasSuffix(d.Reason, "alone it would be a module: 4 packages import it") || d.Next != "decide on a and c first" {
		t.Errorf("%q, next %q", d.Reason, d.Next)
	}
	if got := waiting(list); got != " and 2 more can wait" {
		t.Errorf("%q", got)
	}
}
