package npm

import (
	"bytes"
	"fmt"
	"strings"

	"seam/analyze/format/json"
	"seam/analyze/modules"
)

// parseYarn reads the yarn.lock of yarn 1, a format of its own:
//
//	"@a/b@^1.0.0", "@a/b@~1.2.0":
//	  version "1.2.3"
//	  dependencies:
//	    c "^2.0.0"
//
// why says what is wrong in which line; "" if nothing is.
func parseYarn(data []byte) (entries []yarnEntry, line int, why string) {
	if len(data) > json.MaxSize {
		return nil, 0, fmt.Sprintf("the file is larger than %d MiB and was not read", json.MaxSize>>20)
	}
	y := yarnParser{}
	for l := range bytes.Lines(data) {
		y.line++
		if why := y.read(strings.TrimRight(string(l), " \r\n")); why != "" {
			return nil, y.line, why
		}
	}
	return y.entries, 0, ""
}

type yarnParser struct {
	line    int
	entries []yarnEntry
	kind    modules.Kind
	within  bool // a list of needs
}

func (y *yarnParser) read(text string) (why string) {
	rest := strings.TrimLeft(text, " ")
	indent := len(text) - len(rest)
	switch {
	case rest == "" || rest[0] == '#':
		return ""
	case strings.HasPrefix(text, "<<<<<<<"), strings.HasPrefix(text, "======="), strings.HasPrefix(text, ">>>>>>>"):
		return "a merge conflict is not resolved (" + text[:7] + ")"
	case indent == 0:
		return y.open(rest)
	case len(y.entries) == 0:
		return "found an indented line before the first package"
	case indent == 2:
		return y.field(rest)
	case indent == 4 && y.within:
		return y.need(rest)
	}
	return ""
}

// open begins an entry with the list of texts that it answers.
func (y *yarnParser) open(text string) string {
	list, ok := strings.CutSuffix(text, ":")
	if !ok {
		return fmt.Sprintf("expected a package and a colon, found %.60q", text)
	}
	e := yarnEntry{line: y.line}
	for list != "" {
		key, rest := word(list, ",")
		if key == "" {
			return fmt.Sprintf("expected the name of a package, found %.60q", list)
		}
		e.keys = append(e.keys, key)
		list = strings.TrimLeft(rest, ", ")
	}
	if len(e.keys) == 0 {
		return "expected the name of a package before the colon"
	}
	y.entries, y.within = append(y.entries, e), false
	return ""
}

// word takes a text in quotes, or one up to any character of ends.
func word(s, ends string) (text, rest string) {
	if quoted, ok := strings.CutPrefix(s, `"`); ok {
		text, rest, _ = strings.Cut(quoted, `"`)
		return text, rest
	}
	if i := strings.IndexAny(s, ends); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

func (y *yarnParser) field(text string) string {
	e := &y.entries[len(y.entries)-1]
	key, rest := word(text, " :")
	y.within = false
	switch key {
	case "version":
		e.version, _ = word(strings.TrimLeft(rest, ": "), " ")
	case "dependencies", "optionalDependencies":
		y.within, y.kind = true, modules.Production
		if key == "optionalDependencies" {
			y.kind = modules.Optional
		}
	}
	return ""
}

func (y *yarnParser) need(text string) string {
	name, rest := word(text, " ")
	rng, _ := word(strings.TrimLeft(rest, " "), "")
	if name == "" {
		return fmt.Sprintf("expected a name and a range, found %.60q", text)
	}
	e := &y.entries[len(y.entries)-1]
	e.needs = append(e.needs, need{name: name, rng: rng, kind: y.kind, optional: y.kind == modules.Optional})
	return ""
}
