package graph

import (
	"cmp"
	"container/heap"
	"slices"
)

// ShortestPaths returns the first k simple paths from one node to another, both ends
// included: the fewest steps first, and of equally long ones the first in index order.
// Fewer come back where there are no more; from equal to to is the one path of no step.
//
// Algorithm: Yen (1971) with Lawler's saving (1972): every further path leaves one that
// was found before at some node. Cost: k times the length of a path times the edges that
// can reach the target, so a hundred paths of a lock file of thousands are no matter.
func ShortestPaths(g *Graph, from, to, k int) [][]int {
	s := yen{g: g, to: to, blocked: make([]bool, g.Len()), reaches: ReachedBy(g, to)}
	first := s.shortest(from, nil)
	if first == nil || k < 1 {
		return nil
	}
	paths, waiting := [][]int{}, &ways{{path: first}}
	for len(paths) < k && waiting.Len() > 0 {
		w := heap.Pop(waiting).(way)
		paths = append(paths, w.path)
		for at := w.leaves; at < len(w.path)-1; at++ {
			if p := s.spur(paths, w.path[:at+1]); p != nil {
				heap.Push(waiting, way{path: p, leaves: at})
			}
		}
	}
	return paths
}

// way is a path and the position at which it left an earlier one: before that all ways
// out were tried.
type way struct {
	path   []int
	leaves int
}

// yen looks for paths to one node around blocked ones.
type yen struct {
	g       *Graph
	to      int
	reaches []bool // nodes from which to can be reached at all
	blocked []bool
}

// spur is the first path that begins with root and then goes on as none of the given
// ones does; nil if there is none.
func (s *yen) spur(paths [][]int, root []int) []int {
	at := len(root) - 1
	var taken []int
	for _, p := range paths {
		if len(p) > len(root) && slices.Equal(p[:len(root)], root) {
			taken = append(taken, p[at+1])
		}
	}
	for _, i := range root[:at] {
		s.blocked[i] = true
	}
	rest := s.shortest(root[at], taken)
	for _, i := range root[:at] {
		s.blocked[i] = false
	}
	if rest == nil {
		return nil
	}
	return slices.Concat(root[:at], rest)
}

// shortest is the first of the shortest paths to the target that avoids blocked nodes
// and does not begin with a step to one of taken. It measures from the target back, so
// that the smallest next node of each step is known to lead there.
func (s *yen) shortest(from int, taken []int) []int {
	left := s.distances(from)
	next := func(i int) int {
		best := -1
		for _, j := range s.g.Out(i) {
			if left[j] < 0 || i == from && slices.Contains(taken, j) {
				continue
			}
			if best < 0 || left[j] < left[best] {
				best = j
			}
		}
		return best
	}
	path := []int{from}
	for i := from; i != s.to; path = append(path, i) {
		if i = next(i); i < 0 {
			return nil
		}
	}
	return path
}

// distances gives every node its steps to the target on ways that avoid blocked nodes
// and from, -1 where there is none.
func (s *yen) distances(from int) []int {
	left := slices.Repeat([]int{-1}, s.g.Len())
	left[s.to] = 0
	for queue := []int{s.to}; len(queue) > 0; queue = queue[1:] {
		i := queue[0]
		for _, j := range s.g.In(i) {
			if left[j] < 0 && j != from && s.reaches[j] && !s.blocked[j] {
				left[j] = left[i] + 1
				queue = append(queue, j)
			}
		}
	}
	return left
}

// ways is a heap of paths, the first in order on top.
type ways []way

func (w ways) Len() int      { return len(w) }
func (w ways) Swap(i, j int) { w[i], w[j] = w[j], w[i] }
func (w ways) Less(i, j int) bool {
	a, b := w[i].path, w[j].path
	return cmp.Or(cmp.Compare(len(a), len(b)), slices.Compare(a, b)) < 0
}
func (w *ways) Push(x any) { *w = append(*w, x.(way)) }
func (w *ways) Pop() any {
	last := (*w)[len(*w)-1]
	*w = (*w)[:len(*w)-1]
	return last
}
