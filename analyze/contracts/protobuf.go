package contracts

import (
	"strconv"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/protobuf"
	"seam/analyze/source"
)

// Definitions are the elements of one .proto file, apart by service, since a file may
// hold several that different programs serve.
type Definitions struct {
	Calls    map[string][]Element // by full name of the service
	Messages map[string]message   // by full name
}

// message is a message's fields and the types that they refer to.
type message struct {
	elements []Element
	types    []string // names of types as written
	scope    string   // package or message in which the names are looked up
}

// define makes elements of a file.
func define(file string, f *protobuf.File) Definitions {
	d := Definitions{Calls: map[string][]Element{}, Messages: map[string]message{}}
	for _, s := range f.Services {
		list := []Element{}
		for _, c := range s.Calls {
			list = append(list, Element{Kind: Call, Key: s.Name + "/" + c.Name, Name: c.Name, Of: simple(s.Name),
				Shape: c.Request + " -> " + c.Response, At: finding.Location{File: file, Line: c.Line}})
		}
		d.Calls[s.Name] = list
	}
	for _, m := range f.Messages {
		out := message{scope: m.Name}
		for _, x := range m.Fields {
			out.elements = append(out.elements, Element{Kind: Field, Key: m.Name + "#" + strconv.Itoa(x.Number), Name: x.Name, Of: simple(m.Name),
				Shape: x.Type, Must: x.Needed, At: finding.Location{File: file, Line: x.Line}})
			out.types = append(out.types, typesIn(x.Type)...)
		}
		d.Messages[m.Name] = out
	}
	for _, e := range f.Enums {
		out := message{scope: e.Name}
		for _, v := range e.Values {
			out.elements = append(out.elements, Element{Kind: Value, Key: e.Name + "#" + strconv.Itoa(v.Number), Name: v.Name, Of: simple(e.Name),
				At: finding.Location{File: file, Line: v.Line}})
		}
		d.Messages[e.Name] = out
	}
	return d
}

func simple(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// typesIn are the names of messages and enums in a type as written.
func typesIn(typ string) []string {
	var out []string
	for w := range strings.FieldsFuncSeq(typ, func(r rune) bool { return strings.ContainsRune(" <>,", r) }) {
		if w != "repeated" && w != "map" && w != "stream" && !scalars[w] {
			out = append(out, w)
		}
	}
	return out
}

var scalars = source.Words("double float int32 int64 uint32 uint64 sint32 sint64 fixed32 fixed64 sfixed32 sfixed64 bool string bytes")

// Protos are the definitions of all .proto files of a revision.
type Protos struct {
	calls    map[string][]Element
	messages map[string]message
}

// Services are the full names of services that have a simple name, sorted.
func (p *Protos) Services(simpleName string) []string {
	var out []string
	for full := range p.calls {
		if simple(full) == simpleName {
			out = append(out, full)
		}
	}
	return sorted(out)
}

// Of is the surface of one service: its calls and every message that they lead to.
func (p *Protos) Of(services ...string) Surface { return p.surface(services, nil) }

// MessagesOf is every message whose name is accepted, without its package, and what these
// lead to. A nil receiver has none.
func (p *Protos) MessagesOf(accept func(name string) bool) Surface {
	if p == nil {
		return nil
	}
	var names []string
	for full := range p.messages {
		if accept(simple(full)) {
			names = append(names, full)
		}
	}
	return p.surface(nil, sorted(names))
}

func (p *Protos) surface(services, messages []string) Surface {
	var list []Element
	seen := map[string]bool{}
	var visit func(scope, typ string)
	visit = func(scope, typ string) {
		full, ok := p.lookup(scope, typ)
		if !ok || seen[full] {
			return
		}
		seen[full] = true
		m := p.messages[full]
		list = append(list, m.elements...)
		for _, t := range m.types {
			visit(m.scope, t)
		}
	}
	for _, name := range messages {
		visit("", "."+name)
	}
	for _, s := range services {
		for _, c := range p.calls[s] {
			list = append(list, c)
			for _, t := range typesIn(strings.ReplaceAll(c.Shape, "->", " ")) {
				visit(s, t)
			}
		}
	}
	return newSurface(list)
}

// lookup finds a type as protobuf does: in the innermost scope that holds it.
func (p *Protos) lookup(scope, typ string) (string, bool) {
	if absolute, ok := strings.CutPrefix(typ, "."); ok {
		_, ok := p.messages[absolute]
		return absolute, ok
	}
	for {
		full := typ
		if scope != "" {
			full = scope + "." + typ
		}
		if _, ok := p.messages[full]; ok {
			return full, true
		}
		if scope == "" {
			return "", false
		}
		scope = scope[:max(0, strings.LastIndexByte(scope, '.'))]
	}
}
