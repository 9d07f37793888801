package split

import (
	"seam/analyze/imports"
	"seam/analyze/whatif"
)

// islands marks, by package, what stands apart by its language: it is in another ecosystem
// than most of the lines of a repository, and no way of imports, contracts or embedded
// files, in whichever direction, joins it with a package of that one. Where no ecosystem
// has half of the lines, nothing stands apart. Pages in folders that a framework lays out do
// not make an application one of their ecosystem.
func islands(b *whatif.Base, packages []imports.Package, laidOut bool) []bool {
	out := make([]bool, len(packages))
	lines, total := map[string]int{}, 0
	for i, p := range packages {
		if laidOut && isFurniture(b.Packages[i], true) {
			continue
		}
		lines[ecosystemOf(p)] += p.Lines
		total += p.Lines
	}
	leading := ""
	for name, n := range lines {
		if 2*n > total {
			leading = name
		}
	}
	if leading == "" {
		return out
	}
	joined := make([]bool, len(packages))
	var next []int32
	reach := func(i int32) {
		if !joined[i] {
			joined[i] = true
			next = append(next, i)
		}
	}
	for i, p := range packages {
		if ecosystemOf(p) == leading {
			reach(int32(i))
		}
	}
	for len(next) > 0 {
		i := next[len(next)-1]
		next = next[:len(next)-1]
		for _, e := range b.Out[i] {
			reach(b.To[e])
		}
		for _, e := range b.In[i] {
			reach(b.From[e])
		}
	}
	for i := range out {
		out[i] = !joined[i]
	}
	return out
}

func ecosystemOf(p imports.Package) string { return imports.EcosystemOf(p.Language).Names[0] }
