package split

import (
	"math"
	"testing"
)

// near reports whether two numbers are one but for rounding.
func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// TestRamp: from 80 to 120 % of the threshold it rises evenly.
func TestRamp(t *testing.T) {
	for _, c := range []struct{ value, want float64 }{{0, 0}, {8, 0}, {9, 0.25}, {10, 0.5}, {11, 0.75}, {12, 1}, {100, 1}} {
		if got := ramp(c.value, 10); !near(got, c.want) {
			t.Errorf("ramp(%v, 10) = %v, want %v", c.value, got, c.want)
		}
	}
}

// TestFewSayLittle: values of a part are drawn towards what all parts have, or towards
// chance, as if it had one or two cases more.
func TestFewSayLittle(t *testing.T) {
	of := func(code string, f features, all totals) float64 {
		for _, s := range scorecard {
			if s.code == code {
				return s.value(f, all)
			}
		}
		t.Fatalf("no term %s", code)
		return 0
	}
	part := func(p past) features { return features{single: p} }
	all := totals{packages: 10, alone: 0.4}
	for _, c := range []struct {
		name, code string
		part       features
		want       float64
	}{
		{"no commits", "changes-alone", features{}, 0},
		{"one commit, alone", "changes-alone", part(past{changes: 1, aloneW: 1, weight: 1}), 0},
		{"two commits, both alone", "changes-alone", part(past{changes: 2, aloneW: 2, weight: 2}), 0.7},
		{"98 commits, none alone", "changes-alone", part(past{changes: 98, weight: 98}), 0.008},
		{"one commit, all that its author did", "team-focus", part(past{changes: 1, focus: 1}), 0},
		{"two commits, all that their author did", "team-focus", part(past{changes: 2, focus: 1}), 1},
		{"no commits", "changes-with-others", features{}, 1},
		{"one package more than chance explains", "changes-with-others", part(past{along: 1, expected: 0}), 3},
		{"half of what chance explains", "changes-with-others", part(past{along: 49.5, expected: 99.5}), 0.5},
		{"nothing given, nothing taken", "gives-more-than-it-takes", features{}, 1},
		{"three given, one taken", "gives-more-than-it-takes", features{given: 3, taken: 1}, 2},
		{"one of two imports leaves", "keeps-to-itself", features{leaving: 1, inside: 1}, 1},
		{"three leave, one stays", "keeps-to-itself", features{leaving: 3, inside: 1}, 2},
		{"a fifth of the packages", "most-of-the-repository", features{packages: 2}, 0.2},
	} {
		if got := of(c.code, c.part, all); !near(got, c.want) {
			t.Errorf("%s: %s is %v, want %v", c.code, c.name, got, c.want)
		}
	}
}

// TestWholeSteps: a number of folders is above a threshold or is not.
func TestWholeSteps(t *testing.T) {
	points := func(f features) float64 {
		_, reached := evaluate(f, totals{packages: 100})
		return dot(reached, weights())
	}
	const buried, crosses = 2, 1 // points that they take
	for _, c := range []struct {
		name  string
		f     features
		taken float64
	}{
		{"one folder", features{depth: 2, places: 1}, 0},
		{"two folders", features{depth: 2, places: 2}, crosses},
		{"three deep", features{depth: 3}, buried},
		{"four deep", features{depth: 4}, 2 * buried},
	} {
		if got := points(features{}) - points(c.f); !near(got, c.taken) {
			t.Errorf("%s takes %v points, want %v", c.name, got, c.taken)
		}
	}
}

// TestMostPoints: the best part that there can be has them, and loses some with whatever
// speaks against it.
func TestMostPoints(t *testing.T) {
	best := features{given: 1000, inside: 1000, lines: 1000, packages: 1, single: past{changes: 1000, aloneW: 1000, weight: 1000, expected: 1000, focus: 1}}
	points := func(change func(*features)) float64 {
		f := best
		change(&f)
		_, reached := evaluate(f, totals{packages: 1000})
		return dot(reached, weights())
	}
	if got := points(func(*features) {}); !near(got, MostPoints()) {
		t.Errorf("the best part has %v points, and the most are %v", got, MostPoints())
	}
	for name, change := range map[string]func(*features){
		"it takes what it gives":       func(f *features) { f.taken = f.given },
		"its imports leave":            func(f *features) { f.leaving = 10 * f.inside },
		"it never changes alone":       func(f *features) { f.single.aloneW = 0 },
		"it changes with others":       func(f *features) { f.single.along = 2 * f.single.expected },
		"its authors work elsewhere":   func(f *features) { f.single.focus = 0 },
		"it is small":                  func(f *features) { f.lines = 100 },
		"it is large":                  func(f *features) { f.lines = 20000 },
		"it lies deep":                 func(f *features) { f.depth = 5 },
		"it is most of the repository": func(f *features) { f.packages = 900 },
		"it lies in several folders":   func(f *features) { f.places = 3 },
	} {
		if got := points(change); got > MostPoints()-0.5 {
			t.Errorf("%s: %v points, and the most are %v", name, got, MostPoints())
		}
	}
}
