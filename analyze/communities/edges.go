package communities

import (
	"cmp"
	"math"
	"slices"

	"seam/analyze/history"
	"seam/analyze/portable"
	"seam/analyze/whatif"
	"seam/graph"
)

const (
	halfLife   = 2 * 365.25 * 24 * 3600 // the age at which a change counts half, in seconds
	leastPairs = 2                      // changes that a pair must share
	strongest  = 30                     // co-change edges kept of each package
)

// importEdges are the imports of the default build, one an edge of packages.
func importEdges(b *whatif.Base) []graph.WeightedEdge {
	var out []graph.WeightedEdge
	for i, j := range b.Graph.Edges() {
		out = append(out, graph.WeightedEdge{A: i, B: j, Weight: 1 / math.Sqrt(float64(len(b.Graph.In(j))))})
	}
	return out
}

// partner is another package that changes together with the one at hand.
type partner struct {
	other  int32
	n      int32
	weight float64
}

// coChangeEdges counts, package by package, what changes together with it. Memory: one
// row and what is kept.
func coChangeEdges(b *whatif.Base, c *history.Changes) []graph.WeightedEdge {
	weight := touchWeights(b, c)
	row := make([]partner, len(b.Packages))
	var kept []graph.WeightedEdge
	for i, touches := range b.Touching {
		var seen []int32
		for _, k := range touches {
			for _, j := range b.Touches[k].Packages {
				if int(j) == i {
					continue
				}
				if row[j].n == 0 {
					seen = append(seen, j)
				}
				row[j].n++
				row[j].weight += weight[k]
			}
		}
		for _, p := range strong(row, seen) {
			kept = append(kept, graph.WeightedEdge{A: min(i, int(p.other)), B: max(i, int(p.other)), Weight: p.weight})
		}
		for _, j := range seen {
			row[j] = partner{}
		}
	}
	// An edge that both ends keep stands there twice, with the same weight: both ends
	// summed the same changes in the same order.
	slices.SortFunc(kept, func(x, y graph.WeightedEdge) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	return slices.CompactFunc(kept, func(x, y graph.WeightedEdge) bool { return x.A == y.A && x.B == y.B })
}

// touchWeights is what each change gives a pair of its packages, by touch.
func touchWeights(b *whatif.Base, c *history.Changes) []float64 {
	newest := c.Now()
	out := make([]float64, len(b.Touches))
	for k, t := range b.Touches {
		if n := len(t.Packages); n > 1 {
			age := max(0, float64(newest-c.List.At(int(t.Change)).When())/halfLife)
			out[k] = portable.Exp2(-age) / float64(n-1)
		}
	}
	return out
}

// strong picks the partners of a row that count.
func strong(row []partner, seen []int32) []partner {
	var out []partner
	for _, j := range seen {
		if row[j].n >= leastPairs {
			p := row[j]
			p.other = j
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(x, y partner) int { return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(x.other, y.other)) })
	return out[:min(len(out), strongest)]
}

// blend puts both kinds of edges side by side, each scaled to the same weight in all.
func blend(imports, together []graph.WeightedEdge) []graph.WeightedEdge {
	out := make([]graph.WeightedEdge, 0, len(imports)+len(together))
	for _, kind := range [][]graph.WeightedEdge{imports, together} {
		sum := 0.0
		for _, e := range kind {
			sum += e.Weight
		}
		for _, e := range kind {
			e.Weight /= sum
			out = append(out, e)
		}
	}
	return out
}
