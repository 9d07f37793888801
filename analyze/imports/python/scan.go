package python

import (
	"strings"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/source"
)

// facts are what one file says, without looking at any other.
type facts struct {
	Lines      int
	Statements []statement
	Exported   []string // names of classes and functions at the left margin that do not begin with _
	Documented bool     // it begins with a docstring
	Main       bool     // it asks for its own name
	Generated  bool
}

// statement is the import of one module; "import a, b" gives two.
type statement struct {
	Line   int
	Level  int      // leading dots
	Module string   // "" in "from . import x"
	Names  []string // names taken from it; "*" is all; nil for the module itself
	Kind   imports.Kind
}

// block is a compound statement that says how the imports below it count.
type block struct {
	indent int
	kind   imports.Kind
}

// scanner walks over the logical lines of a file.
type scanner struct {
	facts  facts
	src    []byte
	begun  bool // the first logical line is behind
	blocks []block
}

// reader reads single files. Its version is raised with every change to what scan makes
// of some file.
var reader = imports.Reader[facts]{Name: "python", Version: 2, Facts: func(_ string, src []byte) facts { return scan(src) }}

// scan reads one file.
func scan(src []byte) facts {
	s := scanner{src: src}
	s.facts.Lines = lines(src)
	s.facts.Generated = history.SaysGenerated(src)
	var line []source.Token
	for t := range source.Tokens(source.Python, src) {
		switch t.Kind {
		case source.Comment:
		case source.Newline:
			s.logical(line)
			line = line[:0]
		default:
			line = append(line, t)
		}
	}
	s.logical(line)
	return s.facts
}

func lines(src []byte) int {
	n := strings.Count(string(src), "\n")
	if len(src) > 0 && src[len(src)-1] != '\n' {
		n++
	}
	return n
}

// logical reads one logical line.
func (s *scanner) logical(line []source.Token) {
	if len(line) == 0 {
		return
	}
	indent := s.indent(line[0].At)
	for len(s.blocks) > 0 && s.blocks[len(s.blocks)-1].indent >= indent {
		s.blocks = s.blocks[:len(s.blocks)-1]
	}
	s.open(line, indent)
	s.facts.Documented = s.facts.Documented || !s.begun && line[0].Kind == source.String
	s.begun = true
	s.statements(line)
	s.calls(line)
}

// indent is the width of the white space before a token, a tab counting to the next
// multiple of eight, as Python counts it.
func (s *scanner) indent(at int) int {
	start := at
	for start > 0 && s.src[start-1] != '\n' {
		start--
	}
	n := 0
	for _, c := range s.src[start:at] {
		switch c {
		case ' ':
			n++
		case '\t':
			n += 8 - n%8
		case '\f':
			n = 0
		}
	}
	return n
}

// open notes what a compound statement means for the imports below it, and the names
// that the file exports.
func (s *scanner) open(line []source.Token, indent int) {
	words := line
	if string(words[0].Text) == "async" {
		words = words[1:]
	}
	if len(words) < 2 {
		return
	}
	switch first, second := string(words[0].Text), string(words[1].Text); first {
	case "def", "class":
		if indent == 0 && !strings.HasPrefix(second, "_") {
			s.facts.Exported = append(s.facts.Exported, second)
		}
		if first == "def" {
			s.blocks = append(s.blocks, block{indent, imports.Dynamic})
		}
	case "if":
		if checksTypes(words[1:]) {
			s.blocks = append(s.blocks, block{indent, imports.Type})
		}
		s.facts.Main = s.facts.Main || indent == 0 && second == "__name__"
	}
}

// checksTypes reports whether a condition is TYPE_CHECKING, by whatever module it is
// named.
func checksTypes(condition []source.Token) bool {
	for i, t := range condition {
		switch text := string(t.Text); {
		case text == "TYPE_CHECKING":
			return i+1 < len(condition) && string(condition[i+1].Text) == ":"
		case t.Kind != source.Word && text != ".":
			return false
		}
	}
	return false
}

// kind is how an import here counts: one for types stays one within a function.
func (s *scanner) kind() imports.Kind {
	k := imports.Import
	for _, b := range s.blocks {
		if k != imports.Type {
			k = b.kind
		}
	}
	return k
}

// statements reads the simple statements of a logical line: they are parted by
// semicolons, and the first may follow the colon of a compound one.
func (s *scanner) statements(line []source.Token) {
	depth, start := 0, true
	for i, t := range line {
		switch text := string(t.Text); {
		case t.Kind == source.Punct:
			switch text {
			case "(", "[", "{":
				depth++
			case ")", "]", "}":
				depth--
			}
			start = depth == 0 && (text == ";" || text == ":")
			continue
		case start && t.Kind == source.Word && text == "import":
			s.imports(line[i+1:])
		case start && t.Kind == source.Word && text == "from":
			s.from(line[i+1:], t.Line)
		}
		start = false
	}
}

// imports reads "a.b, c as d".
func (s *scanner) imports(rest []source.Token) {
	for len(rest) > 0 {
		name, n := dotted(rest)
		if n == 0 {
			return
		}
		s.add(statement{Line: rest[0].Line, Module: name})
		rest = rest[n:]
		if len(rest) >= 2 && string(rest[0].Text) == "as" {
			rest = rest[2:]
		}
		if len(rest) == 0 || string(rest[0].Text) != "," {
			return
		}
		rest = rest[1:]
	}
}

// from reads "..a.b import (c as d, e)".
func (s *scanner) from(rest []source.Token, line int) {
	st := statement{Line: line}
	for len(rest) > 0 && string(rest[0].Text) == "." {
		st.Level++
		rest = rest[1:]
	}
	if len(rest) > 0 && string(rest[0].Text) != "import" {
		n := 0
		if st.Module, n = dotted(rest); n == 0 {
			return
		}
		rest = rest[n:]
	}
	if len(rest) == 0 || string(rest[0].Text) != "import" {
		return
	}
	for i := 1; i < len(rest); i++ {
		switch t := rest[i]; {
		case string(t.Text) == ";":
			i = len(rest)
		case string(t.Text) == "as":
			i++
		case t.Kind == source.Word, string(t.Text) == "*":
			st.Names = append(st.Names, string(t.Text))
		}
	}
	if len(st.Names) > 0 && (st.Level > 0 || st.Module != "") {
		s.add(st)
	}
}

func (s *scanner) add(st statement) {
	st.Kind = s.kind()
	s.facts.Statements = append(s.facts.Statements, st)
}

// dotted reads a.b.c: the name, and how many tokens it is made of.
func dotted(rest []source.Token) (string, int) {
	var parts []string
	for n := 0; n < len(rest) && rest[n].Kind == source.Word; n += 2 {
		parts = append(parts, string(rest[n].Text))
		if n+1 >= len(rest) || string(rest[n+1].Text) != "." {
			return strings.Join(parts, "."), n + 1
		}
	}
	return "", 0
}

// calls reads import_module("a.b") and __import__("a.b").
func (s *scanner) calls(line []source.Token) {
	for i := 0; i+3 < len(line); i++ {
		name := string(line[i].Text)
		if line[i].Kind != source.Word || name != "import_module" && name != "__import__" || string(line[i+1].Text) != "(" {
			continue
		}
		end := string(line[i+3].Text) // of the argument: "a" + b is no name
		if module := line[i+2].Value(); module != "" && !strings.HasPrefix(module, ".") && (end == ")" || end == ",") {
			s.facts.Statements = append(s.facts.Statements, statement{Line: line[i].Line, Module: module, Kind: imports.Dynamic})
		}
	}
}
