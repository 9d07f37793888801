package main

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"seam/analyze/split"
)

const committed = "../../testdata/fit/parts.json.gz"

// TestShippedPoints: seam ranks with what the fit finds on the committed parts.
func TestShippedPoints(t *testing.T) {
	cases, err := readCases(committed)
	if err != nil {
		t.Fatal(err)
	}
	got := fitPoints(newTrials(cases, split.NewTrial))
	for i, s := range split.Steps() {
		if got[i] != s.Points {
			t.Errorf("%s above %g: the fit gives %+.0f points, the scorecard %+.0f", s.Term, s.Above, got[i], s.Points)
		}
	}
}

// TestDerivatives holds the fitter's step against differences of its loss: at the
// optimum no small move of one step's points that keeps its sign may be better.
func TestDerivatives(t *testing.T) {
	cases, err := readCases(committed)
	if err != nil {
		t.Fatal(err)
	}
	f := newFitter(newTrials(cases[:20], split.NewTrial), nil)
	w := make([]float64, len(f.sign))
	for range 40 {
		w = f.step(w)
	}
	best := f.loss(w)
	for j := range w {
		for _, by := range []float64{-0.01, 0.01} {
			moved := slices.Clone(w)
			moved[j] += by
			if moved[j]*f.sign[j] >= 0 && f.loss(moved) < best-1e-6 {
				t.Errorf("step %d: moving by %g is better by %g", j, by, best-f.loss(moved))
			}
		}
	}
}

func TestAnswerOf(t *testing.T) {
	list := [][]int32{{9}, {1, 2, 3, 4, 5, 6}, {1, 2, 3}}
	if got := answerOf(list, []int32{1, 2, 3}); got != (answer{2, 2, 3}) {
		t.Errorf("places %v", got)
	}
	if got := answerOf(list, []int32{77}); got != (answer{}) {
		t.Errorf("places %v of what is in no list", got)
	}
}

func TestSumUp(t *testing.T) {
	one := &splitCase{Repository: "a"}
	trials := []*trial{{splitCase: one}, {splitCase: one}, {splitCase: one}, {splitCase: &splitCase{Repository: "b"}}}
	f := sumUp(trials, []answer{{1}, {0}, {8}, {4}}, 0)
	if f.at != [3]int{2, 3, 3} || math.Abs(f.mrr-(1+1./8+1./4)/4) > 1e-9 || math.Abs(f.by5-(1./3+1)/2) > 1e-9 {
		t.Errorf("%+v", f)
	}
	if f.low10 > f.by10 || f.high10 > 1 || f.low10 > f.high10 {
		t.Errorf("interval %.2f to %.2f", f.low10, f.high10)
	}
}

// TestStoreRoundTrip: cases come back as they were written, byte for byte.
func TestStoreRoundTrip(t *testing.T) {
	cases, err := readCases(committed)
	if err != nil {
		t.Fatal(err)
	}
	name := t.TempDir() + "/parts.json.gz"
	if err := writeCases(name, cases[:2]); err != nil {
		t.Fatal(err)
	}
	again, err := readCases(name)
	if err != nil {
		t.Fatal(err)
	}
	var a, b bytes.Buffer
	if encode(&a, cases[:2]) != nil || encode(&b, again) != nil || !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("cases differ after a round trip")
	}
}
