package modules

import (
	"strings"
	"testing"
)

func TestMatchFolder(t *testing.T) {
	for _, c := range []struct {
		pattern, folder string
		want            bool
	}{
		{"crates/*", "crates/a", true}, {"crates/*", "crates/a/b", false}, {"crates/*", "crates", false},
		{"crates/**", "crates/a/b", true}, {"crates/**", "crates", true}, {"**/x", "a/b/x", true}, {"**/x", "x", true},
		{"a?c/[xy]", "abc/x", true}, {"a", "b", false}, {"a/**/b", "a/b", true}, {"a/**/b/**/c", "a/x/b/b/y/c", true},
		{"a/**/b", "a/b/c", false}, {"[", "[", false}, {"a", "a/b", false}, {".", ".", true}, {"**", "a/b", true},
	} {
		if got := MatchFolder(c.pattern, c.folder); got != c.want {
			t.Errorf("%s matches %s: %v", c.pattern, c.folder, got)
		}
	}
}

// TestMatchFolderManyStars: to try all ways in which 500 wildcards fit would never end.
func TestMatchFolderManyStars(t *testing.T) {
	if MatchFolder(strings.Repeat("**/a/", 500)+"b", strings.Repeat("a/", 2000)+"a") {
		t.Error("matches")
	}
}

func TestRequirementsOf(t *testing.T) {
	u := Unit{Requirements: []Requirement{{Name: "a", Version: "1"}, {Name: "b", Version: "1"}, {Name: "b", Version: "2"}, {Name: "c", Version: "1"}}}
	for name, want := range map[string]int{"a": 1, "b": 2, "c": 1, "bb": 0, "": 0, "z": 0} {
		if got := len(u.Of(name)); got != want {
			t.Errorf("%d requirements of %q, want %d", got, name, want)
		}
	}
}

func TestInside(t *testing.T) {
	for _, c := range []struct {
		from, to, want string
		ok             bool
	}{
		{".", "./a", "a", true},
		{"x/y", "../z", "x/z", true},
		{"x/y", "../..", ".", true},
		{"x", `..\z`, "z", true},
		{"x", "../../z", "", false},
		{".", "..", "", false},
		{".", "/abs", "", false},
		{".", `C:\abs`, "", false},
	} {
		if got, ok := Inside(c.from, c.to); got != c.want || ok != c.ok {
			t.Errorf("Inside(%q, %q) = %q, %v", c.from, c.to, got, ok)
		}
	}
}

func TestLiesIn(t *testing.T) {
	for folder, want := range map[string]bool{".": false, "vendor": true, "a/vendor/b": true, "a/vendored": false, "": false} {
		if got := LiesIn(folder, "testdata", "vendor"); got != want {
			t.Errorf("LiesIn(%q) = %v", folder, got)
		}
	}
	for folder, want := range map[string]bool{".": false, "a/.git/b": true, "_old": true, "a_/b.c": false, "": false} {
		if got := IsHidden(folder, "._"); got != want {
			t.Errorf("IsHidden(%q) = %v", folder, got)
		}
	}
}
