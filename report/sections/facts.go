package sections

import (
	"cmp"
	"slices"

	"seam/analyze/whatif"
	"seam/graph"
	"seam/report/model"
	"seam/report/phrase"
)

// PageFacts is what the page's script works on: columns, so that 1,600 packages stay
// below a megabyte.
type PageFacts struct {
	*whatif.Facts
	Order  []int    `json:"order"`  // packages in the order of the matrix: what is needed comes first
	Group  []int    `json:"group"`  // by package: index into Groups
	Groups []string `json:"groups"` // areas; a package without one is grouped by its first folder
}

// FactsOf are the facts of a report; nil where it holds none.
func FactsOf(r *model.Report) *PageFacts {
	if r.Facts == nil || len(r.Facts.Packages) == 0 {
		return nil
	}
	f := &PageFacts{Facts: r.Facts}
	area := map[string]string{}
	for _, p := range r.Packages {
		area[p.Path] = p.Area
	}
	of := make([]string, len(f.Packages))
	for i, p := range f.Packages {
		of[i] = cmp.Or(phrase.Place(area[p]), "other")
	}
	f.Groups = slices.Clone(of)
	slices.Sort(f.Groups)
	f.Groups = slices.Compact(f.Groups)
	for _, g := range of {
		i, _ := slices.BinarySearch(f.Groups, g)
		f.Group = append(f.Group, i)
	}
	f.sort()
	return f
}

// graph is the imports between packages.
func (f *PageFacts) graph() *graph.Graph {
	return graph.New(f.Packages, func(yield func(graph.Edge) bool) {
		for e := range f.From {
			if !yield(graph.Edge{From: f.Packages[f.From[e]], To: f.Packages[f.To[e]]}) {
				return
			}
		}
	})
}

// sort orders packages: groups so that few imports lead back, then within a group what is
// needed first.
func (f *PageFacts) sort() {
	level := levelsOf(f.graph())
	place := make([]int, len(f.Groups))
	for i, g := range f.groupOrder(level) {
		place[g] = i
	}
	f.Order = make([]int, len(f.Packages))
	for i := range f.Order {
		f.Order[i] = i
	}
	slices.SortFunc(f.Order, func(a, b int) int {
		return cmp.Or(cmp.Compare(place[f.Group[a]], place[f.Group[b]]), cmp.Compare(level[a], level[b]), cmp.Compare(a, b))
	})
}

// mostOrdered is how many groups are moved about to find an order; the time grows with the
// third power.
const mostOrdered = 100

// groupOrder begins with the waves of groups, those of one cycle by the mean level of their
// packages, and moves one group at a time to where fewest imports lead back, as long as
// that helps: a good order, not always the best one, which takes exponential time.
func (f *PageFacts) groupOrder(level []int) []int {
	wave := levelsOf(f.graph().Quotient(f.Group, f.Groups))
	mean, size := make([]float64, len(f.Groups)), make([]float64, len(f.Groups))
	for i, k := range f.Group {
		mean[k] += float64(level[i])
		size[k]++
	}
	order := make([]int, len(f.Groups))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int {
		return cmp.Or(cmp.Compare(wave[x], wave[y]), cmp.Compare(mean[x]/size[x], mean[y]/size[y]), cmp.Compare(x, y))
	})
	if len(order) > mostOrdered {
		return order
	}
	imports := make([][]int, len(f.Groups))
	for i := range imports {
		imports[i] = make([]int, len(f.Groups))
	}
	for e := range f.From {
		imports[f.Group[f.From[e]]][f.Group[f.To[e]]]++
	}
	return fewestBack(order, func(from, to int) int { return imports[from][to] })
}

// fewestBack moves one thing at a time to where fewest imports lead back, from what stands
// earlier to what stands later, as long as that helps.
func fewestBack(order []int, imports func(from, to int) int) []int {
	for moved := true; moved; {
		moved = false
		for from := range order {
			if to := bestPlace(order, from, imports); to != from {
				g := order[from]
				order = slices.Insert(slices.Delete(order, from, from+1), to, g)
				moved = true
			}
		}
	}
	return order
}

// bestPlace is where in an order the group at a place makes fewest imports lead back.
func bestPlace(order []int, from int, imports func(from, to int) int) int {
	g, best, least, change := order[from], from, 0, 0
	for to := from - 1; to >= 0; to-- { // g goes before what it imports, and behind what imports it no more
		change += imports(g, order[to]) - imports(order[to], g)
		if change < least {
			best, least = to, change
		}
	}
	change = 0
	for to := from + 1; to < len(order); to++ {
		change += imports(order[to], g) - imports(g, order[to])
		if change < least {
			best, least = to, change
		}
	}
	return best
}

// levelsOf is the wave of every node.
func levelsOf(g *graph.Graph) []int {
	level := make([]int, g.Len())
	for w, nodes := range graph.Waves(g) {
		for _, i := range nodes {
			level[i] = w
		}
	}
	return level
}
