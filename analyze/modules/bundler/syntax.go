package bundler

import (
	"bytes"
	"unicode/utf8"

	"seam/analyze/source"
)

// mistake is the line and the kind of the first thing for which Ruby would refuse a script:
// a text, bracket or block that nothing closes, or an end that closes nothing. 0 for none.
func (s *script) mistake() (line int, why string) {
	if line := s.unclosed(); line > 0 {
		return line, "a text is not closed; add the quote that is missing"
	}
	var open []int // tokens that something has to close
	closes := map[string]string{")": "(", "]": "[", "}": "{"}
	for i := range s.Code {
		text := s.Text(i)
		switch {
		case !utf8.ValidString(text) && !bytes.Contains(s.src[:min(len(s.src), 200)], []byte("coding:")):
			return s.Code[i].Line, "the text is not UTF-8; save the file as UTF-8"
		case s.Is(i, source.Punct) && (text == "(" || text == "[" || text == "{"), s.opens(i):
			open = append(open, i)
		case s.Is(i, source.Punct) && closes[text] != "":
			if len(open) == 0 || s.Text(open[len(open)-1]) != closes[text] {
				return s.Code[i].Line, text + " closes nothing; remove it, or add what it closes"
			}
			open = open[:len(open)-1]
		case s.isEnd(i):
			if len(open) == 0 || s.Is(open[len(open)-1], source.Punct) {
				return s.Code[i].Line, "end closes nothing; remove it, or add what it closes"
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		last := open[len(open)-1]
		return s.Code[last].Line, s.Text(last) + " is not closed; add what closes it"
	}
	return 0, ""
}

// opens reports whether a word begins what an end closes.
func (s *script) opens(i int) bool {
	if !s.Is(i, source.Word) || s.punct(i-1, ".") || s.punct(i-1, ":") || s.isKey(i) {
		return false
	}
	switch s.Text(i) {
	case "do":
		return !s.loops(i)
	case "begin", "case", "class", "module", "def", "while", "until", "for":
		return s.Text(i) != "while" && s.Text(i) != "until" || s.begins(i)
	case "if", "unless":
		return s.begins(i)
	}
	return false
}

// begins reports whether a word stands where a value or a statement begins, not behind one.
func (s *script) begins(i int) bool {
	return s.fresh(i) || s.Is(i-1, source.Punct) && !s.punct(i-1, ")") && !s.punct(i-1, "]") && !s.punct(i-1, "}") && !s.punct(i-1, "?") && !s.punct(i-1, "!") ||
		s.Is(i-1, source.Word) && (s.Text(i-1) == "else" || s.Text(i-1) == "then" || s.Text(i-1) == "do")
}

// loops reports whether a do belongs to a while, until or for of its line.
func (s *script) loops(i int) bool {
	for k := i - 1; k >= 0; k-- {
		switch s.Text(k) {
		case "while", "until", "for":
			return s.Is(k, source.Word) && s.begins(k)
		}
		if s.fresh(k) {
			return false
		}
	}
	return false
}

func (s *script) isEnd(i int) bool {
	return s.Is(i, source.Word) && s.Text(i) == "end" && !s.punct(i-1, ".") && !s.punct(i-1, ":") && !s.isKey(i)
}

// unclosed is the line of a text that lacks its closing quote; 0 if none does. It makes the
// code up to the next text a text, behind whose end a word stands with no blank between, and
// the file end in one: the first text in quotes that goes over the end of a line is where to
// look.
func (s *script) unclosed() int {
	if len(s.Code) == 0 {
		return 0
	}
	last := &s.Code[len(s.Code)-1]
	cut := last.Unclosed()
	for i := range s.Code {
		t := &s.Code[i]
		lines := t.Kind == source.String && (t.Text[0] == '"' || t.Text[0] == '\'') && bytes.IndexByte(t.Text, '\n') >= 0
		if lines && (cut || s.Is(i+1, source.Word) && s.adjacent(i+1)) {
			return t.Line
		}
	}
	if cut {
		return last.Line
	}
	return 0
}
