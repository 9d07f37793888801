package cpp

import (
	"bytes"
	"strings"

	"seam/analyze/history"
	"seam/analyze/source"
)

const (
	maxPath  = 500 // length of the longest path and name that is kept, in bytes
	maxDepth = 200 // how deep #if is followed; what lies deeper is taken for code
)

// scan reads one file.
func scan(src []byte) facts {
	s := scanner{}
	s.Lines, s.Generated = bytes.Count(src, []byte("\n")), history.SaysGenerated(src)
	s.start = true
	for t := range source.Tokens(source.CFamily, src) {
		switch {
		case t.Kind == source.Comment:
		case s.word != "":
			s.directive(t)
		case t.Kind == source.Punct && t.Text[0] == '#' && len(t.Text) > 1:
			s.word, s.line, s.said = strings.TrimLeft(string(t.Text[1:]), " \t"), t.Line, s.said[:0]
			s.Directives = true
		case !s.dead():
			s.code(t)
		}
	}
	s.end()
	return s.facts
}

// branch is one #if: what is said of the part that is read.
type branch struct {
	dead bool // never compiled
	done bool // an earlier part always is
}

// scanner is the state of one scan.
type scanner struct {
	facts
	seen map[include]bool

	word string         // of the line of the preprocessor that is read; "" in code
	line int            // its line
	said []source.Token // what follows the word, as far as it matters

	open   []branch
	beyond int // #ifs below maxDepth

	start  bool   // a statement may begin
	before string // the word before: of int main
	last   string // the word before, if it is main
	unit   form   // the statement of a module that is read
	export bool
	name   []byte // its name so far
	whole  string // the module that the file is a part of
}

// form is what a statement of C++20's modules does.
type form uint8

const (
	none form = iota
	declares
	takes
)

func (s *scanner) dead() bool { return len(s.open) > 0 && s.open[len(s.open)-1].dead }

// directive reads one token of a line of the preprocessor.
func (s *scanner) directive(t source.Token) {
	if t.Kind == source.Newline {
		s.end()
		return
	}
	if len(s.said) < 2 {
		s.said = append(s.said, t)
	}
}

// end ends a line of the preprocessor.
func (s *scanner) end() {
	word := s.word
	s.word = ""
	switch word {
	case "include", "include_next", "import":
		if !s.dead() {
			s.include(word)
		}
	case "if", "ifdef", "ifndef":
		if len(s.open) == maxDepth {
			s.beyond++
			return
		}
		b := branch{dead: s.dead()}
		if value := s.value(); word == "if" && !b.dead {
			b.dead, b.done = value == "0", value == "1"
		} else if b.dead {
			b.done = true // no part of it is compiled
		}
		s.open = append(s.open, b)
	case "elif", "elifdef", "elifndef", "else":
		if n := len(s.open); n > 0 && s.beyond == 0 {
			s.open[n-1].dead = s.open[n-1].done
			if word == "elif" && s.value() == "0" {
				s.open[n-1].dead = true
			}
		}
	case "endif":
		switch {
		case s.beyond > 0:
			s.beyond--
		case len(s.open) > 0:
			s.open = s.open[:len(s.open)-1]
		}
	}
}

// value is the condition of #if where it is a constant: "0", "1", else "".
func (s *scanner) value() string {
	if len(s.said) != 1 {
		return ""
	}
	switch string(s.said[0].Text) {
	case "0", "false":
		return "0"
	case "1", "true":
		return "1"
	}
	return ""
}

// include keeps the file that a line names. The next of a name (#include_next) is what
// stands behind the file in the order of a compiler: no file of the repository as a rule.
func (s *scanner) include(word string) {
	switch {
	case len(s.said) == 0:
	case s.said[0].Kind == source.Word:
		s.Computed++
	case s.said[0].Kind == source.String && word != "include_next":
		s.take(s.said[0], s.line)
	}
}

// take keeps one path.
func (s *scanner) take(t source.Token, line int) {
	i := include{Path: strings.ReplaceAll(t.Value(), `\`, "/"), Angled: t.Text[0] == '<'}
	if i.Path == "" || len(i.Path) > maxPath || s.seen[i] {
		return
	}
	if s.seen == nil {
		s.seen = map[include]bool{}
	}
	s.seen[i] = true
	i.Line = line
	s.Includes = append(s.Includes, i)
}

// code reads one token of code: main, and the statements of modules.
func (s *scanner) code(t source.Token) {
	if s.unit != none {
		s.module(t)
		return
	}
	first := s.start
	s.start = t.Kind == source.Punct && (t.Text[0] == ';' || t.Text[0] == '}')
	if t.Kind != source.Word {
		s.Main = s.Main || s.last != "" && t.Text[0] == '('
		s.last, s.before, s.export = "", "", false
		return
	}
	word := t.Text
	switch {
	case first && string(word) == "export" && !s.export:
		s.start, s.export = true, true
		return
	case first && string(word) == "module":
		s.unit = declares
	case first && string(word) == "import":
		s.unit = takes
	}
	s.name, s.line, s.last = s.name[:0], t.Line, ""
	switch {
	case s.before == "int" && string(word) == "main", s.before != "" && (string(word) == "WinMain" || string(word) == "wWinMain" || string(word) == "wmain"):
		s.last = "main"
	}
	s.before = "other"
	if string(word) == "int" {
		s.before = "int"
	}
}

// module reads one token of a statement of modules.
func (s *scanner) module(t source.Token) {
	switch {
	case t.Kind == source.Word || t.Kind == source.Punct && (t.Text[0] == '.' || t.Text[0] == ':'):
		if len(s.name) < maxPath {
			s.name = append(s.name, t.Text...)
			return
		}
	case t.Kind == source.String && len(s.name) == 0 && s.unit == takes:
		s.take(t, s.line)
		return
	case t.Kind == source.Punct && t.Text[0] == ';':
		s.named(string(s.name))
	}
	s.unit, s.export, s.start = none, false, t.Kind == source.Punct && t.Text[0] == ';'
	s.before, s.last = "", ""
}

// named takes the name of a statement of modules; that of a part (:b) belongs to the file's.
// A file that implements a module needs what exports it.
func (s *scanner) named(name string) {
	if name == "" || name == ":private" {
		return
	}
	if s.unit == declares {
		s.whole, _, _ = strings.Cut(name, ":")
		if s.export {
			s.Unit = name
			return
		}
	}
	if name[0] == ':' {
		name = s.whole + name
	}
	s.Imports = append(s.Imports, imported{name, s.line})
}
