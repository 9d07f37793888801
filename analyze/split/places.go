package split

import (
	"cmp"
	"math"
	"path"
	"slices"

	"seam/analyze/portable"
	"seam/analyze/source"
)

// Of the parts that were split out in hindsight, services look unlike libraries: hardly
// anything imports them, and they need much. No sum of points ranks both kinds well, so
// every fifth place of the list goes to the part that looks most like a service.

// servicePlace: every fifth place of the list goes to a likely service.
const servicePlace = 5

// A part that stands apart by its language, a web interface beside a server, has its
// border already: it is changed alone and by people of its own for that reason, which the
// points, fitted to parts of one language, take for more than it says. Such parts get one
// place in ten, the eighth, and follow where the others end.
const (
	apartEvery = 10
	apartPlace = 8
)

// buckets are folders that hold unlike things.
var buckets = source.Words("bin bins cmd command commands internal lib pkg src tools")

// serviceLike weighs how much a part looks like a service: a program or, in Go,
// something with a third-party module of its own; -Inf if it does not. Elsewhere every
// small package has a manifest and third parties of its own, which says nothing. The weights were set from what
// services are and not fitted: there are too few of them.
func serviceLike(p part, f features, t totals) float64 {
	if f.island || f.importers > 1 || f.lines < 300 || !f.program && (f.owns == 0 || !f.golang) || buckets[path.Base(p.folder)] ||
		float64(f.packages) >= 0.35*float64(t.packages) {
		return math.Inf(-1)
	}
	s := float64(3*shareAlone(f, t)) + float64(0.5*min(5, portable.Log2(f.single.focus/0.01+1)))
	for _, plus := range []struct {
		holds bool
		by    float64
	}{{f.owns > 0, 1}, {f.owns >= 3, 0.5}, {f.program && f.packages < 30, 1}, {f.lines > 800, 0.5}, {f.places > 0, -0.5}} {
		if plus.holds {
			s += plus.by
		}
	}
	return s - float64(0.35*float64(max(0, f.depth-2)))
}

// withPlaces gives every fifth place of an order of parts to the one most like a service
// that has no place yet, and one in ten to the first of those that stand apart; all others
// keep their order. like and apart are by part.
func withPlaces(order []int, like []float64, apart []bool) []int {
	var services, own, rest []int
	for _, i := range order {
		if !math.IsInf(like[i], -1) {
			services = append(services, i)
		}
		if apart[i] {
			own = append(own, i)
		} else {
			rest = append(rest, i)
		}
	}
	slices.SortStableFunc(services, func(a, b int) int { return cmp.Compare(like[b], like[a]) })
	placed := make([]bool, len(like))
	out := make([]int, 0, len(order))
	for len(out) < len(order) {
		services, own, rest = unplaced(services, placed), unplaced(own, placed), unplaced(rest, placed)
		var next int
		switch {
		case len(out)%servicePlace == servicePlace-1 && len(services) > 0:
			next = services[0]
		case len(own) > 0 && (len(rest) == 0 || len(out)%apartEvery == apartPlace-1):
			next = own[0]
		default:
			next = rest[0]
		}
		placed[next] = true
		out = append(out, next)
	}
	return out
}

// unplaced drops the parts at the head of a queue that have a place.
func unplaced(queue []int, placed []bool) []int {
	for len(queue) > 0 && placed[queue[0]] {
		queue = queue[1:]
	}
	return queue
}

// likeServices is serviceLike of every part.
func likeServices(parts []scored, t totals) []float64 {
	like := make([]float64, len(parts))
	for i, s := range parts {
		like[i] = serviceLike(s.part, s.features, t)
	}
	return like
}

// standingApart tells which parts stand apart by their language.
func standingApart(parts []scored) []bool {
	out := make([]bool, len(parts))
	for i, s := range parts {
		out[i] = s.features.island
	}
	return out
}

// inPlaces puts services, and what stands apart, in their places. What stands before its turn is marked.
func inPlaces(parts []scored, t totals) []scored {
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	out := make([]scored, 0, len(parts))
	like := likeServices(parts, t)
	for _, i := range withPlaces(order, like, standingApart(parts)) {
		s := parts[i]
		s.early = i > len(out) && !s.features.island && !math.IsInf(like[i], -1)
		out = append(out, s)
	}
	return out
}
