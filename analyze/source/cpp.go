package source

import "bytes"

// lexCFamily cuts C, C++ and Objective-C. A line of the preprocessor begins with one Punct,
// its mark and its word (#include, # if), and ends with a Newline; the name of a header
// between < and > is a String behind #include, #include_next, #import and the import of C++20.
// Raw strings (R"x(…)x"), prefixes of literals and apostrophes in numbers are known; lines
// that a backslash joins are one, in comments and literals too.
//
// Limits: trigraphs and digraphs are operators, and a backslash with white space behind it
// joins nothing. What is left out by #if is cut all the same.
func lexCFamily(s *scanner) {
	s.passMark()
	x := &cFamily{scanner: s, fresh: true}
	for x.more() {
		x.begin()
		x.token(x.peek(0))
	}
}

type cFamily struct {
	*scanner
	fresh     bool // nothing but white space and comments stands before on this line
	directive bool // a line of the preprocessor is read
	header    bool // the name of a header may follow
}

func (x *cFamily) token(c byte) {
	switch {
	case x.splice() > 0:
		x.skip(x.splice())
	case c == '\n':
		x.skip(1)
		if x.directive {
			x.emit(Newline)
		}
		x.fresh, x.directive, x.header = true, false, false
	case isSpace(c):
		x.at++
	case c == '/' && x.peek(1) == '/':
		x.passJoined()
		x.emit(Comment)
	case x.has("/*"):
		x.comment(false)
	case c == '#' && x.fresh && !x.directive:
		x.mark()
	case x.header && (c == '<' || c == '"') && x.headerName(c):
		x.fresh, x.header = false, false
	default:
		first := x.fresh
		x.fresh, x.header = false, false
		x.code(c, first)
	}
}

// splice is the length of a backslash and the end of its line, 0 if there is none.
func (x *cFamily) splice() int {
	switch {
	case x.peek(0) != '\\':
	case x.peek(1) == '\n':
		return 2
	case x.peek(1) == '\r' && x.peek(2) == '\n':
		return 3
	}
	return 0
}

// passJoined passes the rest of the line and of those that are joined to it, the end excluded.
func (x *cFamily) passJoined() {
	for {
		x.passLine()
		if x.at == len(x.src) || !bytes.HasSuffix(bytes.TrimSuffix(x.src[x.start:x.at], []byte("\r")), []byte(`\`)) {
			return
		}
		x.skip(1)
	}
}

// mark reads the beginning of a line of the preprocessor.
func (x *cFamily) mark() {
	x.fresh, x.directive = false, true
	n := 1
	for x.peek(n) == ' ' || x.peek(n) == '\t' {
		n++
	}
	if x.at+n == len(x.src) || !isWord(x.src[x.at+n]) {
		x.skip(1)
		x.emit(Punct)
		return
	}
	x.at += n
	from := x.at
	x.word()
	switch string(x.src[from:x.at]) {
	case "include", "include_next", "import":
		x.header = true
	}
	x.emit(Punct)
}

// headerName reads the name of a header, in which a backslash is one, if it ends on its line.
func (x *cFamily) headerName(c byte) bool {
	closing := c
	if c == '<' {
		closing = '>'
	}
	line := x.src[x.at+1:]
	if n := bytes.IndexByte(line, '\n'); n >= 0 {
		line = line[:n]
	}
	n := bytes.IndexByte(line, closing)
	if n < 0 {
		return false
	}
	x.at += n + 2
	x.emitQuoted(String, 1, 1)
	return true
}

// code reads a literal, a word, a number or one byte of an operator.
func (x *cFamily) code(c byte, first bool) {
	switch prefix, raw := x.prefix(c); {
	case raw:
		x.skip(prefix)
		x.raw()
	case x.peek(prefix) == '"' || x.peek(prefix) == '\'':
		x.skip(prefix)
		x.literal(x.peek(0))
	case isDigit(c) || c == '.' && isDigit(x.peek(1)):
		x.number()
	case isWord(c):
		x.word()
		x.header = first && string(x.src[x.start:x.at]) == "import"
		x.fresh = first && string(x.src[x.start:x.at]) == "export"
		x.emit(Word)
	default:
		x.at++
		x.emit(Punct)
	}
}

// prefix is the length of what stands before the quote of a literal that comes next, and
// whether that is a raw string.
func (x *cFamily) prefix(c byte) (length int, raw bool) {
	switch {
	case c == 'u' && x.peek(1) == '8':
		length = 2
	case c == 'u' || c == 'U' || c == 'L':
		length = 1
	}
	if x.peek(length) == 'R' && x.peek(length+1) == '"' {
		return length + 1, true
	}
	if x.peek(length) != '"' && x.peek(length) != '\'' {
		return 0, false
	}
	return length, false
}

// maxDelimiter is how long the word around the brackets of a raw string may be.
const maxDelimiter = 16

// raw reads a raw string from its quote on; what is none by its beginning is read as another.
func (x *cFamily) raw() {
	n := 1
	for n <= maxDelimiter && x.peek(n) != '(' && x.peek(n) > ' ' && x.peek(n) != ')' && x.peek(n) != '\\' && x.peek(n) != '"' {
		n++
	}
	if x.peek(n) != '(' {
		x.literal('"')
		return
	}
	closing := ")" + string(x.src[x.at+1:x.at+n]) + `"`
	opening := x.at + n + 1 - x.start
	x.skip(n + 1)
	x.passUntil(closing)
	if bytes.HasSuffix(x.src[x.start+opening:x.at], []byte(closing)) {
		x.emitQuoted(String, opening, len(closing))
		return
	}
	x.emitQuoted(String, opening, 0)
}

// literal reads a string or a character from its quote on. It ends before the end of its
// line unless a backslash joins the next.
func (x *cFamily) literal(quote byte) {
	x.skip(1)
	for x.at < len(x.src) {
		c := x.src[x.at]
		switch {
		case c == quote:
			x.skip(1)
			x.emit(String)
			return
		case c == '\n':
			x.emit(String)
			return
		case x.splice() > 0:
			x.skip(x.splice())
		case c == '\\' && x.peek(1) != '\n':
			x.skip(2)
		default:
			x.at++
		}
	}
	x.emit(String)
}

// number reads a number as the preprocessor does: letters, digits, points, signs of exponents
// and apostrophes between digits.
func (x *cFamily) number() {
	for x.at < len(x.src) {
		c, next := x.src[x.at], x.peek(1)
		switch {
		case (c|0x20 == 'e' || c|0x20 == 'p') && (next == '+' || next == '-'):
			x.at += 2
		case c == '\'' && isWord(next) && next < 0x80:
			x.at += 2
		case c == '.' || isWord(c) && c < 0x80:
			x.at++
		default:
			x.emit(Number)
			return
		}
	}
	x.emit(Number)
}
