package sections

import (
	"strings"
	"testing"

	"seam/analyze/diamonds"
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

// Where a dependency is in conflict twice, each says where: two locks of a folder are two files.
func TestConflictsSayWhere(t *testing.T) {
	at := func(id, unit, file string) diamonds.Diamond {
		return diamonds.Diamond{ID: id, Dependency: "react", Unit: unit, Versions: []diamonds.Version{{Locations: []finding.Location{{File: file}}}}}
	}
	npm, yarn, other := at("1", "web", "web/package-lock.json"), at("2", "web", "web/yarn.lock"), at("3", "app", "app/package.json")
	for _, c := range []struct {
		of   diamonds.Diamond
		all  []diamonds.Diamond
		want string
	}{
		{npm, []diamonds.Diamond{npm}, ""},
		{npm, []diamonds.Diamond{npm, other}, "web"},
		{other, []diamonds.Diamond{npm, yarn, other}, "app"},
		{yarn, []diamonds.Diamond{npm, yarn, other}, "web/yarn.lock"},
	} {
		if got := apart(c.all, c.of); got != c.want {
			t.Errorf("%s: %q, want %q", c.of.ID, got, c.want)
		}
	}
}
