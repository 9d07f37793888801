package dart

import (
	"bytes"
	"slices"

	"seam/analyze/history"
	"seam/analyze/source"
)

const (
	maxPath  = 500 // length of the longest path and name that is kept, in bytes
	maxPaths = 20  // files of one conditional import

	// Bounds of what is read of one file, which are multiplied by one another.
	maxDirectives = 5000
	maxMentions   = 20_000
)

// scan reads one file.
func scan(src []byte) facts {
	s := scanner{code: source.CodeOf(source.Dart, src)}
	s.Lines, s.Generated = bytes.Count(src, []byte("\n")), history.SaysGenerated(src)
	i := s.directives()
	s.mentions(i)
	s.declarations(i)
	s.Declared, s.Mentions = sorted(s.Declared), sorted(s.Mentions)
	return s.facts
}

func sorted(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}

// scanner is the state of one scan.
type scanner struct {
	facts
	code     source.Code
	prefixes map[string]bool // names that imports are given as
}

func (s *scanner) is(i int, text string) bool { return s.code.Text(i) == text }

// directives reads the head of a file and tells where it ends.
func (s *scanner) directives() int {
	i := 0
	for i < len(s.code) {
		next := s.metadata(i)
		word := s.code.Text(next)
		if word == "augment" || word == "library" {
			if end := s.library(next); end > 0 {
				i = end
				continue
			}
		}
		d, from := directive{Line: s.line(next)}, next+1
		switch {
		case word == "import":
			d.Kind = imported
			if s.is(from, "augment") {
				from++
			}
		case word == "export":
			d.Kind = exported
		case word == "part" && s.is(from, "of"):
			d.Kind, from = partOf, from+1
		case word == "part":
			d.Kind = part
		}
		if d.Kind == partOf && s.code.Is(from, source.Word) { // by the name of the library
			i = s.end(from)
			continue
		}
		if d.Kind == 0 || !s.code.Is(from, source.String) {
			return i
		}
		i = s.directive(&d, from)
		d.Names, d.Hides = sorted(d.Names), sorted(d.Hides)
		if len(s.Directives) < maxDirectives {
			s.Directives = append(s.Directives, d)
		}
	}
	return i
}

func (s *scanner) line(i int) int {
	if i < len(s.code) {
		return s.code[i].Line
	}
	return 0
}

// metadata passes annotations: @a.b(c).
func (s *scanner) metadata(i int) int {
	for s.is(i, "@") && s.code.Is(i+1, source.Word) {
		i += 2
		for s.is(i, ".") && s.code.Is(i+1, source.Word) {
			i += 2
		}
		if s.is(i, "(") {
			i = s.closed(i)
		}
	}
	return i
}

// library passes "library a.b;" and "augment library 'a.dart';", which makes the file a part
// of that one; 0 for anything else.
func (s *scanner) library(i int) int {
	augments := s.is(i, "augment")
	if augments {
		i++
	}
	if !s.is(i, "library") {
		return 0
	}
	switch next := s.code.Text(i + 1); {
	case augments && s.code.Is(i+1, source.String):
		s.Directives = append(s.Directives, directive{Kind: partOf, Paths: kept(s.code[i+1]), Line: s.line(i)})
		return s.end(i)
	case next == ";" || s.code.Is(i+1, source.Word) && (s.is(i+2, ";") || s.is(i+2, ".")):
		return s.end(i)
	}
	return 0
}

// end is behind the next semicolon.
func (s *scanner) end(i int) int {
	for i < len(s.code) && !s.is(i, ";") {
		i++
	}
	return i + 1
}

// kept is the value of a string, unless that is too long for a path.
func kept(t source.Token) []string {
	if v := t.Value(); v != "" && len(v) <= maxPath {
		return []string{v}
	}
	return nil
}

// directive reads the rest of an import, export or part from its text on, and tells where it
// ends.
func (s *scanner) directive(d *directive, i int) int {
	d.Paths = kept(s.code[i])
	var names *[]string
	for i++; i < len(s.code) && !s.is(i, ";"); i++ {
		switch text := s.code.Text(i); {
		case text == "if" && s.is(i+1, "("):
			if i = s.closed(i+1) - 1; s.code.Is(i+1, source.String) && len(d.Paths) < maxPaths {
				d.Paths = append(d.Paths, kept(s.code[i+1])...)
			}
		case text == "deferred" && names == nil:
			d.Deferred = true
		case text == "as" && s.code.Is(i+1, source.Word):
			i++
			if s.prefixes == nil {
				s.prefixes = map[string]bool{}
			}
			s.prefixes[s.code.Text(i)] = true
		case text == "show":
			d.Shows, names = true, &d.Names
		case text == "hide":
			names = &d.Hides
		case names != nil && s.code.Is(i, source.Word) && len(text) <= maxPath:
			*names = append(*names, text)
		}
	}
	return i + 1
}

// closed is behind the bracket that closes the one at i.
func (s *scanner) closed(i int) int {
	depth := 0
	for ; i < len(s.code); i++ {
		if s.code[i].Kind != source.Punct {
			continue
		}
		switch s.code[i].Text[0] {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth <= 0 {
				return i + 1
			}
		}
	}
	return i
}

// mentions collects the words that can name something of another file: none behind a point
// but that of a prefix, none that names an argument, no keywords, nothing private.
func (s *scanner) mentions(from int) {
	seen := map[string]bool{}
	for i := from; i < len(s.code) && len(seen) < maxMentions; i++ {
		if s.code[i].Kind != source.Word {
			continue
		}
		if s.is(i-1, ".") && !s.is(i-2, ".") && !s.prefixes[s.code.Text(i-2)] {
			continue
		}
		if s.is(i-1, ".") && s.is(i-2, ".") && !s.is(i-3, ".") { // a cascade: ..name, not ...name
			continue
		}
		if s.is(i+1, ":") && (s.is(i-1, "(") || s.is(i-1, ",")) {
			continue
		}
		word := s.code[i].Text
		if word[0] == '_' || len(word) > maxPath || keywords[string(word)] || seen[string(word)] {
			continue
		}
		text := string(word)
		seen[text] = true
		s.Mentions = append(s.Mentions, text)
	}
}

var keywords = source.Words(`abstract as assert async await base break case catch class const continue covariant default deferred do dynamic
		else enum export extends extension external factory false final finally for get if implements import in interface is late library mixin new null of on
		operator override part required rethrow return sealed set show static super switch sync this throw true try typedef var void when while with yield
		bool double int num Object String List Map Set Future Stream Iterable`)
