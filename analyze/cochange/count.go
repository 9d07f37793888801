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
	names := make([]string, len(c.Paths))
	var items []string
	for i, p := range c.Paths {
		if n, ok := name(p, c.Alive[i]); ok {
			names[i] = n
			items = append(items, n)
		}
	}
	slices.Sort(items)
	items = slices.Compact(items)
	number := make([]int32, len(c.Paths))
	for i, n := range names {
		number[i] = -1
		if at, ok := slices.BinarySearch(items, n); ok && n != "" {
			number[i] = int32(at)
		}
	}
	newest := c.Now()
	var out []change
	for k, ch := range list {
		var set []int32
		for _, f := range ch.Files {
			if number[f] >= 0 {
				set = append(set, number[f])
			}
		}
		slices.Sort(set)
		set = slices.Compact(set)
		if len(set) == 0 {
			continue
		}
		age := max(0, float64(newest-ch.When)/year)
		out = append(out, change{items: set, month: int32(max(0, newest-ch.When) / month), weight: math.Exp2(-age), source: k})
	}
	return items, out
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
	touching := make([][]int32, len(items))
	for k, c := range changes {
		for _, i := range c.items {
			touching[i] = append(touching[i], int32(k))
		}
	}
	out := counts{degree: make([]int, len(items))}
	row := make([]int32, len(items))
	weight := make([]float64, len(items))
	lastMonth := make([]int32, len(items))
	var seen []int32
	for i := range touching {
		out.degree[i] = len(touching[i])
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

// cite adds to every pair the newest three changes that touch both ends.
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
	for _, ch := range changes { // newest first
		for x, a := range ch.items {
			if !in[a] {
				continue
			}
			for _, b := range ch.items[x+1:] {
				if !in[b] {
					continue
				}
				if p := want[key{a, b}]; p != nil && len(p.Commits) < 3 {
					p.Commits = append(p.Commits, list[ch.source].ID)
				}
			}
		}
	}
}
