package php

import (
	"strconv"
	"strings"

	"seam/analyze/source"
)

// include reads the path of an include; one that is computed counts for nothing.
func (p *parser) include(at int) {
	path := p.path(p.i)
	for i, k := range path {
		if k.Text != "" || i > 0 {
			p.Includes = append(p.Includes, include{path, int(p.tokens[at].line)})
			return
		}
	}
}

// maxPath bounds the parts of one path, and the calls of dirname around each other.
const maxPath = 20

// path reads texts, __DIR__, dirname() of these and constants with points between them;
// nil if there is anything else. It does not move on: the names in it are read as others.
func (p *parser) path(i int) (path []part) {
	closing := 0
	for p.is(i, '(') && closing < maxPath {
		i++
		closing++
	}
	for {
		one, end, ok := p.part(i, 0)
		if !ok || len(path) == maxPath {
			return nil
		}
		path, i = append(path, one), end
		if !p.is(i, '.') {
			break
		}
		i++
	}
	if i < len(p.tokens) && !p.is(i, ';') && !p.is(i, ')') && !p.is(i, ',') {
		return nil
	}
	return path
}

// part reads one part of a path.
func (p *parser) part(i, depth int) (one part, end int, ok bool) {
	if i >= len(p.tokens) || depth > maxPath {
		return part{}, i, false
	}
	if p.tokens[i].kind == source.String {
		text := p.literal(i)
		return part{Text: text}, i + 1, text != "" && !strings.Contains(text, `\`)
	}
	if p.is(i, '\\') {
		i++
	}
	if !p.isWord(i) {
		return part{}, i, false
	}
	switch strings.ToLower(p.text(i)) {
	case "__dir__":
		return part{Folder: true}, i + 1, true
	case "__file__":
		return part{Folder: true, Up: -1}, i + 1, depth > 0
	case "dirname", "realpath":
		if !p.is(i+1, '(') {
			return part{}, i, false
		}
		levels := 0
		if strings.EqualFold(p.text(i), "dirname") {
			levels = 1
		}
		one, end, ok = p.part(i+2, depth+1)
		if p.is(end, ',') && levels > 0 && end+1 < len(p.tokens) {
			n, err := strconv.Atoi(p.text(end + 1))
			ok = ok && err == nil && n > 0 && n < maxPath
			levels, end = n, end+2
		}
		one.Up += levels
		return one, end + 1, ok && one.Folder && p.is(end, ')')
	}
	text, end := p.name(i)
	if p.is(end, '(') || p.scoped(end) || reserved[strings.ToLower(text)] {
		return part{}, i, false
	}
	return part{Text: strings.TrimPrefix(text, `\`), Constant: true}, end, true
}
