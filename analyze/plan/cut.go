package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/whatif"
	"seam/graph"
)

// manyCuts is the number of imports above which other ways deserve a look first.
const manyCuts = 10

// cutStep lists the imports that have to go, cheapest first, each with how.
func (p *planner) cutStep() Step {
	s := Step{Code: "cut", Title: "Cut the imports that lead back"}
	for _, t := range p.byCost() {
		s.Tasks = append(s.Tasks, p.cutTask(t))
	}
	for _, e := range p.testEdges() {
		s.Tasks = append(s.Tasks, Task{
			Text: fmt.Sprintf("Tests of %s import %s (%s): move these tests, or the helper that they use, to the side where they belong.",
				e.From, e.To, english.Count(e.Files, "file")),
			Imports: []whatif.Import{e.Import}, Names: e.Symbols,
		})
	}
	s.Why = p.cutWhy()
	s.Notes = p.otherWays()
	return s
}

// byCost is the targets, those first that take least to do without.
func (p *planner) byCost() []target {
	total := map[int32]int{}
	for _, e := range p.cut {
		total[e.to] += e.cost()
	}
	out := p.targets()
	slices.SortStableFunc(out, func(a, b target) int { return cmp.Compare(total[a.pkg], total[b.pkg]) })
	return out
}

// cutTask is one box to tick for all imports of a package, since they go by one means.
func (p *planner) cutTask(t target) Task {
	var used []string
	for _, i := range t.imports {
		used = union(used, i.Symbols)
	}
	from := t.imports[0].From
	if len(t.imports) > 1 {
		from = places(t.imports)
	}
	return Task{
		Text: fmt.Sprintf("Cut the %s of %s in %s (%s, %s): %s.", english.Choose(len(t.imports), "import", "imports"), t.name, from,
			english.Count(files(t.imports), "file"), names(t.imports, used), t.way(p.eco.Unit)),
		Imports: t.imports, Names: used,
	}
}

// names tells how many names imports use.
func names(list []whatif.Import, used []string) string {
	if !slices.ContainsFunc(list, func(i whatif.Import) bool { return i.Symbols != nil }) {
		return "names not known"
	}
	return english.Count(len(used), "name")
}

// testEdges lists the imports of modules that lead back which only tests make.
func (p *planner) testEdges() []edge {
	var out []edge
	for _, e := range p.tests {
		if p.inside[e.from] && !p.inside[e.to] && p.back[e.to] {
			out = append(out, e)
		}
	}
	return out
}

func (p *planner) cutWhy() string {
	if len(p.cut) == 0 && len(p.testEdges()) == 0 {
		if len(p.moving()) > 0 {
			return "Nothing to cut: once the packages of the next step have moved in, the part needs nothing that needs it."
		}
		return "Nothing to cut: the part needs nothing that needs it."
	}
	packages := map[int32]bool{}
	for _, e := range p.cut {
		packages[e.to] = true
	}
	why := fmt.Sprintf("The part's %s and the %ss around it would need each other, so that neither could be released without the other.", p.eco.Unit, p.eco.Unit)
	if len(p.cut) > 0 {
		why += fmt.Sprintf(" %s of %s lead%s back, cheapest first below.", english.Count(len(p.cut), "import"), english.Count(len(packages), "package"), english.Choose(len(p.cut), "s", ""))
	}
	if len(p.cut) > manyCuts {
		why += " That is much: look first at the other ways below the list."
	}
	if n := len(p.testEdges()); n > 0 {
		why += fmt.Sprintf(" %s stand%s in tests alone.", english.Count(n, "import"), english.Choose(n, "s", ""))
	}
	return why
}

// otherWays are ways to break the circle that leave more of the imports in place.
func (p *planner) otherWays() []string {
	if len(p.cut) == 0 {
		return nil
	}
	var out []string
	if base := p.base(); len(base) > fewPackages {
		out = append(out, p.baseWay(base))
	}
	var in []edge
	for _, e := range p.edges {
		if !p.part[e.from] && p.part[e.to] {
			in = append(in, e)
		}
	}
	if len(in) <= fewPackages && cost(in) < cost(p.cut) {
		out = append(out, fmt.Sprintf("The other direction is cheaper: %s into the part (%s). If the part is a program or a plugin, let it register itself or start on its own, and cut these instead.",
			english.Count(len(in), "import"), english.Few(ways(in), 4)))
	}
	return out
}

func cost(list []edge) int {
	n := 0
	for _, e := range list {
		n += e.cost()
	}
	return n
}

func ways(list []edge) []string {
	var out []string
	for _, e := range list {
		out = append(out, e.From+" -> "+e.To)
	}
	return out
}

// base is what the part needs of the modules that lead back, directly or not, and what
// itself needs nothing of the part.
func (p *planner) base() []string {
	seen := make([]bool, len(p.b.Packages))
	for _, e := range p.cut {
		seen[e.to] = true
	}
	for changed := true; changed; {
		changed = false
		for _, e := range p.edges {
			if seen[e.from] && !seen[e.to] && !p.inside[e.to] {
				seen[e.to], changed = true, true
			}
		}
	}
	var out []string
	for i, yes := range seen {
		if yes && p.back[i] && !p.leads[i] {
			out = append(out, p.b.Packages[i])
		}
	}
	return out
}

func (p *planner) baseWay(base []string) string {
	must := p.throughCut()
	text := fmt.Sprintf("Another way: %s that the part needs, directly or not, need nothing of it (%s). As a %s of their own, below both sides, they end the circle",
		english.Count(len(base), "package"), english.Few(base, 4), p.eco.Unit)
	if len(must) == 0 {
		return text + " without a single import cut."
	}
	return text + fmt.Sprintf("; then only %s must be cut: %s.", english.Count(len(must), "import"), english.Few(ways(must), 4))
}

// throughCut is the cheapest set of imports, wherever they stand, without which no way
// of imports leads from the part through other packages back to it.
func (p *planner) throughCut() []edge {
	n := len(p.b.Packages)
	source, sink := n, n+1
	var arcs []graph.Arc
	var of []edge
	for _, e := range p.edges {
		from, to := int(e.from), int(e.to)
		switch {
		case p.inside[from] && p.inside[to]:
			continue
		case p.inside[from]:
			from = source
		case p.inside[to]:
			to = sink
		}
		if to != sink && !p.leads[to] {
			continue
		}
		arcs, of = append(arcs, graph.Arc{From: from, To: to, Cost: e.cost()}), append(of, e)
	}
	cut, _ := graph.MinCut(n+2, arcs, source, sink)
	var out []edge
	for _, i := range cut {
		out = append(out, of[i])
	}
	slices.SortFunc(out, func(a, b edge) int { return strings.Compare(a.From+"\x00"+a.To, b.From+"\x00"+b.To) })
	return out
}
