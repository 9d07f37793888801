package php

import (
	"bytes"
	"strings"

	"seam/analyze/history"
	"seam/analyze/source"
)

// token is one token of a file, in 16 bytes: a file may have millions.
type token struct {
	at, end, line int32
	kind          source.Kind
	mark          byte // of a Punct: its first byte
}

// opened says what an open bracket holds.
type opened uint8

const (
	block      opened = iota // statements, an expression, a list
	spaceBody                // of a namespace
	classBody                // of a class, an interface, a trait or an enum
	funcBody                 // of a function
	parameters               // of a function
	attributes               // #[…]
	typed                    // a part of the type of a parameter or a property
)

// bracket is one open bracket.
type bracket struct {
	mark    byte
	holds   opened
	value   bool // parameters and classBody: behind the = of the parameter or property that is read
	inClass bool // the innermost body of more than statements is that of a class
}

// expected is a body whose brace is still to come, at a depth of brackets.
type expected struct {
	holds opened
	depth int
}

// parser reads one file at a time. What it allocates serves the next file, too.
type parser struct {
	src    []byte
	tokens []token
	i      int // the token that is read
	open   []bracket
	braces int // of open
	bodies []expected

	space     string
	classes   map[string]string // what use statements call by a name in lower case
	functions map[string]string
	values    map[string]string
	seen      map[seen]bool
	facts
}

type seen struct {
	kind kind
	name string // in lower case
}

func (p *parser) scan(src []byte) facts {
	p.src, p.tokens, p.i, p.open, p.braces, p.bodies = src, p.tokens[:0], 0, p.open[:0], 0, p.bodies[:0]
	p.facts = facts{Lines: bytes.Count(src, []byte("\n")), Generated: history.SaysGenerated(src), Script: bytes.HasPrefix(src, []byte("#!"))}
	if p.seen == nil {
		p.seen = map[seen]bool{}
	}
	clear(p.seen)
	p.enter("")
	for t := range source.Tokens(source.PHP, src) {
		if t.Kind == source.Comment {
			continue
		}
		k := token{at: int32(t.At), end: int32(t.At + len(t.Text)), line: int32(t.Line), kind: t.Kind}
		if t.Kind == source.Punct {
			k.mark = t.Text[0]
			if len(t.Text) > 1 {
				k.mark = ';' // <?php and ?> end a statement
			}
		}
		p.tokens = append(p.tokens, k)
	}
	for p.i < len(p.tokens) {
		p.step()
	}
	p.Data = p.givesBack() && len(p.Declared)+len(p.Uses)+len(p.Includes) == 0
	out := p.facts
	p.src, p.facts = nil, facts{}
	return out
}

// givesBack reports whether the first statement of the file is a return, but for declare.
func (p *parser) givesBack() bool {
	i := 1 // behind <?php
	if strings.EqualFold(p.text(i), "declare") {
		for i < len(p.tokens) && !p.is(i, ';') {
			i++
		}
		i++
	}
	return strings.EqualFold(p.text(i), "return")
}

// maxName is the length of the longest name that is kept, in bytes.
const maxName = 500

// enter begins a namespace.
func (p *parser) enter(space string) {
	if len(space) > maxName {
		space = ""
	}
	p.space = space
	if p.Space == "" {
		p.Space = space
	}
	p.classes, p.functions, p.values = map[string]string{}, map[string]string{}, map[string]string{}
}

// text is a token as it stands in the source, "" outside.
func (p *parser) text(i int) string {
	if i < 0 || i >= len(p.tokens) {
		return ""
	}
	return string(p.src[p.tokens[i].at:p.tokens[i].end])
}

// is reports whether a token is a mark.
func (p *parser) is(i int, mark byte) bool {
	return i >= 0 && i < len(p.tokens) && p.tokens[i].kind == source.Punct && p.tokens[i].mark == mark
}

// isWord reports whether a token is a word and no variable.
func (p *parser) isWord(i int) bool {
	return i >= 0 && i < len(p.tokens) && p.tokens[i].kind == source.Word && p.src[p.tokens[i].at] != '$'
}

// isVariable reports whether a token is a variable.
func (p *parser) isVariable(i int) bool {
	return i >= 0 && i < len(p.tokens) && p.tokens[i].kind == source.Word && p.src[p.tokens[i].at] == '$'
}

// isName reports whether a name begins at a token.
func (p *parser) isName(i int) bool {
	return p.isWord(i) || p.is(i, '\\') && p.isWord(i+1)
}

// scoped reports whether :: stands at a token.
func (p *parser) scoped(i int) bool {
	return p.is(i, ':') && p.is(i+1, ':') && p.tokens[i].end == p.tokens[i+1].at
}

// member reports whether a word is one of an object or a class: ->, ?-> or :: stands
// before it.
func (p *parser) member(i int) bool {
	return p.is(i-1, '>') && p.is(i-2, '-') || p.scoped(i-2)
}

// name reads the name that begins at a token, as it is written, and tells where it ends.
func (p *parser) name(i int) (text string, end int) {
	begin := i
	if p.is(i, '\\') {
		i++
	}
	for i++; p.joined(i-1) && p.isWord(i+1); i += 2 {
	}
	return string(p.src[p.tokens[begin].at:p.tokens[i-1].end]), i
}

// joined reports whether the mark of a namespace follows a word at once: behind white
// space it begins a name.
func (p *parser) joined(i int) bool {
	return p.is(i+1, '\\') && p.tokens[i].end == p.tokens[i+1].at
}

// top is the innermost open bracket.
func (p *parser) top() *bracket {
	if len(p.open) == 0 {
		return &bracket{}
	}
	return &p.open[len(p.open)-1]
}

// inClass reports whether the innermost body of more than statements is that of a class.
func (p *parser) inClass() bool { return p.top().inClass }

// expect notes that the next brace at this depth opens a body.
func (p *parser) expect(holds opened) {
	p.bodies = append(p.bodies, expected{holds, len(p.open)})
}

// openBracket enters a bracket.
func (p *parser) openBracket(mark byte, holds opened) {
	b := bracket{mark: mark, holds: holds, inClass: holds == classBody}
	if holds != classBody && holds != funcBody && holds != spaceBody {
		b.inClass = p.inClass()
	}
	p.open = append(p.open, b)
	if mark == '{' {
		p.braces++
	}
}

// openBrace enters a brace: that of the body which is expected, or another one.
func (p *parser) openBrace() {
	holds := block
	if n := len(p.bodies); n > 0 && p.bodies[n-1].depth == len(p.open) {
		holds = p.bodies[n-1].holds
		p.bodies = p.bodies[:n-1]
	}
	p.openBracket('{', holds)
}

// closeBracket leaves a bracket. A brace closes what was left open in it.
func (p *parser) closeBracket(mark byte) (was bracket) {
	switch n := len(p.open); {
	case mark == '}' && p.braces > 0:
		for was.mark != '{' {
			n--
			was = p.open[n]
		}
		p.open, p.braces = p.open[:n], p.braces-1
	case n > 0 && (mark == ')' && p.open[n-1].mark == '(' || mark == ']' && p.open[n-1].mark == '['):
		was = p.open[n-1]
		p.open = p.open[:n-1]
	}
	p.drop(len(p.open) + 1)
	return was
}

// drop forgets the bodies that were expected at a depth and below it.
func (p *parser) drop(depth int) {
	for n := len(p.bodies); n > 0 && p.bodies[n-1].depth >= depth; n-- {
		p.bodies = p.bodies[:n-1]
	}
}

// step reads what begins at the token.
func (p *parser) step() {
	t := p.tokens[p.i]
	switch {
	case t.kind == source.Punct:
		p.mark(t.mark)
	case !p.isWord(p.i):
		p.i++
	case p.member(p.i), p.named():
		p.i++
	default:
		p.word()
	}
}

// named reports whether the word is the name of an argument: f(name: 1).
func (p *parser) named() bool {
	return p.is(p.i+1, ':') && !p.scoped(p.i+1) && (p.is(p.i-1, '(') || p.is(p.i-1, ',')) && p.top().holds == block
}

// mark reads an operator or a bracket.
func (p *parser) mark(c byte) {
	switch c {
	case '\\':
		if p.isWord(p.i + 1) {
			p.mention()
			return
		}
	case '{':
		p.openBrace()
	case '(':
		p.openBracket('(', p.inBrackets())
	case '[':
		p.openBracket('[', block)
	case '#':
		if p.is(p.i+1, '[') {
			p.i++
			p.openBracket('[', attributes)
		}
	case '}', ']':
		p.closeBracket(c)
	case ')':
		if p.closeBracket(c).holds == parameters {
			p.i++
			p.result()
			return
		}
	case '=':
		p.top().value = true
	case ',':
		if p.top().holds == parameters {
			p.top().value = false
		}
	case ';':
		p.top().value = false
		p.drop(len(p.open))
	}
	p.i++
}

// inBrackets is what a bracket holds that no keyword opens.
func (p *parser) inBrackets() opened {
	top := p.top()
	if (top.holds == parameters || top.holds == classBody) && !top.value && !p.is(p.i+2, ')') { // not private(set)
		return typed
	}
	return block
}

// result reads the type of what a function gives back, behind its parameters.
func (p *parser) result() {
	if strings.EqualFold(p.text(p.i), "use") && p.is(p.i+1, '(') { // a closure's variables
		for p.i++; p.i < len(p.tokens) && !p.is(p.i, ')'); p.i++ {
		}
		p.i++
	}
	if p.is(p.i, ':') {
		p.i++
		p.types()
	}
}

// types reads a type: names with |, & and brackets between them.
func (p *parser) types() {
	for depth := 0; p.i < len(p.tokens); {
		switch {
		case p.isName(p.i):
			text, end := p.name(p.i)
			p.class(text, p.i)
			p.i = end
			if p.isName(p.i) { // two names in a row are no type
				return
			}
		case p.is(p.i, '?'), p.is(p.i, '|'), p.is(p.i, '&') && !p.isVariable(p.i+1):
			p.i++
		case p.is(p.i, '(') && p.isName(p.i+1):
			p.i, depth = p.i+1, depth+1
		case p.is(p.i, ')') && depth > 0:
			p.i, depth = p.i+1, depth-1
		default:
			return
		}
	}
}

// mention reads a name outside of what keywords say of it: what stands around it tells
// what it names.
func (p *parser) mention() {
	at := p.i
	text, end := p.name(at)
	p.i = end
	top := p.top()
	switch {
	case p.scoped(end):
		p.class(text, at)
	case top.holds == attributes && (p.is(at-1, '[') || p.is(at-1, ',')):
		p.class(text, at)
	case p.is(end, '('):
		p.call(text, at)
	case p.isVariable(end), top.holds == typed, !top.value && (top.holds == parameters || top.holds == classBody):
		p.class(text, at)
	case strings.Contains(text, `\`) || p.values[text] != "":
		p.add(p.resolve(text, p.values, text), value, at, false)
	}
}
