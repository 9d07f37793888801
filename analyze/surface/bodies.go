package surface

import "bytes"

// withoutBodies empties the bodies of functions, which are most of a file and none of
// its surface: parsing takes a third of the time without them. It looks at characters,
// comments and literals alone; of what it does not understand it gives the rest back
// unchanged, for the parser to judge.
func withoutBodies(src []byte) []byte {
	s := stripper{src: src, out: make([]byte, 0, len(src)/2)}
	for s.at < len(src) {
		from := s.at
		if s.next() != word || string(src[from:s.at]) != "func" {
			continue
		}
		if open := s.body(); open >= 0 {
			s.out = append(append(s.out, src[s.kept:open]...), "{}"...)
			s.kept = s.at
		}
	}
	return append(s.out, src[s.kept:]...)
}

// kind is a kind of lexical element; any other value is that character itself.
type kind byte

const (
	space   kind = ' '  // blanks and comments within a line
	newline kind = '\n' // a line's end, or a comment over several lines
	word    kind = 'a'  // an identifier, a keyword or a number
	literal kind = '"'
)

// stripper walks over Go source.
type stripper struct {
	src  []byte
	out  []byte
	kept int // where the part of src begins that out does not hold yet
	at   int
}

// body goes on from the keyword func to the end of the function's body and returns
// where that begins; -1 if there is none. An elements list of a function type, as in
// []func(){f}, is taken for a body: it is no part of the surface either.
func (s *stripper) body() int {
	var last kind
	typed := false // the last element is struct or interface: braces belong to it
	for s.at < len(s.src) {
		from := s.at
		k := s.next()
		switch k {
		case space:
			continue
		case newline:
			if last == word || last == ')' || last == ']' || last == '}' {
				return -1
			}
			continue
		case '(', '[', '{':
			if !s.skip() {
				return -1
			}
			if k == '{' && !typed {
				return from
			}
			k = closing[k]
		case ')', ']', '}', ',', ';', '=', literal:
			return -1
		}
		typed = k == word && isType(s.src[from:s.at])
		last = k
	}
	return -1
}

var closing = map[kind]kind{'(': ')', '[': ']', '{': '}'}

func isType(text []byte) bool {
	return string(text) == "struct" || string(text) == "interface"
}

// skip consumes everything up to the bracket that closes the one just read.
func (s *stripper) skip() bool {
	for depth := 1; s.at < len(s.src); {
		switch s.next() {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth == 0 {
				return true
			}
		}
	}
	return false
}

// next consumes one element and returns its kind.
func (s *stripper) next() kind {
	c := s.src[s.at]
	switch {
	case c == ' ' || c == '\t' || c == '\r':
		s.at++
		return space
	case isWord(c):
		for s.at++; s.at < len(s.src) && isWord(s.src[s.at]); s.at++ {
		}
		return word
	case c == '"' || c == '\'':
		s.quoted(c)
		return literal
	case c == '`':
		s.behind([]byte{'`'}, 1)
		return literal
	case c == '/' && bytes.HasPrefix(s.src[s.at:], []byte("//")):
		if s.behind([]byte{'\n'}, 2) {
			s.at--
		}
		return space
	case c == '/' && bytes.HasPrefix(s.src[s.at:], []byte("/*")):
		from := s.at
		s.behind([]byte("*/"), 2)
		if bytes.IndexByte(s.src[from:s.at], '\n') >= 0 {
			return newline
		}
		return space
	}
	s.at++
	return kind(c)
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c >= 0x80
}

// quoted consumes a literal that ends with its quote, or with the line.
func (s *stripper) quoted(quote byte) {
	for s.at++; s.at < len(s.src); s.at++ {
		switch s.src[s.at] {
		case '\\':
			s.at++
		case quote:
			s.at++
			return
		case '\n':
			return
		}
	}
}

// behind goes on behind the next mark, which begins skip bytes from here or later; to
// the end if there is none.
func (s *stripper) behind(mark []byte, skip int) bool {
	i := bytes.Index(s.src[s.at+skip:], mark)
	if i < 0 {
		s.at = len(s.src)
		return false
	}
	s.at += skip + i + len(mark)
	return true
}
