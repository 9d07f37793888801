package javascript

import (
	"bytes"
	"strings"

	"seam/analyze/regex"
	"seam/analyze/source"
)

// isMinified reports whether a file is named as one that a program made smaller.
func isMinified(name string) bool {
	for _, ending := range [...]string{"min.js", "min.cjs", "min.mjs"} {
		if stem, ok := strings.CutSuffix(name, ending); ok {
			return strings.HasSuffix(stem, ".") || strings.HasSuffix(stem, "-")
		}
	}
	return false
}

var (
	reference = regex.New(`^///\s*<reference\s+(path|types)\s*=\s*["']([^"']+)["']`)
	// tag is a tag of JSDoc at the beginning of a line that may hold a type or an import.
	tag        = regex.New(`(?m)(?:^/\*\*|^)[\s*]*@(import|type|param|arg|argument|property|prop|returns?|typedef|callback|template|satisfies|extends|augments|implements|this|enum|throws|exception|yields?|overload)\b`)
	anyTag     = regex.New(`(?m)^[\s*]*@\w`)
	importType = regex.New(`\bimport\s*\(\s*(?:"([^"\n]+)"|'([^'\n]+)')\s*\)(?:\s*\.\s*([\pL_$][\pL\d_$]*))?`)
	importTag  = regex.New(`^\s+([^'"@;]*?)\bfrom\s*(?:"([^"\n]+)"|'([^'\n]+)')`)
	asNew      = regex.New(`\s+as\s+\S+`)
)

// comment reads what a comment imports: references at the top of a file, and the types
// of JSDoc in JavaScript, where compilers read them too.
func (r *reader) comment(t source.Token) {
	text := t.Text
	switch {
	case bytes.HasPrefix(text, []byte("///")):
		if !r.begun {
			r.reference(t)
		}
	case bytes.HasPrefix(text, []byte("/**")):
		if !r.begun && len(r.said) == 0 {
			r.Documented = true
		}
		if !r.TypeScript && bytes.Contains(text, []byte("import")) && bytes.IndexByte(text, '@') > 0 {
			r.jsdoc(t)
		}
	case bytes.HasPrefix(text, []byte("#!")):
		r.Program = true
	}
}

func (r *reader) reference(t source.Token) {
	m := reference().FindSubmatch(t.Text)
	if m == nil {
		return
	}
	s := statement{Specifier: string(m[2]), Line: t.Line, Mode: typed, Reference: true, Unknown: true}
	if string(m[1]) == "path" && !isRelative(s.Specifier) {
		s.Specifier = "./" + s.Specifier
	}
	r.said = append(r.said, s)
}

// jsdoc reads the tags of one comment.
func (r *reader) jsdoc(t source.Token) {
	found := tag().FindAllSubmatchIndex(t.Text, -1)
	line, counted := t.Line, 0
	for i, m := range found {
		end := len(t.Text)
		if i+1 < len(found) {
			end = found[i+1][0]
		}
		line, counted = line+bytes.Count(t.Text[counted:m[2]], []byte("\n")), m[2]
		body := t.Text[m[3]:end]
		if n := anyTag().FindIndex(body[min(1, len(body)):]); n != nil {
			body = body[:n[0]+1]
		}
		if string(t.Text[m[2]:m[3]]) == "import" {
			r.importTag(body, line)
			continue
		}
		begin, end := inBraces(body)
		switch string(t.Text[m[2]:m[3]]) {
		case "template", "extends", "augments", "implements": // without braces, or a default behind them
			rest, _, _ := bytes.Cut(body[end:], []byte("\n"))
			begin, end = 0, end+len(rest)
		}
		r.importTypes(body, begin, end, line)
	}
}

// importTag reads what follows @import.
func (r *reader) importTag(body []byte, line int) {
	m := importTag().FindSubmatch(body)
	if m == nil {
		return
	}
	s := statement{Specifier: string(m[2]) + string(m[3]), Line: line, Mode: typed}
	clause := strings.ReplaceAll(string(m[1]), "*", " ")
	before, names, braces := strings.Cut(clause, "{")
	if strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(before), ",")) != "" {
		if strings.Contains(before, " as ") || strings.HasPrefix(strings.TrimSpace(before), "as ") {
			s.Unknown = true
		} else {
			s.Names = append(s.Names, "default")
		}
	}
	if braces {
		names, _, _ = strings.Cut(names, "}")
		for name := range strings.SplitSeq(names, ",") {
			if name = strings.TrimSpace(asNew().ReplaceAllString(name, "")); name != "" {
				s.Names = append(s.Names, name)
			}
		}
	}
	r.said = append(r.said, s)
}

// inBraces is where the braces that follow a tag on its line begin and end, both 0 without.
func inBraces(body []byte) (begin, end int) {
	begin = bytes.IndexAny(body, "{\n")
	if begin < 0 || body[begin] != '{' {
		return 0, 0
	}
	depth := 0
	for end = begin; end < len(body); end++ {
		if body[end] == '{' {
			depth++
		} else if body[end] == '}' {
			if depth--; depth == 0 {
				break
			}
		}
	}
	return begin, end
}

// importTypes reads import("x").T in a part of what follows a tag.
func (r *reader) importTypes(body []byte, begin, end, line int) {
	for _, m := range importType().FindAllSubmatchIndex(body[begin:end], -1) {
		sub := func(i int) string {
			if m[2*i] < 0 {
				return ""
			}
			return string(body[begin+m[2*i] : begin+m[2*i+1]])
		}
		s := statement{Specifier: sub(1) + sub(2), Mode: typed, Line: line + bytes.Count(body[:begin+m[0]], []byte("\n"))}
		if name := sub(3); name != "" {
			s.Names = []string{name}
		} else {
			s.Unknown = true
		}
		r.said = append(r.said, s)
	}
}
