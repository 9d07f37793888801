package model

import (
	"bytes"
	"encoding/json"
	"slices"

	"seam/analyze/imports"
)

// plainGraph is a Graph without its methods.
type plainGraph Graph

// linkedGraph is a Graph as JSON has it.
type linkedGraph struct {
	plainGraph
	Links []GraphEdge `json:"links"`
}

func byPath(e GraphEdge) bool { return imports.Kind(e.Kind).ByPath() }

// MarshalJSON sets the edges that a path makes apart.
func (g Graph) MarshalJSON() ([]byte, error) {
	out := linkedGraph{plainGraph: plainGraph(g), Links: []GraphEdge{}}
	out.Edges = []GraphEdge{}
	for _, e := range g.Edges {
		if byPath(e) {
			out.Links = append(out.Links, e)
		} else {
			out.Edges = append(out.Edges, e)
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // as in the rest of the report
	if err := enc.Encode(out); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// UnmarshalJSON puts them back.
func (g *Graph) UnmarshalJSON(data []byte) error {
	var in linkedGraph
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	*g = Graph(in.plainGraph)
	if len(in.Links) > 0 {
		g.Edges = append(g.Edges, in.Links...)
		slices.SortStableFunc(g.Edges, compareGraphEdges)
	}
	return nil
}
