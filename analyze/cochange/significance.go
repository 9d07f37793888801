package cochange

import (
	"cmp"
	"math"
	"slices"

	"seam/analyze/portable"
)

// logFactorials holds ln n! by n, page by page; 0 where it was not asked for yet. Of a
// million changes few degrees are asked about, and what they leave of all.
type logFactorials []*[logPage]float64

const logPage = 1 << 9

// logsUpTo has room up to a number.
func logsUpTo(n int) logFactorials { return make(logFactorials, n/logPage+1) }

func (l logFactorials) of(n int) float64 {
	page := &l[n/logPage]
	if *page == nil {
		*page = new([logPage]float64)
	}
	value := &(*page)[n%logPage]
	if *value == 0 {
		*value = portable.LogFactorial(n)
	}
	return *value
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
	p := portable.Exp(l.choose(d1, both) + l.choose(total-d1, d2-both) - l.choose(total, d2))
	sum := p
	for k := both; k < d1; k++ {
		rest := float64(total - d1 - d2 + k + 1)
		if rest <= 0 {
			break
		}
		p = float64(p * (float64(d1-k) * float64(d2-k) / (float64(k+1) * rest)))
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

// tests are those of all pairs of a level that so many changes touch: few different ones.
type tests struct {
	logs  logFactorials
	total int
	pairs int      // that were added
	table []tested // by hash, and behind that; at most half of it is used
	used  int
	shift int // from a hash to a place
}

// tested is how many pairs have a test, 0 in a free place of a table.
type tested struct {
	test
	pairs int32
}

func newTests(total int) *tests {
	const bits = 12
	return &tests{logs: logsUpTo(total), total: total, table: make([]tested, 1<<bits), shift: 64 - bits}
}

func (t *tests) value(x test) float64 {
	return t.logs.fisher(int(x.both), int(x.d1), int(x.d2), t.total)
}

func (t *tests) add(x test) {
	at := t.find(x)
	if at.pairs == 0 {
		if 2*t.used == len(t.table) {
			t.grow()
			at = t.find(x)
		}
		t.used++
		at.test = x
	}
	at.pairs++
	t.pairs++
}

// find is the place of a test, or the free one where it belongs.
func (t *tests) find(x test) *tested {
	h := (uint64(x.d1)<<32 | uint64(x.d2)) + uint64(x.both)*0x9e3779b97f4a7c15
	h = (h ^ h>>32) * 0xff51afd7ed558ccd >> t.shift
	for t.table[h].pairs > 0 && t.table[h].test != x {
		h = (h + 1) % uint64(len(t.table))
	}
	return &t.table[h]
}

func (t *tests) grow() {
	old := t.table
	t.table, t.shift = make([]tested, 2*len(old)), t.shift-1
	clear(t.table) // a page that is read before it is written is mapped twice, and all cores wait
	for _, x := range old {
		if x.pairs > 0 {
			*t.find(x.test) = x
		}
	}
}

// qValues are those of all pairs.
func (t *tests) qValues() discoveries {
	found := make([]discovery, 0, t.used)
	for _, x := range t.table {
		if x.pairs > 0 {
			found = append(found, discovery{p: t.value(x.test), pairs: int(x.pairs)})
		}
	}
	return benjaminiHochberg(found)
}

// discovery is a p value that some pairs have.
type discovery struct {
	p, q  float64
	pairs int
}

// discoveries rise by their p values.
type discoveries []discovery

// benjaminiHochberg orders p values and turns them into q values: the false discovery rate
// at which each would just count as a discovery. Equal p values have equal q values.
func benjaminiHochberg(found []discovery) discoveries {
	slices.SortFunc(found, func(a, b discovery) int { return cmp.Compare(a.p, b.p) })
	all := 0
	for _, d := range found {
		all += d.pairs
	}
	least, rank := 1.0, all
	for i, d := range slices.Backward(found) {
		least = min(least, d.p*float64(all)/float64(rank))
		found[i].q = least
		rank -= d.pairs
	}
	return found
}

// of is the q value of a p value that is among them.
func (d discoveries) of(p float64) float64 {
	at, _ := slices.BinarySearchFunc(d, p, func(d discovery, p float64) int { return cmp.Compare(d.p, p) })
	return d[at].q
}
