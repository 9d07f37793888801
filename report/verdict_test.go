package report

import (
	"strings"
	"testing"

	"seam/analyze/split"
	"seam/report/model"
)

// Where no part is to be split out the first screen names those that come nearest, and what
// keeps each.
func TestNearestParts(t *testing.T) {
	part := func(title, reason string, score float64) split.Candidate {
		return split.Candidate{ID: "split:" + title, Title: title, Verdict: split.Leave, Reason: reason, Score: score}
	}
	r := &model.Report{Split: &model.SplitSummary{Verdict: "leave it as it is"}, Candidates: []split.Candidate{
		part("web", "nothing imports it", 3), part("core", "80% of its 40 changes also change other packages", 10), part("loan", "too costly", 4), part("tax", "too early", 1),
	}}
	text := rendered(t, r, Text, Options{Width: -1})
	want := `  - none: Those with most points, and why each is left:
  - core: 80% of its 40 changes also change other packages.
  - loan: too costly.
  - web: nothing imports it.
  - All of them, part by part, under candidates.
`
	if !strings.Contains(text, want) {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
	r.Candidates[0].Verdict = split.Module
	if text := rendered(t, r, Text, Options{Width: -1}); strings.Contains(text, "most points, and why") {
		t.Errorf("a part is advised, and yet others are called nearest:\n%s", text)
	}
}
