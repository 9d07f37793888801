package golang

import (
	"bytes"
	"go/ast"
	"go/token"
	"strings"
	"unicode/utf8"
)

// heading is what stands in a file up to the end of its imports.
type heading struct {
	at         int // offset of the package clause
	end        int // offset of what follows the imports
	name       string
	generated  bool
	documented bool
	imports    []statement
}

// read reads the heading of a file that is written as nearly all are, which saves
// most of what go/parser takes. All else is left to that one, whatever is wrong with it or
// only rare: carriage returns, semicolons, raw strings and escapes in imports, comments
// within a clause, //line.
func (h *headings) read(src []byte) (heading, bool) {
	r := headingReader{headings: h, src: src, line: 1}
	h.imports = h.imports[:0]
	if !r.clause() || !r.declarations() {
		return heading{}, false
	}
	read := src[:min(r.at+1, len(src))] // go/parser has seen one more
	if bytes.IndexByte(read, 0) >= 0 || bytes.IndexByte(read, '\r') >= 0 || !utf8.Valid(read) || bytes.Contains(read, []byte("\ufeff")) {
		return heading{}, false
	}
	r.heading.imports = append([]statement(nil), h.imports...) // nil where there are none
	return r.heading, true
}

// headings reads headings one after another. It is for one goroutine.
type headings struct {
	imports []statement       // those of the file
	paths   map[string]string // import paths that were met; "" for those that can be none
}

// path is an import path, the same string for all files; "" if it can be none.
func (h *headings) path(text []byte) string {
	p, ok := h.paths[string(text)]
	if !ok {
		if h.paths == nil {
			h.paths = map[string]string{}
		}
		if p = string(text); !validImport(p) {
			p = ""
		}
		h.paths[string(text)] = p
	}
	return p
}

// facts is what the file says.
func (h heading) facts(base string, content []byte) facts {
	s := facts{Lines: countLines(content), Generated: h.generated, Documented: h.documented, Imports: h.imports}
	if bytes.Contains(content[:h.at], []byte("build")) {
		s.readConstraint(base, content)
	} else {
		s.take(nameCondition(base))
	}
	s.named(isTest(base), h.name)
	return s
}

// headingReader goes through a file. Its methods report whether all was as they expect.
type headingReader struct {
	*headings
	heading
	src   []byte
	at    int
	line  int      // that at is on
	group [][]byte // comments that follow each other without a blank line
	ended int      // the line on which the last of them ended
}

// peek is the next byte; 0 at the end, where no other 0 is let through.
func (r *headingReader) peek() byte {
	if r.at < len(r.src) {
		return r.src[r.at]
	}
	return 0
}

// blanks passes spaces and tabs.
func (r *headingReader) blanks() {
	for r.peek() == ' ' || r.peek() == '\t' {
		r.at++
	}
}

// gap passes white space and comments.
func (r *headingReader) gap() bool {
	for {
		switch r.blanks(); r.peek() {
		case '\n':
			r.at++
			r.line++
		case '/':
			if !r.comment() {
				return false
			}
		default:
			return true
		}
	}
}

// comment passes a comment and enters it in its group.
func (r *headingReader) comment() bool {
	rest := r.src[r.at:]
	n := 0
	switch {
	case bytes.HasPrefix(rest, []byte("//line ")), bytes.HasPrefix(rest, []byte("/*line ")):
		return false
	case bytes.HasPrefix(rest, []byte("//")):
		if n = bytes.IndexByte(rest, '\n'); n < 0 {
			n = len(rest)
		}
	case bytes.HasPrefix(rest, []byte("/*")):
		if n = bytes.Index(rest[2:], []byte("*/")); n < 0 {
			return false
		}
		n += 4
	default:
		return false
	}
	if r.line > r.ended+1 {
		r.group = r.group[:0]
	}
	text := rest[:n]
	r.group = append(r.group, text)
	r.generated = r.generated || r.name == "" && saysGenerated(text)
	r.at += n
	r.line += bytes.Count(text, []byte("\n"))
	r.ended = r.line
	return true
}

// saysGenerated is ast.IsGenerated for one comment.
func saysGenerated(comment []byte) bool {
	const prefix = "// Code generated "
	if !bytes.Contains(comment, []byte(prefix)) {
		return false
	}
	for line := range bytes.SplitSeq(comment, []byte("\n")) {
		if bytes.HasPrefix(line, []byte(prefix)) && bytes.HasSuffix(line[len(prefix):], []byte(" DO NOT EDIT.")) {
			return true
		}
	}
	return false
}

// word passes a name or a keyword of ASCII; "" if none comes.
func (r *headingReader) word() []byte {
	begin := r.at
	for c := r.peek(); c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z' || r.at > begin && '0' <= c && c <= '9'; c = r.peek() {
		r.at++
	}
	if r.peek() >= utf8.RuneSelf {
		return nil
	}
	return r.src[begin:r.at]
}

// clause reads the package clause and the comments before it.
func (r *headingReader) clause() bool {
	r.ended = -1
	if !r.gap() {
		return false
	}
	r.heading.at = r.at
	if string(r.word()) != "package" || r.peek() != ' ' && r.peek() != '\t' {
		return false
	}
	r.blanks()
	r.name = string(r.word())
	r.blanks()
	if r.name == "" || r.name == "_" || token.IsKeyword(r.name) || r.at < len(r.src) && r.peek() != '\n' {
		return false
	}
	r.documented = r.ended+1 == r.line && hasText(r.group)
	return true
}

// hasText reports whether a group of comments says anything beside directives.
func hasText(group [][]byte) bool {
	var g ast.CommentGroup
	for _, text := range group {
		g.List = append(g.List, &ast.Comment{Text: string(text)})
	}
	return strings.TrimSpace(g.Text()) != ""
}

// declarations reads the imports, up to a word that begins something else.
func (r *headingReader) declarations() bool {
	for {
		if !r.gap() {
			return false
		}
		r.heading.end = r.at
		if r.at == len(r.src) {
			return true
		}
		switch string(r.word()) {
		case "import":
			if !r.imported() {
				return false
			}
		case "func", "type", "var", "const":
			return true
		default:
			return false
		}
	}
}

// imported reads what follows the word import.
func (r *headingReader) imported() bool {
	r.blanks()
	if r.peek() != '(' {
		return r.spec()
	}
	for r.at++; ; {
		if !r.gap() {
			return false
		}
		if r.peek() == ')' {
			r.at++
			return r.lineEnds()
		}
		if !r.spec() {
			return false
		}
	}
}

// spec reads one import: a name or none, the path, the end of the line.
func (r *headingReader) spec() bool {
	s := statement{Line: r.line}
	if r.peek() == '.' {
		r.at++
		s.Name = "."
	} else if s.Name = string(r.word()); token.IsKeyword(s.Name) {
		return false
	}
	r.blanks()
	if r.peek() != '"' {
		return false
	}
	r.at++
	n := bytes.IndexByte(r.src[r.at:], '"')
	if n < 0 {
		return false
	}
	p := r.src[r.at : r.at+n]
	if bytes.IndexByte(p, '\\') >= 0 || bytes.IndexByte(p, '\n') >= 0 {
		return false
	}
	r.at += n + 1
	if s.Path = r.path(p); s.Path != "" {
		r.headings.imports = append(r.headings.imports, s)
	}
	return r.lineEnds()
}

// lineEnds reports whether nothing but a comment follows on the line.
func (r *headingReader) lineEnds() bool {
	r.blanks()
	return r.at == len(r.src) || r.peek() == '\n' || r.peek() == '/' && bytes.HasPrefix(r.src[r.at:], []byte("//"))
}
