package proto

import (
	"bytes"
	"slices"

	"seam/analyze/imports"
	"seam/analyze/source"
)

// Import is one import statement.
type Import struct {
	Path string // as written
	Line int
}

// facts is what one file says, from its bytes alone.
type facts struct {
	Package  string
	Options  map[string]string // file options whose value is a string: go_package, java_package …
	Imports  []Import
	Names    []string // messages, enums and services of the file's top level, sorted
	Services []string // those that are services, sorted
	Words    []string // every word that it uses, sorted
	Lines    int
	Comment  bool // a comment stands before the package statement
}

// parser walks over the tokens of a file.
type parser struct {
	tokens []source.Token
	at     int
}

// reader reads single files. Its version is raised with every change to what scan makes
// of some file.
var reader = imports.Reader[facts]{Name: "proto", Version: 1, Facts: func(_ string, src []byte) facts { return scan(src) }}

// scan reads one file. What is no statement of the top level is passed over, so broken
// files give what can be read of them.
func scan(src []byte) facts {
	f := facts{Options: map[string]string{}, Lines: bytes.Count(src, []byte("\n"))}
	words := map[string]bool{}
	p := parser{}
	for t := range source.Tokens(source.Protobuf, src) {
		switch t.Kind {
		case source.Comment:
			continue
		case source.Word:
			words[string(t.Text)] = true
		}
		p.tokens = append(p.tokens, t)
	}
	for p.at < len(p.tokens) {
		p.statement(&f)
	}
	f.Comment = p.documented(src)
	for w := range words {
		f.Words = append(f.Words, w)
	}
	slices.Sort(f.Words)
	slices.Sort(f.Names)
	slices.Sort(f.Services)
	return f
}

// documented reports whether the file's first token of code is not its first token.
func (p *parser) documented(src []byte) bool {
	for t := range source.Tokens(source.Protobuf, src) {
		return t.Kind == source.Comment && len(p.tokens) > 0
	}
	return false
}

// word is the token n ahead if it is a word or a mark, "" else.
func (p *parser) word(n int) string {
	if p.at+n < len(p.tokens) && p.tokens[p.at+n].Kind != source.String {
		return string(p.tokens[p.at+n].Text)
	}
	return ""
}

// text joins the string literals that come next.
func (p *parser) text() string {
	out := ""
	for p.at < len(p.tokens) && p.tokens[p.at].Kind == source.String {
		out += p.tokens[p.at].Value()
		p.at++
	}
	return out
}

// statement reads one statement of the top level and passes its end.
func (p *parser) statement(f *facts) {
	switch p.word(0) {
	case "import":
		line := p.tokens[p.at].Line
		p.at++
		if w := p.word(0); w == "public" || w == "weak" || w == "option" {
			p.at++
		}
		if path := p.text(); path != "" {
			f.Imports = append(f.Imports, Import{path, line})
		}
	case "package":
		p.at++
		f.Package = p.dotted()
	case "option":
		p.at++
		if name := p.word(0); p.word(1) == "=" {
			p.at += 2
			if v := p.text(); v != "" {
				f.Options[name] = v
			}
		}
	case "message", "enum", "service":
		if name := p.word(1); name != "" && p.word(2) == "{" {
			f.Names = append(f.Names, name)
			if p.word(0) == "service" {
				f.Services = append(f.Services, name)
			}
		}
	}
	p.end()
}

func (p *parser) dotted() string {
	out := ""
	for w := p.word(0); w != "" && w != ";"; w = p.word(0) {
		out += w
		p.at++
	}
	return out
}

// end passes the rest of a statement: to its semicolon, or over its block.
func (p *parser) end() {
	depth := 0
	for p.at < len(p.tokens) {
		w := p.word(0)
		p.at++
		switch {
		case w == "{":
			depth++
		case w == "}":
			if depth--; depth <= 0 {
				return
			}
		case w == ";" && depth == 0:
			return
		}
	}
}
