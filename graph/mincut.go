package graph

import "slices"

// Arc is a directed edge between two nodes, numbered from 0, and what it costs to cut.
type Arc struct {
	From, To int
	Cost     int // at least 1; Uncuttable is never cut
}

// Uncuttable is the cost of an arc that must stay.
const Uncuttable = 1 << 30

// MinCut chooses the arcs of least total cost without which no way leads from source
// to sink, as indexes into arcs, ascending. Of several cheapest sets it is the one
// nearest to the source. ok is false if every such set has an uncuttable arc.
//
// Algorithm: maximum flow by shortest augmenting paths (Edmonds and Karp, 1972); the
// arcs that leave what the source still reaches are the cut (Ford and Fulkerson,
// 1956). Cost: nodes times arcs squared at worst; meant for the few hundred arcs that
// lie between two sides.
func MinCut(n int, arcs []Arc, source, sink int) (cut []int, ok bool) {
	f := newResidual(n, arcs)
	total := 0
	for f.augment(source, sink) {
		if total += f.last; total >= Uncuttable {
			return nil, false
		}
	}
	reached := f.reached(source)
	for i, a := range arcs {
		if reached[a.From] && !reached[a.To] {
			cut = append(cut, i)
		}
	}
	return cut, true
}

// residual is the residual network: arc 2i is arcs[i], arc 2i+1 leads back.
type residual struct {
	out  [][]int // by node: residual arcs
	to   []int
	left []int // capacity that is left
	last int   // what the last augmenting path carried
}

func newResidual(n int, arcs []Arc) *residual {
	f := &residual{out: make([][]int, n)}
	for _, a := range arcs {
		f.add(a.From, a.To, a.Cost)
		f.add(a.To, a.From, 0)
	}
	return f
}

func (f *residual) add(from, to, capacity int) {
	f.out[from] = append(f.out[from], len(f.to))
	f.to, f.left = append(f.to, to), append(f.left, capacity)
}

// augment sends what fits along one shortest path; false if there is none.
func (f *residual) augment(source, sink int) bool {
	via := f.search(source)
	if source == sink || via[sink] < 0 {
		return false
	}
	f.last = Uncuttable
	for v := sink; v != source; v = f.to[via[v]^1] {
		f.last = min(f.last, f.left[via[v]])
	}
	for v := sink; v != source; v = f.to[via[v]^1] {
		f.left[via[v]] -= f.last
		f.left[via[v]^1] += f.last
	}
	return true
}

// search gives for each node the arc over which it is first reached, -1 for none.
func (f *residual) search(source int) []int {
	via := slices.Repeat([]int{-1}, len(f.out))
	seen := make([]bool, len(f.out))
	seen[source] = true
	queue := []int{source}
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		for _, a := range f.out[v] {
			if w := f.to[a]; f.left[a] > 0 && !seen[w] {
				seen[w], via[w] = true, a
				queue = append(queue, w)
			}
		}
	}
	return via
}

func (f *residual) reached(source int) []bool {
	via := f.search(source)
	out := make([]bool, len(via))
	for v := range via {
		out[v] = v == source || via[v] >= 0
	}
	return out
}
