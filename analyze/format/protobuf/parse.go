package protobuf

import (
	"fmt"
	"strconv"
	"strings"

	"seam/analyze/format/syntax"
	"seam/analyze/source"
)

// Parse reads one file. Errors are *syntax.Error; the first one ends the reading.
func Parse(src []byte) (*File, error) {
	if len(src) > MaxSize {
		return nil, &syntax.Error{Message: fmt.Sprintf("larger than %d MiB", MaxSize>>20)}
	}
	p := parser{file: &File{}}
	for t := range source.Tokens(source.Protobuf, src) {
		if t.Kind != source.Comment {
			p.tokens = append(p.tokens, t)
		}
	}
	for p.at < len(p.tokens) && p.err == nil {
		p.statement()
	}
	if p.err != nil {
		return nil, p.err
	}
	return p.file, nil
}

// parser walks over the tokens of a file. With the first error it stands at the end, so
// that every loop stops.
type parser struct {
	tokens []source.Token
	at     int
	file   *File
	err    error
}

// statement reads one statement of the top level.
func (p *parser) statement() {
	switch {
	case p.take(";"):
	case p.take("package"):
		p.file.Package = p.typeName()
		p.expect(";")
	case p.is("syntax"), p.is("edition"), p.is("import"), p.is("option"):
		p.pass()
	default:
		p.definition(p.file.Package, 0)
	}
}

// definition reads a message, an enum or a service; with extensions it passes over one.
func (p *parser) definition(scope string, depth int) {
	if p.is("export") || p.is("local") {
		p.at++
	}
	switch {
	case p.take("message"):
		p.message(scope, p.word("a name"), depth+1)
	case p.take("enum"):
		p.enum(scope)
	case p.take("service"):
		p.service(scope)
	case p.is("extend"):
		p.pass()
	default:
		p.fail("a definition")
	}
}

// message reads the body of a message or a group.
func (p *parser) message(scope, name string, depth int) {
	at := len(p.file.Messages)
	m := Message{Name: join(scope, name)}
	p.file.Messages = append(p.file.Messages, m)
	p.body(depth, func() { m.Fields = append(m.Fields, p.member(m.Name, depth)...) })
	p.file.Messages[at] = m
}

// member reads what may stand in a message: a definition, or what gives fields.
func (p *parser) member(scope string, depth int) []Field {
	switch {
	case p.take(";"):
	case p.is("option"), p.is("extensions"), p.is("reserved"):
		p.pass()
	case p.defines(0), p.defines(1) && (p.is("export") || p.is("local")), p.is("extend"):
		p.definition(scope, depth)
	case p.is("oneof") && p.peek(2) == "{":
		p.at += 2
		var out []Field
		p.body(depth+1, func() { out = append(out, p.member(scope, depth+1)...) })
		return out
	default:
		return p.field(scope, depth)
	}
	return nil
}

// defines reports whether a message or an enum begins n ahead.
func (p *parser) defines(n int) bool {
	return (p.peek(n) == "message" || p.peek(n) == "enum") && p.peek(n+2) == "{"
}

// field reads a field, a map or a group, whose message it keeps.
func (p *parser) field(scope string, depth int) []Field {
	f := Field{Line: p.line(), Needed: p.is("required")}
	repeated := p.is("repeated")
	if f.Needed || repeated || p.is("optional") {
		p.at++
	}
	f.Type = p.fieldType()
	f.Name = p.word("the name of a field")
	f.Number = p.number()
	p.nested("[", "]")
	if f.Type == "group" && p.is("{") {
		p.message(scope, f.Name, depth+1)
		f.Type, f.Name = f.Name, strings.ToLower(f.Name)
	} else {
		p.expect(";")
	}
	if repeated {
		f.Type = "repeated " + f.Type
	}
	return []Field{f}
}

// fieldType is the name of a type, or a map.
func (p *parser) fieldType() string {
	if !p.is("map") || p.peek(1) != "<" {
		return p.typeName()
	}
	p.at += 2
	key := p.typeName()
	p.expect(",")
	value := p.typeName()
	p.expect(">")
	return "map<" + key + ", " + value + ">"
}

func (p *parser) enum(scope string) {
	e := Enum{Name: join(scope, p.word("a name"))}
	p.body(0, func() {
		switch {
		case p.take(";"):
		case p.peek(1) != "=" && (p.is("option") || p.is("reserved")):
			p.pass()
		default:
			v := Field{Line: p.line(), Name: p.word("the name of a value")}
			v.Number = p.number()
			p.nested("[", "]")
			p.expect(";")
			e.Values = append(e.Values, v)
		}
	})
	p.file.Enums = append(p.file.Enums, e)
}

func (p *parser) service(scope string) {
	s := Service{Name: join(scope, p.word("a name"))}
	p.body(0, func() {
		switch {
		case p.take(";"):
		case p.is("rpc"):
			s.Calls = append(s.Calls, p.call())
		case p.is("option"):
			p.pass()
		default:
			p.fail("rpc")
		}
	})
	p.file.Services = append(p.file.Services, s)
}

func (p *parser) call() Call {
	c := Call{Line: p.line()}
	p.expect("rpc")
	c.Name = p.word("the name of a call")
	c.Request = p.exchanged()
	p.expect("returns")
	c.Response = p.exchanged()
	if p.is("{") {
		p.nested("{", "}")
	} else {
		p.expect(";")
	}
	return c
}

// exchanged is the type in brackets that a call takes or gives.
func (p *parser) exchanged() string {
	p.expect("(")
	many := ""
	if p.is("stream") && p.peek(1) != ")" {
		p.at++
		many = "stream "
	}
	typ := p.typeName()
	p.expect(")")
	return many + typ
}

// body reads what stands in braces.
func (p *parser) body(depth int, one func()) {
	if depth > MaxDepth {
		p.refuse(p.line(), fmt.Sprintf("more than %d messages deep", MaxDepth))
	}
	open := p.line()
	p.expect("{")
	for p.err == nil && !p.take("}") {
		if p.at == len(p.tokens) {
			p.refuse(open, "{ is not closed")
			return
		}
		one()
	}
}

// pass passes a statement unread: to its semicolon, or over its block if nothing is
// assigned before it.
func (p *parser) pass() {
	from, assigned := p.line(), false
	for p.at < len(p.tokens) && p.err == nil {
		switch {
		case p.take(";"):
			return
		case p.is("{"):
			p.nested("{", "}")
			if !assigned {
				return
			}
		default:
			assigned = assigned || p.is("=")
			p.at++
		}
	}
	if p.err == nil {
		p.refuse(from, "the statement does not end")
	}
}

// nested passes brackets and all that is in them; nothing where none open.
func (p *parser) nested(open, end string) {
	if !p.is(open) {
		return
	}
	line, depth := p.line(), 0
	for ; p.at < len(p.tokens); p.at++ {
		switch {
		case p.is(open):
			depth++
		case p.is(end):
			if depth--; depth == 0 {
				p.at++
				return
			}
		}
	}
	p.refuse(line, open+" is not closed")
}

// number reads the number that is assigned to a field or a value.
func (p *parser) number() int {
	p.expect("=")
	sign := ""
	if p.take("-") {
		sign = "-"
	}
	n, err := strconv.ParseInt(sign+p.peek(0), 0, 64)
	if err != nil {
		p.fail("a number")
		return 0
	}
	p.at++
	return int(n)
}

// typeName reads names with points between them.
func (p *parser) typeName() string {
	out := ""
	if p.take(".") {
		out = "."
	}
	out += p.word("a type")
	for p.take(".") {
		out += "." + p.word("a type")
	}
	return out
}

// word takes a word; what says what it is.
func (p *parser) word(what string) string {
	if p.at == len(p.tokens) || p.tokens[p.at].Kind != source.Word {
		p.fail(what)
		return ""
	}
	p.at++
	return string(p.tokens[p.at-1].Text)
}

// peek is the word, number or mark n ahead; "" for a string and at the end.
func (p *parser) peek(n int) string {
	if p.at+n >= len(p.tokens) || p.tokens[p.at+n].Kind == source.String {
		return ""
	}
	return string(p.tokens[p.at+n].Text)
}

func (p *parser) is(text string) bool { return p.peek(0) == text }

func (p *parser) take(text string) bool {
	if !p.is(text) {
		return false
	}
	p.at++
	return true
}

func (p *parser) expect(text string) {
	if !p.take(text) {
		p.fail(text)
	}
}

// line is that of the next token; at the end, of the last one.
func (p *parser) line() int {
	if len(p.tokens) == 0 {
		return 1
	}
	return p.tokens[min(p.at, len(p.tokens)-1)].Line
}

// fail says what should stand here.
func (p *parser) fail(want string) {
	got := "the file ends"
	if p.at < len(p.tokens) {
		got = "there is " + strconv.Quote(string(p.tokens[p.at].Text))
	}
	p.refuse(p.line(), fmt.Sprintf("%s where %s should stand", got, want))
}

func (p *parser) refuse(line int, message string) {
	if p.err == nil {
		p.err = &syntax.Error{Line: line, Message: message}
	}
	p.at = len(p.tokens)
}

func join(scope, name string) string {
	if scope == "" {
		return name
	}
	return scope + "." + name
}
