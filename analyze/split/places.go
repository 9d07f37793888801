package split

import (
	"cmp"
	"math"
	"path"
	"slices"
)

// Of the parts that were split out in hindsight, services look unlike libraries: hardly
// anything imports them, and they need much. No sum of points ranks both kinds well, so
// every fifth place of the list goes to the part that looks most like a service.

// servicePlace says which places of the list are a service's.
const servicePlace = 5

// buckets are folders that hold unlike things.
var buckets = words("bin bins cmd command commands internal lib pkg src tools")

// serviceLike weighs how much a part looks like a service: a program, or something with
// a third-party module of its own; -Inf if it does not. The weights were set from what
// services are and not fitted: there are too few of them.
func serviceLike(p part, f features, t totals) float64 {
	if f.importers > 1 || f.lines < 300 || !f.main && f.owns == 0 || buckets[path.Base(p.folder)] ||
		float64(f.packages) >= 0.35*float64(t.packages) {
		return math.Inf(-1)
	}
	s := 3*shareAlone(f, t) + 0.5*min(5, math.Log2(f.single.focus/0.01+1))
	for _, plus := range []struct {
		holds bool
		by    float64
	}{{f.owns > 0, 1}, {f.owns >= 3, 0.5}, {f.main && f.packages < 30, 1}, {f.lines > 800, 0.5}, {f.places > 0, -0.5}} {
		if plus.holds {
			s += plus.by
		}
	}
	return s - 0.35*float64(max(0, p.depth()-2))
}

// withServices gives every fifth place of an order of parts to the one most like a
// service that has no place yet; all others keep their order. like is by part.
func withServices(order []int, like []float64) []int {
	var services []int
	for _, i := range order {
		if !math.IsInf(like[i], -1) {
			services = append(services, i)
		}
	}
	slices.SortStableFunc(services, func(a, b int) int { return cmp.Compare(like[b], like[a]) })
	placed := make([]bool, len(like))
	rest, out := order, make([]int, 0, len(order))
	for len(out) < len(order) {
		services, rest = unplaced(services, placed), unplaced(rest, placed)
		next := rest[0]
		if len(out)%servicePlace == servicePlace-1 && len(services) > 0 {
			next = services[0]
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

// inPlaces puts services in their places. What stands before its turn is marked.
func inPlaces(parts []scored, t totals) []scored {
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	out := make([]scored, 0, len(parts))
	for _, i := range withServices(order, likeServices(parts, t)) {
		s := parts[i]
		s.early = i > len(out)
		out = append(out, s)
	}
	return out
}
