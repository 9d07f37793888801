package span

import (
	"math"

	"seam/analyze/portable"
)

// sizes is how many classes of sizes there are: see sizeOf.
const sizes = 8

// sizeOf is the class of a change of so many files, from 1 on: 1, 2, 3, 4, 5 and 6, 7 to 9,
// 10 to 14, and more.
func sizeOf(files int) int {
	for class, most := range [sizes - 1]int{1, 2, 3, 4, 6, 9, 14} {
		if files <= most {
			return class
		}
	}
	return sizes - 1
}

// tally counts the changes of one size in one period: all, and those of them that touch
// both sides.
type tally struct{ either, both int }

// table is the tallies of a comparison by period and size.
type table [periods][sizes]tally

// sum is the tally of all sizes.
func (t *table) sum(period int) (out tally) {
	for _, k := range t[period] {
		out.either += k.either
		out.both += k.both
	}
	return out
}

// test is the test of Cochran, Mantel and Haenszel: of 2 by 2 tables, one a size, whether
// the odds of touching both sides are the same in both periods.
type test struct {
	expected  float64 // changes of now that would touch both, if as many of each size did as before
	increased float64 // Σ ad/n
	decreased float64 // Σ bc/n
	surplus   float64 // Σ a - E(a)
	variation float64 // Σ Var(a)
}

func testOf(t *table) (out test) {
	for size := range sizes {
		x, y := t[now][size], t[before][size]
		if x.either == 0 || y.either == 0 { // says nothing
			out.expected += float64(x.both)
			continue
		}
		a, c := float64(x.both), float64(y.both)
		b, d := float64(x.either)-a, float64(y.either)-c
		n := a + b + c + d
		out.expected += (a + b) * c / (c + d)
		out.increased += a * d / n
		out.decreased += b * c / n
		out.surplus += a - (a+b)*(a+c)/n
		out.variation += (a + b) * (c + d) * (a + c) * (b + d) / (n * n * (n - 1))
	}
	return out
}

// odds is the common odds ratio; the largest number where none touched both before and
// some do now, 1 where none does at any time.
func (t test) odds() float64 {
	switch {
	case t.increased == 0 && t.decreased == 0:
		return 1
	case t.decreased == 0:
		return math.MaxFloat64
	}
	return t.increased / t.decreased
}

// pValue is that of the statistic, which has the chi-squared distribution with one degree
// of freedom where nothing differs.
func (t test) pValue() float64 {
	if t.variation == 0 {
		return 1
	}
	x := max(math.Abs(t.surplus)-0.5, 0)
	return portable.Erfc(x / math.Sqrt(2*t.variation))
}
