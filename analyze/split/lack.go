package split

import (
	"cmp"
	"fmt"
	"slices"

	"seam/analyze/english"
)

// lacks says what keeps most points from a part, the worst first, at most n clauses. Terms
// that keep less than a point from it, or of which no more can be said than that there
// could be more, are left out.
func (j *judge) lacks(s scored, n int) []string {
	terms := slices.Clone(s.terms)
	slices.SortStableFunc(terms, func(a, b Term) int { return cmp.Compare(b.missing(), a.missing()) })
	var out []string
	for _, t := range terms {
		if text := j.lack(t.Code, s.features); text != "" && t.missing() >= 1 && len(out) < n {
			out = append(out, text)
		}
	}
	return out
}

// missing is how many points a term keeps from a part: what it could give at best less
// what it gives.
func (t Term) missing() float64 {
	best := 0.0
	for _, s := range t.Steps {
		best += max(0, s.Points)
	}
	return best - t.Points
}

// lack says in a clause what a term holds against a part; "" where its value says nothing
// against it.
func (j *judge) lack(term string, f features) string {
	p := f.single
	few := p.changes < tellingCommits
	switch term {
	case "gives-more-than-it-takes":
		switch {
		case f.given == 0:
			return "no name of it is used outside it"
		case f.given <= 2*f.taken:
			return fmt.Sprintf("it uses %s of the rest, which uses %d of it", english.Count(f.taken, "name"), f.given)
		}
	case "keeps-to-itself":
		if all := f.inside + f.leaving; all > 0 && 2*f.leaving > all {
			return outOf(f.leaving, all, "import", "leads", "lead") + " out of it"
		}
	case "changes-alone":
		if few {
			return english.Choose(p.changes, "one commit alone touches it", "no commit touches it")
		}
		if p.alone == 0 {
			return outOf(p.changes, p.changes, "commit", "touches", "touch") + " other packages too"
		}
		return fmt.Sprintf("only %d of its %s %s nothing else", p.alone, english.Count(p.changes, "commit"), english.Choose(p.alone, "touches", "touch"))
	case "changes-with-others":
		return "it changes along with other packages more often than chance"
	case "team-focus":
		if few {
			return "" // said of changes-alone
		}
		return fmt.Sprintf("those who work on it do only %s of their work here", percent(p.focus))
	case "enough-code":
		return fmt.Sprintf("it has only %s", english.Count(f.lines, "line"))
	case "too-much-code":
		return fmt.Sprintf("it has %s, too many for one part", english.Count(f.lines, "line"))
	case "buried":
		return fmt.Sprintf("it lies %s deep, as a detail of what is above it", english.Count(f.depth, "folder"))
	case "most-of-the-repository":
		return fmt.Sprintf("it is %s of all packages", percent(ratio(f.packages, len(j.m.b.Packages))))
	case "crosses-folders":
		return fmt.Sprintf("it lies in %s", english.Count(f.places, "folder"))
	}
	return ""
}
