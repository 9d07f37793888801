package graph

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// WeightedEdge is an undirected edge between two nodes, numbered from 0.
type WeightedEdge struct {
	A, B   int
	Weight float64 // above 0 and finite, else the edge is dropped
}

// CommunityOptions tunes Communities. The zero value is the default.
type CommunityOptions struct {
	// Resolution weighs the edges that chance alone would put inside a community: 0
	// means 1, Newman's modularity; more gives more and smaller communities.
	Resolution float64
	// Seed chooses the order in which nodes are looked at. Other seeds may find other
	// communities of like quality; where they agree, the communities are stable.
	Seed uint64
	// Starts is how often to begin anew, of which the best counts; 0 means 4. On small
	// graphs without much structure a single start often ends one move short of it.
	Starts int
}

func (o CommunityOptions) starts() int {
	if o.Starts == 0 {
		return 4
	}
	return o.Starts
}

func (o CommunityOptions) resolution() float64 {
	if o.Resolution == 0 {
		return 1
	}
	return o.Resolution
}

// Communities parts n nodes into groups with more weight inside than chance would put
// there: it returns the community of every node, numbered from 0 in the order of
// their smallest nodes. Parallel edges add up; edges from a node to itself, of no
// weight or to a node out of range are dropped. A node without edges is a community
// of its own.
//
// It is the algorithm of Traag, Waltman and van Eck (From Louvain to Leiden, 2019):
// move nodes to the community where modularity gains most, refine each community into
// well-connected parts, fold those into single nodes, repeat; and all of that again
// from what was found until it gains no more. The best of a few starts counts. Every
// community that it returns is connected, which Louvain does not guarantee. Modularity
// misses communities much smaller than the square root of the number of edges; a
// higher Resolution finds them.
//
// The result is a function of the set of edges and the options: the order of the
// edges does not matter. Cost: close to linear in the edges; a start on 50,000
// edges takes less than 0.1 s.
func Communities(n int, edges []WeightedEdge, opt CommunityOptions) []int {
	group, _ := NewNetwork(n, edges).Search().Communities(opt)
	return group
}

// Communities is what the function Communities gives, and the modularity of that.
func (s *Search) Communities(opt CommunityOptions) (group []int, modularity float64) {
	s.resolution, s.rnd = opt.resolution(), rand.New(rand.NewPCG(opt.Seed, uint64(s.net.len())))
	best, quality := s.best()
	for range opt.starts() - 1 {
		if found, q := s.best(); q > quality+slack {
			best, quality = found, q
		}
	}
	group = make([]int, len(best))
	for i, g := range best {
		group[i] = int(g)
	}
	return group, quality
}

// idlePasses is how many passes in a row may gain nothing before a start ends.
const idlePasses = 2

// best runs the algorithm from single nodes on, and again and again from the best that it
// found so far.
func (s *Search) best() (group []int32, quality float64) {
	group = singletons(make([]int32, s.net.len()))
	quality = s.net.modularity(group, s.resolution)
	s.settled = false
	for idle := 0; idle < idlePasses; idle++ {
		found := s.net.components(s.leiden(group))
		if q := s.net.modularity(found, s.resolution); q > quality+slack {
			group, quality, idle = found, q, -1
			s.settled = false
		}
	}
	return group, quality
}

// slack is a gain that is no more than rounding, as a share of all weight.
const slack = 1e-12

// Network is an undirected graph with weights, made ready for many runs. Neighbours stand
// in index order. It is immutable and safe for several goroutines.
type Network struct {
	first  []int32   // row i is next[first[i]:first[i+1]], no node beside itself
	next   []int32   // neighbours
	weight []float64 // of the edge to each
	loop   []float64 // weight inside a node, counted once
	degree []float64 // weight at a node; what lies inside it counts twice
	total  float64   // all degrees together
}

func (n *Network) len() int { return len(n.loop) }

// row is the neighbours of a node and the weights of the edges to them.
func (n *Network) row(i int32) (next []int32, weight []float64) {
	from, to := n.first[i], n.first[i+1]
	next = n.next[from:to]
	return next, n.weight[from:to][:len(next)]
}

// NewNetwork is a graph of n nodes. Edges count as for Communities.
func NewNetwork(n int, edges []WeightedEdge) *Network {
	kept := make([]WeightedEdge, 0, len(edges))
	for _, e := range edges {
		if e.A > e.B {
			e.A, e.B = e.B, e.A
		}
		if e.A >= 0 && e.B < n && e.A != e.B && e.Weight > 0 && !math.IsInf(e.Weight, 0) {
			kept = append(kept, e)
		}
	}
	sums := merged(kept)
	net := &Network{
		first: make([]int32, n+1), next: make([]int32, 2*len(sums)), weight: make([]float64, 2*len(sums)),
		loop: make([]float64, n), degree: make([]float64, n),
	}
	net.fill(sums)
	net.sum()
	return net
}

// merged adds up parallel edges, each of which has A < B. Sorting by weight too makes
// the sums independent of the order given.
func merged(edges []WeightedEdge) []WeightedEdge {
	slices.SortFunc(edges, func(x, y WeightedEdge) int {
		return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B), cmp.Compare(x.Weight, y.Weight))
	})
	sums := edges[:0]
	for _, e := range edges {
		if k := len(sums) - 1; k >= 0 && sums[k].A == e.A && sums[k].B == e.B {
			sums[k].Weight += e.Weight
		} else {
			sums = append(sums, e)
		}
	}
	return sums
}

// sum derives the degrees from the rows.
func (n *Network) sum() {
	n.total = 0
	for i := range n.loop {
		degree := 2 * n.loop[i]
		_, row := n.row(int32(i))
		for _, w := range row {
			degree += w
		}
		n.degree[i] = degree
		n.total += degree
	}
}

// fill writes both ends of each edge into their rows.
func (n *Network) fill(edges []WeightedEdge) {
	for _, e := range edges {
		n.first[e.A+1]++
		n.first[e.B+1]++
	}
	for i := range n.len() {
		n.first[i+1] += n.first[i]
	}
	at := slices.Clone(n.first)
	put := func(from, to int, w float64) {
		n.next[at[from]], n.weight[at[from]] = int32(to), w
		at[from]++
	}
	// Sorted by A, then B: smaller neighbours of a node come first, as its B end, if
	// those are written before the larger ones.
	for _, e := range edges {
		put(e.B, e.A, e.Weight)
	}
	for _, e := range edges {
		put(e.A, e.B, e.Weight)
	}
}

// modularity is the quality of a partition whose groups are numbered from 0.
func (n *Network) modularity(group []int32, resolution float64) float64 {
	if n.total == 0 {
		return 0
	}
	count := slices.Max(group) + 1
	inside, degree := make([]float64, count), make([]float64, count)
	for i, c := range group {
		degree[c] += n.degree[i]
		sum := inside[c] + 2*n.loop[i]
		next, weight := n.row(int32(i))
		for k, j := range next {
			sum += only(weight[k], group[j] == c)
		}
		inside[c] = sum
	}
	sum := 0.0
	for c := range count {
		share := degree[c] / n.total
		sum += inside[c]/n.total - float64(resolution*share*share)
	}
	return sum
}

// components splits every group into its connected parts, numbered by their smallest
// nodes. That never lowers modularity: no edge is lost, and chance would put less
// inside.
func (n *Network) components(group []int32) []int32 {
	out := make([]int32, n.len())
	for i := range out {
		out[i] = -1
	}
	count := int32(0)
	var stack []int32
	for i := range out {
		if out[i] < 0 {
			stack = n.flood(int32(i), count, group, out, stack)
			count++
		}
	}
	return out
}

// flood gives a number to all that can be reached from a node inside its group. It
// returns the room of the stack, which is empty again.
func (n *Network) flood(from, number int32, group, out, stack []int32) []int32 {
	out[from] = number
	of := group[from]
	for stack = append(stack, from); len(stack) > 0; {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		next, _ := n.row(i)
		for _, j := range next {
			if group[j] == of && out[j] < 0 {
				out[j] = number
				stack = append(stack, j)
			}
		}
	}
	return stack
}

// singletons fills a list with a group of its own for each node.
func singletons(group []int32) []int32 {
	for i := range group {
		group[i] = int32(i)
	}
	return group
}

// number renames groups, numbers below that of the nodes, to 0, 1, … in the order of
// their smallest nodes. names is room for as many numbers.
func number(group, names []int32) (count int) {
	clear(names) // by group: 1 more than its new number, 0 for none yet
	n := int32(0)
	for i, g := range group {
		if names[g] == 0 {
			n++
			names[g] = n
		}
		group[i] = names[g] - 1
	}
	return int(n)
}
