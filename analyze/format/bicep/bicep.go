// Package bicep parses files of Bicep, the language that Azure is told in what to deploy, as
// far as names and values go: parameters, variables, resources, modules and outputs with their
// expressions. Types, decorators, conditions and functions of its own are passed over; of
// operators, lambdas and loops the parts are kept, not what they do.
//
// Source: the grammar in the documentation of Bicep, and what its compiler accepts.
// Limits: nesting beyond 100 levels is an error.
package bicep

import (
	"fmt"
	"strings"
)

// File is what a file declares, in order.
type File struct {
	Declarations []Declaration
}

// Declaration is one statement.
type Declaration struct {
	Keyword string // param, var, resource, module, output
	Name    string // the symbol
	Type    string // of a resource its type without version, of a module its path
	Value   Value  // body, value or default
	Exists  bool   // a resource that is deployed elsewhere
	Line    int
}

// Kind says what a value is.
type Kind int

const (
	Nothing Kind = iota
	Text         // a literal; of an interpolated one Parts
	Object       // Fields
	List         // Items
	Path         // Names: a symbol and what is taken of it
	Call         // of the function Names; Items are its arguments
	Mixed        // Items: the parts of an expression that may be its value
)

// Value is an expression.
type Value struct {
	Kind   Kind
	Parts  []Value // of an interpolated text: literal texts without Parts, and other values
	Text   string  // of a literal that is not interpolated
	Fields []Field
	Items  []Value
	Names  []string
	Line   int
}

// Field is one entry of an object.
type Field struct {
	Key   string
	Value Value
}

// Get is the value of a key of an object; Nothing if it has none.
func (v Value) Get(key string) Value {
	for _, f := range v.Fields {
		if f.Key == key {
			return f.Value
		}
	}
	return Value{}
}

const maxDepth = 100

type parser struct {
	src   string
	at    int
	line  int
	depth int
	err   error
}

// Parse reads a file. The error names the line.
func Parse(src []byte) (File, error) {
	p := &parser{src: string(src), line: 1}
	var f File
	for p.err == nil {
		p.space(true)
		if p.at >= len(p.src) {
			break
		}
		if d, ok := p.declaration(); ok {
			f.Declarations = append(f.Declarations, d)
		}
	}
	return f, p.err
}

func (p *parser) fail(what string) {
	if p.err == nil {
		p.err = fmt.Errorf("line %d: %s", p.line, what)
	}
	p.at = len(p.src)
}

func (p *parser) peek(text string) bool { return strings.HasPrefix(p.src[p.at:], text) }

// take passes a text if it stands here.
func (p *parser) take(text string) bool {
	if !p.peek(text) {
		return false
	}
	p.step(len(text))
	return true
}

func (p *parser) step(n int) {
	for ; n > 0 && p.at < len(p.src); n-- {
		if p.src[p.at] == '\n' {
			p.line++
		}
		p.at++
	}
}

// space passes white space and comments, lines included on demand.
func (p *parser) space(lines bool) {
	for p.at < len(p.src) {
		switch c := p.src[p.at]; {
		case c == ' ' || c == '\t' || c == '\r' || lines && c == '\n' || c == 0xEF || c == 0xBB || c == 0xBF:
			p.step(1)
		case p.peek("//") || p.peek("#"): // the other tells the compiler what not to warn of
			for p.at < len(p.src) && p.src[p.at] != '\n' {
				p.at++
			}
		case p.peek("/*"):
			end := strings.Index(p.src[p.at+2:], "*/")
			if end < 0 {
				p.fail("comment without an end")
				return
			}
			p.step(end + 4)
		default:
			return
		}
	}
}

func isName(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func (p *parser) name() string {
	from := p.at
	for p.at < len(p.src) && isName(p.src[p.at]) {
		p.at++
	}
	return p.src[from:p.at]
}

// declaration reads a statement; ok is false for those that declare nothing of interest.
func (p *parser) declaration() (d Declaration, ok bool) {
	d.Line = p.line
	if p.take("@") {
		p.space(false)
		p.value()
		return d, false
	}
	d.Keyword = p.name()
	if d.Keyword == "" {
		p.fail("no statement begins here")
		return d, false
	}
	p.space(false)
	switch d.Keyword {
	case "param", "var", "output":
		d.Name = p.name()
		if !p.assigned() {
			return d, true
		}
	case "resource", "module":
		d.Name = p.name()
		p.space(false)
		d.Type, _, _ = strings.Cut(p.value().literal(), "@")
		if d.Keyword == "module" && strings.HasPrefix(d.Type, "br") {
			d.Type = moduleName(d.Type)
		}
		p.space(false)
		d.Exists = p.take("existing")
		if !p.assigned() {
			return d, true
		}
	default: // targetScope, metadata, import, using, type, func
		p.assigned()
		p.restOfLine()
		return d, false
	}
	p.space(true)
	if p.peek("if") && p.at+2 < len(p.src) && !isName(p.src[p.at+2]) {
		p.take("if")
		p.space(true)
		p.value() // the condition, in brackets
		p.space(true)
	}
	d.Value = p.expression()
	p.restOfLine()
	return d, true
}

// moduleName is the path of a module of a registry without its version.
func moduleName(path string) string {
	if i := strings.LastIndexByte(path, ':'); i > strings.LastIndexByte(path, '/') {
		return path[:i]
	}
	return path
}

// assigned passes a type and the sign that gives a value; false if the line ends without.
func (p *parser) assigned() bool {
	for p.at < len(p.src) {
		p.space(false)
		switch {
		case p.peek("=>"):
			p.step(2)
		case p.take("="):
			return true
		case p.at >= len(p.src) || p.src[p.at] == '\n':
			return false
		case strings.IndexByte("{[('", p.src[p.at]) >= 0:
			p.skip()
		default:
			p.step(1)
		}
	}
	return false
}

// skip passes a text, or what stands in brackets: types have a grammar of their own.
func (p *parser) skip() {
	for open := 0; p.at < len(p.src); {
		p.space(open > 0)
		switch {
		case p.at >= len(p.src):
		case p.peek("'"):
			p.text()
		case strings.IndexByte("{[(", p.src[p.at]) >= 0:
			open++
			p.step(1)
		case strings.IndexByte("}])", p.src[p.at]) >= 0:
			open--
			p.step(1)
		default:
			p.step(1)
		}
		if open <= 0 {
			return
		}
	}
	p.fail("a bracket is not closed")
}

// restOfLine passes what is left of a statement.
func (p *parser) restOfLine() {
	for p.at < len(p.src) && p.src[p.at] != '\n' {
		p.space(false)
		switch {
		case p.at >= len(p.src) || p.src[p.at] == '\n':
		case strings.IndexByte("{[('", p.src[p.at]) >= 0:
			p.skip()
		default:
			p.step(1)
		}
	}
}

// operators stand between two values, the longer ones first.
var operators = []string{"==", "!=", "=~", "!~", "<=", ">=", "&&", "||", "??", "+", "-", "*", "/", "%", "<", ">"}

// expression reads values and what stands between them.
func (p *parser) expression() Value {
	v := p.value()
	for p.err == nil {
		at, line := p.at, p.line
		p.space(true)
		onSameLine := line == p.line
		switch {
		case p.peek("?") && !p.peek("??"):
			p.step(1)
			p.space(true)
			yes := p.expression()
			p.space(true)
			if !p.take(":") {
				p.fail("a condition without its other value")
				return v
			}
			p.space(true)
			no := p.expression()
			return Value{Kind: Mixed, Items: []Value{yes, no}, Line: v.Line}
		case p.take("=>"):
			p.space(true)
			body := p.expression()
			return Value{Kind: Mixed, Items: []Value{body}, Line: v.Line}
		}
		op := ""
		for _, o := range operators {
			if p.peek(o) && (onSameLine || len(o) == 2) {
				op = o
				break
			}
		}
		if op == "" {
			p.at, p.line = at, line
			return v
		}
		p.step(len(op))
		p.space(true)
		next := p.value()
		if op == "??" || op == "+" {
			v = Value{Kind: Mixed, Items: []Value{v, next}, Line: v.Line}
		}
	}
	return v
}

// value reads one operand with what is taken of it.
func (p *parser) value() Value {
	if p.depth++; p.depth > maxDepth {
		p.fail("nested too deep")
	}
	defer func() { p.depth-- }()
	if p.at >= len(p.src) {
		p.fail("a value is missing at the end")
		return Value{}
	}
	v := Value{Line: p.line}
	switch c := p.src[p.at]; {
	case c == '!' || c == '-':
		p.step(1)
		p.space(true)
		return p.value()
	case c == '\'':
		v = p.text()
	case p.peek("$'''"):
		p.step(1)
		v = p.text()
	case c == '{':
		v = p.object()
	case c == '[':
		v = p.list()
	case c == '(':
		p.step(1)
		v.Kind = Mixed
		v.Items = p.items(")")
	case isName(c):
		v.Kind, v.Names = Path, []string{p.name()}
		if isDigit(v.Names[0]) || v.Names[0] == "true" || v.Names[0] == "false" || v.Names[0] == "null" {
			v = Value{Kind: Text, Text: v.Names[0], Line: v.Line}
			if v.Text == "null" {
				v.Kind = Nothing
			}
		}
	default:
		p.fail(fmt.Sprintf("%q is not understood", c))
	}
	return p.taken(v)
}

func isDigit(s string) bool { return s[0] >= '0' && s[0] <= '9' }

// taken reads properties, elements and arguments behind a value.
func (p *parser) taken(v Value) Value {
	for p.err == nil {
		p.space(false)
		switch {
		case p.take(".?"), p.take("::"), p.peek(".") && !p.peek("...") && p.take("."):
			name := p.name()
			if v.Kind == Path {
				v.Names = append(v.Names, name)
			}
			if v.Kind == Call {
				v.Names = []string{name}
			}
		case p.peek("["):
			p.step(1)
			p.take("?")
			for _, i := range p.items("]") {
				if v.Kind == Path {
					v.Names = append(v.Names, i.literal())
				}
			}
		case p.peek("(") && (v.Kind == Path || v.Kind == Call):
			p.step(1)
			args := p.items(")")
			if v.Kind == Call { // of the value of another call
				args = append(v.Items, args...)
			}
			v = Value{Kind: Call, Names: v.Names, Items: args, Line: v.Line}
		case p.peek("!") && !p.peek("!=") && !p.peek("!~"):
			p.step(1)
		default:
			return v
		}
	}
	return v
}

// literal is the text of a literal; "" of everything else.
func (v Value) literal() string {
	if v.Kind == Text {
		return v.Text
	}
	return ""
}

// items reads values up to a closing bracket.
func (p *parser) items(end string) []Value {
	var out []Value
	for p.err == nil {
		p.space(true)
		switch {
		case p.take(end):
			return out
		case p.take(","):
		case p.at >= len(p.src):
			p.fail("a bracket is not closed")
		case p.take("..."):
		default:
			out = append(out, p.expression())
		}
	}
	return out
}

// list reads […]; of a loop the body is what it holds.
func (p *parser) list() Value {
	v := Value{Kind: List, Line: p.line}
	p.step(1)
	p.space(true)
	if p.peek("for") && p.at+3 < len(p.src) && !isName(p.src[p.at+3]) {
		p.take("for")
		for p.err == nil && !p.take(":") { // names, "in" and what is gone through
			p.space(true)
			if p.at >= len(p.src) {
				p.fail("a loop without a body")
				break
			}
			if p.peek(":") {
				continue
			}
			p.value()
			p.take(",")
			p.space(true)
		}
		p.space(true)
		if p.peek("if") && p.at+2 < len(p.src) && !isName(p.src[p.at+2]) {
			p.take("if")
			p.space(true)
			p.value()
		}
	}
	v.Items = p.items("]")
	return v
}

// object reads {…}. Resources and decorators inside are passed over.
func (p *parser) object() Value {
	v := Value{Kind: Object, Line: p.line}
	p.step(1)
	for p.err == nil {
		p.space(true)
		switch {
		case p.take("}"):
			return v
		case p.take(","):
		case p.at >= len(p.src):
			p.fail("a bracket is not closed")
		case p.take("..."):
			more := p.expression()
			v.Fields = append(v.Fields, Field{Key: "...", Value: more})
		case p.peek("@"):
			p.step(1)
			p.value()
		default:
			key := p.value()
			p.space(false)
			if !p.take(":") {
				p.restOfLine() // a nested resource
				continue
			}
			p.space(true)
			name := key.literal()
			if key.Kind == Path {
				name = key.Names[0]
			}
			v.Fields = append(v.Fields, Field{Key: name, Value: p.expression()})
		}
	}
	return v
}

// text reads a literal in quotes.
func (p *parser) text() Value {
	v := Value{Kind: Text, Line: p.line}
	if p.take("'''") {
		end := strings.Index(p.src[p.at:], "'''")
		if end < 0 {
			p.fail("a text is not closed")
			return v
		}
		v.Text = strings.TrimPrefix(p.src[p.at:p.at+end], "\n")
		p.step(end + 3)
		return v
	}
	p.step(1)
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			v.Parts = append(v.Parts, Value{Kind: Text, Text: b.String(), Line: p.line})
			b.Reset()
		}
	}
	for p.err == nil {
		switch {
		case p.at >= len(p.src) || p.src[p.at] == '\n':
			p.fail("a text is not closed")
		case p.take("'"):
			if len(v.Parts) == 0 {
				v.Text = b.String()
				return v
			}
			flush()
			return v
		case p.take("${"):
			flush()
			p.space(true)
			part := p.expression()
			p.space(true)
			if !p.take("}") {
				p.fail("a hole in a text is not closed")
			}
			v.Parts = append(v.Parts, part)
		case p.peek("\\"):
			p.step(1)
			if p.at < len(p.src) {
				b.WriteByte(escaped(p.src[p.at]))
				p.step(1)
			}
		default:
			b.WriteByte(p.src[p.at])
			p.step(1)
		}
	}
	return v
}

func escaped(c byte) byte {
	switch c {
	case 'n':
		return '\n'
	case 't':
		return '\t'
	case 'r':
		return '\r'
	}
	return c
}
