package split

import (
	"path"
	"slices"
	"strings"
	"testing"

	"seam/analyze/finding"
	"seam/analyze/reuse"
	"seam/analyze/whatif"
)

// judged ranks the monorepo as seen with other repositories.
func judged(r *reuse.Result) Result {
	g, c := monorepo()
	b := whatif.Prepare(whatif.Input{Imports: g, Changes: c, SourceOf: func(p string) (string, bool) { return path.Dir(p), true }})
	return Judge(Rank(Input{Base: b, Imports: g, Changes: c, Outside: r.Outside}), Context{Reuse: r})
}

func evidenceOf(list []Evidence, code string) (Evidence, bool) {
	i := slices.IndexFunc(list, func(e Evidence) bool { return e.Code == code })
	if i < 0 {
		return Evidence{}, false
	}
	return list[i], true
}

func TestOutsideUsersAreEvidence(t *testing.T) {
	r := &reuse.Result{
		Repositories: []reuse.Repository{{Name: "x.org/a"}, {Name: "x.org/b"}, {Name: "x.org/c"}},
		Uses: []reuse.Use{
			{Package: "billing", Repository: "x.org/a", Importers: []string{"p", "q"}, Versions: []string{"v1.0.0"}, Sites: []finding.Location{{File: "p/p.go", Line: 3}}},
			{Package: "billing/tax", Repository: "x.org/a", Importers: []string{"q"}, Versions: []string{"v1.0.0"}},
			{Package: "billing/tax", Repository: "x.org/b", TestImporters: 2},
			{Package: "billing/tax", Repository: "x.org/c", Importers: []string{"q"}, Versions: []string{"v1.0.0", "v1.2.0"}},
		},
		Copies: []reuse.Copy{
			{Package: "billing", Repository: "x.org/b", Kind: reuse.Near, Here: finding.Location{File: "billing/x.go", Line: 9}, There: finding.Location{File: "y.go", Line: 2}, Lines: 50, Similarity: 0.5, First: reuse.Here},
			{Package: "billing", Repository: "x.org/b", Kind: reuse.Vendored, Foreign: "x.org/d/e", Here: finding.Location{File: "billing/z.go", Line: 9}},
		},
	}
	c := find(t, judged(r), "split:billing")
	for code, want := range map[string]string{
		"imported-outside": "3 packages of 2 other repositories import it: x.org/a (2 at v1.0.0), x.org/c (1 at 2 versions)",
		"copied-outside":   "1 file of it stands in x.org/b too; it was here first",
		"vendored-outside": "code of 1 file of it stands in what x.org/b vendors: x.org/d/e",
	} {
		if e, _ := evidenceOf(c.For, code); e.Text != want || e.N != 3 {
			t.Errorf("%s: %q of %d, want %q", code, e.Text, e.N, want)
		}
	}
	if e, _ := evidenceOf(c.For, "copied-outside"); !slices.Equal(e.IDs, []string{"billing/x.go:9 = x.org/b:y.go:2 (50%, 50 lines)"}) {
		t.Errorf("ids %q", e.IDs)
	}
	if _, ok := evidenceOf(c.Against, "moves-outside-users"); !ok {
		t.Error("the price of a new path is not told")
	}
	if _, ok := evidenceOf(find(t, judged(nil), "split:billing").For, "imported-outside"); ok {
		t.Error("outside users without other repositories")
	}
}

// What only other repositories import has users, and is not folded under a folder of
// which they use nothing more.
func TestOutsideUsersKeepAPart(t *testing.T) {
	plain := judged(nil)
	if slices.ContainsFunc(plain.Candidates, func(c Candidate) bool { return c.ID == "split:billing/tax" }) {
		t.Fatal("billing/tax is a candidate already")
	}
	r := &reuse.Result{Repositories: []reuse.Repository{{Name: "x.org/a"}},
		Uses: []reuse.Use{{Package: "billing/tax", Repository: "x.org/a", Importers: []string{"p"}}, {Package: "cmd/shop", Repository: "x.org/a", Importers: []string{"p"}}}}
	with := judged(r)
	find(t, with, "split:billing/tax")
	for _, c := range with.Candidates {
		if c.ID == "split:cmd/shop" && strings.Contains(c.Reason, "no one to serve") {
			t.Errorf("cmd/shop has a user: %s", c.Reason)
		}
	}
}
