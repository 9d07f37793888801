package deploy

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/finding"
	"seam/analyze/services"
	"seam/analyze/services/manifest"
)

// told makes edges whose evidence is a declared order instead of a setting.
func told(g *services.Graph, edges ...string) *services.Graph {
	for i := range g.Edges {
		if e := &g.Edges[i]; slices.Contains(edges, e.From+">"+e.To) {
			e.Class, e.Evidence[0].Kind = services.Declared, "depends_on"
		}
	}
	services.Contradict(g.Services, g.Edges)
	return g
}

// staged gives services sync waves.
func staged(g *services.Graph, waves map[string]int) *services.Graph {
	for i := range g.Services {
		if n, ok := waves[g.Services[i].Name]; ok {
			g.Services[i].Wave = &manifest.Wave{Number: n, At: finding.Location{File: "k8s.yaml", Line: n + 10}}
		}
	}
	return g
}

func TestContradictions(t *testing.T) {
	for name, c := range map[string]struct {
		graph *services.Graph
		want  []string
	}{
		"nothing":                 {graphOf("a>b"), nil},
		"as called":               {told(graphOf("a>b", "b>c"), "b>c"), nil},
		"turned round":            {told(graphOf("a>b", "b>a"), "a>b"), []string{"deploy/contradicts:a,b"}},
		"over others":             {told(graphOf("a>b", "b>x", "x>a"), "a>b"), []string{"deploy/contradicts:a,b"}},
		"a cycle is none":         {told(graphOf("a>b", "b>a", "a>c", "c>b"), "a>b"), nil},
		"messages order nothing":  {told(graphOf("a>b", "b>a message"), "a>b"), nil},
		"waves as called":         {staged(graphOf("a>b"), map[string]int{"a": 2, "b": 1}), nil},
		"one wave":                {staged(graphOf("a>b"), map[string]int{"a": 1, "b": 1}), nil},
		"waves turned round":      {staged(graphOf("a>b"), map[string]int{"a": 1, "b": 2}), []string{"deploy/contradicts:a,b"}},
		"a wave that is not said": {staged(graphOf("a>b"), map[string]int{"a": -1}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range Contradictions(c.graph) {
				got = append(got, f.ID)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
	if Contradictions(nil) != nil {
		t.Error("no graph, no contradiction")
	}
}

// A contradicted order is told once: calls alone make the waves, and there is no cycle.
func TestContradictedOrdersNothing(t *testing.T) {
	r := Order(told(graphOf("a>b", "b>x", "x>a"), "a>b"))
	if d := cmp.Diff([][]string{{"a"}, {"x"}, {"b"}}, r.Waves); d != "" || len(r.Cycles) > 0 {
		t.Errorf("cycles %v, waves -want +got\n%s", r.Cycles, d)
	}
	if r = Order(told(graphOf("a>b", "b>a", "a>c", "c>b"), "a>b")); len(r.Cycles) != 1 {
		t.Errorf("calls both ways are a cycle: %v", r.Cycles)
	}
}

// Proof stands at both places, and there is one next step.
func TestContradictionTells(t *testing.T) {
	f := Contradictions(told(graphOf("a>b", "b>x", "x>a"), "a>b"))[0]
	if want := "a is declared to come after b (depends_on), but b calls a over x (compose.yaml:2): a has to be there first."; f.Message != want {
		t.Errorf("%s\nwant\n%s", f.Message, want)
	}
	if f.Location.String() != "compose.yaml:1" || len(f.Related) != 2 || f.Related[1].Message != "x calls a" || f.Fix.Edit != "Take b out of what a waits for (depends_on), or turn it round." {
		t.Errorf("%+v", f)
	}
	f = Contradictions(staged(graphOf("a>b"), map[string]int{"a": 1, "b": 2}))[0]
	if want := "a is in sync wave 1, before b in wave 2, but calls it (compose.yaml:1): b has to be there first."; f.Message != want || f.Location.String() != "k8s.yaml:11" || f.Fix.Edit != "Give a a sync wave of 3 or more." {
		t.Errorf("%+v", f)
	}
}
