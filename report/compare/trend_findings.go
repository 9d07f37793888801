package compare

import (
	"fmt"
	"slices"

	"seam/analyze/chains"
	"seam/analyze/cochange"
	"seam/analyze/diamonds"
	"seam/analyze/english"
)

// conflicts compares version conflicts. One that only wants other versions than before
// is unchanged: what counts is whether it is there, and how severe it is.
func conflicts(base, head Side) TrendSection {
	s, ok := newSection("diamonds", base.Diamonds, head.Diamonds)
	if !ok {
		return s
	}
	change := func(kind string, d diamonds.Diamond, text string) {
		s.Changes = append(s.Changes, Change{Change: kind, ID: d.ID, Title: d.Dependency, Text: text})
	}
	pairs(base.Diamonds, head.Diamonds, func(d diamonds.Diamond) string { return d.ID },
		func(b, h diamonds.Diamond) {
			if b.Severity == h.Severity {
				s.Unchanged++
				return
			}
			change(Changed, h, fmt.Sprintf("%s before, now %s: %s", b.Severity, h.Severity, h.Message))
		},
		func(h diamonds.Diamond) { change(Added, h, string(h.Severity)+": "+h.Message) },
		func(b diamonds.Diamond) { change(Removed, b, "was: "+b.Message) })
	return s
}

// pairKey tells coupled pairs apart.
type pairKey struct {
	level    cochange.Level
	from, to string
}

func keyOf(p cochange.Pair) pairKey { return pairKey{p.Level, p.From, p.To} }

// coupling compares hidden coupling: areas first, then packages, then files. What only fell
// off a list of bounded length is minor.
func coupling(base, head Side) TrendSection {
	s, ok := newSection("coupling", base.Coupling, head.Coupling)
	if !ok {
		return s
	}
	before, after := rows(base.Coupling), rows(head.Coupling)
	old, now := hidden(base.Coupling), hidden(head.Coupling)
	s.BaseCount, s.HeadCount = len(old), len(now)
	s.Restricted = "hidden pairs alone, of those that each report lists"
	change := func(kind string, p cochange.Pair, text string, minor bool) {
		s.Changes = append(s.Changes, Change{Change: kind, ID: fmt.Sprintf("%s:%s>%s", p.Level, p.From, p.To), Title: place(p.From) + " and " + place(p.To), Text: text, Minor: minor})
	}
	pairs(old, now, keyOf,
		func(_, _ cochange.Pair) { s.Unchanged++ },
		func(h cochange.Pair) { change(Added, h, arrived(h, before), h.Lift < cochange.WorthALine) },
		func(b cochange.Pair) {
			_, listed := after[keyOf(b)]
			change(Removed, b, gone(b, after), !listed || b.Lift < cochange.WorthALine)
		})
	s.minorLast()
	return s
}

// place names the root in words.
func place(path string) string {
	if path == "." {
		return "the root"
	}
	return path
}

func rows(list []cochange.Pair) map[pairKey]cochange.Pair {
	out := make(map[pairKey]cochange.Pair, len(list))
	for _, p := range list {
		if !p.Bots && !p.Generated {
			out[keyOf(p)] = p
		}
	}
	return out
}

func hidden(list []cochange.Pair) []cochange.Pair {
	var out []cochange.Pair
	for _, level := range []cochange.Level{cochange.Area, cochange.Package, cochange.File} {
		for _, p := range list {
			if p.Hidden && p.Level == level {
				out = append(out, p)
			}
		}
	}
	return out
}

func arrived(p cochange.Pair, before map[pairKey]cochange.Pair) string {
	text := fmt.Sprintf("%ss changed together in %d changes, where chance explains %.1f, without an import path", p.Level, p.Support, float64(p.Support)/p.Lift)
	switch b, ok := before[keyOf(p)]; {
	case ok && b.Imports:
		text += "; an import path explained it before"
	case ok:
		text += fmt.Sprintf("; %s before", english.Count(b.Support, "change"))
	}
	return text
}

func gone(p cochange.Pair, after map[pairKey]cochange.Pair) string {
	switch h, ok := after[keyOf(p)]; {
	case ok && h.Imports:
		return "an import path explains it now"
	case ok:
		return fmt.Sprintf("no longer more than chance explains (%d changes together, q %.3f)", h.Support, h.QValue)
	}
	return "no longer among the pairs that the report lists"
}

func chainsTrend(base, head Side) TrendSection {
	s, ok := newSection("chains", base.Chains, head.Chains)
	if !ok {
		return s
	}
	change := func(kind string, c chains.Chain, text string, length *Move) {
		s.Changes = append(s.Changes, Change{Change: kind, ID: c.ID, Title: c.Unit + " (" + c.Ecosystem + ")", Text: text, Length: length})
	}
	pairs(base.Chains, head.Chains, func(c chains.Chain) string { return c.ID },
		func(b, h chains.Chain) {
			if b.Length == h.Length {
				s.Unchanged++
				return
			}
			kind, word := Rose, "longer"
			if h.Length < b.Length {
				kind, word = Fell, "shorter"
			}
			change(kind, h, fmt.Sprintf("the longest chain is %s: %s before, %d now", word, steps(b.Length), h.Length), &Move{float64(b.Length), float64(h.Length)})
		},
		func(h chains.Chain) {
			change(Added, h, "a new unit, whose longest chain has "+steps(h.Length), nil)
		},
		func(b chains.Chain) {
			change(Removed, b, "the unit is gone; its longest chain had "+steps(b.Length), nil)
		})
	slices.SortStableFunc(s.Changes, func(x, y Change) int { return last(x.Length == nil) - last(y.Length == nil) })
	return s
}

func steps(n int) string {
	if n == 1 {
		return "1 step"
	}
	return fmt.Sprintf("%d steps", n)
}
