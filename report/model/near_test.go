package model

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAround(t *testing.T) {
	whole := func() *Graph {
		g := &Graph{Level: "packages"}
		for _, n := range []string{".", "a", "b", "b/c", "d", "e", "far", "lone"} {
			g.Nodes = append(g.Nodes, GraphNode{Path: n})
		}
		for _, e := range []string{"a b/c import", "b/c d import", "d a import", "d e type", "e d test", "far a import", "far e import"} {
			w := strings.Fields(e)
			g.Edges = append(g.Edges, GraphEdge{From: w[0], To: w[1], Kind: w[2]})
		}
		g.Cycles = cycles(g)
		return g
	}
	for _, c := range []struct {
		path                 string
		depth                int
		nodes, edges, cycles string
	}{
		{"b", 0, "b b/c", "", ""},
		{"b/c", 1, "a b/c d", "a>b/c b/c>d d>a", "a b/c d"},
		{"b/c", 2, "a b/c d e far", "a>b/c b/c>d d>a d>e e>d far>a far>e", "a b/c d"},
		{"e", 1, "d e far", "d>e e>d far>e", ""},
		{"far", -1, "a b/c d e far", "a>b/c b/c>d d>a d>e e>d far>a far>e", "a b/c d"},
		{"lone", 9, "lone", "", ""},
		{".", 3, ".", "", ""},
	} {
		g := whole()
		if err := g.Around(c.path, c.depth); err != nil {
			t.Fatal(err)
		}
		var nodes, edges, cycles []string
		for _, n := range g.Nodes {
			nodes = append(nodes, n.Path)
		}
		for _, e := range g.Edges {
			edges = append(edges, e.From+">"+e.To)
		}
		for _, names := range g.Cycles {
			cycles = append(cycles, names...)
		}
		got := []string{strings.Join(nodes, " "), strings.Join(edges, " "), strings.Join(cycles, " ")}
		if d := cmp.Diff([]string{c.nodes, c.edges, c.cycles}, got); d != "" {
			t.Errorf("around %s, %d deep (-want +got):\n%s", c.path, c.depth, d)
		}
	}
	if err := whole().Around("nowhere", 1); err == nil {
		t.Error("a focus on nothing must be an error")
	}
}
