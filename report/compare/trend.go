package compare

import (
	"slices"

	"seam/analyze/chains"
	"seam/analyze/cochange"
	"seam/analyze/diamonds"
	"seam/analyze/split"
)

// Side is one report, reduced to what NewTrend compares. A nil list is one that the
// report does not have; an empty one means that nothing was found.
type Side struct {
	Packages   []Package
	Imports    []Import
	Candidates []split.Candidate
	Diamonds   []diamonds.Diamond
	Coupling   []cochange.Pair
	Chains     []chains.Chain
	Services   [][]string // cycles of deployment
}

// Package is a package with the area that it lies in, "" for none.
type Package struct{ Path, Area string }

// Import is an edge between two packages: default build, tests left out.
type Import struct{ From, To string }

// Trend is what became of a repository between two reports.
type Trend struct {
	Base     Revision       `json:"base"`
	Head     Revision       `json:"head"`
	Sections []TrendSection `json:"sections"`
	Notes    []string       `json:"notes"` // what to know before reading it: other tool, other options, caveats of one side
}

// Revision says what a side was made of.
type Revision struct {
	Name    string `json:"name"` // as the user gave it: a revision, or a file
	Head    string `json:"head"` // full commit id
	Last    string `json:"last"` // date of the newest commit
	Version string `json:"version"`
}

// TrendSection is one kind of thing: candidates, cycles, diamonds, coupling, imports or
// chains, in this order.
type TrendSection struct {
	Name       string   `json:"name"`
	NotInBase  bool     `json:"not_in_base,omitempty"` // the base report does not have it: nothing was compared
	NotInHead  bool     `json:"not_in_head,omitempty"`
	BaseCount  int      `json:"base_count"` // how many each report has
	HeadCount  int      `json:"head_count"`
	Unchanged  int      `json:"unchanged"`
	Changes    []Change `json:"changes"`              // most important first
	Restricted string   `json:"restricted,omitempty"` // what was left out of the comparison
}

// What became of one thing.
const (
	Added   = "added"
	Removed = "removed"
	Rose    = "rose"
	Fell    = "fell"
	Changed = "changed"
)

// Change is one difference between two reports: a candidate, cycle or pair that came, went or moved.
type Change struct {
	Change string     `json:"change"` // added, removed, rose, fell, changed
	ID     string     `json:"id"`
	Title  string     `json:"title"` // what a reader calls it
	Text   string     `json:"text"`  // the change in words, with its reason
	Rank   *Move      `json:"rank,omitempty"`
	Score  *Move      `json:"score,omitempty"`
	Length *Move      `json:"length,omitempty"` // of a chain
	Terms  []TermMove `json:"terms,omitempty"`  // of a candidate: those whose points moved, most first
	Minor  bool       `json:"minor,omitempty"`  // nobody has to act on it: a part that is left before and after, coupling that chance nearly explains
}

// Move is a number before and after.
type Move struct {
	Before float64 `json:"before"`
	After  float64 `json:"after"`
}

// TermMove is a term of a score whose points moved. A term that one side does not have
// counts 0 points there and has no text.
type TermMove struct {
	Code       string `json:"code"`
	Value      Move   `json:"value"`
	Points     Move   `json:"points"`
	TextBefore string `json:"text_before"`
	TextAfter  string `json:"text_after"`
}

// NewTrend compares two reports of one repository. Equal sides give sections without a
// change.
func NewTrend(base, head Side) []TrendSection {
	return []TrendSection{
		candidates(base, head), cycles(base, head), conflicts(base, head),
		coupling(base, head), importsTrend(base, head), chainsTrend(base, head),
	}
}

// Count is the number of changes in all sections.
func (t *Trend) Count() (n int) {
	for _, s := range t.Sections {
		n += len(s.Changes)
	}
	return n
}

// Major is the number of changes of a section that are not minor: they stand first.
func (s *TrendSection) Major() (n int) {
	for _, c := range s.Changes {
		if !c.Minor {
			n++
		}
	}
	return n
}

// minorLast puts what nobody has to act on behind the rest.
func (s *TrendSection) minorLast() {
	slices.SortStableFunc(s.Changes, func(x, y Change) int { return last(x.Minor) - last(y.Minor) })
}

// newSection begins a section; ok is false where a side lacks it.
func newSection[T any](name string, base, head []T) (s TrendSection, ok bool) {
	s = TrendSection{Name: name, BaseCount: len(base), HeadCount: len(head), NotInBase: base == nil, NotInHead: head == nil, Changes: []Change{}}
	return s, base != nil && head != nil
}

// pairs walks two lists by key: both for what stands in both, then added in the order
// of head and removed in the order of base.
func pairs[T any, K comparable](base, head []T, key func(T) K, both func(b, h T), added, removed func(T)) {
	old, now := map[K]T{}, map[K]bool{}
	for _, b := range base {
		old[key(b)] = b
	}
	var fresh []T
	for _, h := range head {
		now[key(h)] = true
		if b, ok := old[key(h)]; ok {
			both(b, h)
		} else {
			fresh = append(fresh, h)
		}
	}
	for _, h := range fresh {
		added(h)
	}
	for _, b := range base {
		if !now[key(b)] {
			removed(b)
		}
	}
}

func importsTrend(base, head Side) TrendSection {
	s, ok := newSection("imports", base.Imports, head.Imports)
	if !ok {
		return s
	}
	before, after := packageSet(base.Packages), packageSet(head.Packages)
	why := func(e Import, there map[string]bool, word string) string {
		switch from, to := there[e.From], there[e.To]; {
		case from && to:
			return ""
		case from:
			return word + " package " + e.To
		}
		return word + " package " + e.From
	}
	change := func(kind string, e Import, text string) {
		s.Changes = append(s.Changes, Change{Change: kind, ID: e.From + ">" + e.To, Title: e.From + " > " + e.To, Text: text})
	}
	pairs(base.Imports, head.Imports, func(e Import) Import { return e },
		func(_, _ Import) { s.Unchanged++ },
		func(e Import) { change(Added, e, why(e, before, "new")) },
		func(e Import) { change(Removed, e, why(e, after, "removed")) })
	// Between packages that stayed first: those say most about the structure.
	slices.SortStableFunc(s.Changes, func(x, y Change) int { return last(x.Text != "") - last(y.Text != "") })
	return s
}

func last(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func packageSet(list []Package) map[string]bool {
	out := make(map[string]bool, len(list))
	for _, p := range list {
		out[p.Path] = true
	}
	return out
}
