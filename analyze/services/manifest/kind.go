package manifest

import "bytes"

// kindPattern finds lines that state the kind of an object. Reading all manifests of a
// repository for them with a regular expression took longer than what is done with the
// few that are found.
type kindPattern struct {
	kinds map[string]bool
	json  bool // in quotes and behind brackets too, with more behind it on the line
}

// in reports whether a text states one of the kinds.
func (p kindPattern) in(text []byte) bool {
	for at := 0; ; {
		i := bytes.Index(text[at:], []byte("kind"))
		if i < 0 {
			return false
		}
		begin, end := at+i, at+i+len("kind")
		if p.begins(text[:begin]) && p.states(text[end:]) {
			return true
		}
		at = end
	}
}

// begins reports whether a line may begin with what stands before the word.
func (p kindPattern) begins(before []byte) bool {
	if n := len(before); p.json && n > 0 && before[n-1] == '"' {
		before = before[:n-1]
	}
	for i := len(before) - 1; i >= 0 && before[i] != '\n'; i-- {
		if c := before[i]; !isSpace(c) && !(p.json && (c == '-' || c == '{')) {
			return false
		}
	}
	return true
}

// states reports whether what stands behind the word is a kind and then the end of a line.
func (p kindPattern) states(rest []byte) bool {
	if p.json {
		rest = bytes.TrimPrefix(rest, []byte{'"'})
	}
	rest, ok := bytes.CutPrefix(trimSpace(rest), []byte{':'})
	if !ok {
		return false
	}
	rest = unquoted(trimSpace(rest))
	n := 0
	for n < len(rest) && 'A' <= rest[n]&^0x20 && rest[n]&^0x20 <= 'Z' {
		n++
	}
	if !p.kinds[string(rest[:n])] {
		return false
	}
	rest = unquoted(rest[n:])
	for _, c := range rest {
		switch {
		case c == '\n', p.json && (c == '\r' || c == ',' || c == '#'):
			return true
		case !isSpace(c):
			return false
		}
	}
	return true
}

// unquoted passes a quote.
func unquoted(text []byte) []byte {
	if len(text) > 0 && (text[0] == '"' || text[0] == '\'') {
		return text[1:]
	}
	return text
}

func trimSpace(text []byte) []byte {
	for len(text) > 0 && isSpace(text[0]) {
		text = text[1:]
	}
	return text
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' }

func set(words ...string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		out[w] = true
	}
	return out
}
