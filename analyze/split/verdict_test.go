package split

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"seam/analyze/dossier"
	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/repo"
	"seam/analyze/whatif"
)

// billing judges the part billing of the monorepo after a change to it.
func billing(t *testing.T, files map[string]string, change func(*imports.Graph, *history.Changes)) Candidate {
	t.Helper()
	g, c := monorepo()
	g.Modules = []imports.Module{{Name: "example.org/shop", Path: "."}}
	for i := range g.Packages {
		g.Packages[i].Module = "example.org/shop"
	}
	if change != nil {
		change(g, c)
	}
	b := whatif.Prepare(whatif.Input{Imports: g, Changes: c,
		SourceOf: func(p string) (string, bool) { return path.Dir(p), true },
		TeamsOf:  func(ch history.Change) []string { return []string{"team " + c.People[ch.Author()].Email[:3]} }})
	ranking := Rank(Input{Base: b, Imports: g, Changes: c})
	in := Context{}
	if files != nil {
		d, err := dossier.Load(context.Background(), repo.Memory(files), dossier.Request{
			Folder: ".", Imports: g, Parts: ranking.Leading(40), Language: func(string) string { return "" }})
		if err != nil {
			t.Fatal(err)
		}
		in.Dossier = d
	}
	return find(t, Judge(ranking, in), "split:billing")
}

// crossing makes n of the changes of billing touch the web too.
func crossing(n int) func(*imports.Graph, *history.Changes) {
	return func(_ *imports.Graph, c *history.Changes) {
		list := c.List.Fields()
		for i := range list {
			if f := list[i].Files; f[0] <= 1 && n > 0 {
				list[i].Files = append(slices.Clone(f), 8)
				n--
			}
		}
		c.List = history.ListOf(list...)
	}
}

// needs makes billing import n packages that import it.
func needs(n int) func(*imports.Graph, *history.Changes) {
	return func(g *imports.Graph, _ *history.Changes) {
		for i := range n {
			name := fmt.Sprintf("core/more%02d", i)
			g.Packages = append(g.Packages, imports.Package{Path: name, Language: "go", Files: []string{"x.go"}, Lines: 100, Module: "example.org/shop"})
			g.Edges = append(g.Edges, imports.Edge{From: "billing", To: name, Kind: imports.Import, Files: 1, Symbols: []string{"X"}},
				imports.Edge{From: "web", To: name, Kind: imports.Import, Files: 1})
		}
		slices.SortFunc(g.Packages, func(a, b imports.Package) int { return strings.Compare(a.Path, b.Path) })
		slices.SortFunc(g.Edges, imports.CompareEdges)
	}
}

// young makes the first change of billing 100 days old.
func young(_ *imports.Graph, c *history.Changes) {
	list := c.List.Fields()
	for i := range list {
		if ch := &list[i]; i > 100 && ch.Files[0] <= 1 {
			ch.Files = []int32{8}
		}
	}
	for range 100 { // the repository is older
		last := list[len(list)-1]
		last.When -= 5 * 86400
		last.ID = repo.ID(fmt.Sprintf("%020d", len(list)))
		list = append(list, last)
	}
	c.List = history.ListOf(list...)
}

// idle makes every change of billing older than a year and a half.
func idle(_ *imports.Graph, c *history.Changes) {
	list := c.List.Fields()
	for i := range list {
		if ch := &list[i]; ch.Files[0] <= 1 {
			ch.When -= 550 * 86400
		}
	}
	slices.SortFunc(list, func(a, b history.ChangeFields) int { return cmp.Compare(b.When, a.When) })
	c.List = history.ListOf(list...)
}

func TestVerdicts(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*imports.Graph, *history.Changes)
		want   Verdict
		reason string
		cost   string
	}{
		{"it stands alone", nil, Library, "most of its changes stay inside", "0 of 60 changes would have crossed"},
		{"half of its changes cross", crossing(36), Module, "60% of its 60 changes crossed: in one repository each stays one pull request", "one pull request still, but two versions to tag"},
		{"nearly all of its changes cross", crossing(55), Leave, "92% of its 60 changes also change other packages", "55 of 60 changes would have crossed"},
		{"hardly any change", func(_ *imports.Graph, c *history.Changes) { c.List = history.ListOf(newest(c, 6)...) }, Leave, "too early: 1,300 lines and 2 changes", ""},
		{"few changes", func(_ *imports.Graph, c *history.Changes) { c.List = history.ListOf(newest(c, 24)...) }, Library, "only 8 changes, too few to say how it changes, so look again later", ""},
		{"new", young, Leave, "too early: it is younger than 6 months, and its border may still move", ""},
		{"nobody has changed it for long", idle, Leave, "nobody has changed it since 2022-05: leaving it as it is costs nothing; were it worked on, it would be a library: ", ""},
		{"hardly any change, long ago", func(g *imports.Graph, c *history.Changes) {
			idle(g, c)
			c.List = history.ListOf(newest(c, 122)...)
		}, Leave, "too little to judge by: 1,300 lines and 2 changes, the last in 2022-05", ""},
		{"some imports back", needs(3), Library, "once 3 imports back into the repository are cut", "3 imports back in 3 files must be cut first"},
		{"dozens of imports back", needs(40), Leave, "too costly: 40 imports lead back", "costly: 40 imports back in 40 files must be cut first"},
		{"generated", func(g *imports.Graph, _ *history.Changes) {
			for i := range g.Packages[:2] {
				g.Packages[i].Generated = g.Packages[i].Files
			}
		}, Module, "all of its 2 files are generated, it needs nothing of this repository", ""},
	} {
		got := billing(t, nil, c.change)
		if got.Verdict != c.want || !strings.Contains(got.Reason, c.reason) || !strings.Contains(got.Cost, c.cost) {
			t.Errorf("%s: %s (%.1f points), %q, cost %q", c.name, got.Verdict, got.Score, got.Reason, got.Cost)
		}
		if len(got.For) == 0 || len(got.Against) == 0 {
			t.Errorf("%s: %d for, %d against", c.name, len(got.For), len(got.Against))
		}
	}
}

// said is the text of one piece of evidence, "" if it is not there.
func said(list []Evidence, code string) string {
	if i := slices.IndexFunc(list, func(e Evidence) bool { return e.Code == code }); i >= 0 {
		return list[i].Text
	}
	return ""
}

// TestFiles: what the files say stands on the side where it belongs.
func TestFiles(t *testing.T) {
	files := map[string]string{
		"billing/README.md":     "# Billing",
		"billing/x.go":          "package billing\nvar q = \"SELECT id FROM invoices\"\nvar h = \"db.pay.corp\"\nvar k = \"SHOP_DSN\"\nfunc f() { os.Getenv(\"SHOP_DSN\") }\n",
		"core/orders/x.go":      "package orders\nvar q = \"INSERT INTO orders (id) VALUES (1)\"\nfunc f() { os.Getenv(\"SHOP_DSN\") }\n",
		"LICENSE":               "GNU Affero General Public License",
		"billing/tax/schema.md": "-",
	}
	c := billing(t, files, nil)
	for code, want := range map[string]string{
		"own-papers": "it has a README of its own",
		"own-data":   "1 table that it names in SQL is used nowhere else",
	} {
		if got := said(c.For, code); !strings.Contains(got, want) {
			t.Errorf("for %s: %q", code, got)
		}
	}
	for code, want := range map[string]string{
		"internal-hosts":   "1 line of its 3 files names a host of an internal network (db.pay.corp)",
		"shared-settings":  "it and the rest both read 1 setting (SHOP_DSN)",
		"licence":          "AGPL-3.0",
		"no-tests":         "none of its 2 packages has tests",
		"ambiguous-import": "as the module example.org/shop/billing in this repository",
	} {
		if got := said(c.Against, code); !strings.Contains(got, want) {
			t.Errorf("against %s: %q", code, got)
		}
	}
	if len(c.Notes) != 0 {
		t.Errorf("notes %v", c.Notes)
	}
	if c := billing(t, nil, nil); len(c.Notes) != 1 || !strings.Contains(c.Notes[0], "were not read") {
		t.Errorf("without files: %v", c.Notes)
	}
}

// TestSharedDatabase: a table that both sides write overrules any score, and the part
// stands behind all others.
func TestSharedDatabase(t *testing.T) {
	c := billing(t, map[string]string{
		"billing/x.go":     "package billing\nvar q = \"UPDATE orders SET paid = true\"\n",
		"core/orders/x.go": "package orders\nvar q = \"INSERT INTO orders (id) VALUES (1)\"\n",
	}, nil)
	if c.Verdict != Leave || !strings.Contains(c.Reason, "both write the table orders (billing/x.go:2 here, core/orders/x.go:2 there)") || c.Rank < 5 {
		t.Errorf("place %d, %s: %s", c.Rank, c.Verdict, c.Reason)
	}
}

// TestTrap: a module below one whose path ends in a major version needs a new path.
func TestTrap(t *testing.T) {
	c := billing(t, nil, func(g *imports.Graph, _ *history.Changes) {
		g.Modules[0].Name = "example.org/shop/v3"
		for i := range g.Packages {
			g.Packages[i].Module = "example.org/shop/v3"
		}
	})
	if got := said(c.Against, "new-path"); !strings.Contains(got, "it becomes example.org/shop/billing, and the 4 imports of it are edited") {
		t.Errorf("%q", got)
	}
}

// TestAlong: what only the part needs can come along, with what it needs itself.
func TestAlong(t *testing.T) {
	c := billing(t, nil, func(g *imports.Graph, _ *history.Changes) {
		for _, p := range []string{"libs/a", "libs/b", "libs/c"} {
			g.Packages = append(g.Packages, imports.Package{Path: p, Language: "go", Files: []string{"x.go"}, Lines: 100, Module: "example.org/shop"})
		}
		for _, e := range []string{"billing>libs/a", "libs/a>libs/b", "libs/a>libs/c", "web>libs/c"} {
			from, to, _ := strings.Cut(e, ">")
			g.Edges = append(g.Edges, imports.Edge{From: from, To: to, Kind: imports.Import, Files: 1})
		}
		slices.SortFunc(g.Packages, func(a, b imports.Package) int { return strings.Compare(a.Path, b.Path) })
		slices.SortFunc(g.Edges, imports.CompareEdges)
	})
	if got := said(c.For, "comes-along"); !strings.Contains(got, "(libs/a, libs/b); 1 import would then lead out of it") {
		t.Errorf("%q", got)
	}
}

// TestNeedsContracts: a part in a cycle that also uses contracts, which are no unit.
func TestNeedsContracts(t *testing.T) {
	c := billing(t, nil, func(g *imports.Graph, h *history.Changes) {
		needs(1)(g, h)
		g.Packages = append(g.Packages, imports.Package{Path: "zcontracts", Language: "protobuf", Files: []string{"bill.proto"}, Module: "buf/shop"})
		g.Modules = append(g.Modules, imports.Module{Name: "buf/shop", Path: "zcontracts", Language: "protobuf"})
		g.Edges = append(g.Edges, imports.Edge{From: "billing", To: "zcontracts", Kind: imports.Proto, Files: 1})
		slices.SortFunc(g.Edges, imports.CompareEdges)
	})
	if len(c.Cycles) != 1 || c.Cut.ImportsOut < 2 {
		t.Errorf("cycles %v, %d imports out", c.Cycles, c.Cut.ImportsOut)
	}
}
