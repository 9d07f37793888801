package layout

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestLine(t *testing.T) {
	for _, c := range []struct {
		name  string
		n     int
		links []Link
		want  []int // what stands at each place
	}{
		{"nothing", 0, nil, nil},
		{"alone", 2, nil, []int{0, 1}},
		{"a path is straight", 4, []Link{{0, 2, 1}, {2, 1, 1}, {1, 3, 1}}, []int{0, 2, 1, 3}},
		{"the heaviest group first", 5, []Link{{0, 1, 1}, {2, 3, 5}}, []int{2, 3, 0, 1, 4}},
		{"a middle between its neighbours", 3, []Link{{0, 1, 1}, {0, 2, 1}}, []int{1, 0, 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			row := make([]int, c.n)
			for i, place := range Line(c.n, c.links) {
				row[place] = i
			}
			back := slices.Clone(row)
			slices.Reverse(back)
			if !slices.Equal(row, c.want) && !slices.Equal(back, c.want) {
				t.Errorf("%v, want %v", row, c.want)
			}
		})
	}
}

// TestLineBesideBest: of all rows of six things the one found is at most a tenth longer than
// the best, and most often as short.
func TestLineBesideBest(t *testing.T) {
	asShort := 0
	const rounds = 60
	for seed := range uint64(rounds) {
		rnd := rand.New(rand.NewPCG(seed, 9))
		links := []Link{}
		for range 5 + rnd.IntN(6) {
			if a, b := rnd.IntN(6), rnd.IntN(6); a != b {
				links = append(links, Link{a, b, 1 + float64(rnd.IntN(9))})
			}
		}
		row := make([]int, 6)
		for i, place := range Line(6, links) {
			row[place] = i
		}
		got, best := lengthOf(row, links), -1.0
		permute([]int{0, 1, 2, 3, 4, 5}, 0, func(row []int) {
			if l := lengthOf(row, links); best < 0 || l < best {
				best = l
			}
		})
		if got == best {
			asShort++
		}
		if got > best*1.1 {
			t.Errorf("seed %d: %v, the best row is %v", seed, got, best)
		}
	}
	if asShort < rounds*3/4 {
		t.Errorf("%d of %d rows are as short as can be", asShort, rounds)
	}
}

// permute calls f with every order of a row.
func permute(row []int, from int, f func([]int)) {
	if from == len(row) {
		f(row)
		return
	}
	for i := from; i < len(row); i++ {
		row[from], row[i] = row[i], row[from]
		permute(row, from+1, f)
		row[from], row[i] = row[i], row[from]
	}
}
