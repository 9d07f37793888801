package dart

import "seam/analyze/source"

// modifiers may stand before a declaration.
var modifiers = source.Words("abstract base final sealed interface external static const late var augment covariant")

// declarations collects the public names that a file declares at its top level.
func (s *scanner) declarations(i int) {
	for i < len(s.code) {
		start := i
		i = s.metadata(i)
		for modifiers[s.code.Text(i)] && (s.code.Is(i+1, source.Word) || s.is(i+1, "(")) {
			i++
		}
		i = max(s.declaration(i), start+1)
	}
}

// declare notes a name.
func (s *scanner) declare(name string) {
	switch {
	case name == "main":
		s.Main = true
	case name != "" && name[0] != '_' && len(name) <= maxPath:
		s.Declared = append(s.Declared, name)
	}
}

// declaration reads one declaration and tells where it ends.
func (s *scanner) declaration(i int) int {
	word, next := s.code.Text(i), i+1
	if word == "extension" && s.is(next, "<") {
		return s.body(next)
	}
	if !s.code.Is(next, source.Word) {
		word = ""
	}
	switch word {
	case "mixin":
		if s.is(next, "class") {
			next++
		}
		fallthrough
	case "class", "enum":
		s.declare(s.code.Text(next))
		return s.body(next + 1)
	case "extension":
		if s.is(next, "type") && s.code.Is(next+1, source.Word) {
			next++
			if s.is(next, "const") {
				next++
			}
		}
		if !s.is(next, "on") || s.is(next+1, "on") {
			s.declare(s.code.Text(next))
		}
		return s.body(next + 1)
	case "typedef":
		return s.member(next)
	}
	return s.member(i)
}

// body passes the rest of a declaration: to its closing brace or its semicolon.
func (s *scanner) body(i int) int {
	for i < len(s.code) {
		switch s.code.Text(i) {
		case "{":
			return s.closed(i)
		case "(", "[":
			i = s.closed(i)
		case ";":
			return i + 1
		default:
			i++
		}
	}
	return i
}

// member reads a function, a getter, a setter, variables or a typedef.
func (s *scanner) member(i int) int {
	name := ""
	for i < len(s.code) {
		switch text := s.code.Text(i); {
		case name != "" && text == "async" && (s.is(i+1, "{") || s.is(i+1, "=") || s.is(i+1, "*")), name != "" && text == "sync" && s.is(i+1, "*"):
			i++
		case s.code.Is(i, source.Word):
			name = text
			i++
		case text == "<":
			i = s.angles(i)
		case text == "(" && (name == "" || name == "Function"): // a record, or the type of a function
			i = s.closed(i)
		case text == "(":
			s.declare(name)
			return s.tail(s.closed(i))
		case text == "{":
			s.declare(name)
			return s.closed(i)
		case text == "=", text == ",", text == ";":
			s.declare(name)
			return s.value(i)
		default:
			i++
		}
	}
	return i
}

// tail passes what follows the parameters of a function: its body, an expression, or nothing.
func (s *scanner) tail(i int) int {
	for i < len(s.code) {
		switch s.code.Text(i) {
		case "{":
			return s.closed(i)
		case "=":
			return s.value(i)
		case ";":
			return i + 1
		default:
			i++
		}
	}
	return i
}

// value passes what is assigned up to its semicolon, and declares the variables that follow a
// comma.
func (s *scanner) value(i int) int {
	for i < len(s.code) {
		switch s.code.Text(i) {
		case "(", "[", "{":
			i = s.closed(i)
			continue
		case "<":
			i = s.angles(i)
			continue
		case ";":
			return i + 1
		case ",":
			if after := s.code.Text(i + 2); s.code.Is(i+1, source.Word) && (after == "=" || after == "," || after == ";") {
				s.declare(s.code.Text(i + 1))
			}
		}
		i++
	}
	return i
}

// angles passes type arguments: behind the mark that closes the one at i, or behind that one
// where it is a sign.
func (s *scanner) angles(i int) int {
	depth := 0
	for j := i; j < len(s.code) && j < i+maxAngles; {
		switch s.code.Text(j) {
		case "<":
			depth++
		case ">":
			if depth--; depth == 0 {
				return j + 1
			}
		case "(", "{", "[":
			j = s.closed(j)
			continue
		case ";", "}", ")":
			return i + 1
		}
		j++
	}
	return i + 1
}

// maxAngles bounds how far type arguments are followed, in tokens.
const maxAngles = 200
