package source

// lexProtobuf cuts .proto files: both kinds of comments, strings in either quote.
func lexProtobuf(s *scanner) {
	s.passMark()
	for s.more() {
		s.begin()
		c := s.peek(0)
		switch {
		case isSpace(c):
			s.passSpace()
		case s.comment(false):
		case c == '"' || c == '\'':
			s.quoted(c, false)
			s.emit(String)
		default:
			s.plain(c)
		}
	}
}
