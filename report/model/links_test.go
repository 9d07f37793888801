package model

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestLinks: what a path brings in stands apart in JSON, and comes back.
func TestLinks(t *testing.T) {
	g := Graph{Level: "packages", Nodes: []GraphNode{{Path: "a"}, {Path: "b<c"}}, Cycles: [][]string{},
		Edges: []GraphEdge{{From: "a", To: "b<c", Kind: "import", Files: 1}, {From: "b<c", To: "a", Kind: "embed", Files: 1}}}
	var b bytes.Buffer
	if err := Write(&b, &Report{Graph: &g}); err != nil {
		t.Fatal(err)
	}
	edges, links, _ := strings.Cut(b.String(), `"links"`)
	if strings.Contains(edges, `"embed"`) || !strings.Contains(links, `"embed"`) || !strings.Contains(links, `"b<c"`) {
		t.Errorf("%s", b.String())
	}
	var back Report
	if err := json.Unmarshal(b.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(&g, back.Graph); d != "" {
		t.Error(d)
	}
}
