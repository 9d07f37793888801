// Package changetypes sorts changes by what they were made for, and tells which parts
// of the repository each type touches: "every change of type X updates group A, of type
// Y group B" is how a seam shows in people's own words.
//
// A type is the project of a ticket id (SHOP-12 gives SHOP), the scope or else the kind
// of a conventional subject (fix(billing): gives billing), or the prefix of a subject
// (billing: …, [billing] …), whichever of the three most subjects have. Where fewer
// than three in ten have any, types are learned: the sets of areas that changes touch
// together most often.
//
//	share = changes of the type that touch the area / changes of the type
//
// Source: Brikman, Fundamentals of DevOps and Software Delivery, part 6. Limits: people
// write subjects by habit; a learned type is a set of areas, so it says nothing that the
// areas did not say.
package changetypes

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/history"
	"seam/analyze/regex"
)

// Kind is how types were found.
type Kind string

const (
	Ticket       Kind = "ticket project"
	Conventional Kind = "conventional scope"
	Prefix       Kind = "subject prefix"
	Learned      Kind = "areas touched together"
)

const (
	typical  = 0.3 // share of changes that must have a type of a kind
	smallest = 5   // changes of a type worth a row
	maxTypes = 30
	always   = 0.9 // share from which "every change of this type"
)

// Type is one type of change.
type Type struct {
	Name    string      `json:"name"`
	Changes int         `json:"changes"`
	Share   float64     `json:"share"`  // of all changes
	Areas   []AreaShare `json:"areas"`  // what its changes touch, most first; shares of 5 % and more
	Always  []string    `json:"always"` // areas that at least 90 % of them touch
}

// AreaShare is how many of a type's changes touch an area.
type AreaShare struct {
	Area    string  `json:"area"`
	Changes int     `json:"changes"`
	Share   float64 `json:"share"` // of the type's changes
}

// Result is the types of a repository's changes.
type Result struct {
	Kind    Kind   `json:"kind"`
	Reason  string `json:"reason"`
	Changes int    `json:"changes"` // looked at
	Untyped int    `json:"untyped"` // of them without a type
	Types   []Type `json:"types"`   // most changes first, of 5 changes and more

	of naming
}

// Of is the type of a change, an index into the list that was measured; "" for none.
func (r *Result) Of(change int32) string {
	if r.of.number == nil {
		return ""
	}
	return r.of.names[r.of.number[change]]
}

// Measure sorts changes into types. areaOf names the area of a path; it is asked about
// c.Paths, in their order.
func Measure(c *history.Changes, areaOf func(path string) (string, bool)) Result {
	areas := areasOf(c.Paths, areaOf)
	r := choose(c, areas)
	r.Changes, r.Untyped = c.List.Len(), c.List.Len()-r.of.typed
	var large []int32
	for t, k := range r.of.count {
		if k >= smallest {
			large = append(large, int32(t))
		}
	}
	slices.SortFunc(large, func(a, b int32) int {
		return cmp.Or(cmp.Compare(r.of.count[b], r.of.count[a]), strings.Compare(r.of.names[a], r.of.names[b]))
	})
	r.Types = []Type{}
	for t, touched := range areas.byType(c, large[:min(len(large), maxTypes)], r.of) {
		r.Types = append(r.Types, newType(r.of.names[large[t]], r.of.count[large[t]], c.List.Len(), areas.names, touched))
	}
	return r
}

// naming is the types of changes by number. Number none is no type.
type naming struct {
	changes int
	names   []string
	count   []int   // changes by type; 0 for none
	typed   int     // changes with a type
	number  []int32 // by change; nil as long as none has a type
	known   map[string]int32
}

const none = 0

func newNaming(changes int) naming {
	return naming{changes: changes, names: []string{""}, count: []int{none: 0}, known: map[string]int32{"": none}}
}

// put gives a change a type; "" is none.
func (n *naming) put(change int, name string) {
	if name == "" {
		return
	}
	t, ok := n.known[name]
	if !ok {
		t = int32(len(n.names))
		n.known[name] = t
		n.names, n.count = append(n.names, name), append(n.count, 0)
	}
	if n.number == nil {
		n.number = make([]int32, n.changes)
	}
	n.number[change] = t
	n.count[t]++
	n.typed++
}

// newType is one row. areas counts the type's changes by area.
func newType(name string, changes, all int, names []string, areas []int) Type {
	t := Type{Name: name, Changes: changes, Share: float64(changes) / float64(all), Areas: []AreaShare{}, Always: []string{}}
	for a, k := range areas {
		share := float64(k) / float64(changes)
		if k > 0 && share >= 0.05 {
			t.Areas = append(t.Areas, AreaShare{names[a], k, share})
		}
		if share >= always {
			t.Always = append(t.Always, names[a])
		}
	}
	slices.SortFunc(t.Areas, func(a, b AreaShare) int {
		return cmp.Or(cmp.Compare(b.Changes, a.Changes), strings.Compare(a.Area, b.Area))
	})
	return t
}

// numbered is the areas by number.
type numbered struct {
	names  []string // sorted
	of     []int32  // by path: index into names; -1 for none
	lastIn []int    // by area: the last change found to touch it, plus one
}

func areasOf(paths []string, areaOf func(string) (string, bool)) *numbered {
	of := make([]string, len(paths))
	seen := map[string]int32{}
	a := &numbered{of: make([]int32, len(paths))}
	for i, p := range paths {
		of[i], _ = areaOf(p)
		if _, ok := seen[of[i]]; !ok && of[i] != "" {
			seen[of[i]] = 0
			a.names = append(a.names, of[i])
		}
	}
	slices.Sort(a.names)
	for i, n := range a.names {
		seen[n] = int32(i)
	}
	seen[""] = -1
	for i, n := range of {
		a.of[i] = seen[n]
	}
	a.lastIn = make([]int, len(a.names))
	return a
}

// touched puts the areas that a change touches behind a list, each once.
func (a *numbered) touched(change int, files []int32, list []int32) []int32 {
	for _, f := range files {
		if n := a.of[f]; n >= 0 && a.lastIn[n] != change+1 {
			a.lastIn[n] = change + 1
			list = append(list, n)
		}
	}
	return list
}

// byType counts the changes of some types by area.
func (a *numbered) byType(c *history.Changes, types []int32, of naming) [][]int {
	out := make([][]int, len(types))
	row := make([]int, len(of.names)) // by type: 1 more than its place in types
	for i, n := range types {
		out[i] = make([]int, len(a.names))
		row[n] = i + 1
	}
	clear(a.lastIn)
	var touched []int32
	for i, n := range of.number {
		if at := row[n]; at > 0 {
			touched = a.touched(i, c.List.At(i).Files(), touched[:0])
			for _, area := range touched {
				out[at-1][area]++
			}
		}
	}
	return out
}

// choose takes the kind that most subjects have, if it tells changes apart.
func choose(c *history.Changes, areas *numbered) Result {
	n := c.List.Len()
	tickets, scopes, prefixes := newNaming(n), newNaming(n), newNaming(n)
	for i, ch := range c.List.All() {
		subject := ch.Subject()
		scope, prefix := leading(subject)
		tickets.put(i, ticketProject(subject))
		scopes.put(i, scope)
		prefixes.put(i, prefix)
	}
	best := Result{}
	for _, r := range []Result{{Kind: Ticket, of: tickets}, {Kind: Conventional, of: scopes}, {Kind: Prefix, of: prefixes}} {
		if r.of.typed > best.of.typed && r.of.tellsApart() {
			best = r
			best.Reason = fmt.Sprintf("%s of %s have a %s", english.Number(r.of.typed), english.Count(n, "subject"), r.Kind)
		}
	}
	if most := best.of.typed; most > 0 && float64(most) >= typical*float64(n) {
		return best
	}
	return learn(c, areas)
}

// tellsApart reports whether at least two types are large enough to compare.
func (n naming) tellsApart() bool {
	large := 0
	for _, k := range n.count {
		if k >= smallest {
			large++
		}
	}
	return large >= 2
}

var ticketID = regex.New(`\b([A-Z][A-Z0-9]{1,9})-[1-9][0-9]*\b`)

func ticketProject(subject string) string {
	if !history.MayNameTicket(subject) {
		return ""
	}
	if m := ticketID().FindStringSubmatch(subject); m != nil {
		return m[1]
	}
	return ""
}

// set is some areas that changes touch.
type set struct {
	name    string
	size    int
	changes int // that touch just these
}

// learn takes the most frequent sets of areas for types.
func learn(c *history.Changes, areas *numbered) Result {
	known := map[string]int32{} // by the numbers of the areas: index into sets
	var sets []set
	of := make([]int32, c.List.Len()) // by change: index into sets
	clear(areas.lastIn)
	var touched []int32
	var key []byte
	for i, ch := range c.List.All() {
		touched, key = areas.touched(i, ch.Files(), touched[:0]), key[:0]
		slices.Sort(touched)
		for _, a := range touched {
			key = binary.BigEndian.AppendUint32(key, uint32(a))
		}
		s, ok := known[string(key)]
		if !ok {
			s = int32(len(sets))
			known[string(key)] = s
			sets = append(sets, set{name: areas.join(touched), size: len(touched)})
		}
		of[i] = s
		sets[s].changes++
	}
	changes := map[string]int{} // by name: areas may have names that look like those of several
	for _, s := range sets {
		changes[s.name] += s.changes
	}
	r := Result{Kind: Learned, Reason: "too few subjects say what a change was made for", of: newNaming(len(of))}
	for i, s := range of {
		if t := sets[s]; t.size <= 3 && changes[t.name] >= smallest {
			r.of.put(i, t.name)
		}
	}
	return r
}

// join names a set of areas.
func (a *numbered) join(areas []int32) string {
	names := make([]string, len(areas))
	for i, n := range areas {
		names[i] = a.names[n]
	}
	return strings.Join(names, " + ")
}
