package whatif

import (
	"cmp"
	"path"
	"slices"
	"sync"

	"seam/graph"
)

// UnitGraph is the packages folded into units. A unit is there if the default build
// takes a file of it, tests included: a folder that holds nothing but the files of
// another platform, of a tag, or programs that are run as files is none. Nor is one of a
// language that no module holds, in a repository with modules: scripts, contracts and
// pages are versioned with what they lie beside.
type UnitGraph struct {
	Graph   *graph.Graph // node i is unit i, named by its folder
	Of      []int        // by package: its unit; Graph.Len() and more for what is no unit
	LeftOut []string     // the names of what is no unit, sorted: LeftOut[0] is number Graph.Len()
	base    *Base
	known   *known
	names   []string // by member: the name of its unit
}

// known caches the parts of one partition that every comparison with it needs.
type known struct {
	cycles  func() [][]string
	bottoms func() map[string]bool // the units at the bottom of its latent diamonds
}

// partition folds every package into the unit that name gives it. always are names
// of units that stand in any case.
//
// A ranking asks this of every candidate. Neighbouring members nearly always have one
// name, so a name is looked up only where it differs from the one before.
func (b *Base) partition(name func(m int) string, always ...string) UnitGraph {
	names := make([]string, len(b.members))
	built, all := slices.Clone(always), []string(nil)
	lastBuilt := ""
	for i := range b.members {
		n := name(i)
		names[i] = n
		if i == 0 || n != names[i-1] {
			all = append(all, n)
		}
		if !b.members[i].elsewhere && !b.members[i].homeless && (n != lastBuilt || len(built) == 0) {
			built, lastBuilt = append(built, n), n
		}
	}
	built = distinct(built)
	u := UnitGraph{base: b, names: names}
	u.LeftOut = slices.DeleteFunc(distinct(all), func(n string) bool {
		_, ok := slices.BinarySearch(built, n)
		return ok
	})
	u.fold(b, names, built)
	u.known = &known{cycles: sync.OnceValue(u.cycles), bottoms: sync.OnceValue(u.bottoms)}
	return u
}

// fold numbers the units and links them.
func (u *UnitGraph) fold(b *Base, names, built []string) {
	u.Of = make([]int, len(b.Packages))
	group := make([]int, len(b.Packages))
	for i := range b.Packages {
		if i > 0 && names[i] == names[i-1] {
			u.Of[i], group[i] = u.Of[i-1], group[i-1]
			continue
		}
		at, ok := slices.BinarySearch(built, names[i])
		u.Of[i], group[i] = at, at
		if !ok {
			left, _ := slices.BinarySearch(u.LeftOut, names[i])
			u.Of[i], group[i] = len(built)+left, -1
		}
	}
	u.Graph = b.Graph.Quotient(group, built)
}

// units lists the units with all their packages, those that hold tests alone too.
func (u UnitGraph) units() []Unit {
	out := make([]Unit, u.Graph.Len())
	for i := range out {
		out[i] = Unit{Name: u.Graph.Name(i), Packages: []string{}}
	}
	for i, m := range u.base.members {
		if at, ok := u.Graph.Index(u.names[i]); ok {
			out[at].Packages = append(out[at].Packages, m.path)
		}
	}
	for i := range out {
		slices.Sort(out[i].Packages)
	}
	return out
}

// Name is the name of a unit, and of what is no unit.
func (u UnitGraph) Name(unit int) string {
	if n := u.Graph.Len(); unit >= n {
		return u.LeftOut[unit-n]
	}
	return u.Graph.Name(unit)
}

// shape is what an architect compares of two partitions.
func (u UnitGraph) shape() Shape {
	s := Shape{Units: []string{}, UnitEdges: u.Graph.NumEdges(), Cycles: u.Cycles(), Diamonds: u.Diamonds(), Waves: u.Waves()}
	for i := range u.Graph.Len() {
		s.Units = append(s.Units, u.Graph.Name(i))
	}
	return s
}

func distinct(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// Today is the partition by the modules that exist.
func (b *Base) Today() UnitGraph {
	return b.partition(func(i int) string { return b.members[i].module })
}

// WholeModules reports whether a set of packages is one or more whole modules.
func (b *Base) WholeModules(set []int32) bool {
	inside := map[string]bool{}
	n := 0
	for _, p := range set {
		if m := b.members[p].module; !inside[m] {
			inside[m] = true
			n += b.inModule[m]
		}
	}
	return n == len(set)
}

// Extracted is the partition after some sets of packages became units of their own.
// names are the units' names and must be distinct from the modules' folders. A package
// of tests alone goes with the nearest package above it.
func (b *Base) Extracted(sets [][]int32, names []string) UnitGraph {
	own := make([]string, len(b.members))
	for k, set := range sets {
		for _, p := range set {
			own[p] = names[k]
		}
	}
	return b.partition(func(i int) string {
		m := &b.members[i]
		if own[i] == "" && m.above >= 0 {
			return cmp.Or(own[m.above], m.module)
		}
		return cmp.Or(own[i], m.module)
	}, names...)
}

// above is the nearest package above a folder, -1 if there is none.
func (b *Base) above(folder string) int32 {
	for folder != "." && folder != "/" {
		folder = path.Dir(folder)
		if i, ok := b.Index(folder); ok {
			return i
		}
	}
	return -1
}

// Cycles names the cycles between units, each sorted. They are not to be changed.
func (u UnitGraph) Cycles() [][]string { return u.known.cycles() }

func (u UnitGraph) cycles() [][]string {
	out := [][]string{}
	for _, c := range graph.Cycles(u.Graph) {
		out = append(out, u.Graph.Names(c))
	}
	return out
}

// Waves is the order in which units can be released, dependencies first.
func (u UnitGraph) Waves() [][]string {
	out := [][]string{}
	for _, w := range graph.Waves(u.Graph) {
		out = append(out, u.Graph.Names(w))
	}
	return out
}

// Diamonds lists the latent diamonds, by the unit at the bottom.
func (u UnitGraph) Diamonds() []Diamond {
	return u.diamondsWithout(nil)
}

// diamondsWithout is Diamonds but for some bottoms.
func (u UnitGraph) diamondsWithout(bottoms map[string]bool) []Diamond {
	out := []Diamond{}
	for _, d := range graph.LatentDiamondsWithout(u.Graph, func(i int) bool { return bottoms[u.Graph.Name(i)] }) {
		out = append(out, Diamond{
			Dependency: u.Graph.Name(d.Bottom), RequiredBy: u.Graph.Names(d.RequiredBy), LowestApexes: u.Graph.Names(d.LowestApexes),
		})
	}
	return out
}

func (u UnitGraph) bottoms() map[string]bool {
	out := map[string]bool{}
	for _, d := range graph.LatentDiamonds(u.Graph) {
		out[u.Graph.Name(d.Bottom)] = true
	}
	return out
}

// Created lists the latent diamonds of u that before does not have. Diamonds are
// compared by the unit at the bottom.
func (u UnitGraph) Created(before UnitGraph) []Diamond {
	return u.diamondsWithout(before.known.bottoms())
}
