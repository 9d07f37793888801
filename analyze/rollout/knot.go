package rollout

import (
	"fmt"
	"slices"
)

// newKnot is the knot of some services, with the way out of it: for every two that wait
// for each other, expand and contract; where there are no such two, a toggle.
func newKnot(names []string, all []Constraint) Knot {
	k := Knot{Services: names}
	for _, c := range all {
		if slices.Contains(names, c.First) && slices.Contains(names, c.Then) {
			k.Constraints = append(k.Constraints, c)
		}
	}
	done := map[[2]string]bool{}
	for _, c := range k.Constraints {
		callee, caller := c.First, c.Then
		if c.Kind == Removes || c.Kind == Ends || c.Kind == Demands {
			callee, caller = caller, callee
		}
		back := slices.ContainsFunc(k.Constraints, func(o Constraint) bool { return o.First == c.Then && o.Then == c.First })
		if key := [2]string{callee, caller}; back && !done[key] && !done[[2]string{caller, callee}] {
			done[key] = true
			k.Steps = append(k.Steps,
				fmt.Sprintf("Expand: %s offers the new beside the old, and is deployed.", callee),
				fmt.Sprintf("Move: %s goes over to the new, and is deployed.", caller),
				fmt.Sprintf("Contract: %s drops the old, in a change of its own.", callee))
		}
	}
	if len(k.Steps) == 0 && len(k.Constraints) > 0 {
		c := k.Constraints[weakest(k.Constraints)]
		k.Steps = []string{
			fmt.Sprintf("Put what %s does with %s behind a toggle that is off (%s).", c.Then, c.First, c.Because),
			"Deploy the rest in the order that remains.",
			"Switch the toggle on once all of them are out.",
		}
	}
	return k
}

// weakest is the index of the constraint that a team could most likely drop.
func weakest(list []Constraint) int {
	order := []Kind{Topic, Assumed, Declared, Begins, Adds, Demands, Removes, Ends, Schema}
	best := 0
	for i, c := range list {
		if slices.Index(order, c.Kind) < slices.Index(order, list[best].Kind) {
			best = i
		}
	}
	return best
}

// settings finds what a changed service now needs and nobody gives it.
func (p *planner) settings() {
	for _, name := range p.plan.Services {
		for _, s := range p.in.Head.Settings[name] {
			known := slices.ContainsFunc(p.in.Base.Settings[name], func(o Setting) bool { return o.Key == s.Key })
			if !known && !s.Given && !gone(p.in.Base.Services, name) {
				p.problem(Problem{Service: name, User: name, At: s.At,
					Message: fmt.Sprintf("%s begins to read the setting %s, without a default, and no manifest gives it a value", name, s.Key),
					Advice:  fmt.Sprintf("Set %s in the manifest of %s before the code goes out, or give it a default.", s.Key, name)})
			}
		}
	}
}
