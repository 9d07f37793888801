package split

import (
	"testing"

	"seam/analyze/imports"
	"seam/analyze/whatif"
)

func TestNamesOfAModuleAreItsAPIAlready(t *testing.T) {
	j := &judge{}
	s := scored{features: features{given: 3, importers: 2}}
	for want, c := range map[string]Candidate{
		"3 names that 2 packages use become a versioned API": {Cut: whatif.Cut{ImportsIn: 2}},
		"3 names that 2 packages use are its API already":    {Cut: whatif.Cut{ImportsIn: 2}, For: []Evidence{{Code: "own-module"}}},
	} {
		if got := j.border(s, c); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestNoneOfItsCommitsTouchesNothingElse(t *testing.T) {
	for _, c := range []struct {
		alone, changes int
		want           string
	}{{0, 5, "all of its 5 commits touch other packages too"}, {1, 5, "only 1 of its 5 commits touches nothing else"}} {
		f := features{}
		f.single.alone, f.single.changes = c.alone, c.changes
		if got := (&judge{}).lack("changes-alone", f); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// Nobody requires a release of a program, though it has a manifest of its own.
func TestNextOfServices(t *testing.T) {
	c := Candidate{Verdict: Service, Folders: []string{"shop/web"}, For: []Evidence{{Code: "own-module"}}}
	if got, want := next(c, back{}, imports.Ecosystem{}), "replay the cut: seam whatif --extract shop/web"; got != want {
		t.Errorf("next: %q, want %q", got, want)
	}
}

// TestNextOfSeveralFolders: what lies in several folders is brought together before it can be
// a module; headers and what implements them stay where they are.
func TestNextOfSeveralFolders(t *testing.T) {
	c := Candidate{Title: "azure", Verdict: Module, Folders: []string{"apis/azure", "clients/azure", "pkg/azure", "stack/azure"}}
	for language, want := range map[string]string{
		"go":  "bring its 4 folders together in one (apis/azure, clients/azure, pkg/azure and 1 more), which can then have its own go.mod",
		"c++": "give azure its own CMakeLists.txt and run its tests alone",
	} {
		if got := next(c, back{}, imports.EcosystemOf(language)); got != want {
			t.Errorf("%s: %q", language, got)
		}
	}
}
