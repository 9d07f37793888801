package jvm

import (
	"bytes"
	"strings"

	"seam/analyze/source"
)

// scalaState is what a Scala file is in the middle of. Braces tell what lies in what, and
// in Scala 3 the columns in which lines begin.
type scalaState struct {
	src        []byte
	endLine    int    // of the token before
	end        int    // of that, its offset
	column     int    // of the first token of the line
	first      int    // of the first token of the file
	fresh      bool   // this token is the first of its line
	doc        bool   // a documentation comment stands right before
	head       int    // column of the line of a package clause
	documented bool   // a documentation comment stands before that
	space      string // the package that clauses without a body have opened

	doing   string // package, class, trait, object, enum, type, def, val, given, extension: its name comes next
	public  bool   // of that declaration
	hidden  bool   // private or protected stands before
	main    bool   // @main stands before
	parts   []string
	pending *frame // of the declaration whose body may come next
	params  int    // depth of the brackets that hold the type parameters of a declaration

	imports scalaImport
}

// scala reads one token of a Scala file.
func (p *parser) scala(t source.Token) {
	s := &p.s
	p.scalaLine(t)
	defer func() {
		s.doc = false
		s.endLine, s.end = t.Line, t.At+len(t.Text)
		if t.Kind == source.String || t.Kind == source.Hole {
			s.endLine += bytes.Count(t.Text, []byte("\n"))
		}
	}()
	if s.imports.reading && p.importToken(t) {
		return
	}
	c := byte(0)
	if t.Kind == source.Punct {
		c = t.Text[0]
	}
	if s.doing == "package" && p.packageToken(t, c) {
		return
	}
	p.scalaBody(t, c)
	p.scalaWords(t, c)
	switch c {
	case '(', '[':
		if c == '[' && p.hasTypeParameters() {
			s.params = len(p.open) + 1
		}
		s.hidden = s.hidden && c == '['
		p.open = append(p.open, frame{bracket: c})
	case ')', ']', '}':
		p.closeBracket(c)
		s.hidden = s.hidden && c == ']'
	}
	switch {
	case s.doing != "":
		p.scalaName(t, c)
	case t.Kind == source.Word && p.last[0] != "." && p.last[0] != "end":
		p.scalaWord(string(t.Text), t.Line)
	}
}

// scalaLine notes where the line of a token begins, and leaves what is indented deeper.
func (p *parser) scalaLine(t source.Token) {
	s := &p.s
	s.fresh = t.Line > s.endLine
	if !s.fresh {
		return
	}
	column := t.At - bytes.LastIndexByte(s.src[:t.At], '\n') - 1
	if s.endLine == 0 {
		s.first = column
	}
	if isModifier(p.last[0]) {
		return // the declaration began on the line before
	}
	s.column = column
	for n := len(p.open); n > 0 && p.open[n-1].bracket == 0 && column <= p.open[n-1].column; n-- {
		p.open = p.open[:n-1]
	}
}

func isModifier(word string) bool {
	switch word {
	case "private", "protected", "final", "sealed", "abstract", "case", "implicit", "lazy", "override", "inline", "open", "transparent", "opaque", "infix":
		return true
	}
	return false
}

// scalaBody opens the body of the declaration that stands before a token.
func (p *parser) scalaBody(t source.Token, c byte) {
	s := &p.s
	body := s.pending
	switch {
	case c == '{':
		f := frame{bracket: '{'}
		if body != nil && p.level() {
			f = *body
			f.bracket = '{'
			s.pending = nil
		}
		p.open = append(p.open, f)
		s.hidden = false
	case body == nil || !s.fresh || !p.level():
	case (p.last[0] == ":" || body.extension) && s.column > body.column:
		f := *body
		f.member = s.column
		p.open = append(p.open, f)
		s.pending = nil
	case s.column <= body.column && t.Kind == source.Word && !continuesHead(string(t.Text)):
		s.pending = nil
	}
}

// continuesHead reports whether a word goes on with the head of a type on another line.
func continuesHead(word string) bool {
	return word == "extends" || word == "with" || word == "derives" || isModifier(word)
}

// here reports whether what a token declares is a member of the innermost open body: in
// Scala 3 what is indented deeper belongs to a definition.
func (p *parser) here() bool {
	if !p.level() {
		return false
	}
	if n := len(p.open); n > 0 {
		return p.open[n-1].bracket != 0 || p.s.column <= p.open[n-1].member
	}
	return p.s.column <= p.s.first
}

// spaceHere is the package of what is declared at this place.
func (p *parser) spaceHere() string {
	for i := len(p.open) - 1; i >= 0; i-- {
		if p.open[i].space != "" {
			return p.open[i].space
		}
	}
	return p.s.space
}

// outside reports whether a place lies in no type and in no code.
func (p *parser) outside() bool { return len(p.open) == 0 || p.open[len(p.open)-1].space != "" }

// scalaWord reads a word that may begin a declaration.
func (p *parser) scalaWord(w string, line int) {
	s := &p.s
	switch w {
	case "import", "export":
		if w == "import" || s.fresh && p.here() {
			p.s.imports = scalaImport{reading: true, wanted: true, line: line, inner: !p.outside()}
			s.pending = nil
		}
		return
	case "extends", "with":
		return
	case "main":
		s.main = s.main || p.last[0] == "@"
		return
	}
	if p.last[0] == "extends" || p.last[0] == "with" {
		if s.pending != nil && s.pending.object && runs(w) {
			p.Main = true
		}
		return
	}
	if !p.here() {
		return
	}
	switch w {
	case "private", "protected":
		s.hidden = true
	case "package":
		if p.outside() {
			s.doing, s.parts, s.pending, s.head, s.documented = w, nil, nil, s.column, s.doc
		}
	case "extension":
		if s.fresh && p.outside() {
			s.doing = w
		}
	case "class", "trait", "object", "enum", "type", "def", "given":
		p.scalaBegin(w)
	case "val", "var":
		p.scalaBegin("val")
	}
}

// runs reports whether an object that extends a type of this name is a program.
func runs(word string) bool {
	return strings.HasSuffix(word, "App") || word == "ZIOAppDefault"
}

func (p *parser) scalaBegin(what string) {
	s := &p.s
	s.doing, s.public, s.hidden, s.pending = what, !s.hidden, false, nil
}

// scalaName reads the name of what is declared.
func (p *parser) scalaName(t source.Token, c byte) {
	s := &p.s
	doing := s.doing
	s.doing = ""
	if of, ok := strings.CutPrefix(doing, "given "); ok && c == ':' && !capital(of) {
		p.scalaMember(of)
	}
	if doing == "extension" && (c == '(' || c == '[') {
		s.pending = &frame{space: p.spaceHere(), column: s.column, public: true, extension: true}
	}
	if t.Kind != source.Word {
		return
	}
	w := name(t.Text)
	switch doing {
	case "given":
		s.doing = "given " + w // a name if a colon follows
	case "package object":
		p.packageObject(w)
	case "class", "trait", "object", "enum":
		f := p.declare(w, s.public)
		p.Types[len(p.Types)-1].Space = p.spaceHere()
		f.bracket, f.object, f.column = 0, doing == "object", s.column
		s.pending = &f
	case "type":
		if p.outside() {
			p.declare(w, s.public)
			p.Types[len(p.Types)-1].Space = p.spaceHere()
		}
	case "def", "val":
		p.scalaMember(w)
		if n := len(p.open); doing == "def" && (w == "main" && n > 0 && p.open[n-1].object || s.main) {
			p.Main = true
		}
		s.main = false
	}
}

// scalaMember enters a function or a value that stands outside types.
func (p *parser) scalaMember(name string) {
	if p.outside() && isName(name) {
		p.Members = append(p.Members, member{Name: name, Public: p.s.public, Space: p.spaceHere()})
	}
}

// packageToken reads on in the name of a package, and reports whether the token is a part
// of the clause.
func (p *parser) packageToken(t source.Token, c byte) bool {
	s := &p.s
	switch {
	case t.Kind == source.Word && len(s.parts) == 0 && string(t.Text) == "object":
		s.doing = "package object"
		return true
	case t.Kind == source.Word && (len(s.parts) == 0 || p.last[0] == ".") && len(s.parts) < maxParts:
		s.parts = append(s.parts, name(t.Text))
		return true
	case c == '.' && len(s.parts) > 0, c == ':':
		return true
	}
	s.doing = ""
	if len(s.parts) == 0 {
		return false
	}
	full := dot(p.spaceHere(), join(s.parts))
	p.Opened = append(p.Opened, full)
	if c != '{' && p.last[0] != ":" {
		s.space, p.Package = full, full
		return false
	}
	s.pending = &frame{space: full, column: s.head, public: true}
	if p.Package == "" {
		p.Package = full
	}
	return false
}

// packageObject opens a package object: what it holds are members of its package.
func (p *parser) packageObject(name string) {
	full := dot(p.spaceHere(), name)
	p.Opened = append(p.Opened, full)
	if len(p.Types)+len(p.Members) == 0 {
		p.Package = full
	}
	p.Documented = p.Documented || p.s.documented
	p.Types = append(p.Types, declared{Name: packageObject, Space: full})
	p.s.pending = &frame{space: full, column: p.s.head, public: true}
}

// packageObject is the name of a package object among the types of its package.
const packageObject = "package"

// dot is a name within a package; the package may be the unnamed one.
func dot(space, name string) string {
	if space == "" {
		return name
	}
	return space + "." + name
}

// scalaEnd ends a file: a clause may be its last word, and packages are those of the file
// unless they are others.
func (p *parser) scalaEnd() {
	if p.s.imports.reading {
		p.s.imports.end(p)
	}
	if p.s.doing == "package" {
		p.packageToken(source.Token{}, 0)
	}
	p.endScalaChain()
	for i := range p.Types {
		if p.Types[i].Space == p.Package {
			p.Types[i].Space = ""
		}
	}
	for i := range p.Members {
		if p.Members[i].Space == p.Package {
			p.Members[i].Space = ""
		}
	}
}
