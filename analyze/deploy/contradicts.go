package deploy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/services"
	"seam/analyze/services/manifest"
)

// ruleContradicts is the rule of declared orders that what calls contradict.
const ruleContradicts = "deploy/contradicts"

// Contradictions finds the orders that manifests declare and that the calls found in code
// and settings turn round: A is told to wait for B (depends_on, needs of releases or jobs,
// a sync wave), but B calls A, directly or through others, and nothing shows that A calls
// B. Where calls lead both ways it is a cycle, and no contradiction. Such an order is told
// here alone: Order leaves it out. Sync waves count only where both
// sides state one: what others leave out depends on where they are applied.
func Contradictions(g *services.Graph) []finding.Finding {
	if g == nil {
		return nil
	}
	calls := services.NewCalls(g.Services, g.Edges)
	var out []finding.Finding
	for _, e := range g.Edges {
		if at, ok := e.Declared(); ok && e.Contradicted {
			out = append(out, reversed(calls, e, at))
		}
	}
	wave := map[string]*manifest.Wave{}
	for _, s := range g.Services {
		wave[s.Name] = s.Wave
	}
	for _, e := range calls.Edges {
		a, b := wave[e.From], wave[e.To]
		if a != nil && b != nil && a.Number < b.Number && calls.Way(e.To, e.From) == nil {
			out = append(out, outOfWave(e, a, b))
		}
	}
	slices.SortStableFunc(out, func(a, b finding.Finding) int { return cmp.Compare(a.ID, b.ID) })
	return slices.CompactFunc(out, func(a, b finding.Finding) bool { return a.ID == b.ID })
}

// reversed tells of an order that a way of calls turns round.
func reversed(c *services.Calls, e services.Edge, order services.Evidence) finding.Finding {
	way := c.Way(e.To, e.From)
	out := contradiction(e.From, e.To)
	out.Message = fmt.Sprintf("%s is declared to come after %s (%s), but %s (%s): %s has to be there first.",
		e.From, e.To, order.Kind, calls(way), c.At(way[0], way[1]), e.From)
	out.Location = finding.Location{File: order.File, Line: order.Line}
	for i := range way[1:] {
		out.Related = append(out.Related, finding.Related{Location: c.At(way[i], way[i+1]), Message: way[i] + " calls " + way[i+1]})
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
		ID: ruleContradicts + ":" + from + "," + to, Rule: ruleContradicts, Severity: finding.Smell,
		Fingerprint: finding.Fingerprint(ruleContradicts, from, to),
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
