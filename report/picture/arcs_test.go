package picture

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestArcsRoom: names by chance cover nothing, and no arc leaves the picture.
func TestArcsRoom(t *testing.T) {
	for seed := range uint64(40) {
		rnd := rand.New(rand.NewPCG(seed, 10))
		a := Arcs{Title: "Arcs"}
		for i := range 2 + rnd.IntN(20) {
			a.Names = append(a.Names, strings.Repeat("name/", rnd.IntN(9))+fmt.Sprint(i))
		}
		for range rnd.IntN(24) {
			if x, y := rnd.IntN(len(a.Names)), rnd.IntN(len(a.Names)); x != y {
				a.Arcs = append(a.Arcs, Arc{A: x, B: y, Weight: rnd.Float64() * 9, Says: "says"})
			}
		}
		svg := string(a.SVG())
		d := read(t, svg)
		d.check(t)
		if len(d.boxes) != len(a.Names) || strings.Count(svg, "<path") != len(a.Arcs) {
			t.Errorf("seed %d: %d names and %d arcs of %d and %d", seed, len(d.boxes), strings.Count(svg, "<path"), len(a.Names), len(a.Arcs))
		}
	}
}

// TestArcsSay: the heaviest arc is the thickest, and names that nothing joins stand apart.
func TestArcsSay(t *testing.T) {
	a := Arcs{Names: []string{"a", "b", "c", "d"}, Arcs: []Arc{{A: 0, B: 2, Weight: 8, Says: "a and c"}, {A: 1, B: 3, Weight: 1, Says: "b and d"}}}
	svg := string(a.SVG())
	for _, want := range []string{`class="arrow arc thick4" data-from="0" data-to="2"><title>a and c`, `class="arrow arc thick1" data-from="1" data-to="3"><title>b and d`} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s in %s", want, svg)
		}
	}
	y := func(i int) float64 { return read(t, svg).boxes[i].at.Y }
	if near, far := y(2)-y(0), y(1)-y(2); near != arcRow || far != arcRow+arcGroup {
		t.Errorf("a and c are %v apart, c and b %v", near, far)
	}
}
