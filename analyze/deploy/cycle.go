package deploy

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/services"
	"seam/graph"
)

// Cycle is a group of services that need each other, directly or not.
type Cycle struct {
	Services []string        // sorted
	Edges    []services.Edge // those between them, by From, To: what closes the cycle
	Cut      []services.Edge // some of Edges, weakest evidence first, without which an order exists
}

// newCycle is the cycle of the given services.
func newCycle(names []string, edges []services.Edge) Cycle {
	c := Cycle{Services: names}
	for _, e := range edges {
		if slices.Contains(names, e.From) && slices.Contains(names, e.To) {
			c.Edges = append(c.Edges, e)
		}
	}
	c.Cut = cuts(names, c.Edges)
	return c
}

// cuts removes the weakest edge that lies on a cycle until there is none left: those that
// lie on none never do again, so that each is looked at once. The result is small but not
// always the smallest set: that is the feedback arc set, which takes exponential time.
func cuts(names []string, edges []services.Edge) []services.Edge {
	weakest := slices.Clone(edges)
	slices.SortStableFunc(weakest, func(a, b services.Edge) int { return cmp.Compare(a.Confidence, b.Confidence) })
	d := graph.New(names, links(weakest))
	ends := func(e services.Edge) [2]int {
		from, _ := d.Index(e.From)
		to, _ := d.Index(e.To)
		return [2]int{from, to}
	}
	left := map[[2]int]int{} // how many edges lead from one to the other
	for _, e := range weakest {
		left[ends(e)]++
	}
	var out []services.Edge
	for _, e := range weakest {
		if at := ends(e); leads(d, left, at[1], at[0]) {
			out = append(out, e)
			left[at]--
		}
	}
	return out
}

// leads reports whether a way over the edges that are left leads from one service to another.
func leads(d *graph.Graph, left map[[2]int]int, from, to int) bool {
	seen, todo := make([]bool, d.Len()), []int{from}
	seen[from] = true
	for len(todo) > 0 && !seen[to] {
		i := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, j := range d.Out(i) {
			if !seen[j] && left[[2]int{i, j}] > 0 {
				seen[j] = true
				todo = append(todo, j)
			}
		}
	}
	return seen[to]
}

// advice says what to do about the cycle.
func (c Cycle) advice() string {
	calls := make([]string, len(c.Cut))
	for i, e := range c.Cut {
		calls[i] = fmt.Sprintf("%s -> %s (%s)", e.From, e.To, place(e))
	}
	return fmt.Sprintf("%s need each other, so no order is safe and they must be deployed together. "+
		"Make %s optional: put the call behind a feature toggle, or change its interface by expand and contract.",
		english.And(c.Services), english.And(calls))
}

// place is the first line that shows an edge.
func place(e services.Edge) finding.Location {
	if len(e.Evidence) == 0 {
		return finding.Location{}
	}
	return finding.Location{File: e.Evidence[0].File, Line: e.Evidence[0].Line}
}

// ruleCycle is the rule of cycles of deployment.
const ruleCycle = "deploy/cycle"

// Findings makes a smell of every cycle: nothing breaks today, but every release of
// one of the services has to carry the others.
func Findings(r Result) []finding.Finding {
	var out []finding.Finding
	for _, c := range r.Cycles {
		f := finding.Finding{
			ID:          ruleCycle + ":" + strings.Join(c.Services, ","),
			Rule:        ruleCycle,
			Severity:    finding.Smell,
			Message:     c.advice(),
			Fingerprint: finding.Fingerprint(append([]string{ruleCycle}, c.Services...)...),
			Fix:         &finding.Fix{Edit: "Make the call optional, or turn it into a message."},
		}
		if len(c.Cut) > 0 {
			f.Location = place(c.Cut[0])
		}
		for _, e := range c.Edges {
			f.Related = append(f.Related, finding.Related{Location: place(e), Message: e.From + " -> " + e.To})
		}
		out = append(out, f)
	}
	return out
}
