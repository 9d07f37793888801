package cochange

import (
	"math"
	"slices"

	"seam/analyze/history"
)

// change is one change at one level: at least one item, ascending.
type change struct {
	items  []int32
	month  int32   // whole months of 30 days before the newest change
	weight float64 // ½^(age in years)
	source int     // index into the list of changes
}

const (
	year  = 365.25 * 24 * 3600
	month = 30 * 24 * 3600
)

// project maps the files of every change to items and keeps the changes that touch
// one at least. Items are sorted by name.
func project(c *history.Changes, list []history.Change, name namer) ([]string, []change) {
	items, number := itemsOf(c, name)
	files := 0
	for _, ch := range list {
		files += len(ch.Files)
	}
	room := make([]int32, 0, files) // of the items of all changes
	newest := c.Now()
	out := make([]change, 0, len(list))
	for k, ch := range list {
		from := len(room)
		for _, f := range ch.Files {
			if number[f] >= 0 {
				room = append(room, number[f])
			}
		}
		set := room[from:]
		slices.Sort(set)
		set = slices.Compact(set)
		room = room[:from+len(set)]
		if len(set) == 0 {
			continue
		}
		age := max(0, float64(newest-ch.When)/year)
		out = append(out, change{items: set, month: int32(max(0, newest-ch.When) / month), weight: math.Exp2(-age), source: k})
	}
	return items, out
}

// itemsOf lists the items that paths are mapped to, sorted, and the item of each path, -1
// where it has none.
func itemsOf(c *history.Changes, name namer) (items []string, number []int32) {
	var found map[string]int32 // by name: its place in names; nil as long as names rise
	number = make([]int32, len(c.Paths))
	var names []string
	for i, p := range c.Paths {
		n, ok := name(p, c.Alive[i])
		if !ok || n == "" {
			number[i] = -1
			continue
		}
		at := int32(len(names) - 1)
		switch {
		case at >= 0 && names[at] == n: // neighbours often share one
		case found == nil && (at < 0 || names[at] < n):
			at++
			names = append(names, n)
		default:
			if found == nil {
				found = make(map[string]int32, len(names))
				for k, n := range names {
					found[n] = int32(k)
				}
			}
			if at, ok = found[n]; !ok {
				at = int32(len(names))
				found[n] = at
				names = append(names, n)
			}
		}
		number[i] = at
	}
	if found == nil {
		return names, number
	}
	items = slices.Clone(names)
	slices.Sort(items)
	for at, n := range items {
		found[n] = int32(at)
	}
	for i, at := range number {
		if at >= 0 {
			number[i] = found[names[at]]
		}
	}
	return items, number
}

// counts is the co-change matrix above its diagonal.
type counts struct {
	degree []int // by item: changes that touch it
	pairs  []pair
}

type pair struct {
	a, b   int32 // a < b
	n      int32
	weight float64
}

// count multiplies the item-by-change matrix with its transpose, row by row: for
// each item the changes that touch it are walked with one dense row of counters.
// Memory is one row and the result; pairs come out ordered by a, then b.
func count(items []string, changes []change) counts {
	out := counts{degree: make([]int, len(items))}
	touching := touchingOf(out.degree, changes)
	row := make([]int32, len(items))
	weight := make([]float64, len(items))
	lastMonth := make([]int32, len(items))
	var seen []int32
	for i := range touching {
		seen = seen[:0]
		for _, k := range touching[i] {
			c := &changes[k]
			at, _ := slices.BinarySearch(c.items, int32(i))
			for _, j := range c.items[at+1:] {
				if row[j] == 0 {
					seen = append(seen, j)
				}
				// Changes come newest first, so the first of a month is its newest.
				if row[j] == 0 || lastMonth[j] != c.month {
					weight[j] += c.weight
					lastMonth[j] = c.month
				}
				row[j]++
			}
		}
		slices.Sort(seen)
		for _, j := range seen {
			out.pairs = append(out.pairs, pair{int32(i), j, row[j], weight[j]})
			row[j], weight[j] = 0, 0
		}
	}
	return out
}

// touchingOf lists the changes that touch each item, and counts them in degree.
func touchingOf(degree []int, changes []change) [][]int32 {
	all := 0
	for _, c := range changes {
		all += len(c.items)
		for _, i := range c.items {
			degree[i]++
		}
	}
	room := make([]int32, all)
	touching := make([][]int32, len(degree))
	for i, n := range degree {
		touching[i], room = room[:0:n], room[n:]
	}
	for k, c := range changes {
		for _, i := range c.items {
			touching[i] = append(touching[i], int32(k))
		}
	}
	return touching
}

// maxCited is how many changes are named for a pair.
const maxCited = 3

// cite adds to every pair the newest maxCited changes that touch both ends.
func cite(pairs []Pair, items []string, changes []change, list []history.Change) {
	type key struct{ a, b int32 }
	want := make(map[key]*Pair, len(pairs))
	in := make([]bool, len(items))
	for i := range pairs {
		a, _ := slices.BinarySearch(items, pairs[i].From)
		b, _ := slices.BinarySearch(items, pairs[i].To)
		want[key{int32(a), int32(b)}] = &pairs[i]
		in[a], in[b] = true, true
		pairs[i].Commits = []string{}
	}
	left := 0 // pairs that lack some
	for _, p := range pairs {
		left += min(p.Support, 1)
	}
	var held []int32
	for k := 0; k < len(changes) && left > 0; k++ { // newest first
		held = held[:0]
		for _, i := range changes[k].items {
			if in[i] {
				held = append(held, i)
			}
		}
		for x, a := range held {
			for _, b := range held[x+1:] {
				p := want[key{a, b}]
				if p == nil || len(p.Commits) == maxCited {
					continue
				}
				p.Commits = append(p.Commits, list[changes[k].source].ID.String())
				if len(p.Commits) == min(maxCited, p.Support) {
					left--
				}
			}
		}
	}
}
