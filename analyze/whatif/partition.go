package whatif

import (
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
	naming  naming // of members by their unit
}

// known caches the parts of one partition that every comparison with it needs.
type known struct {
	cycles  func() [][]string
	bottoms func() map[string]bool // the units at the bottom of its latent diamonds
}

// naming gives every member a name, as a number into sorted names.
type naming struct {
	of    []int // by member
	names []string
}

// namingOf numbers the names of members.
func namingOf(name func(m int) string, members int) naming {
	n := naming{of: make([]int, members)}
	each := make([]string, members)
	for i := range each {
		each[i] = name(i)
	}
	n.names = distinct(slices.Clone(each))
	for i := range each {
		if i > 0 && each[i] == each[i-1] {
			n.of[i] = n.of[i-1]
			continue
		}
		n.of[i], _ = slices.BinarySearch(n.names, each[i])
	}
	return n
}

// partition folds every package into the unit that it is named after. always are names of
// units that stand in any case.
//
// A ranking asks this of every candidate.
func (b *Base) partition(n naming, always ...int) UnitGraph {
	named, built := make([]bool, len(n.names)), make([]bool, len(n.names))
	for _, k := range always {
		built[k] = true
	}
	for i, k := range n.of {
		named[k] = true
		built[k] = built[k] || !b.members[i].elsewhere && !b.members[i].homeless
	}
	u := UnitGraph{base: b, naming: n}
	unit := make([]int, len(n.names))
	var units []string
	for k, name := range n.names {
		if built[k] {
			unit[k], units = len(units), append(units, name)
		}
	}
	for k, name := range n.names {
		if named[k] && !built[k] {
			unit[k], u.LeftOut = len(units)+len(u.LeftOut), append(u.LeftOut, name)
		}
	}
	u.fold(b, unit, units)
	u.known = &known{cycles: sync.OnceValue(u.cycles), bottoms: sync.OnceValue(u.bottoms)}
	return u
}

// fold numbers the packages by unit and links the units.
func (u *UnitGraph) fold(b *Base, unit []int, units []string) {
	u.Of = make([]int, len(b.Packages))
	group := make([]int, len(b.Packages))
	for i := range b.Packages {
		at := unit[u.naming.of[i]]
		if u.Of[i], group[i] = at, at; at >= len(units) {
			group[i] = -1
		}
	}
	u.Graph = b.Graph.Quotient(group, units)
}

// units lists the units with all their packages, those that hold tests alone too.
func (u UnitGraph) units() []Unit {
	out := make([]Unit, u.Graph.Len())
	for i := range out {
		out[i] = Unit{Name: u.Graph.Name(i), Packages: []string{}}
	}
	for i, m := range u.base.members {
		if at, ok := u.Graph.Index(u.naming.names[u.naming.of[i]]); ok {
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
	return b.partition(b.modules())
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
	today := b.modules()
	n := naming{of: slices.Clone(today.of), names: distinct(slices.Concat(today.names, names))}
	moved := make([]int, len(today.names)) // by module: its place among all names
	for k, name := range today.names {
		moved[k], _ = slices.BinarySearch(n.names, name)
	}
	for i, k := range n.of {
		n.of[i] = moved[k]
	}
	always := make([]int, len(names))
	taken := make([]bool, len(b.Packages))
	for k, set := range sets {
		always[k], _ = slices.BinarySearch(n.names, names[k])
		for _, p := range set {
			n.of[p], taken[p] = always[k], true
		}
	}
	for i := len(b.Packages); i < len(b.members); i++ {
		if above := b.members[i].above; above >= 0 && taken[above] {
			n.of[i] = n.of[above]
		}
	}
	return b.partition(n, always...)
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
