package toml

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"

	"seam/analyze/format/syntax"
)

const (
	maxValues = 4_000_000 // what a lock file of MaxBytes can hold; the parser needs some 60 bytes for each
	maxDepth  = 100       // parts of one key, and tables and lists in each other
)

// origin says how a table came about, which decides who may add to it.
type origin uint8

const (
	implied origin = iota // by a header or a key of something below it
	headed                // by its own header
	inline                // {…}: complete
)

// Parse reads a file. Values under the keys of without, at whatever depth, are not
// kept, and only their spelling is checked: what nobody asks for need not fill the memory. Errors are *syntax.Error.
func Parse(file string, data []byte, without ...string) (*Table, error) {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	if err := acceptable(data); err != nil {
		err.File = file
		return nil, err
	}
	b := &builder{without: without, line: 1}
	b.parser.Reset(data)
	root := &Table{}
	if err := b.document(root); err != nil {
		err.File = file
		return nil, err
	}
	return root, nil
}

// acceptable refuses what is no TOML file or too large, before the parser takes memory
// for it.
func acceptable(data []byte) *syntax.Error {
	if len(data) > MaxBytes {
		return &syntax.Error{Message: fmt.Sprintf("the file has %d MB; files of more than %d MB are not read", len(data)>>20, MaxBytes>>20)}
	}
	values, line := 0, 0
	for text := range bytes.Lines(data) {
		line++
		for _, c := range text {
			if c == ',' || c == '=' || c == '[' || c == '{' {
				values++
			}
		}
		if marker(text) {
			return &syntax.Error{Line: line, Message: "unresolved merge conflict; resolve it and remove the markers"}
		}
		if !utf8.Valid(text) {
			return &syntax.Error{Line: line, Message: "the text is not UTF-8; save the file as UTF-8"}
		}
	}
	if values > maxValues {
		return &syntax.Error{Message: fmt.Sprintf("the file holds more than %d values and is not read", maxValues)}
	}
	return nil
}

// marker tells a line that git writes around a conflict. "=======" is not asked for: it
// may stand in a long text, and never comes without the others.
func marker(line []byte) bool {
	return bytes.HasPrefix(line, []byte("<<<<<<< ")) || bytes.HasPrefix(line, []byte(">>>>>>> "))
}

type builder struct {
	parser  unstable.Parser
	without []string
	offset  int // up to where lines are counted
	line    int // the line at offset
}

// lineOf is the line of a node. Nodes are asked for in the order of the file, so that
// counting goes on from the last one.
func (b *builder) lineOf(raw unstable.Range) int {
	at := int(raw.Offset)
	if at < b.offset {
		b.offset, b.line = 0, 1
	}
	b.line += bytes.Count(b.parser.Data()[b.offset:at], []byte{'\n'})
	b.offset = at
	return b.line
}

func (b *builder) document(root *Table) *syntax.Error {
	current := root
	for b.parser.NextExpression() {
		e := b.parser.Expression()
		var err *syntax.Error
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			current, err = b.header(root, e)
		case unstable.KeyValue:
			err = b.assign(current, e, 0)
		}
		if err != nil {
			return err
		}
	}
	return b.failure(b.parser.Error())
}

// failure translates an error of the parser.
func (b *builder) failure(err error) *syntax.Error {
	if err == nil {
		return nil
	}
	out := &syntax.Error{Message: err.Error()}
	if p, ok := errors.AsType[*unstable.ParserError](err); ok {
		at := b.parser.Shape(b.parser.Range(p.Highlight)).Start
		out.Line, out.Column = at.Line, at.Column
	}
	return out
}

// key is one part of a dotted key.
type key struct {
	text string
	line int
}

func (b *builder) keys(e *unstable.Node) ([]key, *syntax.Error) {
	var out []key
	for it := e.Key(); it.Next(); {
		n := it.Node()
		out = append(out, key{string(n.Data), b.lineOf(n.Raw)})
		if len(out) > maxDepth {
			return nil, &syntax.Error{Line: b.line, Message: fmt.Sprintf("a key of more than %d parts", maxDepth)}
		}
	}
	return out, nil
}

func (b *builder) unwanted(keys []key) bool {
	return slices.ContainsFunc(keys, func(k key) bool { return slices.Contains(b.without, k.text) })
}

// header opens the table of [name] or the next one of [[name]].
func (b *builder) header(root *Table, e *unstable.Node) (*Table, *syntax.Error) {
	keys, err := b.keys(e)
	if err != nil {
		return nil, err
	}
	last := keys[len(keys)-1]
	if b.unwanted(keys) {
		return &Table{Line: last.line}, nil
	}
	parent, err := descend(root, keys[:len(keys)-1])
	if err != nil {
		return nil, err
	}
	if e.Kind == unstable.ArrayTable {
		return parent.add(last)
	}
	return parent.open(last)
}

// descend walks to the table of a dotted key and makes what is missing on the way. In
// a list of tables the last one counts.
func descend(t *Table, keys []key) (*Table, *syntax.Error) {
	for _, k := range keys {
		v := t.items[k.text]
		switch {
		case v == nil:
			v = &Value{Kind: Tabular, Line: k.line, Nested: &Table{Line: k.line}}
			t.set(k.text, v)
		case v.Kind == List && len(v.List) > 0 && v.List[len(v.List)-1].Kind == Tabular:
			v = v.List[len(v.List)-1]
		}
		next := v.Table()
		if next == nil || next.made == inline {
			return nil, &syntax.Error{Line: k.line, Message: fmt.Sprintf("%q is complete since line %d and takes no further keys", k.text, v.Line)}
		}
		t = next
	}
	return t, nil
}

// open is the table that [name] names.
func (t *Table) open(k key) (*Table, *syntax.Error) {
	v := t.items[k.text]
	if v == nil {
		v = &Value{Kind: Tabular, Line: k.line, Nested: &Table{Line: k.line, made: headed}}
		t.set(k.text, v)
		return v.Nested, nil
	}
	if n := v.Table(); n != nil && n.made == implied {
		n.made, n.Line, v.Line = headed, k.line, k.line
		return n, nil
	}
	return nil, twice(k, v)
}

// add is the next table of [[name]].
func (t *Table) add(k key) (*Table, *syntax.Error) {
	v := t.items[k.text]
	if v == nil {
		v = &Value{Kind: List, Line: k.line}
		t.set(k.text, v)
	}
	if v.Kind != List || len(v.List) > 0 && v.List[0].Table().origin() != headed {
		return nil, twice(k, v)
	}
	n := &Table{Line: k.line, made: headed}
	v.List = append(v.List, &Value{Kind: Tabular, Line: k.line, Nested: n})
	return n, nil
}

func (t *Table) origin() origin {
	if t == nil {
		return inline
	}
	return t.made
}

func twice(k key, v *Value) *syntax.Error {
	return &syntax.Error{Line: k.line, Message: fmt.Sprintf("%q stands twice, first on line %d; keep one of them", k.text, v.Line)}
}

func (t *Table) set(k string, v *Value) {
	if t.items == nil {
		t.items = map[string]*Value{}
	}
	t.items[k] = v
	t.keys = append(t.keys, k)
}

// assign puts key = value into a table.
func (b *builder) assign(t *Table, e *unstable.Node, depth int) *syntax.Error {
	keys, err := b.keys(e)
	if err != nil {
		return err
	}
	if b.unwanted(keys) {
		return nil
	}
	last := keys[len(keys)-1]
	if t, err = descend(t, keys[:len(keys)-1]); err != nil {
		return err
	}
	if v := t.items[last.text]; v != nil {
		return twice(last, v)
	}
	v, err := b.value(e.Value(), last.line, depth)
	if err != nil {
		return err
	}
	t.set(last.text, v)
	return nil
}

// value builds what a node holds. line is where its key stands: lists and tables have
// no position of their own in the parser's tree.
func (b *builder) value(n *unstable.Node, line, depth int) (*Value, *syntax.Error) {
	if depth > maxDepth {
		return nil, &syntax.Error{Line: line, Message: fmt.Sprintf("tables and lists stand in each other more than %d deep", maxDepth)}
	}
	switch n.Kind {
	case unstable.Array:
		return b.list(n, line, depth)
	case unstable.InlineTable:
		return b.inline(n, line, depth)
	case unstable.String:
		return &Value{Kind: Text, Line: line, Text: string(n.Data)}, nil
	}
	return &Value{Kind: Scalar, Line: line, Text: string(n.Data)}, nil
}

func (b *builder) list(n *unstable.Node, line, depth int) (*Value, *syntax.Error) {
	v := &Value{Kind: List, Line: line}
	for it := n.Children(); it.Next(); {
		child := it.Node()
		at := b.line
		if child.Raw.Length > 0 {
			at = b.lineOf(child.Raw)
		}
		x, err := b.value(child, at, depth+1)
		if err != nil {
			return nil, err
		}
		v.List = append(v.List, x)
	}
	return v, nil
}

func (b *builder) inline(n *unstable.Node, line, depth int) (*Value, *syntax.Error) {
	t := &Table{Line: line}
	for it := n.Children(); it.Next(); {
		if err := b.assign(t, it.Node(), depth+1); err != nil {
			return nil, err
		}
	}
	t.seal()
	return &Value{Kind: Tabular, Line: line, Nested: t}, nil
}

// seal closes an inline table with the tables that dotted keys made in it.
func (t *Table) seal() {
	t.made = inline
	for _, k := range t.keys {
		if n := t.items[k].Table(); n != nil && n.made != inline {
			n.seal()
		}
	}
}
