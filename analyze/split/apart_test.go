package split

import (
	"slices"
	"strings"
	"testing"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/whatif"
)

// usedBy cuts every import of billing but those of some users.
func usedBy(users ...string) func(*imports.Graph) {
	return func(g *imports.Graph) {
		g.Edges = slices.DeleteFunc(g.Edges, func(e imports.Edge) bool { return e.To == "billing" && !slices.Contains(users, e.From) })
	}
}

// TestExampleProgram: a library with a program that shows how to use it is no service.
func TestExampleProgram(t *testing.T) {
	for folder, want := range map[string]Verdict{"billing/example": Library, "billing/agent": Service} {
		got := billing(t, nil, func(g *imports.Graph, c *history.Changes) {
			usedBy("web")(g)
			g.Edges = slices.DeleteFunc(g.Edges, func(e imports.Edge) bool { return e.To == "billing/tax" })
			for i, p := range g.Packages {
				if p.Path == "billing/tax" {
					g.Packages[i].Path, g.Packages[i].Main = folder, true
				}
			}
			c.Paths = replaced(c.Paths, "billing/tax/", folder+"/")
			slices.SortFunc(g.Packages, func(a, b imports.Package) int { return strings.Compare(a.Path, b.Path) })
		})
		if got.Verdict != want || (said(got.For, "program") != "") != (want == Service) {
			t.Errorf("%s: %s (%s), for: %+v", folder, got.Verdict, got.Reason, got.For)
		}
	}
}

func replaced(paths []string, old, new string) []string {
	var out []string
	for _, p := range paths {
		out = append(out, strings.Replace(p, old, new, 1))
	}
	return out
}

// TestStandsApart: a module that nothing ties to the rest is split out already.
func TestStandsApart(t *testing.T) {
	module := func(g *imports.Graph) {
		g.Modules = []imports.Module{{Name: "shop", Path: "."}, {Name: "shop/billing", Path: "billing"}}
		for i := range g.Packages {
			g.Packages[i].Module = "shop"
			if strings.HasPrefix(g.Packages[i].Path, "billing") {
				g.Packages[i].Module = "shop/billing"
			}
		}
	}
	for name, c := range map[string]struct {
		users []string
		want  string
	}{
		"nobody imports it": {nil, "it stands apart already"},
		"somebody does":     {[]string{"web"}, "it already is a module of its own: its border is drawn"},
	} {
		got := billing(t, nil, func(g *imports.Graph, _ *history.Changes) {
			usedBy(c.users...)(g)
			module(g)
		})
		if !strings.Contains(got.Reason, c.want) || got.Verdict != Leave {
			t.Errorf("%s: %s (%s)", name, got.Verdict, got.Reason)
		}
	}
}

// TestInsideOf: what one package alone imports, and what needs the repository itself, is a
// part of that package's program.
func TestInsideOf(t *testing.T) {
	for _, c := range []struct {
		users []string
		needs int
		want  string // in the reason; "" if it is advised
	}{
		{[]string{"web"}, 15, "it is the inside of web, the only package that imports it, and it needs 15 packages of this repository itself"},
		{[]string{"web"}, 1, "it needs 1 package of this repository itself"},
		{[]string{"web"}, 0, ""},
		{[]string{"web", "web/admin"}, 15, ""},
	} {
		got := billing(t, nil, func(g *imports.Graph, h *history.Changes) {
			usedBy(c.users...)(g)
			needs(c.needs)(g, h)
			for i, e := range g.Edges {
				if e.From == "billing" && e.To == "billing/tax" {
					g.Edges[i].Files = 10 // it uses itself as much as it uses the rest
				}
			}
		})
		if (got.Verdict == Leave) != (c.want != "") || !strings.Contains(got.Reason, c.want) {
			t.Errorf("%v, %d imports back: %s (%s)", c.users, c.needs, got.Verdict, got.Reason)
		}
	}
}

// TestHandwrittenBesideMessages: a service with its generated messages below it is not
// generated.
func TestHandwrittenBesideMessages(t *testing.T) {
	got := billing(t, nil, func(g *imports.Graph, _ *history.Changes) {
		for i := range g.Packages {
			if g.Packages[i].Path == "billing/tax" {
				g.Packages[i].Files = []string{"a.pb.go", "b.pb.go"}
				g.Packages[i].Generated = g.Packages[i].Files
			}
		}
	})
	if said(got.Against, "generated") != "" || got.Verdict != Library {
		t.Errorf("%s (%s), against %+v", got.Verdict, got.Reason, got.Against)
	}
}

// TestNoPart: what no border of its own would serve is left, whatever it scores.
func TestNoPart(t *testing.T) {
	renamed := func(to string) func(*imports.Graph, *history.Changes) {
		return func(g *imports.Graph, c *history.Changes) {
			move := func(p string) string {
				if rest, is := strings.CutPrefix(p, "billing"); is {
					return to + rest
				}
				return p
			}
			for i := range g.Packages {
				g.Packages[i].Path = move(g.Packages[i].Path)
			}
			for i := range g.Edges {
				g.Edges[i].From, g.Edges[i].To = move(g.Edges[i].From), move(g.Edges[i].To)
			}
			c.Paths = replaced(c.Paths, "billing/", to+"/")
			slices.SortFunc(g.Packages, func(a, b imports.Package) int { return strings.Compare(a.Path, b.Path) })
			slices.SortFunc(g.Edges, imports.CompareEdges)
		}
	}
	lines := func(n int) func(*imports.Graph, *history.Changes) {
		return func(g *imports.Graph, _ *history.Changes) {
			for i, p := range g.Packages {
				if strings.HasPrefix(p.Path, "billing") {
					g.Packages[i].Lines = n
				}
			}
		}
	}
	for _, c := range []struct {
		name, part string
		change     func(*imports.Graph, *history.Changes)
		want       string // in the reason; "" if it is advised
	}{
		{"few lines", "billing", lines(249), "too small for releases of its own: 498 lines"},
		{"enough lines", "billing", lines(250), ""},
		{"internal", "internal", renamed("internal/billing"), "its owners keep it inside: its path holds \"internal\""},
		{"of that name in part", "internals", renamed("internals/billing"), ""},
	} {
		g, h := monorepo()
		c.change(g, h)
		got := find(t, rank(g, h), "split:"+c.part)
		if (got.Verdict == Leave) != (c.want != "") || !strings.Contains(got.Reason, c.want) {
			t.Errorf("%s: %s (%.1f points: %s)", c.name, got.Verdict, got.Score, got.Reason)
		}
	}
}

// TestKeptInside: where most of a repository is internal, the word says nothing.
func TestKeptInside(t *testing.T) {
	for packages, want := range map[string]bool{
		"a internal/b":                     false,
		"a internal/b internal/c":          false,
		"a c internal/b":                   true,
		"a c d internal/b/c internal/b/d":  true,
		"a c internal/b internal/d e/f/g ": true,
	} {
		g := graphOf("go", packages, "")
		r := Rank(Input{Base: whatif.Prepare(whatif.Input{Imports: g, Changes: &history.Changes{}}), Imports: g, Changes: &history.Changes{}})
		j := newJudge(r.m, r.all, Context{TypeOf: func(int32) string { return "" }})
		i := slices.IndexFunc(r.all, func(s scored) bool { return isInternal(s.folder) })
		if why, got := j.keptInside(r.all[i]); got != want {
			t.Errorf("%s: %t, %q", packages, got, why)
		}
	}
}
