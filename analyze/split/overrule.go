package split

import (
	"slices"
	"strings"
)

// overruling lists the evidence against a part that weighs more than any score, since
// the score knows nothing of it: nobody is served by a library that is a drawer.
var overruling = []string{"drawer", "shared-database"}

// overruled is the evidence that overrules a part's score, nil if none does.
func (c *Candidate) overruled() *Evidence {
	for i := range c.Against {
		if slices.Contains(overruling, c.Against[i].Code) {
			return &c.Against[i]
		}
	}
	return nil
}

// overrule leaves a part as it is where its score is overruled, and says why.
func overrule(c *Candidate) {
	if e := c.overruled(); e != nil {
		c.Verdict = Leave
		c.Reason = strings.Replace(e.Text, "a drawer", "it is a drawer", 1)
	}
}

// sink renumbers the candidates with the overruled ones last.
func sink(list []Candidate) []Candidate {
	slices.SortStableFunc(list, func(a, b Candidate) int {
		switch x, y := a.overruled() != nil, b.overruled() != nil; {
		case x == y:
			return 0
		case x:
			return 1
		}
		return -1
	})
	for i := range list {
		c := &list[i]
		c.Rank = i + 1
		s := &c.Stability // by score alone
		s.Best, s.Worst = min(s.Best, c.Rank), max(s.Worst, c.Rank)
		if c.overruled() != nil { // no weight brings it back
			s.Best, s.Worst, s.FirstTen = c.Rank, c.Rank, share(c.Rank <= 10)
		}
	}
	return list
}

func share(all bool) float64 {
	if all {
		return 1
	}
	return 0
}
