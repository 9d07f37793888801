package owners

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// matcher finds the last rule of a list that matches a path.
//
// GitHub's patterns read as in a .gitignore: one without a slash (but at its end)
// matches at any depth, any other counts from the root; * and ? stop at a slash, **
// does not; a pattern that names a folder matches everything below. Two differences
// are GitHub's own: a last element * matches files of that folder only, and brackets
// have no meaning.
//
// GitLab's are those of Ruby's File.fnmatch: only one that begins with a slash counts
// from the root; only one that ends in a slash matches what lies below; ** is any
// number of folders before a slash and a plain * elsewhere; [a-z] is one character.
//
// Most rules of a real file are plain paths. Those are looked up, one map access for
// each folder of the path; only rules with wildcards are tried one by one, latest
// first, and only while they could still win.
type matcher struct {
	rules    []pathRule
	exact    bool            // a name without a slash at its end is no folder
	anchored map[literal]int // from the root -> index of the last such rule
	names    map[literal]int // at any depth
	globs    []globRule      // latest first
}

// literal is a path or name without wildcards. A rule that ends in a slash matches
// folders only, so it has an entry of its own.
type literal struct {
	text       string
	folderOnly bool
}

type globRule struct {
	rule     int
	elements []string
}

func newMatcher(rules []pathRule, d dialect) *matcher {
	m := &matcher{rules: rules, exact: d == gitLab, anchored: map[literal]int{}, names: map[literal]int{}}
	for i, r := range rules {
		if d == gitLab {
			m.addGitLab(i, r.Pattern)
		} else {
			m.add(i, r.Pattern)
		}
	}
	slices.Reverse(m.globs)
	return m
}

func (m *matcher) add(rule int, pattern string) {
	folderOnly := strings.HasSuffix(pattern, "/")
	body := strings.TrimSuffix(pattern, "/")
	floating := !strings.Contains(body, "/")
	body = strings.TrimPrefix(body, "/")
	if body == "" {
		return // "/" names no file
	}
	if strings.ContainsAny(body, "*?") {
		m.globs = append(m.globs, globRule{rule, elementsOf(body, floating, folderOnly)})
		return
	}
	key := literal{unescape(body), folderOnly}
	if floating {
		m.names[key] = rule
	} else {
		m.anchored[key] = rule
	}
}

func (m *matcher) addGitLab(rule int, pattern string) {
	body, folderOnly := strings.CutSuffix(pattern, "/")
	body, anchored := strings.CutPrefix(body, "/")
	key := literal{unescape(body), folderOnly}
	switch {
	case body == "" || strings.ContainsAny(body, "*?["):
	case anchored:
		m.anchored[key] = rule
		return
	case !strings.Contains(body, "/"):
		m.names[key] = rule
		return
	}
	elements := strings.Split(body, "/")
	if !folderOnly && elements[len(elements)-1] == "**" {
		elements[len(elements)-1] = "*"
	}
	if folderOnly && body == "" {
		elements = nil // "/" is every file
	}
	if !anchored {
		elements = append([]string{"**"}, elements...)
	}
	if folderOnly {
		elements = append(elements, "**", "*")
	}
	elements = slices.CompactFunc(elements, func(a, b string) bool { return a == "**" && b == "**" })
	m.globs = append(m.globs, globRule{rule, elements})
}

// elementsOf makes a pattern one that a whole file path must match: what may come
// before and below is spelt out as **.
func elementsOf(body string, floating, folderOnly bool) []string {
	elements := strings.Split(body, "/")
	last := elements[len(elements)-1]
	if floating {
		elements = append([]string{"**"}, elements...)
	}
	switch {
	case folderOnly && last == "**": // the folders below, not the files beside them
		elements = append(elements, "*", "**", "*")
	case folderOnly:
		elements = append(elements, "**", "*")
	case last == "**":
		elements = append(elements, "*")
	case last == "*":
	default:
		elements = append(elements, orBelow)
	}
	return slices.CompactFunc(elements, func(a, b string) bool { return a == "**" && b == "**" })
}

// orBelow ends a pattern that names either the file or a folder above it.
const orBelow = "/"

// last is the last rule that matches a file.
func (m *matcher) last(file string) (pathRule, bool) {
	best := m.lastLiteral(file)
	elements := strings.Split(file, "/")
	for _, g := range m.globs {
		if g.rule < best {
			break
		}
		if matchElements(g.elements, elements) {
			best = g.rule
			break
		}
	}
	if best < 0 {
		return pathRule{}, false
	}
	return m.rules[best], true
}

func (m *matcher) lastLiteral(file string) int {
	best := -1
	look := func(in map[literal]int, text string, folderOnly bool) {
		if i, ok := in[literal{text, folderOnly}]; ok {
			best = max(best, i)
		}
	}
	for start, end := 0, 0; start <= len(file); start = end + 1 {
		end = len(file)
		if i := strings.IndexByte(file[start:], '/'); i >= 0 {
			end = start + i
			look(m.anchored, file[:end], true)
			look(m.names, file[start:end], true)
		}
		if !m.exact || end == len(file) {
			look(m.anchored, file[:end], false)
			look(m.names, file[start:end], false)
		}
	}
	return best
}

// matchElements matches path elements; ** takes any number of them. Where a later
// element fails, only the last ** needs another try, so the cost is at most the
// product of the lengths.
func matchElements(pattern, path []string) bool {
	p, s := 0, 0
	retryP, retryS := -1, 0
	for {
		switch {
		case p < len(pattern) && pattern[p] == "**":
			retryP, retryS = p, s
			p++
			continue
		case p < len(pattern) && pattern[p] == orBelow:
			return true
		case p == len(pattern) && s == len(path):
			return true
		case p < len(pattern) && s < len(path) && matchName(pattern[p], path[s]):
			p, s = p+1, s+1
			continue
		case retryP >= 0 && retryS < len(path):
			retryS++
			p, s = retryP+1, retryS
			continue
		}
		return false
	}
}

// matchName matches one element in which * is any run of characters, ? any one, [a-z]
// one of several, and a backslash makes the next one literal. The cost is bounded as in
// matchElements.
func matchName(pattern, name string) bool {
	p, s := 0, 0
	retryP, retryS := -1, 0
	for {
		switch {
		case p == len(pattern) && s == len(name):
			return true
		case p < len(pattern) && pattern[p] == '*':
			retryP, retryS = p, s
			p++
			continue
		case p < len(pattern) && s < len(name):
			if step, size := matchOne(pattern[p:], name[s:]); step > 0 {
				p, s = p+step, s+size
				continue
			}
		}
		if retryP < 0 || retryS >= len(name) {
			return false
		}
		retryS++
		p, s = retryP+1, retryS
	}
}

// matchOne matches the first character of a pattern, which is no *. It returns how
// many bytes of pattern and name that took, 0 if they differ.
func matchOne(pattern, name string) (step, size int) {
	if pattern[0] == '?' {
		_, size := utf8.DecodeRuneInString(name)
		return 1, size
	}
	if pattern[0] == '[' {
		return matchClass(pattern, name)
	}
	if pattern[0] == '\\' && len(pattern) > 1 {
		if pattern[1] == name[0] {
			return 2, 1
		}
		return 0, 0
	}
	if pattern[0] == name[0] {
		return 1, 1
	}
	return 0, 0
}

// matchClass matches a bracket expression, [abc], [a-z], or [!a] and [^a] for what is
// not in it. One that is not closed matches nothing.
func matchClass(pattern, name string) (step, size int) {
	have, size := utf8.DecodeRuneInString(name)
	i, negated, found := 1, false, false
	if i < len(pattern) && (pattern[i] == '!' || pattern[i] == '^') {
		i, negated = i+1, true
	}
	for i < len(pattern) && pattern[i] != ']' {
		low, n := classRune(pattern[i:])
		i += n
		high := low
		if i+1 < len(pattern) && pattern[i] == '-' && pattern[i+1] != ']' {
			high, n = classRune(pattern[i+1:])
			i += 1 + n
		}
		found = found || low <= have && have <= high
	}
	if i >= len(pattern) || found == negated {
		return 0, 0
	}
	return i + 1, size
}

// classRune is the first character of a bracket expression's rest, and its length.
func classRune(s string) (rune, int) {
	if s[0] == '\\' && len(s) > 1 {
		r, n := utf8.DecodeRuneInString(s[1:])
		return r, n + 1
	}
	return utf8.DecodeRuneInString(s)
}

func unescape(pattern string) string {
	if !strings.Contains(pattern, `\`) {
		return pattern
	}
	var b strings.Builder
	for i := 0; i < len(pattern); i++ {
		if pattern[i] == '\\' && i+1 < len(pattern) {
			i++
		}
		b.WriteByte(pattern[i])
	}
	return b.String()
}
