package split

import (
	"slices"
	"strings"
	"testing"

	"seam/analyze/history"
	"seam/analyze/imports"
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
		"somebody does":     {[]string{"web"}, "it already is a module of its own and 1 package imports it"},
	} {
		got := billing(t, nil, func(g *imports.Graph, _ *history.Changes) {
			usedBy(c.users...)(g)
			module(g)
		})
		if !strings.Contains(got.Reason, c.want) || (got.Verdict == Leave) != (c.users == nil) {
			t.Errorf("%s: %s (%s)", name, got.Verdict, got.Reason)
		}
	}
}

// TestInsideOf: what one package alone imports, and what needs much itself, is a part of
// that package's program.
func TestInsideOf(t *testing.T) {
	for _, c := range []struct {
		users []string
		needs int
		want  string // in the reason; "" if it is advised
	}{
		{[]string{"web"}, 15, "it is the inside of web, the only package that imports it, and 15 imports lead back"},
		{[]string{"web"}, 5, ""},
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
