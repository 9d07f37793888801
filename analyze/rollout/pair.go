package rollout

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/contracts"
	"seam/analyze/finding"
	"seam/analyze/services"
)

// pair is a caller and a callee, with their edge in each revision; nil where there is
// none.
type pair struct {
	caller, callee string
	base, head     *services.Edge
}

// pairs are the callers and callees of which the callee changed, or both, by name; two that
// call each other and send messages, too, are two pairs.
func (p *planner) pairs() []pair {
	type key struct {
		from, to string
		message  bool
	}
	found := map[key]*pair{}
	note := func(g *services.Graph, set func(*pair, *services.Edge)) {
		if g == nil {
			return
		}
		for i := range g.Edges {
			e := &g.Edges[i]
			if e.Class == services.Telemetry || e.Class == services.Test || e.Contradicted || !p.changed[e.To] {
				continue
			}
			k := key{e.From, e.To, e.Class == services.Message}
			if found[k] == nil {
				found[k] = &pair{caller: e.From, callee: e.To}
			}
			set(found[k], e)
		}
	}
	note(p.in.Base.Services, func(x *pair, e *services.Edge) { x.base = e })
	note(p.in.Head.Services, func(x *pair, e *services.Edge) { x.head = e })
	var out []pair
	for _, x := range found {
		out = append(out, *x)
	}
	slices.SortFunc(out, func(a, b pair) int {
		return cmp.Or(strings.Compare(a.caller, b.caller), strings.Compare(a.callee, b.callee), strings.Compare(string(a.edge().Class), string(b.edge().Class)))
	})
	return out
}

// edge is the call of the new revision, or of the old one if the change removed it.
func (x pair) edge() *services.Edge { return cmp.Or(x.head, x.base) }

func place(e *services.Edge) finding.Location {
	if e == nil || len(e.Evidence) == 0 {
		return finding.Location{}
	}
	return finding.Location{File: e.Evidence[0].File, Line: e.Evidence[0].Line}
}

// pair finds what a change of the callee asks of a caller.
func (p *planner) pair(x pair) {
	both := p.changed[x.caller]
	if x.edge().Class == services.Message {
		p.messages(x, both)
		return
	}
	switch {
	case gone(p.in.Head.Services, x.callee):
		p.removed(x, both)
		return
	case x.base == nil && x.head != nil && both:
		p.constrain(x.callee, x.caller, Begins, fmt.Sprintf("%s begins to use %s", x.caller, x.callee), place(x.head))
	case x.head == nil && both:
		p.constrain(x.caller, x.callee, Ends, fmt.Sprintf("%s no longer uses %s", x.caller, x.callee), place(x.base))
		return
	}
	old, now := p.in.Base.Surfaces[x.callee], p.in.Head.Surfaces[x.callee]
	if len(old)+len(now) == 0 {
		p.unread(x, both)
		return
	}
	before := len(p.plan.Constraints) + len(p.plan.Problems)
	for _, c := range contracts.Compare(old, now) {
		p.change(x, c, both)
	}
	if both && len(p.plan.Constraints)+len(p.plan.Problems) == before && x.base != nil {
		p.plan.Free = append(p.plan.Free, Free{x.caller, x.callee, "nothing that " + x.caller + " uses of " + x.callee + "'s contract changed"})
	}
}

func gone(g *services.Graph, name string) bool {
	return g != nil && !slices.ContainsFunc(g.Services, func(s services.Service) bool { return s.Name == name })
}

// removed is a callee that no longer exists.
func (p *planner) removed(x pair, both bool) {
	at, stands := p.stands(x)
	switch {
	case x.head != nil || stands:
		p.problem(Problem{Service: x.callee, User: x.caller, At: at,
			Message: fmt.Sprintf("%s is gone, and %s still uses it", x.callee, x.caller),
			Advice:  fmt.Sprintf("Take the use out of %s first, or keep %s.", x.caller, x.callee)})
	case both:
		p.constrain(x.caller, x.callee, Ends, fmt.Sprintf("%s no longer uses %s, which goes away", x.caller, x.callee), place(x.base))
	}
}

// stands finds the place by which a caller uses what is gone: that of the new revision, else
// a line of the old one in a file that the change does not touch. What data is kept in may be
// anywhere, so that its address in code says nothing.
func (p *planner) stands(x pair) (finding.Location, bool) {
	if at := place(x.head); at.File != "" {
		return at, true
	}
	if x.base == nil || x.base.Class != services.Call || gone(p.in.Head.Services, x.caller) {
		return place(x.base), false
	}
	for _, e := range x.base.Evidence {
		if !slices.Contains(p.in.Changed, e.File) {
			return finding.Location{File: e.File, Line: e.Line}, true
		}
	}
	return place(x.base), false
}

// unread is a callee whose contract cannot be read: the order of a first deployment
// holds.
func (p *planner) unread(x pair, both bool) {
	if !both || x.base == nil || x.head == nil {
		return
	}
	if !p.own[x.callee] {
		p.plan.Free = append(p.plan.Free, Free{x.caller, x.callee, "no file of " + x.callee + " itself changed"})
		return
	}
	switch e := x.edge(); e.Class {
	case services.Declared:
		p.constrain(x.callee, x.caller, Declared, fmt.Sprintf("%s is declared to come after %s", x.caller, x.callee), place(e))
	default:
		p.constrain(x.callee, x.caller, Assumed, fmt.Sprintf("%s calls %s, whose contract cannot be read: order assumed", x.caller, x.callee), place(e))
	}
}

// change is one difference in the callee's contract.
func (p *planner) change(x pair, c contracts.Change, both bool) {
	was, did := p.in.Base.Uses[x.caller].Of(c.Old)
	is, does := p.in.Head.Uses[x.caller].Of(c.Element())
	e := c.Element()
	switch c.How {
	case contracts.Added:
		if _, before := p.in.Base.Uses[x.caller].Of(e); does && !before && both {
			p.constrain(x.callee, x.caller, Adds, fmt.Sprintf("%s begins to use %s, which %s adds", x.caller, named(e), x.callee), is, e.At)
		}
	case contracts.Removed:
		switch {
		case does:
			p.problem(p.breaks(x, fmt.Sprintf("%s removes %s, and %s still uses it", x.callee, named(e), x.caller), e, is))
		case did && both:
			p.constrain(x.caller, x.callee, Removes, fmt.Sprintf("%s stops using %s, which %s removes", x.caller, named(e), x.callee), was, e.At)
		}
	case contracts.Altered:
		switch {
		case did && does && both:
			text := fmt.Sprintf("%s changes %s from %s to %s, and %s uses it before and after", x.callee, named(e), shown(c.Old.Shape), shown(c.New.Shape), x.caller)
			p.constrain(x.caller, x.callee, Removes, text, was, c.Old.At)
			p.constrain(x.callee, x.caller, Adds, text, is, c.New.At)
		case does && !both:
			p.problem(p.breaks(x, fmt.Sprintf("%s changes %s from %s to %s, and %s, which is not part of the change, uses it", x.callee, named(e), shown(c.Old.Shape), shown(c.New.Shape), x.caller), e, is))
		case did && both:
			p.constrain(x.caller, x.callee, Removes, fmt.Sprintf("%s stops using %s, which %s changes", x.caller, named(e), x.callee), was, e.At)
		case does && both:
			p.constrain(x.callee, x.caller, Adds, fmt.Sprintf("%s begins to use %s, which %s changes", x.caller, named(e), x.callee), is, e.At)
		}
	case contracts.Demanded:
		p.demanded(x, e, both, does, is)
	}
}

// demanded is something that a request must now carry. Old versions of the callee take no
// harm from it, so the caller goes first.
func (p *planner) demanded(x pair, e contracts.Element, both, does bool, is finding.Location) {
	at, calls := p.in.Head.Uses[x.caller].OperationOf(e)
	switch {
	case does && both:
		p.constrain(x.caller, x.callee, Demands, fmt.Sprintf("%s sends %s, which %s begins to demand", x.caller, named(e), x.callee), is, e.At)
	case calls && !does:
		p.problem(p.breaks(x, fmt.Sprintf("%s begins to demand %s, and %s does not send it", x.callee, named(e), x.caller), e, at))
	}
}

func (p *planner) breaks(x pair, message string, e contracts.Element, at finding.Location) Problem {
	return Problem{Service: x.callee, User: x.caller, Message: message, At: at, Related: []finding.Location{e.At},
		Advice: fmt.Sprintf("Keep it in %s until %s has moved off it and is deployed, then remove it in a change of its own.", x.callee, x.caller)}
}

func (p *planner) constrain(first, then string, kind Kind, because string, evidence ...finding.Location) {
	if first == then || !p.changed[first] || !p.changed[then] {
		return
	}
	c := Constraint{First: first, Then: then, Kind: kind, Because: because, Evidence: []finding.Location{}}
	for _, at := range evidence {
		if at.File != "" {
			c.Evidence = append(c.Evidence, at)
		}
	}
	p.plan.Constraints = append(p.plan.Constraints, c)
}

func (p *planner) problem(x Problem) { p.plan.Problems = append(p.plan.Problems, x) }

// named is an element in a sentence.
func named(e contracts.Element) string {
	switch e.Kind {
	case contracts.Call:
		return "the call " + e.Key
	case contracts.Field:
		return "the field " + strings.TrimSuffix(e.Key, "#"+after(e.Key, "#")) + "." + e.Name
	case contracts.Value:
		return "the value " + e.Name
	case contracts.Operation:
		return "the operation " + e.Key
	case contracts.Parameter:
		return "the parameter " + e.Name + " of " + firstWords(e.Key)
	case contracts.Payload:
		return "the field " + e.Name + " of the message " + e.Of
	case contracts.Response:
		return "the property " + e.Name + " in the answer of " + firstWords(e.Key)
	}
	return "the route " + e.Name
}

func after(s, sep string) string {
	_, rest, _ := strings.Cut(s, sep)
	return rest
}

// firstWords is the operation in the key of a parameter or response.
func firstWords(key string) string {
	words := strings.Fields(key)
	return strings.Join(words[:min(2, len(words))], " ")
}

func shown(shape string) string { return cmp.Or(shape, "nothing") }
