package golang

import (
	"bytes"
	"go/token"
	"unicode/utf8"
)

// tokens cuts Go source as go/scanner does, with the semicolons that line ends are, and
// without making a text of each token: a name is a number of its table. What go/scanner
// would find fault with, and what is rare (names beyond ASCII, //line), is odd: nothing
// comes after it but the end of the file.
type tokens struct {
	table names
	src   []byte
	at    int         // behind the token
	tok   token.Token // the one that comes next
	name  int32       // of an IDENT
	ends  bool        // a line end is a semicolon now
	odd   bool
}

// open begins with the first token at or behind an offset.
func (t *tokens) open(src []byte, at int) {
	t.src, t.at, t.ends, t.odd = src, at, false, false
	t.table.renew()
	t.next()
}

// giveUp says that the file is not written as expected.
func (t *tokens) giveUp() {
	t.odd, t.ends, t.at, t.tok = true, false, len(t.src), token.EOF
}

// peek is the byte n behind the current one; 0 beyond the end, where no other 0 is.
func (t *tokens) peek(n int) byte {
	if t.at+n < len(t.src) {
		return t.src[t.at+n]
	}
	return 0
}

// next passes a token.
func (t *tokens) next() {
	if !t.gap() {
		return
	}
	c := t.src[t.at]
	switch {
	case isLetter(c):
		t.word()
	case isDecimal(c), c == '.' && isDecimal(t.peek(1)):
		t.number()
	case c == '"':
		t.text()
	case c == '\'':
		t.character()
	case c == '`':
		t.raw()
	default:
		t.operator(c)
	}
}

// gap passes white space and comments. It reports whether a token follows; if not, tok is
// the semicolon of a line end, or the end.
func (t *tokens) gap() bool {
	for t.at < len(t.src) {
		switch c := t.src[t.at]; {
		case c == ' ' || c == '\t':
			t.at++
		case c == '\n':
			t.at++
			if t.ends {
				t.emit(token.SEMICOLON, 0, false)
				return false
			}
		case c == '/' && t.peek(1) == '/':
			t.comment()
		case c == '/' && t.peek(1) == '*':
			if t.block() {
				return false
			}
		default:
			return true
		}
	}
	if t.ends {
		t.emit(token.SEMICOLON, 0, false)
	} else {
		t.tok = token.EOF
	}
	return false
}

// comment passes a comment up to the end of its line.
func (t *tokens) comment() {
	rest := t.src[t.at:]
	n := bytes.IndexByte(rest, '\n')
	if n < 0 {
		n = len(rest)
	}
	if bytes.HasPrefix(rest, []byte("//line ")) {
		t.giveUp()
		return
	}
	t.at += n
}

// block passes a comment that may span lines. It reports whether one of these ends is a
// semicolon.
func (t *tokens) block() bool {
	rest := t.src[t.at:]
	n := bytes.Index(rest[2:], []byte("*/"))
	if n < 0 || bytes.HasPrefix(rest, []byte("/*line ")) {
		t.giveUp()
		return false
	}
	t.at += n + 4
	if t.ends && bytes.IndexByte(rest[:n+2], '\n') >= 0 {
		t.emit(token.SEMICOLON, 0, false)
		return true
	}
	return false
}

// emit passes n bytes as a token. ends tells whether a line end behind it is a semicolon.
func (t *tokens) emit(tok token.Token, n int, ends bool) {
	t.at += n
	t.tok, t.ends = tok, ends
}

// word passes a name or a keyword.
func (t *tokens) word() {
	begin, sum := t.at, uint32(2166136261)
	at := begin
	for at < len(t.src) && isNameByte(t.src[at]) {
		sum = (sum ^ uint32(t.src[at])) * 16777619
		at++
	}
	t.at = at
	if at < len(t.src) && t.src[at] >= utf8.RuneSelf {
		t.giveUp()
		return
	}
	name, ok := t.table.find(t.src[begin:at], sum)
	switch {
	case !ok:
		t.giveUp()
	case name < keywords:
		t.tok = keyword(name)
		t.ends = t.tok == token.BREAK || t.tok == token.CONTINUE || t.tok == token.FALLTHROUGH || t.tok == token.RETURN
	default:
		t.tok, t.name, t.ends = token.IDENT, name, true
	}
}

// number passes a number. Fractions of other bases than ten, and digits that belong to no
// number in the base, are odd.
func (t *tokens) number() {
	tok := token.INT
	switch second := t.peek(1) | 0x20; {
	case t.src[t.at] != '0' || !isNameByte(t.peek(1)):
		tok = t.decimal()
	case second == 'x':
		t.at += 2
		t.digits(isHex)
	case second == 'b':
		t.at += 2
		t.digits(func(c byte) bool { return c == '0' || c == '1' })
	case second == 'o':
		t.at += 2
		t.digits(isOctal)
	case isOctal(t.peek(1)):
		t.digits(isOctal)
	case second == 'e' || second == 'i':
		tok = t.decimal()
	default:
		t.giveUp()
	}
	if c := t.peek(0); c == 'i' {
		t.at++
		tok = token.IMAG
	}
	if c := t.peek(0); isNameByte(c) || c == '.' || c >= utf8.RuneSelf {
		t.giveUp()
	}
	if !t.odd {
		t.emit(tok, 0, true)
	}
}

// decimal passes a decimal number and tells its kind.
func (t *tokens) decimal() token.Token {
	tok := token.INT
	if t.peek(0) != '.' {
		t.digits(isDecimal)
	}
	if t.peek(0) == '.' {
		tok = token.FLOAT
		if t.at++; isDecimal(t.peek(0)) {
			t.digits(isDecimal)
		}
	}
	if t.peek(0)|0x20 == 'e' {
		tok = token.FLOAT
		if t.at++; t.peek(0) == '+' || t.peek(0) == '-' {
			t.at++
		}
		t.digits(isDecimal)
	}
	return tok
}

// digits passes one digit or more, with single underscores between them.
func (t *tokens) digits(is func(byte) bool) {
	if !is(t.peek(0)) {
		t.giveUp()
	}
	for is(t.peek(0)) || t.peek(0) == '_' && is(t.peek(1)) {
		t.at++
	}
}

func (t *tokens) text() {
	for t.at++; t.at < len(t.src); t.at++ {
		switch t.src[t.at] {
		case '"':
			t.emit(token.STRING, 1, true)
			return
		case '\\':
			t.escape('"')
		case '\n':
			t.giveUp()
		}
	}
	t.giveUp()
}

func (t *tokens) character() {
	t.at++
	switch c := t.peek(0); {
	case c == '\\':
		t.escape('\'')
		t.at++
	case c == '\'' || c == '\n':
		t.giveUp()
	default:
		_, n := utf8.DecodeRune(t.src[t.at:])
		t.at += n
	}
	if t.odd || t.peek(0) != '\'' {
		t.giveUp()
		return
	}
	t.emit(token.CHAR, 1, true)
}

// escape goes to the last byte of an escape sequence.
func (t *tokens) escape(quote byte) {
	t.at++
	c := t.peek(0)
	switch {
	case c != 0 && bytes.IndexByte([]byte(`abfnrtv\`), c) >= 0, c == quote:
	case c == 'x':
		t.code(2, 0xff)
	case c == 'u':
		t.code(4, utf8.MaxRune)
	case c == 'U':
		t.code(8, utf8.MaxRune)
	case '0' <= c && c <= '3' && isOctal(t.peek(1)) && isOctal(t.peek(2)):
		t.at += 2
	default:
		t.giveUp()
	}
}

// code goes to the last of n hexadecimal digits, which write a number up to a limit that
// is a character.
func (t *tokens) code(n int, limit uint64) {
	value := uint64(0)
	for range n {
		t.at++
		c := t.peek(0)
		if !isHex(c) {
			t.giveUp()
			return
		}
		if isDecimal(c) {
			value = value<<4 | uint64(c-'0')
		} else {
			value = value<<4 | uint64(c|0x20-'a'+10)
		}
	}
	if value > limit || limit > 0xff && 0xd800 <= value && value < 0xe000 {
		t.giveUp()
	}
}

func (t *tokens) raw() {
	n := bytes.IndexByte(t.src[t.at+1:], '`')
	if n < 0 {
		t.giveUp()
		return
	}
	t.emit(token.STRING, n+2, true)
}

// operator passes an operator or a bracket.
func (t *tokens) operator(c byte) {
	second, third := t.peek(1), t.peek(2)
	switch c {
	case '(':
		t.emit(token.LPAREN, 1, false)
	case ')':
		t.emit(token.RPAREN, 1, true)
	case '{':
		t.emit(token.LBRACE, 1, false)
	case '}':
		t.emit(token.RBRACE, 1, true)
	case '[':
		t.emit(token.LBRACK, 1, false)
	case ']':
		t.emit(token.RBRACK, 1, true)
	case ',':
		t.emit(token.COMMA, 1, false)
	case ';':
		t.emit(token.SEMICOLON, 1, false)
	case '~':
		t.emit(token.TILDE, 1, false)
	case '.':
		if second == '.' && third == '.' {
			t.emit(token.ELLIPSIS, 3, false)
		} else {
			t.emit(token.PERIOD, 1, false)
		}
	case ':':
		t.with(second, token.COLON, token.DEFINE)
	case '*':
		t.with(second, token.MUL, token.MUL_ASSIGN)
	case '/':
		t.with(second, token.QUO, token.QUO_ASSIGN)
	case '%':
		t.with(second, token.REM, token.REM_ASSIGN)
	case '^':
		t.with(second, token.XOR, token.XOR_ASSIGN)
	case '=':
		t.with(second, token.ASSIGN, token.EQL)
	case '!':
		t.with(second, token.NOT, token.NEQ)
	case '+':
		t.twice(c, token.ADD, token.INC, token.ADD_ASSIGN)
	case '-':
		t.twice(c, token.SUB, token.DEC, token.SUB_ASSIGN)
	case '|':
		t.twice(c, token.OR, token.LOR, token.OR_ASSIGN)
	case '&':
		if second == '^' {
			t.at++
			t.with(third, token.AND_NOT, token.AND_NOT_ASSIGN)
		} else {
			t.twice(c, token.AND, token.LAND, token.AND_ASSIGN)
		}
	case '<':
		switch second {
		case '-':
			t.emit(token.ARROW, 2, false)
		case '<':
			t.at++
			t.with(third, token.SHL, token.SHL_ASSIGN)
		default:
			t.with(second, token.LSS, token.LEQ)
		}
	case '>':
		if second == '>' {
			t.at++
			t.with(third, token.SHR, token.SHR_ASSIGN)
		} else {
			t.with(second, token.GTR, token.GEQ)
		}
	default:
		t.giveUp()
	}
}

// with passes an operator of one byte, or of two where = follows.
func (t *tokens) with(follows byte, one, two token.Token) {
	if follows == '=' {
		t.emit(two, 2, false)
	} else {
		t.emit(one, 1, false)
	}
}

// twice passes an operator that may be doubled, as ++ is, or be followed by =.
func (t *tokens) twice(c byte, one, double, assign token.Token) {
	switch t.peek(1) {
	case c:
		t.emit(double, 2, double == token.INC || double == token.DEC)
	case '=':
		t.emit(assign, 2, false)
	default:
		t.emit(one, 1, false)
	}
}

func isLetter(c byte) bool   { return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' }
func isDecimal(c byte) bool  { return '0' <= c && c <= '9' }
func isOctal(c byte) bool    { return '0' <= c && c <= '7' }
func isHex(c byte) bool      { return isDecimal(c) || 'a' <= c|0x20 && c|0x20 <= 'f' }
func isNameByte(c byte) bool { return isLetter(c) || isDecimal(c) }

// names numbers the names of files. The first numbers are those of Go's keywords.
type names struct {
	slots []nameSlot // a power of two of them; free ones have no text
	texts []string
	epoch int32 // of the file
	state []nameState
}

type nameSlot struct {
	sum    uint32
	number int32 // plus one
}

// nameState is what is known of a name in the file of its epoch.
type nameState struct {
	epoch    int32
	local    int32 // how many of the scopes around declare it
	receiver int32 // how many of them as the type parameter of a receiver
	declared bool  // in the scope of the package
}

const (
	keywords = int32(token.VAR - token.BREAK + 1) // how many there are

	maxNames  = 1 << 16 // after which a table begins anew
	maxProbes = 64      // at which nobody looks further for a name: the table holds that many of one kind only by intent
)

func keyword(number int32) token.Token { return token.BREAK + token.Token(number) }

// renew begins a file.
func (n *names) renew() {
	if n.texts == nil || len(n.texts) > maxNames {
		n.slots, n.texts = make([]nameSlot, 4096), nil
		n.state = nil
		for i := range keywords {
			text := keyword(i).String()
			n.find([]byte(text), sumOf(text))
		}
	}
	if n.epoch++; n.epoch < 0 {
		n.epoch = 1
		clear(n.state)
	}
}

func sumOf(text string) uint32 {
	sum := uint32(2166136261)
	for i := range len(text) {
		sum = (sum ^ uint32(text[i])) * 16777619
	}
	return sum
}

// find is the number of a name. It fails where the table is full of names of one sum.
func (n *names) find(text []byte, sum uint32) (int32, bool) {
	mask := uint32(len(n.slots) - 1)
	at := (sum ^ sum>>15) & mask
	for range maxProbes {
		s := &n.slots[at]
		if s.number == 0 {
			return n.add(s, text, sum), true
		}
		if s.sum == sum && n.texts[s.number-1] == string(text) {
			return s.number - 1, true
		}
		at = (at + 1) & mask
	}
	return 0, false
}

func (n *names) add(s *nameSlot, text []byte, sum uint32) int32 {
	n.texts, n.state = append(n.texts, string(text)), append(n.state, nameState{})
	*s = nameSlot{sum, int32(len(n.texts))}
	number := s.number - 1
	if 2*len(n.texts) > len(n.slots) {
		n.grow()
	}
	return number
}

func (n *names) grow() {
	before := n.slots
	n.slots = make([]nameSlot, 2*len(before))
	clear(n.slots) // a page that is read before it is written is mapped twice, and all cores wait
	mask := uint32(len(n.slots) - 1)
	for _, s := range before {
		if s.number == 0 {
			continue
		}
		at := (s.sum ^ s.sum>>15) & mask
		for n.slots[at].number != 0 {
			at = (at + 1) & mask
		}
		n.slots[at] = s
	}
}

// of is the state of a name in this file.
func (n *names) of(name int32) *nameState {
	s := &n.state[name]
	if s.epoch != n.epoch {
		*s = nameState{epoch: n.epoch}
	}
	return s
}
