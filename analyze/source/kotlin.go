package source

// lexKotlin cuts Kotlin: nested comments, raw strings ("""…"""), characters, names in
// backticks (one word, the backticks included) and string templates. A string with
// templates is Hole tokens for its text; $name is a Punct and a Word, ${code} the code's
// tokens between Punct tokens. A string that begins with several $ takes as many for a
// template.
//
// Build files in Groovy are near enough to be cut too: what stands between single
// quotes is a String of any length.
func lexKotlin(s *scanner) {
	s.passMark()
	if s.has("#!") {
		s.begin()
		s.passLine()
		s.emit(Comment)
	}
	k := kotlin{s}
	k.code(0)
}

type kotlin struct {
	*scanner
}

// code reads tokens; within a template it ends before the brace that closes it.
func (k kotlin) code(holes int) {
	open := 0
	for k.more() {
		k.begin()
		c := k.peek(0)
		switch {
		case isSpace(c):
			k.skip(1)
		case holes > 0 && c == '}' && open == 0:
			return
		case k.comment(true), k.literal(c, holes):
		case c == '$' || isWord(c) && !isDigit(c):
			k.name()
		default:
			switch c {
			case '{':
				open++
			case '}':
				open--
			}
			k.plain(c)
		}
	}
}

// name reads an identifier; a $ is none of its letters.
func (k kotlin) name() {
	if k.peek(0) == '$' {
		k.skip(1)
		k.emit(Punct)
		return
	}
	for k.at < len(k.src) && isWord(k.src[k.at]) && k.src[k.at] != '$' {
		k.at++
	}
	k.emit(Word)
}

// literal reads a string, a character or a name in backticks that comes next.
func (k kotlin) literal(c byte, holes int) bool {
	switch c {
	case '\'':
		k.quoted('\'', false)
		k.emit(String)
	case '`':
		k.quotedName()
		k.emit(Word)
	case '"':
		k.dollarText(func() bool { return k.template(1, holes) })
	case '$':
		n := k.run('$', 0)
		if k.peek(n) != '"' {
			for range n { // all of them here: looking again at each would be slow
				k.begin()
				k.skip(1)
				k.emit(Punct)
			}
			return true
		}
		k.skip(n)
		k.dollarText(func() bool { return k.template(n, holes) })
	default:
		return false
	}
	return true
}

// quotedName passes `name`, which ends with its line at the latest and has no escapes.
func (k kotlin) quotedName() {
	k.skip(1)
	for k.at < len(k.src) && k.src[k.at] != '\n' {
		k.at++
		if k.src[k.at-1] == '`' {
			return
		}
	}
}

// template reads $name or ${code} within a string, or passes dollars that are text.
func (k kotlin) template(dollars, holes int) bool {
	n := k.run('$', 0)
	next := k.peek(n)
	block := next == '{'
	if n < dollars || holes >= maxNested || !block && (!isWord(next) || isDigit(next)) && next != '`' {
		k.skip(n)
		return false
	}
	k.skip(n - dollars)
	k.emit(Hole)
	for range dollars {
		k.begin()
		k.skip(1)
		k.emit(Punct)
	}
	switch {
	case block:
		k.skip(1)
		k.emit(Punct)
		k.code(holes + 1)
		k.begin()
		if k.peek(0) == '}' {
			k.skip(1)
			k.emit(Punct)
		}
	case next == '`':
		k.quotedName()
		k.emit(Word)
	default:
		k.name()
	}
	k.begin()
	return true
}
