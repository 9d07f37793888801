package report

import (
	"strings"
	"testing"

	"seam/analyze/chains"
	"seam/analyze/diamonds"
	"seam/analyze/finding"
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

// Manifests agree only as far as they say versions.
func TestNoDiamondsOfUnknownVersions(t *testing.T) {
	r := &model.Report{Diamonds: []diamonds.Diamond{}, Dependencies: []chains.Dependencies{{Unit: "a", Ecosystem: "gradle"}, {Unit: "b", Ecosystem: "maven"}}}
	if got, want := noDiamonds(r), "No diamonds: 2 manifests agree."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	r.Warnings = []finding.Warning{{Code: "unknown-versions", Count: 82}, {Code: "gradle-computed", Count: 5}, {Code: "unknown-versions", Count: 3}}
	want := "No diamonds as far as versions are written down: 2 manifests agree, but 85 versions are set outside or worked out by scripts, and could not be compared."
	if got := noDiamonds(r); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// The map says where the dependencies went that have no arrow.
func TestMapSaysWhereDependenciesAre(t *testing.T) {
	pack := func(path, area string, imports ...string) model.Package {
		return model.Package{Path: path, Area: area, Imports: imports}
	}
	tangle := []model.Package{pack("a", "a", "b"), pack("b", "b", "a")}
	for _, c := range []struct {
		packages []model.Package
		want     string
	}{
		{tangle, "Of 2 dependencies all are inside the red box."},
		{append(tangle[:2:2], pack("c", "c", "a")), "Of 3 dependencies 1 has an arrow, 2 are inside the red box."},
		{append(tangle[:2:2], pack("c", "c", "a", "b")), "Of 4 dependencies 1 has an arrow, 2 are inside the red box, the others follow from arrows."},
		{[]model.Package{pack("a", "a", "b", "c"), pack("b", "b", "c"), pack("c", "c")}, "Of 3 dependencies 2 have an arrow, the others follow from arrows."},
		{[]model.Package{pack("a", "a", "b"), pack("b", "b")}, "1 dependency between them."},
	} {
		if lead := newMap(&model.Report{Packages: c.packages}).section().Lead; !strings.HasSuffix(lead, c.want) {
			t.Errorf("%q, want %q", lead, c.want)
		}
	}
}
