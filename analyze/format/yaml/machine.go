package yaml

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"seam/analyze/format/syntax"
)

// MaxMachineSize is the largest input of ParseMachine in bytes.
const MaxMachineSize = 64 << 20

// ParseMachine reads a file that a program wrote: a lock file with tens of thousands of
// keys in one mapping, which Parse refuses. It takes the part of YAML that such programs
// use (block mappings, lists of scalars, scalars and flow collections on one line, block
// scalars) and reads it line by line in linear time; a file with anything else in it goes
// to Parse, whose limits then hold. Where both read a file they give the same tree, but
// for Column, which is not set here. A key that a mapping repeats is an error: no program
// writes one, a merge does, and the package managers refuse it.
func ParseMachine(data []byte) ([]*Node, error) {
	if len(data) > MaxMachineSize {
		return nil, &syntax.Error{Message: fmt.Sprintf("file is larger than %d MiB", MaxMachineSize>>20)}
	}
	src, err := source{text: data}.clean()
	if err != nil {
		return nil, err
	}
	m := machine{rest: string(src.text)}
	if docs, ok := m.read(); ok {
		return docs, nil
	}
	if n, marker := conflict(src.text); n > 0 {
		return nil, &syntax.Error{Line: n, Message: "a merge conflict is not resolved (" + marker + ")"}
	}
	return parse(data, true)
}

// conflict finds the first line that begins as git marks conflicts.
func conflict(text []byte) (line int, marker string) {
	for l := range bytes.Lines(text) {
		line++
		for _, m := range []string{"<<<<<<< ", ">>>>>>> ", "||||||| "} {
			if bytes.HasPrefix(l, []byte(m)) {
				return line, strings.TrimSpace(m)
			}
		}
	}
	return 0, ""
}

// machine reads line by line. What is outside its part of YAML sets odd, after which
// nothing that was read counts.
type machine struct {
	rest   string
	number int    // of the line in text, from 1
	text   string // the line that is looked at, without its indentation
	indent int
	ended  bool
	odd    bool
}

func (m *machine) read() (docs []*Node, ok bool) {
	m.next()
	for !m.ended && !m.odd {
		if m.indent == 0 && m.text == "---" {
			m.next()
			continue
		}
		docs = append(docs, m.block(0, 0))
		if !m.ended && !(m.indent == 0 && m.text == "---") {
			return nil, false
		}
	}
	return docs, !m.odd
}

// raw takes the next line, whatever it is.
func (m *machine) raw() (line string, ok bool) {
	if m.rest == "" {
		return "", false
	}
	line, m.rest, _ = strings.Cut(m.rest, "\n")
	m.number++
	return line, true
}

// next goes to the next line that says something.
func (m *machine) next() {
	for {
		line, ok := m.raw()
		if !ok {
			m.ended, m.text, m.indent = true, "", -1
			return
		}
		m.text = strings.TrimLeft(line, " ")
		m.indent = len(line) - len(m.text)
		m.text = strings.TrimRight(m.text, " ")
		if strings.ContainsAny(m.text, "\t\r") || m.text != "" && strings.IndexByte("%&*!|>@`?", m.text[0]) >= 0 || strings.HasPrefix(m.text, "...") {
			m.odd = true
		}
		if m.text != "" && m.text[0] != '#' {
			return
		}
	}
}

// block reads the mapping or the list whose entries begin at an indentation.
func (m *machine) block(indent, depth int) *Node {
	if depth > MaxDepth {
		m.odd = true
	}
	if isItem(m.text) {
		return m.items(indent)
	}
	n := &Node{Kind: Map, Line: m.number, size: 1}
	b := mapBuilder{index: map[string]int{}}
	for !m.ended && !m.odd && m.indent == indent && m.text != "---" {
		if _, ok := b.set(m.entry(indent, depth)); !ok {
			m.odd = true
		}
	}
	if !m.ended && m.indent > indent {
		m.odd = true
	}
	n.Pairs = b.pairs
	return n
}

func isItem(text string) bool { return text == "-" || strings.HasPrefix(text, "- ") }

// items reads a list of scalars.
func (m *machine) items(indent int) *Node {
	n := &Node{Kind: List, Line: m.number, size: 1}
	for !m.ended && !m.odd && m.indent == indent && isItem(m.text) {
		m.odd = m.odd || m.text == "-" // Parse reads an empty item in its own way
		item := m.scalar(strings.TrimLeft(strings.TrimPrefix(m.text, "-"), " "), m.number)
		n.Items = append(n.Items, item)
		m.next()
		if m.indent > indent {
			m.odd = true
		}
	}
	return n
}

// entry reads a key and what belongs to it.
func (m *machine) entry(indent, depth int) Pair {
	key, value, ok := cutKey(m.text)
	if !ok {
		m.odd = true
		return Pair{}
	}
	p := Pair{Key: key, Line: m.number}
	if style, ok := blockScalar(value); ok {
		p.Value = m.folded(style, indent)
		return p
	}
	line := m.number
	m.next()
	nested := m.indent > indent || m.indent == indent && isItem(m.text)
	switch {
	case value == "" && nested && !m.odd:
		p.Value = m.block(m.indent, depth+1)
	case m.indent > indent:
		m.odd = true
	default:
		p.Value = m.scalar(value, line)
	}
	return p
}

// cutKey splits "key: value".
func cutKey(text string) (key, value string, ok bool) {
	if text[0] == '"' || text[0] == '\'' {
		key, rest, ok := unquote(text)
		if !ok || !strings.HasPrefix(rest, ":") || len(rest) > 1 && rest[1] != ' ' {
			return "", "", false
		}
		return key, strings.TrimLeft(rest[1:], " "), true
	}
	key, value, ok = strings.Cut(text, ": ")
	if !ok {
		key, ok = strings.CutSuffix(text, ":")
	}
	if !ok || !isPlain(key) || isNull(key) || key == "<<" || strings.HasSuffix(key, " ") {
		return "", "", false
	}
	return key, strings.TrimLeft(value, " "), true
}

// isPlain reports whether a text can stand without quotes and means itself.
func isPlain(s string) bool {
	return s != "" && strings.IndexByte("{}[],#&*!|>%@`\"'?:-", s[0]) < 0 && !strings.Contains(s, ": ") && !strings.HasSuffix(s, ":") && !strings.Contains(s, " #") && isText(s) ||
		len(s) > 1 && s[0] == '-' && s[1] != ' ' && isPlain(s[1:])
}

// isText reports that there is no character with a meaning of its own in YAML, such as
// the line ends of Unicode.
func isText(s string) bool {
	for _, r := range s {
		if r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == utf8.RuneError {
			return false
		}
	}
	return true
}

func isNull(s string) bool {
	return s == "~" || s == "null" || s == "Null" || s == "NULL"
}

// unquote reads a quoted text at the start of s and returns what follows it.
func unquote(s string) (text, rest string, ok bool) {
	quote := s[0]
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quote == '"':
			return "", "", false
		case s[i] != quote:
		case quote == '\'' && strings.HasPrefix(s[i+1:], "'"):
			i++
		default:
			text = s[1:i]
			if quote == '\'' {
				text = strings.ReplaceAll(text, "''", "'")
			}
			return text, s[i+1:], isText(text)
		}
	}
	return "", "", false
}

// scalar reads a value that stands on one line.
func (m *machine) scalar(s string, line int) *Node {
	f := flow{rest: s, line: line}
	n := f.value(0, "")
	m.odd = m.odd || f.odd || f.rest != ""
	return n
}

// blockScalar tells the header of a text that stands on the lines below.
func blockScalar(value string) (style string, ok bool) {
	switch value {
	case "|", "|-", ">", ">-":
		return value, true
	}
	return "", false
}

// folded reads the lines of a block scalar below a key. Blank lines and lines with
// deeper indentation in a folded one mean more than can be told here.
func (m *machine) folded(style string, indent int) *Node {
	n := &Node{Kind: Scalar, Line: m.number, size: 1}
	var lines []string
	for m.next(); !m.ended && m.indent > indent; m.next() {
		lines = append(lines, m.text)
		if m.indent != indent+2 || m.odd {
			m.odd = true
			return n
		}
	}
	if len(lines) == 0 || style[0] == '|' && len(lines) > 1 || m.number-n.Line-1 != len(lines) || m.ended {
		m.odd = true
		return n
	}
	n.Value = strings.Join(lines, " ")
	if !strings.HasSuffix(style, "-") {
		n.Value += "\n"
	}
	return n
}
