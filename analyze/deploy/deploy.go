// Package deploy puts services in an order in which they can be deployed: the
// callee before its callers, so that nothing is called before it is there.
//
// A wave is a set of services that may be deployed at the same time. The wave of a
// service is the length of the longest path below it over the strongly connected
// components of the call graph. Ordered are ordinary services and the data stores
// that they need, on edges of the classes call, declared and data, save declared orders
// that calls turn round: these are findings of their own. Messages do not
// order a first deployment (the broker holds them, and they would close cycles that
// nothing runs into), telemetry and tests never do.
//
// A Go program that no manifest mentions, no edge touches and that stands beside
// services that manifests do deploy is most likely a tool: it is listed apart, under
// Programs, and not ordered.
//
// Services that need each other form a cycle: there is no order, they stand in one
// wave and must be deployed together until one of the calls is made optional. The
// advice names the calls with the weakest evidence, since these are the likeliest to
// be optional already, or mistaken.
//
// Rollback is the same graph read backwards: if C goes back to a version that lacks
// what B uses, B must go back, and so must A, which uses B; callers first.
//
// Source: "deployment ordering" in Brikman, Fundamentals of DevOps and Software
// Delivery, part 6. Limits: the order is that of a first deployment, or of a change
// to everything. A change that adds or removes something in one service's interface
// may need less order, or the opposite. Calls that were not found do not order.
package deploy

import (
	"cmp"
	"iter"
	"slices"

	"seam/analyze/services"
	"seam/graph"
)

// Result is the order. Names are those of services.Service.
type Result struct {
	Waves    [][]string          // Waves[0] deploys first; names ascend within a wave
	Programs []string            // programs that nothing deploys, sorted; not in Waves
	Cycles   []Cycle             // in order of their first service
	Rollback map[string][]string // ordered service -> what must be rolled back before it, callers first, without itself
}

// Order computes the order of a graph's services. g may be nil.
func Order(g *services.Graph) Result {
	if g == nil {
		return Result{Rollback: map[string][]string{}}
	}
	names, programs := ordered(g)
	edges := ordering(g, names)
	d := graph.New(names, links(edges))
	waves := graph.Waves(d)
	r := Result{Programs: programs, Rollback: map[string][]string{}}
	wave := make([]int, d.Len())
	for w, nodes := range waves {
		r.Waves = append(r.Waves, d.Names(nodes))
		for _, i := range nodes {
			wave[i] = w
		}
	}
	for _, c := range graph.Cycles(d) {
		r.Cycles = append(r.Cycles, newCycle(d.Names(c), edges))
	}
	for i := range d.Len() {
		r.Rollback[d.Name(i)] = closure(d, wave, i)
	}
	return r
}

// ordered lists the services that take part in the order, and apart from them the
// programs that nothing deploys.
func ordered(g *services.Graph) (names, programs []string) {
	touched := map[string]bool{}
	for _, e := range g.Edges {
		touched[e.From], touched[e.To] = true, true
	}
	deployed := slices.ContainsFunc(g.Services, func(s services.Service) bool {
		return s.Kind != services.GoMain && s.Class == services.Call
	})
	for _, s := range g.Services {
		switch {
		case s.Class == services.Telemetry || s.Class == services.Test:
		case deployed && s.Kind == services.GoMain && !touched[s.Name]:
			programs = append(programs, s.Name)
		default:
			names = append(names, s.Name)
		}
	}
	return names, programs
}

// ordering lists the edges that order the given services, in the order of g.
func ordering(g *services.Graph, names []string) []services.Edge {
	in := map[string]bool{}
	for _, n := range names {
		in[n] = true
	}
	var out []services.Edge
	for _, e := range g.Edges {
		switch e.Class {
		case services.Call, services.Declared, services.Data:
			if in[e.From] && in[e.To] && !e.Contradicted {
				out = append(out, e)
			}
		}
	}
	return out
}

func links(edges []services.Edge) iter.Seq[graph.Edge] {
	return func(yield func(graph.Edge) bool) {
		for _, e := range edges {
			if !yield(graph.Edge{From: e.From, To: e.To}) {
				return
			}
		}
	}
}

// closure lists all callers of a service, direct and indirect, outermost first.
func closure(d *graph.Graph, wave []int, service int) []string {
	var callers []int
	for i, reached := range graph.ReachedBy(d, service) {
		if reached && i != service {
			callers = append(callers, i)
		}
	}
	slices.SortFunc(callers, func(a, b int) int { return cmp.Or(cmp.Compare(wave[b], wave[a]), cmp.Compare(a, b)) })
	return append([]string{}, d.Names(callers)...)
}

// CycleNames lists the services of every cycle.
func (r Result) CycleNames() [][]string {
	out := make([][]string, 0, len(r.Cycles))
	for _, c := range r.Cycles {
		out = append(out, c.Services)
	}
	return out
}

// Advice is one sentence or two for every cycle.
func (r Result) Advice() []string {
	out := make([]string, 0, len(r.Cycles))
	for _, c := range r.Cycles {
		out = append(out, c.advice())
	}
	return out
}
