package jvm

import (
	"slices"

	"seam/analyze/source"
)

// scalaImport is an import that is being read: paths, each with what is taken of it.
//
//	import a.b.C, d._, e.{F, G => H, I as J, K => _, given, *}, l.m as n
type scalaImport struct {
	reading bool
	line    int
	inner   bool // it stands in a type or in code
	parts   []string
	wanted  bool // a name comes next
	done    bool // nothing more of this path follows
	alias   bool // a name follows that stands for the path

	selecting bool // in { }
	selected  string
	renamed   string // the name that stands for it
	arrow     bool   // => or as stands before
	given     bool   // what follows is a type
}

// importToken reads on in an import, and reports whether the token is a part of it.
func (p *parser) importToken(t source.Token) bool {
	s := &p.s.imports
	c := byte(0)
	if t.Kind == source.Punct {
		c = t.Text[0]
	}
	switch {
	case s.selecting:
		s.selector(p, t, c)
	case c == ',' && (s.done || !s.wanted):
		s.finish(p)
	case s.done:
		s.reading = false
		return false
	case s.alias:
		s.renamed, s.done = name(t.Text), true
	case s.wanted && (t.Kind == source.Word || t.Kind == source.Punct && c != '\n'):
		s.path(p, t, c)
	case !s.wanted && c == '.':
		s.wanted = true
	case !s.wanted && t.Kind == source.Word && string(t.Text) == "as" && !p.s.fresh:
		s.alias = true
	case !s.wanted && p.goesOn(t, c, s.parts[len(s.parts)-1]):
		s.parts[len(s.parts)-1] += string(c)
	default:
		s.end(p)
		return false
	}
	return true
}

// goesOn reports whether a token is the next byte of the operator that a name is.
func (p *parser) goesOn(t source.Token, c byte, name string) bool {
	return c != 0 && name != "" && isOperator(c) && isOperator(name[0]) && t.At == p.s.end
}

func isOperator(c byte) bool {
	switch c {
	case '!', '#', '%', '&', '*', '+', '-', '/', ':', '<', '=', '>', '?', '@', '\\', '^', '|', '~':
		return true
	}
	return false
}

// path reads the next name of a path.
func (s *scalaImport) path(p *parser, t source.Token, c byte) {
	s.wanted = false
	switch text := string(t.Text); {
	case c == '{' && len(s.parts) > 0:
		s.selecting = true
	case len(s.parts) > 0 && (c == '*' || text == "_" || text == "given"):
		s.add(p, "", "", true)
		s.done = true
	case t.Kind == source.Word || isOperator(c):
		if len(s.parts) < maxParts {
			s.parts = append(s.parts, name(t.Text))
		}
	default:
		s.parts, s.reading = nil, false
	}
}

// selector reads on in { }.
func (s *scalaImport) selector(p *parser, t source.Token, c byte) {
	switch {
	case c == ',' || c == '}':
		s.take(p)
		if c == '}' {
			s.selecting, s.done = false, true
		}
	case s.given:
	case !s.arrow && p.goesOn(t, c, s.selected):
		s.selected += string(c)
	case t.Kind == source.Word && s.arrow:
		s.renamed = name(t.Text)
	case t.Kind == source.Word && s.selected == "":
		s.selected = name(t.Text)
		s.given = s.selected == "given"
	case t.Kind == source.Word && string(t.Text) == "as", c == '>' && p.last[0] == "=":
		s.arrow = true
	case s.selected == "" && isOperator(c):
		s.selected = string(c)
	}
}

// take enters what was selected.
func (s *scalaImport) take(p *parser) {
	switch s.selected {
	case "":
	case "_", "*", "given":
		s.add(p, "", "", true)
	default:
		s.add(p, s.selected, s.renamed, false)
	}
	s.selected, s.renamed, s.arrow, s.given = "", "", false, false
}

// add enters one import: of the path, or of a name below it.
func (s *scalaImport) add(p *parser, selected, alias string, wildcard bool) {
	if slices.Contains(s.parts, "this") || slices.Contains(s.parts, "super") {
		return
	}
	parts := append([]string(nil), s.parts...)
	if selected != "" {
		parts = append(parts, selected)
	}
	p.Imports = append(p.Imports, statement{Parts: parts, Alias: alias, Wildcard: wildcard, Inner: s.inner, Line: s.line})
}

// finish enters a path that nothing was selected from, and goes on with the next.
func (s *scalaImport) finish(p *parser) {
	switch {
	case s.selecting:
		s.take(p)
	case len(s.parts) > 1 && !s.wanted && (!s.done || s.alias):
		s.add(p, "", s.renamed, false)
	}
	*s = scalaImport{reading: true, wanted: true, line: s.line, inner: s.inner}
}

// end ends an import.
func (s *scalaImport) end(p *parser) {
	s.finish(p)
	s.reading = false
}
