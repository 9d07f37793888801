package json

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"

	"seam/analyze/format/syntax"
)

// maxRepeats bounds what Document.Repeats lists.
const maxRepeats = 100

// few is up to how many keys an object is searched without an index.
const few = 8

// Parse reads one value. Every error is an *syntax.Error. data must not change afterwards.
func Parse(data []byte) (*Document, error) {
	if len(data) > MaxSize {
		return nil, &syntax.Error{Message: fmt.Sprintf("the file is larger than %d MiB and was not read", MaxSize>>20)}
	}
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		return nil, &syntax.Error{Line: 1, Message: "the text is UTF-16; save the file as UTF-8"}
	}
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	p := parser{text: unsafe.String(unsafe.SliceData(data), len(data)), line: 1}
	p.space()
	if p.at == len(p.text) {
		return nil, p.fail("the file is empty: expected a JSON value")
	}
	root, err := p.value(0)
	if err != nil {
		return nil, err
	}
	if p.space(); p.at < len(p.text) {
		return nil, p.unexpected("the end of the file")
	}
	return &Document{Root: root, Repeats: p.repeats}, nil
}

// ParseObject is Parse of a file that must hold one object. name is what an error calls it.
func ParseObject(name string, data []byte) (*Document, error) {
	d, err := Parse(data)
	if err == nil && d.Root.Kind != Object {
		return nil, &syntax.Error{Line: int(d.Root.Line), Message: fmt.Sprintf("a %s must be an object, found %s", name, d.Root.Kind)}
	}
	return d, err
}

type parser struct {
	text    string
	at      int
	line    int32
	repeats []Repeat
}

func (p *parser) fail(format string, args ...any) *syntax.Error {
	return &syntax.Error{Line: int(p.line), Message: fmt.Sprintf(format, args...)}
}

// unexpected names what stands where something else should.
func (p *parser) unexpected(wanted string) *syntax.Error {
	if p.at >= len(p.text) {
		return p.fail("the file ends where %s should follow", wanted)
	}
	for _, marker := range []string{"<<<<<<<", "=======", ">>>>>>>", "|||||||"} {
		if strings.HasPrefix(p.text[p.at:], marker) {
			return p.fail("a merge conflict is not resolved (%s)", marker)
		}
	}
	r, _ := utf8.DecodeRuneInString(p.text[p.at:])
	return p.fail("found %q where %s should follow", r, wanted)
}

func (p *parser) space() {
	for p.at < len(p.text) {
		switch p.text[p.at] {
		case '\n':
			p.line++
		case ' ', '\t', '\r':
		default:
			return
		}
		p.at++
	}
}

// next skips white space and reports the byte that follows, 0 at the end.
func (p *parser) next() byte {
	p.space()
	if p.at == len(p.text) {
		return 0
	}
	return p.text[p.at]
}

func (p *parser) value(depth int) (Node, error) {
	if depth > MaxDepth {
		return Node{}, p.fail("is nested more than %d levels deep", MaxDepth)
	}
	switch c := p.next(); {
	case c == '{':
		return p.object(depth)
	case c == '[':
		return p.list(depth)
	case c == '"':
		n := Node{Kind: Text, Line: p.line}
		var err error
		n.Value, err = p.string()
		return n, err
	case c == '-' || c >= '0' && c <= '9':
		return p.number()
	}
	for _, w := range []struct {
		text string
		kind Kind
	}{{"true", Bool}, {"false", Bool}, {"null", Null}} {
		if strings.HasPrefix(p.text[p.at:], w.text) {
			p.at += len(w.text)
			return Node{Kind: w.kind, Line: p.line, Value: w.text}, nil
		}
	}
	return Node{}, p.unexpected("a value")
}

func (p *parser) list(depth int) (Node, error) {
	n := Node{Kind: List, Line: p.line}
	p.at++
	if p.next() == ']' {
		p.at++
		return n, nil
	}
	for {
		v, err := p.value(depth + 1)
		if err != nil {
			return n, err
		}
		n.pairs = append(n.pairs, Pair{Line: v.Line, Value: v})
		if done, err := p.goesOn(']', "a comma or ]"); done || err != nil {
			return n, err
		}
	}
}

// goesOn reads a comma, or the bracket that ends a list or an object.
func (p *parser) goesOn(end byte, wanted string) (done bool, err error) {
	switch p.next() {
	case ',':
		p.at++
		return false, nil
	case end:
		p.at++
		return true, nil
	}
	return false, p.unexpected(wanted)
}

func (p *parser) object(depth int) (Node, error) {
	n := Node{Kind: Object, Line: p.line}
	p.at++
	if p.next() == '}' {
		p.at++
		return n, nil
	}
	var index map[string]int
	for {
		pair, err := p.pair(depth)
		if err != nil {
			return n, err
		}
		if index == nil && len(n.pairs) == few {
			index = indexOf(n.pairs)
		}
		p.put(&n, index, pair)
		if done, err := p.goesOn('}', "a comma or }"); done || err != nil {
			return n, err
		}
	}
}

func indexOf(pairs []Pair) map[string]int {
	index := make(map[string]int, 2*len(pairs))
	for i := range pairs {
		index[pairs[i].Key] = i
	}
	return index
}

// put adds an entry; one whose key is there takes the place of the former. index is nil
// for small objects.
func (p *parser) put(n *Node, index map[string]int, pair Pair) {
	i, seen := index[pair.Key]
	if index == nil {
		for i = range n.pairs {
			if seen = n.pairs[i].Key == pair.Key; seen {
				break
			}
		}
	}
	if !seen {
		if index != nil {
			index[pair.Key] = len(n.pairs)
		}
		n.pairs = append(n.pairs, pair)
		return
	}
	if len(p.repeats) < maxRepeats {
		p.repeats = append(p.repeats, Repeat{Key: pair.Key, First: int(n.pairs[i].Line), Line: int(pair.Line)})
	}
	n.pairs[i] = pair
}

func (p *parser) pair(depth int) (Pair, error) {
	if p.next() != '"' {
		return Pair{}, p.unexpected("a key in quotes")
	}
	pair := Pair{Line: p.line}
	var err error
	if pair.Key, err = p.string(); err != nil {
		return pair, err
	}
	if p.next() != ':' {
		return pair, p.unexpected("a colon")
	}
	p.at++
	pair.Value, err = p.value(depth + 1)
	return pair, err
}

// string reads a text. One without escapes shares the bytes of the input.
func (p *parser) string() (string, error) {
	p.at++
	start := p.at
	for ; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; {
		case c == '"':
			s := p.text[start:p.at]
			p.at++
			return valid(s), nil
		case c == '\\':
			return p.escaped(start)
		case c < ' ':
			return "", p.fail("a text holds a control character or a line end: it is not closed, or must be escaped")
		}
	}
	return "", p.fail("the file ends inside a text")
}

// escaped goes on with a text from its first backslash.
func (p *parser) escaped(start int) (string, error) {
	b := []byte(p.text[start:p.at])
	for p.at < len(p.text) {
		c := p.text[p.at]
		switch {
		case c == '"':
			p.at++
			return valid(string(b)), nil
		case c < ' ':
			return "", p.fail("a text holds a control character or a line end: it is not closed, or must be escaped")
		case c != '\\':
			b = append(b, c)
			p.at++
			continue
		}
		r, ok := p.escape()
		if !ok {
			return "", p.fail("a text holds an unknown escape")
		}
		b = utf8.AppendRune(b, r)
	}
	return "", p.fail("the file ends inside a text")
}

// valid replaces every byte that is no UTF-8.
func valid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return string([]rune(s))
}

// simple is what the letter after a backslash stands for.
var simple = strings.NewReplacer("b", "\b", "f", "\f", "n", "\n", "r", "\r", "t", "\t")

// escape reads one escape; a lone half of a surrogate pair becomes U+FFFD.
func (p *parser) escape() (rune, bool) {
	if p.at+1 >= len(p.text) {
		return 0, false
	}
	c := p.text[p.at+1]
	if c != 'u' {
		p.at += 2
		return rune(simple.Replace(string(c))[0]), strings.IndexByte(`"\/bfnrt`, c) >= 0
	}
	r, ok := hex(p.text, p.at)
	if !ok {
		return 0, false
	}
	p.at += 6
	if utf16.IsSurrogate(r) {
		low, _ := hex(p.text, p.at)
		if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
			p.at += 6
		}
	}
	return r, true
}

// hex reads an escape of four hexadecimal digits at a place.
func hex(text string, at int) (rune, bool) {
	if at+6 > len(text) || text[at] != '\\' || text[at+1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range []byte(text[at+2 : at+6]) {
		d := strings.IndexByte("0123456789abcdefABCDEF", c)
		if d < 0 {
			return 0, false
		}
		if d > 15 {
			d -= 6
		}
		r = r<<4 | rune(d)
	}
	return r, true
}

// number reads a number and keeps it as it is written.
func (p *parser) number() (Node, error) {
	start := p.at
	for p.at < len(p.text) && strings.IndexByte("+-.eE0123456789", p.text[p.at]) >= 0 {
		p.at++
	}
	n := Node{Kind: Number, Line: p.line, Value: p.text[start:p.at]}
	if !isNumber(n.Value) {
		return n, p.fail("%q is no number", n.Value)
	}
	return n, nil
}

func isNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole := digits(s)
	if whole == 0 || whole > 1 && strings.HasPrefix(s, "0") {
		return false
	}
	s = s[whole:]
	if rest, ok := strings.CutPrefix(s, "."); ok {
		n := digits(rest)
		if n == 0 {
			return false
		}
		s = rest[n:]
	}
	if s == "" {
		return true
	}
	if s[0]|0x20 != 'e' {
		return false
	}
	if s = s[1:]; s != "" && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	n := digits(s)
	return n > 0 && n == len(s)
}

// digits counts the digits that s begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}
