package communities

import (
	"fmt"
	"math/rand/v2"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/whatif"
)

// input builds an Input from packages, edges "from>to", and changes: a line of packages
// each, newest first, a day apart.
func input(packages, edges []string, changes [][]string) Input {
	g := &imports.Graph{}
	for _, p := range packages {
		g.Packages = append(g.Packages, imports.Package{Path: p, Language: "go", Lines: 10})
	}
	slices.SortFunc(g.Packages, func(a, b imports.Package) int { return strings.Compare(a.Path, b.Path) })
	for _, e := range edges {
		from, to, _ := strings.Cut(e, ">")
		g.Edges = append(g.Edges, imports.Edge{From: from, To: to, Kind: imports.Import, Files: 1})
	}
	slices.SortFunc(g.Edges, imports.CompareEdges)
	c := &history.Changes{}
	for _, p := range packages {
		c.Paths = append(c.Paths, p+"/x.go")
	}
	slices.Sort(c.Paths)
	var list []history.ChangeFields
	for i, pkgs := range changes {
		ch := history.ChangeFields{When: 1_700_000_000 - int64(i)*86400}
		for _, p := range pkgs {
			at, _ := slices.BinarySearch(c.Paths, p+"/x.go")
			ch.Files = append(ch.Files, int32(at))
		}
		slices.Sort(ch.Files)
		list = append(list, ch)
	}
	c.List = history.ListOf(list...)
	base := whatif.Prepare(whatif.Input{Imports: g, Changes: c, SourceOf: func(p string) (string, bool) { return path.Dir(p), true }})
	return Input{
		Base: base, Changes: c, LinesOf: func(string) int { return 10 },
		AreaOf: func(f string) (string, bool) { area, _, _ := strings.Cut(f, "/"); return area, true },
	}
}

// shop is two features, each spread over three layers: order and stock. Imports lead
// inside a feature, and from everywhere to log.
func shop() (packages, edges []string, changes [][]string) {
	for _, f := range []string{"order", "stock"} {
		api, core, db := "api/"+f, "core/"+f, "db/"+f
		packages = append(packages, api, core, db)
		edges = append(edges, api+">"+core, core+">"+db, api+">log", core+">log", db+">log")
		for range 5 {
			changes = append(changes, []string{api, core}, []string{core, db}, []string{api})
		}
	}
	changes = append(changes, []string{"core/order", "core/stock"})
	return append(packages, "log"), edges, changes
}

func show(r Result) string {
	var out []string
	for _, c := range r.List {
		out = append(out, strings.Join(c.Packages, "+"))
	}
	return strings.Join(out, " ")
}

// Features are found although every folder is a layer.
func TestFeaturesAcrossLayers(t *testing.T) {
	r := Find(input(shop()), Options{})
	if got, want := show(r), "api/order+core/order+db/order+log api/stock+core/stock+db/stock"; got != want && got != "api/stock+core/stock+db/stock+log api/order+core/order+db/order" {
		t.Fatalf("got %s, want %s, log on either side", got, want)
	}
	whole := r.List[1]
	if r.List[0].Packages[0] == "api/order" && len(r.List[0].Packages) == 3 {
		whole = r.List[0]
	}
	if whole.Stability < 0.8 || whole.FolderMatch > 0.5 || len(whole.Areas) != 3 || whole.Lines != 30 {
		t.Errorf("stability %v, folder match %v, areas %v, %d lines", whole.Stability, whole.FolderMatch, whole.Areas, whole.Lines)
	}
	if whole.Changes != 16 || whole.ChangesInside != 15.0/16 {
		t.Errorf("%d changes, %v inside; want 16 and all but one", whole.Changes, whole.ChangesInside)
	}
	if whole.Imports != 5 || whole.ImportsInside != 2.0/5 {
		t.Errorf("%d imports, %v inside; want 5 and two of them", whole.Imports, whole.ImportsInside)
	}
	if len(r.Links) != 2 || r.Links[0].Changes != 1 || r.Links[1].Changes != 1 || r.Links[0].Imports+r.Links[1].Imports != 3 {
		t.Errorf("links %+v", r.Links)
	}
}

// Either signal alone is enough; with neither, or too few packages, the result says so.
func TestOneSignal(t *testing.T) {
	packages, edges, changes := shop()
	for _, c := range []struct {
		name    string
		edges   []string
		changes [][]string
		list    int
		note    string
	}{
		{"imports", edges, nil, 2, "only imports count"},
		{"changes", nil, changes, 2, "only what changes together counts"},
		{"neither", nil, nil, 0, "nothing to group"},
	} {
		r := Find(input(packages, c.edges, c.changes), Options{})
		if len(r.List) != c.list || !strings.Contains(r.Note, c.note) {
			t.Errorf("%s: %d communities, note %q", c.name, len(r.List), r.Note)
		}
	}
	if r := Find(input([]string{"a", "b"}, []string{"a>b"}, nil), Options{}); len(r.List) != 0 || !strings.Contains(r.Note, "not enough data") {
		t.Errorf("two packages: %+v", r)
	}
}

// A single change shared by two packages, and a pair beyond the strongest thirty, are no
// edges.
func TestCoChangeEdges(t *testing.T) {
	var packages []string
	var changes [][]string
	for i := range 40 {
		p := fmt.Sprintf("p%02d", i)
		packages = append(packages, p)
		for range 1 + i {
			if i > 0 {
				changes = append(changes, []string{"p00", p})
			}
		}
	}
	changes = append(changes, []string{"p01", "p02"})
	in := input(packages, nil, changes)
	edges := coChangeEdges(in.Base, in.Changes)
	if len(edges) != 39 { // each of the others keeps its edge to p00
		t.Errorf("%d edges, want 39", len(edges))
	}
	row := make([]partner, 40)
	var seen []int32
	for j := range int32(40) {
		row[j] = partner{n: 2, weight: float64(j)}
		seen = append(seen, j)
	}
	if got := strong(row, seen); len(got) != strongest || got[0].other != 39 {
		t.Errorf("kept %d, first %d", len(got), got[0].other)
	}
}

// Nothing depends on the order in which imports and files are given, and nothing is
// lost: every package is in one community or alone.
func TestShuffled(t *testing.T) {
	packages, edges, changes := random(rand.New(rand.NewPCG(1, 2)), 60)
	want := Find(input(packages, edges, changes), Options{})
	n := len(want.Alone)
	for _, c := range want.List {
		n += len(c.Packages)
	}
	if n != len(packages) || len(want.List) < 2 {
		t.Fatalf("%d of %d packages, %d communities", n, len(packages), len(want.List))
	}
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 5 {
		rnd.Shuffle(len(packages), func(i, j int) { packages[i], packages[j] = packages[j], packages[i] })
		rnd.Shuffle(len(edges), func(i, j int) { edges[i], edges[j] = edges[j], edges[i] })
		if d := cmp.Diff(want, Find(input(packages, edges, changes), Options{})); d != "" {
			t.Fatal(d)
		}
	}
}

// random draws a repository of groups of ten packages.
func random(rnd *rand.Rand, n int) (packages, edges []string, changes [][]string) {
	near := func(i int) int {
		if rnd.IntN(5) == 0 {
			return rnd.IntN(n)
		}
		return i/10*10 + rnd.IntN(min(10, n-i/10*10))
	}
	for i := range n {
		packages = append(packages, fmt.Sprintf("f%d/p%04d", rnd.IntN(1+n/10), i))
	}
	seen := map[string]bool{}
	for i := range n {
		for range 6 {
			if e := packages[i] + ">" + packages[near(i)]; !seen[e] && packages[i] != strings.SplitN(e, ">", 2)[1] {
				seen[e] = true
				edges = append(edges, e)
			}
		}
		for range 10 {
			set := []string{packages[i], packages[near(i)], packages[near(i)]}
			slices.Sort(set)
			changes = append(changes, slices.Compact(set))
		}
	}
	return packages, edges, changes
}

func BenchmarkFind(b *testing.B) {
	in := input(random(rand.New(rand.NewPCG(1, 2)), 5000))
	for b.Loop() {
		Find(in, Options{})
	}
}
