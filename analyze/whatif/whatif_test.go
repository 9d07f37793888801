package whatif

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// project builds an Input. packages are folders; edges are "from>to:Name,Name";
// each change is a line of files, newest first, a month apart.
func project(packages, edges, changes string, modules ...string) Input {
	g := &imports.Graph{}
	for _, m := range modules {
		g.Modules = append(g.Modules, imports.Module{Name: "mod/" + m, Path: m, Language: "go"})
	}
	for p := range strings.FieldsSeq(packages) {
		pkg := imports.Package{Path: p, Language: "go"}
		for _, m := range modules {
			if p == m || strings.HasPrefix(p, m+"/") {
				pkg.Module = "mod/" + m
			}
		}
		g.Packages = append(g.Packages, pkg)
	}
	slices.SortFunc(g.Packages, func(a, b imports.Package) int { return strings.Compare(a.Path, b.Path) })
	for e := range strings.FieldsSeq(edges) {
		ends, names, _ := strings.Cut(e, ":")
		from, to, _ := strings.Cut(ends, ">")
		edge := imports.Edge{From: from, To: to, Kind: imports.Import, Files: 1}
		if names != "" {
			edge.Symbols = strings.Split(names, ",")
		}
		g.Edges = append(g.Edges, edge)
	}
	slices.SortFunc(g.Edges, imports.CompareEdges)
	c := &history.Changes{People: []history.Person{{Name: "a"}, {Name: "b"}}}
	var lines [][]string
	for line := range strings.Lines(changes) {
		if f := strings.Fields(line); len(f) > 0 {
			lines = append(lines, f)
			c.Paths = append(c.Paths, f...)
		}
	}
	slices.Sort(c.Paths)
	c.Paths = slices.Compact(c.Paths)
	var list []history.ChangeFields
	for i, f := range lines {
		ch := history.ChangeFields{ID: repo.ID(fmt.Sprintf("c%d", i)), Author: int32(i % 2), When: 1_700_000_000 - int64(i)*30*86400}
		for _, p := range f {
			at, _ := slices.BinarySearch(c.Paths, p)
			ch.Files = append(ch.Files, int32(at))
		}
		list = append(list, ch)
	}
	c.List = history.ListOf(list...)
	return Input{
		Imports: g, Changes: c,
		SourceOf: func(p string) (string, bool) { return path.Dir(p), path.Ext(p) == ".go" },
		TeamsOf:  func(ch history.Change) []string { return []string{"team " + c.People[ch.Author()].Name} },
	}
}

func TestExtract(t *testing.T) {
	b := Prepare(project("app app/web lib/a lib/a/deep lib/b",
		"app>lib/a:New,Run app/web>lib/a:New lib/a>lib/b:Log lib/a>lib/a/deep:X app>lib/b:Log,Warn",
		`lib/a/x.go app/m.go
		 lib/a/x.go
		 lib/a/deep/y.go README.md
		 lib/b/z.go app/m.go`))
	r, err := b.Extract([]Part{{"lib/a"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c := r.Cut
	if c.ImportsIn != 2 || c.ImportsOut != 1 || c.APISymbols != 2 || c.UsedSymbols != 1 {
		t.Errorf("cut: %d imports in, %d out, %d names given, %d taken", c.ImportsIn, c.ImportsOut, c.APISymbols, c.UsedSymbols)
	}
	if c.Changes != 3 || c.CrossingChanges != 1 || fmt.Sprintf("%.2f", c.CrossingShare) != "0.33" {
		t.Errorf("history: %d of %d crossed (a file that is no source crosses nothing)", c.CrossingChanges, c.Changes)
	}
	if len(r.Units) != 2 || r.UnitEdges != 2 || fmt.Sprint(r.Cycles) != "[[. lib/a]]" {
		t.Errorf("units %v, %d edges, cycles %v", r.Units, r.UnitEdges, r.Cycles)
	}
	if fmt.Sprint(r.Teams) != "[team a]" || !slices.Equal(r.History.Examples, []string{repo.ID("c0").String()}) {
		t.Errorf("teams %v, examples %v", r.Teams, r.History.Examples)
	}
	if !strings.HasPrefix(r.Verdict, "not enough data: only 3") {
		t.Errorf("verdict %q", r.Verdict)
	}
	var months []string
	for _, m := range r.History.ByMonth {
		months = append(months, fmt.Sprintf("%s %d/%d", m.Month, m.Crossing, m.Changes))
	}
	if got := strings.Join(months, ", "); got != "2023-09 0/1, 2023-10 0/1, 2023-11 1/1" {
		t.Errorf("by month: %s", got)
	}
}

// Many changes of one month are counted, and the newest of them told.
func TestBoundsOfHistory(t *testing.T) {
	in := project("app lib", "app>lib:New", strings.Repeat("app/m.go lib/x.go\n", 60)+strings.Repeat("lib/x.go\n", 20))
	list := in.Changes.List.Fields()
	for i := range list {
		list[i].ID, list[i].When = repo.ID(fmt.Sprintf("c%02d", i)), 1_700_000_000-int64(i)
	}
	in.Changes.List = history.ListOf(list...)
	b := Prepare(in)
	r, err := b.Extract([]Part{{"lib"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	h := r.History
	if h.Changes != 80 || h.Crossing != 60 || len(h.ByMonth) != 1 || h.ByMonth[0].Crossing != 60 {
		t.Fatalf("%d of %d changes cross, months %+v", h.Crossing, h.Changes, h.ByMonth)
	}
	if told := h.ByMonth[0].Crossed; len(h.Examples) != maxExamples || h.Examples[0] != repo.ID("c00").String() || len(told) != maxCrossed || told[0].ID != h.Examples[0] {
		t.Errorf("%d examples, %d told of the month, from %s and %+v on", len(h.Examples), len(told), h.Examples[0], told[0])
	}
	lib, _ := slices.BinarySearch(b.Packages, "lib")
	if ids := b.InsideExamples([]int32{int32(lib)}, 3); !slices.Equal(ids, []string{repo.ID("c60").String(), repo.ID("c61").String(), repo.ID("c62").String()}) {
		t.Errorf("of the changes that touch nothing else: %q", ids)
	}
}

// A module that is cut out by its folder, by the folder of its code or by all of its packages
// is the unit that it is today: nothing new is cut, no diamond is made, and no name becomes API.
func TestExtractWhatIsAUnitAlready(t *testing.T) {
	b := Prepare(project("core/src core/src/deep left right top",
		"left>core/src:A,B right>core/src:B top>left:L top>right:R",
		"core/src/x.go left/l.go\ncore/src/x.go", "core", "left", "right", "top"))
	for _, part := range []Part{{"core"}, {"core/src"}, {"core/src", "core/src/deep"}} {
		r, err := b.Extract([]Part{part}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !r.Already || fmt.Sprint(r.Extract) != "[core]" || len(r.DiamondsCreated) > 0 || len(r.Before.Diamonds) != 1 {
			t.Errorf("%v: already %v, as %v, creates %v", part, r.Already, r.Extract, r.DiamondsCreated)
		}
		if r.Cut.APISymbols != 2 || r.KeptSymbols != 2 {
			t.Errorf("%v: %d names of API, %d of them already", part, r.Cut.APISymbols, r.KeptSymbols)
		}
		if want := "as it is today: nothing new is cut, and 1 of 2 changes (50%) crossed the border"; r.Verdict != want {
			t.Errorf("%v: %q, want %q", part, r.Verdict, want)
		}
	}
}

// Of a part of a module the names that other modules mention are API today.
func TestKeptNames(t *testing.T) {
	b := Prepare(project("m/a m/b user", "m/b>m/a:Here user>m/a:There,Too", "", "m", "user"))
	r, err := b.Extract([]Part{{"m/a"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Already || r.Cut.APISymbols != 3 || r.KeptSymbols != 2 {
		t.Errorf("already %v, %d names of API, %d of them already", r.Already, r.Cut.APISymbols, r.KeptSymbols)
	}
}

func TestPartName(t *testing.T) {
	for want, p := range map[string]Part{"a": {"a", "a/x", "a/y/z"}, "a+ab": {"a", "ab", "ab/c"}, "b": {"b/a", "b", "b"}} {
		if got := p.Name(); got != want {
			t.Errorf("%v: %q, want %q", p, got, want)
		}
	}
}

// A share is never told as none, or as all, where it is not.
func TestVerdictOfFewCrossings(t *testing.T) {
	r := Result{History: History{Changes: 1250, Crossing: 5, Share: 0.004}}
	if got, want := r.judge(nil), "clean: 5 of 1,250 changes (0.4%) would have crossed the cut"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	r.History = History{Changes: 1, Crossing: 0}
	if got, want := r.judge(nil), "not enough data: only 1 change touches it"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestExtractRefuses(t *testing.T) {
	b := Prepare(project("a a/x b", "", ""))
	for _, c := range []struct {
		parts []Part
		want  string
	}{
		{[]Part{{"nowhere"}}, `no package at or below "nowhere"`},
		{[]Part{{"a"}, {"a/x"}}, `"a" and "a/x" both hold a/x`},
		{[]Part{{"a"}, {"a"}}, `"a" is asked for twice`},
		{[]Part{{"a", "b"}}, "a+b is the whole of it"},
	} {
		if _, err := b.Extract(c.parts, nil); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("Extract(%v): %v, want %q", c.parts, err, c.want)
		}
	}
}

// A module that the first elements do not divide stays the unit that it is: nothing new is cut.
func TestByPathWithinSources(t *testing.T) {
	r := Prepare(project("a/src/main/x a/src/main/y b/src/main/x c/src/x c/web/y", "a/src/main/x>b/src/main/x a/src/main/y>b/src/main/x c/src/x>b/src/main/x",
		"a/src/main/x/1.go", "a", "b", "c")).ByPath(1, nil)
	if got, want := fmt.Sprint(r.After.Units), "[a b c/src c/web]"; got != want || len(r.DiamondsCreated) > 0 {
		t.Errorf("units %s, want %s; created %v", got, want, r.DiamondsCreated)
	}
}

func TestByPath(t *testing.T) {
	b := Prepare(project("main.d pkg/a pkg/a/x pkg/b pkg/c",
		"main.d>pkg/a main.d>pkg/b pkg/a>pkg/c pkg/b>pkg/c pkg/a/x>pkg/a",
		"pkg/a/1.go pkg/a/x/2.go\npkg/a/1.go pkg/b/3.go"))
	r := b.ByPath(2, nil)
	if len(r.Units) != 4 || r.UnitEdges != 4 {
		t.Errorf("%d units, %d edges", len(r.Units), r.UnitEdges)
	}
	if got := fmt.Sprint(r.DiamondsCreated); got != "[{pkg/c [pkg/a pkg/b] [main.d]}]" {
		t.Errorf("diamonds %s", got)
	}
	if r.History.Changes != 2 || r.History.Crossing != 1 {
		t.Errorf("%d of %d changes cross", r.History.Crossing, r.History.Changes)
	}
	if got := fmt.Sprint(r.Waves); got != "[[pkg/c] [pkg/a pkg/b] [main.d]]" {
		t.Errorf("waves %s", got)
	}
}

// Modules that are apart today have their diamonds today: a cut does not create them.
func TestDiamondsBefore(t *testing.T) {
	in := project("m1 m2 m3 m1/part", "m1>m2 m1>m3 m2>m3 m1/part>m3", "", "m1", "m2", "m3")
	b := Prepare(in)
	if d := b.Today().Created(b.partition(namingOf(func(int) string { return "." }, len(b.members)))); len(d) != 1 || d[0].Dependency != "m3" {
		t.Fatalf("today's modules: %v", d)
	}
	r, err := b.Extract([]Part{{"m1/part"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.DiamondsCreated) != 0 {
		t.Errorf("created %v", r.DiamondsCreated)
	}
}

func TestPrefixOf(t *testing.T) {
	for _, c := range []struct {
		pkg, module string
		n           int
		want        string
	}{
		{".", ".", 2, "."}, {"a", ".", 2, "a"}, {"a/b/c", ".", 2, "a/b"},
		{"m", "m", 2, "m"}, {"m/a/b/c", "m", 2, "m/a/b"}, {"m/a", "m", 1, "m/a"},
	} {
		if got := prefixOf(c.pkg, c.module, c.n); got != c.want {
			t.Errorf("prefixOf(%q, %q, %d) = %q, want %q", c.pkg, c.module, c.n, got, c.want)
		}
	}
}

// Tests and other platforms do not bind parts together.
func TestOnlyDefaultEdges(t *testing.T) {
	in := project("a b", "a>b", "")
	in.Imports.Edges[0].Kind = imports.Test
	if b := Prepare(in); b.Graph.NumEdges() != 0 {
		t.Error("a test import counts as a dependency")
	}
}

func TestAssess(t *testing.T) {
	cycle := [][]string{{".", "a"}}
	for _, c := range []struct {
		changes, crossing int
		created           [][]string
		want              Outlook
	}{
		{19, 0, nil, TooLittle}, {10, 10, nil, TooLittle}, {11, 11, nil, Chatty}, {19, 18, nil, TooLittle}, {20, 17, nil, Chatty}, {20, 17, cycle, Chatty}, {20, 1, cycle, Blocked}, {20, 11, nil, Costly}, {20, 10, nil, Priced},
		{43, 18, nil, Priced}, {20, 6, nil, Priced}, {20, 5, nil, Clean}, {20, 0, nil, Clean},
	} {
		h := History{Changes: c.changes, Crossing: c.crossing, Share: float64(c.crossing) / float64(c.changes)}
		if got := Assess(h, c.created); got != c.want {
			t.Errorf("%d of %d, cycles %v: %s, want %s", c.crossing, c.changes, c.created, got, c.want)
		}
	}
}

// TestCyclesOfToday: what needs each other today is no reason against a cut.
func TestCyclesOfToday(t *testing.T) {
	b := Prepare(project("m1 m2 m1/part", "m1>m2 m2>m1 m1>m1/part", strings.Repeat("m1/part/x.go\n", 20), "m1", "m2"))
	r, err := b.Extract([]Part{{"m1/part"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Cycles) != 1 || !strings.HasPrefix(r.Verdict, "clean") {
		t.Errorf("cycles %v, verdict %q", r.Cycles, r.Verdict)
	}
}

// TestSeveralParts: imports between the parts are a part of the cost.
func TestSeveralParts(t *testing.T) {
	b := Prepare(project("a b rest", "a>b:X rest>a:Y rest>b:Z b>rest:W", "a/x.go b/y.go"))
	r, err := b.Extract([]Part{{"a"}, {"b"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if c := r.Cut; c.ImportsIn != 3 || c.ImportsOut != 1 || c.APISymbols != 3 || c.CrossingChanges != 1 {
		t.Errorf("%+v", c)
	}
}

// TestOtherBuilds: imports that hold on other platforms only are counted apart.
func TestOtherBuilds(t *testing.T) {
	in := project("a b", "b>a:X", "")
	in.Imports.Edges[0].Constraint = "windows"
	b := Prepare(in)
	set := b.Below("a")
	if c := b.CutOf(set); c.ImportsIn != 0 || c.OtherBuilds != 1 || !b.UsedElsewhere(set) {
		t.Errorf("%+v", c)
	}
	in.Imports.Edges[0].Constraint = imports.Never
	if c := Prepare(in).CutOf(set); c.OtherBuilds != 0 {
		t.Error("a file that no build takes counts")
	}
}

// TestNoHome: scripts and contracts are no units beside the modules that there are; in a
// repository without any module they are what there is.
func TestNoHome(t *testing.T) {
	in := project("app lib tools web", "app>lib:X web>lib:X", "", "app", "lib")
	for i := range in.Imports.Packages {
		if p := &in.Imports.Packages[i]; p.Module == "" {
			p.Language = map[string]string{"tools": "python", "web": "protobuf"}[p.Path]
		}
	}
	b := Prepare(in)
	if got := strings.Join(b.Today().shape().Units, " "); got != "app lib" {
		t.Errorf("units %q", got)
	}
	web, _ := b.Index("web")
	if today := b.Today(); today.Name(today.Of[web]) != "." {
		t.Errorf("what is no unit is named %q", today.Name(today.Of[web]))
	}
	in.Imports.Modules = nil
	for i := range in.Imports.Packages {
		in.Imports.Packages[i].Module = ""
	}
	if got := strings.Join(Prepare(in).Today().shape().Units, " "); got != "." {
		t.Errorf("without modules: units %q", got)
	}
}
