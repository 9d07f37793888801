package split

import (
	"cmp"
	"fmt"
	"slices"

	"seam/analyze/english"
	"seam/analyze/whatif"
)

// back is what a part needs of the rest, and what of that could simply come along.
type back struct {
	imports []whatif.Import // imports out of the part that close a cycle, the cheapest first; without a cycle all
	files   int             // files that hold them
	targets int             // number of packages that these imports lead to
	along   []string        // packages that only the part needs, directly or not
	left    int             // imports that would still lead out if those came along
}

// backOf looks at the imports out of a part. To cut the part off, all of those must go
// that lead to a unit which needs it. The cheapest to cut have the fewest files, then the
// fewest names. A package that nobody else imports need not be cut off, it can come
// along.
func (j *judge) backOf(s scored, c Candidate, after whatif.UnitGraph) back {
	b := back{imports: slices.Clone(c.Cut.Out)}
	if cycle := slices.Concat(c.Cycles...); len(cycle) > 0 {
		b.imports = slices.DeleteFunc(b.imports, func(e whatif.Import) bool {
			to, _ := j.m.b.Index(e.To)
			return !slices.Contains(cycle, after.Name(after.Of[to]))
		})
	}
	slices.SortStableFunc(b.imports, func(x, y whatif.Import) int {
		return cmp.Or(cmp.Compare(x.Files, y.Files), cmp.Compare(len(x.Symbols), len(y.Symbols)))
	})
	to := map[string]bool{}
	for _, e := range b.imports {
		b.files += e.Files
		to[e.To] = true
	}
	b.targets = len(to)
	b.along, b.left = j.along(s.set)
	return b
}

// along grows a part by every package of its module, programs left out, that only the
// part and what came along before it import, and counts the imports that then lead out.
func (j *judge) along(set []int32) (names []string, left int) {
	base := j.m.b
	in := make([]bool, len(base.Packages))
	queue := slices.Clone(set)
	for _, p := range set {
		in[p] = true
	}
	for len(queue) > 0 {
		p := queue[0]
		queue = queue[1:]
		for _, e := range base.Out[p] {
			to := base.To[e]
			if in[to] || j.m.packages[to].Main || base.ModuleFolder(to) != base.ModuleFolder(set[0]) || slices.ContainsFunc(base.In[to], func(e int32) bool { return !in[base.From[e]] }) {
				continue
			}
			in[to] = true
			names = append(names, base.Packages[to])
			queue = append(queue, to)
		}
	}
	for p := range in {
		if in[p] {
			for _, e := range base.Out[p] {
				left += one(!in[base.To[e]])
			}
		}
	}
	slices.Sort(names)
	return names, left
}

// comesAlong is evidence for a part whose needs are mostly its own.
func (b back) comesAlong() []Evidence {
	if len(b.along) == 0 {
		return nil
	}
	return []Evidence{reason("comes-along", float64(len(b.along)), b.targets, b.along, "%s that it needs %s needed by nobody else and could come along (%s); %s would then lead out of it",
		english.Count(len(b.along), "package"), english.Choose(len(b.along), "is", "are"), english.Some(b.along, 3), english.Count(b.left, "import"))}
}

// blocks is evidence against a part that the rest and it need each other.
func (b back) blocks(cycles [][]string) []Evidence {
	var out []Evidence
	for _, cycle := range cycles {
		text := fmt.Sprintf("it and the rest would need each other (a cycle of %d units): %s back in %s, to %s, must be cut", len(cycle), english.Count(len(b.imports), "import"),
			english.Count(b.files, "file"), english.Count(b.targets, "package"))
		if len(b.imports) > 0 {
			e := b.imports[0]
			text += fmt.Sprintf("; the cheapest is %s -> %s (%s, %s)", e.From, e.To, english.Count(e.Files, "file"), english.Count(len(e.Symbols), "name"))
		}
		out = append(out, reason("cycle", float64(len(b.imports)), 0, importIDs(b.imports), "%s", text))
	}
	return out
}
