package main

import (
	"math"
	"slices"

	"seam/analyze/split"
)

// unit is the log-odds that one point stands for.
const unit = 0.35

// penalty on the squares of standardised points, a case.
const penalty = 0.15

// trial is a case ready to be fitted and ranked.
type trial struct {
	*splitCase
	ready   *split.Trial
	reached [][]float64
	hit     []bool // by sample: it is what was split out, F1 >= 0.5
	weight  float64
}

// newTrials prepares cases with split.NewTrial or split.NewTrialByUnits.
func newTrials(cases []splitCase, prepare func([]split.Sample, int) *split.Trial) []*trial {
	of := map[string]int{}
	for _, c := range cases {
		of[c.Repository]++
	}
	var out []*trial
	for i := range cases {
		c := &cases[i]
		t := &trial{splitCase: c, ready: prepare(c.Samples, c.Packages), weight: 1 / math.Sqrt(float64(of[c.Repository]))}
		t.reached = t.ready.Reached()
		for _, s := range c.Samples {
			t.hit = append(t.hit, overlap(s.Packages, c.Truth) >= cuts[0])
		}
		out = append(out, t)
	}
	return out
}

// fitPoints finds the points of every step. off lists terms that get none.
func fitPoints(trials []*trial, off ...string) []float64 {
	f := newFitter(trials, off)
	w := make([]float64, len(f.sign))
	best := f.loss(w)
	for range 40 {
		next := f.step(w)
		for range 10 {
			if f.loss(next) < best {
				break
			}
			for j := range next {
				next[j] = (next[j] + w[j]) / 2
			}
		}
		loss := f.loss(next)
		if loss > best-1e-7 {
			break
		}
		w, best = next, loss
	}
	for j := range w {
		w[j] = math.Round(w[j]/unit) + 0 // no -0
	}
	return w
}

// fitter is the loss and its derivatives.
type fitter struct {
	trials []*trial
	sign   []float64 // of every step's points; 0 for steps left out
	ridge  []float64
}

func newFitter(trials []*trial, off []string) *fitter {
	f := &fitter{trials: trials}
	for _, s := range split.Steps() {
		sign := math.Copysign(1, s.Points)
		if slices.Contains(off, s.Term) {
			sign = 0
		}
		f.sign = append(f.sign, sign)
	}
	total := 0.0
	for _, t := range trials {
		total += t.weight
	}
	for _, v := range variances(trials, len(f.sign)) {
		f.ridge = append(f.ridge, penalty*total*v)
	}
	return f
}

func variances(trials []*trial, steps int) []float64 {
	sum, square, n := make([]float64, steps), make([]float64, steps), 0.0
	for _, t := range trials {
		for _, x := range t.reached {
			for j, v := range x {
				sum[j] += v
				square[j] += v * v
			}
			n++
		}
	}
	for j := range sum {
		square[j] = square[j]/n - sum[j]/n*sum[j]/n
	}
	return square
}

// shares is the softmax over the samples of a case, and over its hits; log is the
// logarithm of the hits' share of the whole, 0 where a case has none.
func (t *trial) shares(w []float64) (all, hits []float64, log float64) {
	all, hits = make([]float64, len(t.reached)), make([]float64, len(t.reached))
	top := math.Inf(-1)
	for i, x := range t.reached {
		for j, v := range x {
			all[i] += v * w[j]
		}
		top = max(top, all[i])
	}
	sumAll, sumHits := 0.0, 0.0
	for i := range all {
		all[i] = math.Exp(all[i] - top)
		sumAll += all[i]
		if t.hit[i] {
			hits[i] = all[i]
			sumHits += all[i]
		}
	}
	if sumHits == 0 {
		return nil, nil, 0
	}
	for i := range all {
		all[i] /= sumAll
		hits[i] /= sumHits
	}
	return all, hits, math.Log(sumHits / sumAll)
}

func (f *fitter) loss(w []float64) float64 {
	loss := 0.0
	for _, t := range f.trials {
		_, _, log := t.shares(w)
		loss -= t.weight * log
	}
	for j := range w {
		loss += f.ridge[j] / 2 * w[j] * w[j]
	}
	return loss
}

// step is one Newton step that keeps the signs. The curvature is that of the sum over
// all samples, which is never negative.
func (f *fitter) step(w []float64) []float64 {
	k := len(w)
	slope, curve := make([]float64, k), make([][]float64, k)
	for j := range curve {
		curve[j] = make([]float64, k)
		slope[j] = f.ridge[j] * w[j]
		curve[j][j] = f.ridge[j] + 1e-9
	}
	for _, t := range f.trials {
		all, hits, _ := t.shares(w)
		if all == nil {
			continue
		}
		mean := make([]float64, k)
		for i, x := range t.reached {
			for j, v := range x {
				mean[j] += all[i] * v
				slope[j] += t.weight * (all[i] - hits[i]) * v
			}
		}
		for i, x := range t.reached {
			addProducts(curve, x, mean, t.weight*all[i])
		}
	}
	return f.descend(w, slope, curve)
}

func addProducts(curve [][]float64, x, mean []float64, weight float64) {
	for j := range x {
		d := weight * (x[j] - mean[j])
		for l := range x {
			curve[j][l] += d * (x[l] - mean[l])
		}
	}
}

// descend minimises the quadratic model around w, a coordinate at a time.
func (f *fitter) descend(w, slope []float64, curve [][]float64) []float64 {
	next, pull := slices.Clone(w), slices.Clone(slope)
	for range 200 {
		moved := 0.0
		for j := range next {
			to := next[j] - pull[j]/curve[j][j]
			if f.sign[j] == 0 || to*f.sign[j] < 0 {
				to = 0
			}
			by := to - next[j]
			if by == 0 {
				continue
			}
			for l := range pull {
				pull[l] += by * curve[l][j]
			}
			next[j] = to
			moved = max(moved, math.Abs(by))
		}
		if moved < 1e-8 {
			break
		}
	}
	return next
}

// leaveOneOut fits the points anew for every repository, from all others.
func leaveOneOut(trials []*trial, off ...string) map[string][]float64 {
	out := map[string][]float64{}
	for _, t := range trials {
		if out[t.Repository] != nil {
			continue
		}
		var others []*trial
		for _, o := range trials {
			if o.Repository != t.Repository {
				others = append(others, o)
			}
		}
		out[t.Repository] = fitPoints(others, off...)
	}
	return out
}
