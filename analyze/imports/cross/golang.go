package cross

import (
	"bytes"
	"strconv"
	"strings"

	"seam/analyze/source"
)

// golang reads the mentions of a Go file.
func golang(src []byte) []mention {
	out := header(src)
	runs := bytes.Contains(src, []byte(`"os/exec"`))
	if !runs && !directs(src) {
		return out
	}
	r := goReader{runs: runs}
	for t := range source.Tokens(source.Go, src) {
		r.token(t)
	}
	return append(out, r.out...)
}

// directs reports whether a file may hold directives that are read.
func directs(src []byte) bool {
	return bytes.Contains(src, []byte("//go:")) && containsAny(src, "//go:embed ", "//go:generate ")
}

// goReader reads the calls of os/exec and the directives of a file.
type goReader struct {
	runs  bool
	last  [3][]byte // the tokens before
	depth int       // of brackets within a call of os/exec; 0 outside
	out   []mention
}

func (r *goReader) token(t source.Token) {
	if t.Kind == source.Comment {
		if bytes.HasPrefix(t.Text, []byte("//go:")) {
			r.directive(string(t.Text), t.Line)
		}
		return
	}
	if !r.runs {
		return
	}
	switch {
	case t.Kind == source.Punct && t.Text[0] == '(' && (r.depth > 0 || r.calls()):
		r.depth++
	case t.Kind == source.Punct && t.Text[0] == ')' && r.depth > 0:
		r.depth--
	case t.Kind == source.String && r.depth == 1:
		if arg, err := strconv.Unquote(string(t.Text)); err == nil && t.Text[0] != '\'' && mayRun(arg) {
			r.out = append(r.out, mention{How: run, Path: arg, Line: t.Line})
		}
	}
	r.last = [3][]byte{r.last[1], r.last[2], t.Text}
}

// calls reports whether the last tokens name what runs a program.
func (r *goReader) calls() bool {
	what := string(r.last[2])
	return (what == "Command" || what == "CommandContext") && string(r.last[1]) == "." && string(r.last[0]) == "exec"
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
