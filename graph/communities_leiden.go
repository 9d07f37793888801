package graph

import (
	"math/rand/v2"
	"slices"
)

// leiden runs the algorithm once, from the given groups on, which it changes. What it
// returns may hold a group that is not connected where the last round could fold no
// more: see components.
func (n *Network) leiden(from []int, resolution float64, rnd *rand.Rand, r *rows) []int {
	at := singletons(n.len()) // node of the folded network that each node of n lies in
	net := n
	group, _ := numbered(from)
	for {
		var count int
		group, count = newMover(net, group, resolution).move(rnd)
		if count == net.len() {
			break
		}
		part, parts := net.refine(group, count, resolution, rnd)
		if parts == net.len() {
			break
		}
		net, group = net.fold(part, parts, group, r)
		for i := range at {
			at[i] = part[at[i]]
		}
	}
	out := make([]int, n.len())
	for i := range out {
		out[i] = group[at[i]]
	}
	return out
}

// mover holds the groups of a network while nodes move between them.
type mover struct {
	net        *Network
	resolution float64
	group      []int
	degree     []float64 // of each group
	size       []int
	empty      []int     // groups without a node
	toward     []float64 // weight from the node at hand to each group
	near       []int     // groups with such weight
}

func newMover(net *Network, group []int, resolution float64) *mover {
	n := net.len()
	m := &mover{
		net: net, resolution: resolution, group: group,
		degree: make([]float64, n), size: make([]int, n), toward: make([]float64, n),
	}
	for i, g := range group {
		m.degree[g] += net.degree[i]
		m.size[g]++
	}
	for g := n - 1; g >= 0; g-- {
		if m.size[g] == 0 {
			m.empty = append(m.empty, g)
		}
	}
	return m
}

// move moves nodes, in random order, each to the group where modularity gains most,
// until no node would gain. A node is looked at again after a neighbour left its group.
func (m *mover) move(rnd *rand.Rand) (group []int, count int) {
	n := m.net.len()
	queue := rnd.Perm(n)
	waiting := make([]bool, n)
	for i := range waiting {
		waiting[i] = true
	}
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		waiting[i] = false
		if !m.place(i) {
			continue
		}
		for _, j := range m.net.next[m.net.first[i]:m.net.first[i+1]] {
			if !waiting[j] && m.group[j] != m.group[i] {
				waiting[j] = true
				queue = append(queue, j)
			}
		}
	}
	return numbered(m.group)
}

// place puts a node where it gains most and reports whether that is another group.
// Among equals the one that it is in wins, then the first one of its neighbours.
func (m *mover) place(i int) bool {
	m.look(i)
	old := m.group[i]
	m.degree[old] -= m.net.degree[i]
	m.size[old]--
	best, gain := old, m.gain(i, old)
	for _, g := range m.near {
		if w := m.gain(i, g); w > gain+slack*m.net.total {
			best, gain = g, w
		}
	}
	if gain < -slack*m.net.total && m.size[old] > 0 { // alone is better; then some group is empty
		best = m.empty[len(m.empty)-1]
	}
	m.enter(i, old, best)
	for _, g := range m.near {
		m.toward[g] = 0
	}
	return best != old
}

// look measures the weight from a node to the groups of its neighbours.
func (m *mover) look(i int) {
	near, toward, group := m.near[:0], m.toward, m.group
	from, to := m.net.first[i], m.net.first[i+1]
	row := m.net.weight[from:to]
	for k, j := range m.net.next[from:to] {
		g := group[j]
		if toward[g] == 0 {
			near = append(near, g)
		}
		toward[g] += row[k]
	}
	m.near = near
}

// gain is what modularity gains, times half of all weight, if a node without a group
// joins this one.
func (m *mover) gain(i, g int) float64 {
	return m.toward[g] - float64(m.resolution*m.net.degree[i]*m.degree[g])/m.net.total
}

func (m *mover) enter(i, old, best int) {
	m.group[i] = best
	m.degree[best] += m.net.degree[i]
	m.size[best]++
	switch {
	case best == old:
		return
	case m.size[best] == 1:
		m.empty = m.empty[:len(m.empty)-1]
	}
	if m.size[old] == 0 {
		m.degree[old] = 0 // and not what rounding left
		m.empty = append(m.empty, old)
	}
}

// refine splits every group into connected parts: each node starts alone and, if it is
// tied to the rest of its group at least as chance would tie it, joins a part of the same
// group where modularity gains, if the part is as well tied. Only a node that is still
// alone moves, so parts only grow.
func (n *Network) refine(group []int, count int, resolution float64, rnd *rand.Rand) (part []int, parts int) {
	r := newRefiner(n, group, count, resolution)
	for _, i := range rnd.Perm(n.len()) {
		if r.size[i] == 1 && r.part[i] == i && r.tied(i, i) {
			r.join(i, rnd)
		}
	}
	return numbered(r.part)
}

type refiner struct {
	net        *Network
	resolution float64
	group      []int
	whole      []float64 // degree of each group
	part       []int
	degree     []float64 // of each part
	outward    []float64 // weight from each part to the rest of its group
	size       []int
	toward     []float64
	near       []int
	gains      []float64 // of a node, by near
}

func newRefiner(net *Network, group []int, count int, resolution float64) *refiner {
	n := net.len()
	r := &refiner{
		net: net, resolution: resolution, group: group, whole: make([]float64, count), part: singletons(n),
		degree: make([]float64, n), outward: make([]float64, n), size: make([]int, n), toward: make([]float64, n),
	}
	for i, g := range group {
		r.whole[g] += net.degree[i]
		r.degree[i], r.size[i] = net.degree[i], 1
		row, outward := net.weight[net.first[i]:net.first[i+1]], 0.0
		for k, j := range net.next[net.first[i]:net.first[i+1]] {
			if group[j] == g {
				outward += row[k]
			}
		}
		r.outward[i] = outward
	}
	return r
}

// tied reports whether part p, to which node i belongs, has at least the weight to the
// rest of its group that chance would give it.
func (r *refiner) tied(p, i int) bool {
	rest := r.whole[r.group[i]] - r.degree[p]
	return r.outward[p] >= float64(r.resolution*r.degree[p]*rest)/r.net.total-slack*r.net.total
}

// join measures the weight from a node that is alone to the parts of its group, and
// moves it to one of them.
func (r *refiner) join(i int, rnd *rand.Rand) {
	net := r.net
	r.near = r.near[:0]
	for k := net.first[i]; k < net.first[i+1]; k++ {
		j := net.next[k]
		if r.group[j] != r.group[i] {
			continue
		}
		if r.toward[r.part[j]] == 0 {
			r.near = append(r.near, r.part[j])
		}
		r.toward[r.part[j]] += net.weight[k]
	}
	best := r.draw(i, rnd)
	if best != i {
		r.part[i] = best
		r.degree[best] += r.degree[i]
		r.outward[best] += r.outward[i] - 2*r.toward[best]
		r.size[best]++
		r.size[i] = 0
	}
	for _, p := range r.near {
		r.toward[p] = 0
	}
}

// draw chooses a part for a node: among the well-tied ones where modularity gains, with
// a chance in proportion to the gain; its own where there is none. Always the best one
// would lead every pass to the same place.
func (r *refiner) draw(i int, rnd *rand.Rand) int {
	r.gains = r.gains[:0]
	sum := 0.0
	for _, p := range r.near {
		w := 0.0
		if gain := r.toward[p] - float64(r.resolution*r.degree[i]*r.degree[p])/r.net.total; gain > 0 && r.tied(p, i) {
			w = gain
		}
		r.gains = append(r.gains, w)
		sum += w
	}
	x := rnd.Float64() * sum
	for k, w := range r.gains {
		if x -= w; w > 0 && x < 0 {
			return r.near[k]
		}
	}
	return i
}

// rows is room for the rows of folded networks, of which only the last one is looked at
// again: it is taken in turns.
type rows struct {
	next   [2][]int
	weight [2][]float64
	turn   int
}

// fold makes every part one node; groups keep their members. Weights are summed row by
// row in the order of the nodes. The rows of the result lie in r until the next but one.
func (n *Network) fold(part []int, parts int, group []int, r *rows) (*Network, []int) {
	out := &Network{first: make([]int, 1, parts+1), loop: make([]float64, parts), degree: make([]float64, parts)}
	of, toward := make([]int, parts), make([]float64, parts)
	next, weight := r.next[r.turn][:0], r.weight[r.turn][:0]
	var near []int
	for p, members := range membersOf(part, parts) {
		near = near[:0]
		inside := 0.0
		for _, i := range members {
			of[p] = group[i]
			out.loop[p] += n.loop[i]
			row := n.weight[n.first[i]:n.first[i+1]]
			for k, j := range n.next[n.first[i]:n.first[i+1]] {
				switch q := part[j]; {
				case q == p:
					inside += row[k] // each edge from both its ends
				case toward[q] == 0:
					near = append(near, q)
					fallthrough
				default:
					toward[q] += row[k]
				}
			}
		}
		out.loop[p] += inside / 2
		slices.Sort(near)
		for _, q := range near {
			next, weight = append(next, q), append(weight, toward[q])
			toward[q] = 0
		}
		out.first = append(out.first, len(next))
	}
	out.next, out.weight = next, weight
	r.next[r.turn], r.weight[r.turn] = next, weight
	r.turn = 1 - r.turn
	out.sum()
	of, _ = numbered(of)
	return out, of
}

// membersOf lists the nodes of each part, ascending.
func membersOf(part []int, parts int) [][]int {
	size := make([]int, parts)
	for _, p := range part {
		size[p]++
	}
	room := make([]int, len(part))
	out := make([][]int, parts)
	for p, n := range size {
		out[p], room = room[:0:n], room[n:]
	}
	for i, p := range part {
		out[p] = append(out[p], i)
	}
	return out
}
