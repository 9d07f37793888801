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

	of []string // by change: its type, "" for none
}

// Of is the type of a change, an index into the list that was measured; "" for none.
func (r *Result) Of(change int32) string { return r.of[change] }

// Measure sorts changes into types. areaOf names the area of a path.
func Measure(c *history.Changes, areaOf func(path string) (string, bool)) Result {
	touched := areasOf(c, areaOf)
	r := choose(c, touched)
	r.Changes = len(c.List)
	n := map[string]int{}
	areas := map[string]map[string]int{}
	for i, t := range r.of {
		if t == "" {
			r.Untyped++
			continue
		}
		n[t]++
		if areas[t] == nil {
			areas[t] = map[string]int{}
		}
		for _, a := range touched[i] {
			areas[t][a]++
		}
	}
	r.Types = []Type{}
	for t, k := range n {
		if k >= smallest {
			r.Types = append(r.Types, newType(t, k, len(c.List), areas[t]))
		}
	}
	slices.SortFunc(r.Types, func(a, b Type) int {
		return cmp.Or(cmp.Compare(b.Changes, a.Changes), strings.Compare(a.Name, b.Name))
	})
	r.Types = r.Types[:min(len(r.Types), maxTypes)]
	return r
}

func newType(name string, changes, all int, areas map[string]int) Type {
	t := Type{Name: name, Changes: changes, Share: float64(changes) / float64(all), Areas: []AreaShare{}, Always: []string{}}
	for a, k := range areas {
		share := float64(k) / float64(changes)
		if share >= 0.05 {
			t.Areas = append(t.Areas, AreaShare{a, k, share})
		}
		if share >= always {
			t.Always = append(t.Always, a)
		}
	}
	slices.SortFunc(t.Areas, func(a, b AreaShare) int {
		return cmp.Or(cmp.Compare(b.Changes, a.Changes), strings.Compare(a.Area, b.Area))
	})
	slices.Sort(t.Always)
	return t
}

// areasOf lists, by change, the areas that it touches, sorted.
func areasOf(c *history.Changes, areaOf func(string) (string, bool)) [][]string {
	name := make([]string, len(c.Paths))
	for i, p := range c.Paths {
		name[i], _ = areaOf(p)
	}
	out := make([][]string, len(c.List))
	for i, ch := range c.List {
		for _, f := range ch.Files {
			if name[f] != "" {
				out[i] = append(out[i], name[f])
			}
		}
		slices.Sort(out[i])
		out[i] = slices.Compact(out[i])
	}
	return out
}

// choose takes the kind that most subjects have, if it tells changes apart.
func choose(c *history.Changes, touched [][]string) Result {
	best := Result{}
	most := 0
	for _, k := range []struct {
		kind Kind
		of   func(subject string) string
	}{{Ticket, ticketProject}, {Conventional, conventional}, {Prefix, prefix}} {
		of := make([]string, len(c.List))
		n, types := 0, map[string]int{}
		for i, ch := range c.List {
			if of[i] = k.of(ch.Subject); of[i] != "" {
				n++
				types[of[i]]++
			}
		}
		if n > most && tellsApart(types) {
			most = n
			best = Result{Kind: k.kind, of: of, Reason: fmt.Sprintf("%d of %d subjects have a %s", n, len(c.List), k.kind)}
		}
	}
	if float64(most) >= typical*float64(len(c.List)) && most > 0 {
		return best
	}
	return learn(touched)
}

// tellsApart reports whether at least two types are large enough to compare.
func tellsApart(types map[string]int) bool {
	large := 0
	for _, n := range types {
		if n >= smallest {
			large++
		}
	}
	return large >= 2
}

var (
	ticketID  = regex.New(`\b([A-Z][A-Z0-9]{1,9})-[1-9][0-9]*\b`)
	scoped    = regex.New(`^(?i)(feat|feature|fix|docs?|chore|refactor|tests?|build|ci|perf|style|revert|deps?)(?:\(([^)]{1,40})\))?!?:\s`)
	prefixed  = regex.New(`^([A-Za-z0-9][\w./*,-]{0,39}):\s`)
	bracketed = regex.New(`^\[([^\]]{1,40})\]`)
)

func ticketProject(subject string) string {
	if !history.MayNameTicket(subject) {
		return ""
	}
	if m := ticketID().FindStringSubmatch(subject); m != nil {
		return m[1]
	}
	return ""
}

func conventional(subject string) string {
	if !strings.Contains(subject, ":") {
		return ""
	}
	m := scoped().FindStringSubmatch(subject)
	if m == nil {
		return ""
	}
	return strings.ToLower(strings.TrimSpace(cmp.Or(m[2], m[1])))
}

func prefix(subject string) string {
	var m []string
	switch {
	case strings.HasPrefix(subject, "["):
		m = bracketed().FindStringSubmatch(subject)
	case strings.Contains(subject, ":"):
		m = prefixed().FindStringSubmatch(subject)
	}
	if m != nil && !scoped().MatchString(subject) {
		return strings.ToLower(strings.TrimSpace(m[1]))
	}
	return ""
}

// learn takes the most frequent sets of areas for types.
func learn(touched [][]string) Result {
	r := Result{Kind: Learned, Reason: "too few subjects say what a change was made for", of: make([]string, len(touched))}
	n := map[string]int{}
	for _, areas := range touched {
		n[strings.Join(areas, " + ")]++
	}
	for i, areas := range touched {
		if name := strings.Join(areas, " + "); len(areas) > 0 && len(areas) <= 3 && n[name] >= smallest {
			r.of[i] = name
		}
	}
	return r
}
