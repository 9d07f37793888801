// Package compare tells what became of one repository between two reports.
//
// New is for a gate: what a change did to the findings, which are new, which are gone
// and which stay. NewTrend is for a reader: what was added and removed among split
// candidates, cycles, version conflicts, hidden coupling, imports and chains, and why a
// candidate rose or fell. Neither looks at lines, dates or exact versions.
//
// A finding of head is old if base has one with the same fingerprint, or one whose
// key covers it (the same dependency with no further version class and no further
// manifest): a repair that leaves a smaller conflict behind is no new finding. So is one
// whose versions only moved on: as many classes, and nobody behind who was not before. In
// all cases base's must be at least as severe, and as large where a finding is about a
// number; what grew worse is new. If
// base holds a worse finding of the same group, head's is what the repair left, so
// that too is old. Every finding of base makes at most one of head old, but that one which
// another rule has told (Finding.Also) makes none new: a lock that holds what its manifests
// were known to ask for.
package compare

import (
	"slices"

	"seam/analyze/finding"
)

// Result splits the findings of two revisions. Each list is in the order of
// finding.Sort.
type Result struct {
	New       []finding.Finding // in head only
	Gone      []finding.Finding // in base only
	Unchanged []finding.Finding // in both, as head says it
	Was       []finding.Finding // what base says of Unchanged, in its order
}

// New compares the findings of two revisions of one repository.
func New(base, head []finding.Finding) Result {
	base, head = slices.Clone(base), slices.Clone(head)
	finding.Sort(base)
	finding.Sort(head)
	pairing := pairing{base: base, head: head, taken: make([]bool, len(base)), old: make([]int, len(head))}
	for j := range pairing.old {
		pairing.old[j] = none
	}
	pairing.pair(fingerprint, samePrint)
	pairing.pair(keyGroup, covered)
	pairing.pair(keyGroup, moved)
	pairing.pair(keyGroup, relieved)
	pairing.other()
	return pairing.result()
}

// samePrint, covered, moved and relieved say whether b makes h old, b and h being of one
// group. They stand from the surest reason to the weakest.
func samePrint(b, h finding.Finding) bool {
	grew := b.Key != nil && h.Key != nil && h.Key.Size > b.Key.Size
	return b.Severity.Rank() >= h.Severity.Rank() && !grew
}

func covered(b, h finding.Finding) bool {
	return b.Severity.Rank() >= h.Severity.Rank() && b.Key.Covers(*h.Key)
}

func moved(b, h finding.Finding) bool {
	return b.Severity.Rank() >= h.Severity.Rank() && b.Key.Outweighs(*h.Key)
}

func relieved(b, h finding.Finding) bool {
	return b.Severity.Rank() > h.Severity.Rank()
}

type pairing struct {
	base, head []finding.Finding
	taken      []bool
	old        []int // by head: its partner in base, or none
}

const none = -1

// pair gives every head finding without a partner the first free one of base in its
// group for which same holds.
func (p *pairing) pair(group func(finding.Finding) (string, bool), same func(b, h finding.Finding) bool) {
	free := map[string][]int{}
	for i, b := range p.base {
		if g, ok := group(b); ok && !p.taken[i] {
			free[g] = append(free[g], i)
		}
	}
	for j, h := range p.head {
		g, ok := group(h)
		if !ok || p.old[j] != none {
			continue
		}
		k := slices.IndexFunc(free[g], func(i int) bool { return same(p.base[i], h) })
		if k >= 0 {
			p.taken[free[g][k]], p.old[j] = true, free[g][k]
			free[g] = slices.Delete(free[g], k, k+1)
		}
	}
}

// other gives every head finding that is left one of base that another rule told of the
// same conflict, be it somebody's partner already.
func (p *pairing) other() {
	groups := map[string][]int{}
	for i, b := range p.base {
		if b.Key != nil {
			groups[b.Key.Group] = append(groups[b.Key.Group], i)
		}
	}
	for j, h := range p.head {
		for _, k := range h.Also {
			known := slices.IndexFunc(groups[k.Group], func(i int) bool {
				return p.base[i].Severity.Rank() >= h.Severity.Rank() && p.base[i].Key.Outweighs(k)
			})
			if known >= 0 && p.old[j] == none {
				i := groups[k.Group][known]
				p.taken[i], p.old[j] = true, i
			}
		}
	}
}

func fingerprint(f finding.Finding) (string, bool) { return f.Fingerprint, true }

func keyGroup(f finding.Finding) (string, bool) {
	if f.Key == nil {
		return "", false
	}
	return f.Key.Group, true
}

func (p *pairing) result() Result {
	var r Result
	for j, h := range p.head {
		if i := p.old[j]; i != none {
			r.Unchanged = append(r.Unchanged, h)
			r.Was = append(r.Was, p.base[i])
		} else {
			r.New = append(r.New, h)
		}
	}
	for i, b := range p.base {
		if !p.taken[i] {
			r.Gone = append(r.Gone, b)
		}
	}
	return r
}
