package yaml

import (
	"fmt"
	"strings"
	"unicode"

	"seam/analyze/format/syntax"
)

// MustBeMap is the error of a file whose first document is no mapping; nil for an empty
// file. name is what it calls the file.
func MustBeMap(name string, docs []*Node) error {
	if len(docs) == 0 || docs[0].Kind == Map || docs[0].Kind == Null {
		return nil
	}
	return &syntax.Error{Line: docs[0].Line, Message: fmt.Sprintf("a %s must be a mapping, found %s", name, docs[0].Kind)}
}

// excerptWidth is how many characters of a long line an excerpt shows.
const excerptWidth = 100

// source is the text that is read and how many lines of its file stand before it.
type source struct {
	text   []byte
	before int
}

// fail is an error at a line of the file.
func (s source) fail(line, column int, message string) *syntax.Error {
	return &syntax.Error{Line: line, Column: column, Message: message, Excerpt: s.excerpt(line, column)}
}

// excerpt shows one line with a caret under the column.
func (s source) excerpt(line, column int) string {
	text, ok := lineOf(s.text, line-s.before)
	if !ok {
		return ""
	}
	runes := []rune(printable(text))
	start := 0
	if column > excerptWidth*3/4 {
		start = min(column-excerptWidth/2, len(runes))
	}
	end := min(start+excerptWidth, len(runes))
	prefix := fmt.Sprintf("%4d | ", line)
	out := prefix + string(runes[start:end])
	if column > 0 {
		pad := strings.Repeat(" ", len(prefix)-2) + "| " + strings.Repeat(" ", max(column-1-start, 0))
		out += "\n" + pad + "^"
	}
	return out
}

func lineOf(data []byte, line int) (string, bool) {
	n := 1
	for text := range strings.Lines(string(data)) {
		if n == line {
			return strings.TrimRight(text, "\r\n"), true
		}
		n++
	}
	return "", false
}

// printable replaces what could move the cursor or colour a terminal, one
// character for one, so that the caret stays under its column.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, s)
}
