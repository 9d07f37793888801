package whatif

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// Facts is what a cut is worked out from, small enough to travel in a report: whoever has
// it can answer for any cut what Extract answers about units, cycles, waves, diamonds and
// the past. Lists of one name are columns.
type Facts struct {
	Packages []string `json:"packages"` // sorted paths; entry i of the columns below
	Units    []string `json:"units"`    // folders of the units of today, sorted
	Unit     []int    `json:"unit"`     // by package: index into Units
	Built    []int    `json:"built"`    // by package: 1 where the default build takes it as part of a unit, else 0

	// Tests are the packages of tests alone that make a unit stand: the unit of today,
	// and the package that it goes with, -1 for none.
	Tests [][2]int `json:"tests"`

	From []int32 `json:"from"` // imports: indexes into Packages
	To   []int32 `json:"to"`

	// Touches are the changes of the past as sets of packages: how many changes had this
	// set, then its packages, ascending. The most frequent sets come first.
	Touches [][]int32 `json:"touches"`
}

// Facts lists what a cut is worked out from.
func (b *Base) Facts() *Facts {
	f := &Facts{Packages: b.Packages, From: b.From, To: b.To, Tests: [][2]int{}, Touches: b.sets()}
	for _, m := range b.members {
		f.Units = append(f.Units, m.module)
	}
	f.Units = distinct(f.Units)
	for i, m := range b.members {
		unit, _ := slices.BinarySearch(f.Units, m.module)
		built := !m.elsewhere && !m.homeless
		switch {
		case i < len(b.Packages):
			f.Unit = append(f.Unit, unit)
			f.Built = append(f.Built, 0)
			if built {
				f.Built[i] = 1
			}
		case built:
			f.Tests = append(f.Tests, [2]int{unit, int(m.above)})
		}
	}
	slices.SortFunc(f.Tests, func(a, b [2]int) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	f.Tests = slices.Compact(f.Tests)
	return f
}

// sets folds the touches of equal sets of packages.
func (b *Base) sets() [][]int32 {
	at := map[string]int{}
	out := [][]int32{}
	var key []byte
	for _, t := range b.Touches {
		key = key[:0]
		for _, p := range t.Packages {
			key = binary.AppendVarint(key, int64(p))
		}
		k, ok := at[string(key)]
		if !ok {
			k = len(out)
			at[string(key)] = k
			out = append(out, append([]int32{0}, t.Packages...))
		}
		out[k][0]++
	}
	slices.SortFunc(out, func(a, b []int32) int {
		return cmp.Or(cmp.Compare(b[0], a[0]), slices.Compare(a[1:], b[1:]))
	})
	return out
}
