package sections

import (
	"seam/analyze/chains"
	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/report/model"
	"testing"
)

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
