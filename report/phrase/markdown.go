package phrase

import (
	"strings"
	"unicode"
)

// Escape makes text mean itself inside a line: no markup, no table cell, no HTML, and
// no @mention, which would call people to a comment.
func Escape(s string) string {
	var b strings.Builder
	before := ' '
	for _, r := range s {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '&':
			b.WriteString("&amp;")
		case r == '@' && !unicode.IsLetter(before) && !unicode.IsDigit(before):
			b.WriteString("@<!-- -->")
		case strings.ContainsRune("\\`*_[]|#~$>", r):
			b.WriteRune('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
		before = r
	}
	return b.String()
}

// EscapeLine is Escape for text that begins a line, where a dash or a number would
// begin a list.
func EscapeLine(s string) string {
	s = Escape(s)
	digits := len(s) - len(strings.TrimLeft(s, "0123456789"))
	switch rest := s[digits:]; {
	case digits == 0 && strings.ContainsAny(s[:min(len(s), 1)], "-+="):
		return `\` + s
	case digits > 0 && strings.ContainsAny(rest[:min(len(rest), 1)], ".)") && (len(rest) == 1 || rest[1] == ' '):
		return s[:digits] + `\` + rest
	}
	return s
}

// Code quotes a name as a code span, in which nothing but backticks has a meaning.
func Code(s string) string {
	if s == "" {
		return ""
	}
	if !strings.Contains(s, "`") {
		return "`" + s + "`"
	}
	fence := "`"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	return fence + " " + s + " " + fence
}
