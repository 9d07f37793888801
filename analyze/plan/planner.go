package plan

import (
	"cmp"
	"fmt"
	"path"
	"slices"

	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/repo"
	"seam/analyze/split"
	"seam/analyze/whatif"
	"seam/graph"
)

// planner is what the steps of one plan share. Packages are numbered as in Base.
type planner struct {
	in     Input
	b      *whatif.Base
	part   []bool   // the part
	own    []int32  // the packages of the part that its manifest speaks for, ascending
	inside []bool   // the part and what moves in with it
	edges  []edge   // imports of non-test code, other platforms included
	tests  []edge   // imports that only tests make
	module []string // by package: folder of its module
	back   []bool   // by package: it lies in a module that leads back to the part
	leads  []bool   // by package: imports lead from it to the part
	cut    []edge   // to be cut, cheapest first
	root   string   // folder that the go.mod is for
	roots  []string // folders that the part is made of
	unit   modules.Unit
	owned  bool // unit is known
	lifted lift // where the sources of a module of the JVM go
	whole  bool // the part is a module already
	eco    imports.Ecosystem
	runs   bool // it becomes a program of its own
}

// edge is all imports from one package of another.
type edge struct {
	from, to int32
	whatif.Import
}

// cost is what it takes to do without: files to edit and names to replace.
func (e edge) cost() int { return e.Files + len(e.Symbols) + 1 }

func newPlanner(in Input) *planner {
	p := &planner{in: in, b: in.Base, part: make([]bool, len(in.Base.Packages))}
	for _, name := range in.Part.Packages {
		if i, ok := p.b.Index(name); ok {
			p.part[i] = true
		}
	}
	p.inside = slices.Clone(p.part)
	p.findModules()
	p.findFolders()
	p.findEdges()
	p.findWays()
	p.findCut()
	c := in.Part.Candidate
	p.runs = c != nil && c.Verdict == split.Service
	return p
}

func (p *planner) findModules() {
	folder := p.in.Imports.ModuleFolders()
	for _, name := range p.b.Packages {
		p.module = append(p.module, cmp.Or(folder[name], "."))
	}
}

// findFolders finds the uppermost folders of the part and the module around them.
func (p *planner) findFolders() {
	for _, name := range p.in.Part.Packages {
		if n := len(p.roots); n == 0 || !repo.Below(p.roots[n-1], name) {
			p.roots = append(p.roots, name)
		}
	}
	p.root = p.in.Part.Title
	if len(p.roots) == 1 && !p.holds(p.root) {
		p.root = p.roots[0]
	}
	p.findEcosystem()
	around := p.around()
	for _, u := range p.in.Modules.Units {
		if u.Path == around && slices.Contains(p.eco.Names, u.Ecosystem) {
			p.unit, p.owned = u, true
		}
	}
	p.whole = p.owned && len(p.roots) > 0 && around == p.root && p.b.WholeModules(p.own)
	p.findLift(around)
}

// holds reports whether all of the part lies at or below a folder.
func (p *planner) holds(folder string) bool {
	return !slices.ContainsFunc(p.in.Part.Packages, func(name string) bool { return !repo.Below(folder, name) })
}

// around is the folder of the module that the part's first package belongs to.
func (p *planner) around() string {
	if len(p.own) == 0 {
		return "."
	}
	return p.module[p.own[0]]
}

func (p *planner) numbers(in []bool) []int32 {
	var out []int32
	for i, yes := range in {
		if yes {
			out = append(out, int32(i))
		}
	}
	return out
}

// findEdges folds the imports between packages, whatever the platform, and apart from
// them those of tests.
func (p *planner) findEdges() {
	for _, e := range p.in.Imports.Edges {
		from, known := p.number(e.From)
		to, ok := p.b.Index(e.To)
		if !known || !ok || from == to || e.Constraint == imports.Never {
			continue
		}
		list := &p.edges
		if e.Kind == imports.Test {
			list = &p.tests
		}
		at := whatif.Import{From: e.From, To: e.To, Files: e.Files, Symbols: e.Symbols, Sites: e.Sites}
		if n := len(*list) - 1; n >= 0 && (*list)[n].From == e.From && (*list)[n].To == e.To {
			(*list)[n].Import = joined((*list)[n].Import, at)
			continue
		}
		*list = append(*list, edge{from, to, at})
	}
}

// number is a package's index; one that holds nothing but tests counts as the nearest
// package of the part around it, if there is one.
func (p *planner) number(name string) (int32, bool) {
	if i, ok := p.b.Index(name); ok {
		return i, true
	}
	for dir := path.Dir(name); dir != "." && dir != "/"; dir = path.Dir(dir) {
		if i, ok := p.b.Index(dir); ok && p.part[i] {
			return i, true
		}
	}
	return 0, false
}

func joined(a, b whatif.Import) whatif.Import {
	a.Files += b.Files
	a.Symbols = union(a.Symbols, b.Symbols)
	a.Sites = slices.Concat(a.Sites, b.Sites)
	return a
}

func union(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

// findWays finds what leads back to the part: packages by imports, and the modules
// that would need the part's module.
func (p *planner) findWays() {
	p.leads = make([]bool, len(p.b.Packages))
	reached := map[string]bool{}
	for changed := true; changed; {
		changed = false
		for _, e := range p.edges {
			if !p.leads[e.from] && (p.part[e.to] || p.leads[e.to]) {
				p.leads[e.from], changed = true, true
			}
			if m := p.module[e.from]; !p.part[e.from] && !reached[m] && (p.part[e.to] || reached[p.module[e.to]]) {
				reached[m], changed = true, true
			}
		}
	}
	p.back = make([]bool, len(p.b.Packages))
	for i, m := range p.module {
		p.back[i] = !p.part[i] && reached[m]
	}
}

// findCut chooses what moves in and what must be cut.
func (p *planner) findCut() {
	mine := p.exclusive()
	n := len(p.b.Packages)
	source, sink := n, n+1
	var arcs []graph.Arc
	var of []edge
	for _, e := range p.edges {
		from, to := int(e.from), int(e.to)
		switch {
		case !p.part[from] && !mine[from] || !p.back[to]:
			continue
		case p.part[from]:
			from = source
		}
		if !mine[to] {
			to = sink
		}
		arcs, of = append(arcs, graph.Arc{From: from, To: to, Cost: e.cost()}), append(of, e)
	}
	cut, _ := graph.MinCut(n+2, arcs, source, sink)
	for _, i := range cut {
		p.cut = append(p.cut, of[i])
	}
	p.moveIn(mine)
	slices.SortStableFunc(p.cut, func(a, b edge) int {
		return cmp.Or(cmp.Compare(a.cost(), b.cost()), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
}

// moveIn marks what of mine the part still reaches once the cut is made.
func (p *planner) moveIn(mine []bool) {
	gone := map[[2]int32]bool{}
	for _, e := range p.cut {
		gone[[2]int32{e.from, e.to}] = true
	}
	for changed := true; changed; {
		changed = false
		for _, e := range p.edges {
			if p.inside[e.from] && mine[e.to] && !p.inside[e.to] && !gone[[2]int32{e.from, e.to}] {
				p.inside[e.to], changed = true, true
			}
		}
	}
}

// exclusive lists packages that nothing but the part imports, directly or through
// others of them. Programs are nobody's.
func (p *planner) exclusive() []bool {
	mine := make([]bool, len(p.b.Packages))
	used := make([]bool, len(p.b.Packages))
	for _, e := range p.edges {
		used[e.to] = true
		mine[e.to] = p.back[e.to]
	}
	for i, name := range p.b.Packages {
		if pkg, ok := p.in.Imports.Find(name); !ok || pkg.Main || p.part[i] || !used[i] {
			mine[i] = false
		}
	}
	for changed := true; changed; {
		changed = false
		for _, e := range slices.Concat(p.edges, p.tests) {
			if mine[e.to] && !p.part[e.from] && !mine[e.from] {
				mine[e.to], changed = false, true
			}
		}
	}
	return mine
}

// advice is what is to be known before the first step.
func (p *planner) advice() string {
	if asked := p.in.Part.Asked; asked != "" {
		return fmt.Sprintf("%s is nearly the same part as %s, of which this is the plan. ", asked, p.in.Part.Title) + p.verdict()
	}
	return p.verdict()
}

// verdict is what seam says of the part.
func (p *planner) verdict() string {
	c, under := p.in.Part.Candidate, p.in.Part.Under
	switch {
	case c == nil && under != nil:
		return fmt.Sprintf("seam ranks this folder under %s, which is nearly the same and better; it has not judged it apart.", under.Title)
	case c == nil:
		return "seam does not list this folder as a candidate, so it says nothing for or against it."
	case c.Verdict == split.Leave:
		return fmt.Sprintf("seam would leave it as it is: %s. The steps below are what it would take all the same.", c.Reason)
	case c.Verdict == split.Module:
		return fmt.Sprintf("seam would make it a %s of its own in this repository: %s.", p.eco.Unit, c.Reason)
	}
	return fmt.Sprintf("seam would make it a %s: %s.", c.Verdict, c.Reason)
}
