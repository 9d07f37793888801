package whatif

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/repo"
	"seam/analyze/surface"
)

// Part is a set of folders that becomes one unit.
type Part []string

// Name is the name of a part's unit: its folders joined by "+", less those that lie in
// another of them.
func (p Part) Name() string {
	var outer []string
	for i, f := range p {
		if !slices.ContainsFunc(p, func(o string) bool { return o != f && repo.Below(o, f) }) && !slices.Contains(p[:i], f) {
			outer = append(outer, f)
		}
	}
	return strings.Join(outer, "+")
}

// NameOf is the name of a part's unit: that of the module which it is all of, if it is one.
func (b *Base) NameOf(p Part) string {
	if set, err := b.below(p); err == nil && b.WholeModules(set) {
		if m := b.members[set[0]].module; b.inModule[m] == len(set) {
			return m
		}
	}
	return p.Name()
}

// cut is a partition together with what is asked about: for parts that the user names
// the border of these, else every border between units.
type cut struct {
	after   UnitGraph
	part    []bool  // by package: its borders are asked about
	touches []int32 // that touch such a package
}

// Extract answers for parts that the user names. s is the past of the packages that
// Shared names, or nil. The error names a part that cannot be cut out.
func (b *Base) Extract(parts []Part, s *surface.History) (Result, error) {
	c, err := b.extract(parts)
	if err != nil {
		return Result{}, err
	}
	r := b.answer(c, s)
	for _, p := range parts {
		r.Extract = append(r.Extract, b.NameOf(p))
	}
	return r, nil
}

// ByPath makes every first n path elements a unit, inside each module. A module that they do
// not divide, as where all of it lies below src, stays the unit that it is. What makes no unit
// by itself (contracts, scripts) stays with its module where nothing else lies in its folder.
func (b *Base) ByPath(n int, s *surface.History) Result {
	r := b.answer(b.byPath(n), s)
	r.ByPath = n
	return r
}

// Shared lists the packages that would be imported across a cut, those with the most
// importers first: the API that it makes, less what generators write. It is empty for
// parts that cannot be cut out.
func (b *Base) Shared(parts []Part, byPath int) []string {
	c, err := b.extract(parts)
	if byPath > 0 {
		c, err = b.byPath(byPath), nil
	}
	if err != nil {
		return nil
	}
	importers := map[int32]int{}
	for e := range b.Edges {
		if c.crosses(b.From[e], b.To[e]) && !b.members[b.To[e]].generated {
			importers[b.To[e]]++
		}
	}
	var order []int32
	for p := range importers {
		order = append(order, p)
	}
	slices.SortFunc(order, func(x, y int32) int { return cmp.Or(cmp.Compare(importers[y], importers[x]), cmp.Compare(x, y)) })
	var out []string
	for _, p := range order {
		out = append(out, b.Packages[p])
	}
	return out
}

// crosses reports whether a border that is asked about lies between two packages.
func (c cut) crosses(from, to int32) bool {
	return c.after.Of[from] != c.after.Of[to] && (c.part[from] || c.part[to])
}

func (b *Base) extract(parts []Part) (cut, error) {
	var sets [][]int32
	var names, asked []string
	var all []int32
	taken := map[int32]string{}
	for _, part := range parts {
		set, err := b.below(part)
		if err != nil {
			return cut{}, err
		}
		for _, p := range set {
			if other, ok := taken[p]; ok {
				if other == part.Name() {
					return cut{}, fmt.Errorf("%q is asked for twice", other)
				}
				return cut{}, fmt.Errorf("%q and %q both hold %s", other, part.Name(), b.Packages[p])
			}
			taken[p] = part.Name()
		}
		sets, names, all = append(sets, set), append(names, b.NameOf(part)), append(all, set...)
		asked = append(asked, part.Name())
	}
	if len(all) == len(b.Packages) {
		return cut{}, fmt.Errorf("%s is the whole of it: nothing would be left to cut it from", strings.Join(asked, ", "))
	}
	slices.Sort(all)
	return cut{after: b.Extracted(sets, names), part: b.mark(all), touches: b.Touched(all)}, nil
}

// NoPackage is the error for a folder of a cut that holds no package.
type NoPackage struct{ Folder string }

func (e *NoPackage) Error() string { return fmt.Sprintf("no package at or below %q", e.Folder) }

// below lists the packages of a part.
func (b *Base) below(part Part) ([]int32, error) {
	var set []int32
	for _, folder := range part {
		below := b.Below(folder)
		if len(below) == 0 {
			return nil, &NoPackage{folder}
		}
		set = append(set, below...)
	}
	slices.Sort(set)
	return slices.Compact(set), nil
}

// PackagesOf names the packages of a part, none where a folder holds none.
func (b *Base) PackagesOf(part Part) []string {
	set, err := b.below(part)
	if err != nil {
		return nil
	}
	out := make([]string, len(set))
	for i, p := range set {
		out[i] = b.Packages[p]
	}
	return out
}

func (b *Base) byPath(n int) cut {
	c := cut{
		after: b.partition(namingOf(b.prefixes(n), len(b.members))),
		part:  make([]bool, len(b.Packages)), touches: make([]int32, len(b.Touches)),
	}
	for i := range c.part {
		c.part[i] = true
	}
	for k := range c.touches {
		c.touches[k] = int32(k)
	}
	return c
}

// prefixes names the unit of each member of a cut by the first n path elements.
func (b *Base) prefixes(n int) func(member int) string {
	units := map[string]map[string]bool{} // by module: the names of what makes units
	for i := range b.members {
		m := &b.members[i]
		if units[m.module] == nil {
			units[m.module] = map[string]bool{}
		}
		if !m.homeless && !m.elsewhere {
			units[m.module][prefixOf(m.path, m.module, n)] = true
		}
	}
	return func(i int) string {
		m := &b.members[i]
		name, of := prefixOf(m.path, m.module, n), units[m.module]
		if len(of) < 2 || !of[name] && of[m.module] {
			return m.module
		}
		return name
	}
}

// prefixOf is the first n elements of a package's path below its module.
func prefixOf(pkg, module string, n int) string {
	rel, base := pkg, ""
	if module != "." {
		rel, base = strings.TrimPrefix(strings.TrimPrefix(pkg, module), "/"), module
	}
	parts := strings.Split(rel, "/")
	rel = strings.Join(parts[:min(n, len(parts))], "/")
	switch {
	case rel == "" || rel == ".":
		return cmp.Or(base, ".")
	case base == "":
		return rel
	}
	return base + "/" + rel
}

// answer replays the past and puts today and the time after the cut side by side.
func (b *Base) answer(c cut, s *surface.History) Result {
	today := b.Today()
	r := Result{
		Units: c.after.units(), LeftOut: c.after.LeftOut, Before: today.shape(), After: c.after.shape(),
		DiamondsCreated: c.after.Created(today), Cut: b.cutBetween(c), Releases: b.releasesOf(c, s),
	}
	r.UnitEdges, r.Cycles, r.Waves = r.After.UnitEdges, r.After.Cycles, r.After.Waves
	crosses := func(t Touch) bool {
		return slices.ContainsFunc(t.Packages, func(p int32) bool { return c.after.Of[p] != c.after.Of[t.Packages[0]] })
	}
	r.History, r.TeamPairs = b.replayCut(c, crosses)
	r.Cut.Changes, r.Cut.CrossingChanges, r.Cut.CrossingShare = r.History.Changes, r.History.Crossing, r.History.Share
	r.Teams = b.TeamsOf(c.touches, crosses)
	r.TeamsKnown = b.input.OwnersOf != nil || b.input.TeamsOf != nil
	r.Already = slices.Equal(r.Before.Units, r.After.Units) && slices.Equal(today.Of, c.after.Of)
	r.KeptSymbols = b.keptSymbols(c, today)
	r.Verdict = r.judge(CreatedCycles(c.after, today))
	return r
}

// cutBetween is the imports between units, as seen from the parts: what leads into a
// part, from wherever, comes in; what leads from a part to the rest goes out.
func (b *Base) cutBetween(c cut) Cut {
	var out Cut
	given, taken := map[symbol]bool{}, map[symbol]bool{}
	for e := range b.Edges {
		from, to := b.From[e], b.To[e]
		switch {
		case !c.crosses(from, to):
		case c.part[to]:
			out.ImportsIn++
			b.symbols(given, int32(e))
			out.In = append(out.In, b.importAt(int32(e)))
		default:
			out.ImportsOut++
			b.symbols(taken, int32(e))
			out.Out = append(out.Out, b.importAt(int32(e)))
		}
	}
	for _, e := range b.elsewhere {
		if c.crosses(e.from, e.to) {
			out.OtherBuilds++
		}
	}
	out.APISymbols, out.UsedSymbols = len(given), len(taken)
	sortImports(out.In)
	sortImports(out.Out)
	return out
}

// keptSymbols counts the names that a part gives over a border which is there today: the
// cut makes no API of them.
func (b *Base) keptSymbols(c cut, today UnitGraph) int {
	kept := map[symbol]bool{}
	for e := range b.Edges {
		if from, to := b.From[e], b.To[e]; c.crosses(from, to) && c.part[to] && today.Of[from] != today.Of[to] {
			b.symbols(kept, int32(e))
		}
	}
	return len(kept)
}

// releasesOf counts the releases of every unit that a border asked about makes an API
// of, in the order of units.
func (b *Base) releasesOf(c cut, s *surface.History) []Releases {
	out := []Releases{}
	sets := make([][]int32, c.after.Graph.Len())
	for p, u := range c.after.Of {
		if u < len(sets) {
			sets[u] = append(sets[u], int32(p))
		}
	}
	for u, set := range sets {
		r := b.releases(c.after.Graph.Name(u), set, s, func(e int32) bool { return c.crosses(b.From[e], b.To[e]) })
		if len(r.Packages)+len(r.Unread) > 0 {
			out = append(out, r)
		}
	}
	return out
}
