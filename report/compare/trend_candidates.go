package compare

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"seam/analyze/split"
)

const (
	// leading is how many candidates of each report are compared: what moves further
	// down moves nobody.
	leading = 20
	// A candidate that keeps its verdict has moved if its score did by half a point, or
	// its rank by five places because others moved.
	movedScore = 0.5
	movedRank  = 5
	// told is how many terms a sentence names.
	told = 3
	// A part that is left, and comes or goes, is worth a line from six points on: of those
	// below, one in thirty was split out next (split.Candidate.Calibration).
	worthTelling = 6
)

// candidates compares the rankings: verdicts first, then what came, rose, fell and went.
func candidates(base, head Side) TrendSection {
	s, ok := newSection("candidates", base.Candidates, head.Candidates)
	if !ok {
		return s
	}
	s.Restricted = fmt.Sprintf("candidates among the first %d of either report", leading)
	c := ranking{base: base, head: head}
	pairs(base.Candidates, head.Candidates, func(c split.Candidate) string { return c.ID },
		func(b, h split.Candidate) {
			if min(b.Rank, h.Rank) > leading {
				return
			}
			if ch, moved := c.moved(b, h); moved {
				s.Changes = append(s.Changes, ch)
			} else {
				s.Unchanged++
			}
		},
		func(h split.Candidate) {
			if h.Rank <= leading {
				s.Changes = append(s.Changes, c.added(h))
			}
		},
		func(b split.Candidate) {
			if b.Rank <= leading {
				s.Changes = append(s.Changes, c.removed(b))
			}
		})
	within := nested(base, head)
	slices.SortStableFunc(s.Changes, func(x, y Change) int {
		return cmp.Or(last(x.Change != Changed)-last(y.Change != Changed), last(within[x.ID])-last(within[y.ID]), cmp.Compare(best(x), best(y)))
	})
	s.minorLast()
	return s
}

// nested are the candidates that lie in a better one: they come and go with it.
func nested(sides ...Side) map[string]bool {
	out := map[string]bool{}
	for _, s := range sides {
		for _, c := range s.Candidates {
			out[c.ID] = out[c.ID] || c.Within != ""
		}
	}
	return out
}

// best is the better of a candidate's two ranks.
func best(c Change) float64 {
	switch {
	case c.Rank.Before == 0:
		return c.Rank.After
	case c.Rank.After == 0:
		return c.Rank.Before
	}
	return min(c.Rank.Before, c.Rank.After)
}

type ranking struct{ base, head Side }

// moved tells what became of a candidate that both reports have; moved is false if it
// is as it was.
func (r ranking) moved(b, h split.Candidate) (ch Change, moved bool) {
	ch = Change{ID: h.ID, Title: h.Title, Rank: &Move{float64(b.Rank), float64(h.Rank)}, Score: &Move{b.Score, h.Score}, Terms: terms(b.Terms, h.Terms)}
	ch.Minor = b.Verdict == split.Leave && h.Verdict == split.Leave
	places, points := h.Rank-b.Rank, h.Score-b.Score
	switch {
	case b.Verdict != h.Verdict:
		ch.Change = Changed
	case math.Abs(points) < movedScore && max(places, -places) < movedRank:
		return ch, false
	case places < 0 || places == 0 && points > 0:
		ch.Change = Rose
	default:
		ch.Change = Fell
	}
	var parts []string
	if b.Verdict != h.Verdict {
		parts = append(parts, fmt.Sprintf("%s before, now %s", b.Verdict, h.Verdict))
	}
	parts = append(parts, fmt.Sprintf("%s, score %s", was("rank", b.Rank, h.Rank), arrow(b.Score, h.Score)))
	ch.Text = strings.Join(parts, "; ") + ": " + because(ch.Terms) + others(places, points)
	if size := len(h.Packages) - len(b.Packages); size != 0 {
		ch.Text += fmt.Sprintf("; %d packages before, %d now", len(b.Packages), len(h.Packages))
	}
	return ch, true
}

// others says that a rank moved against the score.
func others(places int, points float64) string {
	switch {
	case places > 0 && points > 0:
		return "; others gained more"
	case places < 0 && points < 0:
		return "; others lost more"
	}
	return ""
}

// was writes two numbers, once if they are equal.
func was(noun string, before, after int) string {
	if before == after {
		return fmt.Sprintf("%s %d as before", noun, after)
	}
	return fmt.Sprintf("%s %d -> %d", noun, before, after)
}

func arrow(before, after float64) string {
	b, a := number(before), number(after)
	if b == a {
		return a
	}
	return b + " -> " + a
}

// number has three digits at most that mean something.
func number(v float64) string {
	switch a := math.Abs(v); {
	case a >= 100 || v == math.Trunc(v):
		return fmt.Sprintf("%.0f", v)
	case a >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2g", v)
}

// because names the terms that moved.
func because(moves []TermMove) string {
	if len(moves) == 0 {
		return "none of its own terms moved, other parts did"
	}
	var out []string
	for _, m := range moves[:min(len(moves), told)] {
		out = append(out, fmt.Sprintf("%s %s (%+.1f)", strings.ReplaceAll(m.Code, "-", " "), arrow(m.Value.Before, m.Value.After), m.Points.After-m.Points.Before))
	}
	switch n := len(moves) - told; {
	case n == 1:
		out = append(out, "1 more term")
	case n > 1:
		out = append(out, fmt.Sprintf("%d more terms", n))
	}
	return strings.Join(out, ", ")
}

// terms lists those whose points moved, most first.
func terms(base, head []split.Term) []TermMove {
	var out []TermMove
	add := func(m TermMove) {
		if m.Points.Before != m.Points.After {
			out = append(out, m)
		}
	}
	pairs(base, head, func(t split.Term) string { return t.Code },
		func(b, h split.Term) {
			add(TermMove{h.Code, Move{b.Value, h.Value}, Move{b.Points, h.Points}, b.Text, h.Text})
		},
		func(h split.Term) { add(TermMove{h.Code, Move{0, h.Value}, Move{0, h.Points}, "", h.Text}) },
		func(b split.Term) { add(TermMove{b.Code, Move{b.Value, 0}, Move{b.Points, 0}, b.Text, ""}) })
	slices.SortStableFunc(out, func(x, y TermMove) int {
		return cmp.Compare(math.Abs(y.Points.After-y.Points.Before), math.Abs(x.Points.After-x.Points.Before))
	})
	return out
}

func (r ranking) added(h split.Candidate) Change {
	return Change{Change: Added, ID: h.ID, Title: h.Title, Rank: &Move{0, float64(h.Rank)}, Score: &Move{0, h.Score}, Minor: folded(h, r.base) || idle(h),
		Text: fmt.Sprintf("%s at rank %d, score %s: %s", h.Verdict, h.Rank, number(h.Score), why(h, r.base, "was", "new"))}
}

func (r ranking) removed(b split.Candidate) Change {
	return Change{Change: Removed, ID: b.ID, Title: b.Title, Rank: &Move{float64(b.Rank), 0}, Score: &Move{b.Score, 0}, Minor: folded(b, r.head) || idle(b),
		Text: fmt.Sprintf("was rank %d (%s): %s", b.Rank, b.Verdict, why(b, r.head, "is", "gone"))}
}

// idle reports a part that is left and has few points.
func idle(c split.Candidate) bool { return c.Verdict == split.Leave && c.Score < worthTelling }

// folded reports a part that is left, and that the other report has under another name.
func folded(c split.Candidate, other Side) bool {
	return c.Verdict == split.Leave && slices.ContainsFunc(other.Candidates, func(o split.Candidate) bool { return slices.Contains(o.Near, c.ID) })
}

// why says why the other report does not have a candidate.
func why(c split.Candidate, other Side, verb, state string) string {
	for _, o := range other.Candidates {
		if slices.Contains(o.Near, c.ID) {
			return fmt.Sprintf("%s folded under %s, which is nearly the same", verb, o.Title)
		}
	}
	there, n := packageSet(other.Packages), 0
	for _, p := range c.Packages {
		if there[p] {
			n++
		}
	}
	switch {
	case other.Packages == nil:
		return "no candidate in the other report"
	case n == 0:
		return "its packages are " + state
	case n < len(c.Packages):
		return fmt.Sprintf("%d of its %d packages are %s", len(c.Packages)-n, len(c.Packages), state)
	}
	return "the other report has its packages, but no such candidate"
}
