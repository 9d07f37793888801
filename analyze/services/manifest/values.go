package manifest

import (
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
)

// value is what a chart's template works on: a value of a values file, merged with
// others, or a text made of them. nil is a value that is not there.
type value struct {
	kind    yaml.Kind
	text    string
	unknown bool // nothing is known of it before it is installed
	quoted  bool
	keys    []string // of a mapping, in order
	fields  map[string]*value
	items   []*value
	at      finding.Location   // where it is written; zero if a template made it
	lines   []finding.Location // of a text of several lines: where each is written
}

// unknownText stands in rendered manifests for what is not known. It is neither a name
// nor a host.
const unknownText = "~~"

// Limits of what templates make: of one text in bytes, and of what is merged in values.
const (
	maxText   = 64 << 10
	maxMerged = 20_000
)

// nodes counts the values in it, up to a limit.
func (v *value) nodes(limit int) int {
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

func textValue(s string) *value { return &value{kind: yaml.Scalar, text: s, quoted: true} }

func boolValue(b bool) *value {
	if b {
		return &value{kind: yaml.Scalar, text: "true"}
	}
	return &value{kind: yaml.Scalar, text: "false"}
}

func unknownValue() *value { return &value{kind: yaml.Scalar, text: unknownText, unknown: true} }

func mapValue() *value { return &value{kind: yaml.Map, fields: map[string]*value{}} }

func (v *value) set(key string, x *value) {
	if _, ok := v.fields[key]; !ok {
		v.keys = append(v.keys, key)
	}
	v.fields[key] = x
}

// get is a field; unknown of the unknown, nil where there is none.
func (v *value) get(key string) *value {
	switch {
	case v == nil:
		return nil
	case v.unknown:
		return v
	}
	return v.fields[key]
}

func (v *value) path(keys ...string) *value {
	for _, k := range keys {
		v = v.get(k)
	}
	return v
}

// isTrue reports whether a template takes it for true; the unknown is.
func (v *value) isTrue() bool {
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

// String is the text of a scalar.
func (v *value) string() string {
	if v == nil || v.kind != yaml.Scalar {
		return ""
	}
	return v.text
}

// newValue is a node of a file.
func newValue(file string, n *yaml.Node) *value {
	if n == nil || n.Kind == yaml.Null {
		return nil
	}
	v := &value{kind: n.Kind, text: n.Value, quoted: !n.Plain, at: finding.Location{File: file, Line: n.Line}}
	switch n.Kind {
	case yaml.Map:
		v.fields = map[string]*value{}
		for _, p := range n.Pairs {
			v.set(p.Key, newValue(file, p.Value))
		}
	case yaml.List:
		for _, i := range n.Items {
			v.items = append(v.items, newValue(file, i))
		}
	}
	return v
}

// merged is a with what b says: mappings are merged, all else is replaced, and a key
// without a value in b is taken out.
func merged(a, b *value) *value {
	if b == nil {
		return a
	}
	if a == nil || a.kind != yaml.Map || b.kind != yaml.Map {
		return b
	}
	out := mapValue()
	out.at = a.at
	for _, k := range a.keys {
		if _, replaced := b.fields[k]; !replaced {
			out.set(k, a.fields[k])
		}
	}
	for _, k := range b.keys {
		if b.fields[k] != nil {
			out.set(k, merged(a.fields[k], b.fields[k]))
		}
	}
	return out
}

// setPath sets a dotted path (image.tag, env[0].value is not understood).
func (v *value) setPath(dotted string, x *value) {
	keys := strings.Split(dotted, ".")
	for _, k := range keys[:len(keys)-1] {
		next := v.fields[k]
		if next == nil || next.kind != yaml.Map {
			next = mapValue()
		} else {
			next = merged(next, mapValue()) // a copy: the tree may be shared
		}
		v.set(k, next)
		v = next
	}
	v.set(keys[len(keys)-1], x)
}

// yamlText writes a value as YAML; the lines know where they were written.
func (v *value) yamlText() *value {
	out := textValue("")
	var b strings.Builder
	v.write(&b, 0, false, out)
	out.text = strings.TrimSuffix(b.String(), "\n")
	return out
}

// write appends a value at an indent; inline is after "- " or "key: ".
func (v *value) write(b *strings.Builder, indent int, inline bool, out *value) {
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

func (v *value) scalarText() string {
	if !v.quoted && !strings.ContainsAny(v.text, "\n\"") {
		return v.text
	}
	return quoted(v.text)
}

func quoteKey(k string) string {
	if IsName(k) {
		return k
	}
	return quoted(k)
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
func (v *value) indented(n int, before bool) *value {
	pad := strings.Repeat(" ", min(n, 100))
	lines := strings.Split(v.string(), "\n")
	for i, l := range lines {
		lines[i] = pad + l
	}
	out := textValue(strings.Join(lines, "\n"))
	out.at, out.lines, out.unknown = v.place(), v.lines, v != nil && v.unknown
	if before {
		out.text = "\n" + out.text
		if len(out.lines) > 0 {
			out.lines = slices.Concat([]finding.Location{{}}, out.lines)
		}
	}
	return out
}

func (v *value) place() finding.Location {
	if v == nil {
		return finding.Location{}
	}
	return v.at
}
