package split

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/whatif"
)

// inLanguage says of every package of billing that it is in a language, and of billing
// that it is a program.
func inLanguage(language string, main bool) func(*imports.Graph, *history.Changes) {
	return func(g *imports.Graph, _ *history.Changes) {
		for i := range g.Packages {
			g.Packages[i].Language = language
			g.Packages[i].Main = main && g.Packages[i].Path == "billing"
		}
	}
}

// both makes one change of several.
func both(changes ...func(*imports.Graph, *history.Changes)) func(*imports.Graph, *history.Changes) {
	return func(g *imports.Graph, c *history.Changes) {
		for _, f := range changes {
			f(g, c)
		}
	}
}

func without(users ...string) func(*imports.Graph, *history.Changes) {
	return func(g *imports.Graph, _ *history.Changes) { usedBy(users...)(g) }
}

// ownProject makes billing a unit of its own, as everything else is one.
func ownProject(g *imports.Graph, _ *history.Changes) {
	g.Modules = []imports.Module{{Name: "shop", Path: "."}, {Name: "billing", Path: "billing"}}
	for i := range g.Packages {
		g.Packages[i].Module = "shop"
		if strings.HasPrefix(g.Packages[i].Path, "billing") {
			g.Packages[i].Module = "billing"
		}
	}
}

// pagesInTax makes most of billing pages of a browser.
func pagesInTax(g *imports.Graph, _ *history.Changes) {
	p, _ := g.Find("billing/tax")
	p.Language, p.Lines = "typescript", 9_000
}

// through makes billing import a package, which imports n packages of the first of some
// folders; those of the others nobody imports.
func through(n int, folders ...string) func(*imports.Graph, *history.Changes) {
	return func(g *imports.Graph, c *history.Changes) {
		needs(1)(g, c)
		for k, folder := range folders {
			for i := range n {
				name := fmt.Sprintf("%s/part%02d", folder, i)
				g.Packages = append(g.Packages, imports.Package{Path: name, Files: []string{"x.go"}, Lines: 100, Module: "example.org/shop"})
				if k == 0 {
					g.Edges = append(g.Edges, imports.Edge{From: "core/more00", To: name, Kind: imports.Import, Files: 1, Symbols: []string{"X"}})
				}
			}
		}
		slices.SortFunc(g.Packages, func(a, b imports.Package) int { return strings.Compare(a.Path, b.Path) })
		slices.SortFunc(g.Edges, imports.CompareEdges)
	}
}

// samples adds one of how to pay.
func samples(g *imports.Graph, _ *history.Changes) {
	g.Packages = append(g.Packages, imports.Package{Path: "samples/pay", Language: "go", Files: []string{"x.go"}, Lines: 100, Module: "example.org/shop"})
	g.Edges = append(g.Edges, imports.Edge{From: "samples/pay", To: "billing", Kind: imports.Import, Files: 1, Symbols: []string{"Charge"}})
	slices.SortFunc(g.Packages, func(a, b imports.Package) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(g.Edges, imports.CompareEdges)
}

// TestCommands: what an interpreter runs is a command and no service, unless a manifest
// deploys it. One small program makes no program of pages, nor does a part stand apart that
// needs everything else.
func TestCommands(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*imports.Graph, *history.Changes)
		want   Verdict
		reason string
	}{
		{"a Go program", both(inLanguage("go", true), without("export")), Service, "it builds to a program"},
		{"a Python command of the one project", both(inLanguage("python", true), without("export")), Module, "it holds a command that people run"},
		{"a Python command with a project of its own", both(inLanguage("python", true), without("export"), ownProject), Leave, "released with billing already, and one package alone imports it"},
		{"pages with a Go program in them", both(inLanguage("go", true), without("export"), pagesInTax), Library, "1 package imports it"},
		{"pages with a Python command in them", both(inLanguage("python", true), without("export"), pagesInTax), Library, "1 package imports it"},
		{"a program that needs some of the rest", both(through(14, "library", "other"), inLanguage("go", true), without("export")), Service, "it builds to a program"},
		{"a program that needs most of the rest", both(through(14, "library"), inLanguage("go", true), without("export")), Leave, "it needs 15 of the 21 other packages in go, directly or through others"},
		{"a library for samples alone", both(samples, without("samples/pay")), Leave, "only tests, examples or tools of this repository import it"},
		{"a Go program that samples import", both(inLanguage("go", true), samples, without("samples/pay")), Service, "only tests, examples or tools of this repository import it, and it builds to a program"},
		{"a Python library with a script in it", inLanguage("python", true), Library, "4 packages import it"},
	} {
		got := billing(t, nil, c.change)
		if got.Verdict != c.want || !strings.Contains(got.Reason, c.reason) {
			t.Errorf("%s: %s, %q", c.name, got.Verdict, got.Reason)
		}
	}
}

// TestCentre: what most of the code and most changes are in is what the rest is there for.
func TestCentre(t *testing.T) {
	large := func(g *imports.Graph, _ *history.Changes) {
		p, _ := g.Find("billing")
		p.Lines = 30_000
	}
	all := func(g *imports.Graph, _ *history.Changes) {
		p, _ := g.Find("billing")
		p.Lines = 3_000_000
	}
	busy := func(_ *imports.Graph, c *history.Changes) {
		list := c.List.Fields()
		for i := range list {
			if i%2 == 0 {
				list[i].Files = []int32{0, 1}
			}
		}
		c.List = history.ListOf(list...)
	}
	copies := func(g *imports.Graph, _ *history.Changes) {
		g.Packages = append(g.Packages, imports.Package{Path: "zz/vendor.js", Language: "javascript", Files: []string{"x.js"}, Lines: 300_000})
	}
	for _, c := range []struct {
		name   string
		change func(*imports.Graph, *history.Changes)
		want   string
	}{
		{"most code and most changes", both(large, busy), "it is the centre of the repository"},
		{"all code", both(all, busy), "it is the repository itself, not a part of it: 100% of its code is here"},
		{"copies in another language beside it", both(large, busy, copies), "it is the centre of the repository: 77% of the code in go is here"},
		{"most code", large, ""},
		{"most changes", busy, ""},
	} {
		got := billing(t, nil, c.change)
		if !strings.HasPrefix(got.Reason, c.want) || (c.want != "") != strings.HasPrefix(got.Reason, "it is the") || c.want != "" && got.Verdict != Leave {
			t.Errorf("%s: %s, %q", c.name, got.Verdict, got.Reason)
		}
	}
}

// TestWideModule: a module whose API is wider than that of libraries is one already, and
// that is what fits.
func TestWideModule(t *testing.T) {
	wide := func(g *imports.Graph, _ *history.Changes) {
		for i := range g.Edges {
			if e := &g.Edges[i]; e.To == "billing" {
				for k := range 100 {
					e.Symbols = append(e.Symbols, strings.Repeat("X", k+1))
				}
				slices.Sort(e.Symbols)
			}
		}
	}
	if got := billing(t, nil, both(wide, ownProject)); got.Verdict != Leave || !strings.Contains(got.Reason, "names of it are used: in a repository of its own each would be a promise") {
		t.Errorf("a module: %s, %q", got.Verdict, got.Reason)
	}
	if got := billing(t, nil, wide); got.Verdict != Module {
		t.Errorf("no module yet: %s, %q", got.Verdict, got.Reason)
	}
}

// TestSuites: tests in a folder of their own are a part's if they lie in it or import
// little but it.
func TestSuites(t *testing.T) {
	for _, c := range []struct {
		name, folder string
		of           []string
		want         string
	}{
		{"in its folder, importing nothing known", "billing/tests", nil, "it has tests in folders of their own: 70 lines for 1,300 lines of code"},
		{"beside it, of it", "tests/billing", []string{"billing", "billing/tax", "web"}, "all of its 2 packages have tests: 70 lines for 1,300 lines of code"},
		{"beside it, of half of it", "tests/billing", []string{"billing"}, "1 of its 2 packages has tests"},
		{"of everything", "tests", []string{"billing", "core/orders", "web"}, ""},
		{"of nothing", "tests", nil, ""},
	} {
		got := billing(t, nil, func(g *imports.Graph, _ *history.Changes) {
			g.Packages = append(g.Packages, imports.Package{Path: c.folder, Language: "go", TestOnly: true, TestFiles: []string{"x_test.go"}, TestLines: 70, Module: "example.org/shop"})
			for _, to := range c.of {
				g.Edges = append(g.Edges, imports.Edge{From: c.folder, To: to, Kind: imports.Test, Files: 1})
			}
			slices.SortFunc(g.Packages, func(a, b imports.Package) int { return strings.Compare(a.Path, b.Path) })
			slices.SortFunc(g.Edges, imports.CompareEdges)
		})
		if text := said(got.For, "own-tests"); !strings.HasPrefix(text, c.want) || (c.want == "") != (text == "") || (text == "") != (said(got.Against, "no-tests") != "") {
			t.Errorf("%s: %q", c.name, text)
		}
	}
}

// TestComments: only languages that have comments on packages are asked for them.
func TestComments(t *testing.T) {
	files := map[string]string{"billing/README.md": "# Billing", "billing/x": ""}
	for language, want := range map[string]string{
		"go":         "it has a README of its own; none of its 2 packages has a package comment",
		"python":     "it has a README of its own; none of its 2 packages has a docstring",
		"typescript": "it has a README of its own",
		"csharp":     "it has a README of its own",
	} {
		if got := said(billing(t, files, inLanguage(language, false)).For, "own-papers"); got != want {
			t.Errorf("%s: %q, want %q", language, got, want)
		}
	}
}

// TestServicePlaces: owning a third party looks like a service in Go alone; a command that
// an interpreter runs is none, unless it is deployed.
func TestServicePlaces(t *testing.T) {
	for _, c := range []struct {
		language string
		main     bool
		deployed map[string]bool
		program  bool
		like     bool
	}{
		{"go", false, nil, false, true},
		{"typescript", false, nil, false, false},
		{"typescript", true, nil, false, false},
		{"typescript", false, map[string]bool{"billing": true}, true, true},
		{"csharp", true, nil, true, true},
		{"csharp", false, nil, false, false},
	} {
		g, h := monorepo()
		both(inLanguage(c.language, c.main), without("export"))(g, h)
		b := whatif.Prepare(whatif.Input{Imports: g, Changes: h, SourceOf: func(p string) (string, bool) { return path.Dir(p), true }})
		r := Rank(Input{Base: b, Imports: g, Changes: h, Deployed: c.deployed})
		i := slices.IndexFunc(r.all, func(s scored) bool { return s.folder == "billing" })
		if i < 0 {
			t.Fatal("billing is no part")
		}
		s := r.all[i]
		if like := serviceLike(s.part, s.features, r.totals) > 0; like != c.like || s.features.program != c.program {
			t.Errorf("%+v: like a service %v, a program %v", c, like, s.features.program)
		}
	}
}

// TestModuleAround: of a module and the folder that is nearly all of it, the module is
// listed, with the points that it has.
func TestModuleAround(t *testing.T) {
	part := func(folder string, points float64, own bool, set ...int32) scored {
		return scored{part: part{folder: folder, set: set}, features: features{ownModule: own}, points: points}
	}
	for _, c := range []struct {
		name string
		all  []scored
		want []string
	}{
		{"nearly all of a module", []scored{part("sdk/src", 9, false, 1, 2, 3, 4), part("web", 8, false, 9), part("sdk", 7, true, 1, 2, 3, 4, 5)}, []string{"web", "sdk"}},
		{"half of it", []scored{part("sdk/src", 9, false, 1, 2), part("sdk", 7, true, 1, 2, 3, 4, 5)}, []string{"sdk/src"}},
		{"a folder that is no module", []scored{part("sdk/src", 9, false, 1, 2, 3, 4), part("sdk", 7, false, 1, 2, 3, 4, 5)}, []string{"sdk/src"}},
	} {
		var got []string
		for _, s := range fold(c.all) {
			got = append(got, s.folder)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestHeadersAlone: headers are the face of what implements them, unless a build makes them
// a project.
func TestHeadersAlone(t *testing.T) {
	holding := func(files ...string) func(*imports.Graph, *history.Changes) {
		return func(g *imports.Graph, _ *history.Changes) {
			for i := range g.Packages {
				if p := &g.Packages[i]; strings.HasPrefix(p.Path, "billing") {
					p.Files, p.Exported = files, []string{"a.h", "b.h"}
				}
			}
		}
	}
	for _, c := range []struct {
		name   string
		change func(*imports.Graph, *history.Changes)
		want   bool
	}{
		{"headers", both(inLanguage("c++", false), holding("a.h", "b.h")), true},
		{"headers of C", both(inLanguage("c", false), holding("a.h", "b.h")), true},
		{"with their code", both(inLanguage("c++", false), holding("a.cc", "a.h", "b.h")), false},
		{"a project of headers", both(inLanguage("c++", false), holding("a.h", "b.h"), ownProject), false},
		{"names of another language", both(inLanguage("python", false), holding("a.py", "b.py")), false},
	} {
		got := billing(t, nil, c.change)
		if said := strings.HasPrefix(got.Reason, "it holds headers alone"); said != c.want || said && got.Verdict != Leave {
			t.Errorf("%s: %s, %q", c.name, got.Verdict, got.Reason)
		}
	}
}

// TestManyUsers: a class of the JVM that can be started makes no program of what the whole
// repository imports.
func TestManyUsers(t *testing.T) {
	for _, c := range []struct {
		language string
		users    int
		want     bool
	}{{"java", 4, true}, {"java", 5, false}, {"scala", 5, false}, {"javascript", 5, true}} {
		j := judge{m: &measurer{packages: []imports.Package{{Path: "a", Language: c.language, Main: true}}, b: &whatif.Base{
			Packages: []string{"a"}, In: [][]int32{make([]int32, c.users)},
		}}}
		if got := j.productMain(0); got != c.want {
			t.Errorf("%s with %d users: %v", c.language, c.users, got)
		}
	}
}
