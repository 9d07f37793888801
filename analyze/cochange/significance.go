package cochange

import (
	"math"
	"slices"
)

// logFactorials holds ln n! by n; 0 where it was not asked for yet.
type logFactorials []float64

func (l logFactorials) of(n int) float64 {
	if l[n] == 0 {
		l[n], _ = math.Lgamma(float64(n + 1))
	}
	return l[n]
}

// choose is the logarithm of a binomial coefficient.
func (l logFactorials) choose(n, k int) float64 {
	if k < 0 || k > n {
		return math.Inf(-1)
	}
	return l.of(n) - l.of(k) - l.of(n-k)
}

// fisher is the upper tail of Fisher's exact test: the chance of at least both
// common changes if d1 and d2 of total changes were drawn apart from each other. l is
// for total at least.
func (l logFactorials) fisher(both, d1, d2, total int) float64 {
	if d1 > d2 {
		d1, d2 = d2, d1
	}
	// Hypergeometric: P(k) = C(d1,k) C(total-d1, d2-k) / C(total, d2). The first term
	// comes from log factorials, the others from the ratio of neighbours.
	p := math.Exp(l.choose(d1, both) + l.choose(total-d1, d2-both) - l.choose(total, d2))
	sum := p
	for k := both; k < d1; k++ {
		rest := float64(total - d1 - d2 + k + 1)
		if rest <= 0 {
			break
		}
		p *= float64(d1-k) * float64(d2-k) / (float64(k+1) * rest)
		sum += p
		if p < sum*1e-12 {
			break
		}
	}
	return min(sum, 1)
}

// test is what Fisher's exact test of a pair depends on within a level: d1 is the lesser
// degree.
type test struct{ both, d1, d2 int32 }

func (c *counter) testOf(p pair) test {
	d1, d2 := c.degree[p.a], c.degree[p.b]
	return test{p.n, min(d1, d2), max(d1, d2)}
}

// tests are those of all pairs of a level that so many changes touch.
type tests struct {
	logs   logFactorials
	total  int
	values []float64 // p values
}

func newTests(total int) *tests { return &tests{logs: make(logFactorials, total+1), total: total} }

func (t *tests) value(x test) float64 {
	return t.logs.fisher(int(x.both), int(x.d1), int(x.d2), t.total)
}

func (t *tests) add(x test) { t.values = append(t.values, t.value(x)) }

// qValues are those of all p values, which it sorts.
func (t *tests) qValues() discoveries { return benjaminiHochberg(t.values) }

// discoveries are p values, ascending, and the q value of each.
type discoveries struct{ p, q []float64 }

// benjaminiHochberg sorts p values and turns them into q values: the false discovery rate
// at which each would just count as a discovery. Equal p values have equal q values.
func benjaminiHochberg(p []float64) discoveries {
	sortPositive(p)
	q := make([]float64, len(p))
	least := 1.0
	for i, v := range slices.Backward(p) {
		least = min(least, v*float64(len(p))/float64(i+1))
		q[i] = least
	}
	return discoveries{p, q}
}

// sortPositive sorts numbers that are 0 or more, whose bits are in the same order: 11 bits
// after the other, lowest first, each time in a stable way.
func sortPositive(list []float64) {
	const bits, rounds = 11, 6
	if len(list) < 1<<bits {
		slices.Sort(list)
		return
	}
	var first [rounds][1 << bits]int32 // by round and bits: where numbers with these begin
	for _, v := range list {
		for r := range rounds {
			first[r][math.Float64bits(v)>>(r*bits)%(1<<bits)]++
		}
	}
	from, to := list, make([]float64, len(list))
	for r := range rounds {
		at := int32(0)
		for k, n := range first[r] {
			first[r][k] = at
			at += n
		}
		for _, v := range from {
			place := &first[r][math.Float64bits(v)>>(r*bits)%(1<<bits)]
			to[*place] = v
			*place++
		}
		from, to = to, from
	}
}

// of is the q value of a p value that is among them.
func (d discoveries) of(p float64) float64 {
	at, _ := slices.BinarySearch(d.p, p)
	return d.q[at]
}
