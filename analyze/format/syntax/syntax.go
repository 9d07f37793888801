// Package syntax is what the readers of file formats say alike of a text that they refuse:
// where it stands, and what is wrong.
package syntax

import (
	"errors"
	"fmt"
	"strings"
)

// Error says why a text cannot be read.
type Error struct {
	File    string // as the caller named it; "" where only the caller knows
	Line    int    // from 1; 0 if it concerns the whole file
	Column  int    // from 1; 0 if it concerns the whole line
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

// LineOf takes the error of a reader apart: the line, 0 if it concerns the whole file, and
// what is wrong.
func LineOf(err error) (line int, why string) {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Line, e.Message
	}
	return 0, err.Error()
}
