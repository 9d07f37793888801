package javascript

import (
	"bytes"
	"path"
	"strings"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/source"
)

// facts is what one file says, from its bytes alone: nothing in it depends on the rest
// of the tree, so that it may be kept by the file's content and its ending.
type facts struct {
	Imports    []statement
	Exports    []string // in order of appearance, repetitions possible
	Lines      int
	Generated  bool
	Documented bool // begins with a comment /** … */
	Program    bool // its first line names an interpreter
	TypeScript bool
	Large      bool // above maxSource: the file was not read
}

// mode says how a statement imports.
type mode uint8

const (
	static  mode = iota // import, export … from, require
	typed               // only types: gone in the program that runs
	dynamic             // import()
)

// statement is one import.
type statement struct {
	Specifier string
	Line      int
	Mode      mode
	Require   bool     // by require(): the conditions of packages differ
	Reference bool     // by /// <reference>
	Names     []string // what is imported, "default" for the default
	Unknown   bool     // which names is not known: all of them, or used in other ways
}

// maxSource bounds the size of a file that is read; larger ones are programs' output.
const maxSource = 4 << 20

// files reads single files: all that they say, or without names, which are those that are
// imported, used and exported. Its version is raised with every change to what scan makes
// of some file.
func files(symbols bool) imports.Reader[facts] {
	r := imports.Reader[facts]{Name: "javascript", Version: 4, Large: true}
	if !symbols {
		r.Name = "javascript-headers"
	}
	r.Worker = func() func(string, []byte) facts {
		var room []source.Token
		return func(name string, src []byte) facts { return scan(name, src, symbols, &room) }
	}
	r.Facts = func(name string, src []byte) facts { return r.Worker()(name, src) }
	return r
}

// scan reads one file. name tells a declaration file, JSX and a component by its ending.
// The tokens are kept in room meanwhile.
func scan(name string, src []byte, symbols bool, room *[]source.Token) facts {
	language := source.Language(source.LanguageOf(name))
	f := facts{Lines: bytes.Count(src, []byte("\n")), Generated: history.SaysGenerated(src) || isMinified(name)}
	if len(src) > 0 && src[len(src)-1] != '\n' {
		f.Lines++
	}
	if len(src) > maxSource {
		f.Large = true
		return f
	}
	f.TypeScript = language == source.TypeScript
	if isComponent(name) {
		f.TypeScript = language == source.Astro || bytes.Contains(src, []byte(`lang="ts"`)) || bytes.Contains(src, []byte(`lang='ts'`)) || bytes.Contains(src, []byte(`lang="tsx"`))
		language, src = source.TypeScript, source.Script(src)
	}
	read(&f, language, src, symbols, room)
	if isDeclaration(name) {
		for i := range f.Imports {
			f.Imports[i].Mode = max(f.Imports[i].Mode, typed)
			if f.Imports[i].Mode == dynamic {
				f.Imports[i].Mode = typed
			}
		}
	}
	return f
}

func isComponent(name string) bool {
	l := source.Language(source.LanguageOf(name))
	return l == source.Astro || l == source.Vue || l == source.Svelte
}

// isDeclaration reports whether a file holds types alone, as foo.d.ts and foo.d.css.ts do.
func isDeclaration(name string) bool {
	base := path.Base(name)
	if strings.HasSuffix(base, ".d.mts") || strings.HasSuffix(base, ".d.cts") {
		return true
	}
	return strings.HasSuffix(base, ".ts") && strings.Contains(base, ".d.")
}

// reader goes through the tokens of one file.
type reader struct {
	*facts
	symbols bool // names are wanted
	tokens  []source.Token
	at      int
	object  int            // tokens before this one were looked at for the names of an exported object
	spaces  map[string]int // local name of a whole module -> index of its statement
	said    []statement    // what comments import
	begun   bool           // a token other than a comment was read
	cut     bool           // the tokens are not all of the file
	short   bool           // a token was asked for that was cut off
}

// read reads the program of one file. Without names it goes no further than to the last
// word that may begin an import, and for the rest of a long statement begins again.
func read(f *facts, language source.Language, src []byte, symbols bool, room *[]source.Token) {
	last := len(src)
	if !symbols {
		last = lastImport(src)
	}
	r := &reader{facts: f, symbols: symbols, tokens: (*room)[:0]}
	r.gather(language, src, last, symbols)
	r.look(last)
	if r.short {
		f.Imports = nil
		r = &reader{facts: f, tokens: r.tokens[:0]}
		r.gather(language, src, len(src), true)
		r.look(last)
	}
	f.Imports = append(r.said, f.Imports...)
	*room = r.tokens
	if !symbols {
		f.Exports = nil
		for i := range f.Imports {
			f.Imports[i].Names, f.Imports[i].Unknown = nil, true
		}
	}
}

// How many tokens are gathered before those are looked at that have many behind them, and
// how many of a statement may stand behind its string that tell what it is.
const (
	window = 2048
	behind = 256
	ahead  = 4
)

// gather gathers the file's tokens, up to the end of the statement that begins at an
// offset: all at once, or no more than a window of them.
func (r *reader) gather(language source.Language, src []byte, last int, whole bool) {
	left := -1 // tokens to take; negative as long as that is not known
	for t := range source.Tokens(language, src) {
		if t.Kind == source.Comment {
			r.comment(t)
			continue
		}
		if len(r.tokens) == window && !whole {
			r.slide()
		}
		r.tokens, r.begun = append(r.tokens, t), true
		switch {
		case last < 0, left == 0:
			r.cut = true
			return
		case left > 0:
			left--
		case t.At > last && t.Kind == source.String:
			left = ahead
		}
	}
	r.cut = false
}

// slide looks at the tokens of a window but for the last ones, and drops them.
func (r *reader) slide() {
	r.cut = true
	r.look(r.tokens[len(r.tokens)-behind].At)
	from := min(r.at-1, len(r.tokens)) // what comes next looks back at one
	r.tokens, r.at = append(r.tokens[:0], r.tokens[from:]...), r.at-from
}

// look looks at each token up to an offset.
func (r *reader) look(last int) {
	for r.at < len(r.tokens) && r.tokens[r.at].At <= last {
		if r.tokens[r.at].Kind == source.Word {
			r.word()
		}
		r.at++
	}
}

// token is the token n ahead, nil if there is none.
func (r *reader) token(n int) *source.Token {
	i := r.at + n
	if i >= 0 && i < len(r.tokens) {
		return &r.tokens[i]
	}
	r.short = r.short || r.cut && i >= 0
	return nil
}

// text is the text of the token n ahead, "" for all but words and operators.
func (r *reader) text(n int) string {
	if t := r.token(n); t != nil && (t.Kind == source.Word || t.Kind == source.Punct) {
		return string(t.Text)
	}
	return ""
}

// isText compares without taking a copy.
func (r *reader) isText(n int, text string) bool {
	t := r.token(n)
	return t != nil && string(t.Text) == text
}

// literal is the value of the string n ahead.
func (r *reader) literal(n int) (string, bool) {
	if t := r.token(n); t != nil && t.Kind == source.String {
		return unescape(t.Value()), true
	}
	return "", false
}

// isWordAt reports whether the token n ahead is a word.
func (r *reader) isWordAt(n int) bool {
	t := r.token(n)
	return t != nil && t.Kind == source.Word
}

// unescape takes the backslashes out of a specifier, where they matter to nobody but
// hostile files.
func unescape(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(s, `\/`, "/"), `\\`, `\`)
}

// word looks at a word that may begin an import or an export.
func (r *reader) word() {
	if r.isText(-1, ".") || r.isText(-1, "?.") {
		if r.symbols {
			r.commonExport()
		}
		return
	}
	switch string(r.tokens[r.at].Text) {
	case "import":
		r.importWord()
	case "export":
		r.exportWord()
	case "require":
		r.require()
	default:
		if r.symbols {
			r.mention()
		}
	}
}

// whole enters the name that stands for the whole module of the newest statement.
func (r *reader) whole(local string) {
	if r.spaces == nil {
		r.spaces = map[string]int{}
	}
	r.spaces[local] = len(r.Imports) - 1
}

// mention notes ns.name, where ns stands for a whole module.
func (r *reader) mention() {
	if len(r.spaces) == 0 {
		return
	}
	i, ok := r.spaces[string(r.tokens[r.at].Text)]
	if !ok {
		return
	}
	s := &r.Imports[i]
	if (r.isText(1, ".") || r.isText(1, "?.")) && r.isWordAt(2) {
		s.Names = append(s.Names, r.text(2))
		return
	}
	if !r.isText(1, ":") {
		s.Unknown = true
	}
}

// importWord reads import … from, import x = require(), import() and leaves import.meta.
func (r *reader) importWord() {
	switch {
	case r.isText(1, "."), r.isText(1, ":"), r.isText(1, "?"), r.isText(1, "="):
		return
	case r.isText(1, "("):
		r.importCall()
		return
	}
	s := statement{Line: r.tokens[r.at].Line}
	start := r.at
	r.at++
	if text, ok := r.literal(0); ok {
		s.Specifier = text
		r.Imports = append(r.Imports, s)
		return
	}
	if r.isText(0, "type") && !r.isText(1, "from") && !r.isText(1, ",") && !r.isText(1, "=") || r.isText(0, "type") && r.isText(1, "from") && r.isText(2, "from") {
		s.Mode = typed
		r.at++
	} else if (r.isText(0, "defer") || r.isText(0, "source")) && (r.isWordAt(1) && !r.isText(1, "from") || r.isText(1, "*")) {
		r.at++
	}
	if !r.clause(&s) {
		r.at = start
	}
}

// clause reads what is imported and from where. The reader stands on its last token then.
func (r *reader) clause(s *statement) bool {
	var whole []string
	if r.isWordAt(0) && !(r.isText(0, "from") && !r.isText(1, "from")) {
		local := r.text(0)
		r.at++
		if r.isText(0, "=") {
			return r.importEquals(s, local)
		}
		s.Names = append(s.Names, "default")
		if r.isText(0, ",") {
			r.at++
		}
	}
	if r.isText(0, "*") && r.isText(1, "as") {
		whole = append(whole, r.text(2))
		r.at += 3
	}
	if r.isText(0, "{") {
		r.names(s)
	}
	if !r.isText(0, "from") {
		return false
	}
	text, ok := r.literal(1)
	if !ok {
		return false
	}
	r.at++
	s.Specifier = text
	r.Imports = append(r.Imports, *s)
	for _, local := range whole {
		r.whole(local)
	}
	return true
}

// importEquals reads the rest of import x = require("y"); import x = a.b is an alias.
func (r *reader) importEquals(s *statement, local string) bool {
	text, ok := r.literal(3)
	if !r.isText(1, "require") || !r.isText(2, "(") || !ok {
		return false
	}
	s.Specifier, s.Require = text, true
	r.at += 4
	r.Imports = append(r.Imports, *s)
	r.whole(local)
	return true
}

// names reads { a, type b, c as d }; a list of types alone makes the import one of types.
// The reader stands behind the closing bracket then.
func (r *reader) names(s *statement) {
	r.at++
	types, values := 0, len(s.Names)
	for r.token(0) != nil && !r.listEnds() {
		name, ok := r.literal(0)
		if !ok && !r.isWordAt(0) {
			r.at++
			continue
		}
		if !ok {
			name = r.text(0)
		}
		if name == "type" && r.isWordAt(1) && !(r.isText(1, "as") && !r.isText(2, "as") && r.isWordAt(2) && (r.isText(3, ",") || r.isText(3, "}"))) {
			types++
			r.at++
			name = r.text(0)
		} else {
			values++
		}
		s.Names = append(s.Names, name)
		for r.at++; r.token(0) != nil && !r.isText(0, ",") && !r.listEnds(); {
			r.at++
		}
	}
	r.at++
	if types > 0 && values == 0 {
		s.Mode = typed
	}
}

// listEnds reports whether a list of names ends here, as by a bracket it cannot hold.
func (r *reader) listEnds() bool {
	return r.isText(0, "}") || r.isText(0, ";") || r.isText(0, "{") || r.isText(0, "(")
}

// importCall reads import("x"): a type where it stands after typeof or a name of the
// module follows, else a module loaded when needed.
func (r *reader) importCall() {
	text, ok := r.literal(2)
	if !ok || !(r.isText(3, ")") || r.isText(3, ",")) {
		return
	}
	s := statement{Specifier: text, Line: r.tokens[r.at].Line, Mode: dynamic, Unknown: true}
	if r.isText(3, ")") && r.isText(4, ".") && r.isWordAt(5) {
		switch name := r.text(5); name {
		case "then", "catch", "finally":
		default:
			s.Mode, s.Names, s.Unknown = typed, []string{name}, false
		}
	}
	if r.isText(-1, "typeof") {
		s.Mode = typed
	}
	r.Imports = append(r.Imports, s)
}

// require reads require("x") and what is taken of it.
func (r *reader) require() {
	text, ok := r.literal(2)
	if !ok || !r.isText(1, "(") || !(r.isText(3, ")") || r.isText(3, ",")) {
		return
	}
	s := statement{Specifier: text, Line: r.tokens[r.at].Line, Require: true, Unknown: true}
	local := ""
	switch {
	case r.isText(4, ".") && r.isWordAt(5):
		s.Names, s.Unknown = []string{r.text(5)}, false
	case r.isText(-1, "=") && r.isWordAt(-2):
		local, s.Unknown = r.text(-2), false
	case r.isText(-1, "=") && r.isText(-2, "}"):
		s.Names, s.Unknown = r.pattern(-2)
	case r.isText(-1, ";"), r.isText(4, ";") && !r.isText(-1, "="):
		s.Unknown = false
	}
	r.Imports = append(r.Imports, s)
	if local != "" {
		r.whole(local)
	}
}

// pattern reads { a, b: c } backwards from its closing bracket; unknown for patterns of
// other shapes.
func (r *reader) pattern(end int) (names []string, unknown bool) {
	for i := end - 1; r.at+i >= 0 && end-i < 400; i-- {
		switch {
		case r.isText(i, "{"):
			return names, false
		case r.isText(i, "}"), r.isText(i, "]"), r.isText(i, "..."):
			return nil, true
		case r.isWordAt(i) && (r.isText(i-1, "{") || r.isText(i-1, ",")):
			names = append(names, r.text(i))
		}
	}
	return nil, true
}
