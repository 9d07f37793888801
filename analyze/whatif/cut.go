package whatif

import (
	"cmp"
	"slices"
	"sync"

	"seam/analyze/finding"
	"seam/analyze/parallel"
)

const maxSites = 3

// CutOf measures the border of a set of packages and lists every import across it.
func (b *Base) CutOf(set []int32) Cut {
	c := b.CountCut(set)
	b.eachCrossing(set, func(edge int32, inwards bool) {
		if inwards {
			c.In = append(c.In, b.importAt(edge))
		} else {
			c.Out = append(c.Out, b.importAt(edge))
		}
	})
	sortImports(c.In)
	sortImports(c.Out)
	return c
}

// CountCut is the numbers of CutOf, without its lists.
func (b *Base) CountCut(set []int32) Cut {
	var c Cut
	names := b.names()
	count := names.counters.Get().(*counter)
	in := b.eachCrossing(set, func(edge int32, inwards bool) {
		if inwards {
			c.ImportsIn++
			c.APISymbols += count.add(names.of[edge])
		} else {
			c.ImportsOut++
			c.UsedSymbols += count.add(names.of[edge])
		}
	})
	count.clear()
	names.counters.Put(count)
	for _, e := range b.elsewhere {
		if in[e.from] != in[e.to] {
			c.OtherBuilds++
		}
	}
	return c
}

// names numbers the exported names that edges mention, each with its package: two packages
// may use one name.
type names struct {
	of       [][]int32 // by edge
	counters sync.Pool // of *counter, empty
}

// numberNames numbers them.
func (b *Base) numberNames() *names {
	n := &names{of: make([][]int32, len(b.Edges))}
	count := make([]int32, len(b.Packages))
	parallel.Each(len(b.Packages), func(p int) { // numbers within one package
		known := map[string]int32{}
		for _, e := range b.In[p] {
			list := make([]int32, len(b.Edges[e].Symbols))
			for i, s := range b.Edges[e].Symbols {
				k, ok := known[s]
				if !ok {
					k = int32(len(known))
					known[s] = k
				}
				list[i] = k
			}
			n.of[e] = list
		}
		count[p] = int32(len(known))
	})
	all := int32(0)
	for p, own := range count {
		for _, e := range b.In[p] {
			for i := range n.of[e] {
				n.of[e][i] += all
			}
		}
		all += own
	}
	n.counters.New = func() any { return &counter{seen: make([]bool, all)} }
	return n
}

// counter counts numbers, each once.
type counter struct {
	seen  []bool
	found []int32
}

// add counts the numbers that are new.
func (c *counter) add(numbers []int32) (more int) {
	for _, k := range numbers {
		if !c.seen[k] {
			c.seen[k] = true
			c.found = append(c.found, k)
			more++
		}
	}
	return more
}

func (c *counter) clear() {
	for _, k := range c.found {
		c.seen[k] = false
	}
	c.found = c.found[:0]
}

// eachCrossing visits the edges across the border of a set: inwards those from outside.
// It returns which packages are in the set.
func (b *Base) eachCrossing(set []int32, visit func(edge int32, inwards bool)) []bool {
	in := b.mark(set)
	for _, p := range set {
		for _, e := range b.In[p] {
			if !in[b.From[e]] {
				visit(e, true)
			}
		}
		for _, e := range b.Out[p] {
			if !in[b.To[e]] {
				visit(e, false)
			}
		}
	}
	return in
}

// symbol is an exported name with its package: two packages may use one name.
type symbol struct {
	pkg  int32
	name string
}

// symbols adds an edge's names.
func (b *Base) symbols(set map[symbol]bool, edge int32) {
	for _, s := range b.Edges[edge].Symbols {
		set[symbol{b.To[edge], s}] = true
	}
}

func (b *Base) importAt(edge int32) Import {
	e := b.Edges[edge]
	return Import{From: e.From, To: e.To, Files: e.Files, Symbols: e.Symbols, Sites: firstSites(e.Sites)}
}

func firstSites(sites []finding.Location) []finding.Location {
	n := min(len(sites), maxSites)
	return sites[:n:n]
}

func sortImports(list []Import) {
	slices.SortFunc(list, func(x, y Import) int { return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To)) })
}

// SharedOf lists the packages of a set that others import, less what generators write.
func (b *Base) SharedOf(packages []string) []string {
	var set []int32
	for _, p := range packages {
		if i, ok := b.Index(p); ok {
			set = append(set, i)
		}
	}
	in := b.mark(set)
	var out []string
	for _, p := range set {
		if !b.members[p].generated && slices.ContainsFunc(b.In[p], func(e int32) bool { return !in[b.From[e]] }) {
			out = append(out, b.Packages[p])
		}
	}
	return out
}
