package rollout

import (
	"fmt"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/migrations"
	"seam/analyze/services"
)

// stores lists who uses each store, by name.
func (p *planner) stores() map[string][]string {
	out := map[string][]string{}
	if g := p.in.Head.Services; g != nil {
		for _, e := range g.Edges {
			if e.Class == services.Data {
				out[e.To] = append(out[e.To], e.From)
			}
		}
	}
	return out
}

// schemas puts whoever adds to a database's schema before all that use the same database.
func (p *planner) schemas() {
	first := map[string]finding.Location{}
	changes := map[string]bool{}
	for _, m := range p.in.Migrations {
		changes[m.Service] = true
		if at, ok := first[m.Service]; m.Adds && (!ok || m.At.Compare(at) < 0) {
			first[m.Service] = m.At
		}
	}
	for store, list := range p.stores() {
		for _, owner := range list {
			at, ok := first[owner]
			if !ok {
				continue
			}
			for _, other := range list {
				if !changes[other] {
					p.constrain(owner, other, Schema, fmt.Sprintf("%s changes the schema of %s, which %s uses: the schema is widened before the code that needs it", owner, store, other), at)
				}
			}
		}
	}
}

// besides are the services that share a store with one, itself first.
func (p *planner) besides(owner string) []string {
	var out []string
	for _, list := range p.stores() {
		if slices.Contains(list, owner) {
			out = append(out, list...)
		}
	}
	slices.Sort(out)
	out = slices.DeleteFunc(slices.Compact(out), func(s string) bool { return s == owner })
	return append([]string{owner}, out...)
}

// removals tells of every table and column that migrations take away who names it.
func (p *planner) removals() {
	for _, m := range p.in.Migrations {
		for _, r := range m.Removes {
			p.removal(m.Service, r)
		}
	}
}

func (p *planner) removal(owner string, r migrations.Removal) {
	out := Removal{Service: owner, What: r.What(), Now: r.Now, At: r.At, Users: []User{}}
	verb := "drops"
	if r.Now != "" {
		verb = "renames"
	}
	for _, s := range p.besides(owner) {
		was, did := p.in.Base.Mentions[s].Of(r)
		is, does := p.in.Head.Mentions[s].Of(r)
		switch {
		case does:
			out.Users = append(out.Users, User{s, true, is})
			if s != owner {
				p.problem(Problem{Service: owner, User: s, At: is, Related: []finding.Location{r.At},
					Message: fmt.Sprintf("a migration of %s %s %s, and %s still names it", owner, verb, r.What(), s),
					Advice:  fmt.Sprintf("Keep it until %s has moved off it and is deployed, then let a change of its own take it away.", s)})
			}
		case did:
			out.Users = append(out.Users, User{s, false, was})
			p.constrain(s, owner, Removes, fmt.Sprintf("%s stops using %s, which a migration of %s %s", s, r.What(), owner, verb), was, r.At)
		}
	}
	if len(out.Users) > 0 {
		out.Advice = advice(owner, r, out.Users)
	}
	p.plan.Removals = append(p.plan.Removals, out)
}

// advice is the way to take something away that is in use.
func advice(owner string, r migrations.Removal, users []User) string {
	if r.Now != "" {
		return fmt.Sprintf("Expand and contract: add %s beside %s and write both, move the readers, and take %s away in a later change.", r.Now, r.Name(), r.Name())
	}
	var names []string
	for _, u := range users {
		if u.Service != owner {
			names = append(names, u.Service)
		}
	}
	others := ""
	if len(names) > 0 {
		others = " of " + strings.Join(append([]string{owner}, names...), " and ")
	}
	return fmt.Sprintf("Expand and contract: let the code%s stop using it first, and drop it in a later change, once no version that reads it runs.", others)
}
