package communities

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/graph"
)

// describer turns a partition into what a reader sees of it.
type describer struct {
	in    Input
	of    []int // community of each package
	edges []graph.WeightedEdge
}

// describe fills in the list, what stands alone, and the links.
func (d describer) describe(r *Result, stability []float64) {
	members := make([][]int, len(stability))
	for i, c := range d.of {
		members[c] = append(members[c], i)
	}
	weight := d.weightInside()
	folders := d.folders()
	at := make([]int, len(members)) // in List, -1 for those that are not listed
	for c, list := range members {
		at[c] = -1
		if len(list) < 2 {
			r.Alone = append(r.Alone, d.in.Base.Packages[list[0]])
			continue
		}
		at[c] = len(r.List)
		r.List = append(r.List, d.community(list, weight, folders))
		r.List[at[c]].Stability = stability[c]
	}
	listed := make([]int, len(d.of))
	for i, c := range d.of {
		listed[i] = at[c]
	}
	links := d.count(r.List, listed)
	name(r.List)
	for _, l := range links {
		r.Links = append(r.Links, Link{From: r.List[l.from].ID, To: r.List[l.to].ID, Imports: l.imports, Changes: l.changes})
	}
	slices.SortFunc(r.Links, func(x, y Link) int { return cmp.Or(strings.Compare(x.From, y.From), strings.Compare(x.To, y.To)) })
	slices.SortFunc(r.List, func(x, y Community) int {
		return cmp.Or(cmp.Compare(len(y.Packages), len(x.Packages)), strings.Compare(x.Name, y.Name))
	})
}

// weightInside is what ties each package to others of its community.
func (d describer) weightInside() []float64 {
	out := make([]float64, len(d.of))
	for _, e := range d.edges {
		if d.of[e.A] == d.of[e.B] {
			out[e.A] += e.Weight
			out[e.B] += e.Weight
		}
	}
	return out
}

// folders counts the packages at and below every folder, the root left out.
func (d describer) folders() map[string]int {
	out := map[string]int{}
	for _, p := range d.in.Base.Packages {
		for _, dir := range above(p) {
			out[dir]++
		}
	}
	return out
}

// above lists a package's folder and those above it, the root left out unless it is the
// package itself.
func above(pkg string) []string {
	out := []string{pkg}
	for dir := path.Dir(pkg); dir != "."; dir = path.Dir(dir) {
		out = append(out, dir)
	}
	return out
}

func (d describer) community(members []int, weight []float64, folders map[string]int) Community {
	c := Community{Areas: d.areas(members)}
	center := members[0]
	inside := map[string]int{}
	for _, i := range members {
		p := d.in.Base.Packages[i]
		c.Packages = append(c.Packages, p)
		c.Lines += d.in.LinesOf(p)
		for _, dir := range above(p) {
			inside[dir]++
		}
		if weight[i] > weight[center] {
			center = i
		}
	}
	c.Center = d.in.Base.Packages[center]
	for dir, n := range inside {
		match := 2 * float64(n) / float64(len(members)+folders[dir])
		if match > c.FolderMatch || match == c.FolderMatch && dir < c.Folder {
			c.Folder, c.FolderMatch = dir, match
		}
	}
	return c
}

func (d describer) areas(members []int) []AreaShare {
	n := map[string]int{}
	for _, i := range members {
		if a, ok := d.in.AreaOf(path.Join(d.in.Base.Packages[i], "x")); ok {
			n[a]++
		}
	}
	out := make([]AreaShare, 0, len(n))
	for a, k := range n {
		out = append(out, AreaShare{a, k})
	}
	slices.SortFunc(out, func(x, y AreaShare) int {
		return cmp.Or(cmp.Compare(y.Packages, x.Packages), strings.Compare(x.Area, y.Area))
	})
	return out
}

// clear is the agreement with a folder from which on a community is named after it.
const clear = 0.5

// name gives each community a name that no other has: the folder that it is most like and,
// where several share one, the center too; where the folder says little, the center alone.
func name(list []Community) {
	n := map[string]int{}
	for _, c := range list {
		if c.FolderMatch >= clear {
			n[c.Folder]++
		}
	}
	for i := range list {
		c := &list[i]
		switch {
		case c.FolderMatch < clear:
			c.Name = "around " + c.Center
		case n[c.Folder] > 1 && c.Center != c.Folder:
			c.Name = c.Folder + " (around " + strings.TrimPrefix(c.Center, c.Folder+"/") + ")"
		default:
			c.Name = c.Folder
		}
		c.ID = "community:" + c.Name
	}
}

// between is a link by place in the list.
type between struct{ from, to, imports, changes int }

// count counts imports and changes inside and across. at is the place of each package's
// community in the list, -1 for packages in none.
func (d describer) count(list []Community, at []int) []between {
	found := map[[2]int]*between{}
	link := func(a, b int) *between {
		l := found[[2]int{a, b}]
		if l == nil {
			l = &between{from: a, to: b}
			found[[2]int{a, b}] = l
		}
		return l
	}
	inside := make([]int, len(list))
	for i, j := range d.in.Base.Graph.Edges() {
		a, b := at[i], at[j]
		if a >= 0 {
			list[a].Imports++
		}
		switch {
		case a == b && a >= 0:
			inside[a]++
			continue
		case b >= 0:
			list[b].Imports++
		}
		if a >= 0 && b >= 0 {
			link(a, b).imports++
		}
	}
	alone := d.changes(list, at, func(a, b int) {
		link(a, b).changes++
		link(b, a).changes++
	})
	for c := range list {
		list[c].ImportsInside = share(inside[c], list[c].Imports)
		list[c].ChangesInside = share(alone[c], list[c].Changes)
	}
	out := make([]between, 0, len(found))
	for _, l := range found {
		out = append(out, *l)
	}
	return out
}

// changes counts the changes of each community and those that touch nothing else, and
// tells of every two that one change touches.
func (d describer) changes(list []Community, at []int, both func(a, b int)) (alone []int) {
	alone = make([]int, len(list))
	for _, t := range d.in.Base.Touches {
		var touched []int
		elsewhere := false
		for _, p := range t.Packages {
			if c := at[p]; c >= 0 {
				touched = append(touched, c)
			} else {
				elsewhere = true
			}
		}
		slices.Sort(touched)
		touched = slices.Compact(touched)
		for k, a := range touched {
			list[a].Changes++
			if len(touched) == 1 && !elsewhere {
				alone[a]++
			}
			for _, b := range touched[k+1:] {
				both(a, b)
			}
		}
	}
	return alone
}

func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}
