package changetypes

import (
	"cmp"
	"strings"
	"unicode/utf8"
)

// Subjects are taken apart by hand: with regular expressions this was a sixth of the
// work of a long history.

// maxName is how many characters a scope or a prefix has at most.
const maxName = 40

// leading is the scope of a conventional subject, else its kind, or else the prefix of
// another one; "" where there is none.
func leading(subject string) (conventional, other string) {
	if kind, scope, ok := scoped(subject); ok {
		return strings.ToLower(strings.TrimSpace(cmp.Or(scope, kind))), ""
	}
	return "", prefix(subject)
}

// scoped splits "kind(scope)!: text", with or without scope and mark. Kinds are those of
// Conventional Commits, in upper and lower letters of ASCII: a letter that only folding
// makes one of them (the long s) is another letter.
func scoped(subject string) (kind, scope string, ok bool) {
	n := 0
	for n < len(subject) && isLetter(subject[n]) {
		n++
	}
	kind, rest := subject[:n], subject[n:]
	if !isKind(kind) {
		return "", "", false
	}
	if strings.HasPrefix(rest, "(") {
		if scope, rest, ok = strings.Cut(rest[1:], ")"); !ok || !fits(scope) {
			return "", "", false
		}
	}
	return kind, scope, endsName(strings.TrimPrefix(rest, "!"))
}

func isKind(word string) bool {
	const longest = len("refactor")
	if len(word) > longest {
		return false
	}
	var lower [longest]byte
	for i := range len(word) {
		lower[i] = word[i] | 0x20
	}
	switch string(lower[:len(word)]) {
	case "feat", "feature", "fix", "doc", "docs", "chore", "refactor", "test", "tests", "build", "ci", "perf", "style", "revert", "dep", "deps":
		return true
	}
	return false
}

// prefix is what stands before the text of a subject that is not conventional: "name:
// text" or "[name] text"; "" for others.
func prefix(subject string) string {
	name, ok := "", false
	if rest, bracket := strings.CutPrefix(subject, "["); bracket {
		name, _, ok = strings.Cut(rest, "]")
		ok = ok && fits(name)
	} else {
		n := 0
		for n < len(subject) && n <= maxName && isNameByte(subject[n], n) {
			n++
		}
		name, ok = subject[:n], n > 0 && n <= maxName && endsName(subject[n:])
	}
	if !ok {
		return ""
	}
	return strings.ToLower(strings.TrimSpace(name))
}

// endsName reports whether a text begins as it does behind a name: a colon and a space.
func endsName(text string) bool {
	return len(text) > 1 && text[0] == ':' && strings.IndexByte(" \t\n\f\r", text[1]) >= 0
}

// fits reports whether a scope or a name in brackets is not empty and not too long.
func fits(name string) bool { return name != "" && utf8.RuneCountInString(name) <= maxName }

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// isNameByte reports whether a prefix may have a character at a place.
func isNameByte(c byte, at int) bool {
	return isLetter(c) || c >= '0' && c <= '9' || at > 0 && strings.IndexByte("_./*,-", c) >= 0
}
