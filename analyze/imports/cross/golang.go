package cross

import (
	"bytes"
	"go/scanner"
	"go/token"
	"strconv"
	"strings"
)

// golang reads the mentions of a Go file.
func golang(src []byte) []mention {
	out := header(src)
	runs := bytes.Contains(src, []byte(`"os/exec"`))
	if !runs && !directs(src) {
		return out
	}
	fset := token.NewFileSet()
	file := fset.AddFile("", -1, len(src))
	var s scanner.Scanner
	s.Init(file, src, nil, scanner.ScanComments)
	r := goReader{runs: runs, line: func(p token.Pos) int { return file.PositionFor(p, false).Line }}
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return append(out, r.out...)
		}
		r.token(pos, tok, text)
	}
}

// directs reports whether a file may hold directives that are read.
func directs(src []byte) bool {
	return bytes.Contains(src, []byte("//go:")) && containsAny(src, "//go:embed ", "//go:generate ")
}

// goReader reads the calls of os/exec and the directives of a file.
type goReader struct {
	runs  bool
	line  func(token.Pos) int
	last  [3]string // the tokens before
	depth int       // of brackets within a call of os/exec; 0 outside
	out   []mention
}

func (r *goReader) token(pos token.Pos, tok token.Token, text string) {
	if tok == token.COMMENT {
		r.directive(text, r.line(pos))
		return
	}
	switch {
	case tok == token.LPAREN && r.depth > 0:
		r.depth++
	case tok == token.RPAREN && r.depth > 0:
		r.depth--
	case tok == token.LPAREN && r.runs && r.last[0] == "exec" && r.last[1] == "." && (r.last[2] == "Command" || r.last[2] == "CommandContext"):
		r.depth = 1
	case tok == token.STRING && r.depth == 1:
		if arg, err := strconv.Unquote(text); err == nil && mayRun(arg) {
			r.out = append(r.out, mention{How: run, Path: arg, Line: r.line(pos)})
		}
	}
	if text == "" {
		text = tok.String()
	}
	r.last = [3]string{r.last[1], r.last[2], text}
}

// directive reads what a line embeds, and the contracts that generators are given.
func (r *goReader) directive(text string, line int) {
	if args, ok := strings.CutPrefix(text, "//go:embed "); ok {
		for _, a := range words(args) {
			r.out = append(r.out, mention{How: pattern, Path: a, Line: line})
		}
		return
	}
	args, ok := strings.CutPrefix(text, "//go:generate ")
	if !ok {
		return
	}
	openAPI := strings.Contains(args, "oapi-codegen") || strings.Contains(args, "ogen") || strings.Contains(args, "openapi") || strings.Contains(args, "swagger")
	for _, a := range words(args) {
		if isContract(a) || openAPI && isDocument(a) {
			r.out = append(r.out, mention{How: contract, Path: a, Line: line})
		}
	}
}

// words cuts the arguments of a directive; quoted ones may hold spaces.
func words(s string) []string {
	var out []string
	for {
		s = strings.TrimLeft(s, " \t\r")
		if s == "" {
			return out
		}
		if q, err := strconv.QuotedPrefix(s); err == nil {
			if w, err := strconv.Unquote(q); err == nil && w != "" {
				out = append(out, w)
			}
			s = s[len(q):]
			continue
		}
		end := strings.IndexAny(s, " \t\r")
		if end < 0 {
			end = len(s)
		}
		out, s = append(out, s[:end]), s[end:]
	}
}
