package source

// What the lexers of languages share.

// passMark passes a byte order mark.
func (s *scanner) passMark() {
	if s.has("\xef\xbb\xbf") {
		s.skip(3)
	}
}

// comment reads a comment that comes next, to the end of its line or to its closing
// mark; nested ones end where the outermost does.
func (s *scanner) comment(nested bool) bool {
	switch {
	case s.has("//"):
		s.passLine()
	case s.has("/*") && nested:
		s.passNested()
	case s.has("/*"):
		s.skip(2)
		s.passUntil("*/")
	default:
		return false
	}
	s.emit(Comment)
	return true
}

func (s *scanner) passNested() {
	depth := 0
	for s.at < len(s.src) {
		switch {
		case s.has("/*"):
			depth++
			s.skip(2)
		case s.has("*/"):
			depth--
			s.skip(2)
			if depth == 0 {
				return
			}
		default:
			s.skip(1)
		}
	}
}

// quoted passes a literal with backslash escapes, its quotes included. It ends before
// the end of its line unless lines says that it may span several.
func (s *scanner) quoted(quote byte, lines bool) {
	s.skip(1)
	for s.at < len(s.src) {
		switch c := s.src[s.at]; {
		case c == quote:
			s.skip(1)
			return
		case c == '\n' && !lines:
			return
		case c == '\\' && (lines || s.peek(1) != '\n'):
			s.skip(2)
		case c == '\n':
			s.line++
			fallthrough
		default:
			s.at++
		}
	}
}

// plain reads a word, a number or one byte of an operator.
func (s *scanner) plain(c byte) {
	switch {
	case isDigit(c):
		s.digits()
		s.emit(Number)
	case isWord(c):
		s.word()
		s.emit(Word)
	case c == '\n':
		s.skip(1)
		s.emit(Punct)
	default:
		s.at++
		s.emit(Punct)
	}
}

// digits passes a number: letters and digits, a point before a digit, the sign of an
// exponent.
func (s *scanner) digits() {
	hex := s.peek(1)|0x20 == 'x'
	for s.at < len(s.src) {
		c, last := s.src[s.at], s.src[s.at-min(s.at-s.start, 1)]
		switch {
		case isWord(c) && c < 0x80 && c != '$':
		case c == '.' && isDigit(s.peek(1)):
		case (c == '+' || c == '-') && last|0x20 == 'e' && !hex && isDigit(s.peek(1)):
		default:
			return
		}
		s.skip(1)
	}
}

// run counts how often a byte comes next.
func (s *scanner) run(c byte, from int) int {
	n := from
	for s.at+n < len(s.src) && s.src[s.at+n] == c {
		n++
	}
	return n - from
}
