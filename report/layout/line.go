package layout

import (
	"math"
	"slices"
)

// Link joins two of the things that Line puts in a row; the heavier, the nearer they shall be.
type Link struct {
	A, B   int
	Weight float64
}

// Line puts n things in a row so that what is joined lies near: it returns their places, from 0
// on. Things that links join, over others too, lie side by side; the group with the heaviest link
// comes first. Within a group one thing moves, or a piece of the row turns round, as long as
// the lengths of all links, each times its weight, add up to less after it (minimum linear
// arrangement, which is NP-hard: the row is good, not best).
func Line(n int, links []Link) []int {
	var row []int
	for _, group := range groupsOf(n, links) {
		row = append(row, settled(group, links)...)
	}
	places := make([]int, n)
	for place, i := range row {
		places[i] = place
	}
	return places
}

// groupsOf are the connected components, the one with the heaviest link first.
func groupsOf(n int, links []Link) [][]int {
	near := make([][]int, n)
	for _, l := range links {
		near[l.A], near[l.B] = append(near[l.A], l.B), append(near[l.B], l.A)
	}
	byWeight := slices.Clone(links)
	slices.SortStableFunc(byWeight, func(a, b Link) int {
		switch {
		case a.Weight > b.Weight:
			return -1
		case a.Weight < b.Weight:
			return 1
		}
		return 0
	})
	var groups [][]int
	seen := make([]bool, n)
	add := func(from int) {
		if seen[from] {
			return
		}
		group := []int{from}
		seen[from] = true
		for k := 0; k < len(group); k++ {
			for _, j := range near[group[k]] {
				if !seen[j] {
					seen[j] = true
					group = append(group, j)
				}
			}
		}
		groups = append(groups, group)
	}
	for _, l := range byWeight {
		add(l.A)
	}
	for i := range n {
		add(i)
	}
	return groups
}

// settled changes the row of a group until no single change makes it shorter.
func settled(row []int, links []Link) []int {
	best := lengthOf(row, links)
	for again := true; again; {
		again = false
		for from := range row {
			for to := range row {
				for _, next := range [...][]int{moved(row, from, to), turned(row, from, to)} {
					if length := lengthOf(next, links); length < best*(1-1e-9) {
						row, best, again = next, length, true
					}
				}
			}
		}
	}
	return row
}

func moved(row []int, from, to int) []int {
	return slices.Insert(slices.Delete(slices.Clone(row), from, from+1), to, row[from])
}

func turned(row []int, from, to int) []int {
	next := slices.Clone(row)
	if from < to {
		slices.Reverse(next[from : to+1])
	}
	return next
}

// lengthOf adds up the lengths of the links within a row, each times its weight.
func lengthOf(row []int, links []Link) float64 {
	place := map[int]int{}
	for k, i := range row {
		place[i] = k
	}
	sum := 0.0
	for _, l := range links {
		a, ok := place[l.A]
		if !ok {
			continue
		}
		sum += float64(l.Weight * math.Abs(float64(a-place[l.B])))
	}
	return sum
}
