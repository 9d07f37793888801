package deploy

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/finding"
	"seam/analyze/services"
)

// graphOf reads "a>b" as a call, "a>b data 0.7" with class and confidence, and "t:test"
// as a node's class.
func graphOf(lines ...string) *services.Graph {
	g := &services.Graph{}
	class := map[string]services.Class{}
	for i, l := range lines {
		f := append(strings.Fields(l), "call", "0.9")
		if name, c, ok := strings.Cut(f[0], ":"); ok {
			class[name] = services.Class(c)
			continue
		}
		from, to, isEdge := strings.Cut(f[0], ">")
		for _, n := range []string{from, to} {
			if n != "" && class[n] == "" {
				class[n] = services.Call
			}
		}
		if isEdge {
			e := services.Edge{From: from, To: to, Class: services.Class(f[1])}
			fmt.Sscan(f[2], &e.Confidence)
			e.Evidence = []services.Evidence{{File: "compose.yaml", Line: i + 1, Kind: "env"}}
			g.Edges = append(g.Edges, e)
		}
	}
	for n, c := range class {
		g.Services = append(g.Services, services.Service{Name: n, Class: c})
	}
	slices.SortFunc(g.Services, func(a, b services.Service) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(g.Edges, func(a, b services.Edge) int { return strings.Compare(a.From+"\x00"+a.To, b.From+"\x00"+b.To) })
	return g
}

func wavesText(r Result) string {
	var out []string
	for _, w := range r.Waves {
		out = append(out, strings.Join(w, " "))
	}
	return strings.Join(out, " | ")
}

func TestWaves(t *testing.T) {
	for name, c := range map[string]struct {
		graph []string
		want  string
	}{
		"nothing":               {nil, ""},
		"alone":                 {[]string{"a", "b"}, "a b"},
		"the chain of the book": {[]string{"A>B", "B>C"}, "C | B | A"},
		"longest path counts":   {[]string{"a>b", "b>c", "a>c", "d>c"}, "c | b d | a"},
		"stores come first":     {[]string{"api>db data", "web>api declared", "db:data"}, "db | api | web"},
		"no order on others":    {[]string{"a>otel telemetry", "otel:telemetry", "load>a", "load:test", "a>b message", "c>a test"}, "a b c"},
		"a cycle is one wave":   {[]string{"a>b", "b>c", "c>a", "web>a", "c>db"}, "db | a b c | web"},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(c.want, wavesText(Order(graphOf(c.graph...)))); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

// "If the new version of C is rolled back, you also have to know to roll back B and A."
func TestRollback(t *testing.T) {
	r := Order(graphOf("A>B", "B>C", "X>C", "Y", "C>db data", "db:data"))
	want := map[string][]string{"A": {}, "B": {"A"}, "C": {"A", "B", "X"}, "X": {}, "Y": {}, "db": {"A", "B", "X", "C"}}
	if d := cmp.Diff(want, r.Rollback); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func TestCycle(t *testing.T) {
	r := Order(graphOf("cart>orders call 0.95", "orders>pay call 0.9", "pay>cart declared 0.7", "pay>db data 0.5", "web>cart call 0.1"))
	if len(r.Cycles) != 1 {
		t.Fatalf("cycles: %v", r.Cycles)
	}
	want := "cart, orders and pay need each other, so no order is safe and they must be deployed together. " +
		"Make pay -> cart (compose.yaml:3) optional: put the call behind a feature toggle, or change its interface by expand and contract."
	if d := cmp.Diff([]string{want}, r.Advice()); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	if d := cmp.Diff([][]string{{"cart", "orders", "pay"}}, r.CycleNames()); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	fs := Findings(r)
	if len(fs) != 1 || fs[0].Severity != finding.Smell || fs[0].Location != (finding.Location{File: "compose.yaml", Line: 3}) || len(fs[0].Related) != 3 {
		t.Errorf("finding: %+v", fs)
	}
}

func TestOrderOfNothing(t *testing.T) {
	r := Order(nil)
	if r.Waves != nil || r.Cycles != nil || r.Rollback == nil || len(Findings(r)) != 0 {
		t.Errorf("%+v", r)
	}
}

// On random graphs the order is checked against its definition, with reachability
// computed by Warshall's algorithm.
func TestOrderByDefinition(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for round := range 300 {
		n := 1 + r.IntN(9)
		var lines []string
		reach := make([][]bool, n)
		name := func(i int) string { return fmt.Sprintf("s%d", i) }
		for i := range n {
			reach[i] = make([]bool, n)
			lines = append(lines, name(i))
		}
		edge := make(map[[2]int]bool)
		for range r.IntN(2 * n) {
			i, j := r.IntN(n), r.IntN(n)
			if i != j && !edge[[2]int{i, j}] {
				edge[[2]int{i, j}] = true
				reach[i][j] = true
				lines = append(lines, fmt.Sprintf("%s>%s call 0.%d", name(i), name(j), 1+r.IntN(9)))
			}
		}
		for k := range n {
			for i := range n {
				for j := range n {
					reach[i][j] = reach[i][j] || reach[i][k] && reach[k][j]
				}
			}
		}
		got := Order(graphOf(lines...))
		wave := map[string]int{}
		for w, names := range got.Waves {
			for _, s := range names {
				wave[s] = w
			}
		}
		for i := range n {
			// A service stands one wave above the highest that its cycle needs.
			want := 0
			for j := range n {
				same := j == i || reach[i][j] && reach[j][i]
				for k := range n {
					if same && edge[[2]int{j, k}] && !reach[k][i] && k != i {
						want = max(want, wave[name(k)]+1)
					}
				}
			}
			if wave[name(i)] != want {
				t.Fatalf("round %d: %s is in wave %d, want %d\n%v", round, name(i), wave[name(i)], want, lines)
			}
			checkRollback(t, got, i, name, reach)
		}
		checkCuts(t, got, lines)
	}
}

// checkRollback: exactly the callers, each before what it calls unless they call
// each other.
func checkRollback(t *testing.T, got Result, i int, name func(int) string, reach [][]bool) {
	t.Helper()
	list := got.Rollback[name(i)]
	for j := range reach {
		at := slices.Index(list, name(j))
		if (at >= 0) != (j != i && reach[j][i]) {
			t.Fatalf("rollback of %s: %v", name(i), list)
		}
		for k := range reach {
			before := slices.Index(list, name(k))
			if at >= 0 && before >= 0 && reach[k][j] && !reach[j][k] && before > at {
				t.Fatalf("rollback of %s: %s after %s", name(i), name(k), name(j))
			}
		}
	}
}

// checkCuts: without the cut edges there is no cycle.
func checkCuts(t *testing.T, got Result, lines []string) {
	t.Helper()
	for _, c := range got.Cycles {
		for _, e := range c.Cut {
			lines = slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return strings.HasPrefix(l, e.From+">"+e.To+" ") })
		}
	}
	if left := Order(graphOf(lines...)).Cycles; len(left) > 0 {
		t.Fatalf("cycles are left: %v", left)
	}
}

// TestPrograms: beside services that manifests deploy, a program that nothing mentions
// is a tool and stands in no wave; where nothing is deployed by manifest, programs are
// all there is.
func TestPrograms(t *testing.T) {
	g := &services.Graph{
		Services: []services.Service{
			{Name: "api", Kind: "compose", Class: services.Call},
			{Name: "gen", Kind: services.GoMain, Class: services.Call},
			{Name: "worker", Kind: services.GoMain, Class: services.Call},
		},
		Edges: []services.Edge{{From: "worker", To: "api", Class: services.Call}},
	}
	r := Order(g)
	if len(r.Waves) != 2 || len(r.Programs) != 1 || r.Programs[0] != "gen" {
		t.Errorf("waves %v, programs %v", r.Waves, r.Programs)
	}
	g.Services, g.Edges = g.Services[1:], nil
	if r = Order(g); len(r.Waves) != 1 || len(r.Waves[0]) != 2 || len(r.Programs) != 0 {
		t.Errorf("waves %v, programs %v", r.Waves, r.Programs)
	}
}
