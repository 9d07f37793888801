package javascript

import (
	"bytes"
	"slices"
)

// lastImport is the offset of the last word in a source that may begin an import: import,
// require or export, in a comment or a string too; -1 if there is none. What these words
// begin must be told from what stands around them, but behind the last of them nothing
// imports.
func lastImport(src []byte) int {
	last := lastOf(src, "import", func(rest []byte) bool {
		return !isName(at(rest, 0)) && at(rest, 0) != '.' // import.meta
	})
	last = max(last, lastOf(src, "require", func(rest []byte) bool {
		return !isName(at(rest, 0)) && at(rest, 0) != '.' // require.resolve
	}))
	return max(last, lastOf(src, "export", exportsFrom))
}

// lastOf is the offset of the last occurrence of a word that begins no longer one, and
// for what stands behind which may holds; -1 if there is none.
func lastOf(src []byte, word string, may func(rest []byte) bool) int {
	last := -1
	for from := 0; ; {
		n := bytes.Index(src[from:], []byte(word))
		if n < 0 {
			return last
		}
		begin := from + n
		from = begin + len(word)
		if (begin == 0 || !isName(src[begin-1])) && may(src[from:]) {
			last = begin
		}
	}
}

// declares are the words behind export that begin no list of names.
var declares = []string{"default", "const", "function", "class", "async", "interface", "let", "var", "enum", "abstract", "declare", "namespace"}

// exportsFrom tells, by what stands behind export, whether names of another module may
// follow.
func exportsFrom(rest []byte) bool {
	if isName(at(rest, 0)) {
		return false
	}
	word, rest := nextWord(rest)
	if word == "type" { // export type X is no list
		next, _ := nextWord(rest)
		return next == ""
	}
	return !slices.Contains(declares, word)
}

// nextWord cuts the word off that follows white space; "" if another thing does.
func nextWord(src []byte) (string, []byte) {
	src = bytes.TrimLeft(src, " \t\r\n")
	n := 0
	for isName(at(src, n)) {
		n++
	}
	return string(src[:n]), src[n:]
}

// at is a byte of a source, 0 beyond its end.
func at(src []byte, i int) byte {
	if i < len(src) {
		return src[i]
	}
	return 0
}

// isName tells the letters of words. What lies beyond ASCII may be white space, and a $
// begins a word in a comment.
func isName(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}
