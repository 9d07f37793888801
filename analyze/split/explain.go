package split

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"seam/analyze/english"
)

// explain writes the terms of the parts kept.
func (r *Ranking) explain() {
	columns := r.columns()
	for i := range r.kept {
		r.kept[i].terms = termsOf(r.kept[i], r.totals, columns)
	}
}

// columns is the values of all parts by term, sorted.
func (r *Ranking) columns() [][]float64 {
	columns := make([][]float64, len(scorecard))
	for i := range scorecard {
		for _, s := range r.all {
			columns[i] = append(columns[i], s.values[i])
		}
		slices.Sort(columns[i])
	}
	return columns
}

// termsOf is the scorecard of one part; columns holds the sorted values of all parts
// by term.
func termsOf(s scored, t totals, columns [][]float64) []Term {
	terms := make([]Term, 0, len(scorecard))
	at, all := 0, 0.0
	for i, line := range scorecard {
		points := 0.0
		for _, st := range line.steps {
			points += float64(st.Points * s.reached[at])
			at++
		}
		all += math.Abs(points)
		terms = append(terms, Term{
			Code: line.code, Text: line.text(s.features, t, s.values[i]), Value: s.values[i], Points: points,
			Percentile: percentile(columns[i], s.values[i]), Direction: line.direction(), Steps: line.steps,
		})
	}
	for i := range terms {
		if all > 0 {
			terms[i].Share = round3(math.Abs(terms[i].Points) / all)
		}
		terms[i].Points = round1(terms[i].Points)
	}
	return terms
}

// percentile is the share of the other values of a sorted column that are lower.
func percentile(column []float64, v float64) float64 {
	if len(column) < 2 {
		return 0
	}
	lower, _ := slices.BinarySearch(column, v)
	return round3(float64(lower) / float64(len(column)-1))
}

func round3(v float64) float64 { return math.Round(v*1000) / 1000 }

// band is a range of scores and what became of the parts in it.
type band struct {
	from         float64
	parts, split int
}

// calibration counts, among the first twenty parts of every case, ranked by points that
// were fitted without its repository, those that were split out next; highest band
// first. make fit prints the table: 154 cases of 50 repositories. What was split
// unseen counts as not split, so the shares are lower bounds.
var calibration = []band{{12, 246, 36}, {9, 488, 29}, {6, 851, 38}, {3, 769, 26}, {math.Inf(-1), 671, 17}}

func calibrationOf(points float64) Calibration {
	at := 0
	for at < len(calibration)-1 && points < calibration[at].from {
		at++
	}
	b := calibration[at]
	c := Calibration{From: b.from, Parts: b.parts, Split: b.split}
	scores := fmt.Sprintf("%.0f points or more", b.from)
	switch {
	case at == len(calibration)-1:
		c.From = 0
		scores = fmt.Sprintf("fewer than %.0f points", calibration[at-1].from)
	case at > 0:
		scores = fmt.Sprintf("%.0f to %.0f points", b.from, calibration[at-1].from)
	}
	c.Text = fmt.Sprintf("among repositories that did split, %d of %s with %s were split out next", b.split, english.Count(b.parts, "part"), scores)
	return c
}

// draws is how often the weights are varied to see whether ranks hold.
const draws = 60

// stability ranks the parts, best first, again with varied weights.
func stability(parts []scored, t totals) []Stability {
	out := make([]Stability, len(parts))
	random := rand.New(rand.NewPCG(1, 2))
	fitted, like, own := weights(), likeServices(parts, t), standingApart(parts)
	order, points := make([]int, len(parts)), make([]float64, len(parts))
	for d := range draws {
		varied := slices.Clone(fitted)
		for i := range varied {
			varied[i] *= 0.8 + float64(0.4*random.Float64())
		}
		for i := range parts {
			order[i], points[i] = i, dot(varied, parts[i].reached)
		}
		slices.SortStableFunc(order, func(a, b int) int { return compareDescending(points[a], points[b]) })
		for at, i := range withPlaces(order, like, own) {
			out[i].add(at+1, d == 0)
		}
	}
	for i := range out {
		out[i].FirstTen = round3(out[i].FirstTen / draws)
	}
	return out
}

func compareDescending(a, b float64) int {
	switch {
	case a > b:
		return -1
	case a < b:
		return 1
	}
	return 0
}

// add counts one more draw.
func (s *Stability) add(rank int, first bool) {
	if s.Draws++; first {
		s.Best, s.Worst = rank, rank
	}
	s.Best, s.Worst = min(s.Best, rank), max(s.Worst, rank)
	if rank <= 10 {
		s.FirstTen++
	}
}
