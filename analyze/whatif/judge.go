package whatif

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"seam/analyze/english"
)

// Outlook is what the past says about a cut. Rankings and replays judge by it alike, so
// that one never recommends what the other rejects.
type Outlook string

const (
	TooLittle Outlook = "not enough data" // fewer than Enough changes touch it, and they do not say the same
	Chatty    Outlook = "leave it"        // more than four in five of its changes would have crossed
	Blocked   Outlook = "blocked"         // units would need each other that do not today
	Costly    Outlook = "costly"          // more than half would have crossed
	Priced    Outlook = "at a price"      // more than a quarter would have crossed
	Clean     Outlook = "clean"
)

// Enough is the smallest number of changes that a share is judged by.
const Enough = 20

// Of 36 parts that really were split out and had enough changes before, half had at most
// 58 % of them cross, nine in ten at most 77 %. So the shares tell how costly a cut was,
// and only their far end that nobody made it.
const (
	chatty = 0.8
	costly = 0.5

	// Noticed is the crossing share above which a ranking holds it against a part; what is
	// above it is not called clean either.
	Noticed = 0.25
)

// Assess judges a cut by its replayed past and the cycles that it would create.
func Assess(h History, created [][]string) Outlook {
	switch {
	case h.Changes < Enough && atLeast(h) <= chatty:
		return TooLittle
	case h.Share > chatty:
		return Chatty
	case len(created) > 0:
		return Blocked
	case h.Share > costly:
		return Costly
	case h.Share > Noticed:
		return Priced
	}
	return Clean
}

// atLeast is the lower end of Wilson's interval of the crossing share, 95 % to one side:
// what the share is at least, however few the changes are that it was counted on. It is
// above four in five from 11 of 11 on.
func atLeast(h History) float64 {
	if h.Changes == 0 {
		return 0
	}
	const z = 1.6449
	n, p := float64(h.Changes), h.Share
	return (p + z*z/(2*n) - float64(z*math.Sqrt(p*(1-p)/n+z*z/(4*n*n)))) / (1 + z*z/n)
}

// CreatedCycles keeps the cycles of after that today's units do not have.
func CreatedCycles(after, today UnitGraph) [][]string {
	had := today.Cycles()
	out := [][]string{}
	for _, c := range after.Cycles() {
		if !slices.ContainsFunc(had, func(h []string) bool { return slices.Equal(h, c) }) {
			out = append(out, c)
		}
	}
	return out
}

// judge is the verdict in words. Where the units are today's, nothing would be cut and the
// past was what it shows.
func (r *Result) judge(created [][]string) string {
	h := r.History
	share := fmt.Sprintf("%s of %s (%s)", english.Number(h.Crossing), english.Count(h.Changes, "change"), english.Percent(h.Share))
	crossed := share + " would have crossed the cut"
	if r.Already {
		return fmt.Sprintf("as it is today: nothing new is cut, and %s crossed the border", share)
	}
	switch o := Assess(h, created); o {
	case TooLittle:
		if h.Changes == 0 {
			return fmt.Sprintf("%s: no change touches it", o)
		}
		return fmt.Sprintf("%s: only %s it", o, english.Count(h.Changes, "change")+english.Choose(h.Changes, " touches", " touch"))
	case Blocked:
		where := few(english.Places(created[0]))
		if len(created) > 1 {
			where += fmt.Sprintf(" (and in %s)", english.Count(len(created)-1, "more cycle"))
		}
		return fmt.Sprintf("%s until the imports back are cut: %s would need each other; %s", o, where, crossed)
	default:
		return fmt.Sprintf("%s: %s", o, crossed)
	}
}

// few names the first of many units.
func few(names []string) string {
	const most = 4
	if len(names) <= most+1 {
		return english.And(names)
	}
	return fmt.Sprintf("%s and %d more units", strings.Join(names[:most], ", "), len(names)-most)
}
