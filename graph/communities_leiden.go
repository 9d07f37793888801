package graph

import (
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// Search looks for the communities of one network, again and again in the same room. It is
// for one goroutine.
type Search struct {
	net        *Network
	resolution float64
	rnd        *rand.Rand

	// settled says that no single node gains where it is in the groups that leiden is
	// given once more, so that nobody need look again.
	settled bool

	// Room for all that a pass needs, taken anew by each of its rounds. Slices are as long as
	// net has nodes, and rounds use their beginnings.
	at     []int32 // node of the folded network that each node of net lies in
	group  []int32
	names  []int32
	order  []int32
	move   mover
	refine refiner
	fold   folder
}

// Search makes room for searches in a network.
func (n *Network) Search() *Search {
	k := n.len()
	return &Search{
		net: n, at: make([]int32, k), group: make([]int32, k), names: make([]int32, k), order: make([]int32, k),
		move: newMover(k), refine: newRefiner(k), fold: newFolder(k),
	}
}

// shuffled is the numbers below n in random order, as rand.Perm would give them.
func (s *Search) shuffled(n int) []int32 {
	order := singletons(s.order[:n])
	for i := n - 1; i > 0; i-- {
		j := s.rnd.Uint64N(uint64(i + 1))
		order[i], order[j] = order[j], order[i]
	}
	return order
}

// leiden runs the algorithm once, from the given groups on, which are numbered. What it
// returns may hold a group that is not connected where the last round could fold no
// more: see components. It lies in the room of the search.
func (s *Search) leiden(from []int32) []int32 {
	net := s.net
	at, group := singletons(s.at), s.group[:net.len()]
	copy(group, from)
	for first := true; ; first = false {
		order := s.shuffled(net.len())
		if !first || !s.settled {
			moved := s.move.run(net, group, s.resolution, order)
			s.settled = s.settled || first && !moved
		}
		count := number(group, s.names[:net.len()])
		if count == net.len() {
			break
		}
		part := s.refine.run(net, group, count, s.resolution, s.shuffled(net.len()), s.rnd)
		parts := number(part, s.names[:net.len()])
		if parts == net.len() {
			break
		}
		net = s.fold.run(net, part, parts, group)
		group = group[:parts]
		for i := range at {
			at[i] = part[at[i]]
		}
	}
	out := s.names // whose names nobody needs any more
	for i, k := range at {
		out[i] = group[k]
	}
	return out
}

// mover moves nodes between the groups of a network.
type mover struct {
	net        *Network
	resolution float64
	group      []int32
	degree     []float64 // of each group
	size       []int32
	empty      []int32   // groups without a node
	toward     []float64 // weight from the node at hand to each group
	near       []int32   // groups with such weight
	waiting    []bool
}

func newMover(n int) mover {
	return mover{
		degree: make([]float64, n), size: make([]int32, n), toward: make([]float64, n), waiting: make([]bool, n),
		near: make([]int32, 0, n), empty: make([]int32, 0, n),
	}
}

// run moves nodes, in the order given, each to the group where modularity gains most,
// until no node would gain. A node is looked at again after a neighbour left its group.
// It changes group, uses up order and reports whether any node moved.
func (m *mover) run(net *Network, group []int32, resolution float64, order []int32) (moved bool) {
	m.begin(net, group, resolution)
	waiting := m.waiting[:len(order)]
	for i := range waiting {
		waiting[i] = true
	}
	// A node waits once at most, so that those in line fit into the room of the order.
	for next, left := 0, len(order); left > 0; left-- {
		i := order[next]
		end := next + left // where the line ends, beyond the room for its beginning
		if next++; next == len(order) {
			next = 0
		}
		waiting[i] = false
		if !m.place(i) {
			continue
		}
		moved = true
		of := group[i]
		row, _ := net.row(i)
		for _, j := range row {
			if !waiting[j] && group[j] != of {
				waiting[j] = true
				order[end%len(order)] = j
				end, left = end+1, left+1
			}
		}
	}
	return moved
}

func (m *mover) begin(net *Network, group []int32, resolution float64) {
	n := net.len()
	m.net, m.resolution, m.group = net, resolution, group
	m.degree, m.size = m.degree[:n], m.size[:n]
	clear(m.degree)
	clear(m.size)
	for i, g := range group {
		m.degree[g] += net.degree[i]
		m.size[g]++
	}
	m.empty = m.empty[:0]
	for g := n - 1; g >= 0; g-- {
		if m.size[g] == 0 {
			m.empty = append(m.empty, int32(g))
		}
	}
}

// place puts a node where it gains most and reports whether that is another group.
// Among equals the one that it is in wins, then the first one of its neighbours.
func (m *mover) place(i int32) bool {
	m.look(i)
	old := m.group[i]
	m.degree[old] -= m.net.degree[i]
	m.size[old]--
	best, gain, least := old, m.gain(i, old), float64(slack*m.net.total)
	for _, g := range m.near {
		if w := m.gain(i, g); w > gain+least {
			best, gain = g, w
		}
	}
	if gain < -least && m.size[old] > 0 { // alone is better; then some group is empty
		best = m.empty[len(m.empty)-1]
	}
	m.enter(i, old, best)
	for _, g := range m.near {
		m.toward[g] = 0
	}
	return best != old
}

// look measures the weight from a node to the groups of its neighbours.
func (m *mover) look(i int32) {
	near, toward, group := m.near[:cap(m.near)], m.toward, m.group
	count := 0
	next, weight := m.net.row(i)
	for k, j := range next {
		g := group[j]
		w := toward[g]
		near[count] = g
		count = oneMore(count, w == 0)
		toward[g] = w + weight[k]
	}
	m.near = near[:count]
}

// gain is what modularity gains, times half of all weight, if a node without a group
// joins this one.
func (m *mover) gain(i, g int32) float64 {
	return m.toward[g] - float64(m.resolution*m.net.degree[i]*m.degree[g])/m.net.total
}

func (m *mover) enter(i, old, best int32) {
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

// refiner splits groups into connected parts.
type refiner struct {
	net        *Network
	resolution float64
	group      []int32
	whole      []float64 // degree of each group
	part       []int32
	degree     []float64 // of each part
	outward    []float64 // weight from each part to the rest of its group
	size       []int32
	toward     []float64
	near       []int32
	gains      []float64 // of a node, by near
}

func newRefiner(n int) refiner {
	return refiner{
		whole: make([]float64, n), part: make([]int32, n), degree: make([]float64, n), outward: make([]float64, n),
		size: make([]int32, n), toward: make([]float64, n), near: make([]int32, 0, n), gains: make([]float64, 0, n),
	}
}

// run splits every group into parts: each node starts alone and, if it is tied to the rest
// of its group at least as chance would tie it, joins a part of the same group where
// modularity gains, if the part is as well tied. Only a node that is still alone moves, so
// parts only grow. What it returns lies in the room of the refiner.
func (r *refiner) run(net *Network, group []int32, count int, resolution float64, order []int32, rnd *rand.Rand) (part []int32) {
	r.begin(net, group, count, resolution)
	for _, i := range order {
		if r.size[i] == 1 && r.part[i] == i && r.tied(i, i) {
			r.join(i, rnd)
		}
	}
	return r.part
}

func (r *refiner) begin(net *Network, group []int32, count int, resolution float64) {
	n := net.len()
	r.net, r.resolution, r.group = net, resolution, group
	r.whole, r.part, r.degree, r.outward, r.size = r.whole[:count], singletons(r.part[:n]), r.degree[:n], r.outward[:n], r.size[:n]
	clear(r.whole)
	for i, g := range group {
		r.whole[g] += net.degree[i]
		r.degree[i], r.size[i] = net.degree[i], 1
		next, weight := net.row(int32(i))
		outward := 0.0
		for k, j := range next {
			outward += only(weight[k], group[j] == g)
		}
		r.outward[i] = outward
	}
}

// tied reports whether part p, to which node i belongs, has at least the weight to the
// rest of its group that chance would give it.
func (r *refiner) tied(p, i int32) bool {
	rest := r.whole[r.group[i]] - r.degree[p]
	return r.outward[p] >= float64(r.resolution*r.degree[p]*rest)/r.net.total-float64(slack*r.net.total)
}

// join measures the weight from a node that is alone to the parts of its group, and
// moves it to one of them.
func (r *refiner) join(i int32, rnd *rand.Rand) {
	near, toward, part, group := r.near[:cap(r.near)], r.toward, r.part, r.group
	count, of := 0, group[i]
	next, weight := r.net.row(i)
	for k, j := range next {
		if group[j] != of {
			continue
		}
		p := part[j]
		w := toward[p]
		near[count] = p
		count = oneMore(count, w == 0)
		toward[p] = w + weight[k]
	}
	r.near = near[:count]
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
func (r *refiner) draw(i int32, rnd *rand.Rand) int32 {
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

// folder makes parts of a network the nodes of a smaller one.
type folder struct {
	folded [2]Network // the last two, in turns: one is made of the other
	turn   int
	start  []int32 // where the members of each part begin
	member []int32 // nodes by part, ascending
	of     []int32
	toward []float64
	near   []int32
	marks  []uint64
}

func newFolder(n int) folder {
	f := folder{
		start: make([]int32, n+1), member: make([]int32, n), of: make([]int32, n), toward: make([]float64, n),
		near: make([]int32, 0, n), marks: make([]uint64, n/64+1),
	}
	for i := range f.folded {
		f.folded[i] = Network{first: make([]int32, n+1), loop: make([]float64, n), degree: make([]float64, n)}
	}
	return f
}

// run makes every part one node; groups keep their members. Weights are summed row by
// row in the order of the nodes. The group of each part takes the place of those of the
// nodes. The network is good until the next but one.
func (f *folder) run(n *Network, part []int32, parts int, group []int32) *Network {
	out := &f.folded[f.turn]
	f.turn = 1 - f.turn
	out.first, out.loop, out.degree = out.first[:parts+1], out.loop[:parts], out.degree[:parts]
	out.next, out.weight = out.next[:0], out.weight[:0]
	f.list(part, parts)
	for p := range int32(parts) {
		out.first[p] = int32(len(out.next))
		out.loop[p] = f.sum(n, part, p)
		f.sort(parts)
		for _, q := range f.near {
			if q != p {
				out.next, out.weight = append(out.next, q), append(out.weight, f.toward[q])
			}
			f.toward[q] = 0
		}
		f.of[p] = group[f.member[f.start[p]]]
	}
	out.first[parts] = int32(len(out.next))
	out.sum()
	copy(group, f.of[:parts])
	return out
}

// list lists the nodes of each part, ascending.
func (f *folder) list(part []int32, parts int) {
	start := f.start[:parts+1]
	clear(start)
	for _, p := range part {
		start[p]++
	}
	end := int32(0)
	for p, size := range start {
		end += size
		start[p] = end
	}
	for i := len(part) - 1; i >= 0; i-- {
		start[part[i]]--
		f.member[start[part[i]]] = int32(i)
	}
}

// sum measures the weight from a part to all, and returns that inside it.
func (f *folder) sum(n *Network, part []int32, p int32) float64 {
	near, toward := f.near[:cap(f.near)], f.toward
	count := 0
	loop := 0.0
	for _, i := range f.member[f.start[p]:f.start[p+1]] {
		loop += n.loop[i]
		next, weight := n.row(i)
		for k, j := range next {
			q := part[j]
			w := toward[q]
			near[count] = q
			count = oneMore(count, w == 0)
			toward[q] = w + weight[k]
		}
	}
	f.near = near[:count]
	return loop + toward[p]/2 // inside there is each edge from both its ends
}

// sort puts the parts near to one in order. Where they are many of all, they are marked
// and the marks read.
func (f *folder) sort(parts int) {
	words := f.marks[:parts/64+1]
	if len(words) > 2*len(f.near) {
		slices.Sort(f.near)
		return
	}
	for _, q := range f.near {
		words[q/64] |= 1 << (q % 64)
	}
	f.near = f.near[:0]
	for k, w := range words {
		for ; w != 0; w &= w - 1 {
			f.near = append(f.near, int32(k*64+bits.TrailingZeros64(w)))
		}
		words[k] = 0
	}
}

// oneMore counts without a branch that no processor could foretell.
func oneMore(count int, counts bool) int {
	more := 0
	if counts {
		more = 1
	}
	return count + more
}

// only is a weight that counts, else 0, without a branch.
func only(w float64, counts bool) float64 {
	b := math.Float64bits(w)
	if !counts {
		b = 0
	}
	return math.Float64frombits(b)
}
