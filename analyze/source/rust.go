package source

// lexRust cuts Rust: nested comments, raw, byte and C strings, characters told from
// lifetimes. Attributes and macros come as the tokens that they are made of, a raw
// identifier (r#type) as one word.
func lexRust(s *scanner) {
	s.passMark()
	if s.has("#!") && !s.has("#![") {
		s.begin()
		s.passLine()
		s.emit(Comment)
	}
	for s.more() {
		s.begin()
		c := s.peek(0)
		switch {
		case isSpace(c):
			s.passSpace()
		case s.comment(true), s.rustLiteral(c):
		case s.has("r#") && isWord(s.peek(2)):
			s.skip(2)
			s.word()
			s.emit(Word)
		default:
			s.plain(c)
		}
	}
}

// rustLiteral reads a string or a character that comes next.
func (s *scanner) rustLiteral(c byte) bool {
	prefix := 0
	switch {
	case c == 'b' || c == 'c':
		prefix = 1
		if s.peek(1) == 'r' {
			prefix = 2
		}
	case c == 'r':
		prefix = 1
	}
	if raw := prefix > 0 && s.peek(prefix-1) == 'r'; raw {
		return s.rustRaw(prefix)
	}
	switch s.peek(prefix) {
	case '"':
		s.skip(prefix)
		s.quoted('"', true)
		s.emit(String)
		return true
	case '\'':
		if prefix == 0 || c == 'b' {
			return s.rustChar(prefix)
		}
	}
	return false
}

// rustRaw reads r"…" or r#"…"#, with as many # as there are.
func (s *scanner) rustRaw(prefix int) bool {
	marks := s.run('#', prefix)
	if s.peek(prefix+marks) != '"' {
		return false
	}
	s.skip(prefix + marks + 1)
	for s.at < len(s.src) {
		if s.src[s.at] == '"' {
			if n := min(s.run('#', 1), marks); n == marks {
				s.skip(1 + n)
				break
			}
		}
		s.skip(1)
	}
	s.emit(String)
	return true
}

// rustChar reads 'x' or '\…'; a lifetime ('a) is its mark and a word.
func (s *scanner) rustChar(prefix int) bool {
	if s.peek(prefix+1) == '\\' {
		s.skip(prefix)
		s.quoted('\'', false)
		s.emit(String)
		return true
	}
	n := prefix + 1
	for first := true; s.at+n < len(s.src) && (first || s.src[s.at+n]&0xC0 == 0x80); first = false {
		n++
	}
	if s.peek(n) != '\'' {
		return false
	}
	s.skip(n + 1)
	s.emit(String)
	return true
}
