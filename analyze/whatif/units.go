package whatif

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Part is a set of folders that becomes one unit.
type Part []string

// Extract answers for parts that the user names.
func (b *Base) Extract(parts []Part) (Result, error) {
	var sets [][]int32
	var names []string
	var all []int32
	taken := map[int32]string{}
	for _, part := range parts {
		var set []int32
		name := strings.Join(part, "+")
		for _, folder := range part {
			below := b.Below(folder)
			if len(below) == 0 {
				return Result{}, fmt.Errorf("no package at or below %q", folder)
			}
			set = append(set, below...)
		}
		slices.Sort(set)
		set = slices.Compact(set)
		for _, p := range set {
			if other, ok := taken[p]; ok {
				return Result{}, fmt.Errorf("%q and %q both hold %s", other, name, b.Packages[p])
			}
			taken[p] = name
		}
		sets, names, all = append(sets, set), append(names, name), append(all, set...)
	}
	if len(all) == len(b.Packages) {
		return Result{}, fmt.Errorf("%s is the whole of it: nothing would be left to cut it from", strings.Join(names, ", "))
	}
	slices.Sort(all)
	after := b.Extracted(sets, names)
	r := b.result(after)
	r.Cut = b.cutBetween(after, b.mark(all))
	r.finish(b, after, b.Touched(all))
	return r, nil
}

// ByPath makes every first n path elements a unit, inside each module.
func (b *Base) ByPath(n int) Result {
	after := b.partition(func(i int) string { return prefixOf(b.members[i].path, b.members[i].module, n) })
	r := b.result(after)
	every := make([]bool, len(b.Packages))
	touches := make([]int32, len(b.Touches))
	for i := range every {
		every[i] = true
	}
	for k := range touches {
		touches[k] = int32(k)
	}
	r.Cut = b.cutBetween(after, every)
	r.finish(b, after, touches)
	return r
}

// cutBetween is the imports between units, as seen from the parts: what leads into a
// part, from wherever, comes in; what leads from a part to the rest goes out.
func (b *Base) cutBetween(u UnitGraph, part []bool) Cut {
	var c Cut
	given, taken := map[string]bool{}, map[string]bool{}
	for e := range b.Edges {
		from, to := b.From[e], b.To[e]
		switch {
		case u.Of[from] == u.Of[to] || !part[from] && !part[to]:
		case part[to]:
			c.ImportsIn++
			b.symbols(given, int32(e))
			c.In = append(c.In, b.importAt(int32(e)))
		default:
			c.ImportsOut++
			b.symbols(taken, int32(e))
			c.Out = append(c.Out, b.importAt(int32(e)))
		}
	}
	for _, e := range b.elsewhere {
		if u.Of[e.from] != u.Of[e.to] && (part[e.from] || part[e.to]) {
			c.OtherBuilds++
		}
	}
	c.APISymbols, c.UsedSymbols = len(given), len(taken)
	sortImports(c.In)
	sortImports(c.Out)
	return c
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

func crossesUnits(u UnitGraph, t Touch) bool {
	first := u.Of[t.Packages[0]]
	return slices.ContainsFunc(t.Packages, func(p int32) bool { return u.Of[p] != first })
}

// result fills in what follows from the partition alone.
func (b *Base) result(after UnitGraph) Result {
	return Result{
		Units: after.units, UnitEdges: after.Graph.NumEdges(), Cycles: after.Cycles(), DiamondsCreated: after.Created(b.Today()),
		Waves: after.Waves(), Teams: []string{},
	}
}

// finish replays the touches and fills in what follows from it.
func (r *Result) finish(b *Base, after UnitGraph, touches []int32) {
	crosses := func(t Touch) bool { return crossesUnits(after, t) }
	r.History = b.replay(touches, crosses)
	r.Cut.Changes, r.Cut.CrossingChanges, r.Cut.CrossingShare = r.History.Changes, r.History.Crossing, r.History.Share
	r.Teams = b.TeamsOf(touches, crosses)
	r.Verdict = r.judge(CreatedCycles(after, b.Today()))
}

// TeamsOf lists the declared teams whose changes cross, most changes first.
func (b *Base) TeamsOf(touches []int32, crosses func(Touch) bool) []string {
	teams := []string{}
	if b.input.TeamsOf == nil {
		return teams
	}
	n := map[string]int{}
	for _, k := range touches {
		if !crosses(b.Touches[k]) {
			continue
		}
		for _, team := range b.input.TeamsOf(b.input.Changes.List[b.Touches[k].Change]) {
			n[team]++
		}
	}
	for t := range n {
		teams = append(teams, t)
	}
	slices.SortFunc(teams, func(x, y string) int { return cmp.Or(cmp.Compare(n[y], n[x]), cmp.Compare(x, y)) })
	return teams
}
