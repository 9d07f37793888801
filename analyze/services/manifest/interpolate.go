package manifest

import "strings"

// maxNested bounds ${A:-${B:-…}}.
const maxNested = 8

// interpolate replaces $X, ${X}, ${X:-default}, ${X-default}, ${X:+other} and $$
// the way compose does. A variable that vars does not have is empty; so is one
// whose absence would be an error (${X:?message}).
func interpolate(s string, vars map[string]string) string {
	return expand(s, vars, 0)
}

func expand(s string, vars map[string]string, depth int) string {
	if depth > maxNested || !strings.Contains(s, "$") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.IndexByte(s, '$')
		if i < 0 || i == len(s)-1 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:i])
		s = s[i+1:]
		switch {
		case s[0] == '$':
			b.WriteByte('$')
			s = s[1:]
		case s[0] == '{':
			end := closing(s)
			if end < 0 {
				b.WriteByte('$')
				continue
			}
			b.WriteString(braced(s[1:end], vars, depth))
			s = s[end+1:]
		default:
			n := identifier(s)
			if n == 0 {
				b.WriteByte('$')
				continue
			}
			b.WriteString(vars[s[:n]])
			s = s[n:]
		}
	}
}

// closing is the index of the brace that closes the one at s[0], -1 if none does.
func closing(s string) int {
	open := 0
	for i := range len(s) {
		switch s[i] {
		case '{':
			open++
		case '}':
			if open--; open == 0 {
				return i
			}
		}
	}
	return -1
}

// braced evaluates what stands between ${ and }.
func braced(s string, vars map[string]string, depth int) string {
	n := identifier(s)
	value, set := vars[s[:n]]
	op, rest, found := s[n:], "", false
	for _, o := range []string{":-", ":+", ":?", "-", "+", "?"} {
		if rest, found = strings.CutPrefix(s[n:], o); found {
			op = o
			break
		}
	}
	if strings.HasPrefix(op, ":") && value == "" {
		set = false
	}
	switch strings.TrimPrefix(op, ":") {
	case "-":
		if !set {
			return expand(rest, vars, depth+1)
		}
	case "+":
		if set {
			return expand(rest, vars, depth+1)
		}
		return ""
	}
	return value
}

// identifier is the length of the variable name that s begins with.
func identifier(s string) int {
	for i := range len(s) {
		c := s[i]
		if c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (i == 0 || c < '0' || c > '9') {
			return i
		}
	}
	return len(s)
}
