package report

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/report/model"
	"seam/report/phrase"
	"seam/report/reporttest"
)

// graphml is GraphML as a reader of it sees it.
type graphml struct {
	Keys []struct {
		ID string `xml:"id,attr"`
	} `xml:"key"`
	Nodes []struct {
		ID   string        `xml:"id,attr"`
		Data []graphmlItem `xml:"data"`
	} `xml:"graph>node"`
	Edges []struct {
		Source string        `xml:"source,attr"`
		Target string        `xml:"target,attr"`
		Data   []graphmlItem `xml:"data"`
	} `xml:"graph>edge"`
}

type graphmlItem struct {
	Key  string `xml:"key,attr"`
	Text string `xml:",chardata"`
}

func (l graphml) labels(t *testing.T) (nodes map[string]string, edges []string) {
	nodes = map[string]string{}
	known := map[string]bool{}
	for _, k := range l.Keys {
		known[k.ID] = true
	}
	for _, n := range l.Nodes {
		for _, d := range n.Data {
			if !known[d.Key] {
				t.Errorf("data of an undeclared key %q", d.Key)
			}
			if d.Key == "label" {
				nodes[n.ID] = d.Text
			}
		}
	}
	for _, e := range l.Edges {
		edges = append(edges, nodes[e.Source]+" > "+nodes[e.Target]+" "+e.Data[0].Text)
	}
	return nodes, edges
}

// A parser finds all nodes and edges again, whatever files are called.
func TestGraphMLIsWellFormed(t *testing.T) {
	odd := reporttest.Graph()
	odd.Graph.Nodes = append(odd.Graph.Nodes, model.GraphNode{Path: "a\x1b\"<&>]]>\ufffe", Module: "m&\x00"})
	odd.Graph.Edges = append(odd.Graph.Edges, model.GraphEdge{From: "tools/lib", To: "a\x1b\"<&>]]>\ufffe", Kind: "import", Constraint: "a && <b>"})
	for _, r := range []*model.Report{reporttest.Graph(), odd} {
		var got graphml
		text := rendered(t, r, GraphML, Options{})
		if err := xml.Unmarshal([]byte(text), &got); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		nodes, edges := got.labels(t)
		if len(nodes) != len(r.Graph.Nodes) {
			t.Errorf("%d nodes of %d", len(nodes), len(r.Graph.Nodes))
		}
		var want []string
		for _, e := range r.Graph.Edges {
			want = append(want, phrase.Visible(e.From)+" > "+phrase.Visible(e.To)+" "+e.Kind)
		}
		if d := cmp.Diff(want, edges); d != "" {
			t.Errorf("-want +got:\n%s", d)
		}
	}
}

// A graph that is too large to draw loses its weakest edges, and says so; as data it
// stays whole.
func TestLargeGraphsAreTrimmed(t *testing.T) {
	g := &model.Graph{Level: "files"}
	for i := range 3000 {
		g.Nodes = append(g.Nodes, model.GraphNode{Path: fmt.Sprintf("f%04d", i)})
		if i > 0 {
			g.Edges = append(g.Edges, model.GraphEdge{From: "f0000", To: fmt.Sprintf("f%04d", i), Kind: "import", Files: i})
		}
	}
	r := &model.Report{Graph: g}
	for f, most := range map[Format]int{DOT: mostDOTEdges, Mermaid: mostMermaidEdges} {
		text := rendered(t, r, f, Options{})
		arrow := map[Format]string{DOT: "->", Mermaid: "-->"}[f]
		if n := strings.Count(text, arrow); n != most {
			t.Errorf("%s: %d edges, want %d", f, n, most)
		}
		if !strings.Contains(text, "of 2,999 edges are drawn") || !strings.Contains(text, "f2999") || strings.Contains(text, "f0001") {
			t.Errorf("%s must keep the strongest edges and say so: %.200s", f, text)
		}
	}
	if n := strings.Count(rendered(t, r, CSV, Options{}), "\n"); n != 3000 {
		t.Errorf("CSV has %d lines", n)
	}
}
