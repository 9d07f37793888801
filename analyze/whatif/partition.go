package whatif

import (
	"path"
	"slices"

	"seam/graph"
)

// UnitGraph is the packages folded into units. A unit is there if the default build
// takes a file of it, tests included: a folder that holds nothing but the files of
// another platform, of a tag, or programs that are run as files is none.
type UnitGraph struct {
	Graph   *graph.Graph // node i is unit i, named by its folder
	Of      []int        // by package: its unit; Graph.Len() and more for what is no unit
	LeftOut []string     // the names of what is no unit, sorted: LeftOut[0] is number Graph.Len()
	units   []Unit       // by unit, with the packages that hold tests alone
}

// partition folds every package into the unit that name gives it. always are names
// of units that stand in any case.
func (b *Base) partition(name func(m int) string, always ...string) UnitGraph {
	names := make([]string, len(b.members))
	built, all := slices.Clone(always), []string(nil)
	for i, m := range b.members {
		names[i] = name(i)
		all = append(all, names[i])
		if !m.elsewhere {
			built = append(built, names[i])
		}
	}
	u := UnitGraph{}
	built = distinct(built)
	u.LeftOut = slices.DeleteFunc(distinct(all), func(n string) bool {
		_, ok := slices.BinarySearch(built, n)
		return ok
	})
	u.fold(b, names, built)
	return u
}

// fold numbers the units, and lists and links them.
func (u *UnitGraph) fold(b *Base, names, built []string) {
	u.Of = make([]int, len(b.Packages))
	u.units = make([]Unit, len(built))
	for i, n := range built {
		u.units[i] = Unit{Name: n, Packages: []string{}}
	}
	group := make([]int, len(b.Packages))
	for i, m := range b.members {
		at, ok := slices.BinarySearch(built, names[i])
		if ok {
			u.units[at].Packages = append(u.units[at].Packages, m.path)
		}
		if i >= len(b.Packages) {
			continue
		}
		u.Of[i], group[i] = at, at
		if !ok {
			left, _ := slices.BinarySearch(u.LeftOut, names[i])
			u.Of[i], group[i] = len(built)+left, -1
		}
	}
	for i := range u.units {
		slices.Sort(u.units[i].Packages)
	}
	u.Graph = b.Graph.Quotient(group, built)
}

// name is a unit's name, of what is no unit too.
func (u UnitGraph) name(unit int) string {
	if n := u.Graph.Len(); unit >= n {
		return u.LeftOut[unit-n]
	}
	return u.Graph.Name(unit)
}

// shape is what an architect compares of two partitions.
func (u UnitGraph) shape() Shape {
	s := Shape{Units: []string{}, UnitEdges: u.Graph.NumEdges(), Cycles: u.Cycles(), Diamonds: u.Diamonds(), Waves: u.Waves()}
	for i := range u.units {
		s.Units = append(s.Units, u.units[i].Name)
	}
	return s
}

func distinct(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// Today is the partition by the modules there are.
func (b *Base) Today() UnitGraph {
	return b.partition(func(i int) string { return b.members[i].module })
}

// WholeModules reports whether a set of packages is one or more whole modules.
func (b *Base) WholeModules(set []int32) bool {
	inside := map[string]bool{}
	for _, p := range set {
		inside[b.members[p].module] = true
	}
	n := 0
	for i := range b.Packages {
		if inside[b.members[i].module] {
			n++
		}
	}
	return n == len(set)
}

// Extracted is the partition after some sets of packages became units of their own.
// names are the units' names and must be distinct from the modules' folders. A package
// of tests alone goes with the nearest package above it.
func (b *Base) Extracted(sets [][]int32, names []string) UnitGraph {
	own := map[string]string{}
	for k, set := range sets {
		for _, p := range set {
			own[b.Packages[p]] = names[k]
		}
	}
	return b.partition(func(i int) string {
		m := b.members[i]
		if n, ok := own[m.path]; ok {
			return n
		}
		if i >= len(b.Packages) {
			if n, ok := own[b.above(m.path)]; ok {
				return n
			}
		}
		return m.module
	}, names...)
}

// above is the nearest package above a folder, "" if there is none.
func (b *Base) above(folder string) string {
	for folder != "." && folder != "/" {
		folder = path.Dir(folder)
		if _, ok := b.Index(folder); ok {
			return folder
		}
	}
	return ""
}

// Cycles names the cycles between units, each sorted.
func (u UnitGraph) Cycles() [][]string {
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
	out := []Diamond{}
	for _, d := range graph.LatentDiamonds(u.Graph) {
		out = append(out, Diamond{
			Dependency: u.Graph.Name(d.Bottom), RequiredBy: u.Graph.Names(d.RequiredBy), LowestApexes: u.Graph.Names(d.LowestApexes),
		})
	}
	return out
}

// Created lists the latent diamonds of u that before does not have. Diamonds are
// compared by the unit at the bottom.
func (u UnitGraph) Created(before UnitGraph) []Diamond {
	had := map[string]bool{}
	for _, d := range graph.LatentDiamonds(before.Graph) {
		had[before.Graph.Name(d.Bottom)] = true
	}
	return slices.DeleteFunc(u.Diamonds(), func(d Diamond) bool { return had[d.Dependency] })
}
