package layout

// Layers is the layer of each node, counted from the top, as Layered computes it.
func Layers(n int, edges [][2]int) []int { return layersOf(n, edges, forward(n, edges)) }

// Closing lists the edges that, taken in order, close a cycle: Layered leaves them out.
func Closing(n int, edges [][2]int) []int {
	var out []int
	for i, used := range forward(n, edges) {
		if !used {
			out = append(out, i)
		}
	}
	return out
}

// layersOf puts every node below all that lead to it, and moves nodes within the room
// that they have until the lines are as short as moving one node at a time makes them.
func layersOf(n int, edges [][2]int, used []bool) []int {
	in, out := make([][]int, n), make([][]int, n)
	for i, e := range edges {
		if used[i] {
			out[e[0]] = append(out[e[0]], e[1])
			in[e[1]] = append(in[e[1]], e[0])
		}
	}
	layer := longest(n, in, out)
	for range n {
		moved := false
		for v := range n {
			if at := best(v, layer, in[v], out[v]); at != layer[v] {
				layer[v], moved = at, true
			}
		}
		if !moved {
			break
		}
	}
	return compacted(layer)
}

// longest is the length of the longest path that leads to each node.
func longest(n int, in, out [][]int) []int {
	layer, waits := make([]int, n), make([]int, n)
	var ready []int
	for v := range n {
		if waits[v] = len(in[v]); waits[v] == 0 {
			ready = append(ready, v)
		}
	}
	for len(ready) > 0 {
		v := ready[0]
		ready = ready[1:]
		for _, w := range out[v] {
			layer[w] = max(layer[w], layer[v]+1)
			if waits[w]--; waits[w] == 0 {
				ready = append(ready, w)
			}
		}
	}
	return layer
}

// best is the layer of a node in which its lines are shortest: the lowest it can have if
// more lead out than in, the highest if fewer. Where both are equal it stays.
func best(v int, layer []int, in, out []int) int {
	if len(in) == len(out) {
		return layer[v]
	}
	if len(in) > len(out) {
		at := 0
		for _, u := range in {
			at = max(at, layer[u]+1)
		}
		return at
	}
	at := layer[out[0]] - 1
	for _, w := range out {
		at = min(at, layer[w]-1)
	}
	return at
}

// compacted drops layers that hold nothing.
func compacted(layer []int) []int {
	has := map[int]bool{}
	top := 0
	for _, l := range layer {
		has[l] = true
		top = max(top, l)
	}
	number := make([]int, top+1)
	next := 0
	for l := range number {
		number[l] = next
		if has[l] {
			next++
		}
	}
	for v, l := range layer {
		layer[v] = number[l]
	}
	return layer
}
