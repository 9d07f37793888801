package javascript

import "seam/analyze/source"

// plainJSON turns JSON with comments and trailing commas, as tsconfig.json has it, into
// JSON: what must not stand there becomes spaces, so that lines stay.
func plainJSON(src []byte) []byte {
	out := make([]byte, len(src))
	for i, c := range src {
		out[i] = ' '
		if c == '\n' {
			out[i] = c
		}
	}
	comma := -1
	for t := range source.Tokens(source.JavaScript, src) {
		if t.Kind == source.Comment {
			continue
		}
		if closes := len(t.Text) == 1 && (t.Text[0] == '}' || t.Text[0] == ']'); closes && comma >= 0 {
			out[comma] = ' '
		}
		comma = -1
		if len(t.Text) == 1 && t.Text[0] == ',' {
			comma = t.At
		}
		copy(out[t.At:], t.Text)
	}
	return out
}
