package compare

import (
	"fmt"
	"slices"
	"strings"

	"seam/graph"
)

// cycle is a group of areas or services that need one another.
type cycle struct {
	level string // areas or services
	names []string
}

// cycles compares groups of areas that import one another, and of services that have no
// order. Go knows no cycles of packages. An area is the one that a package lies in at
// head, so that both sides are cut alike; packages that are gone keep their old one.
func cycles(base, head Side) TrendSection {
	areaOf := areasOf(base.Packages, head.Packages)
	old, now := areaCycles(base, areaOf), areaCycles(head, areaOf)
	areas, services := old != nil && now != nil, base.Services != nil && head.Services != nil
	if services && !areas {
		old, now = []cycle{}, []cycle{}
	}
	if services {
		old, now = append(old, serviceCycles(base)...), append(now, serviceCycles(head)...)
	}
	s, ok := newSection("cycles", old, now)
	switch {
	case !ok:
		return s
	case !services:
		s.Restricted = "cycles of areas alone: one of the reports has no deployment"
	case !areas:
		s.Restricted = "cycles of deployment alone: one of the reports does not say what imports what"
	}
	taken := make([]bool, len(old))
	for _, h := range now {
		k := closest(old, h, taken)
		if k < 0 {
			s.Changes = append(s.Changes, change(Added, h, "need one another"+closing(base, head, h, areaOf)))
			continue
		}
		taken[k] = true
		joined, left := without(h.names, old[k].names), without(old[k].names, h.names)
		switch {
		case len(joined)+len(left) == 0:
			s.Unchanged++
		case len(joined) == 0:
			s.Changes = append(s.Changes, change(Fell, h, "the cycle lost "+strings.Join(left, ", ")))
		case len(left) == 0:
			s.Changes = append(s.Changes, change(Rose, h, "the cycle gained "+strings.Join(joined, ", ")+closing(base, head, h, areaOf)))
		default:
			s.Changes = append(s.Changes, change(Changed, h, fmt.Sprintf("the cycle gained %s and lost %s", strings.Join(joined, ", "), strings.Join(left, ", "))))
		}
	}
	for k, b := range old {
		if !taken[k] {
			s.Changes = append(s.Changes, change(Removed, b, "no longer need one another"))
		}
	}
	return s
}

func change(kind string, c cycle, text string) Change {
	return Change{Change: kind, ID: "cycle:" + c.level + ":" + strings.Join(c.names, ","), Title: c.level + " " + strings.Join(c.names, ", "), Text: text}
}

func areasOf(base, head []Package) map[string]string {
	out := map[string]string{}
	for _, list := range [][]Package{base, head} {
		for _, p := range list {
			out[p.Path] = p.Area
		}
	}
	return out
}

// areaCycles is nil where the imports are not known.
func areaCycles(s Side, areaOf map[string]string) []cycle {
	if s.Imports == nil || s.Packages == nil {
		return nil
	}
	var names []string
	for _, p := range s.Packages {
		if a := areaOf[p.Path]; a != "" {
			names = append(names, a)
		}
	}
	g := graph.New(names, func(yield func(graph.Edge) bool) {
		for _, e := range s.Imports {
			if !yield(graph.Edge{From: areaOf[e.From], To: areaOf[e.To]}) {
				return
			}
		}
	})
	out := []cycle{}
	for _, c := range graph.Cycles(g) {
		out = append(out, cycle{"areas", g.Names(c)})
	}
	return out
}

func serviceCycles(s Side) []cycle {
	out := []cycle{}
	for _, names := range s.Services {
		out = append(out, cycle{"services", slices.Sorted(slices.Values(names))})
	}
	return out
}

// closest finds the free cycle of the same level that shares most members, -1 for none.
func closest(list []cycle, c cycle, taken []bool) int {
	found, most := -1, 0
	for k, o := range list {
		if taken[k] || o.level != c.level {
			continue
		}
		if n := len(o.names) - len(without(o.names, c.names)); n > most {
			found, most = k, n
		}
	}
	return found
}

// without lists what of a is not in b.
func without(a, b []string) []string {
	var out []string
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

// closing names up to three new imports between areas of a cycle.
func closing(base, head Side, c cycle, areaOf map[string]string) string {
	if c.level != "areas" {
		return ""
	}
	old := map[Import]bool{}
	for _, e := range base.Imports {
		old[e] = true
	}
	var found []string
	for _, e := range head.Imports {
		from, to := areaOf[e.From], areaOf[e.To]
		if !old[e] && from != to && slices.Contains(c.names, from) && slices.Contains(c.names, to) {
			found = append(found, e.From+" > "+e.To)
		}
	}
	switch {
	case len(found) == 0:
		return ""
	case len(found) <= 3:
		return "; new imports across: " + strings.Join(found, ", ")
	}
	return fmt.Sprintf("; new imports across: %s and %d more", strings.Join(found[:3], ", "), len(found)-3)
}
