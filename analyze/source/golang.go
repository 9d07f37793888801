package source

// lexGo cuts Go: both kinds of comments, interpreted and raw strings, runes. Semicolons
// that the compiler adds at line ends are not there.
func lexGo(s *scanner) {
	s.passMark()
	for s.more() {
		s.begin()
		c := s.peek(0)
		switch {
		case isSpace(c):
			s.passSpace()
		case c == '/' && s.comment(false):
		case c == '`':
			s.skip(1)
			s.passUntil("`")
			s.emit(String)
		case c == '"' || c == '\'':
			s.quoted(c, false)
			s.emit(String)
		default:
			s.plain(c)
		}
	}
}
