package jvm

import (
	"slices"

	"seam/analyze/source"
)

// java reads one token of a Java file. What stands before a brace or a semicolon, without
// what is in brackets, is a head: it says what the brace opens.
func (p *parser) java(t source.Token) {
	p.words(t)
	c := byte(0)
	if t.Kind == source.Punct {
		c = t.Text[0]
	}
	switch c {
	case '{':
		f := frame{bracket: '{'}
		if p.level() {
			f = p.javaBody()
			p.head = p.head[:0]
		}
		p.open = append(p.open, f)
	case '(', '[':
		if p.level() {
			p.javaMain(c)
		}
		p.open = append(p.open, frame{bracket: c})
	case '}':
		p.closeBracket(c)
		if p.level() {
			p.head = p.head[:0]
		}
	case ')', ']':
		p.closeBracket(c)
	case ';':
		if len(p.open) == 0 {
			p.javaStatement()
		}
		if p.level() {
			p.head = p.head[:0]
		}
	default:
		if p.level() && len(p.head) < maxHead {
			if len(p.head) == 0 {
				p.headLine = t.Line
			}
			if t.Kind == source.Word {
				p.head = append(p.head, string(t.Text))
			} else {
				p.head = append(p.head, string(t.Text[:1]))
			}
		}
	}
}

// javaBody declares the type whose body a head stands before.
func (p *parser) javaBody() frame {
	for i, w := range p.head {
		switch w {
		case "class", "interface", "enum", "record":
			if i+1 < len(p.head) && isName(p.head[i+1]) && (i == 0 || p.head[i-1] != ".") {
				return p.declare(p.head[i+1], slices.Contains(p.head[:i], "public"))
			}
		case "=": // an initializer
			return frame{bracket: '{'}
		}
	}
	return frame{bracket: '{'}
}

// javaMain recognises static void main(.
func (p *parser) javaMain(bracket byte) {
	n := len(p.head)
	if bracket == '(' && n > 2 && p.head[n-1] == "main" && p.head[n-2] == "void" && slices.Contains(p.head, "static") {
		p.Main = true
	}
}

// javaStatement reads a head outside types that a semicolon ends.
func (p *parser) javaStatement() {
	if i := slices.Index(p.head, "package"); i >= 0 && p.Package == "" && len(p.Imports) == 0 {
		p.Package = join(dotted(p.head[i+1:]))
		p.Documented = p.documented
		return
	}
	if len(p.head) < 2 || p.head[0] != "import" {
		return
	}
	rest := p.head[1:]
	s := statement{Line: p.headLine}
	if rest[0] == "static" {
		s.Static, rest = true, rest[1:]
	}
	s.Parts = dotted(rest)
	s.Wildcard = len(rest) > 0 && rest[len(rest)-1] == "*"
	if len(s.Parts) > 0 && (s.Wildcard || len(rest) == 2*len(s.Parts)-1) { // not "import module a.b;"
		p.Imports = append(p.Imports, s)
	}
}

// dotted is the parts of the name that tokens begin with: words with dots between them.
func dotted(tokens []string) []string {
	var out []string
	for i := 0; i < len(tokens) && isName(tokens[i]) && len(out) < maxParts; i += 2 {
		out = append(out, tokens[i])
		if i+1 < len(tokens) && tokens[i+1] != "." {
			break
		}
	}
	return out
}

func isName(s string) bool {
	c := s[0]
	return c == '_' || c == '$' || c >= 0x80 || c|0x20 >= 'a' && c|0x20 <= 'z'
}
