package split

import (
	"fmt"
	"math"

	"seam/analyze/english"
)

// ramp is 0 below 80 % of the threshold, 1 above 120 %.
func ramp(value, threshold float64) float64 {
	low, high := float64(0.8*threshold), float64(1.2*threshold)
	return min(1, max(0, (value-low)/(high-low)))
}

// term is one line of the scorecard.
type term struct {
	code  string
	steps []Step
	value func(features, totals) float64
	text  func(features, totals, float64) string
}

// totals are figures of the whole repository that parts are measured against.
type totals struct {
	packages int
	alone    float64 // share of age-weighted changes that touch nothing else, pooled over all parts
}

// scorecard is the terms and their points. The points are those that make fit finds
// on the parts that owners split out later (docs/bench/splits.md); the thresholds are
// not fitted. History is counted by single commits. Values are smoothed so that small
// samples cannot win (+1, +0.5, +2m below).
var scorecard = []term{
	{"gives-more-than-it-takes", []Step{{2, 3}, {32, 3}},
		func(f features, _ totals) float64 { return float64(f.given+1) / float64(f.taken+1) },
		func(f features, _ totals, _ float64) string {
			return fmt.Sprintf("others use %s of it; it uses %s of theirs", english.Count(f.given, "name"), english.Count(f.taken, "name"))
		}},
	{"keeps-to-itself", []Step{{0.71, -3}, {2.8, -4}},
		func(f features, _ totals) float64 { return float64(f.leaving+1) / float64(f.inside+1) },
		func(f features, _ totals, _ float64) string {
			return fmt.Sprintf("%d of its %s to packages of this repository stay inside", f.inside, english.Count(f.inside+f.leaving, "import"))
		}},
	{"changes-alone", []Step{{0.10, 2}, {0.42, 3}}, shareAlone,
		func(f features, _ totals, _ float64) string {
			return fmt.Sprintf("%d of its %s touch nothing else", f.single.alone, english.Count(f.single.changes, "commit"))
		}},
	{"changes-with-others", []Step{{1, -4}},
		func(f features, _ totals) float64 { return (f.single.along + 0.5) / (f.single.expected + 0.5) },
		func(f features, _ totals, v float64) string {
			return fmt.Sprintf("its commits touch other packages %.1f times as often as chance", v)
		}},
	{"team-focus", []Step{{0.007, 2}, {0.016, 2}, {0.15, 1}},
		func(f features, _ totals) float64 {
			if f.single.changes < tellingCommits {
				return 0
			}
			return f.single.focus
		},
		func(f features, _ totals, v float64) string {
			if f.single.changes < tellingCommits {
				return english.Count(f.single.changes, "commit") + ": too few to say whose work it is"
			}
			return fmt.Sprintf("its %s %s of all their work here", english.Count(f.single.authors, "author")+english.Choose(f.single.authors, " does", " do"), percent(v))
		}},
	{"enough-code", []Step{{350, 1}, {800, 2}},
		func(f features, _ totals) float64 { return float64(f.lines) },
		func(f features, _ totals, _ float64) string {
			return english.Count(f.lines, "line") + " of non-test code"
		}},
	{"too-much-code", []Step{{10000, -4}},
		func(f features, _ totals) float64 { return float64(f.lines) },
		func(f features, _ totals, _ float64) string {
			return english.Count(f.lines, "line") + " of non-test code"
		}},
	{"buried", []Step{{2.9, -2}, {3.9, -2}},
		func(f features, _ totals) float64 { return float64(f.depth) },
		func(f features, _ totals, _ float64) string { return english.Count(f.depth, "folder") + " in its path" }},
	{"most-of-the-repository", []Step{{0.35, -11}},
		func(f features, t totals) float64 { return float64(f.packages) / float64(max(1, t.packages)) },
		func(f features, t totals, _ float64) string {
			return fmt.Sprintf("%d of the repository's %s", f.packages, english.Count(t.packages, "package"))
		}},
	{"crosses-folders", []Step{{1, -1}},
		func(f features, _ totals) float64 { return float64(f.places) },
		func(f features, _ totals, _ float64) string {
			if f.places == 0 {
				return "it is one folder"
			}
			return fmt.Sprintf("it lies in %d folders", f.places)
		}},
}

// tellingCommits is the number of commits from which a part is given points for its past: the
// one commit that brought it in does not say whether it changes alone, or whose work it is.
const tellingCommits = 2

// shareAlone is the share of a part's commits that touch nothing else, weighted by age
// and drawn towards the share of all parts where there are few; 0 below tellingCommits.
func shareAlone(f features, t totals) float64 {
	if f.single.changes < tellingCommits {
		return 0
	}
	return (f.single.aloneW + 2*t.alone) / (f.single.weight + 2)
}

// wholeSteps are terms whose values are whole numbers: a ramp makes no sense there.
var wholeSteps = map[string]bool{"buried": true, "crosses-folders": true}

// weights lists the points of all steps of the scorecard.
func weights() []float64 {
	var out []float64
	for _, s := range scorecard {
		for _, st := range s.steps {
			out = append(out, st.Points)
		}
	}
	return out
}

// MostPoints is the highest score that a part can have: every step that adds is reached
// in full, and none that takes away.
func MostPoints() float64 {
	sum := 0.0
	for _, w := range weights() {
		sum += max(w, 0)
	}
	return sum
}

// evaluate measures a part by every term and says how far every step is reached.
func evaluate(f features, t totals) (values, reached []float64) {
	for _, s := range scorecard {
		v := s.value(f, t)
		values = append(values, v)
		for _, st := range s.steps {
			reached = append(reached, s.reach(v, st))
		}
	}
	return values, reached
}

func (s term) reach(v float64, st Step) float64 {
	switch {
	case !wholeSteps[s.code]:
		return ramp(v, st.Above)
	case v > st.Above:
		return 1
	}
	return 0
}

// direction is told by the sign of the first step: the steps of a term all have one.
func (s term) direction() Direction {
	if s.steps[0].Points < 0 {
		return Lower
	}
	return Higher
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += float64(a[i] * b[i])
	}
	return sum
}

func round1(v float64) float64 { return math.Round(v*10) / 10 }

func percent(v float64) string {
	if v < 0.1 {
		return fmt.Sprintf("%.1f%%", 100*v)
	}
	return fmt.Sprintf("%.0f%%", 100*v)
}
