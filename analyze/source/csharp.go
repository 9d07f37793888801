package source

// lexCSharp cuts C#: verbatim (@"…"), raw ("""…""") and interpolated strings, characters
// and preprocessor lines, which come as comments. An interpolated string is Hole tokens
// for its text, with the code of each hole between Punct tokens; what follows a colon or
// a comma in a hole (alignment and format) is read as code too. An identifier written
// with @ keeps it.
func lexCSharp(s *scanner) {
	s.passMark()
	x := &csharp{scanner: s}
	x.code(0)
}

// maxNested bounds interpolated strings within interpolated strings.
const maxNested = 100

type csharp struct {
	*scanner
}

// code reads tokens; within a hole it ends before the brace that closes it.
func (x *csharp) code(holes int) {
	open, fresh := 0, holes == 0 // brackets; nothing stands before on this line
	for x.more() {
		x.begin()
		c := x.peek(0)
		switch {
		case isSpace(c):
			fresh = fresh || c == '\n' && holes == 0
			x.skip(1)
			continue
		case c == '#' && fresh:
			x.passLine()
			x.emit(Comment)
			continue
		case holes > 0 && c == '}' && open == 0:
			return
		case c == '{':
			open++
		case c == '}':
			open--
		}
		fresh = false
		if !x.comment(false) && !x.literal(c, holes) {
			if c == '@' && isWord(x.peek(1)) {
				x.skip(1)
				x.word()
				x.emit(Word)
				continue
			}
			x.plain(c)
		}
	}
}

// literal reads a string or a character that comes next.
func (x *csharp) literal(c byte, holes int) bool {
	if c == '\'' {
		x.quoted('\'', false)
		x.emit(String)
		return true
	}
	dollars := x.run('$', 0)
	verbatim := x.peek(dollars) == '@'
	prefix := dollars
	switch {
	case verbatim && dollars == 0 && x.peek(1) == '$': // @$"…"
		dollars, prefix = 1, 2
	case verbatim:
		prefix++
	}
	if x.peek(prefix) != '"' {
		return false
	}
	quotes := x.run('"', prefix)
	switch {
	case !verbatim && quotes >= 3:
		x.skip(prefix)
		x.text(text{quotes: quotes, braces: dollars}, holes)
	case dollars == 0 && !verbatim:
		x.quoted('"', false)
		x.emit(String)
	default:
		x.skip(prefix)
		x.text(text{quotes: 1, braces: dollars, verbatim: verbatim}, holes)
	}
	return true
}

// text is how a string ends and where its holes begin.
type text struct {
	quotes   int // how many close it; three and more make it raw
	braces   int // how many open a hole; 0 is a string without holes
	verbatim bool
}

// text reads a string from its opening quotes on.
func (x *csharp) text(t text, holes int) {
	kind := String
	if t.braces > 0 {
		kind = Hole
	}
	x.skip(t.quotes)
	for x.more() {
		c := x.peek(0)
		switch {
		case c == '"' && x.closes(t):
			x.skip(t.quotes)
			x.emit(kind)
			return
		case c == '"' && t.quotes == 1:
			x.skip(2) // doubled in a verbatim string
		case c == '"':
			x.skip(x.run('"', 0))
		case c == '\n' && t.quotes == 1 && !t.verbatim:
			x.emit(kind)
			return
		case c == '\\' && t.quotes == 1 && !t.verbatim && x.peek(1) != '\n':
			x.skip(2)
		case c == '{' && t.braces > 0:
			x.brace(t, kind, holes)
		default:
			x.skip(1)
		}
	}
	x.emit(kind)
}

// closes reports whether the quotes that come next end a string.
func (x *csharp) closes(t text) bool {
	if t.quotes == 1 {
		return !t.verbatim || x.peek(1) != '"'
	}
	return x.run('"', 0) >= t.quotes
}

// brace reads a hole, or passes braces that are text.
func (x *csharp) brace(t text, kind Kind, holes int) {
	if t.quotes == 1 && x.peek(1) == '{' {
		x.skip(2) // doubled: text
		return
	}
	n := x.run('{', 0)
	if n < t.braces || holes >= maxNested {
		x.skip(n)
		return
	}
	x.skip(n - t.braces) // of more braces the last ones open the hole
	x.emit(kind)
	for range t.braces {
		x.begin()
		x.skip(1)
		x.emit(Punct)
	}
	x.code(holes + 1)
	for range t.braces {
		if x.peek(0) != '}' {
			break
		}
		x.begin()
		x.skip(1)
		x.emit(Punct)
	}
	x.begin()
}
