package teamview

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/areas"
	"seam/analyze/config"
	"seam/analyze/deploy"
	"seam/analyze/diamonds"
	"seam/analyze/finding"
	"seam/analyze/focus"
	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/owners"
	"seam/analyze/repo"
	"seam/analyze/services"
	"seam/analyze/split"
	"seam/analyze/whatif"
)

const declared = `
areas: {core: [core], web: [web], docs: [docs]}
teams:
  core: {members: ["*@core.x"], paths: [core/]}
  web: {members: ["*@web.x"]}
`

// shop is a repository with declared teams and a history told as "3 ann@core.x:
// core/a.go web/b.go" lines, newest first: so many changes by that author.
func shop(t *testing.T, yaml, lines string) Input {
	t.Helper()
	c := &history.Changes{}
	people := map[string]int32{}
	var rows [][]string
	for line := range strings.Lines(lines) {
		if f := strings.Fields(strings.ReplaceAll(line, ":", " ")); len(f) > 2 {
			rows = append(rows, f)
			c.Paths = append(c.Paths, f[2:]...)
		}
	}
	slices.Sort(c.Paths)
	c.Paths = slices.Compact(c.Paths)
	c.Alive = slices.Repeat([]bool{true}, len(c.Paths))
	g := &imports.Graph{}
	for _, p := range c.Paths {
		if dir := path.Dir(p); len(g.Packages) == 0 || g.Packages[len(g.Packages)-1].Path != dir {
			g.Packages = append(g.Packages, imports.Package{Path: dir})
		}
	}
	var list []history.ChangeFields
	for _, f := range rows {
		var n int
		fmt.Sscan(f[0], &n)
		if _, ok := people[f[1]]; !ok {
			people[f[1]] = int32(len(people))
			c.People = append(c.People, history.Person{Name: f[1], Email: f[1]})
		}
		ch := history.ChangeFields{Author: people[f[1]], When: 1_700_000_000}
		for _, p := range f[2:] {
			at, _ := slices.BinarySearch(c.Paths, p)
			ch.Files = append(ch.Files, int32(at))
		}
		slices.Sort(ch.Files)
		list = append(list, slices.Repeat([]history.ChangeFields{ch}, n)...)
	}
	c.List = history.ListOf(list...)
	tree := repo.Memory(map[string]string{"seam.yaml": yaml, "CODEOWNERS": "docs/ @acme/docs\n"})
	conf, err := config.Load(tree, ".")
	if err != nil {
		t.Fatal(err)
	}
	o, m := owners.Load(tree, conf), areas.Find(".", c.Paths, nil, conf.Areas)
	f := focus.Measure(c, o, m, focus.Options{})
	return Input{
		Changes: c, Owners: o, Areas: m, Focus: &f, Files: c.Paths,
		Base: whatif.Prepare(whatif.Input{Imports: g, Changes: c, SourceOf: func(p string) (string, bool) { return path.Dir(p), true }}),
	}
}

const lines = `
	30 ann@core.x: core/a.go
	4 ann@core.x: core/a.go web/b.go
	25 wim@web.x: web/b.go
	3 wim@web.x: web/b.go core/a.go
	2 wim@web.x: docs/c.go
	1 eve@else.x: core/a.go`

func view(t *testing.T, in Input, team string) View {
	t.Helper()
	v, ok := Find(in, team)
	if !ok {
		t.Fatalf("no team %q among %v", team, Names(in))
	}
	return v
}

// Declared owners count; the web has none, so its owner is who does most of its work.
func TestOthers(t *testing.T) {
	in := shop(t, declared, lines)
	for team, want := range map[string][]Other{
		"web":        {{Team: "core", WaitsFor: 3, KeptWaiting: 4}, {Team: "@acme/docs", WaitsFor: 2}},
		"core":       {{Team: "web", WaitsFor: 4, KeptWaiting: 3}},
		"@acme/docs": {{Team: "web", KeptWaiting: 2}},
	} {
		if d := cmp.Diff(want, view(t, in, team).Others); d != "" {
			t.Errorf("%s (-want +got):\n%s", team, d)
		}
	}
}

func TestWhoAndWhere(t *testing.T) {
	in := shop(t, declared, lines)
	if got := strings.Join(Names(in), " "); got != "@acme/docs core web" {
		t.Errorf("names %s", got)
	}
	web := view(t, in, "web")
	if web.People != 1 || web.Changes != 30 || web.Inferred || web.OwnerOnly {
		t.Errorf("%+v", web)
	}
	if len(web.Areas) != 3 || web.Areas[0].Area != "web" || web.Areas[0].Changes != 28 {
		t.Errorf("areas %+v", web.Areas)
	}
	if len(web.Owned) != 0 {
		t.Errorf("owned %+v: what a team does most of is not declared", web.Owned)
	}
	if got := view(t, in, "core").Owned; !cmp.Equal(got, []Owned{{Area: "core", Files: 1, Of: 1}}) {
		t.Errorf("owned %+v", got)
	}
	if docs := view(t, in, "@acme/docs"); !docs.OwnerOnly || docs.Changes != 0 || len(docs.Areas) != 0 {
		t.Errorf("owner without members: %+v", docs)
	}
	if _, ok := Find(in, "nobody"); ok {
		t.Error("found a team that there is not")
	}
}

func TestInferred(t *testing.T) {
	in := shop(t, "areas: {a: [a], b: [b]}", "30 ann@x: a/a.go\n30 bob@x: a/b.go\n30 cid@x: b/c.go\n30 dan@x: b/c.go\n5 ann@x: b/c.go")
	v := view(t, in, "inferred 1")
	if !v.Inferred || v.OwnerOnly || v.People != 2 || len(v.Others) != 1 || len(v.Contested) != 0 {
		t.Errorf("%+v", v)
	}
}

func TestCandidates(t *testing.T) {
	in := shop(t, declared, lines)
	c := func(rank int, v split.Verdict, packages ...string) split.Candidate {
		return split.Candidate{ID: "split:" + packages[0], Title: packages[0], Rank: rank, Verdict: v, Packages: packages}
	}
	in.Candidates = []split.Candidate{c(1, split.Leave, "core"), c(2, split.Library, "docs"), c(21, split.Leave, "web"), c(22, split.Service, "web", "core")}
	want := []Candidate{
		{ID: "split:core", Title: "core", Rank: 1, Verdict: split.Leave, Changes: 38, Ours: 34, Share: 34.0 / 38, With: []string{}},
		{ID: "split:web", Title: "web", Rank: 22, Verdict: split.Service, Changes: 63, Ours: 34, Share: 34.0 / 63, With: []string{"web"}},
	}
	if d := cmp.Diff(want, view(t, in, "core").Candidates); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestServicesAndConflicts(t *testing.T) {
	in := shop(t, declared, lines)
	in.Services = &services.Graph{
		Services: []services.Service{{Name: "db", Evidence: []finding.Location{{File: "core/compose.yaml"}}}, {Name: "shop", Path: "web"}, {Name: "stock", Path: "core"}, {Name: "of nobody"}},
		Edges:    []services.Edge{{From: "shop", To: "stock"}, {From: "shop", To: "shop"}, {From: "stock", To: "db"}},
	}
	in.Deploy = &deploy.Result{Waves: [][]string{{"db"}, {"stock"}, {"shop"}}, Rollback: map[string][]string{"db": {"shop", "stock"}, "stock": {"shop"}}}
	in.Diamonds = []diamonds.Diamond{
		{ID: "1", Dependency: "x", Location: finding.Location{File: "web/go.mod"}},
		{ID: "2", Dependency: "y", Location: finding.Location{File: "web/go.mod"}, Fix: &finding.Fix{Edit: "raise it", File: "core/go.mod"}},
	}
	core, web := view(t, in, "core"), view(t, in, "web")
	wantCore := []Service{{Name: "db", Wave: 1, After: []string{}, Rollback: []string{"shop", "stock"}}, {Name: "stock", Path: "core", Wave: 2, After: []string{"db"}, Rollback: []string{"shop"}}}
	if d := cmp.Diff(wantCore, core.Services); d != "" {
		t.Errorf("core (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]Service{{Name: "shop", Path: "web", Wave: 3, After: []string{"stock"}, Rollback: []string{}}}, web.Services); d != "" {
		t.Errorf("web (-want +got):\n%s", d)
	}
	if len(core.Diamonds) != 1 || core.Diamonds[0].ID != "2" || len(web.Diamonds) != 1 || web.Diamonds[0].ID != "1" {
		t.Errorf("conflicts: core %+v, web %+v", core.Diamonds, web.Diamonds)
	}
}

func TestContested(t *testing.T) {
	in := shop(t, declared, lines)
	in.Focus.Contested = []focus.ContestedArea{
		{Area: "core", Changes: 100, Teams: []focus.Share{{Team: "web", Share: 0.4}, {Team: "core", Share: 0.3}}},
		{Area: "docs", Changes: 50, Teams: []focus.Share{{Team: "web", Share: 0.5}, {Team: "@acme/docs", Share: 0.5}}},
	}
	want := []Contested{{Area: "core", Changes: 100, Share: 0.3, With: []Share{{"web", 0.4}}}}
	if d := cmp.Diff(want, view(t, in, "core").Contested); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
