package main

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"seam/analyze/split"
)

// cuts are the overlaps from which a part counts as what was split out.
var cuts = []float64{0.5, 2.0 / 3, 0.8}

// overlap is the F1 measure of two ascending sets.
func overlap(a, b []int32) float64 {
	both := 0
	for _, x := range a {
		if _, ok := slices.BinarySearch(b, x); ok {
			both++
		}
	}
	return 2 * float64(both) / float64(max(1, len(a)+len(b)))
}

// answer is the place, by cut, at which what was split out stands in a list; 0 for
// nowhere.
type answer [3]int

func answerOf(list [][]int32, truth []int32) answer {
	var a answer
	for at, set := range list {
		o := overlap(set, truth)
		for i, cut := range cuts {
			if a[i] == 0 && o >= cut-1e-9 {
				a[i] = at + 1
			}
		}
	}
	return a
}

// ranked answers every case by points, which may differ by repository, in the order of
// list: (*split.Trial).List or ListByPoints.
func ranked(trials []*trial, points func(repository string) []float64, list func(*split.Trial, []float64) []int) []answer {
	var out []answer
	for _, t := range trials {
		out = append(out, answerOf(t.sets(list(t.ready, points(t.Repository))), t.Truth))
	}
	return out
}

func (t *trial) sets(list []int) [][]int32 {
	out := make([][]int32, len(list))
	for at, i := range list {
		out[at] = t.Samples[i].Packages
	}
	return out
}

// figures sum up answers at one cut.
type figures struct {
	at                 [3]int // cases within the first 5, 10, 20
	cases              int
	mrr                float64
	by5, by10, byMRR   float64 // means of the repositories' means
	low5, low10, lowM  float64 // 95 % of the bootstrap over repositories
	high5, high10, hiM float64
}

var firsts = [3]int{5, 10, 20}

// resamples is how often repositories are drawn for the intervals.
const resamples = 2000

func sumUp(trials []*trial, answers []answer, cut int) figures {
	groups, names := map[string][]int{}, []string{}
	f := figures{cases: len(answers)}
	for i, a := range answers {
		r := trials[i].Repository
		if groups[r] == nil {
			names = append(names, r)
		}
		groups[r] = append(groups[r], a[cut])
		for k, n := range firsts {
			if within(a[cut], n) > 0 {
				f.at[k]++
			}
		}
		f.mrr += reciprocal(a[cut]) / float64(len(answers))
	}
	for _, r := range names {
		n := float64(len(names) * len(groups[r]))
		for _, rank := range groups[r] {
			f.by5 += within(rank, 5) / n
			f.by10 += within(rank, 10) / n
			f.byMRR += reciprocal(rank) / n
		}
	}
	f.bootstrap(groups, names)
	return f
}

func within(rank, n int) float64 {
	if rank > 0 && rank <= n {
		return 1
	}
	return 0
}

func reciprocal(rank int) float64 {
	if rank == 0 {
		return 0
	}
	return 1 / float64(rank)
}

func (f *figures) bootstrap(groups map[string][]int, names []string) {
	random := rand.New(rand.NewPCG(1, 2))
	var five, ten, mrr []float64
	for range resamples {
		var a, b, c, n float64
		for range names {
			for _, rank := range groups[names[random.IntN(len(names))]] {
				a, b, c, n = a+within(rank, 5), b+within(rank, 10), c+reciprocal(rank), n+1
			}
		}
		five, ten, mrr = append(five, a/n), append(ten, b/n), append(mrr, c/n)
	}
	f.low5, f.high5 = middle95(five)
	f.low10, f.high10 = middle95(ten)
	f.lowM, f.hiM = middle95(mrr)
}

func middle95(v []float64) (low, high float64) {
	slices.Sort(v)
	return v[len(v)*25/1000], v[len(v)*975/1000]
}

// bySize lists folders by their number of packages, most first.
func bySize(t *trial) [][]int32 {
	return t.folders(func(a, b int) int { return len(t.Samples[b].Packages) - len(t.Samples[a].Packages) })
}

// byCoChange lists folders by the share of their commits that touch nothing else.
func byCoChange(t *trial) [][]int32 {
	return t.folders(func(a, b int) int { return cmp.Compare(t.alone(b), t.alone(a)) })
}

func (t *trial) folders(compare func(a, b int) int) [][]int32 {
	var list []int
	for i := range t.Samples {
		if t.number(i, "places") == 0 {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, compare)
	return t.sets(list)
}

// alone is smoothed as in the scorecard, towards a half.
func (t *trial) alone(i int) float64 {
	return (t.number(i, "commit_alone_weight") + 1) / (t.number(i, "commit_weight") + 2)
}

// ceiling counts the cases that have any part that is near enough, by cut.
func ceiling(trials []*trial) (n [3]int) {
	for _, t := range trials {
		best := 0.0
		for _, s := range t.Samples {
			best = max(best, overlap(s.Packages, t.Truth))
		}
		for i, cut := range cuts {
			if best >= cut-1e-9 {
				n[i]++
			}
		}
	}
	return n
}
