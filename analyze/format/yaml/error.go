package yaml

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// Error is a mistake in the input and where it stands.
type Error struct {
	File    string // as the caller named it; "" from Parse
	Line    int    // from 1; 0 if it concerns the whole file
	Column  int    // in characters, from 1; 0 if it concerns the whole line
	Message string // plain English, one line
	Excerpt string // the line and a caret below it, without colour; may be ""
}

// Error is file:line:column: message, with the parts that are known.
func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File + ":")
	} else if e.Line > 0 {
		b.WriteString("line ")
	}
	if e.Line > 0 {
		fmt.Fprintf(&b, "%d:", e.Line)
	}
	if e.Line > 0 && e.Column > 0 {
		fmt.Fprintf(&b, "%d:", e.Column)
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	return b.String() + e.Message
}

// LineOf takes an error of Parse apart: the line, 0 if it concerns the whole file, and
// what is wrong.
func LineOf(err error) (line int, why string) {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Line, e.Message
	}
	return 0, err.Error()
}

// MustBeMap is the error of a file whose first document is no mapping; nil for an empty
// file. name is what it calls the file.
func MustBeMap(name string, docs []*Node) error {
	if len(docs) == 0 || docs[0].Kind == Map || docs[0].Kind == Null {
		return nil
	}
	return &Error{Line: docs[0].Line, Message: fmt.Sprintf("a %s must be a mapping, found %s", name, docs[0].Kind)}
}

// excerptWidth is how many characters of a long line an excerpt shows.
const excerptWidth = 100

// source is the text that is read and how many lines of its file stand before it.
type source struct {
	text   []byte
	before int
}

// fail is an error at a line of the file.
func (s source) fail(line, column int, message string) *Error {
	return &Error{Line: line, Column: column, Message: message, Excerpt: s.excerpt(line, column)}
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
