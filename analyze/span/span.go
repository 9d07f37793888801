// Package span tells whether changes reach further than they used to: how many of them
// touch more than one area, last year and in the three years before, and between which
// areas that changed most.
//
// The span of a change is how many areas it touches. A growing one was found to be the
// plainest sign of code decay (Eick, Graves, Karr, Marron and Mockus, "Does Code Decay?",
// 2001): what was meant to be changed apart no longer is. A change crosses if it touches
// two areas or more.
//
// Larger changes cross more often, whatever the code is like, and habits of committing
// change over the years. So changes are compared with those of the same size, in source
// files, by the test of Cochran, Mantel and Haenszel:
//
//	expected  Σ over sizes of n·c'/n', n the changes of the last year of that size, n'
//	          those before and c' those of them that crossed
//	odds      Mantel and Haenszel's common odds ratio: 2 means that the odds of crossing
//	          doubled for changes of one size
//	p value   of their test with the correction for continuity, both ways
//
// Changes are wider if the odds are at least 1.25 and p is at most 0.01, narrower if they
// are at most 0.8. A border is a pair of areas: of the changes that touch either, which
// touch both? It wears if the odds of that are at least 1.5, firms if they are at most
// 0.67, with a p value times the number of borders (Bonferroni) of at most 0.01. Below 50
// changes of several files in either period, and for a border below 20 changes of each
// area in either, there is not enough data.
//
// Years count back from the newest change. Only source files count that are no tests,
// samples or tools, since these change with what they are for.
//
// Limits: areas are those of today; code that moved counts for where it is now as far as
// renames are known, and code that was deleted for where its folder would be. An area that
// was cut out of another last year makes changes wider at first. What people were asked
// to build decides as much as what the code is like.
package span

import "seam/analyze/history"

// The thresholds.
const (
	year        = 365 * 24 * 3600 // seconds
	yearsBefore = 3

	leastChanges = 50 // of several files, in either period
	leastOfArea  = 20 // that touch an area of a border, in either
	leastShared  = 5  // that touch both areas of a border, in one of the periods
	significant  = 0.01
	wider        = 1.25 // odds
	wearing      = 1.5

	mostCommits = 3
	mostFiles   = 3
)

// Verdict says how the last year compares with those before.
type Verdict string

const (
	Wider         Verdict = "wider"    // changes cross more often than those of the same size did
	Narrower      Verdict = "narrower" // less often
	Steady        Verdict = "steady"
	NotEnoughData Verdict = "not enough data"

	Wearing Verdict = "wearing" // of a border: more changes than before touch both sides
	Firming Verdict = "firming" // fewer
)

// Period counts the changes of a stretch of time.
type Period struct {
	From     string  `json:"from"` // its first day, 2006-01-02 in UTC
	To       string  `json:"to"`   // its last
	Changes  int     `json:"changes"`
	Crossing int     `json:"crossing"` // of them: that touch two areas or more
	Share    float64 `json:"share"`    // crossing / changes
	Files    int     `json:"files"`    // the median of the source files that a change touches
}

// Month counts the changes of a calendar month.
type Month struct {
	Month    string `json:"month"` // 2006-01
	Changes  int    `json:"changes"`
	Crossing int    `json:"crossing"`
}

// Border is two areas that more, or fewer, changes touch together than before.
// From < To in byte order.
type Border struct {
	From    string     `json:"from"`
	To      string     `json:"to"`
	Verdict Verdict    `json:"verdict"` // wearing or firming
	Now     Shared     `json:"now"`
	Before  Shared     `json:"before"`
	Odds    float64    `json:"odds"`
	PValue  float64    `json:"p_value"` // times the number of borders that were tested
	Commits []string   `json:"commits"` // of a wearing one: the newest that touch both, at most three, in full
	Files   []FilePair `json:"files"`   // of a wearing one: what they touch together most, at most three
}

// Shared counts the changes that touch either of two areas.
type Shared struct {
	Changes int     `json:"changes"`
	Both    int     `json:"both"`
	Share   float64 `json:"share"` // both / changes
}

// FilePair is a file of each side of a border.
type FilePair struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Changes int    `json:"changes"` // of the last year that touch both
}

// Result is what Measure gives.
type Result struct {
	Verdict  Verdict  `json:"verdict"`
	Now      Period   `json:"now"`            // the last year
	Before   Period   `json:"before"`         // the three years before it, or as far as the history goes
	Expected float64  `json:"expected_share"` // of the last year's changes that would have crossed, if as many of each size did as before
	Odds     float64  `json:"odds"`           // 0 where there is not enough data
	PValue   float64  `json:"p_value"`        // 1 where there is not enough data
	ByMonth  []Month  `json:"by_month"`       // those with changes, oldest first
	Tested   int      `json:"borders_tested"` // pairs of areas with enough changes
	Borders  []Border `json:"borders"`        // wearing ones first, most changes that touch both beyond what was expected first
}

// Input is what Measure counts.
type Input struct {
	Changes *history.Changes
	// AreaOf names the area of a path; ok is false where it has none.
	AreaOf func(path string) (area string, ok bool)
	// Counts reports whether a path counts; nil is all.
	Counts func(path string) bool
}

// Measure compares the last year with the three before it.
func Measure(in Input) Result {
	c := count(in)
	r := Result{Verdict: NotEnoughData, Now: c.period(now), Before: c.period(before), PValue: 1, ByMonth: c.months(), Borders: []Border{}}
	if c.several(now) < leastChanges || c.several(before) < leastChanges {
		return r
	}
	t := testOf(&c.all)
	r.Expected = t.expected / float64(r.Now.Changes)
	r.Odds, r.PValue = t.odds(), t.pValue()
	switch r.Verdict = Steady; {
	case r.PValue > significant:
	case r.Odds >= wider:
		r.Verdict = Wider
	case r.Odds <= 1/wider:
		r.Verdict = Narrower
	}
	r.Tested, r.Borders = c.borders()
	return r
}
