package split

import (
	"fmt"
	"slices"
)

// leaveNested keeps one recommendation where parts lie inside each other: the outermost, for
// of parts that were split out none lay in another one that would have been advised too
// (docs/bench/verdicts.md). It returns what is advised, best first; an outer part stands
// where the best of those that lie in it stood.
func leaveNested(list []Candidate, parts []scored) []int {
	var advised []int
	for i := range list {
		if list[i].Verdict != Leave {
			advised = append(advised, i)
		}
	}
	var out []int
	for _, i := range advised {
		k := largestAround(i, advised, parts)
		if k != i {
			inner, outer := &list[i], &list[k]
			inner.Reason = fmt.Sprintf("it can wait: it lies in %s, which is advised as a whole; alone it would be a %s: %s", outer.Title, inner.Verdict, inner.Reason)
			inner.Verdict, inner.Within, inner.Next = Leave, outer.ID, "decide on "+outer.Title+" first"
		}
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

// largestAround is the largest of the advised parts that hold a part, itself where none does.
func largestAround(i int, advised []int, parts []scored) int {
	best := i
	for _, k := range advised {
		if len(parts[k].set) > len(parts[best].set) && nested(parts[i].set, parts[k].set) {
			best = k
		}
	}
	return best
}
