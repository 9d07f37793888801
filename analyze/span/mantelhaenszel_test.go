package span

import (
	"math"
	"testing"
)

// TestKnown holds the test against figures that R's mantelhaen.test gives for admissions
// to the six largest departments of Berkeley in 1973 (Bickel, Hammel and O'Connell, 1975):
// odds 0.9046968, X² = 1.4269 with the correction, p = 0.2323.
func TestKnown(t *testing.T) {
	admissions := []struct{ men, women tally }{ // both: admitted
		{tally{512 + 313, 512}, tally{89 + 19, 89}},
		{tally{353 + 207, 353}, tally{17 + 8, 17}},
		{tally{120 + 205, 120}, tally{202 + 391, 202}},
		{tally{138 + 279, 138}, tally{131 + 244, 131}},
		{tally{53 + 138, 53}, tally{94 + 299, 94}},
		{tally{22 + 351, 22}, tally{24 + 317, 24}},
	}
	var x table
	for i, d := range admissions {
		x[now][i], x[before][i] = d.men, d.women
	}
	got := testOf(&x)
	if math.Abs(got.odds()-0.9046968) > 1e-6 {
		t.Errorf("odds %v, want 0.9046968", got.odds())
	}
	if p := got.pValue(); math.Abs(p-0.2323) > 5e-5 {
		t.Errorf("p %v, want 0.2323", p)
	}
}

func TestOneSided(t *testing.T) {
	for _, c := range []struct {
		name        string
		now, before tally
		odds, p     float64
	}{
		{"nothing crosses", tally{50, 0}, tally{70, 0}, 1, 1},
		{"everything crosses", tally{50, 50}, tally{70, 70}, 1, 1},
		{"nothing before", tally{50, 50}, tally{}, 1, 1},
		{"none did, all do", tally{50, 50}, tally{50, 0}, math.MaxFloat64, 0},
		{"all did, none does", tally{50, 0}, tally{50, 50}, 0, 0},
	} {
		var x table
		x[now][3], x[before][3] = c.now, c.before
		got := testOf(&x)
		if got.odds() != c.odds || math.Abs(got.pValue()-c.p) > 1e-12 {
			t.Errorf("%s: odds %v, p %v, want %v, %v", c.name, got.odds(), got.pValue(), c.odds, c.p)
		}
	}
}

func TestSizeOf(t *testing.T) {
	want := []int{0, 1, 2, 3, 4, 4, 5, 5, 5, 6, 6, 6, 6, 6, 7, 7}
	for i, w := range want {
		if got := sizeOf(i + 1); got != w {
			t.Errorf("%d files are of class %d, want %d", i+1, got, w)
		}
	}
}
