package source

import "bytes"

// scanner walks over source text. Lexers look at the bytes ahead and emit what they have
// passed. It stops taking tokens once the reader has had enough; lexers may then run on,
// which is bounded by the input.
type scanner struct {
	src   []byte
	at    int // offset of the next byte
	line  int // its line, from 1
	start int // offset of the token that is being read
	begun int // its line
	yield func(Token) bool
	done  bool // the reader wants no more
}

// more reports whether there is anything left to read for.
func (s *scanner) more() bool { return s.at < len(s.src) && !s.done }

// peek is the byte n ahead, 0 beyond the end.
func (s *scanner) peek(n int) byte {
	if s.at+n < len(s.src) {
		return s.src[s.at+n]
	}
	return 0
}

// has reports whether text comes next.
func (s *scanner) has(text string) bool {
	return len(s.src)-s.at >= len(text) && string(s.src[s.at:s.at+len(text)]) == text
}

// skip passes n bytes, or what is left.
func (s *scanner) skip(n int) {
	for range n {
		if s.at == len(s.src) {
			return
		}
		if s.src[s.at] == '\n' {
			s.line++
		}
		s.at++
	}
}

// begin marks the start of a token.
func (s *scanner) begin() { s.start, s.begun = s.at, s.line }

// emit hands out what was passed since begin.
func (s *scanner) emit(k Kind) { s.hand(k, 0, 0) }

// emitQuoted hands out a literal with marks of these lengths around it.
func (s *scanner) emitQuoted(k Kind, opening, closing int) {
	s.hand(k, opening+1, closing)
}

func (s *scanner) hand(k Kind, opening, closing int) {
	if s.at > s.start && !s.done {
		s.done = !s.yield(Token{Kind: k, Text: s.src[s.start:s.at:s.at], Line: s.begun, At: s.start, opening: opening, closing: closing})
	}
	s.begin()
}

// passLine passes the rest of the line, its end excluded.
func (s *scanner) passLine() {
	if n := bytes.IndexByte(s.src[s.at:], '\n'); n >= 0 {
		s.at += n
	} else {
		s.at = len(s.src)
	}
}

// passUntil passes everything up to and including text, or to the end.
func (s *scanner) passUntil(text string) {
	rest := s.src[s.at:]
	if n := bytes.Index(rest, []byte(text)); n >= 0 {
		rest = rest[:n+len(text)]
	}
	s.line += bytes.Count(rest, []byte{'\n'})
	s.at += len(rest)
}

// passSpace passes white space.
func (s *scanner) passSpace() {
	for ; s.at < len(s.src) && isSpace(s.src[s.at]); s.at++ {
		if s.src[s.at] == '\n' {
			s.line++
		}
	}
}

// word passes an identifier: letters, digits, _, $ and everything beyond ASCII.
func (s *scanner) word() {
	at := s.at
	for at < len(s.src) && isWord(s.src[at]) {
		at++
	}
	s.at = at
}

func isWord(c byte) bool { return wordBytes[c] }

var wordBytes = func() (is [256]bool) {
	for c := range is {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		is[c] = c == '_' || c == '$' || c >= 0x80 || isDigit(byte(c)) || letter
	}
	return is
}()

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'
}

// dollarText reads a string of Kotlin or Scala from its quotes on, raw between three of
// them. hole reads what stands in it behind a dollar, or passes the dollar; it is nil where
// dollars are text.
func (s *scanner) dollarText(hole func() bool) {
	kind, raw := String, s.has(`"""`)
	if raw {
		s.skip(3)
	} else {
		s.skip(1)
	}
	for s.more() {
		switch c := s.src[s.at]; {
		case c == '"' && !raw:
			s.skip(1)
			s.emit(kind)
			return
		case c == '"':
			n := s.run('"', 0)
			s.skip(n) // of four the first is text
			if n >= 3 {
				s.emit(kind)
				return
			}
		case c == '\n' && !raw:
			s.emit(kind)
			return
		case c == '\\' && !raw && s.peek(1) != '\n':
			s.skip(2)
		case c == '$' && hole != nil:
			if hole() {
				kind = Hole
			}
		default:
			s.skip(1)
		}
	}
	s.emit(kind)
}
