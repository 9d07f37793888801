package split

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/pieces"
	"seam/analyze/repo"
	"seam/analyze/whatif"
)

// kit is a repository of ten parts and a util that they use, and what is peculiar to it.
type kit struct {
	packages int  // packages of util; 1 is util itself
	joined   bool // its pieces use each other
	same     bool // all users take the same piece
	users    int  // of the ten parts
	at       string
	mains    bool // the users are programs
	authors  int  // of util's 40 changes
	alone    bool // its changes touch nothing else
	written  bool // its packages are generated
}

// build makes the repository and asks.
func (k kit) build() Candidate {
	g := &imports.Graph{}
	add := func(p string, main bool) {
		g.Packages = append(g.Packages, imports.Package{Path: p, Language: "go", Files: []string{"x.go"}, Lines: 600, Main: main})
	}
	edge := func(from, to string, names ...string) {
		g.Edges = append(g.Edges, imports.Edge{From: from, To: to, Kind: imports.Import, Files: 1, Symbols: names})
	}
	unit := func(i int) string {
		if k.packages == 1 {
			return "util"
		}
		return fmt.Sprintf("util/u%d", i%k.packages)
	}
	for i := range k.packages {
		add(unit(i), false)
		if k.written {
			g.Packages[i].Generated = []string{"x.go"}
		}
		if k.joined && i > 0 {
			edge(unit(i), unit(i-1), "F")
		}
	}
	for i := range 10 {
		p := fmt.Sprintf(k.at, i)
		add(p, k.mains)
		if i < k.users {
			n := i
			if k.same {
				n = 0
			}
			edge(p, unit(n), fmt.Sprintf("F%d", n))
		}
	}
	c := &history.Changes{}
	for _, p := range g.Packages {
		c.Paths = append(c.Paths, p.Path+"/x.go")
	}
	for i := range max(k.authors, 10) {
		c.People = append(c.People, history.Person{Email: fmt.Sprintf("p%d@x", i)})
	}
	var list []history.ChangeFields
	at := int64(400 * 86400)
	change := func(author int, files ...int32) {
		at -= 86400
		slices.Sort(files)
		list = append(list, history.ChangeFields{ID: repo.ID(fmt.Sprintf("%020d", at)), Author: int32(author), When: at, Files: files})
	}
	for i := range 40 {
		if k.alone {
			change(i%k.authors, int32(i%k.packages))
		} else {
			change(i%k.authors, int32(i%k.packages), int32(k.packages+i%10))
		}
		for j := range 3 { // what else people do
			change((i+j)%10, int32(k.packages+(i+j)%10))
		}
	}
	c.List = history.ListOf(list...)
	slices.SortFunc(g.Packages, func(a, b imports.Package) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(g.Edges, imports.CompareEdges)
	found := map[string][]pieces.Piece{}
	if k.packages == 1 {
		for i := range 10 {
			found["util"] = append(found["util"], pieces.Piece{Names: []string{fmt.Sprintf("F%d", i)}, Lines: 60})
		}
		if k.joined {
			found["util"] = []pieces.Piece{{Names: []string{"F0", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9"}, Lines: 600}}
		}
	}
	base := whatif.Prepare(whatif.Input{Imports: g, Changes: c, SourceOf: func(p string) (string, bool) { return strings.TrimSuffix(p, "/x.go"), true }})
	r := Judge(Rank(Input{Base: base, Imports: g, Changes: c}), Context{Pieces: found})
	for _, cand := range r.Candidates {
		if cand.Title == "util" {
			return cand
		}
	}
	return Candidate{}
}

// What makes a drawer, each with what takes it away again.
func TestDrawer(t *testing.T) {
	drawer := kit{packages: 1, users: 10, at: "part%d", authors: 10}
	for name, c := range map[string]struct {
		change func(*kit)
		want   bool
	}{
		"users all over take different pieces of one package": {func(*kit) {}, true},
		"of several packages":                       {func(k *kit) { k.packages = 8 }, true},
		"everybody takes the same piece":            {func(k *kit) { k.same = true }, true},
		"few take the same piece":                   {func(k *kit) { k.same, k.users = true, 5 }, false},
		"few take different pieces":                 {func(k *kit) { k.users = 5 }, true},
		"hardly anybody uses it":                    {func(k *kit) { k.users = 4 }, false},
		"its declarations use each other":           {func(k *kit) { k.joined = true }, false},
		"its packages use each other":               {func(k *kit) { k.joined, k.packages = true, 8 }, false},
		"three packages are too few to be a drawer": {func(k *kit) { k.packages = 3 }, false},
		"one neighbour alone uses it":               {func(k *kit) { k.at = "web/pages/p%d" }, false},
		"programs are no users":                     {func(k *kit) { k.mains = true }, false},
		"two people work on it by itself":           {func(k *kit) { k.authors, k.alone = 2, true }, false},
		"everybody works on it by itself":           {func(k *kit) { k.alone = true }, true},
		"its packages are generated":                {func(k *kit) { k.packages, k.written = 8, true }, false},
	} {
		t.Run(name, func(t *testing.T) {
			k := drawer
			c.change(&k)
			got := k.build()
			i := slices.IndexFunc(got.Against, func(e Evidence) bool { return e.Code == "drawer" })
			if got.ID == "" || i >= 0 != c.want {
				t.Fatalf("drawer %v, want %v; against: %+v", i >= 0, c.want, got.Against)
			}
			if c.want && got.Verdict != Leave {
				t.Errorf("a drawer is advised as %s: %s", got.Verdict, got.Reason)
			}
		})
	}
}

// The words name the numbers.
func TestDrawerWords(t *testing.T) {
	got := kit{packages: 8, users: 10, at: "part%d", authors: 10}.build()
	i := slices.IndexFunc(got.Against, func(e Evidence) bool { return e.Code == "drawer" })
	want := "a drawer, not a part: it falls into 8 pieces that do not use each other, and 10 packages use it, 96% of whose pairs use no common piece"
	if i < 0 || got.Against[i].Text != want || got.Against[i].IDs[0] != "util/u0" || got.Against[i].N != 10 {
		t.Errorf("evidence %+v", got.Against)
	}
}

// A drawer stands behind all others, whatever its score.
func TestSink(t *testing.T) {
	drawer := []Evidence{{Code: "drawer", Text: "a drawer, not a part"}}
	list := []Candidate{
		{Title: "a", Score: 12, Stability: Stability{Best: 1, Worst: 2, FirstTen: 1}},
		{Title: "util", Score: 11, Against: drawer, Stability: Stability{Best: 1, Worst: 3, FirstTen: 1}},
		{Title: "b", Score: 10, Verdict: Library, Stability: Stability{Best: 3, Worst: 3, FirstTen: 1}},
	}
	for i := range list {
		overrule(&list[i])
	}
	got := sink(list)
	var order []string
	for i, c := range got {
		order = append(order, c.Title)
		if c.Rank != i+1 || c.Stability.Best > c.Rank || c.Stability.Worst < c.Rank {
			t.Errorf("%s has rank %d, between %d and %d; want %d", c.Title, c.Rank, c.Stability.Best, c.Stability.Worst, i+1)
		}
	}
	if !slices.Equal(order, []string{"a", "b", "util"}) || got[2].Verdict != Leave || got[2].Reason != "it is a drawer, not a part" {
		t.Errorf("order %v, last: %+v", order, got[2])
	}
}

// TestShelf: a folder without code whose packages do not use each other is no part; one that
// names what they are, or whose packages belong together, is.
func TestShelf(t *testing.T) {
	for _, c := range []struct {
		name, packages, edges string
		want                  bool
	}{
		{"side by side", "main lib/a lib/b lib/c", "", true},
		{"joined", "main lib/a lib/b lib/c", "lib/a>lib/b lib/c>lib/b", false},
		{"one apart", "main lib/a lib/b lib/c lib/d lib/e lib/f", "lib/a>lib/b lib/c>lib/b lib/d>lib/b lib/e>lib/b", false},
		{"with code of its own", "main lib lib/a lib/b lib/c", "", false},
	} {
		g := graphOf("go", c.packages, c.edges)
		for i := range g.Packages {
			g.Packages[i].Lines, g.Packages[i].Exported = 100, []string{"X"}
		}
		r := Rank(Input{Base: whatif.Prepare(whatif.Input{Imports: g, Changes: &history.Changes{}}), Imports: g, Changes: &history.Changes{}})
		j := newJudge(r.m, r.all, Context{TypeOf: func(int32) string { return "" }})
		i := slices.IndexFunc(r.all, func(s scored) bool { return s.folder == "lib" })
		if why, got := j.shelf(r.all[i]); got != c.want || got && !strings.Contains(why, "its 3 packages fall into 3 pieces that do not use each other") {
			t.Errorf("%s: %t, %q", c.name, got, why)
		}
	}
}
