package sbt

import (
	"bytes"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/source"
)

// script is one file of a build as its tokens.
type script struct {
	source.Code
	file        string
	column      []int  // of the line on which a token stands
	fresh       []bool // the token is the first of its line
	definitions []definition
}

// definition is one val, lazy val or def.
type definition struct {
	script     *script
	path       string // its name with those of the objects around it: Dependencies.Compile.slf4j
	name       string
	from       int // its tokens behind =
	start, end int // all of them
}

func newScript(file string, data []byte) *script {
	s := &script{Code: source.CodeOf(source.Scala, data), file: file}
	line, column := 0, 0
	for _, t := range s.Code {
		fresh := t.Line > line
		if fresh {
			column = t.At - bytes.LastIndexByte(data[:t.At], '\n') - 1
		}
		line = t.Line
		if t.Kind == source.String || t.Kind == source.Hole {
			line += bytes.Count(t.Text, []byte("\n"))
		}
		s.column, s.fresh = append(s.column, column), append(s.fresh, fresh)
	}
	s.define()
	return s
}

// mark reports whether a token is one operator or bracket.
func (s *script) mark(i int, text string) bool {
	return s.Is(i, source.Punct) && s.Text(i) == text
}

func (s *script) word(i int, text string) bool {
	return s.Is(i, source.Word) && s.Text(i) == text
}

func (s *script) at(i int) finding.Location {
	return finding.Location{File: s.file, Line: s.Code[i].Line}
}

// maxNested bounds the objects around a definition.
const maxNested = 20

// object is an object that definitions lie in.
type object struct {
	name  string
	depth int
}

// define finds the definitions, with the objects that they lie in. One ends where a line
// begins no deeper than its own.
func (s *script) define() {
	var around []object
	var open []int // definitions that have not ended, by their places
	var depths []int
	depth := 0
	leave := func(at int, ended func(place int) bool) {
		for n := len(open); n > 0 && ended(n-1); n-- {
			s.definitions[open[n-1]].end = at
			open, depths = open[:n-1], depths[:n-1]
		}
	}
	for i := range s.Code {
		switch {
		case s.mark(i, "}"), s.mark(i, ")"), s.mark(i, "]"):
			depth--
			leave(i, func(n int) bool { return depths[n] > depth })
			for n := len(around); n > 0 && around[n-1].depth >= depth; n-- {
				around = around[:n-1]
			}
			continue
		case s.fresh[i] && !s.mark(i, "."):
			leave(i, func(n int) bool {
				return depths[n] == depth && s.column[i] <= s.column[s.definitions[open[n]].start]
			})
		case s.mark(i, ";"):
			leave(i, func(n int) bool { return depths[n] == depth })
		}
		switch {
		case s.mark(i, "{"), s.mark(i, "("), s.mark(i, "["):
			depth++
		case s.word(i, "object") && s.Is(i+1, source.Word) && len(around) < maxNested:
			around = append(around, object{s.Text(i + 1), depth})
		case (s.word(i, "val") || s.word(i, "def")) && s.Is(i+1, source.Word):
			d := definition{script: s, name: strings.Trim(s.Text(i+1), "`"), start: i, end: len(s.Code)}
			for _, o := range around {
				d.path += o.name + "."
			}
			d.path += d.name
			open, depths = append(open, len(s.definitions)), append(depths, depth)
			s.definitions = append(s.definitions, d)
		}
	}
	kept := s.definitions[:0]
	for _, d := range s.definitions {
		if d.from = s.equals(d.start+2, min(d.end, d.start+maxHead)); d.from > 0 {
			kept = append(kept, d)
		}
	}
	s.definitions = kept
}

// maxHead bounds the tokens of a definition before its =, and those that make a project.
const maxHead = 500

// equals is the place behind the = of a definition, 0 if it has none.
func (s *script) equals(i, end int) int {
	for depth := 0; i < end; i++ {
		switch {
		case s.mark(i, "("), s.mark(i, "["):
			depth++
		case s.mark(i, ")"), s.mark(i, "]"):
			depth--
		case depth == 0 && s.mark(i, "=") && !s.mark(i+1, ">"):
			return i + 1
		}
	}
	return 0
}

// closing is the place of the bracket that closes the one at i, or end.
func (s *script) closing(i, end int) int {
	depth := 0
	for ; i < end; i++ {
		switch {
		case s.mark(i, "{"), s.mark(i, "("), s.mark(i, "["):
			depth++
		case s.mark(i, "}"), s.mark(i, ")"), s.mark(i, "]"):
			if depth--; depth <= 0 {
				return i
			}
		}
	}
	return end
}

// chain reads a name with dots from i on, and gives the place behind it.
func (s *script) chain(i int) (string, int) {
	name := strings.Trim(s.Text(i), "`")
	for i++; s.mark(i, ".") && s.Is(i+1, source.Word) && len(name) < maxText; i += 2 {
		name += "." + strings.Trim(s.Text(i+1), "`")
	}
	return name, i
}

// maxText bounds a name.
const maxText = 1000
