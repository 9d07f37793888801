package source

// lexJava cuts Java: text blocks ("""…"""), characters, both kinds of comments. Unicode
// escapes (\u0022) outside literals stay as they are written: a backslash and a word.
// Annotations come as the tokens that they are made of.
func lexJava(s *scanner) {
	s.passMark()
	for s.more() {
		s.begin()
		c := s.peek(0)
		switch {
		case isSpace(c):
			s.passSpace()
		case s.comment(false):
		case s.has(`"""`):
			s.textBlock()
			s.emit(String)
		case c == '"' || c == '\'':
			s.quoted(c, false)
			s.emit(String)
		default:
			s.plain(c)
		}
	}
}

// textBlock passes a text block, in which a backslash takes the next byte.
func (s *scanner) textBlock() {
	s.skip(3)
	for s.at < len(s.src) && !s.has(`"""`) {
		if s.src[s.at] == '\\' {
			s.skip(1)
		}
		s.skip(1)
	}
	s.skip(3)
}
