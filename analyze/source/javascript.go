package source

// The lexer of JavaScript and TypeScript, JSX of both included. A regular expression is
// told from a division, and a tag from a comparison, a type argument or a type
// assertion, by what stands before it and, for a tag, by its shape and by whether the
// source closes it. A template literal without holes is a String; one with holes is Hole
// tokens for its text, with the code of each hole between "${" and "}". The operators
// =>, ?., ..., ++ and -- are one token each.

// jsFrame is a construct that the lexer is inside of.
type jsFrame uint8

const (
	jsBlock     jsFrame = iota + 1 // { of a block: a regular expression may follow its end
	jsObject                       // { of an object, a pattern or a type: an operator follows its end
	jsHole                         // ${ in a template
	jsContainer                    // { in JSX
	jsTag                          // an opening tag, up to its >
	jsChildren                     // between an opening tag and its closing tag
	jsParen                        // ( of a call, a group or parameters
	jsCondition                    // ( after if, while, for, with: a regular expression may follow its end
)

// jsLexer is the scanner and its state: what brackets are open and what the last token was.
type jsLexer struct {
	*scanner
	frames  []jsFrame
	value   bool           // what came last ends a value: an operator follows
	dot     bool           // what came last is . or ?.
	word    string         // the last token, if it is a keyword
	closed  map[string]int // name -> offset of its last closing tag; nil until asked for
	noRegex int            // before this offset no regular expression ends
}

func lexJavaScript(s *scanner) {
	x := &jsLexer{scanner: s}
	x.opening()
	for x.more() {
		switch x.top() {
		case jsTag:
			x.insideTag()
		case jsChildren:
			x.children()
		default:
			x.code()
		}
	}
}

func (x *jsLexer) top() jsFrame {
	if len(x.frames) == 0 {
		return 0
	}
	return x.frames[len(x.frames)-1]
}

func (x *jsLexer) push(f jsFrame) { x.frames = append(x.frames, f) }

func (x *jsLexer) pop() jsFrame {
	f := x.top()
	if f != 0 {
		x.frames = x.frames[:len(x.frames)-1]
	}
	return f
}

// opening passes a byte order mark and the line that names an interpreter.
func (x *jsLexer) opening() {
	x.skip(x.space())
	x.begin()
	if x.at <= 3 && x.has("#!") {
		x.passLine()
		x.emit(Comment)
	}
}

// space is the length of the white space that comes next, in bytes.
func (s *scanner) space() int {
	c := s.peek(0)
	switch {
	case s.at == len(s.src):
		return 0
	case isSpace(c):
		return 1
	case c == 0xC2 && s.peek(1) == 0xA0:
		return 2
	case s.has("\uFEFF"), s.has("\u2028"), s.has("\u2029"):
		return 3
	}
	return 0
}

// jsWord passes an identifier; white space beyond ASCII ends it.
func (s *scanner) jsWord() {
	for s.at < len(s.src) && isWord(s.src[s.at]) && (s.src[s.at] < 0x80 || s.space() == 0) {
		s.at++
	}
}

// ended notes what the last token means for the next.
func (x *jsLexer) ended(value bool) { x.value, x.dot, x.word = value, false, "" }

// code reads one token outside tags.
func (x *jsLexer) code() {
	if n := x.space(); n > 0 {
		x.skip(n)
		return
	}
	x.begin()
	c := x.peek(0)
	switch {
	case c == '/' && x.peek(1) == '/', x.has("<!--"), x.has("-->") && x.startsLine():
		x.passLine()
		x.emit(Comment)
	case c == '/' && x.peek(1) == '*':
		x.skip(2)
		x.passUntil("*/")
		x.emit(Comment)
	case c == '"', c == '\'':
		x.quoted(c)
		x.emit(String)
		x.ended(true)
	case c == '`':
		x.skip(1)
		x.template()
	case isDigit(c), c == '.' && isDigit(x.peek(1)):
		x.number()
	case isWord(c), c == '#' && isWord(x.peek(1)):
		x.identifier()
	case c == '/' && !x.value && x.regex():
		x.emit(Regex)
		x.ended(true)
	case c == '<' && !x.value && x.tagAhead():
		x.openTag()
	default:
		x.punct(c)
	}
}

// startsLine reports whether nothing but white space stands before on the line.
func (x *jsLexer) startsLine() bool {
	for i := x.at - 1; i >= 0 && x.src[i] != '\n'; i-- {
		if !isSpace(x.src[i]) {
			return false
		}
	}
	return true
}

// quoted passes a string; it ends with its line if nothing closes it.
func (x *jsLexer) quoted(quote byte) {
	x.skip(1)
	for x.at < len(x.src) && x.src[x.at] != '\n' {
		c := x.src[x.at]
		if c == '\\' {
			if x.peek(1) == '\r' && x.peek(2) == '\n' {
				x.skip(1)
			}
			x.skip(1)
		}
		x.skip(1)
		if c == quote {
			return
		}
	}
}

// template passes the text of a template up to its end or its next hole.
func (x *jsLexer) template() {
	first := x.at-x.start == 1 && x.src[x.start] == '`'
	for x.at < len(x.src) && x.src[x.at] != '`' && !x.has("${") {
		if x.src[x.at] == '\\' {
			x.skip(1)
		}
		x.skip(1)
	}
	if x.has("${") {
		x.emit(Hole)
		x.skip(2)
		x.emit(Punct)
		x.push(jsHole)
		x.ended(false)
		return
	}
	x.skip(1)
	if first {
		x.emit(String)
	} else {
		x.emit(Hole)
	}
	x.ended(true)
}

func (x *jsLexer) number() {
	for x.at < len(x.src) && (isWord(x.src[x.at]) || x.src[x.at] == '.') {
		x.at++
	}
	x.emit(Number)
	x.ended(true)
}

// beforeValue are the words after which a value begins, not an operator.
var beforeValue = Words("return typeof instanceof in of new delete void throw case do else yield await default extends export if while for with")

func (x *jsLexer) identifier() {
	x.skip(1)
	x.jsWord()
	text := x.src[x.start:x.at]
	keyword := !x.dot && len(text) <= len("instanceof") && beforeValue[string(text)]
	x.emit(Word)
	x.ended(!keyword)
	if keyword {
		x.word = string(text)
	}
}

// regex passes a regular expression, if one ends on this line.
func (x *jsLexer) regex() bool {
	if x.at < x.noRegex {
		return false
	}
	class := false
	for i := x.at + 1; i < len(x.src) && x.src[i] != '\n'; i++ {
		switch c := x.src[i]; {
		case c == '\\':
			if i+1 < len(x.src) && x.src[i+1] != '\n' {
				i++
			}
		case c == '[':
			class = true
		case c == ']':
			class = false
		case c == '/' && !class:
			x.skip(i + 1 - x.at)
			x.jsWord()
			return true
		}
	}
	x.noRegex = x.at
	for x.noRegex < len(x.src) && x.src[x.noRegex] != '\n' {
		x.noRegex++
	}
	return false
}

// punct reads an operator or a bracket.
func (x *jsLexer) punct(c byte) {
	switch {
	case x.has("..."):
		x.operator(3, false)
	case x.has("=>"):
		x.operator(2, false)
	case x.has("?.") && !isDigit(x.peek(2)):
		x.operator(2, false)
		x.dot = true
	case x.has("++"), x.has("--"):
		x.operator(2, x.value)
	case c == '.':
		x.operator(1, false)
		x.dot = true
	case c == '!' && x.value && x.peek(1) != '=':
		x.operator(1, true) // TypeScript: certainly not null
	default:
		x.bracket(c)
	}
}

func (x *jsLexer) operator(n int, value bool) {
	arrow := n == 2 && x.has("=>")
	x.skip(n)
	x.emit(Punct)
	x.ended(value)
	if arrow {
		x.word = "=>"
	}
}

func (x *jsLexer) bracket(c byte) {
	switch c {
	case '(':
		f := jsParen
		switch x.word {
		case "if", "while", "for", "with":
			f = jsCondition
		case "await":
			if x.forAwait() {
				f = jsCondition
			}
		}
		x.push(f)
		x.operator(1, false)
	case ')':
		f := x.top()
		if f == jsParen || f == jsCondition {
			x.pop()
		}
		x.operator(1, f != jsCondition)
		if f == jsCondition {
			x.word = ";" // a statement follows
		}
	case ']':
		x.operator(1, true)
	case '{':
		f := x.brace()
		x.push(f)
		x.operator(1, false)
		if f == jsBlock {
			x.word = ";"
		}
	case '}':
		x.closeBrace()
	case ';':
		x.operator(1, false)
		x.word = ";"
	default:
		x.operator(1, false)
	}
}

// forAwait reports whether "for await" stands before.
func (x *jsLexer) forAwait() bool {
	text, ok := bytesBefore(x.src[:x.start], "await")
	if ok {
		_, ok = bytesBefore(text, "for")
	}
	return ok
}

// bytesBefore takes a word off the end of a text.
func bytesBefore(text []byte, word string) ([]byte, bool) {
	n := len(text)
	for n > 0 && n > len(text)-64 && isSpace(text[n-1]) {
		n--
	}
	if n < len(word) || string(text[n-len(word):n]) != word {
		return nil, false
	}
	return text[:n-len(word)], true
}

// brace tells what a { begins: a block after a value, a statement, an arrow or a word
// such as else, an object after an operator.
func (x *jsLexer) brace() jsFrame {
	switch {
	case x.value, x.word == ";", x.word == "=>", x.word == "do", x.word == "else", x.at == 0:
		return jsBlock
	}
	return jsObject
}

func (x *jsLexer) closeBrace() {
	// Round brackets that nothing closed end with the braces around them.
	for x.top() == jsParen || x.top() == jsCondition {
		x.pop()
	}
	f := x.pop()
	x.operator(1, f == jsObject)
	switch f {
	case jsHole:
		x.template()
	case jsBlock:
		x.word = ";"
	}
}
