package cochange

import (
	"cmp"
	"math"
	"slices"

	"seam/analyze/history"
)

// change is one change at one level: at least one item.
type change struct {
	from, to int32 // its items in those of all changes, ascending
	source   int32 // index into the list of changes
}

const (
	year  = 365.25 * 24 * 3600
	month = 30 * 24 * 3600
)

// age is how long before the newest change of a history another one was made.
type age struct {
	month  int32
	weight float64
}

// agesOf are by change of a list.
func agesOf(c *history.Changes, list *history.List) []age {
	newest := c.Now()
	out := make([]age, list.Len())
	for k, ch := range list.All() {
		before := max(0, newest-ch.When())
		out[k] = age{int32(before / month), math.Exp2(-max(0, float64(newest-ch.When())/year))}
	}
	return out
}

// project maps the files of every change to items, which are sorted by name, and keeps the
// changes that touch one at least.
func (l *level) project() {
	var number []int32
	l.items, number = itemsOf(l.of, l.name)
	files := 0
	for _, ch := range l.list.All() {
		files += len(ch.Files())
	}
	room := make([]int32, 0, files)
	l.changes = make([]change, 0, l.list.Len())
	for k, ch := range l.list.All() {
		from := len(room)
		for _, f := range ch.Files() {
			if number[f] >= 0 {
				room = append(room, number[f])
			}
		}
		set := room[from:]
		slices.Sort(set)
		set = slices.Compact(set)
		room = room[:from+len(set)]
		if len(set) > 0 {
			l.changes = append(l.changes, change{int32(from), int32(len(room)), int32(k)})
		}
	}
	l.room = room
}

// itemsIn lists the items of a change, ascending.
func (l *level) itemsIn(c change) []int32 { return l.room[c.from:c.to] }

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

type pair struct {
	a, b   int32 // a < b
	n      int32
	weight float64
}

// before orders pairs as the package doc states.
func before(x, y pair) int {
	return cmp.Or(cmp.Compare(y.weight, x.weight), cmp.Compare(y.n, x.n), cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b))
}

// touch says that a change touches an item (a file, package or area).
type touch struct {
	change int32
	at     int32 // where it is in the items of all changes
}

// turn counts the changes that touch each item, and lists those that touch others too.
func (l *level) turn() {
	l.degree, l.touching = make([]int32, len(l.items)), make([][]touch, len(l.items))
	shared, all := make([]int32, len(l.items)), 0 // by item: changes to list
	for _, c := range l.changes {
		items := l.itemsIn(c)
		for _, i := range items {
			l.degree[i]++
			if len(items) > 1 {
				shared[i]++
				all++
			}
		}
	}
	room := make([]touch, all)
	for i, n := range shared {
		l.touching[i], room = room[:0:n], room[n:]
	}
	for k, c := range l.changes {
		if c.to-c.from == 1 {
			continue
		}
		for at := c.from; at < c.to; at++ {
			i := l.room[at]
			l.touching[i] = append(l.touching[i], touch{int32(k), at})
		}
	}
}

// eachPair multiplies the item-by-change matrix with its transpose, row by row: for each
// item the changes that touch it are walked with one dense row of counters. Memory is one
// row; pairs come ordered by a.
func (l *level) eachPair(tell func(pair)) {
	type cell struct {
		n, month int32
		weight   float64
	}
	row := make([]cell, len(l.items))
	var seen []int32
	for i, touching := range l.touching {
		seen = seen[:0]
		for _, t := range touching {
			c := l.changes[t.change]
			when := l.ages[c.source]
			for _, j := range l.room[t.at+1 : c.to] {
				to := &row[j]
				if to.n == 0 {
					seen = append(seen, j)
				}
				// Changes come newest first, so the first of a month is its newest.
				if to.n == 0 || to.month != when.month {
					to.weight += when.weight
					to.month = when.month
				}
				to.n++
			}
		}
		for _, j := range seen {
			tell(pair{int32(i), j, row[j].n, row[j].weight})
			row[j] = cell{}
		}
	}
}

// support is how many changes touch both of two items.
func (l *level) support(from, to string) int {
	a, ok1 := slices.BinarySearch(l.items, from)
	b, ok2 := slices.BinarySearch(l.items, to)
	if !ok1 || !ok2 {
		return 0
	}
	n := 0
	for x, y := l.touching[a], l.touching[b]; len(x) > 0 && len(y) > 0; {
		switch d := x[0].change - y[0].change; {
		case d < 0:
			x = x[1:]
		case d > 0:
			y = y[1:]
		default:
			n++
			x, y = x[1:], y[1:]
		}
	}
	return n
}

// leading keeps the first of many pairs.
type leading struct {
	most  int    // 0 or less for all
	pairs []pair // up to twice as many, of which the first most are the first once it is full
	full  bool
}

func (l *leading) add(p pair) {
	if l.full && before(p, l.pairs[l.most-1]) > 0 {
		return
	}
	l.pairs = append(l.pairs, p)
	if l.most > 0 && len(l.pairs) == 2*l.most {
		l.pairs = l.sorted()
		l.full = true
	}
}

// sorted is the first pairs in order.
func (l *leading) sorted() []pair {
	slices.SortFunc(l.pairs, before)
	if l.most > 0 {
		return l.pairs[:min(len(l.pairs), l.most)]
	}
	return l.pairs
}

// maxCited is how many changes are named for a pair.
const maxCited = 3

// cite adds to every pair the newest maxCited changes that touch both ends.
func (l *level) cite(pairs []Pair) {
	type key struct{ a, b int32 }
	want := make(map[key]*Pair, len(pairs))
	in := make([]bool, len(l.items))
	for i := range pairs {
		a, _ := slices.BinarySearch(l.items, pairs[i].From)
		b, _ := slices.BinarySearch(l.items, pairs[i].To)
		want[key{int32(a), int32(b)}] = &pairs[i]
		in[a], in[b] = true, true
		pairs[i].Commits = []string{}
	}
	left := 0 // pairs that lack some
	for _, p := range pairs {
		left += min(p.Support, 1)
	}
	var held []int32
	for k := 0; k < len(l.changes) && left > 0; k++ { // newest first
		held = held[:0]
		for _, i := range l.itemsIn(l.changes[k]) {
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
				p.Commits = append(p.Commits, l.list.At(int(l.changes[k].source)).ID().String())
				if len(p.Commits) == min(maxCited, p.Support) {
					left--
				}
			}
		}
	}
}
