package cochange

import (
	"cmp"
	"slices"

	"seam/analyze/history"
	"seam/analyze/portable"
)

// age is how long before the newest change another one was made.
type age struct {
	weight float64 // ½ a year
	month  int32
}

const (
	year  = 365.25 * 24 * 3600
	month = 30 * 24 * 3600
)

func aged(newest, when int64) age {
	before := max(0, newest-when)
	return age{portable.Exp2(-max(0, float64(newest-when)/year)), int32(before / month)}
}

// agesOf is the ages of the changes of a list that touch several files.
func agesOf(list *history.List, newest int64) []age {
	ages := make([]age, list.Len())
	for k, ch := range list.All() {
		if len(ch.Files()) > 1 {
			ages[k] = aged(newest, ch.When())
		}
	}
	return ages
}

// addAges gives levels the ages of their changes, which several share.
func addAges(levels []level) {
	known := map[*history.List][]age{}
	for i := range levels {
		l := &levels[i]
		if known[l.list] == nil && l.list.Len() > 0 {
			known[l.list] = agesOf(l.list, l.of.Now())
		}
		l.ages = known[l.list]
	}
}

// counter is what is counted at a level. Items are numbered.
type counter struct {
	*level
	items   []string // sorted
	degree  []int32  // by item: the changes that touch it
	total   int      // changes that touch an item
	sizes   int      // the sum of how many items they touch
	squares int      // and of s(s-1) where they are s
	room    []int32  // the items of the changes that touch several, ascending, change after change
	ends    []int32  // by change, newest first: where its items end, and those of the next begin
	begin   []int32  // by item: where its touches begin; one more for the end
	touches []touch
}

// project maps the files of every change to items, which are sorted by name.
func (c *counter) project() {
	var number []int32
	var rising bool
	c.items, number, rising = itemsOf(c.of, c.name)
	c.degree = make([]int32, len(c.items))
	c.room, c.ends = make([]int32, 0, c.list.Touches()), make([]int32, 0, c.list.Len())
	for _, ch := range c.list.All() {
		from := len(c.room)
		for _, f := range ch.Files() {
			if n := number[f]; n >= 0 && (len(c.room) == from || c.room[len(c.room)-1] != n) {
				c.room = append(c.room, n)
			}
		}
		set := c.room[from:]
		if !rising && len(set) > 1 {
			slices.Sort(set)
			set = slices.Compact(set)
		}
		c.measure(set)
		if len(set) > 1 {
			c.several++
			c.room = c.room[:from+len(set)]
		} else {
			c.room = c.room[:from]
		}
		c.ends = append(c.ends, int32(len(c.room)))
	}
}

// measure takes the items of a change into the sums of all.
func (c *counter) measure(items []int32) {
	s := len(items)
	c.total += min(s, 1)
	c.sizes += s
	c.squares += s * (s - 1)
	for _, i := range items {
		c.degree[i]++
	}
}

// each yields the changes that touch several items, newest first, with their items, ascending.
func (c *counter) each(yield func(k int, items []int32) bool) {
	from := int32(0)
	for k, to := range c.ends {
		if to > from && !yield(k, c.room[from:to]) {
			return
		}
		from = to
	}
}

// itemsOf lists the items that paths are mapped to, sorted, and the item of each path, -1
// where it has none. rising is set where a later path has no earlier item.
func itemsOf(c *history.Changes, name namer) (items []string, number []int32, rising bool) {
	var found map[string]int32 // by name: its place in names; nil as long as names rise
	number = make([]int32, len(c.Paths))
	var names []string
	for i := range c.Paths {
		n, ok := name(i)
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
		return names, number, true
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
	return items, number, false
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

// touch says that a change touches an item (a file, package or area) and later ones.
type touch struct {
	change int32
	at     int32 // where those begin in the items of all changes
	left   int32 // how many they are
}

// turn lists the changes that touch each item and later ones.
func (c *counter) turn() {
	c.begin = make([]int32, len(c.items)+1)
	for _, items := range c.each {
		for _, i := range items[:len(items)-1] {
			c.begin[i]++
		}
	}
	all := int32(0)
	for i, n := range c.begin {
		c.begin[i] = all
		all += n
	}
	c.touches = make([]touch, all)
	for k, items := range c.each { // begins move to ends meanwhile
		at := c.ends[k] - int32(len(items))
		for n, i := range items[:len(items)-1] {
			c.touches[c.begin[i]] = touch{int32(k), at + int32(n) + 1, int32(len(items) - n - 1)}
			c.begin[i]++
		}
	}
	copy(c.begin[1:], c.begin)
	c.begin[0] = 0
}

// cell is what is known of a pair.
type cell struct {
	n, month int32
	weight   float64
}

// add counts a change that touches both. Changes come newest first, so the first of a month
// is its newest.
func (to *cell) add(a *age) {
	if to.n == 0 || to.month != a.month {
		to.weight += a.weight
		to.month = a.month
	}
	to.n++
}

// eachPair multiplies the item-by-change matrix with its transpose, row by row: for each
// item the changes that touch it are walked with one dense row of counters. Memory is one
// row; pairs come ordered by a.
func (c *counter) eachPair(tell func(pair)) {
	row := make([]cell, len(c.items))
	var seen []int32
	for i := range c.items {
		seen = seen[:0]
		for _, t := range c.touches[c.begin[i]:c.begin[i+1]] {
			a := &c.ages[t.change]
			for _, j := range c.room[t.at : t.at+t.left] {
				to := &row[j]
				if to.n == 0 {
					seen = append(seen, j)
				}
				to.add(a)
			}
		}
		for _, j := range seen {
			tell(pair{int32(i), j, row[j].n, row[j].weight})
			row[j] = cell{}
		}
	}
}

// leading keeps the first of many pairs.
type leading struct {
	most  int    // 0 or less for all
	pairs []pair // up to twice as many, of which the first most are the first once it is full
	full  bool
}

func (l *leading) add(p pair) {
	if l.full && (p.weight < l.pairs[l.most-1].weight || before(p, l.pairs[l.most-1]) > 0) {
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
func (c *counter) cite(pairs []Pair) {
	type key struct{ a, b int32 }
	want := make(map[key]*Pair, len(pairs))
	in := make([]bool, len(c.items))
	for i := range pairs {
		a, _ := slices.BinarySearch(c.items, pairs[i].From)
		b, _ := slices.BinarySearch(c.items, pairs[i].To)
		want[key{int32(a), int32(b)}] = &pairs[i]
		in[a], in[b] = true, true
		pairs[i].Commits = []string{}
	}
	left := 0 // pairs that lack some
	for _, p := range pairs {
		left += min(p.Support, 1)
	}
	var held []int32
	for k, items := range c.each { // newest first
		if left == 0 {
			break
		}
		held = held[:0]
		for _, i := range items {
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
				p.Commits = append(p.Commits, c.list.At(k).ID().String())
				if len(p.Commits) == min(maxCited, p.Support) {
					left--
				}
			}
		}
	}
}
