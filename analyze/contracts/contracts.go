// Package contracts reads what a service offers to others from its files, compares two
// revisions of it, and finds where others use it.
//
// A contract is a set of elements, each with a key that stays the same while what it
// names stays compatible:
//
//	call       package.Service/Call              of a .proto file
//	field      package.Message#number            so that a new name on the same number is no change on the wire
//	value      package.Enum#number
//	operation  GET /orders/{}                    of an OpenAPI document
//	parameter  GET /orders/{} ?limit             of a request; of a body: GET /orders/{} <.name
//	response   GET /orders/{} >.total            of the body of any response
//	payload    orders.paid OrderPaid .total      of a message in an AsyncAPI document, by channel
//	route      /orders/{}                        a path literal at a place where code registers a handler, behind
//	                                             the prefixes of its class, of the groups and routers that it is
//	                                             registered on, and of the files that mount these
//	route      */orders/{}                       the same where a prefix is not known: a path that ends so
//
// A change of an element is Added, Removed, Altered (the same key with another shape: a
// field's type, a call's messages) or Demanded (a request must now carry it).
//
// A use is a word, or for routes a string literal, in code that is not generated: the
// name of a call or a field in any of the spellings that generators make of it. A literal
// that registers a route of the user's own is no use. Names of
// one common word (get, name) count only in a file that names the message or service
// too. The field of a message counts only there, whatever its name.
//
// Prefixes are followed from file to file of one service in Go (Group, Mount, Route,
// PathPrefix, StripPrefix; parameters and results of functions), JavaScript (use, register,
// setGlobalPrefix), Python (include_router, register_blueprint) and C# (MapGroup, extension
// methods), where imports lead to a file of the service; in Java by what the class, its
// super class, @ApplicationPath and the settings (server.servlet.context-path) say. A router
// that nothing mounts, a parameter that nothing fills and a prefix that is no literal and no
// constant leave the beginning of a path open. Such a route is neither new nor gone as
// long as the other revision has one that it may be.
//
// Source: the tables of compatible changes of Protocol Buffers and OpenAPI. Limits: a
// message that is renamed is another message; references in OpenAPI are followed within
// one document, three levels deep; a name that is used through reflection or built from
// parts is not seen; two messages with one field name and one type name look alike.
package contracts

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/finding"
)

// Kind says what an element is: a message, a field, a route …
type Kind string

// The kinds of elements.
const (
	Call      Kind = "call"
	Field     Kind = "field"
	Value     Kind = "value"
	Operation Kind = "operation"
	Parameter Kind = "parameter"
	Response  Kind = "response"
	Route     Kind = "route"
	Payload   Kind = "payload"
)

// Element is one promise of a contract, such as a route or a field of a message.
type Element struct {
	Kind  Kind
	Key   string           // see the package comment
	Name  string           // as code says it: of the call, the field, the parameter; a route's literal
	Of    string           // name of the service or message that it belongs to, without its package; "" for OpenAPI and routes
	Shape string           // what must stay equal for old users
	Must  bool             // a request without it is refused
	At    finding.Location // where it is defined
}

// Surface is the elements that one service offers, sorted by Key; keys are distinct.
type Surface []Element

// find is the element of a key; ok is false where there is none. It costs a binary search.
func (s Surface) find(key string) (Element, bool) {
	i, ok := slices.BinarySearchFunc(s, key, func(e Element, key string) int { return strings.Compare(e.Key, key) })
	if !ok {
		return Element{}, false
	}
	return s[i], true
}

// newSurface sorts elements. Of several with one key the first by place stays.
func newSurface(list []Element) Surface {
	slices.SortStableFunc(list, func(a, b Element) int { return cmp.Or(strings.Compare(a.Key, b.Key), a.At.Compare(b.At)) })
	return slices.CompactFunc(list, func(a, b Element) bool { return a.Key == b.Key })
}

// How says what became of an element.
type How string

// What can become of an element.
const (
	Added    How = "added"
	Removed  How = "removed"
	Altered  How = "altered"  // its Shape differs
	Demanded How = "demanded" // a request must now carry it
)

// Change is one difference between two revisions of a surface.
type Change struct {
	How How
	Old Element // zero if Added
	New Element // zero if Removed
}

// Element is the newer of the two.
func (c Change) Element() Element {
	if c.How == Removed {
		return c.Old
	}
	return c.New
}

// Compare lists what changed from base to head, by key. A removed call hides its own
// message fields only if these are gone as well.
func Compare(base, head Surface) []Change {
	var out []Change
	for _, o := range base {
		n, ok := head.find(o.Key)
		switch {
		case !ok && head.mayHold(o):
		case !ok:
			out = append(out, Change{How: Removed, Old: o})
		case n.Shape != o.Shape:
			out = append(out, Change{How: Altered, Old: o, New: n})
		case n.Must && !o.Must:
			out = append(out, Change{How: Demanded, Old: o, New: n})
		}
	}
	for _, n := range head {
		if _, ok := base.find(n.Key); !ok && !base.mayHold(n) {
			how := Added
			if n.Must && (n.Kind == Parameter && knows(base, operationOf(n.Key)) || n.Kind == Payload && base.holds(n)) {
				how = Demanded
			}
			out = append(out, Change{How: how, New: n})
		}
	}
	slices.SortStableFunc(out, func(a, b Change) int { return strings.Compare(a.Element().Key, b.Element().Key) })
	return out
}

// mayHold reports whether a surface has a route that may be the same as one, since the
// beginning of either is not known.
func (s Surface) mayHold(e Element) bool {
	if e.Kind != Route {
		return false
	}
	path, open := strings.CutPrefix(e.Key, anyBegin)
	return slices.ContainsFunc(s, func(o Element) bool {
		if o.Kind != Route {
			return false
		}
		other, any := strings.CutPrefix(o.Key, anyBegin)
		return open && strings.HasSuffix(other, path) || any && strings.HasSuffix(path, other)
	})
}

func knows(s Surface, key string) bool {
	_, ok := s.find(key)
	return ok
}

// holds reports whether a surface has any field of the message that one belongs to.
func (s Surface) holds(e Element) bool {
	message := e.Key[:strings.LastIndexByte(e.Key, ' ')+1]
	return slices.ContainsFunc(s, func(o Element) bool { return strings.HasPrefix(o.Key, message) })
}

// operationOf is the operation that a parameter belongs to.
func operationOf(key string) string {
	method, rest, _ := strings.Cut(key, " ")
	path, _, _ := strings.Cut(rest, " ")
	return method + " " + path
}

// Join is several surfaces as one. Of elements with one key the first by place stays.
func Join(list ...Surface) Surface {
	return newSurface(slices.Concat(list...))
}
