package graph

import (
	"iter"
	"math/bits"
)

// Longest finds longest paths over the condensation of one graph from many of its nodes.
// What is the same for all is worked out once: components, the longest path below each, and
// what a missing edge takes from the paths above it. It is for one goroutine.
type Longest struct {
	g       *Graph
	comps   [][]int // callees first
	comp    []int   // by node
	level   []int   // by component: steps of the longest path below it
	callers [][]int // by component: those that need it
	steps   map[int]step
	without map[[2]int]map[int]int // by edge: components that have another level without it, and which
	kept    int                    // entries in without
}

// step is how the longest path leaves a component.
type step struct {
	to     int    // the first node of the next component
	edge   [2]int // the edge to that component
	single bool   // there is but one
}

// mostKept bounds what is kept of missing edges, in components.
const mostKept = 1 << 20

// NewLongest finds the components of g.
func NewLongest(g *Graph) *Longest {
	l := &Longest{g: g, comps: SCCs(g), steps: map[int]step{}, without: map[[2]int]map[int]int{}}
	l.comp = componentOf(g, l.comps)
	l.level, l.callers = make([]int, len(l.comps)), make([][]int, len(l.comps))
	for c := range l.comps {
		l.level[c] = l.levelOf(c, [2]int{-1, -1}, nil)
		for e := range l.edges(c) {
			to := l.comp[e[1]]
			if n := len(l.callers[to]); n == 0 || l.callers[to][n-1] != c {
				l.callers[to] = append(l.callers[to], c)
			}
		}
	}
	return l
}

// levelOf is the level of a component without an edge, where others have changed, too.
func (l *Longest) levelOf(c int, but [2]int, changed map[int]int) int {
	top := 0
	for e := range l.edges(c) {
		if e == but {
			continue
		}
		top = max(top, l.levelIn(l.comp[e[1]], changed)+1)
	}
	return top
}

// levelIn is the level of a component, unless it has changed.
func (l *Longest) levelIn(c int, changed map[int]int) int {
	if level, ok := changed[c]; ok {
		return level
	}
	return l.level[c]
}

// Path is a longest path from any of some nodes, callers first: each entry is one component,
// by its smallest node that carries the path on. Length in steps is len-1. Of several longest
// paths it is the first in index order. nil if there are no nodes.
func (l *Longest) Path(from []int) []int {
	start := -1
	for _, i := range from {
		first := l.comps[l.comp[i]][0]
		if start < 0 || l.level[l.comp[first]] > l.level[l.comp[start]] || l.level[l.comp[first]] == l.level[l.comp[start]] && first < start {
			start = first
		}
	}
	if start < 0 {
		return nil
	}
	path := []int{start}
	for c := l.comp[start]; l.level[c] > 0; c = l.comp[path[len(path)-1]] {
		path = append(path, l.stepOf(c).to)
	}
	return path
}

// Component lists the nodes of the component that a node is in, ascending. The caller must
// not change it.
func (l *Longest) Component(i int) []int { return l.comps[l.comp[i]] }

// stepOf is how the longest path leaves a component above others.
func (l *Longest) stepOf(c int) step {
	s, ok := l.steps[c]
	if ok {
		return s
	}
	s.to = -1
	for e := range l.edges(c) {
		if l.level[l.comp[e[1]]] == l.level[c]-1 && (s.to < 0 || e[1] < s.to) {
			s.to = e[1]
		}
	}
	for e := range l.edges(c) {
		if l.comp[e[1]] == l.comp[s.to] {
			if s.single {
				s.single = false
				break
			}
			s.edge, s.single = e, true
		}
	}
	l.steps[c] = s
	return s
}

// edges lists the edges out of a component.
func (l *Longest) edges(c int) iter.Seq[[2]int] {
	return func(yield func([2]int) bool) {
		for _, i := range l.comps[c] {
			for _, j := range l.g.Out(i) {
				if l.comp[j] != c && !yield([2]int{i, j}) {
					return
				}
			}
		}
	}
}

// Bottleneck finds the edge without which the longest path from any of some nodes is
// shortest. may says which edges come into question. ok is false where taking out any one of
// them leaves a path as long as before; of equally good ones it is the first on the way of
// Path.
//
// Only single edges between components that stand on that way can shorten it, so it costs the
// length of the path times the edges above it.
func (l *Longest) Bottleneck(from []int, may func(from, to int) bool) (cut [2]int, length int, ok bool) {
	way := l.Path(from)
	length = len(way) - 1
	for k := range max(len(way)-1, 0) {
		s := l.stepOf(l.comp[way[k]])
		if !s.single || !may(s.edge[0], s.edge[1]) {
			continue
		}
		changed, longest := l.levelsWithout(s.edge), 0
		for _, i := range from {
			longest = max(longest, l.levelIn(l.comp[i], changed))
		}
		if longest < length {
			cut, length, ok = s.edge, longest, true
		}
	}
	return cut, length, ok
}

// levelsWithout lists the components that have another level without an edge between two.
func (l *Longest) levelsWithout(e [2]int) map[int]int {
	if known, ok := l.without[e]; ok {
		return known
	}
	changed := map[int]int{}
	todo := make([]uint64, (len(l.comps)+63)/64) // components above stand behind
	first := l.comp[e[0]]
	todo[first/64] |= 1 << (first % 64)
	for w := first / 64; w < len(todo); w++ {
		for todo[w] != 0 {
			c := 64*w + bits.TrailingZeros64(todo[w])
			todo[w] &= todo[w] - 1
			level := l.levelOf(c, e, changed)
			if level == l.level[c] {
				continue
			}
			changed[c] = level
			for _, above := range l.callers[c] {
				todo[above/64] |= 1 << (above % 64)
			}
		}
	}
	if l.kept+len(changed) <= mostKept {
		l.without[e], l.kept = changed, l.kept+len(changed)
	}
	return changed
}

// LongestPath is Longest.Path from all nodes; nil for an empty graph.
func LongestPath(g *Graph) []int {
	all := make([]int, g.Len())
	for i := range all {
		all[i] = i
	}
	return NewLongest(g).Path(all)
}
