package split

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestWithServices(t *testing.T) {
	no := math.Inf(-1)
	for _, c := range []struct {
		name string
		like []float64
		want []int
	}{
		{"none", []float64{no, no, no, no, no, no}, []int{0, 1, 2, 3, 4, 5}},
		{"the last comes fifth", []float64{no, no, no, no, no, no, 2}, []int{0, 1, 2, 3, 6, 4, 5}},
		{"the best comes first", []float64{no, no, no, no, no, 1, 2}, []int{0, 1, 2, 3, 6, 4, 5}},
		{"one that has its place already needs none", []float64{no, 9, no, no, no, 1}, []int{0, 1, 2, 3, 5, 4}},
		{"too few parts", []float64{no, no, 1}, []int{0, 1, 2}},
	} {
		order := make([]int, len(c.like))
		for i := range order {
			order[i] = i
		}
		if got := withServices(order, c.like); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestWithServicesKeepsAll: every part has exactly one place, and the others keep their
// order.
func TestWithServicesKeepsAll(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		like := make([]float64, random.IntN(40))
		order := random.Perm(len(like))
		for i := range like {
			if like[i] = random.Float64(); random.IntN(3) > 0 {
				like[i] = math.Inf(-1)
			}
		}
		got := withServices(order, like)
		none := func(i int) bool { return !math.IsInf(like[i], -1) }
		if !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(order))) ||
			!slices.Equal(slices.DeleteFunc(slices.Clone(got), none), slices.DeleteFunc(slices.Clone(order), none)) {
			t.Fatalf("%v became %v", order, got)
		}
	}
}
