package split

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// Of parts that lie inside each other and would all be advised the outermost is, in the
// place of the best of them; the others say so, and what they would be alone.
func TestLeaveNested(t *testing.T) {
	for name, c := range map[string]struct {
		sets    [][]int32
		left    []int // ranks that are left anyway
		advised []int
		within  map[int]string
	}{
		"apart":                        {[][]int32{{1}, {2}, {3}}, nil, []int{0, 1, 2}, nil},
		"the outer behind":             {[][]int32{{1}, {5}, {1, 2}}, nil, []int{2, 1}, map[int]string{0: "p2"}},
		"the outer first":              {[][]int32{{1, 2}, {1}}, nil, []int{0}, map[int]string{1: "p0"}},
		"three, one in another":        {[][]int32{{2, 3}, {1, 2, 3, 4}, {3}}, nil, []int{1}, map[int]string{0: "p1", 2: "p1"}},
		"an outer that is left anyway": {[][]int32{{1}, {1, 2}}, []int{1}, []int{0}, nil},
		"an inner that is left anyway": {[][]int32{{1}, {1, 2}}, []int{0}, []int{1}, nil},
		"overlap":                      {[][]int32{{1, 2}, {2, 3}}, nil, []int{0, 1}, nil},
	} {
		var list []Candidate
		var parts []scored
		for i, set := range c.sets {
			v := Library
			if slices.Contains(c.left, i) {
				v = Leave
			}
			list = append(list, Candidate{ID: fmt.Sprint("p", i), Title: fmt.Sprint("p", i), Verdict: v, Reason: "r"})
			parts = append(parts, scored{part: part{set: set}})
		}
		if got := leaveNested(list, parts); !slices.Equal(got, c.advised) {
			t.Errorf("%s: advised %v, want %v", name, got, c.advised)
		}
		for i, x := range list {
			outer, inside := c.within[i]
			if x.Within != outer || (x.Verdict == Leave) != (inside || slices.Contains(c.left, i)) {
				t.Errorf("%s: %s is %s in %q", name, x.ID, x.Verdict, x.Within)
			}
			if inside && (!strings.HasPrefix(x.Reason, "it can wait: it lies in "+outer+", which is advised as a whole; alone it would be a library: r") || x.Next != "decide on "+outer+" first") {
				t.Errorf("%s: %s: %s; next: %s", name, x.ID, x.Reason, x.Next)
			}
		}
	}
}
