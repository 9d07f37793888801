package split

import (
	"math"
	"strings"
	"testing"
)

// TestTermsExplain: what a term says of itself adds up.
func TestTermsExplain(t *testing.T) {
	r := rank(monorepo())
	for _, c := range r.Candidates {
		share := 0.0
		for _, term := range c.Terms {
			share += term.Share
			if len(term.Steps) == 0 || term.Text == "" || term.Percentile < 0 || term.Percentile > 1 {
				t.Errorf("%s: incomplete term %+v", c.ID, term)
			}
			if negative := term.Steps[0].Points < 0; negative != (term.Direction == Lower) {
				t.Errorf("%s: %s says %s with %+v", c.ID, term.Code, term.Direction, term.Steps)
			}
		}
		if math.Abs(share-1) > 0.01 {
			t.Errorf("%s: shares of terms add up to %.3f", c.ID, share)
		}
		if s := c.Stability; s.Draws != draws || s.Best > c.Rank || s.Worst < s.Best || s.FirstTen < 0 || s.FirstTen > 1 {
			t.Errorf("%s at rank %d: stability %+v", c.ID, c.Rank, s)
		}
	}
}

func TestCalibration(t *testing.T) {
	for points, want := range map[float64]string{
		calibration[0].from + 5: "points or more",
		calibration[1].from:     " to ",
		-100:                    "fewer than",
	} {
		c := calibrationOf(points)
		if !strings.Contains(c.Text, want) || !strings.HasPrefix(c.Text, "among repositories that did split, ") {
			t.Errorf("%.0f points: %q, want it to hold %q", points, c.Text, want)
		}
		if c.Split > c.Parts {
			t.Errorf("%.0f points: %d of %d", points, c.Split, c.Parts)
		}
	}
}

func TestPercentile(t *testing.T) {
	column := []float64{1, 2, 2, 3, 9}
	for v, want := range map[float64]float64{1: 0, 2: 0.25, 3: 0.75, 9: 1} {
		if got := percentile(column, v); got != want {
			t.Errorf("percentile(%v) = %v, want %v", v, got, want)
		}
	}
}
