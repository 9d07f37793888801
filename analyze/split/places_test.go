package split

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/whatif"
)

func TestWithPlaces(t *testing.T) {
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
		if got := withPlaces(order, c.like, make([]bool, len(order))); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestWithPlacesKeepsAll: every part has exactly one place, and the others keep their
// order.
func TestWithPlacesKeepsAll(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		like := make([]float64, random.IntN(40))
		order := random.Perm(len(like))
		for i := range like {
			if like[i] = random.Float64(); random.IntN(3) > 0 {
				like[i] = math.Inf(-1)
			}
		}
		got := withPlaces(order, like, make([]bool, len(order)))
		none := func(i int) bool { return !math.IsInf(like[i], -1) }
		if !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(order))) ||
			!slices.Equal(slices.DeleteFunc(slices.Clone(got), none), slices.DeleteFunc(slices.Clone(order), none)) {
			t.Fatalf("%v became %v", order, got)
		}
	}
}

// TestApartPlaces: what stands apart by its language comes eighth, and after the others.
func TestApartPlaces(t *testing.T) {
	no := math.Inf(-1)
	for _, c := range []struct {
		name  string
		parts int
		apart []int
		want  []int
	}{
		{"the best two of all", 10, []int{0, 1}, []int{2, 3, 4, 5, 6, 7, 8, 0, 9, 1}},
		{"few others", 4, []int{0, 2}, []int{1, 3, 0, 2}},
		{"nothing else", 2, []int{0, 1}, []int{0, 1}},
	} {
		order, like, apart := make([]int, c.parts), make([]float64, c.parts), make([]bool, c.parts)
		for i := range order {
			order[i], like[i] = i, no
		}
		for _, i := range c.apart {
			apart[i] = true
		}
		if got := withPlaces(order, like, apart); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestIslands: a web interface stands apart from a server until something joins them.
func TestIslands(t *testing.T) {
	g := &imports.Graph{Packages: []imports.Package{
		{Path: "api", Language: "protobuf", Files: []string{"a.proto"}, Lines: 10},
		{Path: "server", Language: "go", Files: []string{"x.go"}, Lines: 900},
		{Path: "ui", Language: "typescript", Files: []string{"x.ts"}, Lines: 300},
		{Path: "ui/shared", Language: "vue", Files: []string{"x.vue"}, Lines: 300},
	}, Edges: []imports.Edge{{From: "server", To: "api", Kind: imports.Proto}, {From: "ui", To: "ui/shared", Kind: imports.Import}}}
	of := func() []bool {
		b := whatif.Prepare(whatif.Input{Imports: g, Changes: &history.Changes{}, SourceOf: func(string) (string, bool) { return "", false }})
		return islands(b, g.Packages, false)
	}
	if got := of(); !slices.Equal(got, []bool{false, false, true, true}) {
		t.Errorf("nothing joins them: %v", got)
	}
	g.Edges = slices.Insert(g.Edges, 1, imports.Edge{From: "ui", To: "api", Kind: imports.Proto})
	if got := of(); slices.Contains(got, true) {
		t.Errorf("the interface takes the contract: %v", got)
	}
	g.Packages[1].Lines = 100
	g.Edges = g.Edges[:1]
	g.Packages[2].Lines = 50
	g.Packages[3].Language, g.Packages[3].Lines = "python", 60
	if got := of(); slices.Contains(got, true) {
		t.Errorf("no language leads: %v", got)
	}
}
