package graph

import "slices"

// Reach marks every node that can be reached from any of the given ones, those
// themselves included.
func Reach(g *Graph, from ...int) []bool { return walk(g.Len(), g.Out, from) }

// ReachedBy marks every node from which any of the given ones can be reached, those
// themselves included.
func ReachedBy(g *Graph, to ...int) []bool { return walk(g.Len(), g.In, to) }

func walk(n int, next func(int) []int, from []int) []bool {
	seen := make([]bool, n)
	stack := slices.Clone(from)
	for _, i := range stack {
		seen[i] = true
	}
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, j := range next(i) {
			if !seen[j] {
				seen[j] = true
				stack = append(stack, j)
			}
		}
	}
	return seen
}

// ShortestPath returns the nodes of a shortest path, both ends included, the first
// in index order among equals; nil if there is none.
func ShortestPath(g *Graph, from, to int) []int {
	before := make([]int, g.Len())
	for i := range before {
		before[i] = -1
	}
	before[from] = from
	for queue := []int{from}; len(queue) > 0; queue = queue[1:] {
		i := queue[0]
		if i == to {
			break
		}
		for _, j := range g.Out(i) {
			if before[j] < 0 {
				before[j] = i
				queue = append(queue, j)
			}
		}
	}
	if before[to] < 0 {
		return nil
	}
	path := []int{to}
	for i := to; i != from; {
		i = before[i]
		path = append(path, i)
	}
	slices.Reverse(path)
	return path
}
