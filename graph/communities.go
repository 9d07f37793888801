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
	group, _ := NewNetwork(n, edges).Communities(opt)
	return group
}

// Communities is what the function Communities gives, and the Modularity of that.
func (n *Network) Communities(opt CommunityOptions) (group []int, modularity float64) {
	rnd := rand.New(rand.NewPCG(opt.Seed, uint64(n.len())))
	best, quality := n.best(singletons(n.len()), opt.resolution(), rnd)
	for range opt.starts() - 1 {
		if found, q := n.best(singletons(n.len()), opt.resolution(), rnd); q > quality+slack {
			best, quality = found, q
		}
	}
	return best, quality
}

// idlePasses is how many passes in a row may gain nothing before a start ends.
const idlePasses = 2

// best runs the algorithm again and again from the best that it found so far.
func (n *Network) best(from []int, resolution float64, rnd *rand.Rand) (group []int, quality float64) {
	group, quality = from, n.modularity(from, resolution)
	var room rows
	for idle := 0; idle < idlePasses; idle++ {
		found := n.components(n.leiden(slices.Clone(group), resolution, rnd, &room))
		if q := n.modularity(found, resolution); q > quality+slack {
			group, quality, idle = found, q, -1
		}
	}
	return group, quality
}

// slack is a gain that is no more than rounding, as a share of all weight.
const slack = 1e-12

// Network is an undirected graph with weights, made ready for many runs. Neighbours stand
// in index order. It is immutable and safe for several goroutines.
type Network struct {
	first  []int     // row i is next[first[i]:first[i+1]], no node beside itself
	next   []int     // neighbours
	weight []float64 // of the edge to each
	loop   []float64 // weight inside a node, counted once
	degree []float64 // weight at a node; what lies inside it counts twice
	total  float64   // all degrees together
}

func (n *Network) len() int { return len(n.loop) }

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
		first: make([]int, n+1), next: make([]int, 2*len(sums)), weight: make([]float64, 2*len(sums)),
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
	for i := range n.loop {
		n.degree[i] = 2 * n.loop[i]
		for k := n.first[i]; k < n.first[i+1]; k++ {
			n.degree[i] += n.weight[k]
		}
		n.total += n.degree[i]
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
		n.next[at[from]], n.weight[at[from]] = to, w
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

func (n *Network) modularity(group []int, resolution float64) float64 {
	if n.total == 0 {
		return 0
	}
	number, count := numbered(group)
	inside, degree := make([]float64, count), make([]float64, count)
	for i, c := range number {
		degree[c] += n.degree[i]
		inside[c] += 2 * n.loop[i]
		for k := n.first[i]; k < n.first[i+1]; k++ {
			if number[n.next[k]] == c {
				inside[c] += n.weight[k]
			}
		}
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
func (n *Network) components(group []int) []int {
	out := make([]int, n.len())
	for i := range out {
		out[i] = -1
	}
	count := 0
	var stack []int
	for i := range out {
		if out[i] < 0 {
			stack = n.flood(i, count, group, out, stack)
			count++
		}
	}
	return out
}

// flood gives a number to all that can be reached from a node inside its group. It
// returns the room of the stack, which is empty again.
func (n *Network) flood(from, number int, group, out, stack []int) []int {
	out[from] = number
	for stack = append(stack, from); len(stack) > 0; {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, j := range n.next[n.first[i]:n.first[i+1]] {
			if out[j] < 0 && group[j] == group[i] {
				out[j] = number
				stack = append(stack, j)
			}
		}
	}
	return stack
}

func singletons(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// numbered renames groups, numbers below that of the nodes, to 0, 1, … in the order of
// their smallest nodes.
func numbered(group []int) (number []int, count int) {
	names := make([]int, len(group)) // by group: 1 more than its new number, 0 for none yet
	number = make([]int, len(group))
	for i, g := range group {
		if names[g] == 0 {
			count++
			names[g] = count
		}
		number[i] = names[g] - 1
	}
	return number, count
}
