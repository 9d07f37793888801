package compare_test

import (
	"testing"

	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/analyze/modules"
	"seam/report/compare"
)

// asking is one Go unit a folder, each asking for a version of x; "" asks for nothing.
func asking(versions map[string]string) *modules.Set {
	s := &modules.Set{}
	for _, folder := range []string{"a", "b", "c"} {
		u := modules.Unit{Path: folder, Ecosystem: "go"}
		if v := versions[folder]; v != "" {
			u.Requirements = []modules.Requirement{{Name: "x", Version: v}}
		}
		s.Units = append(s.Units, u)
	}
	return s
}

func TestExplainVersions(t *testing.T) {
	conflict := diamonds.Diamond{ID: "d", Ecosystem: "go", Dependency: "x", Versions: []diamonds.Version{{RequiredBy: []string{"a"}}, {RequiredBy: []string{"b"}}}}
	head := asking(map[string]string{"a": "v0.1.0", "b": "v0.2.0", "c": "v0.3.0"})
	for _, c := range []struct {
		what string
		base map[string]string
		want string
	}{
		{"a side moved", map[string]string{"a": "v0.1.0", "b": "v0.1.0"}, "m; new here: v0.2.0 in b, v0.1.0 before"},
		{"a side came", map[string]string{"a": "v0.1.0"}, "m; new here: v0.2.0 in b, which did not ask for it before"},
		{"only a lock changed", map[string]string{"a": "v0.1.0", "b": "v0.2.0"}, "m"},
	} {
		got := compare.ExplainVersions([]finding.Finding{{ID: "d", Message: "m"}, {ID: "other", Message: "n"}}, []diamonds.Diamond{conflict}, asking(c.base), head)
		if got[0].Message != c.want || got[1].Message != "n" {
			t.Errorf("%s: %q and %q, want %q and n", c.what, got[0].Message, got[1].Message, c.want)
		}
	}
}
