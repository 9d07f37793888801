package jvm

import (
	"bytes"
	"slices"
	"strings"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/source"
)

// facts is what one file says, from its bytes alone.
type facts struct {
	Package    string   // "" for the unnamed one
	Opened     []string // Scala: packages whose members need no import, the innermost last
	Imports    []statement
	Types      []declared
	Members    []member  // functions, properties and values of Kotlin and Scala outside types
	Words      []mention // names that may mean something of the package or of a wildcard import, sorted by text
	Qualified  []mention // names with their package before them, as far as their first type, sorted by text
	JVMName    string    // Kotlin: the class that the file's functions are compiled to, if it says
	Lines      int
	Generated  bool
	Documented bool // a documentation comment stands before the package's name
	Main       bool
}

// statement is one import. Parts are those of its name; a wildcard is no part.
type statement struct {
	Parts    []string
	Alias    string // Kotlin: import a.b as alias; Scala: import a.{b => alias}, "_" to hide it
	Wildcard bool
	Static   bool // Java
	Inner    bool // Scala: it stands in a type or in code
	Line     int
}

// local is the name by which the file mentions what it imports; "" for a wildcard.
func (s *statement) local() string {
	switch {
	case s.Wildcard:
		return ""
	case s.Alias != "":
		return s.Alias
	}
	return s.Parts[len(s.Parts)-1]
}

// declared is one type. Name has the types around it before it: Outer.Inner.
type declared struct {
	Name   string
	Public bool
	Space  string // Scala: its package where that is another than the file's
}

// member is a function, a property or a value outside types.
type member struct {
	Name      string
	Public    bool
	Extension bool // an extension function or property of Kotlin: uses stand behind a dot
	Space     string
}

// mention is a name and the line on which it stands first.
type mention struct {
	Text   string
	Line   int
	Bare   bool // it stands somewhere without a dot before it
	Called bool // a bracket follows it somewhere
	Hidden bool // the file declares a parameter, a variable or a function of this name
}

// readers read single files of Java, of Kotlin and of Scala. Their version is raised with every
// change to what scan makes of some file.
var readers = [...]imports.Reader[facts]{
	{Name: "java", Version: 4, Facts: func(_ string, src []byte) facts { return scanJava(src) }},
	{Name: "kotlin", Version: 4, Facts: func(_ string, src []byte) facts { return scanKotlin(src) }},
	{Name: "scala", Version: 2, Facts: func(_ string, src []byte) facts { return scanScala(src) }},
}

// scanJava, scanKotlin and scanScala read one file.
func scanJava(src []byte) facts   { return scan(source.Java, src, (*parser).java) }
func scanKotlin(src []byte) facts { return scan(source.Kotlin, src, (*parser).kotlin) }
func scanScala(src []byte) facts  { return scan(source.Scala, src, (*parser).scala) }

func scan(language source.Language, src []byte, read func(*parser, source.Token)) facts {
	f := facts{Lines: bytes.Count(src, []byte("\n")), Generated: history.SaysGenerated(src)}
	p := parser{facts: &f, language: language, seen: map[string]int{}, qualified: map[string]bool{}, s: scalaState{src: src}}
	for t := range source.Tokens(language, src) {
		if t.Kind == source.Comment {
			p.s.doc = bytes.HasPrefix(t.Text, []byte("/**"))
			p.documented = p.documented || f.Package == "" && p.s.doc
			continue
		}
		read(&p, t)
		p.remember(t)
	}
	p.end()
	slices.SortFunc(f.Words, func(a, b mention) int { return strings.Compare(a.Text, b.Text) })
	slices.SortFunc(f.Qualified, func(a, b mention) int { return strings.Compare(a.Text, b.Text) })
	return f
}

// frame is one open bracket.
type frame struct {
	bracket byte   // 0: a body of Scala 3 that is only indented
	body    string // of a type: its name with the types around it
	public  bool

	// Scala.
	space     string // of a package: its whole name
	object    bool   // the type is an object
	extension bool   // a colon need not stand before the body
	column    int    // of the line that begins the declaration
	member    int    // of what is indented in it
}

// parser follows the tokens of one file.
type parser struct {
	*facts
	language   source.Language
	documented bool
	last       [3]string // the tokens before this one, the nearest first
	open       []frame
	head       []string // Java: what stands before a brace or a semicolon
	headLine   int
	k          kotlinState
	s          scalaState

	seen      map[string]int // word -> place in Words
	qualified map[string]bool
	chain     []string // the dotted name that is being read
	chainLine int
	naming    bool // it stands in an import or names the package
}

// limits of what is kept of hostile files.
const (
	maxHead  = 1000 // tokens of one head
	maxParts = 40   // of a dotted name
)

func (p *parser) remember(t source.Token) {
	p.last[2], p.last[1] = p.last[1], p.last[0]
	switch t.Kind {
	case source.Word:
		p.last[0] = name(t.Text)
	case source.Punct:
		p.last[0] = string(t.Text[:1])
	default:
		p.last[0] = `"`
	}
}

// name is a word as others write it, without the backticks of Kotlin.
func name(text []byte) string { return string(bytes.Trim(text, "`")) }

func capital(s string) bool { return s != "" && s[0] >= 'A' && s[0] <= 'Z' }

// level reports whether a token stands outside every body but those of types.
func (p *parser) level() bool {
	if len(p.open) == 0 {
		return true
	}
	last := &p.open[len(p.open)-1]
	return last.body != "" || last.space != ""
}

// outer is the innermost open type.
func (p *parser) outer() frame {
	if len(p.open) == 0 {
		return frame{public: true}
	}
	return p.open[len(p.open)-1]
}

// closeBracket leaves a bracket. A brace closes what was left open in it.
func (p *parser) closeBracket(c byte) {
	want := map[byte]byte{')': '(', ']': '[', '}': '{'}[c]
	for i := len(p.open) - 1; i >= 0; i-- {
		if p.open[i].bracket == want {
			p.open = p.open[:i]
			return
		}
		if c != '}' && p.open[i].bracket != 0 {
			return
		}
	}
}

// declare enters a type and gives the frame of its body.
func (p *parser) declare(name string, public bool) frame {
	outer := p.outer()
	f := frame{bracket: '{', body: name, public: public && outer.public}
	if outer.body != "" {
		f.body = outer.body + "." + name
	}
	p.Types = append(p.Types, declared{Name: f.body, Public: f.public})
	return f
}

// words notes what names a token of Java or Kotlin mentions.
func (p *parser) words(t source.Token) {
	dotted, kotlin := p.last[0] == ".", p.language == source.Kotlin
	if t.Kind != source.Word {
		if t.Kind != source.Punct || t.Text[0] != '.' {
			p.endChain()
		}
		if kotlin && t.Kind == source.Punct && (t.Text[0] == ':' || t.Text[0] == '=' && p.outer().bracket == '(') {
			p.hide(p.last[0]) // a parameter's declaration, or its name in a call
		}
		if i, ok := p.seen[p.last[0]]; ok && t.Kind == source.Punct && t.Text[0] == '(' {
			p.Words[i].Called = true
		}
		return
	}
	w := name(t.Text)
	switch {
	case dotted && len(p.chain) > 0 && len(p.chain) < maxParts:
		p.chain = append(p.chain, w)
	case dotted:
		p.chain = nil
	default:
		p.endChain()
		p.chain, p.chainLine = append(p.chain[:0], w), t.Line
		p.naming = p.last[0] == "import" || p.last[0] == "package" || p.last[0] == "static" && p.last[1] == "import"
	}
	if kotlin && (p.last[0] == "val" || p.last[0] == "var" || p.last[0] == "fun") {
		p.hide(w)
	}
	if w == "" || !capital(w) && !kotlin && w[0] < 0x80 || dotted && (capital(w) || !kotlin) {
		return
	}
	i, ok := p.seen[w]
	if !ok {
		i = len(p.Words)
		p.seen[w] = i
		p.Words = append(p.Words, mention{Text: w, Line: t.Line})
	}
	p.Words[i].Bare = p.Words[i].Bare || !dotted
}

// hide notes that the file has a name of its own.
func (p *parser) hide(word string) {
	if i, ok := p.seen[word]; ok {
		p.Words[i].Hidden = true
	} else if word != "" && isName(word) && !capital(word) {
		p.seen[word] = len(p.Words)
		p.Words = append(p.Words, mention{Text: word, Hidden: true})
	}
}

// endChain keeps a dotted name that begins with a package, up to its first type.
func (p *parser) endChain() {
	c := p.chain
	p.chain = p.chain[:0]
	n := slices.IndexFunc(c, capital)
	if n < 1 || p.naming {
		return
	}
	if text := join(c[:n+1]); !p.qualified[text] {
		p.qualified[text] = true
		p.Qualified = append(p.Qualified, mention{Text: text, Line: p.chainLine})
	}
}

func (p *parser) end() {
	if p.language == source.Scala {
		p.scalaEnd()
		return
	}
	p.endChain()
	if p.k.doing == "package" || p.k.doing == "import" {
		p.kotlinNamed()
	}
}

// join makes one name of parts.
func join(parts []string) string { return strings.Join(parts, ".") }
