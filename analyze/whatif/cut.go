package whatif

import (
	"cmp"
	"slices"
	"time"

	"seam/analyze/finding"
)

const (
	maxSites    = 3
	maxExamples = 10
)

// CutOf measures the border of a set of packages. With list it names every import
// across it.
func (b *Base) CutOf(set []int32, list bool) Cut {
	var c Cut
	in := b.mark(set)
	given, taken := map[string]bool{}, map[string]bool{}
	for _, p := range set {
		for _, e := range b.In[p] {
			if !in[b.From[e]] {
				c.ImportsIn++
				b.symbols(given, e)
				if list {
					c.In = append(c.In, b.importAt(e))
				}
			}
		}
		for _, e := range b.Out[p] {
			if !in[b.To[e]] {
				c.ImportsOut++
				b.symbols(taken, e)
				if list {
					c.Out = append(c.Out, b.importAt(e))
				}
			}
		}
	}
	for _, e := range b.elsewhere {
		if in[e.from] != in[e.to] {
			c.OtherBuilds++
		}
	}
	c.APISymbols, c.UsedSymbols = len(given), len(taken)
	sortImports(c.In)
	sortImports(c.Out)
	return c
}

// symbols adds an edge's names, each with its package: two packages may use one name.
func (b *Base) symbols(set map[string]bool, edge int32) {
	for _, s := range b.Edges[edge].Symbols {
		set[b.Edges[edge].To+"\x00"+s] = true
	}
}

func (b *Base) importAt(edge int32) Import {
	e := b.Edges[edge]
	return Import{From: e.From, To: e.To, Files: e.Files, Symbols: e.Symbols, Sites: firstSites(e.Sites)}
}

func firstSites(sites []finding.Location) []finding.Location {
	return slices.Clone(sites[:min(len(sites), maxSites)])
}

func sortImports(list []Import) {
	slices.SortFunc(list, func(x, y Import) int { return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To)) })
}

// HistoryOf replays the past of a set of packages as one unit against the rest.
func (b *Base) HistoryOf(set []int32) History {
	in := b.mark(set)
	return b.replay(b.Touched(set), func(t Touch) bool {
		return slices.ContainsFunc(t.Packages, func(p int32) bool { return !in[p] })
	})
}

// replay counts touches (indexes, newest first) and those that cross.
func (b *Base) replay(touches []int32, crosses func(Touch) bool) History {
	h := History{ByMonth: []Month{}, Examples: []string{}}
	months := map[string]*Month{}
	for _, k := range touches {
		t := b.Touches[k]
		ch := b.input.Changes.List[t.Change]
		name := time.Unix(ch.When, 0).UTC().Format("2006-01")
		m := months[name]
		if m == nil {
			m = &Month{Month: name}
			months[name] = m
		}
		h.Changes++
		m.Changes++
		if crosses(t) {
			h.Crossing++
			m.Crossing++
			if len(h.Examples) < maxExamples {
				h.Examples = append(h.Examples, ch.ID)
			}
		}
	}
	for _, m := range months {
		h.ByMonth = append(h.ByMonth, *m)
	}
	slices.SortFunc(h.ByMonth, func(x, y Month) int { return cmp.Compare(x.Month, y.Month) })
	if h.Changes > 0 {
		h.Share = float64(h.Crossing) / float64(h.Changes)
	}
	return h
}

// API lists the packages of a set that others import: its surface.
func (b *Base) API(set []int32) []int32 {
	in := b.mark(set)
	var out []int32
	for _, p := range set {
		if slices.ContainsFunc(b.In[p], func(e int32) bool { return !in[b.From[e]] }) {
			out = append(out, p)
		}
	}
	return out
}
