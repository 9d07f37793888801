package cochange

import (
	"math"
	"slices"
)

// fisher is the upper tail of Fisher's exact test: the chance of at least both
// common changes if d1 and d2 of total changes were drawn apart from each other.
func fisher(both, d1, d2, total int) float64 {
	if d1 > d2 {
		d1, d2 = d2, d1
	}
	// Hypergeometric: P(k) = C(d1,k) C(total-d1, d2-k) / C(total, d2). The first term
	// comes from log gammas, the others from the ratio of neighbours.
	p := math.Exp(logChoose(d1, both) + logChoose(total-d1, d2-both) - logChoose(total, d2))
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

func logChoose(n, k int) float64 {
	if k < 0 || k > n {
		return math.Inf(-1)
	}
	a, _ := math.Lgamma(float64(n + 1))
	b, _ := math.Lgamma(float64(k + 1))
	c, _ := math.Lgamma(float64(n - k + 1))
	return a - b - c
}

// benjaminiHochberg turns p values into q values: the false discovery rate at which
// each would just count as a discovery.
func benjaminiHochberg(p []float64) []float64 {
	order := make([]int, len(p))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case p[a] < p[b]:
			return -1
		case p[a] > p[b]:
			return 1
		}
		return a - b
	})
	q := make([]float64, len(p))
	least := 1.0
	for rank := len(order) - 1; rank >= 0; rank-- {
		i := order[rank]
		least = min(least, p[i]*float64(len(p))/float64(rank+1))
		q[i] = least
	}
	return q
}
