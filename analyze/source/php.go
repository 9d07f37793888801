package source

import "bytes"

// lexPHP cuts PHP. What stands outside <?php and ?> is Markup; the marks themselves are
// Punct. A variable is a Word with its $, the parts of a qualified name stand between
// Punct tokens \, an attribute comes as the tokens that it is made of. A string, a
// heredoc and a shell command with variables are Hole tokens for their text; $name,
// $name[key] and $name->property in them come as in code, {$code} and ${code} as the
// code's tokens between Punct tokens. What follows __halt_compiler(); is Markup.
func lexPHP(s *scanner) {
	p := &php{scanner: s}
	for p.more() {
		p.markup()
		p.code(0)
	}
}

type php struct {
	*scanner
	halted bool // __halt_compiler stands before
}

// markup passes what stands before the next opening mark, and the mark.
func (p *php) markup() {
	p.begin()
	for p.more() {
		if n := p.opening(); n > 0 {
			p.emit(Markup)
			p.skip(n)
			p.emit(Punct)
			return
		}
		p.skip(1)
	}
	p.emit(Markup)
}

// opening is the length of <?php, <?= or <? if it comes next.
func (p *php) opening() int {
	if p.peek(0) != '<' || p.peek(1) != '?' {
		return 0
	}
	next := p.peek(2)
	switch {
	case next == '=':
		return 3
	case foldedPrefix(p.src[p.at:], "<?php") && (p.at+5 == len(p.src) || isSpace(p.src[p.at+5])):
		return 5
	case isSpace(next):
		return 2
	}
	return 0
}

// code reads tokens up to a closing mark; within a hole it ends before the brace that
// closes it.
func (p *php) code(holes int) {
	open := 0
	for p.more() {
		p.begin()
		c := p.peek(0)
		switch {
		case isSpace(c):
			p.skip(1)
		case holes > 0 && c == '}' && open == 0:
			return
		case holes == 0 && p.has("?>"):
			p.skip(2)
			p.emit(Punct)
			return
		case c == '#' && p.peek(1) != '[', p.has("//"):
			p.passComment()
			p.emit(Comment)
		case p.comment(false), p.literal(c, holes):
		default:
			switch c {
			case '{':
				open++
			case '}':
				open--
			}
			if p.token(c) && holes == 0 {
				p.skip(len(p.src) - p.at)
				p.emit(Markup)
				return
			}
		}
	}
}

// token reads a word, a number or an operator. It reports whether the program ends
// there.
func (p *php) token(c byte) (end bool) {
	if isWord(c) && !isDigit(c) {
		p.skip(1)
		p.name()
		const halt = "__halt_compiler"
		if p.at-p.start == len(halt) && bytes.EqualFold(p.src[p.start:p.at], []byte(halt)) {
			p.halted = true
		}
		p.emit(Word)
		return false
	}
	p.plain(c)
	return c == ';' && p.halted
}

// name passes what is left of an identifier; a $ is none of its letters.
func (p *php) name() {
	for p.at < len(p.src) && isWord(p.src[p.at]) && p.src[p.at] != '$' {
		p.at++
	}
}

// passComment passes a comment of one line, which a closing mark ends too.
func (p *php) passComment() {
	for p.at < len(p.src) && p.src[p.at] != '\n' && !p.has("?>") {
		p.at++
	}
}

// literal reads a string that comes next.
func (p *php) literal(c byte, holes int) bool {
	prefix := 0
	if next := p.peek(1); c|0x20 == 'b' && (next == '"' || next == '\'' || next == '<') {
		prefix = 1
	}
	switch c = p.peek(prefix); {
	case c == '\'':
		p.skip(prefix)
		p.quoted('\'', true)
		p.emit(String)
	case c == '"', c == '`':
		p.skip(prefix + 1)
		p.text(func() int {
			if p.peek(0) == c {
				return 1
			}
			return 0
		}, prefix+1, holes)
	case c == '<' && p.peek(prefix+1) == '<' && p.peek(prefix+2) == '<':
		return p.heredoc(prefix, holes)
	default:
		return false
	}
	return true
}

// text reads a string with escapes from behind its opening mark of some length; closing
// is the length of the mark that closes it, 0 if none comes next.
func (p *php) text(closing func() int, opening, holes int) {
	kind := String
	for p.more() {
		if n := closing(); n > 0 {
			p.skip(n)
			p.emitQuoted(kind, opening, n)
			return
		}
		switch c := p.peek(0); {
		case c == '\\':
			p.skip(1)
			if p.peek(0) != '\n' { // whose line may close a heredoc
				p.skip(1)
			}
		case holes < maxNested && p.hole(holes):
			kind = Hole
		default:
			p.skip(1)
		}
	}
	p.emitQuoted(kind, opening, 0)
}

// hole reads an interpolated part that comes next.
func (p *php) hole(holes int) bool {
	c, next := p.peek(0), p.peek(1)
	switch {
	case c == '$' && next == '{':
		p.emit(Hole)
		p.skip(1)
		p.emit(Punct)
		p.braces(holes)
	case c == '{' && next == '$':
		p.emit(Hole)
		p.braces(holes)
	case c == '$' && isWord(next) && next != '$' && !isDigit(next):
		p.emit(Hole)
		p.skip(1)
		p.name()
		p.emit(Word)
		p.simple()
	default:
		return false
	}
	p.begin()
	return true
}

func (p *php) braces(holes int) {
	p.skip(1)
	p.emit(Punct)
	p.code(holes + 1)
	p.begin()
	if p.peek(0) == '}' {
		p.skip(1)
		p.emit(Punct)
	}
}

// simple reads the one key or property that may follow a variable in a string.
func (p *php) simple() {
	arrow := 0
	switch {
	case p.has("->"):
		arrow = 2
	case p.has("?->"):
		arrow = 3
	}
	if next := p.peek(arrow); arrow > 0 && isWord(next) && !isDigit(next) && next != '$' {
		for range arrow {
			p.skip(1)
			p.emit(Punct)
		}
		p.name()
		p.emit(Word)
		return
	}
	if p.peek(0) != '[' {
		return
	}
	n := 1
	for c := p.peek(n); isWord(c) || n == 1 && c == '-'; c = p.peek(n) {
		n++
	}
	if p.peek(n) != ']' {
		return
	}
	end := p.at + n + 1
	for p.at < end {
		c := p.peek(0)
		if isWord(c) && !isDigit(c) {
			p.skip(1)
			p.name()
			p.emit(Word)
		} else {
			p.plain(c)
		}
	}
}

// heredoc reads <<<NAME or <<<'NAME' up to the line that begins with the name. The text
// and both names are one token if there are no variables in it.
func (p *php) heredoc(prefix, holes int) bool {
	n := prefix + 3
	for c := p.peek(n); c == ' ' || c == '\t'; c = p.peek(n) {
		n++
	}
	quote := p.peek(n)
	if quote == '"' || quote == '\'' {
		n++
	} else {
		quote = 0
	}
	begin := p.at + n
	for c := p.peek(n); isWord(c) && c != '$'; c = p.peek(n) {
		n++
	}
	name := p.src[min(begin, len(p.src)):min(p.at+n, len(p.src))]
	if quote != 0 {
		if p.peek(n) != quote {
			return false
		}
		n++
	}
	if p.peek(n) == '\r' {
		n++
	}
	if len(name) == 0 || isDigit(name[0]) || p.peek(n) != '\n' {
		return false
	}
	p.skip(n + 1)
	closing := func() int { return p.closes(name) }
	if quote != '\'' {
		p.text(closing, n+1, holes)
		return true
	}
	for p.more() {
		if c := closing(); c > 0 {
			p.skip(c)
			p.emitQuoted(String, n+1, c)
			return true
		}
		p.skip(1)
	}
	p.emitQuoted(String, n+1, 0)
	return true
}

// closes is the length of the white space and the name that end a heredoc, at the
// beginning of a line.
func (p *php) closes(name []byte) int {
	if p.at > 0 && p.src[p.at-1] != '\n' {
		return 0
	}
	n := 0
	for c := p.peek(n); c == ' ' || c == '\t'; c = p.peek(n) {
		n++
	}
	if !bytes.HasPrefix(p.src[p.at+n:], name) || isWord(p.peek(n+len(name))) {
		return 0
	}
	return n + len(name)
}
