package gomod

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/mod/modfile"
)

// SyntaxError is a file that cannot be read, and the first line that says why.
type SyntaxError struct {
	File string
	Line int // from 1; 0 if the whole file is meant
	Msg  string
}

func (e *SyntaxError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("gomod: %s: %s", e.File, e.Msg)
	}
	return fmt.Sprintf("gomod: %s:%d: %s", e.File, e.Line, e.Msg)
}

func syntaxError(file string, line int, err error) error {
	return &SyntaxError{File: file, Line: line, Msg: printable(err.Error())}
}

// printable bounds a message that quotes a hostile file.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
	const most = 300
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "…"
	}
	return s
}

// tolerate runs a strict parser and, where it fails only over unknown directives,
// runs it again with those blanked out. x/mod's lax parser is no substitute: it also
// leaves out replace and exclude.
func tolerate(file string, data []byte, parse func([]byte) error) ([]Item, error) {
	if len(data) > MaxSize {
		return nil, syntaxError(file, 0, fmt.Errorf("larger than %d MiB", MaxSize>>20))
	}
	data = withoutMark(data)
	if line := conflict(data); line > 0 {
		return nil, syntaxError(file, line, errors.New("unresolved merge conflict"))
	}
	err := parse(data)
	if err == nil {
		return nil, nil
	}
	blanked, skipped := blankUnknown(file, data)
	if len(skipped) > 0 {
		err = parse(blanked)
	}
	if err != nil {
		return nil, firstError(file, err)
	}
	return skipped, nil
}

// conflict finds the first line that git writes into a file it could not merge.
func conflict(data []byte) int {
	line := 0
	for l := range bytes.Lines(data) {
		line++
		for _, mark := range [...]string{"<<<<<<< ", ">>>>>>> ", "||||||| ", "======="} {
			if bytes.HasPrefix(l, []byte(mark)) {
				return line
			}
		}
	}
	return 0
}

// known are the directives of go.mod and go.work in any order. One that is known
// but stands in the wrong kind of file stays an error.
var known = []string{"module", "go", "toolchain", "godebug", "require", "exclude", "replace", "retract", "tool", "ignore", "use"}

// blankUnknown overwrites unknown directives with spaces, which keeps every position.
func blankUnknown(file string, data []byte) ([]byte, []Item) {
	lax, err := modfile.ParseLax(file, data, keepVersion)
	if err != nil {
		return nil, nil // the strict parser refuses the same and more
	}
	out := bytes.Clone(data)
	var skipped []Item
	for _, stmt := range lax.Syntax.Stmt {
		verb := verbOf(stmt)
		if verb == "" || slices.Contains(known, verb) || !isWord(verb) {
			continue
		}
		start, end := stmt.Span()
		blank(out[start.Byte:min(end.Byte, len(out))])
		skipped = append(skipped, Item{verb, start.Line})
	}
	return out, skipped
}

func keepVersion(_, version string) (string, error) { return version, nil }

func verbOf(stmt modfile.Expr) string {
	switch x := stmt.(type) {
	case *modfile.Line:
		return x.Token[0]
	case *modfile.LineBlock:
		return x.Token[0]
	}
	return ""
}

// isWord tells a directive of a later Go from garbage.
func isWord(s string) bool {
	return len(s) <= 32 && s[0] != '-' && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz-") == ""
}

func blank(b []byte) {
	for i := range b {
		if b[i] != '\n' {
			b[i] = ' '
		}
	}
}

// firstError picks the error that stands first in the file.
func firstError(file string, err error) error {
	var list modfile.ErrorList
	if !errors.As(err, &list) || len(list) == 0 {
		return syntaxError(file, 0, err)
	}
	first := slices.MinFunc(list, func(a, b modfile.Error) int { return cmp.Compare(a.Pos.Line, b.Pos.Line) })
	line := first.Pos.Line
	first.Filename, first.Pos = "", modfile.Position{}
	return syntaxError(file, line, errors.New(first.Error()))
}
