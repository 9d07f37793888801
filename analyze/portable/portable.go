// Package portable computes logarithms, powers and what is made of them so that every
// machine gives the same bits: reports hold such numbers, and order by them.
//
// Package math does not promise that. Some processors have code of their own for a function,
// and on some the compiler joins a product and a sum to one operation that rounds once,
// which it may do with any x*y + z that is not written float64(x*y) + z. Everything here is
// written like that; elsewhere in this program whatever ends in a report is, too.
//
// Formulas: a logarithm by the series of the inverse hyperbolic tangent, a power by that of
// e to the x, both after the exponent was taken off; ln n! by Stirling's series (Abramowitz
// and Stegun 6.1.41); the complement of the error function by its series and its continued
// fraction (7.1.6, 7.1.14); sine and cosine by theirs. Errors are a few units of the last place for logarithms and
// powers, and of the order of 1e-14 of the value for what is made of them.
package portable

import "math"

// ln2 in two parts: the first has so few digits that its product with an exponent is exact.
const (
	ln2High = 0x1.62e42feep-1
	ln2Low  = math.Ln2 - ln2High
)

// Log is the natural logarithm of a finite x above 0.
func Log(x float64) float64 {
	fraction, exponent := math.Frexp(x) // of ½ to 1
	if fraction < math.Sqrt2/2 {
		fraction, exponent = 2*fraction, exponent-1
	}
	// ln f = 2 artanh s, s = (f-1)/(f+1): at most 0.172
	s := (fraction - 1) / (fraction + 1)
	square := float64(s * s)
	sum := 0.0
	for n := 23; n >= 3; n -= 2 {
		sum = float64(square * (1/float64(n) + sum))
	}
	k := float64(exponent)
	small := float64(2*float64(s*sum)) + float64(k*ln2Low)
	return float64(k*ln2High) + (2*s + small)
}

// Log2 is the binary logarithm of a finite x above 0: exact of powers of two.
func Log2(x float64) float64 {
	fraction, exponent := math.Frexp(x)
	if fraction == 0.5 {
		return float64(exponent - 1)
	}
	return float64(exponent) + Log(fraction)/math.Ln2
}

// Exp is e to the x.
func Exp(x float64) float64 {
	switch {
	case x > 710:
		return math.Inf(1)
	case x < -746:
		return 0
	}
	k := math.Floor(x/math.Ln2 + 0.5)
	return math.Ldexp(power(x-float64(k*ln2High), float64(k*ln2Low)), int(k))
}

// Exp2 is 2 to the x: exact of whole numbers.
func Exp2(x float64) float64 {
	switch {
	case x >= 1024:
		return math.Inf(1)
	case x < -1080:
		return 0
	}
	k := math.Floor(x + 0.5)
	return math.Ldexp(power(float64((x-k)*math.Ln2), 0), int(k))
}

// power is e to the high-low, where that is at most 0.35 from 0.
func power(high, low float64) float64 {
	r := high - low
	sum := 0.0
	for n := 14; n >= 2; n-- {
		sum = float64(r/float64(n)) * (1 + sum)
	}
	return 1 + (r + float64(r*sum))
}

// LogFactorial is ln n! for n from 0 on.
func LogFactorial(n int) float64 {
	const exact = 18 // the largest whose factorial a float64 holds without loss
	if n <= exact {
		product := 1.0
		for k := 2; k <= n; k++ {
			product *= float64(k)
		}
		return Log(product)
	}
	const halfLogTwoPi = 0.91893853320467274178
	x := float64(n)
	inverse := 1 / x
	square := float64(inverse * inverse)
	rest := 0.0
	for _, c := range [...]float64{1. / 1188, -1. / 1680, 1. / 1260, -1. / 360, 1. / 12} {
		rest = float64(rest*square) + c
	}
	return float64((x+0.5)*Log(x)) - x + halfLogTwoPi + float64(rest*inverse)
}

// Erfc is the complement of the error function, 1 - erf x.
func Erfc(x float64) float64 {
	switch {
	case x < 0:
		return 2 - Erfc(-x)
	case x > 28:
		return 0
	}
	square := float64(x * x)
	density := Exp(-square) / math.Sqrt(math.Pi)
	if x < 1.25 {
		term, sum := x, x
		for n := 1; n < 60; n++ {
			term = float64(term*2*square) / float64(2*n+1)
			sum += term
		}
		return 1 - float64(2*density*sum)
	}
	fraction := x
	for n := 200; n > 0; n-- {
		fraction = x + float64(n)/2/fraction
	}
	return density / fraction
}

// SinCos are the sine and the cosine of an angle in radians, from -π to π: by their series.
func SinCos(x float64) (sin, cos float64) {
	square := float64(x * x)
	sin, cos = 1, 1
	for n := 30; n > 0; n -= 2 {
		sin = 1 - float64(square*sin)/float64(n*(n+1))
		cos = 1 - float64(square*cos)/float64(n*(n-1))
	}
	return float64(x * sin), cos
}

// Hypot is the length of a vector that is neither very long nor very short.
func Hypot(x, y float64) float64 { return math.Sqrt(float64(x*x) + float64(y*y)) }
