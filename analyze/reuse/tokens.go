package reuse

import (
	"go/scanner"
	"go/token"
	"strconv"
)

// importLine is one import of a file.
type importLine struct {
	path string
	line int
}

// word is one token that counts when files are compared.
type word struct {
	hash uint64
	line int32
}

// text is a Go file as it is compared.
type text struct {
	imports []importLine
	words   []word
}

// scan reads the tokens of a Go file. Broken files give what can be had. With header it
// ends behind the imports.
func scan(content []byte, header bool) text {
	var t text
	r := reader{text: &t}
	file := token.NewFileSet().AddFile("", -1, len(content))
	var s scanner.Scanner
	s.Init(file, content, func(token.Position, string) {}, 0)
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF || header && r.state == body {
			return t
		}
		r.take(tok, lit, file.PositionFor(pos, false).Line)
	}
}

// state is where in a file a reader stands.
type state uint8

const (
	clause    state = iota // in the package clause
	between                // before an import or the first declaration
	importing              // in an import declaration
	body                   // behind the imports
)

// reader sorts tokens into imports and words.
type reader struct {
	text   *text
	state  state
	parens int
}

func (r *reader) take(tok token.Token, lit string, line int) {
	switch r.state {
	case clause:
		if tok == token.SEMICOLON {
			r.state = between
		}
	case between:
		switch tok {
		case token.IMPORT:
			r.state = importing
		case token.SEMICOLON:
		default:
			r.state = body
			r.word(tok, lit, line)
		}
	case importing:
		r.importing(tok, lit, line)
	case body:
		r.word(tok, lit, line)
	}
}

func (r *reader) importing(tok token.Token, lit string, line int) {
	switch tok {
	case token.LPAREN:
		r.parens++
	case token.RPAREN:
		r.parens--
	case token.STRING:
		if p, err := strconv.Unquote(lit); err == nil {
			r.text.imports = append(r.text.imports, importLine{p, line})
		}
	case token.SEMICOLON:
		if r.parens <= 0 {
			r.state, r.parens = between, 0
		}
	}
}

// word keeps a token. Semicolons and commas say how code is laid out, not what it does.
func (r *reader) word(tok token.Token, lit string, line int) {
	switch tok {
	case token.SEMICOLON, token.COMMA, token.ILLEGAL:
		return
	case token.IDENT:
		r.text.words = append(r.text.words, word{fnv(lit), int32(line)})
	default:
		r.text.words = append(r.text.words, word{mix(uint64(tok)), int32(line)})
	}
}

// fnv is the 64-bit FNV-1a hash of a name.
func fnv(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return mix(h)
}

// mix spreads a number over all bits (the finaliser of splitmix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
