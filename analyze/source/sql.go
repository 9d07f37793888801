package source

import (
	"bytes"
	"iter"
)

// SQL cuts text of SQL, in whatever dialect, into tokens. A quoted name ("x", `x`, [x]) is
// a Word that keeps its quotes; what stands between dollar quotes ($$, $body$) is a String.
// Comments are --, nested /* */, and # at the beginning of a line.
//
// Dialects contradict one another, and which one a text is of is not known. A backslash
// before a quote escapes it unless the literal may end there ('C:\', …). A literal or a
// dollar quote that nothing closes ends with its line.
//
// SQL is no Language of its own: readers of code take files of SQL for none.
func SQL(src []byte) iter.Seq[Token] {
	return func(yield func(Token) bool) {
		s := scanner{src: src, line: 1, yield: yield}
		lexSQL(&s)
	}
}

// SQLName is a name without the quotes that it may have.
func SQLName(t Token) string {
	if n := len(t.Text); n > 1 && bytes.IndexByte([]byte("\"`["), t.Text[0]) >= 0 {
		return string(t.Text[1 : n-1])
	}
	return string(t.Text)
}

// mostUnclosed bounds the literals and dollar quotes that nothing closes: the end of each is
// looked for to the end of the text.
const mostUnclosed = 64

func lexSQL(s *scanner) {
	s.passMark()
	unclosed := 0
	for s.more() {
		s.begin()
		c := s.peek(0)
		switch {
		case isSpace(c):
			s.skip(1)
		case s.has("--"), c == '#' && (s.at == 0 || s.src[s.at-1] == '\n'):
			s.passLine()
			s.emit(Comment)
		case s.has("/*"):
			s.passNested()
			s.emit(Comment)
		case c == '\'':
			if !s.passLiteral(unclosed < mostUnclosed) {
				unclosed++
			}
			s.emit(String)
		case c == '"' || c == '`' || c == '[':
			if s.passName(c) {
				s.emit(Word)
			} else {
				s.skip(1)
				s.emit(Punct)
			}
		case c == '$' && unclosed < mostUnclosed:
			if mark := s.dollarMark(); mark == "" {
				s.word()
				s.emit(Word)
			} else if i := bytes.Index(s.src[s.at+len(mark):], []byte(mark)); i >= 0 {
				s.skip(i + 2*len(mark))
				s.emitQuoted(String, len(mark), len(mark))
			} else {
				unclosed++
				s.skip(1)
				s.emit(Punct)
			}
		case isDigit(c):
			s.word()
			s.emit(Number)
		case isWord(c):
			s.word()
			s.emit(Word)
		default:
			s.skip(1)
			s.emit(Punct)
		}
	}
}

// passLiteral passes a text between single quotes, of one line unless lines says that it
// may span several. It reports whether something closes it.
func (s *scanner) passLiteral(lines bool) bool {
	line := s.at
	for i := s.at + 1; i < len(s.src); i++ {
		switch s.src[i] {
		case '\'':
			if i+1 < len(s.src) && s.src[i+1] == '\'' {
				i++
				continue
			}
			s.skip(i + 1 - s.at)
			return true
		case '\\':
			if i+1 < len(s.src) && (s.src[i+1] != '\'' || !mayEnd(s.src[i+2:])) {
				i++
			}
		case '\n':
			if line == s.at {
				line = i
			}
			if !lines {
				s.skip(line - s.at)
				return false
			}
		}
	}
	if line > s.at {
		s.skip(line - s.at)
	} else {
		s.passLine()
	}
	return false
}

// mayEnd reports whether what follows a quote is what follows a literal.
func mayEnd(rest []byte) bool {
	rest = bytes.TrimLeft(rest, " \t")
	return len(rest) == 0 || bytes.IndexByte([]byte(",;)\r\n"), rest[0]) >= 0
}

// passName passes a quoted name, which ends on its line.
func (s *scanner) passName(open byte) bool {
	end := open
	if open == '[' {
		end = ']'
	}
	for i := s.at + 1; i < len(s.src) && s.src[i] != '\n'; i++ {
		if s.src[i] == end {
			if i == s.at+1 {
				return false
			}
			s.skip(i + 1 - s.at)
			return true
		}
	}
	return false
}

// dollarMark is the dollar quote that comes next; "" if none does.
func (s *scanner) dollarMark() string {
	for i := s.at + 1; i < len(s.src); i++ {
		switch c := s.src[i]; {
		case c == '$':
			return string(s.src[s.at : i+1])
		case isDigit(c) && i == s.at+1, !isWord(c):
			return ""
		}
	}
	return ""
}
