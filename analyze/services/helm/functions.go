package helm

import (
	"strconv"
	"strings"

	"seam/analyze/format/yaml"
)

// call evaluates a function of Helm's templates. Arguments come as the template gives
// them, a piped one last. What is not known here is unknown.
func (r *Renderer) call(name string, args []*Value, s scope) *Value {
	switch a := arguments(args); name {
	case "include":
		return r.include(a.at(0).Text(), a.at(1), s)
	case "tpl":
		return r.tpl(a.at(0), a.at(1), s)
	}
	for _, of := range [...]func(string, arguments) (*Value, bool){choice, structure, kindOf} {
		if v, ok := of(name, args); ok {
			return v
		}
	}
	return textCall(name, args)
}

// arguments are the arguments of one template function call.
type arguments []*Value

// at is argument i, nil if the call has fewer.
func (a arguments) at(i int) *Value {
	if i >= 0 && i < len(a) {
		return a[i]
	}
	return nil
}

func (a arguments) last() *Value { return a.at(len(a) - 1) }

// choice evaluates the functions that take one of their arguments, or say whether one
// holds.
func choice(name string, a arguments) (v *Value, ok bool) {
	switch name {
	case "default":
		if a.at(1).IsTrue() {
			return a.at(1), true
		}
		return a.at(0), true
	case "required":
		return a.at(1), true
	case "coalesce", "or":
		return a.first(true), true
	case "and":
		return a.first(false), true
	case "not", "empty":
		if last := a.last(); last != nil && last.unknown {
			return last, true
		}
		return Bool(!a.last().IsTrue()), true
	case "ternary":
		if a.at(2).IsTrue() {
			return a.at(0), true
		}
		return a.at(1), true
	case "eq", "ne":
		return equal(a, name == "eq"), true
	case "lookup", "fail":
		return nil, true
	case "deepCopy", "mustDeepCopy", "fromYaml", "fromJson", "toString", "int", "int64", "float64", "print", "cat":
		return a.last(), true
	}
	return nil, false
}

// first is the first argument that is true, or false, else the last.
func (a arguments) first(want bool) *Value {
	for _, v := range a {
		if v.IsTrue() == want {
			return v
		}
	}
	return a.last()
}

// structure evaluates the functions that make lists, mappings and texts of them, and take
// them apart.
func structure(name string, a arguments) (v *Value, ok bool) {
	switch name {
	case "toYaml", "toJson", "toRawJson", "toPrettyJson":
		if last := a.last(); last == nil || last.unknown {
			return last, true
		}
		return a.last().yamlText(), true
	case "dict":
		out := NewMap()
		for i := 0; i+1 < len(a); i += 2 {
			out.Set(a[i].Text(), a[i+1])
		}
		return out, true
	case "list", "tuple":
		return &Value{kind: yaml.List, items: a}, true
	case "get", "index":
		v := a.at(0)
		for i := 1; i < len(a); i++ {
			v = element(v, a[i].Text())
		}
		return v, true
	case "hasKey":
		if a.at(0) != nil && a.at(0).unknown {
			return a.at(0), true
		}
		return Bool(a.at(0).Get(a.at(1).Text()) != nil), true
	case "merge", "mergeOverwrite", "mustMerge", "mustMergeOverwrite":
		return mergeAll(a, strings.Contains(name, "Overwrite")), true
	case "keys":
		out := &Value{kind: yaml.List}
		if last := a.last(); last != nil {
			for _, k := range last.keys {
				out.items = append(out.items, Text(k))
			}
		}
		return out, true
	case "nindent", "indent":
		if a.last() == nil {
			return nil, true
		}
		n, _ := strconv.Atoi(a.at(0).Text())
		return a.last().indented(n, name == "nindent"), true
	}
	return nil, false
}

// mergeAll merges mappings: of a key the first that has it counts, or the last.
func mergeAll(a arguments, overwrite bool) *Value {
	out := NewMap()
	for i := range a {
		v := a[i]
		if v.nodes(maxMerged) >= maxMerged {
			return Unknown()
		}
		if !overwrite {
			v = a[len(a)-1-i]
		}
		out = Merge(out, v)
	}
	return out
}

// kindOf evaluates the functions that say what a value is, and how long.
func kindOf(name string, a arguments) (v *Value, ok bool) {
	switch last := a.last(); name {
	case "kindIs":
		return Bool(kindName(a.at(1)) == a.at(0).Text()), true
	case "kindOf", "typeOf":
		return Text(kindName(last)), true
	case "len":
		if last == nil || last.unknown {
			return last, true
		}
		return &Value{kind: yaml.Scalar, text: strconv.Itoa(len(last.items) + len(last.keys) + len(last.Text()))}, true
	}
	return nil, false
}

func element(v *Value, key string) *Value {
	if v == nil || v.unknown || v.kind == yaml.Map {
		return v.Get(key)
	}
	if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(v.items) {
		return v.items[i]
	}
	return nil
}

func equal(args []*Value, want bool) *Value {
	for _, a := range args {
		if a != nil && a.unknown {
			return a
		}
	}
	same := false
	for i := 1; i < len(args); i++ {
		same = same || args[0].Text() == args[i].Text()
	}
	return Bool(same == want)
}

func kindName(v *Value) string {
	switch {
	case v == nil:
		return "invalid"
	case v.kind == yaml.Map:
		return "map"
	case v.kind == yaml.List:
		return "slice"
	case !v.quoted && (v.text == "true" || v.text == "false"):
		return "bool"
	}
	if _, err := strconv.ParseFloat(v.text, 64); err == nil && !v.quoted {
		return "float64"
	}
	return "string"
}

// textCall evaluates the functions of texts. The place of the text is kept.
func textCall(name string, args []*Value) *Value {
	if len(args) == 0 {
		return Unknown()
	}
	last := args[len(args)-1]
	var ss []string
	for _, a := range args {
		ss = append(ss, a.Text())
	}
	first, text := ss[0], ss[len(ss)-1]
	out := func(s string) *Value {
		if len(s) > maxText {
			return Unknown()
		}
		v := Text(s)
		v.at, v.unknown = last.place(), last != nil && last.unknown
		return v
	}
	switch name {
	case "quote":
		return out(quoted(text))
	case "squote":
		return out("'" + strings.ReplaceAll(text, "'", "''") + "'")
	case "lower":
		return out(strings.ToLower(text))
	case "upper":
		return out(strings.ToUpper(text))
	case "trim":
		return out(strings.TrimSpace(text))
	}
	if len(args) < 2 {
		return Unknown()
	}
	switch name {
	case "trimSuffix":
		return out(strings.TrimSuffix(text, first))
	case "trimPrefix":
		return out(strings.TrimPrefix(text, first))
	case "trimAll":
		return out(strings.Trim(text, first))
	case "trunc":
		n, _ := strconv.Atoi(first)
		if n >= 0 && n < len(text) {
			text = text[:n]
		}
		return out(text)
	case "contains":
		return Bool(strings.Contains(text, first))
	case "hasPrefix":
		return Bool(strings.HasPrefix(text, first))
	case "hasSuffix":
		return Bool(strings.HasSuffix(text, first))
	case "join":
		var parts []string
		size := 0
		if last != nil {
			for _, i := range last.items {
				parts = append(parts, i.Text())
				if size += len(i.Text()) + len(first); size > maxText {
					return Unknown()
				}
			}
		}
		return out(strings.Join(parts, first))
	case "replace":
		if len(args) == 3 && strings.Count(text, first)*len(ss[1]) <= maxText {
			return out(strings.ReplaceAll(text, first, ss[1]))
		}
	case "printf":
		return printed(first, args[1:])
	case "semverCompare":
		return Bool(true)
	}
	return Unknown()
}

// printed is printf with %s, %v, %d and %q; the place is that of the last argument that
// has one.
func printed(format string, args []*Value) *Value {
	out := Text("")
	var b strings.Builder
	for i := 0; i < len(format); i++ {
		if format[i] != '%' || i+1 == len(format) {
			b.WriteByte(format[i])
			continue
		}
		i++
		if format[i] == '%' {
			b.WriteByte('%')
			continue
		}
		for i < len(format)-1 && strings.IndexByte("svdqt", format[i]) < 0 {
			i++
		}
		if len(args) == 0 || b.Len() > maxText {
			continue
		}
		a := args[0]
		args = args[1:]
		if a.place().File != "" {
			out.at = a.at
		}
		if format[i] == 'q' {
			b.WriteString(quoted(a.Text()))
		} else {
			b.WriteString(a.Text())
		}
	}
	out.text = b.String()
	return out
}
