package source

import "unicode/utf8"

// lexScala cuts Scala 2 and 3: nested comments, raw strings ("""…"""), characters, names in
// backticks (one word, the backticks included), symbols ('name, a String) and interpolated
// strings. What stands before the quotes of one (s"…") belongs to its text. A string with
// interpolated parts is Hole tokens for its text; $name is a Punct and a Word, ${code} the
// code's tokens between Punct tokens. A quote of Scala 3 ('{ … }, '[T]) is a Punct.
//
// Literals of XML come as if they were code: a quotation mark in their text ends with its
// line.
func lexScala(s *scanner) {
	s.passMark()
	if s.has("#!") {
		s.begin()
		s.passLine()
		s.emit(Comment)
	}
	l := scala{s}
	l.code(0)
}

type scala struct {
	*scanner
}

// code reads tokens; within a string it ends before the brace that closes it.
func (l scala) code(holes int) {
	open := 0
	for l.more() {
		l.begin()
		c := l.peek(0)
		switch {
		case isSpace(c):
			l.passSpace()
		case holes > 0 && c == '}' && open == 0:
			return
		case l.comment(true):
		case c == '"':
			l.dollarText(nil)
		case c == '`':
			kotlin{l.scanner}.quotedName()
			l.emit(Word)
		case c == '\'':
			l.apostrophe()
		case isWord(c) && !isDigit(c):
			l.word()
			if l.peek(0) == '"' && holes < maxNested {
				l.dollarText(func() bool { return l.hole(holes) })
			} else {
				l.emit(Word)
			}
		default:
			switch c {
			case '{':
				open++
			case '}':
				open--
			}
			l.plain(c)
		}
	}
}

// apostrophe reads a character, a symbol, or the mark of a quote.
func (l scala) apostrophe() {
	next := l.peek(1)
	_, n := utf8.DecodeRune(l.src[min(l.at+1, len(l.src)):])
	switch {
	case next == '\\':
		l.quoted('\'', false)
		l.emit(String)
	case n > 0 && next != '\n' && l.peek(1+n) == '\'':
		l.skip(2 + n)
		l.emit(String)
	case isWord(next) && !isDigit(next):
		l.skip(1)
		l.word()
		l.emit(String)
	default:
		l.skip(1)
		l.emit(Punct)
	}
}

// hole reads $name or ${code} within a string, or passes a dollar that is text: $$ and $".
func (l scala) hole(holes int) bool {
	switch next := l.peek(1); {
	case next == '{':
		l.emit(Hole)
		l.skip(1)
		l.emit(Punct)
		l.skip(1)
		l.emit(Punct)
		l.code(holes + 1)
		l.begin()
		if l.peek(0) == '}' {
			l.skip(1)
			l.emit(Punct)
		}
	case next != '$' && isWord(next) && !isDigit(next):
		l.emit(Hole)
		l.skip(1)
		l.emit(Punct)
		kotlin{l.scanner}.name()
	case next == '$' || next == '"':
		l.skip(2)
		return false
	default:
		l.skip(1)
		return false
	}
	l.begin()
	return true
}
