package rollout

import (
	"fmt"
	"slices"
	"strings"

	"seam/analyze/finding"
)

// The rules of the findings of this package.
const (
	RuleBreaks  = "deploy/breaks"    // a change that breaks a service in whatever order
	RuleSetting = "deploy/setting"   // a setting that nobody gives
	RuleKnot    = "deploy/knot"      // orders that contradict each other
	RuleSchema  = "deploy/contract"  // a migration that takes away what the version before it uses
	RuleOrder   = "deploy/any-order" // any order at all, for teams that ban it
)

// Findings makes problems of what no order mends, and smells of every knot (deployed
// together it works, but not one after the other) and of what a migration takes away while
// versions that use it run.
func Findings(p *Plan) []finding.Finding {
	var out []finding.Finding
	for _, x := range p.Problems {
		rule := RuleBreaks
		if x.User == x.Service {
			rule = RuleSetting
		}
		f := finding.Finding{ID: rule + ":" + x.Service + ":" + finding.Fingerprint(x.Service, x.User, x.Message), Rule: rule, Severity: finding.Problem,
			Message: x.Message + ".", Location: x.At, Fingerprint: finding.Fingerprint(rule, x.Service, x.User, x.Message), Fix: &finding.Fix{Edit: x.Advice}}
		for _, at := range x.Related {
			f.Related = append(f.Related, finding.Related{Location: at, Message: "what changes"})
		}
		out = append(out, f)
	}
	for _, r := range p.Removals {
		if !slices.ContainsFunc(r.Users, func(u User) bool { return u.Service == r.Service || !u.Still }) {
			continue // nobody, or a problem already
		}
		f := finding.Finding{ID: RuleSchema + ":" + r.Service + ":" + finding.Fingerprint(r.What), Rule: RuleSchema, Severity: finding.Smell, Location: r.At,
			Message:     fmt.Sprintf("A migration of %s takes away %s while versions that name it run (%s).", r.Service, r.What, r.Users[0].At),
			Fingerprint: finding.Fingerprint(RuleSchema, r.Service, r.What), Fix: &finding.Fix{Edit: r.Advice}}
		for _, u := range r.Users {
			f.Related = append(f.Related, finding.Related{Location: u.At, Message: u.Service + " names it"})
		}
		out = append(out, f)
	}
	for _, k := range p.Knots {
		f := finding.Finding{ID: RuleKnot + ":" + strings.Join(k.Services, ","), Rule: RuleKnot, Severity: finding.Smell,
			Message:     fmt.Sprintf("%s can only be deployed at the same time.", strings.Join(k.Services, " and ")),
			Fingerprint: finding.Fingerprint(append([]string{RuleKnot}, k.Services...)...), Fix: &finding.Fix{Edit: strings.Join(k.Steps, " ")}}
		for _, c := range k.Constraints {
			for _, at := range c.Evidence {
				if f.Location.File == "" {
					f.Location = at
				}
				f.Related = append(f.Related, finding.Related{Location: at, Message: c.Because})
			}
		}
		out = append(out, f)
	}
	return out
}

// Orders makes a problem of every constraint that a change imposes, for teams that deploy
// in any order. Orders that are only assumed, since no contract could be read, are smells.
func Orders(p *Plan) []finding.Finding {
	var out []finding.Finding
	for _, c := range p.Constraints {
		f := finding.Finding{ID: RuleOrder + ":" + c.First + ":" + c.Then + ":" + finding.Fingerprint(c.Because), Rule: RuleOrder, Severity: finding.Problem,
			Message:     fmt.Sprintf("%s must be deployed before %s: %s.", c.First, c.Then, c.Because),
			Fingerprint: finding.Fingerprint(RuleOrder, c.First, c.Then, c.Because),
			Fix:         &finding.Fix{Edit: fmt.Sprintf("Make the change of %s alone, in a way that old and new %s can live with, and let %s follow in a change of its own.", c.First, c.Then, c.Then)}}
		if c.Kind == Assumed {
			f.Severity = finding.Smell
		}
		for i, at := range c.Evidence {
			if i == 0 {
				f.Location = at
			} else {
				f.Related = append(f.Related, finding.Related{Location: at, Message: "the other side"})
			}
		}
		out = append(out, f)
	}
	return out
}
