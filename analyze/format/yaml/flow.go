package yaml

import "strings"

// maxFlow is the deepest nesting of brackets on one line that flow takes.
const maxFlow = 20

// flow reads one value on one line of a file that a program wrote.
type flow struct {
	rest string
	line int
	odd  bool
}

func (f *flow) node(k Kind) *Node { return &Node{Kind: k, Line: f.line, size: 1} }

// value reads a value; a plain one ends before any character of ends.
func (f *flow) value(depth int, ends string) *Node {
	if depth > maxFlow {
		f.odd = true
	}
	if f.odd || f.rest == "" {
		return f.node(Null)
	}
	switch f.rest[0] {
	case '{':
		return f.mapping(depth)
	case '[':
		return f.list(depth)
	case '"', '\'':
		n := f.node(Scalar)
		var ok bool
		n.Value, f.rest, ok = unquote(f.rest)
		f.odd = f.odd || !ok
		return n
	}
	return f.plain(ends)
}

func (f *flow) plain(ends string) *Node {
	end := len(f.rest)
	if ends != "" {
		if i := strings.IndexAny(f.rest, ends); i >= 0 {
			end = i
		}
	}
	text := strings.TrimRight(f.rest[:end], " ")
	f.rest = f.rest[end:]
	if isNull(text) {
		return f.node(Null)
	}
	n := f.node(Scalar)
	n.Value, n.Plain = text, true
	f.odd = f.odd || !isPlain(text)
	return n
}

func (f *flow) space() { f.rest = strings.TrimLeft(f.rest, " ") }

// take skips a character and the space after it.
func (f *flow) take(c string) bool {
	rest, ok := strings.CutPrefix(f.rest, c)
	if ok {
		f.rest = rest
		f.space()
	}
	return ok
}

func (f *flow) list(depth int) *Node {
	n := f.node(List)
	for f.take("["); !f.odd; {
		if len(n.Items) == 0 && f.take("]") {
			return n
		}
		item := f.value(depth+1, ",[]{}")
		f.odd = f.odd || item.Kind == Null || strings.Contains(item.Value, ":") && item.Plain
		n.Items = append(n.Items, item)
		if f.close("]") {
			return n
		}
	}
	return n
}

// close reads the bracket that ends a collection, or the comma before its next entry.
func (f *flow) close(bracket string) bool {
	f.space()
	if f.take(bracket) {
		return true
	}
	f.odd = f.odd || !f.take(",")
	return false
}

func (f *flow) mapping(depth int) *Node {
	n := f.node(Map)
	b := mapBuilder{index: map[string]int{}}
	for f.take("{"); !f.odd; {
		if len(b.pairs) == 0 && f.take("}") {
			return n
		}
		b.set(f.pair(depth))
		if f.close("}") {
			break
		}
	}
	n.Pairs = b.pairs
	return n
}

func (f *flow) pair(depth int) Pair {
	p := Pair{Line: f.line}
	if f.rest == "" {
		f.odd = true
		return p
	}
	if f.rest[0] == '"' || f.rest[0] == '\'' {
		var ok bool
		p.Key, f.rest, ok = unquote(f.rest)
		f.odd = f.odd || !ok || !f.take(":")
	} else {
		key, rest, ok := strings.Cut(f.rest, ": ")
		f.odd = f.odd || !ok || !isPlain(key) || isNull(key) || key == "<<" || strings.ContainsAny(key, ",:[]{}") || strings.HasSuffix(key, " ")
		p.Key, f.rest = key, rest
	}
	f.space()
	p.Value = f.value(depth+1, ",[]{}")
	return p
}
