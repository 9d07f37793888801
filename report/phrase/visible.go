package phrase

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible writes what does not print (controls, line breaks, direction marks, bytes
// that are not UTF-8) as escapes: a file name must not move the cursor, end a line or
// turn the reading direction.
func Visible(s string) string {
	if Plain(s) || !strings.ContainsFunc(s, Hidden) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case !Hidden(r):
			b.WriteString(s[:n])
		case r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
		s = s[n:]
	}
	return b.String()
}

// Plain reports whether a text holds printable ASCII alone: letters, digits, signs, blanks.
func Plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// Hidden tells characters that do not print: controls, line breaks, direction marks.
func Hidden(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }
