package source

import (
	"bytes"
	"strings"
)

// literal reads a string, a regular expression, a character or the opening of a heredoc
// that comes next.
func (r *ruby) literal(c byte, holes int) bool {
	switch c {
	case '\'':
		r.quoted('\'', true)
		r.emit(String)
	case '"':
		r.skip(1)
		r.text(rubyText{close: '"', kind: String, holes: true}, 1, holes)
	case '`':
		if r.last == rubyDot {
			return false
		}
		r.skip(1)
		r.text(rubyText{close: '`', kind: String, holes: true}, 1, holes)
	case '/':
		if !r.beginsValue(1) || r.last == rubyName && !r.closedOnLine() {
			return false
		}
		r.skip(1)
		r.text(rubyText{close: '/', kind: Regex, holes: true}, 1, holes)
	case '%':
		return r.percent(holes)
	case '?':
		return r.character()
	case '<':
		return r.heredoc()
	default:
		return false
	}
	r.last = rubyValue
	return true
}

// closedOnLine reports whether a / stands behind the one that comes next, on its line.
func (r *ruby) closedOnLine() bool {
	if r.at < r.noRegex {
		return false
	}
	for i := r.at + 1; i < len(r.src) && r.src[i] != '\n'; i++ {
		switch r.src[i] {
		case '\\':
			i++
		case '/':
			return true
		}
	}
	end := bytes.IndexByte(r.src[r.at:], '\n')
	if end < 0 {
		end = len(r.src) - r.at
	}
	r.noRegex = r.at + end
	return false
}

// character reads ?a and ?\n.
func (r *ruby) character() bool {
	if r.last != rubyOperator && !(r.beginsValue(1) && strings.IndexByte(".,)\n", r.peek(2)) >= 0) {
		return false
	}
	n := 2
	switch next := r.peek(1); {
	case next == 0 || isSpace(next):
		return false
	case next == '\\':
		if r.peek(2) == '\n' || r.peek(2) == 0 {
			return false
		}
		n = 3
	case next >= 0x80:
		for r.peek(n)&0xC0 == 0x80 {
			n++
		}
	case isWord(r.peek(2)):
		return false // a condition over several lines
	}
	r.skip(n)
	r.emitQuoted(String, 1, 0)
	r.last = rubyValue
	return true
}

// percent reads %w[…], %q(…), %(…) and the like.
func (r *ruby) percent(holes int) bool {
	t, n := rubyText{kind: String, holes: true}, 1
	switch c := r.peek(1); c {
	case 'w', 'i', 'q', 's':
		t.holes, n = false, 2
	case 'W', 'I', 'Q', 'x':
		n = 2
	case 'r':
		t.kind, n = Regex, 2
	}
	open := r.peek(n)
	if !r.beginsValue(1) || open <= ' ' || open >= 0x7f || isWord(open) && open != '_' && open != '$' {
		return false
	}
	t.open, t.close = open, open
	switch open {
	case '(':
		t.close = ')'
	case '[', '{':
		t.close = open + 2
	case '<':
		t.close = '>'
	default:
		t.open = 0
	}
	r.skip(n + 1)
	r.text(t, n+1, holes)
	r.last = rubyValue
	return true
}

// rubyText says how a literal closes, which tokens it becomes and whether it interpolates.
type rubyText struct {
	open, close byte // open nests, 0 does not
	kind        Kind // of a piece if there are no holes, of all if it is Regex
	holes       bool
}

// text reads a literal from behind its opening mark of some length.
func (r *ruby) text(t rubyText, opening, holes int) {
	kind, depth := t.kind, 0
	for r.more() {
		c := r.peek(0)
		switch {
		case c == '\\':
			r.skip(2)
		case c == t.close && depth == 0:
			r.skip(1)
			if t.kind == Regex {
				r.name() // its options
			}
			r.emitQuoted(kind, opening, 1)
			return
		case c == t.close:
			depth--
			r.skip(1)
		case c == t.open && t.open != 0:
			depth++
			r.skip(1)
		case t.holes && c == '#' && r.holeAhead(holes):
			if kind == String {
				kind = Hole
			}
			r.hole(kind, holes)
		default:
			r.skip(1)
		}
	}
	r.emitQuoted(kind, opening, 0)
}

// holeAhead reports whether the # that comes next begins #{code}, #@a or #$a.
func (r *ruby) holeAhead(holes int) bool {
	c, next := r.peek(1), r.peek(2)
	switch c {
	case '{':
		return holes < maxNested
	case '@':
		if next == '@' {
			next = r.peek(3)
		}
		return isWord(next) && !isDigit(next) && next != '$'
	case '$':
		if next == '-' {
			next = r.peek(3)
			return isWord(next) && !isDigit(next) && next != '$'
		}
		return isWord(next) || next != 0 && strings.IndexByte("~*?!@/\\;,.=:<>\"&`'+", next) >= 0
	}
	return false
}

// hole reads #{code}, #@a or #$a.
func (r *ruby) hole(kind Kind, holes int) {
	r.emit(kind)
	if c := r.peek(1); c != '{' {
		r.skip(1)
		r.emit(Punct)
		r.variable(c)
		r.begin()
		return
	}
	for range len("#{") {
		r.begin()
		r.skip(1)
		r.emit(Punct)
	}
	r.last = rubyOperator
	outer := r.pending
	r.pending = nil
	r.code(holes + 1)
	r.pending = append(outer, r.pending...)
	r.begin()
	if r.peek(0) == '}' {
		r.skip(1)
		r.emit(Punct)
	}
	r.begin()
}

// maxHeredocName bounds the name of a heredoc, in bytes.
const maxHeredocName = 100

// heredoc reads <<NAME, <<-NAME, <<~NAME, each with the name in quotes too, as one Punct.
// The text follows on the next line.
func (r *ruby) heredoc() bool {
	if r.peek(1) != '<' {
		return false
	}
	h, n := rubyHeredoc{}, 2
	if c := r.peek(n); c == '~' || c == '-' {
		h.indent, n = true, 3
	}
	quote := r.peek(n)
	begin := n
	switch {
	case quote == '"' || quote == '\'' || quote == '`':
		h.raw = quote == '\''
		begin++
		for n = begin; n < begin+maxHeredocName && r.peek(n) != quote && r.peek(n) != '\n' && r.peek(n) != 0; {
			n++
		}
		if r.peek(n) != quote {
			return false
		}
	case isWord(quote) && !isDigit(quote) && quote != '$':
		for n < begin+maxHeredocName && isWord(r.peek(n)) && r.peek(n) != '$' {
			n++
		}
		quote = 0
	default:
		return false
	}
	if !r.beginsValue(2) {
		return false
	}
	h.name = string(r.src[r.at+begin : r.at+n])
	if quote != 0 {
		n++
	}
	if !r.ends(h) {
		return false
	}
	r.skip(n)
	r.emit(Punct)
	r.pending = append(r.pending, h)
	r.last = rubyValue
	return true
}

// ends reports whether a line behind this one ends a heredoc.
func (r *ruby) ends(h rubyHeredoc) bool {
	if r.lines == nil {
		r.lines, r.flush = map[string]int{}, map[string]int{}
		for at := 0; at < len(r.src); {
			line, _, _ := bytes.Cut(r.src[at:], []byte("\n"))
			if text := bytes.TrimSpace(line); len(text) > 0 && len(text) <= maxHeredocName {
				r.lines[string(text)] = at
				r.flush[string(bytes.TrimSuffix(line, []byte("\r")))] = at
			}
			at += len(line) + 1
		}
	}
	lines := r.flush
	if h.indent {
		lines = r.lines
	}
	return lines[h.name] > r.at
}

// heredocs reads the texts of the heredocs that the line before opened.
func (r *ruby) heredocs(holes int) {
	for len(r.pending) > 0 {
		h := r.pending[0]
		r.pending = r.pending[1:]
		r.body(h, holes)
		if len(r.pending) > 0 && r.peek(0) == '\n' {
			r.skip(1)
		}
	}
}

func (r *ruby) body(h rubyHeredoc, holes int) {
	r.begin()
	kind, after := String, r.last
	for fresh := true; r.more(); {
		if fresh {
			if n := r.ending(h); n > 0 {
				r.skip(n)
				r.emitQuoted(kind, 0, n)
				break
			}
		}
		c := r.peek(0)
		fresh = c == '\n'
		switch {
		case c == '\\' && !h.raw:
			r.skip(1)
			if r.peek(0) != '\n' {
				r.skip(1)
			}
		case c == '#' && !h.raw && r.holeAhead(holes):
			kind = Hole
			r.hole(kind, holes)
			r.last = after
		default:
			r.skip(1)
		}
	}
	r.emitQuoted(kind, 0, 0) // nothing is left after its end
	r.last = after
}

// ending is the length of the line that ends a heredoc, 0 if another comes next.
func (r *ruby) ending(h rubyHeredoc) int {
	n := 0
	for c := r.peek(n); h.indent && (c == ' ' || c == '\t'); c = r.peek(n) {
		n++
	}
	if !bytes.HasPrefix(r.src[r.at+n:], []byte(h.name)) {
		return 0
	}
	n += len(h.name)
	if c := r.peek(n); c == '\n' || c == '\r' && r.peek(n+1) == '\n' || r.at+n == len(r.src) {
		return n
	}
	return 0
}
