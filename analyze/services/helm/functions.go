package helm

import (
	"strconv"
	"strings"

	"seam/analyze/format/yaml"
)

// call evaluates a function of Helm's templates. Arguments come as the template gives
// them, a piped one last. What is not known here is unknown.
func (r *Renderer) call(name string, args []*Value, s scope) *Value {
	arg := func(i int) *Value {
		if i < len(args) {
			return args[i]
		}
		return nil
	}
	last := arg(len(args) - 1 + boolInt(len(args) == 0))
	switch name {
	case "include":
		return r.include(arg(0).Text(), arg(1), s)
	case "tpl":
		return r.tpl(arg(0), arg(1), s)
	case "default":
		if arg(1).IsTrue() {
			return arg(1)
		}
		return arg(0)
	case "required":
		return arg(1)
	case "coalesce", "or":
		for _, a := range args {
			if a.IsTrue() {
				return a
			}
		}
		return last
	case "and":
		for _, a := range args {
			if !a.IsTrue() {
				return a
			}
		}
		return last
	case "not", "empty":
		if last != nil && last.unknown {
			return last
		}
		return Bool(!last.IsTrue())
	case "ternary":
		if arg(2).IsTrue() {
			return arg(0)
		}
		return arg(1)
	case "toYaml", "toJson", "toRawJson", "toPrettyJson":
		if last == nil || last.unknown {
			return last
		}
		return last.yamlText()
	case "dict":
		out := NewMap()
		for i := 0; i+1 < len(args); i += 2 {
			out.Set(args[i].Text(), args[i+1])
		}
		return out
	case "list", "tuple":
		return &Value{kind: yaml.List, items: args}
	case "get", "index":
		v := arg(0)
		for i := 1; i < len(args); i++ {
			v = element(v, args[i].Text())
		}
		return v
	case "hasKey":
		if arg(0) != nil && arg(0).unknown {
			return arg(0)
		}
		return Bool(arg(0).Get(arg(1).Text()) != nil)
	case "merge", "mergeOverwrite", "mustMerge", "mustMergeOverwrite":
		out := NewMap()
		for i := range args {
			a := args[i]
			if a.nodes(maxMerged) >= maxMerged {
				return Unknown()
			}
			if !strings.Contains(name, "Overwrite") {
				a = args[len(args)-1-i]
			}
			out = Merge(out, a)
		}
		return out
	case "deepCopy", "mustDeepCopy", "fromYaml", "fromJson", "toString", "int", "int64", "float64", "print", "cat":
		return last
	case "lookup":
		return nil
	case "fail":
		return nil
	case "kindIs":
		return Bool(kindName(arg(1)) == arg(0).Text())
	case "kindOf", "typeOf":
		return Text(kindName(last))
	case "len":
		if last == nil || last.unknown {
			return last
		}
		return &Value{kind: yaml.Scalar, text: strconv.Itoa(len(last.items) + len(last.keys) + len(last.Text()))}
	case "keys":
		out := &Value{kind: yaml.List}
		if last != nil {
			for _, k := range last.keys {
				out.items = append(out.items, Text(k))
			}
		}
		return out
	case "nindent", "indent":
		n, _ := strconv.Atoi(arg(0).Text())
		if last == nil {
			return nil
		}
		return last.indented(n, name == "nindent")
	case "eq", "ne":
		return equal(args, name == "eq")
	}
	return textCall(name, args)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
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
	case "kebabcase", "snakecase", "camelcase", "title", "b64enc", "sha256sum", "nospace":
		return Unknown()
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
