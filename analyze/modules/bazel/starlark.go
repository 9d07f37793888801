package bazel

import "strings"

// call is one top-level call: name(arguments).
type call struct {
	name      string
	line      int
	arguments []argument
}

// argument is one literal argument; the first text of a list stands for the list.
type argument struct {
	name  string // "" for a positional one
	value string
	text  bool // it is text, not a name or number
	line  int
}

// text is the text of a named argument, or of the positional one at place i; "" if there
// is none.
func (c call) text(name string, i int) string {
	for k, a := range c.arguments {
		if a.text && (a.name == name || a.name == "" && k == i) {
			return a.value
		}
	}
	return ""
}

// is reports a named argument that is a certain word.
func (c call) is(name, word string) bool {
	for _, a := range c.arguments {
		if a.name == name && !a.text && a.value == word {
			return true
		}
	}
	return false
}

// line0 is the line of a named argument; 0 if there is none.
func (c call) line0(name string) int {
	for _, a := range c.arguments {
		if a.name == name {
			return a.line
		}
	}
	return 0
}

// syntaxError is what no Starlark file may hold.
type syntaxError struct {
	line    int
	message string
}

func (e *syntaxError) Error() string { return e.message }

// parse reads the calls of a file. With an error come those before it.
func parse(src string) ([]call, error) {
	p := &parser{lexer: lexer{src: strings.TrimPrefix(src, "\uFEFF"), line: 1}}
	p.advance()
	for p.kind != end && p.err == nil {
		p.statement()
	}
	if p.err != nil {
		return p.calls, p.err
	}
	return p.calls, nil
}

type parser struct {
	lexer
	calls []call
}

// statement reads one call, or passes over anything else up to the end of its line.
func (p *parser) statement() {
	name, line := p.value, p.line0
	if p.kind == name_ {
		p.advance()
		if p.isMark("(") {
			c := call{name: name, line: line}
			p.arguments(&c)
			p.calls = append(p.calls, c)
			return
		}
	}
	for p.kind != end && p.kind != newline && p.err == nil {
		p.skip()
	}
	if p.kind == newline {
		p.advance()
	}
}

// arguments reads (a, b = c, …).
func (p *parser) arguments(c *call) {
	opened := p.line0
	p.depth++
	p.advance()
	for p.err == nil && !p.isMark(")") {
		if p.kind == end {
			p.fail(opened, "a bracket that is opened here is never closed")
			return
		}
		p.argument(c)
	}
	p.depth--
	p.advance()
}

func (p *parser) argument(c *call) {
	a := argument{line: p.line0}
	if p.kind == name_ {
		word := p.value
		p.advance()
		if p.isMark("=") {
			a.name = word
			p.advance()
		} else {
			a.value = word
		}
	}
	a.line = p.line0
	if a.value == "" {
		a.value, a.text = p.literal()
	}
	for p.err == nil && p.kind != end && !p.isMark(",") && !p.isMark(")") { // the rest of an expression
		a.text = false
		p.skip()
	}
	c.arguments = append(c.arguments, a)
	if p.isMark(",") {
		p.advance()
	}
}

// literal is a text, a word or a number, or the first text of a list.
func (p *parser) literal() (value string, text bool) {
	switch {
	case p.kind == text_:
		value = p.value
		p.advance()
		return value, true
	case p.kind == name_:
		value = p.value
		p.advance()
		return value, false
	case p.isMark("["):
		p.depth++
		p.advance()
		if p.kind == text_ {
			value, text = p.value, true
		}
		p.depth--
		p.rest()
	}
	return value, text
}

// skip passes over one token, or over everything in a pair of brackets.
func (p *parser) skip() {
	if p.isMark("(") || p.isMark("[") || p.isMark("{") {
		p.advance()
		p.rest()
		return
	}
	p.advance()
}

// rest passes over what is left of a pair of brackets that was opened before.
func (p *parser) rest() {
	opened, depth := p.line0, 1
	p.depth++
	for depth > 0 && p.err == nil {
		switch {
		case p.kind == end:
			p.fail(opened, "a bracket that is opened here is never closed")
			return
		case p.isMark("(") || p.isMark("[") || p.isMark("{"):
			depth++
		case p.isMark(")") || p.isMark("]") || p.isMark("}"):
			depth--
		}
		if depth == 0 {
			p.depth--
		}
		p.advance()
	}
}

// kinds of tokens.
const (
	end = iota
	newline
	name_ // a name or a number
	text_
	mark
)

// lexer holds the token at hand.
type lexer struct {
	src   string
	at    int
	line  int // of the next character
	depth int // open brackets, in which line ends do not count
	err   *syntaxError

	kind  int
	value string
	line0 int // of the token
}

func (l *lexer) isMark(s string) bool { return l.kind == mark && l.value == s }

func (l *lexer) fail(line int, message string) {
	if l.err == nil {
		l.err = &syntaxError{line, message}
	}
	l.kind = end
}

// advance reads the next token.
func (l *lexer) advance() {
	l.blank()
	l.line0 = l.line
	if l.at == len(l.src) || l.err != nil {
		l.kind, l.value = end, ""
		return
	}
	rest := l.src[l.at:]
	switch c := rest[0]; {
	case strings.HasPrefix(rest, "<<<<<<< "), strings.HasPrefix(rest, ">>>>>>> "):
		l.fail(l.line, "unresolved merge conflict; resolve it and remove the markers")
	case c == '\n':
		l.kind, l.value = newline, ""
		l.line++
		l.at++
	case strings.HasPrefix(rest, `"""`), strings.HasPrefix(rest, "'''"):
		l.long(rest[:3])
	case c == '"' || c == '\'':
		l.short(c)
	case isName(c):
		n := 1
		for n < len(rest) && (isName(rest[n]) || rest[n] == '.') {
			n++
		}
		l.kind, l.value = name_, rest[:n]
		l.at += n
	default:
		l.kind, l.value = mark, rest[:1]
		l.at++
	}
}

func isName(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0x80
}

// blank passes over white space and comments; inside brackets over line ends too.
func (l *lexer) blank() {
	for l.at < len(l.src) {
		switch c := l.src[l.at]; {
		case c == '#':
			n := strings.IndexByte(l.src[l.at:], '\n')
			if n < 0 {
				n = len(l.src) - l.at
			}
			l.at += n
		case c == '\n' && l.depth > 0:
			l.line++
			l.at++
		case c == ' ' || c == '\t' || c == '\r' || c == '\\':
			l.at++
		default:
			return
		}
	}
}

func (l *lexer) long(quote string) {
	body := l.src[l.at+3:]
	n := strings.Index(body, quote)
	if n < 0 {
		l.fail(l.line, "a text that begins here is never closed")
		return
	}
	l.kind, l.value = text_, body[:n]
	l.line += strings.Count(body[:n], "\n")
	l.at += n + 6
}

func (l *lexer) short(quote byte) {
	var b strings.Builder
	i := l.at + 1
	for i < len(l.src) && l.src[i] != quote && l.src[i] != '\n' {
		if l.src[i] == '\\' && i+1 < len(l.src) && l.src[i+1] != '\n' {
			i++
		}
		b.WriteByte(l.src[i])
		i++
	}
	if i == len(l.src) || l.src[i] == '\n' {
		l.fail(l.line, "a text that begins here is not closed on its line")
		return
	}
	l.kind, l.value, l.at = text_, b.String(), i+1
}
