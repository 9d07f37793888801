package source

// lexSwift cuts Swift: nested comments, strings in one quote or three ("""…"""), raw ones
// between marks (#"…"#), with interpolation, names in backticks (one word, the backticks
// included), regular expressions between marks (#/…/#), and lines of the compiler (#if) as a
// Punct and its words. A string with interpolated parts is Hole tokens for its text and the
// code's tokens between Punct tokens.
//
// A regular expression without marks (/…/) comes as if it were code.
func lexSwift(s *scanner) {
	s.passMark()
	if s.has("#!") {
		s.begin()
		s.passLine()
		s.emit(Comment)
	}
	swift{s}.code(0)
}

type swift struct {
	*scanner
}

// code reads tokens; within a string it ends before the bracket that closes it.
func (w swift) code(holes int) {
	open := 0
	for w.more() {
		w.begin()
		c := w.peek(0)
		switch {
		case isSpace(c):
			w.passSpace()
		case holes > 0 && c == ')' && open == 0:
			return
		case w.comment(true):
		case c == '"':
			w.text(0, holes)
		case c == '`':
			kotlin{w.scanner}.quotedName()
			w.emit(Word)
		case c == '#':
			w.marked(holes)
		default:
			switch c {
			case '(':
				open++
			case ')':
				open--
			}
			w.plain(c)
		}
	}
}

// marked reads what begins with marks: a raw string, a regular expression, or just the marks.
func (w swift) marked(holes int) {
	n := w.run('#', 0)
	switch w.peek(n) {
	case '"':
		w.skip(n)
		w.text(n, holes)
	case '/':
		w.skip(n + 1)
		end := append([]byte{'/'}, w.src[w.start:w.start+n]...)
		w.passUntil(string(end))
		w.emit(Regex)
	default:
		for range n {
			w.begin()
			w.skip(1)
			w.emit(Punct)
		}
	}
}

// text reads a string from its quotes on, behind a number of marks.
func (w swift) text(marks, holes int) {
	kind, quotes := String, `"`
	lines := w.has(`"""`)
	if lines {
		quotes = `"""`
	}
	w.skip(len(quotes))
	for w.more() {
		switch c := w.peek(0); {
		case c == '"' && w.has(quotes) && w.markedAt(len(quotes), marks):
			w.skip(len(quotes) + marks)
			w.emit(kind)
			return
		case c == '\n' && !lines:
			w.emit(kind)
			return
		case c == '\\' && w.markedAt(1, marks):
			if w.skip(1 + marks); w.peek(0) == '(' && holes < maxNested {
				w.hole(holes)
				kind = Hole
			} else if lines || w.peek(0) != '\n' {
				w.skip(1)
			}
		default:
			w.skip(1)
		}
	}
	w.emit(kind)
}

// markedAt reports whether a number of marks comes n bytes ahead.
func (w swift) markedAt(n, marks int) bool {
	for i := range marks {
		if w.peek(n+i) != '#' {
			return false
		}
	}
	return true
}

// hole reads (code) behind the backslash of a string.
func (w swift) hole(holes int) {
	w.emit(Hole)
	w.skip(1)
	w.emit(Punct)
	w.code(holes + 1)
	w.begin()
	if w.peek(0) == ')' {
		w.skip(1)
		w.emit(Punct)
	}
}
