package finding

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ShellWord makes a path one word of a POSIX shell, and no option. Names and versions of
// Go modules need no quoting: gomod refuses those with other characters than words have.
// What does not print (line breaks, direction marks, bytes that are not UTF-8) is written
// as $'…' has it, so that what is shown can be run as it stands.
func ShellWord(s string) string {
	if strings.HasPrefix(s, "-") {
		s = "./" + s
	}
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-+@"
	switch {
	case s != "" && strings.Trim(s, plain) == "":
		return s
	case strings.ContainsFunc(s, unprintable):
		return escapedWord(s)
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func unprintable(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }

// escapedWord is a word in which what does not print stands as the octal number of each byte,
// which every locale reads alike.
func escapedWord(s string) string {
	var b strings.Builder
	b.WriteString("$'")
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\'' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case unprintable(r):
			for i := range n {
				fmt.Fprintf(&b, `\%03o`, s[i])
			}
		default:
			b.WriteString(s[:n])
		}
		s = s[n:]
	}
	return b.String() + "'"
}
