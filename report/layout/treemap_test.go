package layout

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

func TestTreemapPromises(t *testing.T) {
	for seed := range uint64(80) {
		rnd := rand.New(rand.NewPCG(seed, 6))
		in := Rect{X: 3, Y: 5, Width: 100 + 900*rnd.Float64(), Height: 50 + 400*rnd.Float64()}
		sizes := make([]float64, 1+rnd.IntN(60))
		sum := 0.0
		for i := range sizes {
			if rnd.IntN(8) > 0 {
				sizes[i] = math.Exp(rnd.NormFloat64() * 2)
			}
			sum += sizes[i]
		}
		parts := Treemap(sizes, in)
		if !reflect.DeepEqual(parts, Treemap(sizes, in)) {
			t.Fatal("equal input, another map")
		}
		const slack = 1e-6
		for i, a := range parts {
			want := 0.0
			if sum > 0 {
				want = sizes[i] / sum * in.Width * in.Height
			}
			if math.Abs(a.Width*a.Height-want) > slack*in.Width*in.Height {
				t.Errorf("seed %d: part %d of size %v covers %v, not %v", seed, i, sizes[i], a.Width*a.Height, want)
			}
			if sizes[i] > 0 && (a.X < in.X-slack || a.Y < in.Y-slack || a.X+a.Width > in.X+in.Width+slack || a.Y+a.Height > in.Y+in.Height+slack) {
				t.Errorf("seed %d: part %d at %v leaves %v", seed, i, a, in)
			}
			for k, b := range parts[:i] {
				wide := min(a.X+a.Width, b.X+b.Width) - max(a.X, b.X)
				high := min(a.Y+a.Height, b.Y+b.Height) - max(a.Y, b.Y)
				if wide > slack && high > slack {
					t.Errorf("seed %d: parts %d and %d overlap: %v %v", seed, i, k, a, b)
				}
			}
		}
	}
}

// TestTreemapOfThePaper is the example of Bruls, Huizing and van Wijk: sizes 6, 6, 4, 3, 2, 2
// and 1 in a rectangle of 6 by 4.
func TestTreemapOfThePaper(t *testing.T) {
	got := Treemap([]float64{6, 6, 4, 3, 2, 2, 1}, Rect{Width: 6, Height: 4})
	want := []Rect{
		{0, 0, 3, 2}, {0, 2, 3, 2}, {3, 0, 12.0 / 7, 7.0 / 3}, {33.0 / 7, 0, 9.0 / 7, 7.0 / 3},
		{3, 7.0 / 3, 1.2, 5.0 / 3}, {4.2, 7.0 / 3, 1.2, 5.0 / 3}, {5.4, 7.0 / 3, 0.6, 5.0 / 3},
	}
	for i, w := range want {
		g := got[i]
		if math.Abs(g.X-w.X)+math.Abs(g.Y-w.Y)+math.Abs(g.Width-w.Width)+math.Abs(g.Height-w.Height) > 1e-9 {
			t.Errorf("part %d is at %v, in the paper at %v", i, g, w)
		}
	}
}
