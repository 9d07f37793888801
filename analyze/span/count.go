package span

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// The periods.
const (
	now = iota
	before
	periods

	older = -1
)

// counted is the changes with a file that counts, newest first.
type counted struct {
	in     Input
	areas  []string  // sorted
	of     []int32   // by path: its area, -1 for none
	at     []int     // by change: its place in the list
	size   []int     // by change: how many files that count
	touch  [][]int32 // by change: the areas that it touches, ascending
	newest int64
	all    table
}

// count counts all changes. Both sides are any two areas.
func count(in Input) *counted {
	c := &counted{in: in, newest: in.Changes.Now()}
	c.findAreas()
	for i, ch := range in.Changes.List.All() {
		var touch []int32
		files := 0
		for _, f := range ch.Files() {
			if a := c.of[f]; a >= 0 {
				files++
				touch = append(touch, a)
			}
		}
		if files == 0 {
			continue
		}
		slices.Sort(touch)
		touch = slices.Compact(touch)
		c.at, c.size, c.touch = append(c.at, i), append(c.size, files), append(c.touch, touch)
		if p := c.periodOf(i); p != older {
			k := &c.all[p][sizeOf(files)]
			k.either++
			if len(touch) > 1 {
				k.both++
			}
		}
	}
	return c
}

// findAreas numbers the areas of the paths that count.
func (c *counted) findAreas() {
	paths := c.in.Changes.Paths
	names := make([]string, len(paths))
	known := map[string]int32{}
	for i, p := range paths {
		if c.in.Counts == nil || c.in.Counts(p) {
			if name, ok := c.in.AreaOf(p); ok {
				names[i], known[name] = name, 0
			}
		}
	}
	c.areas = slices.Sorted(maps.Keys(known))
	for i, name := range c.areas {
		known[name] = int32(i)
	}
	c.of = make([]int32, len(paths))
	for i, name := range names {
		c.of[i] = -1
		if name != "" {
			c.of[i] = known[name]
		}
	}
}

// periodOf tells when a change of the list was made.
func (c *counted) periodOf(i int) int {
	switch age := c.newest - c.in.Changes.List.At(i).When(); {
	case age < year:
		return now
	case age < (1+yearsBefore)*year:
		return before
	}
	return older
}

// several is how many changes of a period touch several files.
func (c *counted) several(period int) int {
	return c.all.sum(period).either - c.all[period][sizeOf(1)].either
}

// period sums up a period.
func (c *counted) period(period int) Period {
	sum := c.all.sum(period)
	p := Period{Changes: sum.either, Crossing: sum.both}
	if sum.either == 0 {
		return p
	}
	p.Share = float64(sum.both) / float64(sum.either)
	var files []int
	first := c.newest
	for k, i := range c.at {
		if c.periodOf(i) == period {
			files = append(files, c.size[k])
			first = min(first, c.in.Changes.List.At(i).When())
		}
	}
	slices.Sort(files)
	p.Files = files[len(files)/2]
	from, to := c.newest-year+1, c.newest
	if period == before {
		from, to = c.newest-(1+yearsBefore)*year+1, c.newest-year
	}
	p.From, p.To = day(max(from, first)), day(to)
	return p
}

func day(seconds int64) string { return time.Unix(seconds, 0).UTC().Format(time.DateOnly) }

// months counts all changes by calendar month.
func (c *counted) months() []Month {
	by := map[string]*Month{}
	for k, i := range c.at {
		name := time.Unix(c.in.Changes.List.At(i).When(), 0).UTC().Format("2006-01")
		m := by[name]
		if m == nil {
			m = &Month{Month: name}
			by[name] = m
		}
		m.Changes++
		if len(c.touch[k]) > 1 {
			m.Crossing++
		}
	}
	out := []Month{}
	for _, name := range slices.Sorted(maps.Keys(by)) {
		out = append(out, *by[name])
	}
	return out
}

// sides are two areas, the lesser first.
type sides struct{ from, to int32 }

// borders tests every pair of areas that enough changes touch.
func (c *counted) borders() (tested int, out []Border) {
	ofArea := make([]table, len(c.areas)) // both is not counted
	shared := map[sides]*table{}          // either is not counted
	for k, i := range c.at {
		p := c.periodOf(i)
		if p == older {
			continue
		}
		size := sizeOf(c.size[k])
		for n, a := range c.touch[k] {
			ofArea[a][p][size].either++
			for _, b := range c.touch[k][n+1:] {
				t := shared[sides{a, b}]
				if t == nil {
					t = &table{}
					shared[sides{a, b}] = t
				}
				t[p][size].both++
			}
		}
	}
	var large []int32
	for a := range ofArea {
		if ofArea[a].sum(now).either >= leastOfArea && ofArea[a].sum(before).either >= leastOfArea {
			large = append(large, int32(a))
		}
	}
	tested = len(large) * (len(large) - 1) / 2
	type found struct {
		sides
		Border
		beyond float64 // changes of now that touch both, beyond what was expected
	}
	var list []found
	for n, a := range large {
		for _, b := range large[n+1:] {
			s := sides{a, b}
			t := shared[s]
			if t == nil || max(t.sum(now).both, t.sum(before).both) < leastShared {
				continue
			}
			for p := range t {
				for size := range t[p] {
					k := &t[p][size]
					k.either = ofArea[a][p][size].either + ofArea[b][p][size].either - k.both
				}
			}
			test := testOf(t)
			border := Border{From: c.areas[a], To: c.areas[b], Now: sharedOf(t.sum(now)), Before: sharedOf(t.sum(before)), Odds: test.odds(),
				PValue: min(test.pValue()*float64(tested), 1), Commits: []string{}, Files: []FilePair{}}
			switch {
			case border.PValue > significant:
				continue
			case border.Odds >= wearing:
				border.Verdict = Wearing
			case border.Odds <= 1/wearing:
				border.Verdict = Firming
			default:
				continue
			}
			list = append(list, found{s, border, float64(border.Now.Both) - test.expected})
		}
	}
	slices.SortStableFunc(list, func(x, y found) int { return cmp.Compare(y.beyond, x.beyond) })
	out = []Border{}
	for _, f := range list {
		if f.Verdict == Wearing {
			f.Commits, f.Files = c.proof(f.sides)
		}
		out = append(out, f.Border)
	}
	return tested, out
}

func sharedOf(t tally) Shared {
	return Shared{Changes: t.either, Both: t.both, Share: float64(t.both) / float64(t.either)}
}

// proof is what the changes of the last year that touch both sides are, and which files of
// one side they touch with which of the other.
func (c *counted) proof(s sides) (commits []string, files []FilePair) {
	commits = []string{}
	n := map[[2]int32]int{}
	for k, i := range c.at {
		if c.periodOf(i) != now || !slices.Contains(c.touch[k], s.from) || !slices.Contains(c.touch[k], s.to) {
			continue
		}
		ch := c.in.Changes.List.At(i)
		if len(commits) < mostCommits {
			commits = append(commits, ch.ID().String())
		}
		for _, f := range ch.Files() {
			for _, g := range ch.Files() {
				if c.of[f] == s.from && c.of[g] == s.to {
					n[[2]int32{f, g}]++
				}
			}
		}
	}
	paths := c.in.Changes.Paths
	pairs := slices.SortedFunc(maps.Keys(n), func(x, y [2]int32) int {
		return cmp.Or(cmp.Compare(n[y], n[x]), cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1]))
	})
	files = []FilePair{}
	for _, p := range pairs[:min(len(pairs), mostFiles)] {
		files = append(files, FilePair{paths[p[0]], paths[p[1]], n[p]})
	}
	return commits, files
}
