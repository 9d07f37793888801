package split

import (
	"cmp"
	"slices"
	"strings"
)

// Sample is a measured part as the program sees it that fits the weights: what Rank
// knows of it, in numbers that can be kept in a file.
type Sample struct {
	Folder   string    // its folder, or the folders of a group joined by commas
	Packages []int32   // indexes into the repository's sorted packages, ascending
	Numbers  []float64 // in the order of NumberNames
}

// NumberNames says what the numbers of a Sample are. Those that begin with commit are
// counted by single commits, those that begin with change by units of change.
func NumberNames() []string {
	var out []string
	for _, n := range new(features).numbers() {
		out = append(out, n.name)
	}
	return out
}

// number is one field of features by name.
type number struct {
	name    string
	whole   *int
	decimal *float64
	truth   *bool
}

func (f *features) numbers() []number {
	list := []number{
		{name: "packages", whole: &f.packages}, {name: "lines", whole: &f.lines}, {name: "depth", whole: &f.depth},
		{name: "places", whole: &f.places}, {name: "main", truth: &f.main}, {name: "given", whole: &f.given},
		{name: "taken", whole: &f.taken}, {name: "leaving", whole: &f.leaving}, {name: "inside", whole: &f.inside},
		{name: "importers", whole: &f.importers}, {name: "needs", whole: &f.needs}, {name: "third_party", whole: &f.thirdParty},
		{name: "owns", whole: &f.owns},
	}
	list = append(list, f.single.numbers("commit_")...)
	return append(list, f.past.numbers("change_")...)
}

func (p *past) numbers(prefix string) []number {
	return []number{
		{name: prefix + "count", whole: &p.changes}, {name: prefix + "alone", whole: &p.alone},
		{name: prefix + "weight", decimal: &p.weight}, {name: prefix + "alone_weight", decimal: &p.aloneW},
		{name: prefix + "along", decimal: &p.along}, {name: prefix + "expected", decimal: &p.expected},
		{name: prefix + "focus", decimal: &p.focus}, {name: prefix + "authors", whole: &p.authors},
	}
}

func (n number) get() float64 {
	switch {
	case n.whole != nil:
		return float64(*n.whole)
	case n.decimal != nil:
		return *n.decimal
	case *n.truth:
		return 1
	}
	return 0
}

func (n number) set(v float64) {
	switch {
	case n.whole != nil:
		*n.whole = int(v)
	case n.decimal != nil:
		*n.decimal = v
	default:
		*n.truth = v != 0
	}
}

// partOf restores the part of a sample.
func partOf(s Sample) part {
	p := part{folder: s.Folder, set: s.Packages}
	if strings.Contains(s.Folder, ",") {
		p.roots = strings.Split(s.Folder, ",")
	}
	return p
}

// comparePlaces orders folders before groups and each by name.
func comparePlaces(a, b part) int {
	return cmp.Or(cmp.Compare(min(1, len(a.roots)), min(1, len(b.roots))), strings.Compare(a.key(), b.key()))
}

// Samples lists all parts measured, folders first, each kind by name.
func (r *Ranking) Samples() []Sample {
	list := slices.Clone(r.all)
	slices.SortFunc(list, func(a, b scored) int { return comparePlaces(a.part, b.part) })
	out := make([]Sample, 0, len(list))
	for _, s := range list {
		x := Sample{Folder: s.key(), Packages: s.set}
		for _, n := range s.features.numbers() {
			x.Numbers = append(x.Numbers, n.get())
		}
		out = append(out, x)
	}
	return out
}

// CardStep is one step of the scorecard.
type CardStep struct {
	Term   string
	Above  float64
	Points float64 // as shipped
}

// Steps lists the steps of the scorecard in the order of Trial.Reached.
func Steps() []CardStep {
	var out []CardStep
	for _, t := range scorecard {
		for _, s := range t.steps {
			out = append(out, CardStep{t.code, s.Above, s.Points})
		}
	}
	return out
}

// Trial ranks the samples of one repository by any points.
type Trial struct {
	parts  []scored // in the order of the samples
	totals totals
}

// NewTrial prepares the samples of a repository with that many packages. History counts by
// single commits, as in Rank.
func NewTrial(samples []Sample, packages int) *Trial {
	return newTrial(samples, packages, func(f features) past { return f.single })
}

// NewTrialByUnits is NewTrial with history counted by units of change.
func NewTrialByUnits(samples []Sample, packages int) *Trial {
	return newTrial(samples, packages, func(f features) past { return f.past })
}

func newTrial(samples []Sample, packages int, history func(features) past) *Trial {
	t := &Trial{}
	for _, s := range samples {
		p := scored{part: partOf(s)}
		for i, n := range p.features.numbers() {
			n.set(s.Numbers[i])
		}
		p.features.program, p.features.golang = p.features.main, true
		p.features.single = history(p.features)
		t.parts = append(t.parts, p)
	}
	t.totals = totalsOf(t.parts, packages)
	rate(t.parts, t.totals, weights())
	return t
}

// Reached says how far every sample reaches every step, 0 to 1.
func (t *Trial) Reached() [][]float64 {
	out := make([][]float64, len(t.parts))
	for i, p := range t.parts {
		out[i] = p.reached
	}
	return out
}

// List orders the samples as Rank does, by the points of every step and with places for
// likely services: indexes of those that are no near-duplicates of better ones.
func (t *Trial) List(points []float64) []int {
	return t.indexes(inPlaces(t.ranked(points), t.totals))
}

// ListByPoints is List without places for services.
func (t *Trial) ListByPoints(points []float64) []int { return t.indexes(t.ranked(points)) }

func (t *Trial) ranked(points []float64) []scored {
	parts := slices.Clone(t.parts)
	for i := range parts {
		parts[i].points = dot(points, parts[i].reached)
	}
	sortByPoints(parts)
	return fold(parts)
}

// indexes finds parts among the samples.
func (t *Trial) indexes(parts []scored) []int {
	at := map[string]int{}
	for i := range t.parts {
		at[t.parts[i].key()] = i
	}
	out := make([]int, len(parts))
	for i, p := range parts {
		out[i] = at[p.key()]
	}
	return out
}
