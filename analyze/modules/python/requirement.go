package python

import (
	"slices"
	"strings"
)

// Canonical is the one spelling of a package's name (PEP 503).
func Canonical(name string) string {
	var b strings.Builder
	gap := false
	for _, c := range []byte(name) {
		switch {
		case c == '-' || c == '_' || c == '.':
			gap = true
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		if gap {
			b.WriteByte('-')
			gap = false
		}
		b.WriteByte(c)
	}
	if gap {
		b.WriteByte('-')
	}
	return b.String()
}

// spec is a requirement as PEP 508 writes one: name[extras] specifier ; marker.
type spec struct {
	name      string // canonical
	specifier string // "" for any version
	url       string // where it comes from instead of an index
	marker    string
}

// parseSpec reads a requirement; ok is false for a text that is none.
func parseSpec(text string) (s spec, ok bool) {
	text = strings.TrimSpace(text)
	end := 0
	for end < len(text) && nameByte(text[end]) {
		end++
	}
	if end == 0 || !alnum(text[0]) || !alnum(text[end-1]) {
		return spec{}, false
	}
	s.name = Canonical(text[:end])
	rest := strings.TrimSpace(text[end:])
	if strings.HasPrefix(rest, "[") {
		_, after, closed := strings.Cut(rest, "]")
		if !closed {
			return spec{}, false
		}
		rest = strings.TrimSpace(after)
	}
	if url, found := strings.CutPrefix(rest, "@"); found {
		s.url, s.marker, _ = strings.Cut(strings.TrimSpace(url), " ;")
		s.url, s.marker = strings.TrimSpace(s.url), strings.TrimSpace(s.marker)
		return s, s.url != ""
	}
	rest, s.marker, _ = strings.Cut(rest, ";")
	s.marker = strings.TrimSpace(s.marker)
	rest = strings.TrimSpace(rest)
	if inner, found := strings.CutPrefix(rest, "("); found {
		rest = strings.TrimSuffix(inner, ")")
	}
	s.specifier, ok = specifiers(rest)
	return s, ok
}

var operators = []string{"===", "==", "~=", "!=", "<=", ">=", "<", ">"}

// specifiers checks a list of specifiers and gives it without blanks.
func specifiers(text string) (string, bool) {
	var out []string
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		if part == "" { // a comma at the end is accepted by every tool
			continue
		}
		i := slices.IndexFunc(operators, func(op string) bool { return strings.HasPrefix(part, op) })
		if i < 0 {
			return "", false
		}
		v := strings.TrimSpace(part[len(operators[i]):])
		if v == "" || strings.ContainsAny(v, " \t<>=~!\"'") {
			return "", false
		}
		out = append(out, operators[i]+v)
	}
	return strings.Join(out, ","), true
}

// pin is the version of "==version"; "" for every other specifier.
func pin(specifier string) string {
	v, ok := strings.CutPrefix(specifier, "==")
	if !ok || strings.ContainsAny(v, ",*") {
		return ""
	}
	return strings.TrimPrefix(v, "=")
}

func alnum(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func nameByte(c byte) bool { return alnum(c) || c == '-' || c == '_' || c == '.' }

// aside are the words in names of groups, extras and files that say that what stands
// there is for those who work on the unit.
var aside = []string{
	"dev", "develop", "development", "test", "tests", "testing", "lint", "linting", "linters", "doc", "docs", "ci", "typing", "types",
	"mypy", "style", "format", "bench", "benchmark", "benchmarks", "build", "release", "debug", "ipython", "examples", "precommit",
}

// isAside reports whether a name holds such a word.
func isAside(name string) bool {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune("-_./ ", r) })
	return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(aside, w) })
}
