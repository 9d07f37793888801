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
// A pair is a hidden coupling if it shares at least three changes, half as many again as
// chance explains (lift of at least 1.5) and significantly more (q at most 0.01), and no import
// path leads from one end to the other, either way. Only what has
// known imports can be one: source files of a language that is read, and areas with
// such files. Tests, samples and tools change with what they are for, whatever they
// import: a pair with one of them is none.
//
// A package, and an area with code, changes where its code does: what else lies in its
// folders, such as translations, templates, manifests and tests, is not what imports could
// explain. Of an area without code that is read all files count but manifests.
//
// Names and places explain many pairs: translations of one text, the manifests of a release, a
// header and its implementation, a test and its code, source sets of which a build takes one,
// what a framework reads by its place (see Reason). Such a pair is marked and is no
// hidden coupling. Files of three and more names alike that change together are a Family,
// which is told as one; pairs within one do not count against the pairs that are kept.
//
// Hidden pairs often tell one habit several times: A with B, A with C and B with C, and the
// packages of all three. In the order of files, packages and areas, a pair with more than half
// of its changes among those of a pair before it has the number of that one's habit; only the
// first of a habit need be read.
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
	"seam/analyze/parallel"
)

// DefaultTop is how many pairs of a level are kept.
const DefaultTop = 500

// Options tunes Measure. The zero value is the default.
type Options struct {
	Top        int // pairs kept a level, and as many within families; 0 is DefaultTop, negative is all
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
	// Supporting reports whether a path, of a file, a package or an area, is one of tests, samples or
	// tools; nil where nothing is.
	Supporting func(path string) bool
	// Linked reports of pairs of packages whether an import path leads from one to the
	// other, either way.
	Linked func(pairs [][2]string) []bool
	// AreasLinked is the same for areas.
	AreasLinked func(pairs [][2]string) []bool
	// Mentions reports whether a file imports a name of another package; nil where that is not known.
	Mentions func(file, name string) bool
	// AreaKnown reports whether the imports of an area's code are known.
	AreaKnown func(area string) bool
}

// Result is the coupled pairs of every level: files, then packages, then areas, each
// in the order that the package doc states.
type Result struct {
	Pairs      []Pair
	Families   []Family // of files, in the same order
	Changes    int      // changes of two files and more
	FilePairs  int      // file pairs that share a change
	MinSupport int
}

// Measure counts co-change at every level, the levels side by side: what is asked of a path
// or an area is asked by several goroutines at once, Linked by the caller's alone.
func Measure(in Input, opt Options) Result {
	opt = opt.withDefaults()
	translated := findTranslations(in.Changes.Paths)
	families := familiesByName(in.Changes, translated)
	file := func(of *history.Changes) namer {
		return func(i int) (string, bool) { return of.Paths[i], of.Alive[i] }
	}
	code := in.code()
	levels := [...]level{
		{level: File, of: in.Changes, list: &in.Changes.List, name: file(in.Changes), family: families.ofPath},
		{level: Package, of: in.Changes, list: &in.Changes.List, name: in.codeOf(code)},
		{level: Area, of: in.Changes, list: &in.Changes.List, name: in.codeOfArea(code)},
		{level: File, of: in.Changes, list: &in.Changes.Bots, name: file(in.Changes)},
		{level: File, of: in.Output, name: file(in.Output), only: func(from, to string) bool { return in.generated(from) || in.generated(to) }},
	}
	if output := &levels[4]; in.knowsOutput() {
		output.list = &in.Output.List
	} else {
		output.of, output.list = &history.Changes{}, &history.List{}
	}
	addAges(levels[:])
	parallel.Each(len(levels), func(i int) { levels[i].count(opt) })
	files, pkgs, areas, bots, output := &levels[0], &levels[1], &levels[2], &levels[3], &levels[4]
	in.relate(opt, levels[:])
	made := findFrameworks(in.Changes.Paths, in.Changes.Alive)
	for _, l := range levels {
		in.expect(l.level, l.pairs, translated, made)
	}
	in.throughInterfaces(files)
	families.addSiblings(files.pairs)
	families.count(in.Changes)
	var byBots []Pair
	for i, changes := range files.meetings(endsOf(bots.pairs)) { // that people do not change together
		if p := bots.pairs[i]; len(changes) < opt.MinSupport {
			p.Bots, p.Hidden = true, false
			byBots = append(byBots, p)
		}
	}
	for i := range output.pairs {
		output.pairs[i].Generated, output.pairs[i].Hidden = true, false
	}
	findHabits(levels[:3])
	told := families.name(files.pairs)
	return Result{
		Families: told,
		Pairs:    slices.Concat(merge(merge(files.pairs, byBots), output.pairs), pkgs.pairs, areas.pairs),
		Changes:  files.several, FilePairs: files.shared, MinSupport: opt.MinSupport,
	}
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

// level is one level of some changes of a history, and what was found there.
type level struct {
	level Level
	of    *history.Changes
	list  *history.List
	ages  []age // by change of the list
	name  namer
	only  func(from, to string) bool // the pairs that are wanted; nil is all
	// family is that of an item, 0 for none: pairs within one are kept apart; nil is none.
	family func(item string) int32

	several int    // changes of several items
	shared  int    // pairs that share a change
	pairs   []Pair // the first of them with enough support, in order
}

// namer maps a path of a level's changes, by its index, to its item; ok is false where it has
// none.
type namer func(i int) (item string, ok bool)

// codeOf names the package that a source file belongs to: what else lies in its folder, such
// as its translations, templates and tests, is not what imports could explain.
func (in *Input) codeOf(code []bool) namer {
	return func(i int) (string, bool) {
		if !code[i] {
			return "", false
		}
		return in.PackageOf(in.Changes.Paths[i])
	}
}

// codeOfArea does the same for areas. Of an area without code that is read all files count
// but manifests: a release writes all of those at once.
func (in *Input) codeOfArea(code []bool) namer {
	return func(i int) (string, bool) {
		p := in.Changes.Paths[i]
		area, ok := in.AreaOf(p)
		if !ok || !code[i] && (isManifest(p) || in.AreaKnown(area)) {
			return "", false
		}
		return area, true
	}
}

// code tells of each path of the changes whether it is source whose imports are known, no test
// and no manifest.
func (in *Input) code() []bool {
	code := make([]bool, len(in.Changes.Paths))
	parallel.Spans(len(code), func(from, to int) {
		for i, p := range in.Changes.Paths[from:to] {
			code[from+i] = in.Source(p) && !isManifest(p) && !in.supports(p) && !isTestName(p)
		}
	})
	return code
}

// count finds the pairs of a level. What it takes is let go of at its end: levels are large.
func (l *level) count(opt Options) {
	if l.list.Len() == 0 {
		return
	}
	c := counter{level: l}
	c.project()
	c.turn()
	first, alike := leading{most: opt.Top}, leading{most: opt.Top}
	family := c.families()
	t := newTests(c.total)
	c.eachPair(func(p pair) {
		t.add(c.testOf(p))
		switch {
		case int(p.n) < opt.MinSupport:
		case family != nil && family[p.a] > 0 && family[p.a] == family[p.b]:
			alike.add(p)
		default:
			first.add(p)
		}
	})
	l.shared = t.pairs
	c.describe(slices.SortedFunc(slices.Values(slices.Concat(first.sorted(), alike.sorted())), before), t)
	c.cite(c.pairs)
}

// families is the family of each item; nil where there are none.
func (c *counter) families() []int32 {
	if c.family == nil {
		return nil
	}
	out := make([]int32, len(c.items))
	for i, item := range c.items {
		out[i] = c.family(item)
	}
	return out
}

// describe makes the first pairs of a level.
func (c *counter) describe(first []pair, t *tests) {
	q := t.qValues()
	for _, p := range first {
		from, to := c.items[p.a], c.items[p.b]
		if c.only != nil && !c.only(from, to) {
			continue
		}
		d1, d2 := float64(c.degree[p.a]), float64(c.degree[p.b])
		c.pairs = append(c.pairs, Pair{
			From: from, To: to, Level: c.level.level, Support: int(p.n),
			ConfidenceFrom: float64(p.n) / d1, ConfidenceTo: float64(p.n) / d2,
			Lift: float64(p.n) / (d1 * d2 * c.chance()), QValue: q.of(t.value(c.testOf(p))), Weight: p.weight,
		})
	}
}

// relate says of the pairs of all levels whether imports explain them.
func (in *Input) relate(opt Options, levels []level) {
	for _, l := range levels {
		ends := endsOf(l.pairs)
		linked := in.Linked
		switch l.level {
		case Area:
			linked = in.AreasLinked
		case File:
			linked = in.filesLinked
		}
		for k, yes := range linked(ends) {
			p := &l.pairs[k]
			p.Imports = yes
			p.Hidden = in.known(p) && !yes && p.Support >= 3 && p.Lift >= WorthALine && p.QValue <= opt.Significant
		}
	}
}

func endsOf(pairs []Pair) [][2]string {
	out := make([][2]string, len(pairs))
	for k := range pairs {
		out[k] = pairs[k].ends()
	}
	return out
}

// known reports whether the imports of both ends of a pair are known, and say something.
func (in *Input) known(p *Pair) bool {
	if in.Supporting != nil && (in.Supporting(p.From) || in.Supporting(p.To)) {
		return false
	}
	switch p.Level {
	case Area:
		return in.AreaKnown(p.From) && in.AreaKnown(p.To)
	case File:
		return in.Source(p.From) && in.Source(p.To)
	}
	return true
}

// filesLinked reports of pairs of files whether both are of one package, or of linked ones.
func (in *Input) filesLinked(pairs [][2]string) []bool {
	out := make([]bool, len(pairs))
	var packages [][2]string
	var at []int // by pair of packages: its place in pairs
	for k, p := range pairs {
		a, ok1 := in.PackageOf(p[0])
		b, ok2 := in.PackageOf(p[1])
		switch {
		case !ok1 || !ok2:
		case a == b:
			out[k] = true
		default:
			packages, at = append(packages, [2]string{a, b}), append(at, k)
		}
	}
	for n, yes := range in.Linked(packages) {
		out[at[n]] = yes
	}
	return out
}

// chance returns Σ s(s-1) / S², which times two degrees gives the support that
// chance explains.
func (c *counter) chance() float64 {
	if c.sizes == 0 {
		return math.Inf(1)
	}
	return float64(c.squares) / (float64(c.sizes) * float64(c.sizes))
}
