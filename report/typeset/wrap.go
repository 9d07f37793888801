// Package typeset lays out text in columns of a terminal: how wide a text is, where it is
// broken into lines, tables, and colours. Widths do not depend on the locale.
package typeset

import (
	"strings"
	"unicode"
)

// Wrap breaks a text at spaces into lines of at most room columns. A longer word, which
// is a path or a version, is broken after separators, and only where there is none
// anywhere else: nothing is left out. Room 0 is no limit. There is always one line.
func Wrap(s string, room int) []string {
	words := strings.Fields(s)
	if room <= 0 || len(words) == 0 {
		return []string{strings.Join(words, " ")}
	}
	var lines []string
	line := ""
	for _, w := range words {
		if line != "" && Width(line)+1+Width(w) > room {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		for _, piece := range Tokens(w, room, "/@,=", "-_:") {
			if Width(line)+Width(piece) > room && line != "" {
				lines, line = append(lines, line), ""
			}
			for n := breakPoint(piece, room); n < len(piece); n = breakPoint(piece, room) {
				lines, piece = append(lines, piece[:n]), piece[n:]
			}
			line += piece
		}
	}
	return append(lines, line)
}

// Tokens splits a word that is wider than room after the first kind of separators, and
// what is still too wide after the next.
func Tokens(w string, room int, separators ...string) []string {
	if Width(w) <= room || len(separators) == 0 {
		return []string{w}
	}
	var out []string
	for w != "" {
		end := strings.IndexAny(w, separators[0]) + 1
		if end == 0 {
			end = len(w)
		}
		out, w = append(out, Tokens(w[:end], room, separators[1:]...)...), w[end:]
	}
	return out
}

// nameIndent stands before the second line of a name and those after it, so that one name
// and the next are told apart.
const nameIndent = "  "

// wrapName breaks a name that is wider than room into lines. It is never cut: a path of
// which a piece is missing can be neither opened nor told from its neighbours.
func wrapName(s string, room int) string {
	if Width(s) <= room {
		return s
	}
	return strings.Join(Wrap(s, room-len(nameIndent)), "\n"+nameIndent)
}

// breakPoint is where a word without separators is broken, its end if it fits: after a dot,
// else before a capital, if that fills a third of the line, else where the room ends.
func breakPoint(w string, room int) int {
	end := fitting(w, room)
	if end == len(w) {
		return end
	}
	least := end / 3
	if dot := strings.LastIndexByte(w[:end], '.') + 1; dot > least {
		return dot
	}
	parts := Humps(w[:end], 0)
	capital := end - len(parts[len(parts)-1])
	if capital > least {
		return capital
	}
	return end
}

// Humps splits a word that is wider than room before its capitals: NameOfAClass is Name,
// OfAClass.
func Humps(w string, room int) []string {
	if Width(w) <= room {
		return []string{w}
	}
	var out []string
	from, before := 0, rune(0)
	for i, r := range w {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			out, from = append(out, w[from:i]), i
		}
		before = r
	}
	return append(out, w[from:])
}

// fitting is how many bytes of a text fit into room columns, one character at least.
func fitting(s string, room int) int {
	for i, r := range s {
		if room -= Width(string(r)); room < 0 && i > 0 {
			return i
		}
	}
	return len(s)
}
