package source

// lexPython cuts Python. The end of a logical line is a Newline: line ends within
// brackets and after a backslash are none. An f-string comes as Hole tokens for its
// text and the code between its braces as tokens of its own, between Punct tokens.
func lexPython(s *scanner) {
	if s.has("\xef\xbb\xbf") {
		s.skip(3)
	}
	p := python{scanner: s}
	p.code(0, 0)
}

// maxHoles bounds f-strings within f-strings; Python itself allows fewer.
const maxHoles = 100

type python struct {
	*scanner
	brackets int
	content  bool // something stands on the logical line
}

// code reads tokens; within the hole of an f-string it ends before the brace, colon or
// conversion mark that ends the expression.
func (p *python) code(holes, depth int) {
	p.begin()
	for p.more() {
		c := p.peek(0)
		if holes > 0 && p.brackets == depth && (c == '}' || c == ':' || c == '!' && p.peek(1) != '=') {
			return
		}
		p.begin()
		switch {
		case c == '\n':
			p.skip(1)
			if p.brackets == 0 && p.content {
				p.emit(Newline)
				p.content = false
			}
			continue
		case isSpace(c):
			p.skip(1)
			continue
		case c == '\\' && (p.peek(1) == '\n' || p.peek(1) == '\r'):
			p.skip(2)
			if p.src[p.at-1] == '\r' && p.peek(0) == '\n' {
				p.skip(1)
			}
			continue
		case c == '#':
			p.passLine()
			p.emit(Comment)
			continue
		}
		p.content = true
		p.token(c, holes)
	}
	if holes == 0 && p.content {
		p.begin()
	}
}

func (p *python) token(c byte, holes int) {
	if n, formatted := p.prefix(); n >= 0 {
		p.literal(n, formatted, holes)
		return
	}
	switch {
	case isDigit(c) || c == '.' && isDigit(p.peek(1)):
		p.number()
		p.emit(Number)
	case isWord(c) && c != '$':
		p.word()
		p.emit(Word)
	default:
		switch c {
		case '(', '[', '{':
			p.brackets++
		case ')', ']', '}':
			p.brackets = max(0, p.brackets-1)
		}
		p.skip(1)
		p.emit(Punct)
	}
}

func (p *python) number() {
	for p.at < len(p.src) {
		c := p.peek(0)
		if (c == '+' || c == '-') && p.src[p.at-1]|0x20 == 'e' && p.src[p.start] != '0' {
			p.skip(1)
		} else if isWord(c) || c == '.' {
			p.skip(1)
		} else {
			return
		}
	}
}

// prefix measures the letters before a quote: n is their number, -1 where no string
// begins here.
func (p *python) prefix() (n int, formatted bool) {
	for n = 0; n < 3; n++ {
		switch p.peek(n) | 0x20 {
		case 'r', 'b', 'u':
		case 'f', 't':
			formatted = true
		default:
			if c := p.peek(n); c == '"' || c == '\'' {
				return n, formatted
			}
			return -1, false
		}
	}
	return -1, false
}

// literal reads a string, plain or formatted, from its prefix to its closing quotes.
func (p *python) literal(prefix int, formatted bool, holes int) {
	p.skip(prefix)
	quote := string(p.peek(0))
	if p.peek(1) == quote[0] && p.peek(2) == quote[0] {
		quote += quote + quote
	}
	p.skip(len(quote))
	formatted = formatted && holes < maxHoles
	for p.at < len(p.src) {
		switch c := p.peek(0); {
		case c == '\\':
			p.skip(2)
		case p.has(quote):
			p.skip(len(quote))
			p.close(formatted)
			return
		case c == '\n' && len(quote) == 1:
			p.close(formatted)
			return
		case formatted && (c == '{' || c == '}') && p.peek(1) == c:
			p.skip(2)
		case formatted && c == '{':
			p.emit(Hole)
			p.hole(quote, holes)
		default:
			p.skip(1)
		}
	}
	p.close(formatted)
}

func (p *python) close(formatted bool) {
	if formatted {
		p.emit(Hole)
		return
	}
	p.emit(String)
}

// hole reads {code!r:format}; the format may have holes of its own.
func (p *python) hole(quote string, holes int) {
	outer := p.brackets
	p.skip(1)
	p.emit(Punct)
	p.brackets++
	p.code(holes+1, p.brackets)
	p.begin()
	for p.at < len(p.src) && p.peek(0) != '}' && !p.has(quote) && !(len(quote) == 1 && p.peek(0) == '\n') {
		if p.peek(0) == '{' && holes < maxHoles {
			p.emit(Hole)
			p.hole(quote, holes+1)
			continue
		}
		p.skip(1)
	}
	p.emit(Hole)
	if p.peek(0) == '}' {
		p.skip(1)
		p.emit(Punct)
	}
	p.brackets = outer
}
