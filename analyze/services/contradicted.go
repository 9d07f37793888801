package services

import (
	"slices"

	"seam/analyze/finding"
	"seam/analyze/services/manifest"
	"seam/graph"
)

// orders are the kinds of evidence that state an order and show no use.
var orders = []manifest.Kind{
	manifest.DependsOn, manifest.Dependency, manifest.Dependencies, manifest.Chart, manifest.Needs, manifest.WaitFor, manifest.RemoteState,
	manifest.JobNeeds, manifest.Requires,
}

// isOrder reports whether evidence states an order and shows no use.
func (v Evidence) isOrder() bool {
	return slices.ContainsFunc(orders, func(k manifest.Kind) bool { return k.Name == v.Kind })
}

// Declared is the evidence that states an order, ok if there is any.
func (e Edge) Declared() (Evidence, bool) {
	i := slices.IndexFunc(e.Evidence, Evidence.isOrder)
	if i < 0 {
		return Evidence{}, false
	}
	return e.Evidence[i], true
}

// Calls are the edges that are shown by more than a stated order.
type Calls struct {
	Edges []Edge
	graph *graph.Graph
	at    map[[2]string]finding.Location
}

// NewCalls finds the calls among edges, and uses of data, which come first as calls do.
func NewCalls(services []Service, edges []Edge) *Calls {
	c := &Calls{at: map[[2]string]finding.Location{}}
	var names []string
	for _, s := range services {
		names = append(names, s.Name)
	}
	for _, e := range edges {
		i := slices.IndexFunc(e.Evidence, func(v Evidence) bool { return !v.isOrder() })
		if i >= 0 && (e.Class == Call || e.Class == Data) {
			c.Edges = append(c.Edges, e)
			c.at[[2]string{e.From, e.To}] = finding.Location{File: e.Evidence[i].File, Line: e.Evidence[i].Line}
		}
	}
	c.graph = graph.New(names, func(yield func(graph.Edge) bool) {
		for _, e := range c.Edges {
			if !yield(graph.Edge{From: e.From, To: e.To}) {
				return
			}
		}
	})
	return c
}

// At is the first place that shows the call between two services that one of Edges joins.
func (c *Calls) At(from, to string) finding.Location { return c.at[[2]string{from, to}] }

// Way is the shortest way of calls from one service to another; nil if there is none.
func (c *Calls) Way(from, to string) []string {
	i, ok1 := c.graph.Index(from)
	j, ok2 := c.graph.Index(to)
	if !ok1 || !ok2 {
		return nil
	}
	if path := graph.ShortestPath(c.graph, i, j); path != nil {
		return c.graph.Names(path)
	}
	return nil
}

// Contradict marks the declared orders that calls turn round: the callee is told to wait
// for its caller, and nothing shows that it calls that one.
func Contradict(services []Service, edges []Edge) {
	c := NewCalls(services, edges)
	for i := range edges {
		e := &edges[i]
		_, declared := e.Declared()
		e.Contradicted = declared && c.Way(e.To, e.From) != nil && c.Way(e.From, e.To) == nil
	}
}
