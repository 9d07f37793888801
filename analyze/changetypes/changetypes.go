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
func (r *Result) Of(change int32) string { return r.of.names[r.of.number[change]] }

// Measure sorts changes into types. areaOf names the area of a path.
func Measure(c *history.Changes, areaOf func(path string) (string, bool)) Result {
	touched := areasOf(c, areaOf)
	r := choose(c, touched)
	r.Changes, r.Untyped = c.List.Len(), r.of.count[none]
	var large []int32
	for t, k := range r.of.count {
		if t != none && k >= smallest {
			large = append(large, int32(t))
		}
	}
	slices.SortFunc(large, func(a, b int32) int {
		return cmp.Or(cmp.Compare(r.of.count[b], r.of.count[a]), strings.Compare(r.of.names[a], r.of.names[b]))
	})
	r.Types = []Type{}
	for t, areas := range touched.byType(large[:min(len(large), maxTypes)], r.of) {
		r.Types = append(r.Types, newType(r.of.names[large[t]], r.of.count[large[t]], c.List.Len(), touched.names, areas))
	}
	return r
}

// naming is the types of changes by number. Number none is no type.
type naming struct {
	names  []string
	count  []int   // changes by type
	number []int32 // by change
	known  map[string]int32
}

const none = 0

func newNaming(changes int) naming {
	return naming{names: []string{""}, count: []int{none: 0}, number: make([]int32, 0, changes), known: map[string]int32{"": none}}
}

// numberOf is the number of a type.
func (n *naming) numberOf(name string) int32 {
	t, ok := n.known[name]
	if !ok {
		t = int32(len(n.names))
		n.known[name] = t
		n.names, n.count = append(n.names, name), append(n.count, 0)
	}
	return t
}

// add gives the next change a type.
func (n *naming) add(t int32) {
	n.number = append(n.number, t)
	n.count[t]++
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

// touched is the areas that changes touch.
type touched struct {
	names []string // of areas, sorted
	areas []int32  // of all changes: indexes into names
	begin []int32  // by change: where its areas begin; one more for the end
}

// areasOf lists the areas that each change touches.
func areasOf(c *history.Changes, areaOf func(string) (string, bool)) touched {
	of := make([]string, len(c.Paths))
	seen := map[string]int32{}
	var t touched
	for i, p := range c.Paths {
		of[i], _ = areaOf(p)
		if _, ok := seen[of[i]]; !ok && of[i] != "" {
			seen[of[i]] = 0
			t.names = append(t.names, of[i])
		}
	}
	slices.Sort(t.names)
	for i, n := range t.names {
		seen[n] = int32(i)
	}
	number := make([]int32, len(c.Paths))
	for i, n := range of {
		number[i] = -1
		if n != "" {
			number[i] = seen[n]
		}
	}
	files := 0
	for _, ch := range c.List.All() {
		files += len(ch.Files())
	}
	t.areas, t.begin = make([]int32, 0, files), make([]int32, 1, c.List.Len()+1)
	for _, ch := range c.List.All() {
		from := len(t.areas)
		for _, f := range ch.Files() {
			if a := number[f]; a >= 0 && (len(t.areas) == from || t.areas[len(t.areas)-1] != a) {
				t.areas = append(t.areas, a)
			}
		}
		set := t.areas[from:]
		slices.Sort(set)
		t.areas = t.areas[:from+len(slices.Compact(set))]
		t.begin = append(t.begin, int32(len(t.areas)))
	}
	return t
}

// of lists the areas that a change touches, ascending.
func (t *touched) of(change int) []int32 { return t.areas[t.begin[change]:t.begin[change+1]] }

// byType counts the changes of some types by area.
func (t touched) byType(types []int32, of naming) [][]int {
	out := make([][]int, len(types))
	row := make([]int, len(of.names)) // by type: 1 more than its place in types
	for i, n := range types {
		out[i] = make([]int, len(t.names))
		row[n] = i + 1
	}
	for i, n := range of.number {
		if at := row[n]; at > 0 {
			for _, a := range t.of(i) {
				out[at-1][a]++
			}
		}
	}
	return out
}

// choose takes the kind that most subjects have, if it tells changes apart.
func choose(c *history.Changes, touched touched) Result {
	best := Result{}
	most := 0
	for _, k := range []struct {
		kind Kind
		of   func(subject string) string
	}{{Ticket, ticketProject}, {Conventional, conventional}, {Prefix, prefix}} {
		of := newNaming(c.List.Len())
		for _, ch := range c.List.All() {
			of.add(of.numberOf(k.of(ch.Subject())))
		}
		if n := c.List.Len() - of.count[none]; n > most && of.tellsApart() {
			most = n
			best = Result{Kind: k.kind, of: of, Reason: fmt.Sprintf("%d of %d subjects have a %s", n, c.List.Len(), k.kind)}
		}
	}
	if float64(most) >= typical*float64(c.List.Len()) && most > 0 {
		return best
	}
	return learn(touched)
}

// tellsApart reports whether at least two types are large enough to compare.
func (n naming) tellsApart() bool {
	large := 0
	for t, k := range n.count {
		if t != none && k >= smallest {
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

// learn takes the most frequent sets of areas for types.
func learn(touched touched) Result {
	changes := len(touched.begin) - 1
	all := newNaming(changes)
	sets := map[string]int32{} // by the numbers of the areas
	var key []byte
	for i := range changes {
		areas := touched.of(i)
		key = key[:0]
		for _, a := range areas {
			key = binary.BigEndian.AppendUint32(key, uint32(a))
		}
		t, ok := sets[string(key)]
		if !ok {
			t = all.numberOf(touched.join(areas))
			sets[string(key)] = t
		}
		all.add(t)
	}
	of := newNaming(changes)
	for i := range changes {
		name := ""
		if t, areas := all.number[i], touched.of(i); len(areas) > 0 && len(areas) <= 3 && all.count[t] >= smallest {
			name = all.names[t]
		}
		of.add(of.numberOf(name))
	}
	return Result{Kind: Learned, Reason: "too few subjects say what a change was made for", of: of}
}

// join names a set of areas.
func (t touched) join(areas []int32) string {
	names := make([]string, len(areas))
	for i, a := range areas {
		names[i] = t.names[a]
	}
	return strings.Join(names, " + ")
}
