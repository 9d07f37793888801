package rust

import (
	"bytes"
	"maps"
	"slices"
	"strconv"
	"strings"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/source"
)

// Limits of what is kept of one file, so that a hostile one does not fill the memory.
const (
	maxTokens = 2_000_000
	maxFacts  = 100_000 // of each kind
	maxParts  = 32      // of one path
	maxNested = 10_000  // blocks within blocks
	maxAhead  = 200     // tokens of one attribute
)

// facts is what one Rust file says, from its bytes alone.
type facts struct {
	Scopes     []scope // the file itself, then the modules that it declares
	Uses       []use
	Paths      []reference
	Items      []item
	Includes   []include
	Words      []string // that a glob could bind: capitalised, or called; none in files without globs; sorted
	Lines      int
	TestLines  int  // those of Lines in blocks that are built for tests alone
	Documented bool // it begins with a comment on itself
	Generated  bool
	Main       bool // it has a function main
	Cut        bool // only its beginning was read: it has too many tokens
}

// scope is one module.
type scope struct {
	Name   string
	Parent int      // index of the module around it
	Inline bool     // its body stands in this file
	Test   bool     // it is built for tests alone
	Files  []string // that #[path] names
	Fixed  bool     // by one that holds under every condition
	Line   int
}

// reference is one path in code. Its first part is "" for paths that begin with "::".
type reference struct {
	Path  []string
	Scope int
	Test  bool
	Line  int
}

// use is one name, or all names (Glob), that a use declaration or extern crate binds.
type use struct {
	reference
	Name   string // that it binds; "_" for none
	Glob   bool
	Extern bool // of extern crate: Path is the crate
}

// item is one named thing of a module.
type item struct {
	Name  string
	Scope int
	Pub   bool // for everyone
	Test  bool
	Macro bool // exported by #[macro_export], which puts it at the root of its crate
}

// include is one include!, include_str! or include_bytes! of a literal.
type include struct {
	File  string
	Crate bool // relative to the folder of the crate's manifest
	Test  bool
	Line  int
}

// reader reads single files. Its version is raised with every change to what scan makes
// of some file.
var reader = imports.Reader[facts]{Name: "rust", Version: 2, Facts: func(_ string, src []byte) facts { return scan(src) }}

// scan reads one file.
func scan(src []byte) facts {
	p := parser{names: map[string]string{}, seen: map[string]bool{}}
	p.Lines, p.Generated = bytes.Count(src, []byte("\n")), history.SaysGenerated(src)
	p.Scopes = []scope{{Inline: true}}
	p.frames = []frame{{modular: true}}
	for t := range source.Tokens(source.Rust, src) {
		switch {
		case t.Kind == source.Comment:
			p.Documented = p.Documented || len(p.tokens) == 0 && (bytes.HasPrefix(t.Text, []byte("//!")) || bytes.HasPrefix(t.Text, []byte("/*!")))
			continue
		case len(p.tokens) == maxTokens:
			p.Cut = true
		}
		if p.Cut {
			break
		}
		p.tokens = append(p.tokens, t)
	}
	for p.at < len(p.tokens) {
		p.step()
	}
	if slices.ContainsFunc(p.Uses, func(u use) bool { return u.Glob }) {
		p.words()
	}
	return p.facts
}

// parser walks over the tokens of a file and knows in which module it is.
type parser struct {
	facts
	tokens []source.Token
	at     int
	frames []frame
	over   int // blocks that are open beyond maxNested
	ahead  ahead
	names  map[string]string // one copy of each name
	seen   map[string]bool   // paths that are noted
}

// frame is one pair of braces.
type frame struct {
	scope   int
	test    bool
	modular bool // what stands in it are the items of a module
	rules   bool // within macro_rules!
	depth   int  // open parentheses and brackets
	begun   int  // line where the test code begins, if the code around it is none
}

// ahead is what has been read of an item whose end is still to come.
type ahead struct {
	head   string // its keyword
	test   bool
	pub    bool
	macro  bool // #[macro_export]
	files  []string
	fixed  bool
	module int // the scope that the next brace opens; 0 for none
}

// text is the token n ahead; "" beyond the end.
func (p *parser) text(n int) string {
	if t := p.token(n); t != nil {
		return string(t.Text) // the compiler makes no copy where it is compared
	}
	return ""
}

func (p *parser) token(n int) *source.Token {
	if i := p.at + n; i >= 0 && i < len(p.tokens) {
		return &p.tokens[i]
	}
	return nil
}

// word is the name n ahead, without the mark of a raw identifier; "" for other tokens.
func (p *parser) word(n int) string {
	t := p.token(n)
	if t == nil || t.Kind != source.Word {
		return ""
	}
	text := bytes.TrimPrefix(t.Text, []byte("r#"))
	s, ok := p.names[string(text)]
	if !ok {
		s = string(text)
		p.names[s] = s
	}
	return s
}

// colons reports whether "::" comes n ahead.
func (p *parser) colons(n int) bool {
	a, b := p.token(n), p.token(n+1)
	return a != nil && b != nil && string(a.Text) == ":" && string(b.Text) == ":" && b.At == a.At+1
}

func (p *parser) frame() *frame { return &p.frames[len(p.frames)-1] }

func (p *parser) test() bool { return p.frame().test || p.ahead.test }

// step reads what comes next.
func (p *parser) step() {
	t := p.tokens[p.at]
	switch t.Kind {
	case source.Word:
		p.readWord()
		return
	case source.Punct:
		p.readMark(t.Text[0])
		return
	}
	p.at++
}

func (p *parser) readMark(c byte) {
	f := p.frame()
	switch c {
	case '#':
		p.attribute()
	case '{':
		p.open()
	case '}':
		p.close()
	case '(', '[':
		f.depth++
	case ')', ']':
		f.depth = max(0, f.depth-1)
	case ';':
		if f.depth == 0 {
			p.ahead = ahead{}
		}
	case ',':
		if f.depth == 0 && !f.modular {
			p.ahead = ahead{}
		}
	case ':':
		if p.colons(0) && !p.continues() {
			p.path()
			return
		}
	}
	p.at++
}

// continues reports whether "::" goes on with what stands before it.
func (p *parser) continues() bool {
	before := p.token(-1)
	if before == nil {
		return false
	}
	return before.Kind == source.Word && !keywords[string(before.Text)] || string(before.Text) == ">"
}

// open enters a block.
func (p *parser) open() {
	f := *p.frame()
	if f.begun = 0; p.ahead.test && !f.test {
		f.begun = p.tokens[p.at].Line
	}
	f.test, f.depth = p.test(), 0
	switch {
	case p.ahead.module > 0:
		f.scope, f.modular = p.ahead.module, true
	default: // a block without a keyword is one of a macro (cfg_if! { if … { } })
		f.modular = f.modular && p.ahead.head == ""
		f.rules = f.rules || p.ahead.head == "macro_rules"
	}
	p.ahead = ahead{}
	if len(p.frames) >= maxNested {
		p.over++
		return
	}
	p.frames = append(p.frames, f)
}

func (p *parser) close() {
	p.ahead = ahead{}
	switch {
	case p.over > 0:
		p.over--
	case len(p.frames) > 1:
		if f := p.frame(); f.begun > 0 {
			p.TestLines += p.tokens[p.at].Line - f.begun + 1
		}
		p.frames = p.frames[:len(p.frames)-1]
	}
}

// attribute notes what an attribute says of the item after it, or of the module that it
// stands in. Its tokens are read on as code: they may hold paths.
func (p *parser) attribute() {
	n := 1
	inner := p.text(n) == "!"
	if inner {
		n++
	}
	if p.text(n) != "[" {
		return
	}
	name, last := p.word(n+1), n+1
	for p.colons(last+1) && p.word(last+3) != "" && last < maxAhead {
		last += 3
	}
	test := name == "cfg" && p.condition(last+1) || checked[p.word(last)]
	switch {
	case inner && test:
		p.frame().test = true
		if s := &p.Scopes[p.frame().scope]; p.frame().modular {
			s.Test = true
		}
	case inner:
	case test:
		p.ahead.test = true
	case name == "macro_export":
		p.ahead.macro = true
	case name == "path" || name == "cfg_attr":
		p.ahead.files = append(p.ahead.files, p.named(last)...)
		p.ahead.fixed = p.ahead.fixed || name == "path"
	}
}

// checked are attributes of functions that only tests run.
var checked = source.Words("test bench rstest test_case quickcheck")

// condition reports whether the condition n ahead, "(test)" or "(all(test, …))", holds
// in tests alone.
func (p *parser) condition(n int) bool {
	if p.text(n) != "(" {
		return false
	}
	if p.word(n+1) == "all" && p.text(n+2) == "(" {
		for depth, i := 1, n+3; depth > 0 && p.token(i) != nil && i < maxAhead; i++ {
			switch p.text(i) {
			case "(":
				depth++
			case ")":
				depth--
			case "test":
				if depth == 1 && (p.text(i+1) == "," || p.text(i+1) == ")") {
					return true
				}
			}
		}
		return false
	}
	return p.word(n+1) == "test" && p.text(n+2) == ")"
}

// named lists the files of path = "…" up to the end of an attribute.
func (p *parser) named(n int) []string {
	var out []string
	for depth := 1; depth > 0 && p.token(n) != nil && n < maxAhead && len(out) < maxParts; n++ {
		switch p.text(n) {
		case "[":
			depth++
		case "]":
			depth--
		case "=":
			if t := p.token(n + 1); t != nil && t.Kind == source.String && p.word(n-1) == "path" {
				out = append(out, t.Value())
			}
		}
	}
	return out
}

// keywords are words that begin no path.
var keywords = source.Words("as async await break const continue do dyn else enum extern fn for if impl in let loop match mod move mut pub ref return static struct trait type unsafe use where while yield")

func (p *parser) readWord() {
	w := p.word(0)
	if before := p.token(-1); before != nil && (string(before.Text) == "'" || string(before.Text) == ".") {
		p.at++ // a lifetime, a field or a method
		return
	}
	if bytes.HasPrefix(p.tokens[p.at].Text, []byte("r#")) {
		p.path()
		return
	}
	switch w {
	case "pub":
		p.visibility()
		return
	case "mod":
		p.module()
		return
	case "use":
		if p.text(1) != "<" {
			p.use()
			return
		}
	case "extern":
		if p.word(1) == "crate" {
			p.externCrate()
			return
		}
	case "fn", "struct", "enum", "trait", "type", "const", "static", "union", "impl", "let", "match", "macro_rules", "macro":
		p.item(w)
		if keywords[w] {
			p.at++
			return
		}
	case "include", "include_str", "include_bytes":
		p.include()
	}
	if keywords[w] {
		p.at++
		return
	}
	p.path()
}

// visibility reads pub, or pub(…).
func (p *parser) visibility() {
	p.ahead.pub = p.text(1) != "("
	p.at++
	if p.ahead.pub {
		return
	}
	for p.at < len(p.tokens) && p.text(0) != ")" && p.text(0) != ";" && p.text(0) != "{" {
		p.at++
	}
	if p.text(0) == ")" {
		p.at++
	}
}

// module reads "mod name;" and "mod name {".
func (p *parser) module() {
	name, end := p.word(1), p.text(2)
	p.at++
	if name == "" || name[0] == '$' || end != ";" && end != "{" || p.frame().rules || len(p.Scopes) >= maxFacts {
		return
	}
	p.Scopes = append(p.Scopes, scope{name, p.frame().scope, end == "{", p.test(), p.ahead.files, p.ahead.fixed, p.tokens[p.at].Line})
	p.ahead.module = len(p.Scopes) - 1
	p.at++
}

// item notes the name that a keyword declares.
func (p *parser) item(keyword string) {
	if p.ahead.head != "" || p.frame().depth > 0 {
		return
	}
	n := 1
	if keyword == "macro_rules" && p.text(1) == "!" || p.word(1) == "mut" || p.word(1) == "ref" {
		n++
	}
	name := p.word(n)
	switch {
	case keyword == "const" && keywords[name], keyword == "union" && (name == "" || keywords[name]), keyword == "macro" && name == "":
		return // const fn; union and macro are names too
	}
	p.ahead.head = keyword
	if name == "" || name == "_" || name[0] == '$' || !p.frame().modular || p.frame().rules || keyword == "impl" || keyword == "let" || keyword == "match" || len(p.Items) >= maxFacts {
		return
	}
	scope := p.frame().scope
	p.Items = append(p.Items, item{name, scope, p.ahead.pub || p.ahead.macro, p.test(), p.ahead.macro})
	p.Main = p.Main || keyword == "fn" && name == "main" && scope == 0
}

// externCrate reads "extern crate a as b;".
func (p *parser) externCrate() {
	name, line := p.word(2), p.tokens[p.at].Line
	p.at += 3
	if name == "" || len(p.Uses) >= maxFacts {
		return
	}
	u := use{reference: reference{[]string{name}, p.frame().scope, p.test(), line}, Name: name, Extern: true}
	if p.word(0) == "as" {
		u.Name = p.word(1)
	}
	p.Uses = append(p.Uses, u)
}

// use reads a use declaration up to its semicolon.
func (p *parser) use() {
	p.at++
	p.tree(nil, 0)
	p.ahead = ahead{}
}

// tree reads one branch of a use declaration, below a prefix and within depth groups.
func (p *parser) tree(prefix []string, depth int) {
	path := slices.Clip(prefix)
	if p.colons(0) {
		if len(path) == 0 {
			path = []string{""}
		}
		p.at += 2
	}
	for p.at < len(p.tokens) {
		line := p.tokens[p.at].Line
		switch name := p.word(0); {
		case name != "":
			p.at++
			if len(path) < maxParts && (name != "self" || len(path) == 0) {
				path = append(path, name)
			}
			if p.colons(0) {
				p.at += 2
				continue
			}
			p.leaf(path, line, false)
			return
		case p.text(0) == "*":
			p.at++
			p.leaf(path, line, true)
			return
		case p.text(0) == "{" && depth < maxParts:
			p.group(path, depth+1)
			return
		default:
			return
		}
	}
}

// group reads {a, b::{c}}.
func (p *parser) group(path []string, depth int) {
	p.at++
	for p.at < len(p.tokens) {
		switch p.text(0) {
		case "}":
			p.at++
			return
		case ",":
			p.at++
		case ";":
			return
		default:
			before := p.at
			if p.tree(path, depth); p.at == before {
				p.at++
			}
		}
	}
}

// leaf notes one name of a use declaration.
func (p *parser) leaf(path []string, line int, glob bool) {
	u := use{reference: reference{path, p.frame().scope, p.test(), line}, Glob: glob}
	if len(path) > 0 {
		u.Name = path[len(path)-1]
	}
	if p.word(0) == "as" {
		u.Name = p.word(1)
		p.at += 2
	}
	if glob {
		u.Name = "_"
	}
	if named(path) && len(p.Uses) < maxFacts {
		p.Uses = append(p.Uses, u)
	}
}

// named reports whether a path is more than parameters of a macro.
func named(path []string) bool {
	return len(path) > 0 && !slices.ContainsFunc(path, func(s string) bool { return strings.HasPrefix(s, "$") && s != "$crate" }) &&
		(len(path) > 1 || path[0] != "")
}

// path reads a path in code and notes it if it has several parts.
func (p *parser) path() {
	line := p.tokens[p.at].Line
	var path []string
	if p.colons(0) {
		path = append(path, "")
		p.at += 2
	}
	for p.word(0) != "" {
		if len(path) < maxParts {
			path = append(path, p.word(0))
		}
		p.at++
		if !p.colons(0) || p.word(2) == "" {
			break
		}
		p.at += 2
	}
	if len(path) < 2 || !named(path) || len(p.Paths) >= maxFacts {
		return
	}
	r := reference{path, p.frame().scope, p.test(), line}
	if key := r.key(); !p.seen[key] {
		p.seen[key] = true
		p.Paths = append(p.Paths, r)
	}
}

// key tells one path of a module from others.
func (r reference) key() string {
	key := strconv.Itoa(r.Scope) + strings.Join(r.Path, ":")
	if r.Test {
		key += "?"
	}
	return key
}

// include reads include_str!("…") and include!(concat!(env!("CARGO_MANIFEST_DIR"), "…")).
func (p *parser) include() {
	if p.text(1) != "!" || p.text(2) != "(" || len(p.Includes) >= maxFacts {
		return
	}
	in := include{Test: p.test(), Line: p.tokens[p.at].Line}
	n := 3
	if p.text(3) == "concat" && p.text(6) == "env" && p.text(9) == `"CARGO_MANIFEST_DIR"` {
		in.Crate, n = true, 12
	}
	if t := p.token(n); t != nil && t.Kind == source.String {
		in.File = t.Value()
		p.Includes = append(p.Includes, in)
	}
}

// words collects the names that globs could bind.
func (p *parser) words() {
	found := map[string]bool{}
	for p.at = range p.tokens {
		w := p.word(0)
		if w == "" || keywords[w] || p.at > 0 && p.text(-1) == "." {
			continue
		}
		if next := p.text(1); w[0] >= 'A' && w[0] <= 'Z' || next == "(" || next == "!" || p.colons(1) {
			found[w] = true
		}
	}
	p.Words = slices.Sorted(maps.Keys(found))
}
