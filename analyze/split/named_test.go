package split

import (
	"path"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/whatif"
)

// TestNamedPartIsItsCandidate: of a part that is a candidate the same is said, whoever
// names it.
func TestNamedPartIsItsCandidate(t *testing.T) {
	ranking := rankedMonorepo()
	all := Judge(ranking, Context{}).Candidates
	checked := 0
	for _, c := range all {
		if c.Within != "" {
			continue // which of two nested parts to take is a question of the whole list
		}
		got := JudgeParts(ranking, Context{}, []Named{{Title: c.Title, Folders: c.Folders, Packages: c.Packages}})
		if d := cmp.Diff([]Candidate{c}, got); d != "" {
			t.Errorf("%s (-ranked +named):\n%s", c.Title, d)
		}
		checked++
	}
	if checked < 4 {
		t.Errorf("only %d candidates were compared", checked)
	}
}

// TestNamedParts: a part that no folder is, is judged whole, and takes a place among
// the others without its near-duplicates.
func TestNamedParts(t *testing.T) {
	ranking := rankedMonorepo()
	got := JudgeParts(ranking, Context{}, []Named{
		{Title: "core+web", Folders: []string{"core/orders", "web"}, Packages: []string{"core/orders", "core/stock", "web", "web/admin"}},
		{Title: "nothing", Packages: []string{"nowhere"}},
	})
	if len(got) != 1 || got[0].ID != "split:core+web" || len(got[0].Packages) != 4 || got[0].Rank < 1 {
		t.Fatalf("%+v", got)
	}
	if c := got[0]; len(c.Terms) != len(scorecard) || len(c.For)+len(c.Against) == 0 || c.Stability.Draws == 0 || c.Calibration.Text == "" {
		t.Errorf("what is said of a named part lacks something: %+v", c)
	}
}

func rankedMonorepo() *Ranking {
	g, changes := monorepo()
	base := whatif.Prepare(whatif.Input{Imports: g, Changes: changes, SourceOf: func(p string) (string, bool) { return path.Dir(p), true }})
	return Rank(Input{Base: base, Imports: g, Changes: changes})
}
