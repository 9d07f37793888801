package helm

import (
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
)

// Value is what a chart's template works on: a value of a values file, merged with
// others, or a text made of them. nil is a value that is not there.
type Value struct {
	kind    yaml.Kind
	text    string
	unknown bool // decided only at installation
	quoted  bool
	keys    []string // of a mapping, in order
	fields  map[string]*Value
	items   []*Value
	at      finding.Location   // where it is written; zero if a template made it
	lines   []finding.Location // of a text of several lines: where each is written
}

// UnknownText stands in rendered manifests for what is not known. It is neither a name
// nor a host.
const UnknownText = "~~"

// Limits of what templates make: of one text in bytes, and of what is merged in values.
const (
	maxText   = 64 << 10
	maxMerged = 20_000
)

// nodes counts the values in it, up to a limit.
func (v *Value) nodes(limit int) int {
	n := 1
	if v == nil {
		return n
	}
	for _, k := range v.keys {
		if n < limit {
			n += v.fields[k].nodes(limit - n)
		}
	}
	for _, x := range v.items {
		if n < limit {
			n += x.nodes(limit - n)
		}
	}
	return n
}

// Text is a text that a template or a chart makes.
func Text(s string) *Value { return &Value{kind: yaml.Scalar, text: s, quoted: true} }

// Bool is true or false.
func Bool(b bool) *Value {
	if b {
		return &Value{kind: yaml.Scalar, text: "true"}
	}
	return &Value{kind: yaml.Scalar, text: "false"}
}

// Unknown is what is not known before a chart is installed.
func Unknown() *Value { return &Value{kind: yaml.Scalar, text: UnknownText, unknown: true} }

// NewMap is a mapping without keys.
func NewMap() *Value { return &Value{kind: yaml.Map, fields: map[string]*Value{}} }

// Set puts a value under a key; a new key comes last.
func (v *Value) Set(key string, x *Value) {
	if _, ok := v.fields[key]; !ok {
		v.keys = append(v.keys, key)
	}
	v.fields[key] = x
}

// Get is a field; unknown of the unknown, nil where there is none.
func (v *Value) Get(key string) *Value {
	switch {
	case v == nil:
		return nil
	case v.unknown:
		return v
	}
	return v.fields[key]
}

// At is the value that keys lead to, as Get follows them.
func (v *Value) At(keys ...string) *Value {
	for _, k := range keys {
		v = v.Get(k)
	}
	return v
}

// IsTrue reports whether a template takes it for true; the unknown is.
func (v *Value) IsTrue() bool {
	switch {
	case v == nil || v.kind == yaml.Null:
		return false
	case v.unknown:
		return true
	case v.kind == yaml.Map:
		return len(v.keys) > 0
	case v.kind == yaml.List:
		return len(v.items) > 0
	}
	return v.text != "" && (v.quoted || v.text != "false" && v.text != "0")
}

// Text is the text of a scalar; "" of all else.
func (v *Value) Text() string {
	if v == nil || v.kind != yaml.Scalar {
		return ""
	}
	return v.text
}

// NewValue is a node of a file; nil for null.
func NewValue(file string, n *yaml.Node) *Value {
	if n == nil || n.Kind == yaml.Null {
		return nil
	}
	v := &Value{kind: n.Kind, text: n.Value, quoted: !n.Plain, at: finding.Location{File: file, Line: n.Line}}
	switch n.Kind {
	case yaml.Map:
		v.fields = map[string]*Value{}
		for _, p := range n.Pairs {
			v.Set(p.Key, NewValue(file, p.Value))
		}
	case yaml.List:
		for _, i := range n.Items {
			v.items = append(v.items, NewValue(file, i))
		}
	}
	return v
}

// Merge is a with what b says: mappings are merged, all else is replaced, and a key
// without a value in b is taken out.
func Merge(a, b *Value) *Value {
	if b == nil {
		return a
	}
	if a == nil || a.kind != yaml.Map || b.kind != yaml.Map {
		return b
	}
	out := NewMap()
	out.at = a.at
	for _, k := range a.keys {
		if _, replaced := b.fields[k]; !replaced {
			out.Set(k, a.fields[k])
		}
	}
	for _, k := range b.keys {
		if b.fields[k] != nil {
			out.Set(k, Merge(a.fields[k], b.fields[k]))
		}
	}
	return out
}

// SetAt sets a dotted path: image.tag. An index (env[0].value) is not understood.
func (v *Value) SetAt(dotted string, x *Value) {
	keys := strings.Split(dotted, ".")
	for _, k := range keys[:len(keys)-1] {
		next := v.fields[k]
		if next == nil || next.kind != yaml.Map {
			next = NewMap()
		} else {
			next = Merge(next, NewMap()) // a copy: the tree may be shared
		}
		v.Set(k, next)
		v = next
	}
	v.Set(keys[len(keys)-1], x)
}

// yamlText writes a value as YAML; the lines know where they were written.
func (v *Value) yamlText() *Value {
	out := Text("")
	var b strings.Builder
	v.write(&b, 0, false, out)
	out.text = strings.TrimSuffix(b.String(), "\n")
	return out
}

// write appends a value at an indent; inline is after "- " or "key: ".
func (v *Value) write(b *strings.Builder, indent int, inline bool, out *Value) {
	if b.Len() > maxTemplate {
		return
	}
	pad := strings.Repeat("  ", indent)
	line := func(s string, at finding.Location) {
		b.WriteString(s + "\n")
		out.lines = append(out.lines, at)
	}
	switch {
	case v == nil:
		line("null", finding.Location{})
	case v.kind == yaml.Map && len(v.keys) > 0:
		for i, k := range v.keys {
			if i > 0 || !inline {
				b.WriteString(pad)
			}
			f := v.fields[k]
			if f != nil && (f.kind == yaml.Map && len(f.keys) > 0 || f.kind == yaml.List && len(f.items) > 0) {
				line(quoteKey(k)+":", f.at)
				f.write(b, indent+1, false, out)
				continue
			}
			b.WriteString(quoteKey(k) + ": ")
			f.write(b, indent+1, true, out)
		}
	case v.kind == yaml.List && len(v.items) > 0:
		for i, x := range v.items {
			if i > 0 || !inline {
				b.WriteString(pad)
			}
			b.WriteString("- ")
			x.write(b, indent+1, true, out)
		}
	case v.kind == yaml.Map:
		line("{}", v.at)
	case v.kind == yaml.List:
		line("[]", v.at)
	default:
		line(v.scalarText(), v.at)
	}
}

func (v *Value) scalarText() string {
	if !v.quoted && !strings.ContainsAny(v.text, "\n\"") {
		return v.text
	}
	return quoted(v.text)
}

func quoteKey(k string) string {
	if k == "" || strings.ContainsFunc(k, func(r rune) bool { return !isPlain(r) }) {
		return quoted(k)
	}
	return k
}

// isPlain tells characters that mean nothing else in YAML.
func isPlain(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.'
}

// quoted is a double-quoted YAML text.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch r {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\n':
			b.WriteString(`\n`)
		case '\t':
			b.WriteString(`\t`)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// indented moves every line to the right; before puts an empty line in front.
func (v *Value) indented(n int, before bool) *Value {
	pad := strings.Repeat(" ", min(n, 100))
	lines := strings.Split(v.Text(), "\n")
	for i, l := range lines {
		lines[i] = pad + l
	}
	out := Text(strings.Join(lines, "\n"))
	out.at, out.lines, out.unknown = v.place(), v.lines, v != nil && v.unknown
	if before {
		out.text = "\n" + out.text
		if len(out.lines) > 0 {
			out.lines = slices.Concat([]finding.Location{{}}, out.lines)
		}
	}
	return out
}

func (v *Value) place() finding.Location {
	if v == nil {
		return finding.Location{}
	}
	return v.at
}

// Move shifts the lines of a value that stood in a text of its file.
func (v *Value) Move(by int) {
	if v == nil {
		return
	}
	v.at.Line += by
	for _, k := range v.keys {
		v.fields[k].Move(by)
	}
	for _, x := range v.items {
		x.Move(by)
	}
}
