package chains

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/imports"
	"seam/analyze/modules"
)

// parse reads a graph from lines: "module FOLDER", "FROM -> TO", "FROM -> TO (test)",
// "FROM -> TO (windows)", "package FOLDER".
func parse(text string) *imports.Graph {
	g := &imports.Graph{}
	seen := map[string]bool{}
	add := func(p string) {
		if !seen[p] {
			seen[p] = true
			g.Packages = append(g.Packages, imports.Package{Path: p, Language: "go"})
		}
	}
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' }) {
		f := strings.Fields(line)
		switch {
		case len(f) == 0:
		case f[0] == "module":
			g.Modules = append(g.Modules, imports.Module{Path: f[1], Language: "go"})
		case f[0] == "package":
			add(f[1])
		default:
			e := imports.Edge{From: f[0], To: f[2], Kind: imports.Import}
			if len(f) > 3 && f[3] == "(test)" {
				e.Kind = imports.Test
			} else if len(f) > 3 {
				e.Constraint = strings.Trim(f[3], "()")
			}
			add(e.From)
			add(e.To)
			g.Edges = append(g.Edges, e)
		}
	}
	slices.SortFunc(g.Packages, func(a, b imports.Package) int { return strings.Compare(a.Path, b.Path) })
	return g
}

func show(cs []Chain) string {
	var b strings.Builder
	for _, c := range cs {
		fmt.Fprintf(&b, "%s %d: %s\n", c.ID, c.FirstPartyLength, strings.Join(c.Path, " > "))
	}
	return b.String()
}

func TestMeasureChains(t *testing.T) {
	for name, c := range map[string]struct{ graph, want string }{
		"the long way round": {`
			module .
			cmd -> a
			cmd -> c
			a -> b
			b -> c
			`, "chain:go:. 3: cmd > a > b > c\n"},
		"tests and other platforms make no chain": {`
			module .
			a -> b
			b -> c (test)
			b -> d (windows)
			`, "chain:go:. 1: a > b\n"},
		"one package is a chain of no step": {`
			module .
			package .
			`, "chain:go:. 0: .\n"},
		"a cycle counts as one place": {`
			module .
			a -> b
			b -> c
			c -> b
			c -> d
			`, "chain:go:. 2: a > b > d\n"},
		"each module has its own, which may run on into another": {`
			module .
			module api
			module tools
			cmd -> api/v
			api/v -> api/w
			tools/gen -> cmd
			`, "chain:go:. 2: cmd > api/v > api/w\nchain:go:api 1: api/v > api/w\nchain:go:tools 3: tools/gen > cmd > api/v > api/w\n"},
		"a cycle over two modules starts in its own": {`
			module a
			module b
			a/x -> b/y
			b/y -> a/x
			b/y -> b/z
			`, "chain:go:a 1: a/x > b/z\nchain:go:b 1: b/y > b/z\n"},
		"no module at all: the root is the unit": {`
			src/a -> src/b
			`, "chain:go:. 1: src/a > src/b\n"},
		"below a module: the chain is the nearest one's above": {`
			module ../..
			module ..
			module inner
			a -> b
			inner/c -> a
			`, "chain:go:.. 1: a > b\nchain:go:inner 2: inner/c > a > b\n"},
		"a module without packages has no chain": {`
			module empty
			`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(c.want, show(Measure(&modules.Set{}, parse(c.graph)).Chains)); d != "" {
				t.Error(d)
			}
		})
	}
}

// The manifest above a folder counts where a package of it lies in the folder, be it
// one of tests only.
func TestMeasureDependenciesAbove(t *testing.T) {
	set := &modules.Set{Units: []modules.Unit{{Path: "..", Ecosystem: "go"}, {Path: "inner", Ecosystem: "go"}}}
	testOnly := imports.Package{Path: "e2e", Language: "go", TestOnly: true}
	for name, c := range map[string]struct {
		graph *imports.Graph
		want  string
	}{
		"documents":      {&imports.Graph{}, "inner"},
		"its packages":   {parse("module ..\nmodule inner\npackage a\n"), ".. inner"},
		"of inner only":  {parse("module ..\nmodule inner\npackage inner/a\n"), "inner"},
		"its tests only": {&imports.Graph{Packages: []imports.Package{testOnly}, Modules: parse("module ..").Modules}, ".. inner"},
	} {
		var units []string
		for _, d := range Measure(set, c.graph).Dependencies {
			units = append(units, d.Unit)
		}
		if got := strings.Join(units, " "); got != c.want {
			t.Errorf("%s: units %q, want %q", name, got, c.want)
		}
	}
}

func TestMeasureDependencies(t *testing.T) {
	set := &modules.Set{Units: []modules.Unit{
		{Path: "b", Ecosystem: "go"},
		{Path: "a", Ecosystem: "go", Requirements: []modules.Requirement{
			{Name: "x", Version: "v1.0.0"},
			{Name: "x", Version: "v1.1.0"},
			{Name: "y", Version: "v1.0.0", Indirect: true},
		}},
	}}
	want := []Dependencies{
		{Unit: "a", Ecosystem: "go", Direct: 1, Listed: 2},
		{Unit: "b", Ecosystem: "go"},
	}
	if d := cmp.Diff(want, Measure(set, &imports.Graph{}).Dependencies); d != "" {
		t.Error(d)
	}
}

// Where a dependency's own requirements could not be read, the total is a lower bound.
func TestMeasurePartialBuild(t *testing.T) {
	for _, missing := range [][]string{nil, {"x@v1.0.0"}} {
		set := &modules.Set{
			Units: []modules.Unit{{Path: ".", Ecosystem: "go", Requirements: []modules.Requirement{{Name: "x", Version: "v1.0.0"}}}},
			Locks: []modules.Lock{{
				File: "go.mod", Path: ".", Ecosystem: "go", Resolved: true, Missing: missing,
				Packages: []modules.Package{{Name: "m", Unit: ".", Requires: []modules.Link{{To: 1}}}, {Name: "x", Version: "v1.0.0"}},
			}},
		}
		want := []Dependencies{{Unit: ".", Ecosystem: "go", Direct: 1, Listed: 1, Total: 1, Partial: missing != nil,
			Brings: []Brought{{Dependency: "x", Version: "v1.0.0", Count: 1}}}}
		if d := cmp.Diff(want, Measure(set, &imports.Graph{}).Dependencies); d != "" {
			t.Errorf("missing %v: %s", missing, d)
		}
	}
}

// random is an acyclic graph over packages of three modules.
func random(r *rand.Rand, n int) *imports.Graph {
	var b strings.Builder
	b.WriteString("module .\nmodule m1\nmodule m2\n")
	name := func(i int) string { return [...]string{"", "m1/", "m2/"}[i%3] + fmt.Sprintf("p%02d", i) }
	for i := range n {
		fmt.Fprintf(&b, "package %s\n", name(i))
		for j := i + 1; j < n; j++ {
			if r.IntN(n) < 3 {
				fmt.Fprintf(&b, "%s -> %s\n", name(i), name(j))
			}
		}
	}
	return parse(b.String())
}

// Lengths against the plainest search, and witnesses walked edge by edge.
func TestChainsAgainstSearch(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 30 {
		g := random(r, 14)
		next := map[string][]string{}
		for _, e := range g.Edges {
			next[e.From] = append(next[e.From], e.To)
		}
		var depth func(string) int
		depth = func(p string) int {
			d := 0
			for _, q := range next[p] {
				d = max(d, depth(q)+1)
			}
			return d
		}
		for _, c := range Measure(&modules.Set{}, g).Chains {
			want := 0
			for _, p := range g.Packages {
				in := strings.HasPrefix(p.Path, c.Unit+"/") || c.Unit == "." && !strings.Contains(p.Path, "/")
				if in {
					want = max(want, depth(p.Path))
				}
			}
			if c.Length != want || len(c.Path) != want+1 {
				t.Errorf("%s: length %d, want %d", c.Unit, c.Length, want)
			}
			for i := 1; i < len(c.Path); i++ {
				if !slices.Contains(next[c.Path[i-1]], c.Path[i]) {
					t.Errorf("%s: no edge %s -> %s", c.Unit, c.Path[i-1], c.Path[i])
				}
			}
		}
	}
}

// Shuffled modules and edges give equal bytes.
func TestShuffled(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	g := random(r, 40)
	encode := func() string {
		b, err := json.Marshal(Measure(&modules.Set{}, g))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	want := encode()
	for range 20 {
		r.Shuffle(len(g.Edges), func(i, j int) { g.Edges[i], g.Edges[j] = g.Edges[j], g.Edges[i] })
		r.Shuffle(len(g.Modules), func(i, j int) { g.Modules[i], g.Modules[j] = g.Modules[j], g.Modules[i] })
		if got := encode(); got != want {
			t.Fatal(cmp.Diff(want, got))
		}
	}
}
