package graph

import (
	"cmp"
	"slices"
)

// Linked reports of each pair of nodes whether a path leads from one to the other, either
// way. A node is linked with itself. It costs a walk over the graph for each 64 nodes that
// are asked about.
func Linked(g *Graph, pairs [][2]int) []bool {
	cycles := componentsCallersFirst(g)
	place := make([]int, g.Len()) // by node: that of its component
	for k, c := range cycles {
		for _, i := range c {
			place[i] = k
		}
	}
	type way struct{ from, to, pair int }
	ways := make([]way, len(pairs)) // no path leads back, unless from and to are of one component
	for k, p := range pairs {
		ways[k] = way{p[0], p[1], k}
		if place[p[0]] > place[p[1]] {
			ways[k] = way{p[1], p[0], k}
		}
	}
	slices.SortFunc(ways, func(a, b way) int { return cmp.Compare(a.from, b.from) })
	var sources []int
	for _, w := range ways {
		sources = append(sources, w.from)
	}
	out := make([]bool, len(pairs))
	reached := make([]uint64, g.Len()) // by node: a bit for each of 64 sources that reach it
	for block := range slices.Chunk(slices.Compact(sources), 64) {
		clear(reached)
		for bit, i := range block {
			reached[i] = 1 << bit
		}
		spread(g, cycles, reached)
		for len(ways) > 0 && ways[0].from <= block[len(block)-1] {
			bit, _ := slices.BinarySearch(block, ways[0].from)
			out[ways[0].pair] = reached[ways[0].to]>>bit&1 > 0
			ways = ways[1:]
		}
	}
	return out
}

// spread gives the bits of every node to all that it reaches. Components stand before those
// that they need.
func spread(g *Graph, cycles [][]int, reached []uint64) {
	for _, c := range cycles {
		from := uint64(0)
		for _, i := range c {
			from |= reached[i]
		}
		if from == 0 {
			continue
		}
		for _, i := range c {
			reached[i] = from
			for _, j := range g.out[i] {
				reached[j] |= from
			}
		}
	}
}

// componentsCallersFirst lists the strongly connected components, each before those that it
// needs, by Kosaraju's algorithm. SCCs, which orders them further, takes four times as long.
func componentsCallersFirst(g *Graph) [][]int {
	out := make([][]int, 0, g.Len())
	room := make([]int, 0, g.Len())
	taken := make([]bool, g.Len())
	for _, root := range callersFirst(g) {
		if taken[root] {
			continue
		}
		taken[root] = true
		from := len(room)
		room = append(room, root)
		for at := from; at < len(room); at++ {
			for _, j := range g.in[room[at]] {
				if !taken[j] {
					taken[j] = true
					room = append(room, j)
				}
			}
		}
		out = append(out, room[from:len(room):len(room)])
	}
	return out
}

// callersFirst orders the nodes so that each stands before those that it needs, but for
// cycles: from the last to the first that a search in depth leaves.
func callersFirst(g *Graph) []int {
	left := make([]int, 0, g.Len())
	next := make([]int, g.Len()) // by node: how many of its edges were followed, and 1; 0 before it is met
	var stack []int
	for root := range g.out {
		if next[root] > 0 {
			continue
		}
		next[root], stack = 1, append(stack, root)
		for len(stack) > 0 {
			i := stack[len(stack)-1]
			if next[i] > len(g.out[i]) {
				left, stack = append(left, i), stack[:len(stack)-1]
				continue
			}
			j := g.out[i][next[i]-1]
			next[i]++
			if next[j] == 0 {
				next[j], stack = 1, append(stack, j)
			}
		}
	}
	slices.Reverse(left)
	return left
}
