package split

import (
	"fmt"
	"math"
)

// step is a number of points for a value beyond a threshold. Instead of a jump the
// points grow over ±20 % around it, so that a small change of the input cannot move
// a candidate by several places.
type step struct {
	above  float64
	points float64
}

// ramp is 0 below 80 % of the threshold, 1 above 120 %.
func ramp(value, threshold float64) float64 {
	low, high := 0.8*threshold, 1.2*threshold
	return min(1, max(0, (value-low)/(high-low)))
}

// term is one line of the scorecard.
type term struct {
	code  string
	steps []step
	value func(features, totals) float64
	text  func(features, totals, float64) string
}

// totals is what a part is measured against.
type totals struct {
	packages int
	alone    float64 // share of age-weighted changes that touch nothing else, pooled over all parts
}

// scorecard is the terms and their points. Source: hindsight on repositories whose
// owners split a part out later. Values are smoothed so that small samples cannot
// win (+1, +0.5, +2m below).
var scorecard = []term{
	{"gives-more-than-it-takes", []step{{2, 3}, {32, 3}},
		func(f features, _ totals) float64 { return float64(f.given+1) / float64(f.taken+1) },
		func(f features, _ totals, _ float64) string {
			return fmt.Sprintf("others use %s of it; it uses %s of theirs", count(f.given, "name"), count(f.taken, "name"))
		}},
	{"keeps-to-itself", []step{{0.71, -3}, {2.8, -2}},
		func(f features, _ totals) float64 { return float64(f.leaving+1) / float64(f.inside+1) },
		func(f features, _ totals, _ float64) string {
			return fmt.Sprintf("%d of its %s to packages of this repository stay inside", f.inside, count(f.inside+f.leaving, "import"))
		}},
	{"changes-alone", []step{{0.10, 2}, {0.30, 1}, {0.42, 3}},
		func(f features, t totals) float64 { return (f.aloneW + 2*t.alone) / (f.weight + 2) },
		func(f features, _ totals, _ float64) string {
			return fmt.Sprintf("%d of its %s touch nothing else", f.alone, count(f.changes, "change"))
		}},
	{"changes-with-others", []step{{0.7, -3}, {1, -1}},
		func(f features, _ totals) float64 { return (f.along + 0.5) / (f.expected + 0.5) },
		func(f features, _ totals, v float64) string {
			return fmt.Sprintf("its changes touch other packages %.1f times as often as chance", v)
		}},
	{"team-focus", []step{{0.007, 2}, {0.016, 2}, {0.15, 1}},
		func(f features, _ totals) float64 { return f.focus },
		func(f features, _ totals, v float64) string {
			return fmt.Sprintf("its %s %s of all their work here", count(f.authors, "author")+plural(f.authors, " does", " do"), percent(v))
		}},
	{"enough-code", []step{{120, 1}, {350, 1}, {800, 1}},
		func(f features, _ totals) float64 { return float64(f.lines) },
		func(f features, _ totals, _ float64) string { return count(f.lines, "line") + " of non-test code" }},
	{"too-much-code", []step{{10000, -4}},
		func(f features, _ totals) float64 { return float64(f.lines) },
		func(f features, _ totals, _ float64) string { return count(f.lines, "line") + " of non-test code" }},
	{"buried", []step{{2.9, -2}, {3.9, -2}},
		func(f features, _ totals) float64 { return float64(f.depth) },
		func(f features, _ totals, _ float64) string { return count(f.depth, "folder") + " in its path" }},
	{"most-of-the-repository", []step{{0.20, -1}, {0.35, -8}},
		func(f features, t totals) float64 { return float64(f.packages) / float64(max(1, t.packages)) },
		func(f features, t totals, _ float64) string {
			return fmt.Sprintf("%d of the repository's %s", f.packages, count(t.packages, "package"))
		}},
}

// wholeSteps are terms whose values are whole numbers: a ramp makes no sense there.
var wholeSteps = map[string]bool{"buried": true}

// score applies the scorecard: the sum and its parts.
func score(f features, t totals) (float64, []Term) {
	sum := 0.0
	terms := make([]Term, 0, len(scorecard))
	for _, s := range scorecard {
		v := s.value(f, t)
		points := 0.0
		for _, st := range s.steps {
			if wholeSteps[s.code] {
				if v > st.above {
					points += st.points
				}
			} else {
				points += st.points * ramp(v, st.above)
			}
		}
		sum += points
		terms = append(terms, Term{Code: s.code, Text: s.text(f, t, v), Value: v, Points: round1(points)})
	}
	return sum, terms
}

func round1(v float64) float64 { return math.Round(v*10) / 10 }

// count writes a number with its noun: 1 line, 2,000 lines.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(n) + " " + noun + "s"
}

func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func percent(v float64) string {
	if v < 0.1 {
		return fmt.Sprintf("%.1f%%", 100*v)
	}
	return fmt.Sprintf("%.0f%%", 100*v)
}
