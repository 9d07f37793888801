package sections

import (
	"strings"
	"testing"

	"seam/analyze/finding"
	"seam/report/model"
)

// The first screen has room for few caveats: those that take most from the answer.
func TestCaveatsOnTheFirstScreen(t *testing.T) {
	r := &model.Report{Warnings: []finding.Warning{
		{Code: "addresses-alike", Message: "people"}, {Code: "go-symlink", Message: "links"},
		{Code: "imports-not-read", Message: "languages"}, {Code: "manifests-left-out", Message: "manifests"}, {Code: "shallow-clone", Message: "depth"},
	}}
	var got []string
	for _, i := range notLookedAt(r).Items {
		got = append(got, i.Text)
	}
	if want := "languages, depth, links, people, 1 more caveat."; strings.Join(got, ", ") != want {
		t.Errorf("%s, want %s", strings.Join(got, ", "), want)
	}
}
