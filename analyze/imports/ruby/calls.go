package ruby

import (
	"path"
	"strings"

	"seam/analyze/source"
)

// load reads what follows require, require_relative or load.
func (p *parser) load(i int, relative bool) {
	if p.punct(i, '(') {
		i++
	}
	l := load{Relative: relative}
	if p.code.Is(i, source.String) && !p.goesOn(i+1) {
		l.Path, l.Line = p.code[i].Value(), p.code[i].Line
	} else if at, ok := p.here(i); ok {
		l.Path, l.Line, l.Relative = at, p.code[i].Line, true
	}
	if l.Path != "" && len(l.Path) <= maxPath {
		p.Loads = append(p.Loads, l)
	}
}

// goesOn reports whether a text is a part of a longer expression.
func (p *parser) goesOn(i int) bool {
	return p.punct(i, '+') || p.punct(i, '%') || p.punct(i, '.') && !p.fresh(i)
}

// here reads a path that is worked out from the file's own: File.expand_path("a", __dir__),
// File.join(File.dirname(__FILE__), "a"), __dir__ + "/a".
func (p *parser) here(i int) (string, bool) {
	if next, ok := p.folder(i); ok && p.punct(next, '+') && p.code.Is(next+1, source.String) {
		return path.Join(".", "./"+p.code[next+1].Value()), true
	}
	if p.code.Text(i) != "File" || !p.punct(i+1, '.') || !p.punct(i+3, '(') {
		return "", false
	}
	switch p.code.Text(i + 2) {
	case "expand_path":
		if !p.code.Is(i+4, source.String) || !p.punct(i+5, ',') {
			return "", false
		}
		file := p.code[i+4].Value()
		if p.code.Text(i+6) == "__FILE__" {
			return p.relativeTo(file), true
		}
		if _, ok := p.folder(i + 6); ok {
			return path.Join(file), true
		}
	case "join":
		next, ok := p.folder(i + 4)
		joined := "."
		for ok && p.punct(next, ',') && p.code.Is(next+1, source.String) {
			joined = path.Join(joined, p.code[next+1].Value())
			next += 2
		}
		return joined, ok && p.punct(next, ')') && joined != "."
	}
	return "", false
}

// folder reads __dir__ or File.dirname(__FILE__), and gives what follows.
func (p *parser) folder(i int) (int, bool) {
	if p.code.Text(i) == "__dir__" {
		return i + 1, true
	}
	if p.code.Text(i) == "File" && p.code.Text(i+2) == "dirname" && p.code.Text(i+4) == "__FILE__" && p.punct(i+5, ')') {
		return i + 6, true
	}
	return i, false
}

// autoload reads autoload :A, "path" and, as Rails has it, autoload :A.
func (p *parser) autoload(i int) {
	if p.punct(i, '(') {
		i++
	}
	if !p.punct(i, ':') || !p.code.Is(i+1, source.Word) || !capital(p.code[i+1].Text) {
		return
	}
	if !p.punct(i+2, ',') {
		p.use(string(p.code[i+1].Text), p.code[i].Line, lazy)
		return
	}
	l := load{Line: p.code[i].Line, Lazy: true}
	if p.code.Is(i+3, source.String) && !p.goesOn(i+4) {
		l.Path = p.code[i+3].Value()
	} else if at, ok := p.here(i + 3); ok {
		l.Path, l.Relative = at, true
	}
	if l.Path != "" && len(l.Path) <= maxPath {
		p.Loads = append(p.Loads, l)
	}
}

// literal reads a text that is made a constant: "A::B".constantize.
func (p *parser) literal(i int) {
	if !p.punct(i+1, '.') {
		if p.punct(i-1, '>') && p.punct(i-2, '=') && p.code.Text(i-3) == "class_name" {
			p.named(i) // :class_name => "A"
		}
		return
	}
	if w := p.code.Text(i + 2); w == "constantize" || w == "safe_constantize" {
		if name := p.code[i].Value(); isPath(name) {
			p.use(name, p.code[i].Line, dynamic)
		}
	}
}

// named reads the text that names a class.
func (p *parser) named(i int) {
	if p.code.Is(i, source.String) && isPath(p.code[i].Value()) {
		p.use(p.code[i].Value(), p.code[i].Line, text)
	}
}

// isPath reports whether a text is the name of a constant.
func isPath(s string) bool {
	for part := range strings.SplitSeq(strings.TrimPrefix(s, "::"), "::") {
		if !capital([]byte(part)) {
			return false
		}
		for _, c := range []byte(part) {
			if c != '_' && !(c >= '0' && c <= '9') && !(c|0x20 >= 'a' && c|0x20 <= 'z') {
				return false
			}
		}
	}
	return true
}

// maxOptions is how many tokens the options of an association are looked for in.
const maxOptions = 200

// association reads belongs_to :a and the like, unless its options say that the class has
// another name.
func (p *parser) association(i int, single bool) {
	if p.punct(i, '(') {
		i++
	}
	name := ""
	switch {
	case p.punct(i, ':') && p.code.Is(i+1, source.Word):
		i++
		name = string(p.code[i].Text)
	case p.code.Is(i, source.String):
		name = p.code[i].Value()
	}
	if name == "" || p.scope == 0 || len(name) > maxPath {
		return
	}
	for j := i + 1; j < min(len(p.code), i+maxOptions) && !(p.fresh(j) && !p.continues(j)); j++ {
		if p.code[j].Kind != source.Word {
			continue
		}
		switch string(p.code[j].Text) {
		case "class_name", "polymorphic", "source", "source_type", "anonymous_class":
			return
		}
	}
	how := many
	if single {
		how = one
	}
	p.use(name, p.code[i].Line, how)
}
