package source

import "bytes"

// tagAhead reports whether the < that comes next opens a JSX tag. A type assertion
// (<T>x) and the parameters of a generic function (<T,>(x: T) => x) look alike; they are
// told by their shape, and a tag that stays open must be closed somewhere behind it.
func (x *jsLexer) tagAhead() bool {
	name, after := x.tagName(x.at + 1)
	i := x.passSpaces(after)
	if i == len(x.src) {
		return false
	}
	switch c := x.src[i]; {
	case c == '>':
		return x.closedAfter(name, i)
	case name == "":
		return false
	case c == '/':
		return i+1 < len(x.src) && x.src[i+1] == '>'
	case c == '{':
		return true
	case c == '<':
		return x.closedAfter(name, i)
	case i == after || !isWord(c):
		return false
	}
	return !notATag[name] && !x.bound(i)
}

// notATag are the words that begin a type and no tag, if another word follows.
var notATag = Words("keyof typeof readonly const unique infer in out")

// bound reports whether the bound of a type parameter comes: extends, and no attribute
// of that name.
func (x *jsLexer) bound(i int) bool {
	end := x.passName(i)
	if word := string(x.src[i:end]); word != "extends" {
		return false
	}
	end = x.passSpaces(end)
	return end == len(x.src) || x.src[end] != '='
}

// tagName is the name of a tag that begins at an offset, "" for a fragment, and where it
// ends.
func (x *jsLexer) tagName(i int) (string, int) {
	i = x.passSpaces(i)
	end := x.passName(i)
	if end > i && isDigit(x.src[i]) {
		end = i
	}
	return string(x.src[i:end]), end
}

func (x *jsLexer) passName(i int) int {
	for n := i; i < len(x.src) && (isWord(x.src[i]) || i > n && (x.src[i] == '-' || x.src[i] == '.' || x.src[i] == ':')); {
		i++
	}
	return i
}

func (x *jsLexer) passSpaces(i int) int {
	for i < len(x.src) && isSpace(x.src[i]) {
		i++
	}
	return i
}

// closedAfter reports whether a closing tag of that name stands behind an offset.
func (x *jsLexer) closedAfter(name string, i int) bool {
	if x.closed == nil {
		x.closed = map[string]int{}
		for at := 0; ; {
			n := bytes.Index(x.src[at:], []byte("</"))
			if n < 0 {
				break
			}
			at += n + 2
			closed, end := x.tagName(at)
			x.closed[closed], at = at, max(at, end)
		}
	}
	return x.closed[name] > i
}

// openTag reads < and the name of a tag.
func (x *jsLexer) openTag() {
	x.operator(1, false)
	x.push(jsTag)
	x.nameOfTag()
}

func (x *jsLexer) nameOfTag() {
	for x.more() && isSpace(x.peek(0)) {
		x.skip(1)
	}
	x.begin()
	x.skip(x.passName(x.at) - x.at)
	x.emit(Word)
}

// insideTag reads one token of an opening tag.
func (x *jsLexer) insideTag() {
	if n := x.space(); n > 0 {
		x.skip(n)
		return
	}
	x.begin()
	switch c := x.peek(0); {
	case x.has("//"):
		x.passLine()
		x.emit(Comment)
	case x.has("/*"):
		x.passUntil("*/")
		x.emit(Comment)
	case x.has("/>"):
		x.operator(1, false)
		x.operator(1, true)
		x.pop()
	case c == '>':
		x.operator(1, false)
		x.frames[len(x.frames)-1] = jsChildren
	case c == '"', c == '\'':
		x.skip(1)
		x.passUntil(string(c))
		x.emit(String)
	case c == '{':
		x.push(jsContainer)
		x.operator(1, false)
	case isWord(c):
		x.nameOfTag()
	case c == '<' && x.src[max(x.at-1, 0)] == '=' && x.tagAhead():
		x.openTag()
	case c == '<':
		x.typeArguments()
	default:
		x.operator(1, false)
	}
}

// typeArguments reads the type arguments of a tag, up to the > that closes them.
func (x *jsLexer) typeArguments() {
	for depth := 0; x.more(); {
		if n := x.space(); n > 0 {
			x.skip(n)
			continue
		}
		x.begin()
		switch c := x.peek(0); {
		case c == '"', c == '\'':
			x.quoted(c)
			x.emit(String)
			continue
		case isWord(c):
			x.jsWord()
			x.emit(Word)
			continue
		case x.has("=>"):
			x.skip(1)
		case c == '<':
			depth++
		case c == '>':
			depth--
		}
		x.skip(1)
		x.emit(Punct)
		if depth == 0 {
			return
		}
	}
}

// children reads what stands between tags.
func (x *jsLexer) children() {
	x.begin()
	for x.at < len(x.src) && x.src[x.at] != '<' && x.src[x.at] != '{' {
		x.skip(1)
	}
	x.emit(Markup)
	switch {
	case x.has("{"):
		x.push(jsContainer)
		x.operator(1, false)
	case x.has("</"):
		x.closeTag()
	case x.has("<"):
		x.openTag()
	}
}

// closeTag reads a closing tag.
func (x *jsLexer) closeTag() {
	x.operator(1, false)
	x.operator(1, false)
	x.nameOfTag()
	for x.more() && isSpace(x.peek(0)) {
		x.skip(1)
	}
	x.begin()
	if x.has(">") {
		x.skip(1)
		x.emit(Punct)
	}
	x.pop()
	x.ended(true)
}
