package model

import (
	"errors"
	"strings"
	"testing"

	"seam/analyze/finding"
	"seam/analyze/split"
)

func TestSameThing(t *testing.T) {
	r := func(name, folder, root, head string) Repository {
		return Repository{Name: name, Folder: folder, Root: root, Head: head}
	}
	for _, c := range []struct {
		what string
		a, b Repository
		says string // "" if they can be compared
	}{
		{"one module", r("x.org/a", ".", "1", "h1"), r("x.org/a", ".", "1", "h2"), ""},
		{"another major version", r("x.org/a", ".", "", "h1"), r("x.org/a/v3", ".", "", "h2"), ""},
		{"an older history merged in", r("x.org/a", ".", "1", "h1"), r("x.org/a", ".", "0", "h2"), ""},
		{"a module that moved", r("x.org/a", ".", "1", "h1"), r("y.org/b", ".", "1", "h2"), ""},
		{"without module or history", r("", ".", "", "h1"), r("", ".", "", "h2"), ""},
		{"a module that came later", r("", ".", "", "h1"), r("x.org/a", ".", "1", "h2"), ""},
		{"two modules", r("x.org/a", ".", "1", "h1"), r("x.org/b", ".", "2", "h2"), "one is x.org/a, the other x.org/b"},
		{"two histories", r("", ".", "1", "h1"), r("", ".", "2", "h2"), "histories begin with different commits, 1 and 2"},
		{"two folders", r("x.org/a", "core", "1", "h1"), r("x.org/a", ".", "1", "h1"), "one covers core, the other the whole repository"},
	} {
		err := sameThing(c.a, c.b)
		if (err == nil) != (c.says == "") || err != nil && (!errors.Is(err, ErrOther) || !strings.Contains(err.Error(), c.says)) {
			t.Errorf("%s: %v, want %q", c.what, err, c.says)
		}
	}
}

// What may mislead a reader of the comparison is said: the tool, its options, caveats
// of one side.
func TestDiffNotes(t *testing.T) {
	a := &Report{Tool: Tool{Version: "v1"}, Options: map[string]string{"since": "2023-01-01", "rev": "x", "bots": "true"}, Warnings: []finding.Warning{{Code: "both", Message: "n"}, {Code: "short", Message: "short history"}}}
	b := &Report{Tool: Tool{Version: "v2"}, Options: map[string]string{"rev": "y", "bots": "true"}, Warnings: []finding.Warning{{Code: "both", Message: "m"}}}
	d, err := NewDiff(a, b, "old", "new")
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(d.Notes, " | ")
	want := "made by different versions of seam, v1 and v2: some of the difference may be the tool's | made with different options: --since=2023-01-01 before, none now | only old: short history"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if d, _ := NewDiff(a, a, "a", "a"); len(d.Notes) != 0 || d.Count() != 0 {
		t.Errorf("against itself: %+v", d)
	}
}

// A report of a seam that did not list imports has none to compare; one without
// packages that import anything has an empty list.
func TestSideImports(t *testing.T) {
	for _, c := range []struct {
		what     string
		packages []Package
		known    bool
		n        int
	}{
		{"not read", nil, false, 0},
		{"an older report", []Package{{Path: "a"}, {Path: "b"}}, false, 0},
		{"no package", []Package{}, true, 0},
		{"no import", []Package{{Path: "a", Imports: []string{}}}, true, 0},
		{"imports", []Package{{Path: "a", Imports: []string{"b", "c"}}, {Path: "b", Imports: []string{}}, {Path: "c"}}, true, 2},
	} {
		s := side(&Report{Packages: c.packages, Candidates: []split.Candidate{}})
		if (s.Imports != nil) != c.known || len(s.Imports) != c.n {
			t.Errorf("%s: %v", c.what, s.Imports)
		}
	}
}
