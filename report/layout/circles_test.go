package layout

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// forest is a random tree: root 0, groups, leaves.
func forest(rnd *rand.Rand, groups, leaves int) []Item {
	items := make([]Item, 1+groups)
	for g := range groups {
		items[0].Children = append(items[0].Children, g+1)
		for range 1 + rnd.IntN(leaves) {
			items[g+1].Children = append(items[g+1].Children, len(items))
			items = append(items, Item{Size: math.Exp(rnd.NormFloat64() * 2)})
		}
	}
	return items
}

func TestCirclesPromises(t *testing.T) {
	for seed := range uint64(80) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		items := forest(rnd, 1+rnd.IntN(12), 1+rnd.IntN(60))
		cs := Circles(items, 0, 0.1)
		if !reflect.DeepEqual(cs, Circles(items, 0, 0.1)) {
			t.Fatal("equal input, other circles")
		}
		if math.Abs(cs[0].R-1) > 1e-9 || cs[0].X != 0 || cs[0].Y != 0 {
			t.Fatalf("the root is %v", cs[0])
		}
		for i, it := range items {
			for k, a := range it.Children {
				if d := math.Hypot(cs[a].X-cs[i].X, cs[a].Y-cs[i].Y) + cs[a].R; d > cs[i].R*(1+1e-6) || math.IsNaN(d) {
					t.Fatalf("seed %d: circle %d leaves %d: %v %v", seed, a, i, cs[a], cs[i])
				}
				for _, b := range it.Children[:k] {
					if d := math.Hypot(cs[a].X-cs[b].X, cs[a].Y-cs[b].Y); d < (cs[a].R+cs[b].R)*(1-1e-6) {
						t.Fatalf("seed %d: circles %d and %d overlap", seed, a, b)
					}
				}
			}
		}
	}
}

// TestCircleAreas: the area of a leaf is its share.
func TestCircleAreas(t *testing.T) {
	cs := Circles([]Item{{Children: []int{1, 2}}, {Size: 4}, {Size: 1}}, 0, 0)
	if r := cs[1].R / cs[2].R; math.Abs(r-2) > 1e-9 {
		t.Errorf("a fourfold size has %v times the radius", r)
	}
}

// TestEnclosingIsSmallest: of all circles that two or three of the given ones touch from
// within, the smallest that holds all.
func TestEnclosingIsSmallest(t *testing.T) {
	for seed := range uint64(300) {
		rnd := rand.New(rand.NewPCG(seed, 4))
		var cs []Circle
		for range 2 + rnd.IntN(9) {
			cs = append(cs, Circle{rnd.Float64() * 10, rnd.Float64() * 10, 0.1 + rnd.Float64()*2})
		}
		best := math.Inf(1)
		try := func(basis ...Circle) {
			if c := around(basis); c.R < best && enclosesAll(Circle{c.X, c.Y, c.R * (1 + 1e-9)}, cs...) {
				best = c.R
			}
		}
		for i, a := range cs {
			try(a)
			for j, b := range cs[i+1:] {
				try(a, b)
				for _, c := range cs[i+j+2:] {
					try(a, b, c)
				}
			}
		}
		if e := enclosing(cs); !enclosesAll(e, cs...) || e.R > best*(1+1e-6) {
			t.Errorf("seed %d: radius %v, the smallest is %v", seed, e.R, best)
		}
	}
}

func TestOddCircles(t *testing.T) {
	for _, items := range [][]Item{
		{{Size: 3}},
		{{Size: 0}},
		{{Children: []int{1}}, {Size: -1}},
		{{Children: []int{1, 2, 3}}, {}, {}, {}},
	} {
		for i, c := range Circles(items, 0, 0.1) {
			if math.IsNaN(c.X+c.Y+c.R) || c.R <= 0 {
				t.Errorf("%v: circle %d is %v", items, i, c)
			}
		}
	}
	if Circles(nil, 0, 0) != nil {
		t.Error("circles of nothing")
	}
}

func BenchmarkCircles(b *testing.B) {
	items := forest(rand.New(rand.NewPCG(1, 1)), 40, 80)
	for b.Loop() {
		Circles(items, 0, 0.1)
	}
}
