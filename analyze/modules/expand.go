package modules

import "strings"

// Expand replaces every reference in a text, such as ${name}, by its value. begin and end
// are the marks around a name. A text that grows beyond most bytes becomes the
// reference at which it did, so that properties that name each other twice cannot fill the
// memory. A reference without an end stays as it is.
func Expand(s, begin, end string, most int, value func(name string) string) string {
	if !strings.Contains(s, begin) {
		return s
	}
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(s, begin)
		b.WriteString(before)
		name, after, closed := strings.Cut(rest, end)
		if !ok || !closed {
			if ok {
				b.WriteString(begin + rest)
			}
			return b.String()
		}
		b.WriteString(value(name))
		if s = after; b.Len() > most {
			return begin + name + end
		}
	}
}
