package main

import (
	"fmt"
	"io"
	"math"
	"slices"

	"seam/analyze/split"
)

func (t *trial) number(sample int, name string) float64 {
	return t.Samples[sample].Numbers[slices.Index(numberNames, name)]
}

var numberNames = split.NumberNames()

// report prints everything that the fit says. The order and the figures are the same
// each time.
func report(w io.Writer, cases, unseen []splitCase) {
	trials := newTrials(cases, split.NewTrial)
	n := ceiling(trials)
	fmt.Fprintf(w, "%d cases of %d repositories; a part with F1 >= 0.5, 0.67, 0.8 exists in %d, %d, %d\n\n", len(cases), len(leaders(trials)), n[0], n[1], n[2])
	points := fitPoints(trials)
	printPoints(w, points)
	left := leaveOneOut(trials)
	fmt.Fprintf(w, "%-44s %-31s %-31s %-31s %s\n", "@5 / @10 / @20, MRR", "F1 >= 0.5", "F1 >= 0.67", "F1 >= 0.8", "by repository: @5, @10, MRR")
	out := func(repository string) []float64 { return left[repository] }
	held := ranked(trials, out, (*split.Trial).List)
	printLine(w, "left out, services in their places", trials, held)
	printLine(w, "left out, by points alone", trials, ranked(trials, out, (*split.Trial).ListByPoints))
	printLine(w, "shipped points, on the cases they come from", trials, ranked(trials, func(string) []float64 { return shipped() }, (*split.Trial).List))
	printBaselines(w, trials)
	printUnits(w, cases)
	printAblation(w, trials)
	f := sumUp(trials, held, 0)
	fmt.Fprintf(w, "\n95 %% intervals over repositories, left out, F1 >= 0.5: @5 %.2f (%.2f-%.2f), @10 %.2f (%.2f-%.2f), MRR %.3f (%.3f-%.3f)\n",
		share(f.at[0], f), f.low5, f.high5, share(f.at[1], f), f.low10, f.high10, f.mrr, f.lowM, f.hiM)
	printBands(w, trials, out)
	printMissed(w, trials, held)
	printUnseen(w, newTrials(unseen, split.NewTrial), trials, out)
}

// printUnseen asks the shipped points of cases that nothing was fitted on, and counts
// the parts at each score in these and in those of the fit.
func printUnseen(w io.Writer, trials, fitted []*trial, left func(repository string) []float64) {
	fmt.Fprintf(w, "\n%d cases of %d repositories that nothing was fitted on\n", len(trials), len(leaders(trials)))
	ship := func(string) []float64 { return shipped() }
	answers := ranked(trials, ship, (*split.Trial).List)
	printLine(w, "shipped points", trials, answers)
	printBaselines(w, trials)
	all := slices.Concat(fitted, trials)
	fmt.Fprintln(w, "\nthese cases and those of the fit, each by points fitted without its repository:")
	own := map[string]bool{}
	for _, t := range fitted {
		own[t.Repository] = true
	}
	printBands(w, all, func(repository string) []float64 {
		if own[repository] {
			return left(repository)
		}
		return ship(repository)
	})
	printMissed(w, trials, answers)
}

func shipped() []float64 {
	var out []float64
	for _, s := range split.Steps() {
		out = append(out, s.Points)
	}
	return out
}

// leaders lists the first case of every repository.
func leaders(trials []*trial) []*trial {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(trials), func(t *trial) bool {
		again := seen[t.Repository]
		seen[t.Repository] = true
		return again
	})
}

func share(n int, f figures) float64 { return float64(n) / float64(max(1, f.cases)) }

func printPoints(w io.Writer, points []float64) {
	fmt.Fprintln(w, "points fitted on all cases (shipped)")
	for i, s := range split.Steps() {
		fmt.Fprintf(w, "  %-26s above %-8g %+4.0f (%+.0f)\n", s.Term, s.Above, points[i], s.Points)
	}
	fmt.Fprintln(w)
}

func printLine(w io.Writer, name string, trials []*trial, answers []answer) {
	fmt.Fprintf(w, "%-44s", name)
	for cut := range cuts {
		f := sumUp(trials, answers, cut)
		fmt.Fprintf(w, " %d/%d/%d %.2f/%.2f/%.2f %.3f ", f.at[0], f.at[1], f.at[2], share(f.at[0], f), share(f.at[1], f), share(f.at[2], f), f.mrr)
	}
	f := sumUp(trials, answers, 0)
	fmt.Fprintf(w, " %.2f, %.2f, %.3f\n", f.by5, f.by10, f.byMRR)
}

func printBaselines(w io.Writer, trials []*trial) {
	for _, b := range []struct {
		name string
		list func(*trial) [][]int32
	}{
		{"folders by package count", bySize},
		{"folders by commits that touch nothing else", byCoChange},
		{"communities of imports, largest first", func(t *trial) [][]int32 { return t.Communities }},
	} {
		var answers []answer
		for _, t := range trials {
			answers = append(answers, answerOf(b.list(t), t.Truth))
		}
		printLine(w, b.name, trials, answers)
	}
}

// printUnits says what counting history by units of change instead of commits does.
func printUnits(w io.Writer, cases []splitCase) {
	trials := newTrials(cases, split.NewTrialByUnits)
	left := leaveOneOut(trials)
	printLine(w, "left out, history by units of change", trials, ranked(trials, func(r string) []float64 { return left[r] }, (*split.Trial).List))
}

// printAblation fits anew without each term.
func printAblation(w io.Writer, trials []*trial) {
	last := ""
	for _, s := range split.Steps() {
		if s.Term == last {
			continue
		}
		last = s.Term
		left := leaveOneOut(trials, s.Term)
		printLine(w, "left out, without "+s.Term, trials, ranked(trials, func(r string) []float64 { return left[r] }, (*split.Trial).List))
	}
}

// printBands counts, among the first twenty of every list, the parts at each score and
// those of them that were split out.
func printBands(w io.Writer, trials []*trial, of func(repository string) []float64) {
	bands := []float64{12, 9, 6, 3, math.Inf(-1)}
	parts, hits := make([]int, len(bands)), make([]int, len(bands))
	for _, t := range trials {
		points := of(t.Repository)
		list := t.ready.List(points)
		for _, i := range list[:min(20, len(list))] {
			score := 0.0
			for j, v := range t.reached[i] {
				score += v * points[j]
			}
			at := slices.IndexFunc(bands, func(from float64) bool { return score >= from })
			if parts[at]++; t.hit[i] {
				hits[at]++
			}
		}
	}
	fmt.Fprintln(w, "\nparts among the first twenty at each score, and those split out")
	for i, from := range bands {
		fmt.Fprintf(w, "  from %3.0f: %4d %3d\n", from, parts[i], hits[i])
	}
}

func printMissed(w io.Writer, trials []*trial, answers []answer) {
	fmt.Fprintln(w, "\nnot among the first ten: case, kind, place, best F1 of any part")
	for i, t := range trials {
		if within(answers[i][0], 10) > 0 {
			continue
		}
		best, name := 0.0, ""
		for _, s := range t.Samples {
			if o := overlap(s.Packages, t.Truth); o > best {
				best, name = o, s.Folder
			}
		}
		fmt.Fprintf(w, "  %-30s %-8s %3d  %.2f %s\n", t.ID, t.Kind, answers[i][0], best, name)
	}
}
