package deploy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/services"
	"seam/analyze/services/manifest"
	"seam/graph"
)

// RuleContradicts is the rule of declared orders that what calls contradict.
const RuleContradicts = "deploy/contradicts"

// Contradictions finds the orders that manifests declare and that the calls found in code
// and settings turn round: A is told to wait for B (depends_on, needs, a sync wave), but
// B calls A, directly or through others, and nothing shows that A calls B. Where calls
// lead both ways it is a cycle, and no contradiction. Sync waves count only where both
// sides state one: what others leave out depends on where they are applied.
func Contradictions(g *services.Graph) []finding.Finding {
	if g == nil {
		return nil
	}
	f := newFound(g)
	var out []finding.Finding
	for _, e := range g.Edges {
		if at, ok := declared(e); ok {
			if way := f.way(e.To, e.From); way != nil && f.way(e.From, e.To) == nil {
				out = append(out, f.reversed(e, at, way))
			}
		}
	}
	wave := map[string]*manifest.Wave{}
	for _, s := range g.Services {
		wave[s.Name] = s.Wave
	}
	for _, e := range f.edges {
		a, b := wave[e.From], wave[e.To]
		if a != nil && b != nil && a.Number < b.Number && f.way(e.To, e.From) == nil {
			out = append(out, outOfWave(e, a, b))
		}
	}
	slices.SortStableFunc(out, func(a, b finding.Finding) int { return cmp.Compare(a.ID, b.ID) })
	return slices.CompactFunc(out, func(a, b finding.Finding) bool { return a.ID == b.ID })
}

// orders are the kinds of evidence that state an order and show no use.
var orders = []manifest.Kind{
	manifest.DependsOn, manifest.Dependency, manifest.Dependencies, manifest.Chart, manifest.Needs, manifest.WaitFor, manifest.RemoteState,
}

func isOrder(kind string) bool {
	return slices.ContainsFunc(orders, func(k manifest.Kind) bool { return k.Name == kind })
}

// declared is where an order is stated.
func declared(e services.Edge) (services.Evidence, bool) {
	i := slices.IndexFunc(e.Evidence, func(v services.Evidence) bool { return isOrder(v.Kind) })
	if i < 0 {
		return services.Evidence{}, false
	}
	return e.Evidence[i], true
}

// found is the graph of the calls that are shown by more than a stated order.
type found struct {
	edges []services.Edge
	calls *graph.Graph
	at    map[[2]string]finding.Location
}

func newFound(g *services.Graph) *found {
	f := &found{at: map[[2]string]finding.Location{}}
	var names []string
	for _, s := range g.Services {
		names = append(names, s.Name)
	}
	for _, e := range g.Edges {
		i := slices.IndexFunc(e.Evidence, func(v services.Evidence) bool { return !isOrder(v.Kind) })
		if i < 0 || e.Class != services.Call && e.Class != services.Data {
			continue
		}
		f.edges = append(f.edges, e)
		f.at[[2]string{e.From, e.To}] = finding.Location{File: e.Evidence[i].File, Line: e.Evidence[i].Line}
	}
	f.calls = graph.New(names, links(f.edges))
	return f
}

// way is the shortest way of calls from one service to another; nil if there is none.
func (f *found) way(from, to string) []string {
	i, ok1 := f.calls.Index(from)
	j, ok2 := f.calls.Index(to)
	if !ok1 || !ok2 {
		return nil
	}
	if path := graph.ShortestPath(f.calls, i, j); path != nil {
		return f.calls.Names(path)
	}
	return nil
}

// reversed tells of an order that a way of calls turns round.
func (f *found) reversed(e services.Edge, order services.Evidence, way []string) finding.Finding {
	out := contradiction(e.From, e.To)
	out.Message = fmt.Sprintf("%s is declared to come after %s (%s), but %s (%s): %s has to be there first.",
		e.From, e.To, order.Kind, calls(way), f.at[[2]string{way[0], way[1]}], e.From)
	out.Location = finding.Location{File: order.File, Line: order.Line}
	for i := range way[1:] {
		out.Related = append(out.Related, finding.Related{Location: f.at[[2]string{way[i], way[i+1]}], Message: way[i] + " calls " + way[i+1]})
	}
	out.Fix = &finding.Fix{Edit: fmt.Sprintf("Take %s out of what %s waits for (%s), or turn it round.", e.To, e.From, order.Kind), File: order.File, Line: order.Line}
	return out
}

// outOfWave tells of a caller in an earlier sync wave than what it calls.
func outOfWave(e services.Edge, a, b *manifest.Wave) finding.Finding {
	out := contradiction(e.From, e.To)
	out.Message = fmt.Sprintf("%s is in sync wave %d, before %s in wave %d, but calls it (%s): %s has to be there first.", e.From, a.Number, e.To, b.Number, place(e), e.To)
	out.Location = a.At
	out.Related = []finding.Related{{Location: b.At, Message: fmt.Sprintf("wave %d of %s", b.Number, e.To)}, {Location: place(e), Message: e.From + " calls " + e.To}}
	out.Fix = &finding.Fix{Edit: fmt.Sprintf("Give %s a sync wave of %d or more.", e.From, b.Number+1), File: a.At.File, Line: a.At.Line}
	return out
}

func contradiction(from, to string) finding.Finding {
	return finding.Finding{
		ID: RuleContradicts + ":" + from + "," + to, Rule: RuleContradicts, Severity: finding.Smell,
		Fingerprint: finding.Fingerprint(RuleContradicts, from, to),
	}
}

// calls words a way: "a calls b" or "a calls b over c".
func calls(way []string) string {
	text := way[0] + " calls " + way[len(way)-1]
	if over := way[1 : len(way)-1]; len(over) > 0 {
		text += " over " + strings.Join(over, ", ")
	}
	return text
}
