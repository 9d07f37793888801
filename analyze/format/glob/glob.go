// Package glob matches paths and e-mail addresses against the patterns that people
// write in seam.yaml and after --exclude. It is the only package that knows
// doublestar.
//
// Path patterns read as lines of a .gitignore do, so that nobody has to learn a
// second language:
//
//	vendor         a file or folder of that name, at any depth
//	vendor/        a folder of that name, at any depth
//	/vendor        the one at the top
//	pkg/api        with a slash inside: counted from the top
//	pkg/api/**     the same, files below only
//	*.pb.go        any depth; * and ? stop at a slash
//	**/gen/*.go    ** stands for any number of folders, none included
//	[ab], {a,b}    one of several
//	.              everything
//
// A pattern that names a folder matches everything below that folder. A backslash
// takes the meaning from the character after it. Matching is case-sensitive; bytes
// that are no UTF-8 may match one another.
//
// Differences to .gitignore: braces work, and there is no negation (a leading ! is
// refused, write \! for a name that starts so).
package glob

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/bmatcuk/doublestar/v4"
)

// Limits on one pattern. Every brace group multiplies the work of a match, so that
// their number decides whether a pattern in a stranger's repository can hang us.
const (
	maxLength = 1024
	maxBraces = 3
)

// Set is a compiled list of path patterns. It does not change after Compile and may
// be used by several goroutines. A nil Set matches nothing.
//
// Cost of a match: two map look-ups for each element of the path, plus one attempt
// for each pattern with wildcards and element.
type Set struct {
	all      bool
	anchored map[string]kind // literal paths from the top
	names    map[string]kind // literal names at any depth
	globs    []pattern       // all others
}

// kind says what a literal pattern may name.
type kind uint8

const (
	folder kind = 1 << iota
	file
)

type pattern struct {
	glob     string
	begins   string // what every match begins with
	floating bool   // matches one element at any depth, not a path from the top
	kind     kind
}

// Compile reads patterns. The error names the first bad one and what is wrong.
func Compile(patterns []string) (*Set, error) {
	s := &Set{anchored: map[string]kind{}, names: map[string]kind{}}
	for _, text := range patterns {
		if err := s.add(text); err != nil {
			return nil, fmt.Errorf("pattern %q: %w", text, err)
		}
	}
	return s, nil
}

func (s *Set) add(text string) error {
	p, err := parse(text)
	if err != nil {
		return err
	}
	name, literal := unescape(p.glob)
	switch {
	case p.glob == "":
		s.all = true
	case !literal:
		p.begins = beginning(p.glob)
		s.globs = append(s.globs, p)
	case p.floating:
		s.names[name] |= p.kind
	default:
		s.anchored[name] |= p.kind
	}
	return nil
}

// Match reports whether a pattern matches path, or a folder that path lies in. The
// path is slash-separated, relative to where the patterns count from, and names a
// file.
func (s *Set) Match(path string) bool {
	switch {
	case s == nil || !s.all && len(s.names)+len(s.anchored)+len(s.globs) == 0:
		return false
	case s.all:
		return true
	}
	for start, end := 0, 0; start <= len(path); start = end + 1 {
		end = len(path)
		want := file
		if i := strings.IndexByte(path[start:], '/'); i >= 0 {
			end, want = start+i, folder
		}
		if s.matchElement(path[:end], path[start:end], want) {
			return true
		}
	}
	return false
}

// matchElement tries one file or folder: prefix is its path, name its last element.
func (s *Set) matchElement(prefix, name string, want kind) bool {
	if s.names[name]&want != 0 || s.anchored[prefix]&want != 0 {
		return true
	}
	for _, p := range s.globs {
		subject := prefix
		if p.floating {
			subject = name
		}
		if p.kind&want != 0 && strings.HasPrefix(subject, p.begins) && doublestar.MatchUnvalidated(p.glob, subject) {
			return true
		}
	}
	return false
}

// parse sorts out slashes: where the pattern counts from, and whether it is a folder's.
// The glob of a pattern that matches everything is "".
func parse(text string) (pattern, error) {
	if err := check(text); err != nil {
		return pattern{}, err
	}
	if text == "." || text == "./" {
		return pattern{}, nil
	}
	p := pattern{glob: strings.TrimPrefix(text, "./"), kind: file | folder}
	if rest, ok := strings.CutSuffix(p.glob, "/"); ok {
		p.glob, p.kind = rest, folder
		if rest == "**" || strings.HasSuffix(rest, "/**") {
			p.glob += "/*" // the folders below, not the files beside them
		}
	}
	for rest, ok := strings.CutSuffix(p.glob, "/**"); ok; rest, ok = strings.CutSuffix(rest, "/**") {
		p.glob, p.kind = "/"+strings.TrimPrefix(rest, "/"), folder
	}
	p.floating = !strings.Contains(p.glob, "/")
	p.glob = strings.TrimPrefix(p.glob, "/")
	if name, ok := strings.CutPrefix(p.glob, "**/"); ok && !strings.Contains(name, "/") {
		p.glob, p.floating = name, true
	}
	if p.glob == "**" {
		p.glob = ""
	}
	return p, checkElements(p.glob)
}

func check(text string) error {
	switch {
	case text == "":
		return fmt.Errorf("is empty")
	case len(text) > maxLength:
		return fmt.Errorf("is longer than %d bytes", maxLength)
	case strings.HasPrefix(text, "!"):
		return fmt.Errorf("negation is not supported")
	case strings.Count(text, "{") > maxBraces:
		return fmt.Errorf("has more than %d brace groups; write several patterns", maxBraces)
	case !doublestar.ValidatePattern(text):
		return fmt.Errorf("has an unclosed bracket or brace, or ends in a backslash")
	}
	return nil
}

func checkElements(glob string) error {
	if glob == "" {
		return nil
	}
	for e := range strings.SplitSeq(glob, "/") {
		switch e {
		case "":
			return fmt.Errorf("has an empty path element")
		case ".", "..":
			return fmt.Errorf("has the path element %q; write the path from the top", e)
		}
	}
	return nil
}

// HasMeta reports whether a pattern has wildcards, so that it is more than a path.
func HasMeta(text string) bool {
	_, literal := unescape(text)
	return !literal
}

// beginning is what all that a glob matches begins with: the text before its first wildcard,
// without the slash that a ** behind it may match nothing after.
func beginning(glob string) string {
	for i := range len(glob) {
		if glob[i] >= utf8.RuneSelf || strings.IndexByte(`*?[{\`, glob[i]) >= 0 {
			return strings.TrimSuffix(glob[:i], "/")
		}
	}
	return glob
}

// unescape removes backslashes; literal is false where wildcards remain.
func unescape(glob string) (name string, literal bool) {
	if !strings.ContainsAny(glob, `*?[{\`) {
		return glob, true
	}
	var b strings.Builder
	for i := 0; i < len(glob); i++ {
		switch glob[i] {
		case '*', '?', '[', '{':
			return glob, false
		case '\\':
			i++
			if i == len(glob) {
				return glob, false
			}
		}
		b.WriteByte(glob[i])
	}
	return b.String(), true
}

// Below rewrites a pattern that counts from folder into one that counts from the
// top. Folder is slash-separated; "" and "." are the top itself.
func Below(folder, text string) string {
	if folder == "" || folder == "." {
		return text
	}
	top := "/" + Escape(folder) + "/"
	trimmed := strings.TrimPrefix(text, "./")
	switch {
	case text == "." || strings.Trim(trimmed, "/") == "":
		return top
	case strings.Contains(strings.TrimSuffix(trimmed, "/"), "/"):
		return top + strings.TrimPrefix(trimmed, "/")
	}
	return top + "**/" + trimmed
}

// Escape turns a path into a pattern that means just that path.
func Escape(path string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`, "]", `\]`, "{", `\{`, "}", `\}`).Replace(path)
}
