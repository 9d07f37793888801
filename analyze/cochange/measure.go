// Package cochange measures what changes together: files, packages and areas that
// the same changes touch.
//
// For a pair with d1 and d2 changes of its two ends and n changes that touch both,
// out of N changes of the level:
//
//	support      n
//	confidence   n/d1 and n/d2, so the direction is kept
//	lift         n / (d1·d2·Σ s(s-1) / S²), s the sizes of the changes, S their sum:
//	             the support that changes of these sizes and items of these
//	             popularities would share by chance (a degree-preserving expectation,
//	             not the usual n·N/(d1·d2), which calls every pair of a large change
//	             a relation)
//	q value      Fisher's exact test, upper tail, corrected over all pairs of the
//	             level that share a change (Benjamini and Hochberg, 1995)
//	weight       Σ over months of 30 days in which a change touches both: ½^(age in
//	             years) of the newest such change
//
// A pair is a hidden coupling if it shares at least three changes, more than chance
// explains (lift above 1) and significantly so (q at most 0.01), and no import path
// leads from one end to the other, either way. Only what has
// known imports can be one: source files of a language that is read, and areas with
// such files.
//
// Pairs are ordered by weight, which of all rules tried predicts best which pairs go on
// changing together: one burst of work counts once, a relation that shows again month
// after month counts every time, and old ones fade.
//
// Programs change files together too (a dependency bot edits all workflows at once).
// Their changes count for nobody else's numbers; a pair that only they change together
// is a row of its own, marked, with the numbers of their changes. The same goes for
// pairs with a generator's output: what is regenerated with its source predicts best of
// all and tells nothing about the code, so its rows stand marked among the others, with
// the numbers of the changes that it is left in.
//
// Where it misleads: co-change is neither good nor bad. A test and its code belong
// together; two files may change together because one person likes large commits.
// Pairs of low support are chance more often than not; see the q value.
package cochange

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"seam/analyze/history"
)

// DefaultTop is how many pairs of a level are kept.
const DefaultTop = 500

// Options tunes Measure. The zero value is the default.
type Options struct {
	Top        int // pairs kept a level; 0 is DefaultTop, negative is all
	MinSupport int // 0 is 2
	// Significant is the largest q value of a hidden coupling; 0 is 0.01.
	Significant float64
}

// Input is what Measure counts.
type Input struct {
	Changes *history.Changes
	// Output is the same history with generated files left in; nil leaves them out.
	Output *history.Changes
	// PackageOf and AreaOf name the package and the area of a path; ok is false where
	// it has none.
	PackageOf func(path string) (name string, ok bool)
	AreaOf    func(path string) (name string, ok bool)
	// Source reports whether a path is a source file whose imports are known: only then
	// does a missing import say anything.
	Source func(path string) bool
	// Linked reports of pairs of packages whether an import path leads from one to the
	// other, either way.
	Linked func(pairs [][2]string) []bool
	// AreasLinked is the same for areas.
	AreasLinked func(pairs [][2]string) []bool
	// AreaKnown reports whether the imports of an area's code are known.
	AreaKnown func(area string) bool
}

// Result is the coupled pairs of every level: files, then packages, then areas, each
// in the order that the package doc states.
type Result struct {
	Pairs      []Pair
	Changes    int // changes of two files and more
	FilePairs  int // file pairs that share a change
	MinSupport int
}

// Measure counts co-change at every level, the levels side by side: PackageOf and AreaOf
// are asked by several goroutines at once, the other questions by the caller's alone.
func Measure(in Input, opt Options) Result {
	opt = opt.withDefaults()
	file := func(p string, alive bool) (string, bool) { return p, alive }
	people := agesOf(in.Changes, &in.Changes.List)
	levels := [...]level{
		{level: File, of: in.Changes, list: &in.Changes.List, ages: people, name: file},
		{level: Package, of: in.Changes, list: &in.Changes.List, ages: people, name: func(p string, _ bool) (string, bool) { return in.PackageOf(p) }},
		{level: Area, of: in.Changes, list: &in.Changes.List, ages: people, name: func(p string, _ bool) (string, bool) { return in.AreaOf(p) }},
		{level: File, of: in.Changes, list: &in.Changes.Bots, ages: agesOf(in.Changes, &in.Changes.Bots), name: file},
		{level: File, of: in.Output, name: file},
	}
	if output := &levels[4]; in.knowsOutput() {
		output.list, output.ages = &in.Output.List, agesOf(in.Output, &in.Output.List)
	} else {
		output.of, output.list = &history.Changes{}, &history.List{}
	}
	var beside sync.WaitGroup
	for i := range levels {
		beside.Go(func() { levels[i].count(opt) })
	}
	beside.Wait()
	files, pkgs, areas, bots, output := &levels[0], &levels[1], &levels[2], &levels[3], &levels[4]
	m := measurer{in: in, opt: opt}
	r := Result{FilePairs: files.shared, MinSupport: opt.MinSupport}
	for _, ch := range files.changes {
		if ch.to-ch.from > 1 {
			r.Changes++
		}
	}
	byBots := m.pairs(bots, func(from, to string) bool { return files.support(from, to) < opt.MinSupport })
	for i := range byBots { // that people do not change together
		byBots[i].Bots, byBots[i].Hidden = true, false
	}
	generated := m.pairs(output, func(from, to string) bool { return in.generated(from) || in.generated(to) })
	for i := range generated {
		generated[i].Generated, generated[i].Hidden = true, false
	}
	r.Pairs = slices.Concat(merge(merge(m.pairs(files, everyPair), byBots), generated), m.pairs(pkgs, everyPair), m.pairs(areas, everyPair))
	return r
}

// knowsOutput reports whether there is a history with more files in it: generated ones.
func (in *Input) knowsOutput() bool {
	return in.Output != nil && len(in.Output.Paths) != len(in.Changes.Paths)
}

// generated reports whether only the history with generated files knows a path.
func (in *Input) generated(p string) bool {
	_, written := slices.BinarySearch(in.Changes.Paths, p)
	return !written
}

// merge joins two lists that are in the order of pairs; of equals a's come first.
func merge(a, b []Pair) []Pair {
	out := slices.Concat(a, b)
	slices.SortStableFunc(out, func(x, y Pair) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(y.Support, x.Support))
	})
	return out
}

func (o Options) withDefaults() Options {
	if o.Top == 0 {
		o.Top = DefaultTop
	}
	if o.MinSupport == 0 {
		o.MinSupport = 2
	}
	if o.Significant == 0 {
		o.Significant = 0.01
	}
	return o
}

// measurer describes what was counted.
type measurer struct {
	in  Input
	opt Options
}

// level is one level of some changes of a history, and what was counted of it.
type level struct {
	level Level
	of    *history.Changes
	list  *history.List
	ages  []age // by change of list
	name  namer

	items    []string
	room     []int32   // the items of all changes
	changes  []change  // those that touch an item
	degree   []int32   // by item: the changes that touch it
	touching [][]touch // by item: those of them that touch others too, ascending
	shared   int       // pairs that share a change
	first    []pair    // the first of them with enough support, in order
	q        []float64 // of first
}

// namer maps a path to its item; ok is false where it has none.
type namer func(path string, alive bool) (item string, ok bool)

// count counts what the pairs of a level share.
func (l *level) count(opt Options) {
	l.project()
	l.turn()
	first := leading{most: opt.Top}
	var tests []test
	l.eachPair(func(p pair) {
		tests = append(tests, l.testOf(p))
		if int(p.n) >= opt.MinSupport {
			first.add(p)
		}
	})
	l.shared, l.first = len(tests), first.sorted()
	l.q = l.qValues(tests)
}

func everyPair(from, to string) bool { return true }

// pairs describes the first pairs of a level that are wanted.
func (m *measurer) pairs(l *level, wanted func(from, to string) bool) []Pair {
	var out []Pair
	c := l.chance()
	for k, p := range l.first {
		if !wanted(l.items[p.a], l.items[p.b]) {
			continue
		}
		d1, d2 := float64(l.degree[p.a]), float64(l.degree[p.b])
		out = append(out, Pair{
			From: l.items[p.a], To: l.items[p.b], Level: l.level, Support: int(p.n),
			ConfidenceFrom: float64(p.n) / d1, ConfidenceTo: float64(p.n) / d2,
			Lift: float64(p.n) / (d1 * d2 * c), QValue: l.q[k], Weight: p.weight,
		})
	}
	m.relate(l.level, out)
	l.cite(out)
	return out
}

// relate says of the pairs of a level whether imports explain them.
func (m *measurer) relate(l Level, pairs []Pair) {
	ends := make([][2]string, len(pairs))
	for k, p := range pairs {
		ends[k] = [2]string{p.From, p.To}
	}
	linked := m.in.Linked
	switch l {
	case Area:
		linked = m.in.AreasLinked
	case File:
		linked = m.filesLinked
	}
	for k, yes := range linked(ends) {
		p := &pairs[k]
		p.Imports = yes
		p.Hidden = m.known(l, p) && !yes && p.Support >= 3 && p.Lift > 1 && p.QValue <= m.opt.Significant
	}
}

// known reports whether the imports of both ends of a pair are known.
func (m *measurer) known(l Level, p *Pair) bool {
	switch l {
	case Area:
		return m.in.AreaKnown(p.From) && m.in.AreaKnown(p.To)
	case File:
		return m.in.Source(p.From) && m.in.Source(p.To)
	}
	return true
}

// filesLinked reports of pairs of files whether both are of one package, or of linked ones.
func (m *measurer) filesLinked(pairs [][2]string) []bool {
	out := make([]bool, len(pairs))
	var packages [][2]string
	var at []int // by pair of packages: its place in pairs
	for k, p := range pairs {
		a, ok1 := m.in.PackageOf(p[0])
		b, ok2 := m.in.PackageOf(p[1])
		switch {
		case !ok1 || !ok2:
		case a == b:
			out[k] = true
		default:
			packages, at = append(packages, [2]string{a, b}), append(at, k)
		}
	}
	for n, yes := range m.in.Linked(packages) {
		out[at[n]] = yes
	}
	return out
}

// chance returns Σ s(s-1) / S², which times two degrees gives the support that
// chance explains.
func (l *level) chance() float64 {
	var pairs, total float64
	for _, ch := range l.changes {
		s := float64(ch.to - ch.from)
		pairs += s * (s - 1)
		total += s
	}
	if total == 0 {
		return math.Inf(1)
	}
	return pairs / (total * total)
}
