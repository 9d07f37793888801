package report

import (
	"cmp"
	"encoding/json"
	"html/template"
	"slices"

	"seam/analyze/whatif"
	"seam/graph"
	"seam/report/model"
)

// pageFacts is what the page's script works on: columns, so that 1,600 packages stay
// below a megabyte.
type pageFacts struct {
	*whatif.Facts
	Order  []int    `json:"order"`  // packages in the order of the matrix: what is needed comes first
	Group  []int    `json:"group"`  // by package: index into Groups
	Groups []string `json:"groups"` // areas, or the first folder where there is none
}

// factsOf are the facts of a report; nil where it holds none.
func factsOf(r *model.Report) *pageFacts {
	if r.Facts == nil || len(r.Facts.Packages) == 0 {
		return nil
	}
	f := &pageFacts{Facts: r.Facts}
	area := map[string]string{}
	for _, p := range r.Packages {
		area[p.Path] = p.Area
	}
	of := make([]string, len(f.Packages))
	for i, p := range f.Packages {
		of[i] = cmp.Or(place(area[p]), "other")
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
func (f *pageFacts) graph() *graph.Graph {
	return graph.New(f.Packages, func(yield func(graph.Edge) bool) {
		for e := range f.From {
			if !yield(graph.Edge{From: f.Packages[f.From[e]], To: f.Packages[f.To[e]]}) {
				return
			}
		}
	})
}

// sort orders packages: groups so that few imports lead against the order, then within
// a group what is needed first.
func (f *pageFacts) sort() {
	g := f.graph()
	level := levelsOf(g)
	groups := levelsOf(g.Quotient(f.Group, f.Groups))
	mean := make([]float64, len(f.Groups)) // of the levels of its packages, to order groups of one cycle
	size := make([]float64, len(f.Groups))
	for i, k := range f.Group {
		mean[k] += float64(level[i])
		size[k]++
	}
	f.Order = make([]int, len(f.Packages))
	for i := range f.Order {
		f.Order[i] = i
	}
	slices.SortFunc(f.Order, func(a, b int) int {
		x, y := f.Group[a], f.Group[b]
		return cmp.Or(cmp.Compare(groups[x], groups[y]), cmp.Compare(mean[x]/size[x], mean[y]/size[y]), cmp.Compare(x, y),
			cmp.Compare(level[a], level[b]), cmp.Compare(a, b))
	})
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

// block is the facts as a script element can hold them: encoding/json writes <, > and &
// as escapes, so that no text can end the element.
func (f *pageFacts) block() (template.JS, error) {
	if f == nil {
		return "null", nil
	}
	data, err := json.Marshal(f)
	return template.JS(printable(data)), err
}
