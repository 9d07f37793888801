package imports

import (
	"slices"
	"testing"

	"seam/analyze/finding"
)

// Of a folder without Rust nobody wants to know which paths of Rust lead nowhere; what is
// said of manifests stays, since those above a folder count in it.
func TestWithinLeavesOutOtherLanguages(t *testing.T) {
	g := &Graph{
		Packages: []Package{{Path: "core", Language: "rust"}, {Path: "web/src", Language: "vue"}},
		Warnings: []finding.Warning{{Code: "broken-manifest", Count: 1}, {Code: "js-import-unresolved", Count: 2}, {Code: "rust-unresolved", Count: 3}},
	}
	for folder, want := range map[string][]string{
		".": {"broken-manifest", "js-import-unresolved", "rust-unresolved"}, "core": {"broken-manifest", "rust-unresolved"},
		"web": {"broken-manifest", "js-import-unresolved"}, "docs": {"broken-manifest"},
	} {
		var got []string
		for _, w := range g.Within(folder).Warnings {
			got = append(got, w.Code)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", folder, got, want)
		}
	}
}
