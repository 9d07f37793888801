package portable

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestNearMath: all is what package math says, but for a few units of the last place.
func TestNearMath(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	spread := func(least, most float64) func() float64 {
		return func() float64 { return least + (most-least)*r.Float64() }
	}
	for _, c := range []struct {
		name       string
		own, other func(float64) float64
		at         func() float64
		off        float64 // of the value
	}{
		{"Log of small numbers", Log, math.Log, spread(1e-9, 2), 4e-16},
		{"Log of large numbers", Log, math.Log, spread(2, 1e12), 4e-16},
		{"Log of any", Log, math.Log, func() float64 { return math.Ldexp(1+r.Float64(), r.IntN(2000)-1000) }, 4e-16},
		{"Log2", Log2, math.Log2, spread(1e-9, 1e6), 2e-15},
		{"Exp", Exp, math.Exp, spread(-700, 700), 4e-16},
		{"Exp near 0", Exp, math.Exp, spread(-1e-6, 1e-6), 4e-16},
		{"Exp2", Exp2, math.Exp2, spread(-1000, 1000), 4e-16},
		{"Erfc below 0", Erfc, math.Erfc, spread(-5, 0), 1e-15},
		{"Erfc up to 1", Erfc, math.Erfc, spread(0, 1.25), 1e-14}, // 1 less what is near 1
		{"Erfc above it", Erfc, math.Erfc, spread(1.25, 26), 1e-13},
	} {
		worst, at := 0.0, 0.0
		for range 200_000 {
			x := c.at()
			want := c.other(x)
			if off := math.Abs(c.own(x)-want) / max(math.Abs(want), 1e-300); off > worst && math.Abs(want) > 1e-12 {
				worst, at = off, x
			} else if off > 1e-3 && want > 1e-300 {
				t.Fatalf("%s of %v: %v, want %v", c.name, x, c.own(x), want)
			}
		}
		if worst > c.off {
			t.Errorf("%s of %v: %v, want %v: off by %.2g of it", c.name, at, c.own(at), c.other(at), worst)
		}
	}
}

func TestSinCos(t *testing.T) {
	for n := -1000; n <= 1000; n++ {
		x := float64(n) / 1000 * math.Pi
		wantSin, wantCos := math.Sincos(x)
		if sin, cos := SinCos(x); math.Abs(sin-wantSin) > 2e-15 || math.Abs(cos-wantCos) > 2e-15 {
			t.Fatalf("%v: %v and %v, want %v and %v", x, sin, cos, wantSin, wantCos)
		}
	}
}

func TestLogFactorial(t *testing.T) {
	for n := range 100_000 {
		want, _ := math.Lgamma(float64(n) + 1)
		if got := LogFactorial(n); math.Abs(got-want) > 2e-15*max(want, 1) {
			t.Fatalf("ln %d! is %v, want %v", n, got, want)
		}
	}
}

func TestEnds(t *testing.T) {
	for _, c := range []struct{ got, want float64 }{
		{Log(1), 0}, {Log2(1), 0}, {Log2(8), 3}, {Log2(0.25), -2}, {Log(math.SmallestNonzeroFloat64), -744.4400719213812},
		{Exp(0), 1}, {Exp(1000), math.Inf(1)}, {Exp(-1000), 0}, {Exp(-745), math.SmallestNonzeroFloat64}, {Exp(math.Inf(-1)), 0}, {Exp2(0), 1}, {Exp2(-3), 0.125},
		{Exp2(10), 1024}, {Exp2(1024), math.Inf(1)}, {Exp2(-2000), 0},
		{LogFactorial(0), 0}, {LogFactorial(1), 0}, {Erfc(0), 1}, {Erfc(100), 0}, {Erfc(-100), 2}, {Hypot(3, 4), 5},
	} {
		if c.got != c.want {
			t.Errorf("%v, want %v", c.got, c.want)
		}
	}
}

// TestBits: these are the bits on every machine. Whoever changes a formula changes reports.
func TestBits(t *testing.T) {
	sum := uint64(14695981039346656037) // FNV-1a
	add := func(v float64) {
		for b := math.Float64bits(v); b > 0; b >>= 8 {
			sum = (sum ^ b&0xff) * 1099511628211
		}
	}
	for n := range 20_000 {
		x := float64(n) / 977
		add(Log(x + 0.001))
		add(Log2(x + 0.001))
		add(Exp(x - 10))
		add(Exp2(-x))
		add(LogFactorial(n))
		add(Erfc(x/4 - 1))
		add(Hypot(x, 7))
		sin, cos := SinCos(x/7 - 1.5)
		add(sin)
		add(cos)
	}
	const want = 0x54b78e0eba38784
	if sum != want {
		t.Errorf("%#x, want %#x", sum, uint64(want))
	}
}
