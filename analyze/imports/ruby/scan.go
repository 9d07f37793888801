package ruby

import (
	"bytes"
	"path"
	"strings"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/source"
)

// facts is what one file says, from its bytes alone.
type facts struct {
	Scopes    []scope    // the first is the top level
	Constants []constant // that it defines, in the order of the file
	Uses      []use      // each once, with its first line
	Loads     []load
	Lines     int
	Generated bool
	Main      bool // it asks whether it is what was started, or names an interpreter
}

// scope is the body of a class or a module: constants are looked up in it, then in those
// around it.
type scope struct {
	Path      string // as it is written behind class or module
	Parent    int    // the scope around it
	Ancestors []string
}

// constant is one definition: class, module or an assignment.
type constant struct {
	Path  string
	Scope int // in which it stands
	Line  int
	Body  bool // it holds more than definitions of other constants
	Based bool // it has a superclass or is assigned: it is made here
}

// manner is how a file names a constant.
type manner uint8

const (
	plain   manner = iota // in code
	text                  // as a text that Rails makes a constant of (class_name:)
	dynamic               // as a text that the program makes a constant of
	lazy                  // autoload without a path
	one                   // by an association's name: belongs_to :author
	many                  // the same of several: has_many :books
)

// use is a constant that a file names.
type use struct {
	Path  string
	Scope int
	Line  int
	How   manner
}

// load is a file that a file loads by its path.
type load struct {
	Path     string
	Line     int
	Relative bool // to the file's folder; else it is looked up in load roots
	Lazy     bool // autoload
}

// reader reads single files. Its version is raised with every change to what scan makes
// of some file.
var reader = imports.Reader[facts]{
	Name: "ruby", Version: 3,
	Facts: func(base string, src []byte) facts { return (&parser{}).scan(base, src) },
	Worker: func() func(string, []byte) facts {
		p := &parser{}
		return p.scan
	},
}

// parser follows the tokens of one file. It may be used for one file after another.
type parser struct {
	facts
	code   source.Code
	src    []byte
	base   string
	frames []frame
	scope  int
	seen   []map[string]bool // by scope: constants that Uses has as plain
	loop   bool              // a while or its like still waits for a do that opens nothing
	opens  int               // the header of a class or module ends before this token …
	opened frame             // … and then it opens
	deep   []int             // by scope: how many lie around it
}

// frame is one open word that an end closes.
type frame struct {
	scope    int // that is restored by its end
	constant int // of a class or module: its place in Constants, else -1
}

// limits of what is kept of hostile files.
const (
	maxPath      = 300 // bytes of the name of a constant
	maxAncestors = 50  // of one class or module
	maxAhead     = 500 // tokens that are looked at for the end of a list
	maxScopes    = 30  // classes and modules in one another: what is deeper counts to the last
)

// scan reads one file.
func (p *parser) scan(base string, src []byte) facts {
	*p = parser{code: p.code[:0], src: src, base: base, frames: p.frames[:0], opens: -1, deep: append(p.deep[:0], 0)}
	p.Lines, p.Generated = lines(src), history.SaysGenerated(src) || base == "schema.rb" && bytes.Contains(src, []byte("ActiveRecord::Schema"))
	p.Scopes, p.seen = []scope{{}}, []map[string]bool{nil}
	p.Main = bytes.HasPrefix(src, []byte("#!")) && bytes.Contains(src[:min(len(src), 80)], []byte("ruby"))
	for t := range source.Tokens(source.Ruby, src) {
		if t.Kind != source.Comment {
			p.code = append(p.code, t)
		}
	}
	for i := 0; i < len(p.code); {
		if i >= p.opens && p.opens >= 0 {
			p.enter()
		}
		i = max(p.token(i), i+1)
	}
	return p.facts
}

func lines(src []byte) int {
	n := bytes.Count(src, []byte{'\n'})
	if len(src) > 0 && src[len(src)-1] != '\n' {
		n++
	}
	return n
}

// token reads one token, with what belongs to it, and gives the next.
func (p *parser) token(i int) int {
	t := &p.code[i]
	if p.fresh(i) {
		if p.loop && !p.continues(i) {
			p.loop = false
		}
		p.statement(i)
	}
	switch {
	case t.Kind == source.String:
		p.literal(i)
	case t.Kind != source.Word || p.isSymbol(i):
	case capital(t.Text):
		return p.constant(i)
	case p.isLabel(i):
		if string(t.Text) == "class_name" {
			p.named(i + 2)
		}
	case !p.isMethod(i):
		return p.word(i)
	}
	return i + 1
}

// word reads a keyword, or a method whose call says something.
func (p *parser) word(i int) int {
	switch w := string(p.code[i].Text); w {
	case "class", "module":
		return p.header(i, w == "class")
	case "def":
		return p.method(i)
	case "begin", "case":
		p.open(-1)
	case "if", "unless":
		if p.isFirst(i) {
			p.open(-1)
		}
	case "while", "until", "for":
		if w == "for" || p.isFirst(i) {
			p.open(-1)
			p.loop = true
		}
	case "do":
		if !p.loop {
			p.open(-1)
		}
		p.loop = false
	case "end":
		p.close()
	case "alias":
		return p.skipNames(i+1, 2)
	case "undef":
		return p.skipNames(i+1, 1)
	case "require", "load", "require_relative":
		p.load(i+1, w == "require_relative")
	case "autoload":
		p.autoload(i + 1)
	case "belongs_to", "has_one", "has_many", "has_and_belongs_to_many":
		p.association(i+1, w == "belongs_to" || w == "has_one")
	case "include", "prepend":
		p.ancestor(i + 1)
	case "__FILE__":
		p.Main = p.Main || p.startsHere(i)
	}
	return i + 1
}

func (p *parser) open(constant int) {
	p.frames = append(p.frames, frame{p.scope, constant})
}

func (p *parser) close() {
	if n := len(p.frames); n > 0 {
		p.scope, p.frames = p.frames[n-1].scope, p.frames[:n-1]
	}
}

// header reads what follows class or module, and gives the token after its name: the
// superclass is looked up outside.
func (p *parser) header(i int, class bool) int {
	if class && p.punct(i+1, '<') && p.punct(i+2, '<') {
		p.open(-1) // class << self: constants are looked up as around it
		return i + 3
	}
	name, next, ok := p.path(i + 1)
	if !ok || p.deep[p.scope] >= maxScopes {
		p.open(-1)
		return i + 1
	}
	c := constant{Path: name, Scope: p.scope, Line: p.code[i].Line}
	s := scope{Path: name, Parent: p.scope}
	p.opens = next
	if class && p.punct(next, '<') {
		c.Based = true
		super, end, ok := p.path(next + 1)
		p.opens = p.lineEnd(next + 1)
		if ok && (end >= p.opens || p.punct(end, ';')) { // no call: Struct.new(…)
			s.Ancestors = append(s.Ancestors, super)
		}
	}
	p.Constants = append(p.Constants, c)
	p.Scopes, p.deep = append(p.Scopes, s), append(p.deep, p.deep[p.scope]+1)
	p.opened = frame{len(p.Scopes) - 1, len(p.Constants) - 1}
	if p.opens == next {
		p.enter()
	}
	return next
}

// enter opens the class or module whose header was read.
func (p *parser) enter() {
	p.open(p.opened.constant)
	p.scope, p.opens = p.opened.scope, -1
}

// method reads the name of a method behind def; one whose body follows = has no end.
func (p *parser) method(i int) int {
	at := i + 1
	for p.code.Is(at, source.Word) && p.punct(at+1, '.') && !p.apart(at+1) {
		at += 2 // def self.a
	}
	if p.code.Is(at, source.Word) {
		at++
	} else {
		for first := at; p.code.Is(at, source.Punct) && (at == first || !p.apart(at)) && !p.punct(at, '('); {
			at++
		}
	}
	end := at
	if p.punct(at, '(') && !p.fresh(at) {
		end = p.closing(at) + 1
	}
	if end < len(p.code) && p.punct(end, '=') && !p.fresh(end) && (p.apart(end) || end > at) && !p.comparison(end) {
		return at
	}
	p.open(-1)
	return at
}

// closing is the bracket that closes the one at i; i itself if it is far away.
func (p *parser) closing(i int) int {
	depth := 0
	for j := i; j < min(len(p.code), i+maxAhead); j++ {
		switch {
		case p.punct(j, '('), p.punct(j, '['), p.punct(j, '{'):
			depth++
		case p.punct(j, ')'), p.punct(j, ']'), p.punct(j, '}'):
			if depth--; depth == 0 {
				return j
			}
		}
	}
	return i
}

// skipNames passes names of methods, which may be keywords.
func (p *parser) skipNames(i, n int) int {
	for ; n > 0 && i < len(p.code); n-- {
		if p.punct(i, ':') {
			i++
		}
		i++
	}
	return i
}

// constant reads the name of a constant: a definition, or a use.
func (p *parser) constant(i int) int {
	if p.isLabel(i) || p.isMethod(i) && !p.scoped(i) {
		return i + 1
	}
	name, next, ok := p.path(i)
	switch {
	case !ok:
		return i + 1
	case p.scoped(i):
		before := i - 3
		if before >= 0 && !p.apart(before+1) && p.value(before) {
			return next // of a value: self.class::A
		}
		name = "::" + name
	}
	switch {
	case p.assigned(next):
		p.define(name, i)
		return next
	case p.fresh(i) && p.punct(next, ',') && p.several(next):
		p.define(name, i)
		for p.punct(next, ',') {
			first := next + 1
			name, next, _ = p.path(first)
			p.define(name, first)
		}
		return next
	case p.punct(next, '(') && !p.apart(next): // a method's call
		cut := strings.LastIndex(name, "::")
		if cut <= 0 {
			return next
		}
		name = name[:cut]
	}
	if !p.commands(i, next) {
		p.use(name, p.code[i].Line, plain)
	}
	return next
}

// define notes a constant that is assigned.
func (p *parser) define(name string, i int) {
	p.Constants = append(p.Constants, constant{Path: name, Scope: p.scope, Line: p.code[i].Line, Based: true})
}

// several reports whether the rest of a list of constants follows that are assigned
// together: A, B = 1, 2.
func (p *parser) several(i int) bool {
	for n := 0; n < maxAhead && p.punct(i, ','); n++ {
		_, next, ok := p.path(i + 1)
		if !ok {
			return false
		}
		i = next
	}
	return p.assigned(i)
}

// commands reports whether what follows a name are arguments without brackets, so that it
// is a method's: Before do, BigDecimal "1".
func (p *parser) commands(first, i int) bool {
	if i >= len(p.code) || !p.apart(i) || p.fresh(i) {
		return false
	}
	switch t := &p.code[i]; t.Kind {
	case source.Word:
		if string(t.Text) == "do" {
			return p.fresh(first)
		}
		return !follows[string(t.Text)]
	case source.String, source.Hole, source.Number:
		return true
	}
	return false
}

// follows are the words that may stand behind a value.
var follows = source.Words("and or not if unless while until rescue then end in else elsif when ensure")

// lineEnd is the first token of the line behind the one that token i stands on.
func (p *parser) lineEnd(i int) int {
	for end := i + 1; end < len(p.code); end++ {
		if p.fresh(end) && !p.continues(end) || end > i+maxAhead {
			return end
		}
		if p.punct(end, '(') {
			last := p.closing(end)
			if last == end { // far away, or never
				return end
			}
			end = last
		}
	}
	return len(p.code)
}

// value reports whether a token ends a value, so that :: behind it looks into that.
func (p *parser) value(i int) bool {
	switch t := &p.code[i]; t.Kind {
	case source.Word:
		return !startsValue[string(t.Text)]
	case source.Punct:
		return t.Text[0] == ')' || t.Text[0] == ']' || t.Text[0] == '}' || len(t.Text) > 1 // what opens a heredoc
	}
	return true
}

// assigned reports whether an assignment comes next.
func (p *parser) assigned(i int) bool {
	if p.punct(i, '|') && p.punct(i+1, '|') {
		i += 2
	}
	return p.punct(i, '=') && !p.comparison(i)
}

// comparison reports whether the = at i begins ==, =~ or =>.
func (p *parser) comparison(i int) bool {
	return !p.apart(i+1) && (p.punct(i+1, '=') || p.punct(i+1, '~') || p.punct(i+1, '>'))
}

func (p *parser) use(name string, line int, how manner) {
	if len(name) > maxPath {
		return
	}
	for len(p.seen) < len(p.Scopes) {
		p.seen = append(p.seen, nil)
	}
	m := p.seen[p.scope]
	if m == nil {
		m = map[string]bool{}
		p.seen[p.scope] = m
	}
	if how == plain {
		if m[name] {
			return
		}
		m[name] = true
	}
	p.Uses = append(p.Uses, use{name, p.scope, line, how})
}

// path reads A::B from token i on, :: before it too, and gives what follows.
func (p *parser) path(i int) (name string, next int, ok bool) {
	start := i
	if p.punct(i, ':') && p.punct(i+1, ':') {
		i += 2
	}
	if !p.code.Is(i, source.Word) || !capital(p.code[i].Text) {
		return "", start, false
	}
	for begin := i; i-begin <= maxPath && p.punct(i+1, ':') && p.punct(i+2, ':') && p.code.Is(i+3, source.Word) && capital(p.code[i+3].Text) && !p.apart(i+1) && !p.apart(i+2) && !p.apart(i+3); {
		i += 3
	}
	end := &p.code[i]
	if name = string(p.src[p.code[start].At : end.At+len(end.Text)]); len(name) > maxPath {
		return "", start, false
	}
	return name, i + 1, true
}

// statement notes what stands at the beginning of a line: the body of a class or module
// that holds anything but definitions is what makes the constant.
func (p *parser) statement(i int) {
	n := len(p.frames)
	if n == 0 || p.frames[n-1].constant < 0 || p.opens >= 0 {
		return
	}
	if t := &p.code[i]; t.Kind == source.Word && (idle[string(t.Text)] || capital(t.Text)) {
		return
	}
	p.Constants[p.frames[n-1].constant].Body = true
}

// idle are words at the beginning of statements that say nothing of the class or module
// that they stand in.
var idle = source.Words("class module end require require_relative autoload autoload_under eager_autoload extend private_constant")

// ancestor reads include A, B.
func (p *parser) ancestor(i int) {
	if p.punct(i, '(') {
		i++
	}
	for p.scope > 0 {
		s := &p.Scopes[p.scope]
		name, next, ok := p.path(i)
		if !ok || len(s.Ancestors) >= maxAncestors || len(p.frames) == 0 || p.frames[len(p.frames)-1].constant < 0 {
			return
		}
		s.Ancestors = append(s.Ancestors, name)
		if !p.punct(next, ',') {
			return
		}
		i = next + 1
	}
}

// startsHere reports whether __FILE__ is compared with $0.
func (p *parser) startsHere(i int) bool {
	return p.started(i-3) && p.punct(i-1, '=') && p.punct(i-2, '=') || p.started(i+3) && p.punct(i+1, '=') && p.punct(i+2, '=')
}

func (p *parser) started(i int) bool {
	t := p.code.Text(i)
	return t == "$0" || t == "$PROGRAM_NAME"
}

// relativeTo is a path as seen from the file's folder that is written relative to the file.
func (p *parser) relativeTo(file string) string { return path.Join(p.base, file) }
