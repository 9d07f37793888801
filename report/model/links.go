package model

import (
	"encoding/json"
	"slices"

	"seam/analyze/imports"
)

func apart(e GraphEdge) bool { return imports.Kind(e.Kind).Apart() }

// linked returns a report with the edges of its graph that no import makes set apart, as JSON
// has them. A method MarshalJSON would do this too, but the encoder goes through what such a
// method gives once more, and a graph is most of its report.
func linked(r *Report) *Report {
	if r.Graph == nil {
		return r
	}
	g, out := *r.Graph, *r
	g.Edges, g.Links = []GraphEdge{}, []GraphEdge{}
	for _, e := range r.Graph.Edges {
		if apart(e) {
			g.Links = append(g.Links, e)
		} else {
			g.Edges = append(g.Edges, e)
		}
	}
	out.Graph = &g
	return &out
}

// plainGraph is a Graph without its methods.
type plainGraph Graph

// UnmarshalJSON puts them back.
func (g *Graph) UnmarshalJSON(data []byte) error {
	var in plainGraph
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	if len(in.Links) > 0 {
		in.Edges = append(in.Edges, in.Links...)
		slices.SortStableFunc(in.Edges, compareGraphEdges)
	}
	in.Links = nil
	*g = Graph(in)
	return nil
}
