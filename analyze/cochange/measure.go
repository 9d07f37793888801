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
	// Linked reports whether an import path leads from one package to the other,
	// either way.
	Linked func(a, b string) bool
	// AreasLinked is the same for areas.
	AreasLinked func(a, b string) bool
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

// Measure counts co-change at every level.
func Measure(in Input, opt Options) Result {
	opt = opt.withDefaults()
	m := measurer{in: in, opt: opt}
	file := func(p string, alive bool) (string, bool) { return p, alive }
	people := in.Changes.List
	files := m.level(File, in.Changes, people, file, everyPair)
	pkgs := m.level(Package, in.Changes, people, func(p string, _ bool) (string, bool) { return in.PackageOf(p) }, everyPair)
	areas := m.level(Area, in.Changes, people, func(p string, _ bool) (string, bool) { return in.AreaOf(p) }, everyPair)
	r := Result{Changes: files.changes, FilePairs: len(files.counted.pairs), MinSupport: opt.MinSupport}
	bots := m.level(File, in.Changes, in.Changes.Bots, file, func(from, to string) bool { return files.support(from, to) < opt.MinSupport }).pairs
	for i := range bots { // that people do not change together
		bots[i].Bots, bots[i].Hidden = true, false
	}
	r.Pairs = slices.Concat(merge(merge(files.pairs, bots), m.withOutput(file)), pkgs.pairs, areas.pairs)
	return r
}

// withOutput marks the file pairs of which an end is generated: a path that only the
// history with generated files knows.
func (m *measurer) withOutput(file namer) []Pair {
	if m.in.Output == nil || len(m.in.Output.Paths) == len(m.in.Changes.Paths) {
		return nil
	}
	generated := func(p string) bool {
		_, written := slices.BinarySearch(m.in.Changes.Paths, p)
		return !written
	}
	out := m.level(File, m.in.Output, m.in.Output.List, file, func(from, to string) bool { return generated(from) || generated(to) }).pairs
	for i := range out {
		out[i].Generated, out[i].Hidden = true, false
	}
	return out
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

type measurer struct {
	in   Input
	opt  Options
	logs logFactorials
}

type levelResult struct {
	pairs   []Pair
	changes int // of two items and more
	items   []string
	counted counts // every pair that shares a change, those beyond Top included
}

// support is in how many changes two items are, from < to.
func (r *levelResult) support(from, to string) int {
	a, ok1 := slices.BinarySearch(r.items, from)
	b, ok2 := slices.BinarySearch(r.items, to)
	if !ok1 || !ok2 {
		return 0
	}
	at, ok := slices.BinarySearchFunc(r.counted.pairs, pair{a: int32(a), b: int32(b)}, func(p, q pair) int {
		return cmp.Or(cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
	})
	if !ok {
		return 0
	}
	return int(r.counted.pairs[at].n)
}

func everyPair(from, to string) bool { return true }

// namer maps a path to its item; ok is false where it has none.
type namer func(path string, alive bool) (item string, ok bool)

// level counts one level of some changes of a history. Of the first Top pairs it gives
// those that are wanted.
func (m *measurer) level(level Level, of *history.Changes, list []history.Change, name namer, wanted func(from, to string) bool) levelResult {
	items, changes := project(of, list, name)
	counts := count(items, changes)
	c := chance(changes)
	fisher := m.fisher(counts, len(changes))
	tests := make([]float64, len(counts.pairs))
	order := make([]int, 0, len(counts.pairs))
	for i, p := range counts.pairs {
		tests[i] = fisher(p)
		if int(p.n) >= m.opt.MinSupport {
			order = append(order, i)
		}
	}
	found := benjaminiHochberg(tests)
	slices.SortFunc(order, func(x, y int) int {
		a, b := counts.pairs[x], counts.pairs[y]
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(b.n, a.n), cmp.Compare(a.a, b.a), cmp.Compare(a.b, b.b))
	})
	if m.opt.Top > 0 && len(order) > m.opt.Top {
		order = order[:m.opt.Top]
	}
	out := levelResult{items: items, counted: counts}
	for _, ch := range changes {
		if len(ch.items) > 1 {
			out.changes++
		}
	}
	for _, i := range order {
		p := counts.pairs[i]
		if !wanted(items[p.a], items[p.b]) {
			continue
		}
		d1, d2 := counts.degree[p.a], counts.degree[p.b]
		pair := Pair{
			From: items[p.a], To: items[p.b], Level: level, Support: int(p.n),
			ConfidenceFrom: float64(p.n) / float64(d1), ConfidenceTo: float64(p.n) / float64(d2),
			Lift: float64(p.n) / (float64(d1) * float64(d2) * c), QValue: found.of(fisher(p)), Weight: p.weight,
		}
		m.relate(&pair)
		out.pairs = append(out.pairs, pair)
	}
	cite(out.pairs, items, changes, list)
	return out
}

// fisher is Fisher's exact test of a pair out of some number of changes.
func (m *measurer) fisher(c counts, changes int) func(pair) float64 {
	if len(m.logs) <= changes {
		m.logs = make(logFactorials, changes+1)
	}
	return func(p pair) float64 {
		return m.logs.fisher(int(p.n), c.degree[p.a], c.degree[p.b], changes)
	}
}

// relate says whether imports explain a pair.
func (m *measurer) relate(p *Pair) {
	a, b := p.From, p.To
	known := true
	switch p.Level {
	case Area:
		p.Imports = m.in.AreasLinked(a, b)
		known = m.in.AreaKnown(a) && m.in.AreaKnown(b)
	case Package:
		p.Imports = m.in.Linked(a, b)
	case File:
		var ok1, ok2 bool
		a, ok1 = m.in.PackageOf(a)
		b, ok2 = m.in.PackageOf(b)
		p.Imports = ok1 && ok2 && (a == b || m.in.Linked(a, b))
		known = m.in.Source(p.From) && m.in.Source(p.To)
	}
	p.Hidden = known && !p.Imports && p.Support >= 3 && p.Lift > 1 && p.QValue <= m.opt.Significant
}

// chance returns Σ s(s-1) / S², which times two degrees gives the support that
// chance explains.
func chance(changes []change) float64 {
	var pairs, total float64
	for _, ch := range changes {
		s := float64(len(ch.items))
		pairs += s * (s - 1)
		total += s
	}
	if total == 0 {
		return math.Inf(1)
	}
	return pairs / (total * total)
}
