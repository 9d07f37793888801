package imports

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/parallel"
)

// Collector folds what the files of one language import to a Graph: of the links of two
// packages, and of two files, one edge of the strongest kind. Links to packages that were
// not made are left out. Its zero value is ready.
type Collector struct {
	packages map[string]*Package
	links    []Link
	mentions []Link
}

// Link is one resolved import of one name.
type Link struct {
	At     finding.Location // the import statement
	From   string           // package
	To     string           // package
	File   string           // the imported file; "" if only the package is known
	Symbol string           // the name that it takes; "" for all of it
	Bare   bool             // it takes no name at all
	// Manifest says that packages are joined and no files, as by a line of a manifest, which
	// is no file of From: the link is bare.
	Manifest bool
	Kind     Kind
}

// Package is the package of a path, made on first use by describe.
func (c *Collector) Package(path string, describe func(*Package)) *Package {
	if c.packages == nil {
		c.packages = map[string]*Package{}
	}
	p := c.packages[path]
	if p == nil {
		p = &Package{Path: path, TestOnly: true}
		describe(p)
		c.packages[path] = p
	}
	return p
}

// Add takes a link, within a package too.
func (c *Collector) Add(l Link) { c.links = append(c.links, l) }

// Mention takes what a file uses where other links, not this one, say that its package
// depends on the other: the file and the name go to the edge of that kind, if there is
// one. Between files it is a link as any other.
func (c *Collector) Mention(l Link) { c.mentions = append(c.mentions, l) }

// Rewrite changes links before they are folded.
func (c *Collector) Rewrite(change func(*Link)) {
	for i := range c.links {
		change(&c.links[i])
	}
}

// strength orders kinds: what runs always, what runs at need, contracts, what another
// reference or a path brings in, what only types use, tests. Two packages, and two files,
// have one edge, of the strongest kind.
var strength = map[Kind]int{Import: 8, Dynamic: 7, Proto: 6, Through: 5, Embed: 4, Run: 3, Type: 2, Test: 1}

// Graph folds everything. It holds no warnings.
func (c *Collector) Graph(modules []Module) *Graph {
	g := &Graph{Modules: modules, Edges: c.edges(), FileEdges: c.fileEdges()}
	for _, p := range c.packages {
		p.tidy()
		g.Packages = append(g.Packages, *p)
	}
	slices.SortFunc(g.Packages, func(a, b Package) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(g.Modules, CompareModules)
	return g
}

// known reports whether a link leads to a package that is there. Contracts are, since the
// loader of protobuf has their packages, and so is all if there are only links.
func (c *Collector) known(l *Link) bool {
	return c.packages == nil || c.packages[l.To] != nil || l.Kind == Proto
}

// edges folds the links between different packages that are there.
func (c *Collector) edges() []Edge {
	mentions := c.mentionsByEnds()
	groups := groupBy(func(l *Link) (string, bool) { return l.From, l.From != l.To && c.known(l) }, c.links)
	return gather(groups, func(links []*Link) []Edge {
		slices.SortFunc(links, func(a, b *Link) int {
			return cmp.Or(strings.Compare(a.To, b.To), cmp.Compare(strength[b.Kind], strength[a.Kind]), a.At.Compare(b.At))
		})
		var out []Edge
		for len(links) > 0 {
			n := 1
			for n < len(links) && links[n].To == links[0].To {
				n++
			}
			out = append(out, edgeOf(links[:n], mentions[[2]string{links[0].From, links[0].To}]))
			links = links[n:]
		}
		return out
	})
}

// groupBy groups links by the key that of gives them; those that it does not want are left
// out.
func groupBy(of func(*Link) (key string, wanted bool), lists ...[]Link) map[string][]*Link {
	out := map[string][]*Link{}
	for _, list := range lists {
		for i := range list {
			if key, wanted := of(&list[i]); wanted {
				out[key] = append(out[key], &list[i])
			}
		}
	}
	return out
}

// gather folds each group, on all cores, and lists what they give in the order of their keys.
func gather[T any](groups map[string][]*Link, fold func([]*Link) []T) []T {
	keys := slices.Sorted(maps.Keys(groups))
	out := make([][]T, len(keys))
	parallel.Each(len(keys), func(i int) { out[i] = fold(groups[keys[i]]) })
	return slices.Concat(out...)
}

// mentionsByEnds groups the mentions between different packages by these.
func (c *Collector) mentionsByEnds() map[[2]string][]*Link {
	out := map[[2]string][]*Link{}
	for i := range c.mentions {
		if l := &c.mentions[i]; l.From != l.To {
			ends := [2]string{l.From, l.To}
			out[ends] = append(out[ends], l)
		}
	}
	return out
}

// edgeOf folds the links of two packages, the strongest first: weaker ones add nothing.
func edgeOf(links, mentions []*Link) Edge {
	e := Edge{From: links[0].From, To: links[0].To, Kind: links[0].Kind, Symbols: []string{}}
	files := map[string]bool{}
	for _, l := range links {
		if l.Kind != e.Kind {
			break
		}
		e.Sites = append(e.Sites, l.At)
		e.take(l, files)
	}
	for _, l := range mentions {
		if l.Kind == e.Kind || l.Kind == Import && e.Kind == Through {
			e.take(l, files)
		}
	}
	e.Files = max(1, len(files))
	e.Sites = slices.Compact(e.Sites)
	slices.Sort(e.Symbols)
	e.Symbols = slices.Compact(e.Symbols)
	return e
}

// take adds a link's file and the name that it takes.
func (e *Edge) take(l *Link, files map[string]bool) {
	if l.Manifest {
		return
	}
	files[l.At.File] = true
	switch {
	case l.Bare:
	case l.Symbol == "":
		e.Symbols = nil
	case e.Symbols != nil:
		e.Symbols = append(e.Symbols, l.Symbol)
	}
}

// fileEdges folds the links between different files: of two the strongest, where it stands
// first.
func (c *Collector) fileEdges() []FileEdge {
	groups := groupBy(func(l *Link) (string, bool) {
		return l.At.File, l.end() != l.At.File && !l.Manifest && c.known(l)
	}, c.links, c.mentions)
	return gather(groups, func(links []*Link) []FileEdge {
		slices.SortFunc(links, func(a, b *Link) int {
			return cmp.Or(strings.Compare(a.end(), b.end()), cmp.Compare(strength[b.Kind], strength[a.Kind]), cmp.Compare(a.At.Line, b.At.Line))
		})
		var out []FileEdge
		for i, l := range links {
			if i == 0 || l.end() != links[i-1].end() {
				out = append(out, FileEdge{From: l.At.File, To: l.end(), Kind: l.Kind, Line: l.At.Line})
			}
		}
		return out
	})
}

// end is the file that a link leads to, or the package if only that is known.
func (l *Link) end() string { return cmp.Or(l.File, l.To) }

// tidy sorts a package's lists; what non-test code uses is no third party of tests.
func (p *Package) tidy() {
	for _, list := range []*[]string{&p.Files, &p.TestFiles, &p.Generated, &p.Exported, &p.ThirdParty, &p.TestThird} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	p.TestThird = slices.DeleteFunc(p.TestThird, func(t string) bool {
		_, ok := slices.BinarySearch(p.ThirdParty, t)
		return ok
	})
}
