package source

// lexDart cuts Dart: nested comments, strings in one quote or three of either kind, raw ones
// (r'…'), and interpolation. A string with interpolated parts is Hole tokens for its text;
// $name is a Punct and a Word, ${code} the code's tokens between Punct tokens. A $ is a
// letter of names, but not of one that stands in a string.
func lexDart(s *scanner) {
	s.passMark()
	if s.has("#!") {
		s.begin()
		s.passLine()
		s.emit(Comment)
	}
	dart{s}.code(0)
}

type dart struct {
	*scanner
}

// code reads tokens; within a string it ends before the brace that closes it.
func (d dart) code(holes int) {
	open := 0
	for d.more() {
		d.begin()
		c := d.peek(0)
		switch {
		case isSpace(c):
			d.passSpace()
		case holes > 0 && c == '}' && open == 0:
			return
		case d.comment(true):
		case c == '\'' || c == '"':
			d.text(false, holes)
		case c == 'r' && (d.peek(1) == '\'' || d.peek(1) == '"'):
			d.skip(1)
			d.text(true, holes)
		default:
			switch c {
			case '{':
				open++
			case '}':
				open--
			}
			d.plain(c)
		}
	}
}

// text reads a string from its quotes on.
func (d dart) text(raw bool, holes int) {
	quote, kind := d.peek(0), String
	mark := string([]byte{quote, quote, quote})
	lines := d.has(mark)
	if !lines {
		mark = mark[:1]
	}
	d.skip(len(mark))
	for d.more() {
		switch c := d.peek(0); {
		case c == quote && d.has(mark):
			d.skip(len(mark))
			d.emit(kind)
			return
		case c == '\n' && !lines:
			d.emit(kind)
			return
		case c == '\\' && !raw && (lines || d.peek(1) != '\n'):
			d.skip(2)
		case c == '$' && !raw && holes < maxNested && d.hole(holes):
			kind = Hole
		default:
			d.skip(1)
		}
	}
	d.emit(kind)
}

// hole reads $name or ${code}; false for a dollar that is text.
func (d dart) hole(holes int) bool {
	next := d.peek(1)
	block := next == '{'
	if !block && (!isWord(next) || isDigit(next) || next == '$') {
		return false
	}
	d.emit(Hole)
	d.skip(1)
	d.emit(Punct)
	if !block {
		kotlin{d.scanner}.name()
		return true
	}
	d.skip(1)
	d.emit(Punct)
	d.code(holes + 1)
	d.begin()
	if d.peek(0) == '}' {
		d.skip(1)
		d.emit(Punct)
	}
	return true
}
