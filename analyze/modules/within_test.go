package modules

import (
	"strings"
	"testing"

	"seam/analyze/finding"
)

func TestWithin(t *testing.T) {
	s := &Set{
		Units: []Unit{
			{Path: ".", Manifest: "go.mod", Ecosystem: "go"},
			{Path: "a", Manifest: "a/go.mod", Ecosystem: "go", Requirements: []Requirement{{Name: "x", Location: finding.Location{File: "a/go.mod", Line: 3}}}},
			{Path: "a/b", Manifest: "a/b/go.mod", Ecosystem: "go"},
			{Path: "ab", Manifest: "ab/go.mod", Ecosystem: "go"},
		},
		Workspaces: []Workspace{{Path: ".", Manifest: "go.work", Members: []string{".", "a", "a/b"}}},
		Broken:     []Broken{{"go", finding.Location{File: "ab/x/go.mod"}, ""}, {"go", finding.Location{File: "a/x/go.mod"}, ""}},
	}
	for _, c := range []struct{ folder, units, members string }{
		{".", ". a a/b ab", ". a a/b"},
		{"a", ". b", ". b"},
		{"a/c", "..", ".."}, // no unit of its own: it is a part of a
		{"cmd/x", "../..", "../.."},
	} {
		w := s.Within(c.folder)
		var units []string
		for _, u := range w.Units {
			units = append(units, u.Path)
		}
		if got := strings.Join(units, " "); got != c.units {
			t.Errorf("within %s: units %q, want %q", c.folder, got, c.units)
		}
		if got := strings.Join(w.Workspaces[0].Members, " "); got != c.members {
			t.Errorf("within %s: members %q, want %q", c.folder, got, c.members)
		}
	}
	for _, c := range []struct{ folder, broken string }{
		{".", "ab/x/go.mod a/x/go.mod"},
		{"ab/x/docs", "../go.mod"}, // nothing else says what the folder is a part of
		{"a/x", "go.mod"},
		{"a/b", ""},
	} {
		var files []string
		for _, b := range s.Within(c.folder).Broken {
			files = append(files, b.Location.File)
		}
		if got := strings.Join(files, " "); got != c.broken {
			t.Errorf("within %s: broken %q, want %q", c.folder, got, c.broken)
		}
	}
	w := s.Within("a")
	if got := w.Units[0].Requirements[0].Location.String(); got != "go.mod:3" {
		t.Errorf("requirement at %s", got)
	}
	if len(w.Broken) != 1 || w.Broken[0].Location.File != "x/go.mod" {
		t.Errorf("broken: %v", w.Broken)
	}
}
