package split

import (
	"math/bits"
	"slices"

	"seam/graph"
)

// reachWords is how many packages, in words of 64, are looked for at a time.
const reachWords = 8

// countDrags counts for each part the packages outside that can be reached from it:
// features.drags. What is reached through a part itself is among what it imports, so the
// packages reachable from those are all. They are looked for in blocks, for all parts at
// once: a walk from each part would take time with the square of the packages.
func (m *measurer) countDrags(parts []scored) {
	g := m.b.Graph
	comps := graph.SCCs(g) // callees first
	comp := make([]int32, g.Len())
	for c, nodes := range comps {
		for _, i := range nodes {
			comp[i] = int32(c)
		}
	}
	needs := make([][]int32, len(parts)) // components
	for k, p := range parts {
		parts[k].features.drags = 0
		for _, i := range p.set {
			for _, e := range m.b.Out[i] {
				if _, inside := slices.BinarySearch(p.set, m.b.To[e]); !inside {
					needs[k] = append(needs[k], comp[m.b.To[e]])
				}
			}
		}
		slices.Sort(needs[k])
		needs[k] = slices.Clip(slices.Compact(needs[k]))
	}
	reached := make([][reachWords]uint64, len(comps))
	for from := 0; from < g.Len(); from += 64 * reachWords {
		reachBlock(g, comps, comp, reached, from)
		for k := range parts {
			if len(needs[k]) > 0 {
				parts[k].features.drags += outsideIn(reached, needs[k], parts[k].set, from)
			}
		}
	}
}

// reachBlock marks for each component which packages of the block at from it reaches,
// its own included.
func reachBlock(g *graph.Graph, comps [][]int, comp []int32, reached [][reachWords]uint64, from int) {
	for c, nodes := range comps {
		var marks [reachWords]uint64
		for _, i := range nodes {
			if at := i - from; at >= 0 && at < 64*reachWords {
				marks[at/64] |= 1 << (at % 64)
			}
			for _, j := range g.Out(i) {
				if int(comp[j]) != c {
					join(&marks, &reached[comp[j]])
				}
			}
		}
		reached[c] = marks
	}
}

// outsideIn counts what some components reach of a block, without a set.
func outsideIn(reached [][reachWords]uint64, comps, set []int32, from int) int {
	var marks [reachWords]uint64
	for _, c := range comps {
		join(&marks, &reached[c])
	}
	at, _ := slices.BinarySearch(set, int32(from))
	for _, p := range set[at:] {
		bit := int(p) - from
		if bit >= 64*reachWords {
			break
		}
		marks[bit/64] &^= 1 << (bit % 64)
	}
	n := 0
	for _, w := range marks {
		n += bits.OnesCount64(w)
	}
	return n
}

func join(to, from *[reachWords]uint64) {
	for w := range to {
		to[w] |= from[w]
	}
}
