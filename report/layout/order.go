package layout

import (
	"cmp"
	"slices"
)

// net is the graph with a joint wherever a line passes a layer.
type net struct {
	boxes  int     // nodes below this number are boxes, the others joints
	sizes  []Size  // by node
	layer  []int   // by node
	layers [][]int // nodes from left to right
	pos    []int   // by node: its place in its layer
	up     [][]int // by node: its neighbours in the layer above
	down   [][]int
	chains [][]int   // by edge: its nodes from top to bottom; nil if it is left out
	x, y   []float64 // by node: the middle, and the upper side
	height []float64 // by layer
}

func newNet(sizes []Size, edges [][2]int, used []bool, layer []int, opt Options) *net {
	n := &net{boxes: len(sizes), sizes: slices.Clone(sizes), layer: slices.Clone(layer), chains: make([][]int, len(edges))}
	depth := 0
	for _, l := range layer {
		depth = max(depth, l+1)
	}
	for i, e := range edges {
		if !used[i] {
			continue
		}
		n.chains[i] = []int{e[0]}
		for l := layer[e[0]] + 1; l < layer[e[1]]; l++ {
			n.chains[i] = append(n.chains[i], len(n.sizes))
			n.sizes = append(n.sizes, Size{Width: opt.LineGap})
			n.layer = append(n.layer, l)
		}
		n.chains[i] = append(n.chains[i], e[1])
	}
	n.up, n.down = make([][]int, len(n.sizes)), make([][]int, len(n.sizes))
	for _, c := range n.chains {
		for k := 1; k < len(c); k++ {
			n.down[c[k-1]] = append(n.down[c[k-1]], c[k])
			n.up[c[k]] = append(n.up[c[k]], c[k-1])
		}
	}
	n.layers = make([][]int, depth)
	n.pos = make([]int, len(n.sizes))
	return n
}

// sweeps is how often the layers are gone through, down and up in turn, from each start.
const sweeps = 24

// order finds an order within the layers with few crossings: the best of several starts.
func (n *net) order() {
	var best [][]int
	fewest := -1
	for _, start := range []func(){n.fromTop, n.fromBottom, n.byNumber} {
		start()
		for s := range sweeps {
			if c := n.crossings(); fewest < 0 || c < fewest {
				fewest, best = c, cloned(n.layers)
			}
			if fewest == 0 {
				break
			}
			n.sweep(s%2 == 0, s%4 >= 2)
			n.exchange(s%8 >= 4)
		}
		n.layers = best
		n.number()
		for n.sift() {
		}
		if c := n.crossings(); c <= fewest {
			fewest, best = c, cloned(n.layers)
		}
	}
	n.layers = best
	n.number()
}

// sift moves every node to the place in its layer where its lines cross fewest others
// (Matuszewski, Schönfeld and Molitor 1999), and reports whether that took any crossing
// away.
func (n *net) sift() bool {
	improved := false
	for _, l := range n.layers {
		for _, v := range slices.Clone(l) {
			at, change, least := n.pos[v], 0, 0
			to := at
			for i := at - 1; i >= 0; i-- {
				change += n.between(v, l[i]) - n.between(l[i], v)
				if change < least {
					least, to = change, i
				}
			}
			change = 0
			for i := at + 1; i < len(l); i++ {
				change += n.between(l[i], v) - n.between(v, l[i])
				if change < least {
					least, to = change, i
				}
			}
			if to != at {
				improved = true
				copy(l[at:], l[at+1:])
				copy(l[to+1:], l[to:len(l)-1])
				l[to] = v
				for i, w := range l {
					n.pos[w] = i
				}
			}
		}
	}
	return improved
}

func cloned(layers [][]int) [][]int {
	out := make([][]int, len(layers))
	for i, l := range layers {
		out[i] = slices.Clone(l)
	}
	return out
}

// number notes the place of every node.
func (n *net) number() {
	for _, l := range n.layers {
		for i, v := range l {
			n.pos[v] = i
		}
	}
}

// fromTop and fromBottom order nodes as a walk along the lines meets them, so that what
// belongs together begins together.
func (n *net) fromTop()    { n.walk(n.down, n.up) }
func (n *net) fromBottom() { n.walk(n.up, n.down) }

func (n *net) walk(along, against [][]int) {
	n.clear()
	seen := make([]bool, len(n.sizes))
	var visit func(v int)
	visit = func(v int) {
		if seen[v] {
			return
		}
		seen[v] = true
		n.layers[n.layer[v]] = append(n.layers[n.layer[v]], v)
		for _, w := range along[v] {
			visit(w)
		}
	}
	for v := range n.sizes {
		if len(against[v]) == 0 {
			visit(v)
		}
	}
	n.number()
}

func (n *net) byNumber() {
	n.clear()
	for v := range n.sizes {
		n.layers[n.layer[v]] = append(n.layers[n.layer[v]], v)
	}
	n.number()
}

func (n *net) clear() {
	for i := range n.layers {
		n.layers[i] = nil
	}
}

// sweep orders every layer by the medians of its neighbours' places in the one before.
// Equal medians keep their order, or change it if flip says so.
func (n *net) sweep(downwards, flip bool) {
	for i := range n.layers {
		l, next := i, n.up
		if !downwards {
			l, next = len(n.layers)-1-i, n.down
		}
		n.sortLayer(l, next, flip)
	}
}

func (n *net) sortLayer(l int, neighbours [][]int, flip bool) {
	nodes := n.layers[l]
	if flip {
		slices.Reverse(nodes)
	}
	want := map[int]float64{}
	var free []int // places of nodes without neighbours, which stay
	var rest []int
	for i, v := range nodes {
		if m, ok := n.median(neighbours[v]); ok {
			want[v] = m
			rest = append(rest, v)
		} else {
			free = append(free, i)
		}
	}
	slices.SortStableFunc(rest, func(a, b int) int { return cmp.Compare(want[a], want[b]) })
	fixed := map[int]int{}
	for _, i := range free {
		fixed[i] = nodes[i]
	}
	out := make([]int, 0, len(nodes))
	for i := range nodes {
		if v, ok := fixed[i]; ok {
			out = append(out, v)
		} else {
			out = append(out, rest[0])
			rest = rest[1:]
		}
	}
	n.layers[l] = out
	for i, v := range out {
		n.pos[v] = i
	}
}

// median is the weighted median of Gansner et al.: between two middle places it leans to
// the side where neighbours stand closer together.
func (n *net) median(of []int) (float64, bool) {
	if len(of) == 0 {
		return 0, false
	}
	p := make([]int, len(of))
	for i, v := range of {
		p[i] = n.pos[v]
	}
	slices.Sort(p)
	m := len(p) / 2
	switch {
	case len(p)%2 == 1:
		return float64(p[m]), true
	case len(p) == 2:
		return float64(p[0]+p[1]) / 2, true
	}
	left, right := float64(p[m-1]-p[0]), float64(p[len(p)-1]-p[m])
	if left+right == 0 {
		return float64(p[m-1]+p[m]) / 2, true
	}
	return (float64(float64(p[m-1])*right) + float64(float64(p[m])*left)) / (left + right), true
}

// exchange swaps neighbours in a layer while that takes crossings away; with equal, also
// once where it changes nothing, which leads out of dead ends.
func (n *net) exchange(equal bool) {
	for improved := true; improved; equal = false {
		improved = false
		for _, l := range n.layers {
			for i := 1; i < len(l); i++ {
				a, b := l[i-1], l[i]
				now, then := n.between(a, b), n.between(b, a)
				if then < now || equal && then == now {
					l[i-1], l[i] = b, a
					n.pos[a], n.pos[b] = i, i-1
					improved = improved || then < now
				}
			}
		}
	}
}

// between counts the crossings of the lines of a node with those of one to its right.
func (n *net) between(left, right int) int {
	return n.inverted(n.up[left], n.up[right]) + n.inverted(n.down[left], n.down[right])
}

func (n *net) inverted(a, b []int) int {
	c := 0
	for _, v := range a {
		for _, w := range b {
			if n.pos[v] > n.pos[w] {
				c++
			}
		}
	}
	return c
}

// crossings counts them in the whole drawing: inversions between neighbouring layers.
func (n *net) crossings() int {
	total := 0
	for _, l := range n.layers {
		var ends []int
		for _, v := range l {
			p := make([]int, 0, len(n.down[v]))
			for _, w := range n.down[v] {
				p = append(p, n.pos[w])
			}
			slices.Sort(p)
			ends = append(ends, p...)
		}
		total += inversions(ends)
	}
	return total
}

// inversions counts pairs out of order by merging halves.
func inversions(p []int) int {
	if len(p) < 2 {
		return 0
	}
	m := len(p) / 2
	left, right := slices.Clone(p[:m]), slices.Clone(p[m:])
	c := inversions(left) + inversions(right)
	slices.Sort(left)
	slices.Sort(right)
	j := 0
	for _, v := range left {
		for j < len(right) && right[j] < v {
			j++
		}
		c += j
	}
	return c
}
