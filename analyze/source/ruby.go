package source

import "strings"

// lexRuby cuts Ruby. Variables and method names are one Word with what belongs to them
// (@a, $1, empty?); a symbol is a Punct and what it names, a label a Word and a Punct.
// A string with code in it is Hole tokens for its text, a regular expression Regex
// tokens, with the code of each hole between Punct tokens "#", "{" and "}", or a variable
// (#@a) after "#". %w, %q and the like are String tokens, marks included. A heredoc is a Punct for what opens it
// (<<~SQL) and, from the next line on, a token for its text up to the line that ends it.
// What follows __END__ is a Comment.
//
// What /, %, ?, <<NAME and ` mean depends on what stands before. After a name that may be
// a method's, white space before and none after begins a literal, as Ruby decides for
// names that are no local variable; a heredoc must have its end in the file.
func lexRuby(s *scanner) {
	s.passMark()
	r := &ruby{scanner: s}
	s.begin()
	if s.has("#!") {
		s.passLine()
		s.emit(Comment)
	}
	r.code(0)
}

type ruby struct {
	*scanner
	last    before
	pending []rubyHeredoc  // opened on this line
	lines   map[string]int // trimmed line -> offset of the last such line; nil until asked for
	flush   map[string]int // the same of lines as they are
	noRegex int            // before this offset no regular expression ends on its line
	named   int            // how many names of methods follow: after def, alias, undef
}

// before is what the last token means for the next.
type before uint8

const (
	rubyOperator before = iota // a value follows
	rubyValue                  // an operator follows
	rubyName                   // a method's name, or a variable: either follows
	rubyDot                    // a method's name follows: after . and def
)

type rubyHeredoc struct {
	name   string
	indent bool // <<- and <<~: the closing line may be indented
	raw    bool // no holes
}

// code reads tokens; within a hole it ends before the brace that closes it.
func (r *ruby) code(holes int) {
	open := 0
	for r.more() {
		r.begin()
		c := r.peek(0)
		switch {
		case c == '\n':
			r.skip(1)
			r.last = rubyOperator
			r.heredocs(holes)
		case isSpace(c):
			r.skip(1)
		case c == '\\' && (r.peek(1) == '\n' || r.peek(1) == '\r'):
			r.skip(1)
			if r.peek(0) == '\r' {
				r.skip(1)
			}
			if r.peek(0) == '\n' && len(r.pending) == 0 {
				r.skip(1)
			}
		case holes > 0 && c == '}' && open == 0:
			return
		case c == '#':
			r.passLine()
			r.emit(Comment)
		case c == '=' && r.block():
			r.emit(Comment)
		case holes == 0 && c == '_' && r.has("__END__") && r.alone(len("__END__")):
			r.skip(len(r.src) - r.at)
			r.emit(Comment)
		default:
			switch c {
			case '{':
				open++
			case '}':
				open--
			}
			if !r.literal(c, holes) {
				r.token(c)
			}
		}
	}
}

// block passes =begin … =end, each at the beginning of a line.
func (r *ruby) block() bool {
	if !r.has("=begin") || r.at > 0 && r.src[r.at-1] != '\n' || !isSpace(r.peek(6)) && r.at+6 < len(r.src) {
		return false
	}
	for r.at < len(r.src) {
		r.passLine()
		r.skip(1)
		if r.has("=end") && (isSpace(r.peek(4)) || r.at+4 == len(r.src)) {
			r.passLine()
			return true
		}
	}
	return true
}

// alone reports whether the n bytes that come next are a line.
func (r *ruby) alone(n int) bool {
	if r.peek(n) == '\r' {
		n++
	}
	return (r.at == 0 || r.src[r.at-1] == '\n') && (r.peek(n) == '\n' || r.at+n >= len(r.src))
}

// beginsValue reports whether what comes next, of which n bytes are its mark, begins a
// literal and is no operator.
func (r *ruby) beginsValue(n int) bool {
	switch r.last {
	case rubyOperator:
		return true
	case rubyName:
		next := r.peek(n)
		return r.at > 0 && isSpace(r.src[r.at-1]) && !isSpace(next) && next != '=' && next != 0
	}
	return false
}

// token reads a word, a number or an operator.
func (r *ruby) token(c byte) {
	switch {
	case isDigit(c):
		r.digits()
		r.emit(Number)
		r.last = rubyValue
	case c == '$' || c == '@':
		r.variable(c)
	case isWord(c):
		r.identifier()
	default:
		r.operator(c)
	}
}

// variable reads @a, @@a, $a, $1, $-w and the special ones ($', $/ …).
func (r *ruby) variable(c byte) {
	r.skip(1)
	next := r.peek(0)
	switch {
	case c == '@' && next == '@':
		r.skip(1)
		r.name()
	case c == '$' && next == '-' && isWord(r.peek(1)):
		r.skip(2)
	case isWord(next) && next != '$':
		r.name()
	case c == '$' && next > ' ' && next < 0x7f:
		r.skip(1)
	}
	r.emit(Word)
	r.last = rubyValue
}

// name passes letters and digits.
func (r *ruby) name() {
	for r.at < len(r.src) && isWord(r.src[r.at]) && r.src[r.at] != '$' {
		r.at++
	}
}

// rubyBeforeValue are the words after which a value begins.
var rubyBeforeValue = Words("and begin break case do else elsif ensure for if in module next not or rescue return then unless until when while")

// rubyValues are keywords that end an expression: behind one a slash divides.
var rubyValues = Words("end self nil true false __FILE__ __LINE__ __dir__")

func (r *ruby) identifier() {
	r.name()
	if c, next := r.peek(0), r.peek(1); (c == '?' || c == '!') && (next != '=' || r.peek(2) == '=' || r.peek(2) == '~') && !(c == '?' && next == ':' && r.peek(2) == ':') {
		r.skip(1)
	}
	if c, next := r.peek(0), r.peek(1); r.named > 0 && c == '=' && next != '~' && next != '>' && (next != '=' || r.peek(2) == '>') && r.src[r.at-1] != '?' && r.src[r.at-1] != '!' {
		r.skip(1) // def a=(b)
	}
	word, method := string(r.src[r.start:r.at]), r.last == rubyDot
	r.emit(Word)
	if r.named > 0 && r.peek(0) != '.' { // def self.a
		r.named--
	}
	switch {
	case method:
		r.last = rubyName
	case word == "def":
		r.last, r.named = rubyDot, 1
	case word == "alias":
		r.last, r.named = rubyOperator, 2
	case word == "undef":
		r.last, r.named = rubyOperator, 1
	case rubyBeforeValue[word]:
		r.last = rubyOperator
	case rubyValues[word], word == "class": // class << self
		r.last = rubyValue
	default:
		r.last = rubyName
	}
}

// operator reads a byte of an operator, a bracket, or a method that is called as one.
func (r *ruby) operator(c byte) {
	before := r.last
	if c != '.' && c != ':' {
		r.named = 0
	}
	r.skip(1)
	r.emit(Punct)
	switch {
	case before == rubyDot:
		switch c {
		case '.', ':':
		case '(':
			r.last = rubyOperator // a.(b)
		default:
			r.last = rubyName // def /(other)
			if r.peek(0) == '@' {
				r.begin()
				r.skip(1) // def -@
				r.emit(Punct)
			}
		}
	case c == ')' || c == ']' || c == '}':
		r.last = rubyValue
	case c == '.', c == '&' && r.peek(0) == '.':
		r.last = rubyDot
		if c == '.' && r.peek(0) == '.' {
			r.passRange()
		}
	case c == ':' && r.peek(0) == ':':
		r.begin()
		r.skip(1)
		r.emit(Punct)
		r.last = rubyOperator
		if before != rubyOperator {
			r.last = rubyDot
		}
	case c == ':' && (before == rubyOperator || isSpace(r.src[r.at-2]) && !isSpace(r.peek(0))):
		r.symbol()
	default:
		r.last = rubyOperator
	}
}

// passRange reads what is left of .. and ... .
func (r *ruby) passRange() {
	for r.peek(0) == '.' {
		r.begin()
		r.skip(1)
		r.emit(Punct)
	}
	r.last = rubyOperator
}

// symbol reads an operator that a symbol names (:/, :<<), whose bytes begin no literal.
func (r *ruby) symbol() {
	const operators = "/%`<!+-*&|^~>=@"
	r.last = rubyOperator
	c := r.peek(0)
	switch {
	case isWord(c) && !isDigit(c) && c != '$':
		r.begin()
		r.name()
		if c, next := r.peek(0), r.peek(1); (c == '?' || c == '!' || c == '=') && next != '=' && next != '~' && next != '>' {
			r.skip(1)
		}
		r.emit(Word)
		r.last = rubyValue
	case c != '@' && strings.IndexByte(operators, c) >= 0:
		for n := 0; n < 3 && strings.IndexByte(operators, r.peek(0)) >= 0; n++ {
			r.begin()
			r.skip(1)
			r.emit(Punct)
		}
		r.last = rubyValue
	}
}
