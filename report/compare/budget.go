package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/budgets"
	"seam/analyze/chains"
	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/modules"
)

// Facts is one revision as far as it explains why a budget is exceeded. A nil field was
// not read.
type Facts struct {
	Modules *modules.Set
	Imports *imports.Graph
}

// named is how many new requirements a message names.
const named = 3

// ExplainBudgets says of each new finding about a budget what the change added: the new
// direct requirements with what each of them alone brings, or the import that made the
// longest chain longer. The finding moves to that line. Other findings stay as they are.
func ExplainBudgets(list []finding.Finding, base, head Facts) []finding.Finding {
	out := slices.Clone(list)
	for i, f := range out {
		if f.Rule == budgets.TooMany || f.Rule == budgets.LongChain {
			out[i] = explain(f, base, head)
		}
	}
	return out
}

func explain(f finding.Finding, base, head Facts) finding.Finding {
	if head.Modules == nil {
		return f
	}
	for _, u := range head.Modules.Units {
		for _, k := range [...]budgets.Kind{budgets.Direct, budgets.Transitive, budgets.Chain} {
			if budgets.ID(k, u.Ecosystem, u.Path) == f.ID {
				c := growth{base: base, head: head, unit: u, kind: k}
				return c.explain(f)
			}
		}
	}
	return f
}

// growth is how the dependencies of one unit changed.
type growth struct {
	base, head Facts
	unit       modules.Unit
	kind       budgets.Kind
}

func (c growth) explain(f finding.Finding) finding.Finding {
	before, known := c.before()
	if known {
		f.Message += fmt.Sprintf("; %d before", before)
	}
	if c.kind == budgets.Chain {
		return c.explainChain(f)
	}
	added := c.added()
	if c.kind == budgets.Transitive {
		added = slices.DeleteFunc(added, func(a addition) bool { return a.brings == 0 })
	}
	if len(added) == 0 {
		return f
	}
	f.Message += ": " + phrase(added, c.unit.Ecosystem)
	f.Location = added[0].at
	f.Fix = &finding.Fix{
		File: f.Location.File, Line: f.Location.Line,
		Edit: fmt.Sprintf("Do without %s, or raise the budget in seam.yaml", added[0].name),
	}
	return f
}

// before is the unit's number in base.
func (c growth) before() (n int, known bool) {
	if c.base.Modules == nil || !hasUnit(c.base.Modules, c.unit) {
		return 0, false
	}
	g := c.base.Imports
	if g == nil {
		g = &imports.Graph{}
	}
	m := chains.Measure(c.base.Modules, g)
	if c.kind == budgets.Chain {
		for _, x := range m.Chains {
			if x.Unit == c.unit.Path && x.Ecosystem == c.unit.Ecosystem {
				return x.FirstPartyLength, c.base.Imports != nil
			}
		}
		return 0, false
	}
	for _, d := range m.Dependencies {
		switch {
		case d.Unit != c.unit.Path || d.Ecosystem != c.unit.Ecosystem:
		case c.kind == budgets.Direct:
			return d.Direct, true
		default:
			return cmp.Or(d.Total, d.Listed), true
		}
	}
	return 0, false
}

func hasUnit(set *modules.Set, u modules.Unit) bool {
	return slices.ContainsFunc(set.Units, func(o modules.Unit) bool { return o.Path == u.Path && o.Ecosystem == u.Ecosystem })
}

// addition is a new direct requirement.
type addition struct {
	name   string
	at     finding.Location
	brings int // itself and what only it brings; unweighed is not known
}

const unweighed = -1

// added lists the new direct requirements of the unit, those that bring most first.
func (c growth) added() []addition {
	old := map[string]bool{}
	if c.base.Modules != nil {
		for _, u := range c.base.Modules.Units {
			if u.Path == c.unit.Path && u.Ecosystem == c.unit.Ecosystem {
				for _, r := range u.Requirements {
					old[r.Name] = old[r.Name] || !r.Indirect
				}
			}
		}
	}
	var out []addition
	for _, r := range c.unit.Requirements {
		if !r.Indirect && !old[r.Name] {
			old[r.Name] = true
			out = append(out, addition{name: r.Name, at: r.Location, brings: unweighed})
		}
	}
	c.weigh(out)
	slices.SortStableFunc(out, func(a, b addition) int { return cmp.Compare(b.brings, a.brings) })
	return out
}

// weigh says what each addition brings, by the lock that holds the unit. Where none does,
// a single one brings whatever is listed newly beside it.
func (c growth) weigh(list []addition) {
	for i := range c.head.Modules.Locks {
		l := &c.head.Modules.Locks[i]
		root := slices.IndexFunc(l.Packages, func(p modules.Package) bool { return p.FirstParty() && p.Unit == c.unit.Path })
		if l.Ecosystem != c.unit.Ecosystem || root < 0 {
			continue
		}
		all := size(l, root, "")
		for k := range list {
			list[k].brings = all - size(l, root, list[k].name)
		}
		return
	}
	if len(list) == 1 && c.base.Modules != nil && c.unit.Ecosystem == "go" {
		list[0].brings = max(0, len(listed(c.head.Modules, c.unit))-len(listed(c.base.Modules, c.unit)))
	}
}

// size counts the third-party packages that a unit reaches, without its own requirement
// of one name. What another unit that it needs requires counts.
func size(l *modules.Lock, root int, without string) int {
	seen := make([]bool, len(l.Packages))
	seen[root] = true
	stack, n := []int{root}, 0
	for len(stack) > 0 {
		p := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, link := range l.Packages[p].Requires {
			to := link.To
			if seen[to] || p == root && without != "" && l.Packages[to].Name == without {
				continue
			}
			seen[to] = true
			stack = append(stack, to)
			if !l.Packages[to].FirstParty() {
				n++
			}
		}
	}
	return n
}

func listed(set *modules.Set, unit modules.Unit) map[string]bool {
	out := map[string]bool{}
	for _, u := range set.Units {
		if u.Path == unit.Path && u.Ecosystem == unit.Ecosystem {
			for _, r := range u.Requirements {
				out[r.Name] = true
			}
		}
	}
	return out
}

// phrase names what was added: "adding X brings 41 modules".
func phrase(list []addition, ecosystem string) string {
	var parts []string
	for _, a := range list[:min(named, len(list))] {
		switch noun := budgets.Noun(ecosystem); a.brings {
		case unweighed:
			parts = append(parts, fmt.Sprintf("%s is new", a.name))
		case 0:
			parts = append(parts, fmt.Sprintf("%s is new and brings nothing that was not needed anyway", a.name))
		case 1:
			parts = append(parts, fmt.Sprintf("adding %s brings 1 %s", a.name, noun))
		default:
			parts = append(parts, fmt.Sprintf("adding %s brings %d %ss", a.name, a.brings, noun))
		}
	}
	if more := len(list) - named; more > 0 {
		parts = append(parts, fmt.Sprintf("%d more are new", more))
	}
	return strings.Join(parts, ", ")
}

// explainChain finds the first step of the longest chain that base did not have.
func (c growth) explainChain(f finding.Finding) finding.Finding {
	if c.base.Imports == nil || c.head.Imports == nil {
		return f
	}
	old := map[Import]bool{}
	for _, e := range c.base.Imports.Edges {
		if e.Default() {
			old[Import{e.From, e.To}] = true
		}
	}
	for _, x := range chains.Measure(c.head.Modules, c.head.Imports).Chains {
		if x.Unit != c.unit.Path || x.Ecosystem != c.unit.Ecosystem {
			continue
		}
		for _, e := range c.head.Imports.Edges {
			if e.Default() && !old[Import{e.From, e.To}] && follows(x.Path, e.From, e.To) && len(e.Sites) > 0 {
				f.Message += fmt.Sprintf(": the import of %s in %s is new", e.To, e.From)
				f.Location = e.Sites[0]
				f.Fix = &finding.Fix{File: f.Location.File, Line: f.Location.Line, Edit: fmt.Sprintf("Remove the import of %s in %s, or raise the budget in seam.yaml", e.To, e.From)}
				return f
			}
		}
	}
	return f
}

// follows reports whether a chain goes from one package right to another.
func follows(chain []string, from, to string) bool {
	i := slices.Index(chain, from)
	return i >= 0 && i+1 < len(chain) && chain[i+1] == to
}
