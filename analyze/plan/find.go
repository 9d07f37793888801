package plan

import (
	"fmt"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/split"
	"seam/analyze/whatif"
)

// Part is the candidate or the folders that a plan splits out.
type Part struct {
	ID        string
	Title     string
	Packages  []string         // sorted
	Candidate *split.Candidate // nil for a folder that is none
	Under     *split.Candidate // the better candidate that a folder is a near-duplicate of
	Asked     string           // what was asked for, where that is no folder but a near-duplicate of Candidate; else ""
}

// UnknownError says that no part has a name.
type UnknownError struct {
	Name string
	Near []string // names that may have been meant, best first
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("%q is no candidate and no folder that holds packages", e.Name)
}

// Find looks a part up: by the id of a candidate, its title, any folder that holds
// packages, or what a candidate is ranked for, too. The error is an *UnknownError.
func Find(name string, candidates []split.Candidate, b *whatif.Base) (Part, error) {
	title := strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(name, "split:"), "./"), "/")
	for i := range candidates {
		if c := &candidates[i]; c.ID == name || c.Title == title {
			return Part{ID: c.ID, Title: c.Title, Packages: c.Packages, Candidate: c}, nil
		}
	}
	set := b.Below(title)
	if title == "" || len(set) == 0 || len(set) == len(b.Packages) {
		for i := range candidates {
			if c := &candidates[i]; slices.Contains(c.Near, "split:"+title) {
				return Part{ID: c.ID, Title: c.Title, Packages: c.Packages, Candidate: c, Asked: title}, nil
			}
		}
		return Part{}, &UnknownError{name, near(title, candidates, b)}
	}
	p := Part{ID: "split:" + title, Title: title}
	for _, i := range set {
		p.Packages = append(p.Packages, b.Packages[i])
	}
	for i := range candidates {
		if c := &candidates[i]; p.Candidate == nil && slices.Equal(c.Packages, p.Packages) {
			p.Candidate = c
		} else if p.Under == nil && slices.Contains(c.Near, p.ID) {
			p.Under = c
		}
	}
	return p, nil
}

func near(name string, candidates []split.Candidate, b *whatif.Base) []string {
	var titles []string
	for _, c := range candidates {
		titles = append(titles, c.Title)
	}
	return finding.Nearest(name, slices.Concat(titles, missing(b.Packages, titles)), 3)
}

// missing lists what is in all but not in known.
func missing(all, known []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(known, s) })
}
