package split

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"

	"seam/analyze/finding"
	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/repo"
	"seam/analyze/whatif"
)

// monorepo builds a repository with one part that stands apart (billing), a core that
// everything tangles with, and a part that changes with the core though nothing
// imports it (export).
func monorepo() (*imports.Graph, *history.Changes) {
	g := &imports.Graph{}
	add := func(path string, lines int, third ...string) {
		g.Packages = append(g.Packages, imports.Package{Path: path, Language: "go", Files: []string{"x.go"}, Lines: lines, ThirdParty: third})
	}
	add("billing", 900, "github.com/pay/sdk/v2")
	add("billing/tax", 400)
	add("core/orders", 3000)
	add("core/stock", 2500)
	add("export", 800)
	add("web", 1500)
	add("web/admin", 700)
	add("cmd/shop", 100)
	g.Packages[7].Main = true
	add("e2e", 300)
	edge := func(from, to string, names ...string) {
		e := imports.Edge{From: from, To: to, Kind: imports.Import, Files: 2, Symbols: names}
		g.Edges = append(g.Edges, e)
	}
	edge("billing", "billing/tax", "Rate")
	for _, user := range []string{"core/orders", "web", "web/admin"} {
		edge(user, "billing", "Charge", "Refund", "Invoice", user)
	}
	edge("core/orders", "core/stock", "Reserve")
	edge("web", "core/orders", "Place", "Cancel")
	edge("web/admin", "core/orders", "List")
	edge("web/admin", "core/stock", "Count")
	edge("cmd/shop", "web", "Serve")
	edge("cmd/shop", "export", "Run")
	edge("export", "billing", "Invoice")
	slices.SortFunc(g.Packages, func(a, b imports.Package) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(g.Edges, imports.CompareEdges)
	return g, monorepoChanges()
}

func monorepoChanges() *history.Changes {
	c := &history.Changes{People: []history.Person{{Email: "pay@x"}, {Email: "core@x"}, {Email: "web@x"}}}
	c.Paths = []string{
		"billing/tax/x.go", "billing/x.go", "cmd/shop/x.go", "core/orders/x.go", "core/stock/x.go",
		"e2e/x.go", "export/x.go", "web/admin/x.go", "web/x.go",
	}
	sets := []struct {
		author int32
		files  []int32
	}{{0, []int32{0, 1}}, {0, []int32{1}}, {1, []int32{3, 4, 6}}, {1, []int32{3, 6}}, {2, []int32{3, 7, 8}}, {1, []int32{3, 4, 8}}}
	var list []history.ChangeFields
	for i := range 180 {
		s := sets[i%len(sets)]
		list = append(list, history.ChangeFields{ID: repo.ID(fmt.Sprintf("%020d", i)), Author: s.author, When: 1_700_000_000 - int64(i)*86400, Files: s.files})
	}
	c.List = history.ListOf(list...)
	return c
}

// newest writes the newest changes out, at most n.
func newest(c *history.Changes, n int) []history.ChangeFields {
	list := c.List.Fields()
	return list[:min(n, len(list))]
}

func rank(g *imports.Graph, c *history.Changes) Result {
	b := whatif.Prepare(whatif.Input{Imports: g, Changes: c, SourceOf: func(p string) (string, bool) { return path.Dir(p), true }})
	return Judge(Rank(Input{Base: b, Imports: g, Changes: c}), Context{})
}

func find(t *testing.T, r Result, id string) Candidate {
	t.Helper()
	for _, c := range r.Candidates {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("no candidate %s", id)
	return Candidate{}
}

func TestRank(t *testing.T) {
	r := rank(monorepo())
	first := r.Candidates[0]
	if first.ID != "split:billing" || first.Verdict != Library {
		t.Errorf("first is %s (%s), want split:billing as a library", first.ID, first.Verdict)
	}
	if got := strings.Join(first.Packages, " "); got != "billing billing/tax" {
		t.Errorf("packages %q", got)
	}
	if len(first.For) < 3 {
		t.Errorf("only %d reasons for it", len(first.For))
	}
	trap := find(t, r, "split:export")
	if trap.Verdict != Leave {
		t.Errorf("export always changes with the core, yet the verdict is %s", trap.Verdict)
	}
	if !slices.ContainsFunc(trap.Against, func(e Evidence) bool {
		return e.Code == "crossing" && strings.Contains(e.Text, "core/orders") && len(e.IDs) > 0
	}) {
		t.Errorf("nothing against export names core/orders: %+v", trap.Against)
	}
	for _, c := range r.Candidates {
		if c.Title == "e2e" {
			t.Error("a folder of tests is suggested")
		}
		if c.Verdict != Leave && c.Next == "" {
			t.Errorf("%s has no next step", c.ID)
		}
		sum := 0.0
		for _, term := range c.Terms {
			sum += term.Points
		}
		if d := sum - c.Score; d > 0.3 || d < -0.3 {
			t.Errorf("%s: terms add up to %.1f, score is %.1f", c.ID, sum, c.Score)
		}
	}
}

func TestOnlyTheFirstPartsAreJudged(t *testing.T) {
	g, c := monorepo()
	b := whatif.Prepare(whatif.Input{Imports: g, Changes: c, SourceOf: func(p string) (string, bool) { return path.Dir(p), true }})
	r := Rank(Input{Base: b, Imports: g, Changes: c})
	all := Judge(r, Context{})
	if len(all.Warnings) > 0 {
		t.Errorf("all were judged, yet it warns: %v", all.Warnings)
	}
	r.keep(r.kept, 2)
	some := Judge(r, Context{})
	want := []finding.Warning{{Code: "parts-unjudged", Count: len(all.Candidates) - 2,
		Message: fmt.Sprintf("%d parts with lower scores than the 2 candidates were not judged; seam whatif --extract FOLDER judges one", len(all.Candidates)-2)}}
	if len(some.Candidates) != 2 || some.Total != all.Total || !slices.Equal(some.Warnings, want) {
		t.Errorf("%d of %d candidates of %d, warnings %v; want %v", len(some.Candidates), some.Total, all.Total, some.Warnings, want)
	}
	if some.Candidates[0].ID != all.Candidates[0].ID {
		t.Errorf("the first is %s, and %s where all are judged", some.Candidates[0].ID, all.Candidates[0].ID)
	}
}

func TestWholeRepository(t *testing.T) {
	g, c := monorepo()
	for _, test := range []struct {
		name string
		cut  func()
		want string
	}{
		{"as it is", func() {}, "could be split out"},
		{"hardly any history", func() { c.List = history.ListOf(newest(c, 5)...) }, "too early"},
		{"three packages", func() { g.Packages = g.Packages[:3]; c.List = monorepoChanges().List }, "are no monolith"},
		{"nothing", func() { g.Packages, g.Edges = nil, nil }, "no package was found"},
	} {
		test.cut()
		if got := rank(g, c).Verdict; !strings.Contains(got, test.want) {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// TestOwnModule: a part that has a go.mod already has its border, and is advised for those
// who use it from outside alone. In other languages every package has a manifest; there it
// takes a user who could require a release of it.
func TestOwnModule(t *testing.T) {
	for _, c := range []struct {
		name, language, users string
		outside               int
		want                  Verdict
		reason                string
	}{
		{"of Go", "go", "go", 0, Leave, "it already is a module of its own: its border is drawn"},
		{"used outside", "go", "go", 1, Library, "it already is a module of its own and 4 packages import it"},
		{"of npm", "typescript", "typescript", 0, Library, "it already is a package of its own and 4 packages import it"},
		{"embedded", "typescript", "go", 0, Leave, "it already is a package of its own: its border is drawn"},
	} {
		g, h := monorepo()
		g.Modules = []imports.Module{{Name: "shop", Path: "."}, {Name: "shop/billing", Path: "billing"}}
		for i := range g.Packages {
			p := &g.Packages[i]
			p.Module, p.Language = "shop", c.users
			if strings.HasPrefix(p.Path, "billing") {
				p.Module, p.Language = "shop/billing", c.language
			}
		}
		base := whatif.Prepare(whatif.Input{Imports: g, Changes: h, SourceOf: func(p string) (string, bool) { return path.Dir(p), true }})
		ranking := Rank(Input{Base: base, Imports: g, Changes: h, Outside: func(p string) int { return c.outside * one(p == "billing") }})
		got := find(t, Judge(ranking, Context{}), "split:billing")
		if got.Verdict != c.want || !strings.Contains(got.Reason, c.reason) || (c.want == Library) != strings.Contains(got.Next, "repository of its own") {
			t.Errorf("%s: %s, reason %q, next %q", c.name, got.Verdict, got.Reason, got.Next)
		}
	}
}

// TestNested: of parts inside each other the better one is recommended, the other
// waits for it.
func TestNested(t *testing.T) {
	r := rank(monorepo())
	recommended := map[string]bool{}
	for _, c := range r.Candidates {
		if c.Verdict == Leave {
			continue
		}
		for other := range recommended {
			if strings.HasPrefix(c.Title+"/", other+"/") || strings.HasPrefix(other+"/", c.Title+"/") {
				t.Errorf("%s and %s are both recommended", other, c.Title)
			}
		}
		recommended[c.Title] = true
	}
	if !nested([]int32{2}, []int32{1, 2}) || !nested([]int32{1, 2}, []int32{2}) || nested([]int32{1, 3}, []int32{1, 2}) {
		t.Error("nested")
	}
}

// TestService: a program that nobody imports is a service if something deploys it; one
// that builds the repository is none.
func TestService(t *testing.T) {
	for _, c := range []struct {
		folder   string
		deployed map[string]bool
		newest   int // changes that the history holds
		want     Verdict
	}{
		{"agent", nil, 1000, Leave}, // nothing says that it is deployed, and its score is low
		{"tools/agent", nil, 1000, Leave},
		{"agent", map[string]bool{"agent": true}, 1000, Service},
		{"agent", map[string]bool{"agent": true}, 24, Leave}, // 8 of them touch it
		{"agent", map[string]bool{"other": true}, 1000, Leave},
	} {
		g, h := monorepo()
		list := newest(h, c.newest)
		for i := range h.Paths {
			h.Paths[i] = strings.Replace(h.Paths[i], "billing/x.go", c.folder+"/x.go", 1)
		}
		for i, ch := range list {
			if slices.Equal(ch.Files, []int32{0, 1}) { // an agent that changes without its former other half
				list[i].Files = []int32{1}
			}
		}
		h.List = history.ListOf(list...)
		for i, p := range g.Packages {
			if p.Path == "billing" {
				g.Packages[i].Path, g.Packages[i].Main = c.folder, true
			}
		}
		g.Edges = slices.DeleteFunc(g.Edges, func(e imports.Edge) bool { return e.From == "billing" || e.To == "billing" })
		slices.SortFunc(g.Packages, func(a, b imports.Package) int { return strings.Compare(a.Path, b.Path) })
		b := whatif.Prepare(whatif.Input{Imports: g, Changes: h, SourceOf: func(p string) (string, bool) { return path.Dir(p), true }})
		got := Leave
		for _, x := range Judge(Rank(Input{Base: b, Imports: g, Changes: h}), Context{Deployed: c.deployed}).Candidates {
			if slices.Equal(x.Packages, []string{c.folder}) {
				got = x.Verdict
			}
		}
		if got != c.want {
			t.Errorf("%s, deployed %v, %d changes: %s, want %s", c.folder, c.deployed, h.List.Len(), got, c.want)
		}
	}
}

// TestReady: the past may speak for a deployed program whose score is low, but for none
// below nothing.
func TestReady(t *testing.T) {
	past := whatif.History{Changes: 180, Crossing: 24, Share: 0.13}
	for _, c := range []struct {
		points float64
		early  bool
		past   whatif.History
		want   bool
	}{
		{6, false, whatif.History{}, true}, {5.9, false, past, false}, {5.9, true, past, true}, {0.1, true, past, true},
		{0, true, past, false}, {-0.2, true, past, false}, {5.9, true, whatif.History{Changes: 19}, false}, {5.9, true, whatif.History{Changes: 180, Share: 0.6}, false},
	} {
		if got := ready(scored{points: c.points, early: c.early}, c.past); got != c.want {
			t.Errorf("%v points, early %v, %+v: %v", c.points, c.early, c.past, got)
		}
	}
}

// TestDeterministic: shuffled packages and edges give equal bytes.
func TestDeterministic(t *testing.T) {
	encode := func(r Result) []byte {
		b, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	want := encode(rank(monorepo()))
	for range 10 {
		g, c := monorepo()
		rand.Shuffle(len(g.Edges), func(i, j int) { g.Edges[i], g.Edges[j] = g.Edges[j], g.Edges[i] })
		slices.SortFunc(g.Edges, imports.CompareEdges)
		if got := encode(rank(g, c)); !bytes.Equal(got, want) {
			t.Fatal("two runs differ")
		}
	}
}

func TestRepositoryOf(t *testing.T) {
	for path, want := range map[string]string{
		"github.com/a/b/c/d": "github.com/a/b", "golang.org/x/mod/semver": "golang.org/x/mod",
		"gopkg.in/yaml.v3": "gopkg.in/yaml.v3", "k8s.io/api/core/v1": "k8s.io/api", "go.uber.org/zap": "go.uber.org/zap",
	} {
		if got := repositoryOf(path); got != want {
			t.Errorf("repositoryOf(%s) = %s, want %s", path, got, want)
		}
	}
}

func TestOverlap(t *testing.T) {
	if overlap([]int32{1, 2}, []int32{1, 2}) != 1 || overlap([]int32{1}, []int32{2}) != 0 || overlap([]int32{1, 2, 3}, []int32{3}) != 0.5 {
		t.Error("overlap is not F1")
	}
}
