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
		Broken:     []Broken{{Location: finding.Location{File: "ab/x/go.mod"}}, {Location: finding.Location{File: "a/x/go.mod"}}},
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
	w := s.Within("a")
	if got := w.Units[0].Requirements[0].Location.String(); got != "go.mod:3" {
		t.Errorf("requirement at %s", got)
	}
	if len(w.Broken) != 1 || w.Broken[0].Location.File != "x/go.mod" {
		t.Errorf("broken: %v", w.Broken)
	}
}
