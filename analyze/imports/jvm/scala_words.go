package jvm

import "seam/analyze/source"

// scalaWords notes what names a token mentions, and which the file declares.
func (p *parser) scalaWords(t source.Token, c byte) {
	if t.Kind != source.Word {
		p.scalaMark(c)
		return
	}
	w := name(t.Text)
	dotted := p.last[0] == "."
	switch {
	case dotted && len(p.chain) > 0 && len(p.chain) < maxParts:
		p.chain = append(p.chain, w)
	case dotted:
		p.chain = p.chain[:0]
	default:
		p.endScalaChain()
		p.chain, p.chainLine = append(p.chain[:0], w), t.Line
	}
	if dotted || w == "" || scalaWords[w] {
		return
	}
	switch last := p.last[0]; {
	case last == "val", last == "var", last == "def":
		p.hideName(w)
	case last == "type" && !p.outside():
		p.hideName(w)
	case len(p.open) == p.s.params && (last == "[" || last == "," || last == "+" || last == "-"):
		p.hideName(w)
	}
	i, ok := p.seen[w]
	if !ok {
		i = len(p.Words)
		p.seen[w] = i
		p.Words = append(p.Words, mention{Text: w, Line: t.Line})
	}
	p.Words[i].Bare = true
	if p.Words[i].Line == 0 {
		p.Words[i].Line = t.Line
	}
}

// scalaMark reads an operator or a bracket: it may show that the word before is a name of
// the file's own.
func (p *parser) scalaMark(c byte) {
	if c != '.' {
		p.endScalaChain()
	}
	last, before := p.last[0], p.last[1]
	switch {
	case c == ':' || c == '@' || c == '=' && len(p.open) > 0 && p.open[len(p.open)-1].bracket == '(':
		p.hideLower(last) // a parameter, or the name of an argument
	case c == '>' && last == "=", c == '-' && last == "<":
		p.hideLower(before) // x => …, x <- …
	}
}

// hasTypeParameters reports whether a [ opens the type parameters of a declaration.
func (p *parser) hasTypeParameters() bool {
	switch p.last[1] {
	case "class", "trait", "def", "type", "enum", "given":
		return true
	}
	return p.last[0] == "extension" || p.last[0] == "def"
}

func (p *parser) hideLower(word string) {
	if word != "" && isName(word) && !capital(word) && !scalaWords[word] {
		p.hideName(word)
	}
}

// hideName notes that the file has a name of its own.
func (p *parser) hideName(word string) {
	if i, ok := p.seen[word]; ok {
		p.Words[i].Hidden = true
		return
	}
	p.seen[word] = len(p.Words)
	p.Words = append(p.Words, mention{Text: word, Hidden: true})
}

// endScalaChain keeps a dotted name that may begin with a package: up to its first type, or
// a few names.
func (p *parser) endScalaChain() {
	c := p.chain
	p.chain = p.chain[:0]
	if len(c) < 2 || capital(c[0]) || scalaWords[c[0]] {
		return
	}
	n := 1
	for n < len(c) && n < maxLower && !capital(c[n]) {
		n++
	}
	if n < len(c) && capital(c[n]) {
		n++
	}
	if text := join(c[:n]); !p.qualified[text] {
		p.qualified[text] = true
		p.Qualified = append(p.Qualified, mention{Text: text, Line: p.chainLine})
	}
}

// maxLower bounds the names of a dotted name before its first type.
const maxLower = 12

// scalaWords are the words that are no names.
var scalaWords = source.Words(`abstract case catch class def do else extends false final finally for forSome if implicit import lazy match new null
	object override package private protected return sealed super this throw trait true try type val var while with yield
	_`)
