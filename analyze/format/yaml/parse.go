package yaml

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	goyaml "github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"seam/analyze/format/syntax"
)

// Parse reads every document of data; empty documents are left out. Aliases and
// merge keys are resolved. A key that a mapping repeats has its last value, as most
// readers of manifests take it. Every error is an *syntax.Error.
func Parse(data []byte) ([]*Node, error) {
	return parse(data, false)
}

// parse reads document by document, since the library drops what follows an empty
// one. strict refuses repeated keys.
func parse(data []byte, strict bool) ([]*Node, error) {
	if len(data) > MaxSize {
		return nil, &syntax.Error{Message: fmt.Sprintf("file is larger than %d MiB", MaxSize>>20)}
	}
	var out []*Node
	for _, d := range Split(data) {
		nodes, err := d.parse(strict)
		if err != nil {
			return nil, err
		}
		out = append(out, nodes...)
	}
	return out, nil
}

func (d Document) parse(strict bool) (docs []*Node, err error) {
	// The library has panicked on malformed input before. What it cannot read is the
	// input's fault as far as our callers are concerned.
	defer func() {
		if r := recover(); r != nil {
			docs, err = nil, &syntax.Error{Line: d.Line, Message: "cannot be read as YAML: " + oneLine(fmt.Sprint(r))}
		}
	}()
	src, err := source{text: d.Text, before: d.Line - 1}.clean()
	if err != nil || isPreamble(src.text) {
		return nil, err
	}
	tokens := lexer.Tokenize(string(src.text))
	if err := checkShape(src, tokens, d.cost); err != nil {
		return nil, err
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return nil, syntaxError(src, err)
	}
	for _, d := range file.Docs {
		if d.Body == nil {
			continue
		}
		c := converter{src: src, strict: strict, anchors: map[string]*Node{}, budget: maxAliased}
		n, err := c.node(d.Body, 0)
		if err != nil {
			return nil, err
		}
		if n != nil {
			docs = append(docs, n)
		}
	}
	return docs, nil
}

// isPreamble reports whether text holds nothing but directives and comments.
func isPreamble(text []byte) bool {
	for line := range bytes.Lines(text) {
		line = bytes.TrimSpace(line)
		if len(line) > 0 && line[0] != '#' && line[0] != '%' {
			return false
		}
	}
	return true
}

// clean strips a byte order mark, makes line ends uniform, and refuses what is no
// text. Line numbers stay.
func (s source) clean() (source, error) {
	s.text = bytes.TrimPrefix(s.text, []byte("\xef\xbb\xbf"))
	if i := bytes.IndexByte(s.text, 0); i >= 0 {
		return s, &syntax.Error{Line: s.lineAt(i), Message: "holds a NUL byte: not a UTF-8 text file"}
	}
	if !utf8.Valid(s.text) {
		return s, &syntax.Error{Line: s.lineAt(firstInvalid(s.text)), Message: "is not valid UTF-8: save the file as UTF-8"}
	}
	s.text = bytes.ReplaceAll(s.text, []byte("\r\n"), []byte("\n"))
	return s, nil
}

func (s source) lineAt(offset int) int {
	return s.before + 1 + bytes.Count(s.text[:offset], []byte("\n"))
}

func firstInvalid(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(data)
}

// checkShape refuses input that would drive the library's parser too deep, since a
// stack overflow cannot be recovered from, or keep it busy for minutes: its time
// grows with the square of the number of keys in one block mapping.
//
// It bounds the nesting from above: brackets that are open, and columns at which
// something began while nothing has begun further left since.
func checkShape(src source, tokens token.Tokens, cost *int) error {
	s := shape{cost: cost}
	for _, t := range tokens {
		s.read(t)
		if s.flow+len(s.open) > maxOpen {
			return src.at(t, "is nested too deeply")
		}
		if *s.cost > maxKeys*maxKeys/2 {
			return src.at(t, fmt.Sprintf("mappings have too many keys: at most about %d in one", maxKeys))
		}
	}
	return nil
}

// shape is how deep and how wide the tokens read so far are.
type shape struct {
	flow int      // brackets that are open
	open []column // leftmost first
	line int      // of the last token
	cost *int     // sum over all keys of the stream of the keys before it in its mapping
}

type column struct {
	at, keys int
}

func (s *shape) read(t *token.Token) {
	begins := t.Position.Line != s.line
	s.line = t.Position.Line
	switch t.Type {
	case token.SequenceStartType, token.MappingStartType:
		s.flow++
	case token.SequenceEndType, token.MappingEndType:
		s.flow = max(s.flow-1, 0)
	case token.CommentType:
		return
	case token.SequenceEntryType, token.MappingKeyType, token.MappingValueType, token.TagType, token.AnchorType:
		begins = true
	}
	if begins && s.flow == 0 {
		s.begin(t)
	}
}

// begin notes that something begins at the column of t.
func (s *shape) begin(t *token.Token) {
	for len(s.open) > 0 && s.open[len(s.open)-1].at > t.Position.Column {
		s.open = s.open[:len(s.open)-1]
	}
	if len(s.open) == 0 || s.open[len(s.open)-1].at < t.Position.Column {
		s.open = append(s.open, column{at: t.Position.Column})
	}
	if t.Type != token.SequenceEntryType {
		top := &s.open[len(s.open)-1]
		*s.cost += top.keys
		top.keys++
	}
}

// syntaxError turns a library error into ours.
func syntaxError(src source, err error) error {
	var e goyaml.Error
	if !errors.As(err, &e) || e.GetToken() == nil {
		return &syntax.Error{Line: src.before + 1, Message: oneLine(err.Error())}
	}
	return src.at(e.GetToken(), oneLine(e.GetMessage()))
}

// oneLine is the first line of a library's message, made printable.
func oneLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return printable(strings.ReplaceAll(line, "\t", `\t`))
}

// at is an error at a token.
func (s source) at(t *token.Token, message string) *syntax.Error {
	return s.fail(s.before+t.Position.Line, t.Position.Column, message)
}

// converter turns the library's tree of one document into Nodes.
type converter struct {
	src     source
	strict  bool
	anchors map[string]*Node // the anchors seen so far; a later one of the same name wins
	budget  int              // nodes that aliases may still add
}

// node converts one value; nil for something that is no value (a directive).
func (c *converter) node(n ast.Node, depth int) (*Node, error) {
	if depth > MaxDepth {
		return nil, c.src.at(n.GetToken(), fmt.Sprintf("is nested more than %d levels deep", MaxDepth))
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		return c.mapping(start(n), n.Values, depth)
	case *ast.MappingValueNode:
		return c.mapping(n.Key.GetToken(), []*ast.MappingValueNode{n}, depth)
	case *ast.SequenceNode:
		return c.list(n, depth)
	case *ast.AnchorNode:
		return c.anchor(n, depth)
	case *ast.AliasNode:
		return c.alias(n)
	case *ast.TagNode:
		return c.tagged(n, depth)
	case *ast.DirectiveNode, *ast.CommentNode, *ast.CommentGroupNode:
		return nil, nil
	}
	return c.scalar(n)
}

// start is where a mapping begins: its brace, or its first key.
func start(n *ast.MappingNode) *token.Token {
	if n.IsFlowStyle || len(n.Values) == 0 {
		return n.GetToken()
	}
	return n.Values[0].Key.GetToken()
}

func (c *converter) scalar(n ast.Node) (*Node, error) {
	t := n.GetToken()
	out := c.open(Scalar, t)
	out.Value, out.Plain = t.Value, true
	switch n := n.(type) {
	case *ast.NullNode:
		out.Kind, out.Value = Null, ""
	case *ast.StringNode:
		out.Value = n.Value
		out.Plain = t.Type == token.StringType
	case *ast.LiteralNode:
		out.Value, out.Plain = n.Value.Value, false
	case *ast.BoolNode, *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
	default:
		return nil, c.src.at(t, "is not a value that can be used here")
	}
	return out, nil
}

func (c *converter) list(n *ast.SequenceNode, depth int) (*Node, error) {
	out := c.open(List, n.GetToken())
	for _, v := range n.Values {
		item, err := c.value(v, n.GetToken(), depth+1)
		if err != nil {
			return nil, err
		}
		if p, ok := v.(*ast.MappingNode); ok && n.IsFlowStyle {
			item = rejoin(p, item)
		}
		out.Items = append(out.Items, item)
		out.size += item.size
	}
	return out, nil
}

// rejoin undoes a fault of the library: in {a: [host:80]} it takes host:80 for a
// mapping, though a plain scalar ends only at a colon with a space after it.
func rejoin(n *ast.MappingNode, converted *Node) *Node {
	if n.IsFlowStyle || len(n.Values) != 1 || len(converted.Pairs) != 1 || n.Values[0].Value == nil {
		return converted
	}
	key, colon, p := n.Values[0].Key.GetToken(), n.Values[0].Start, converted.Pairs[0]
	value := n.Values[0].Value.GetToken()
	adjacent := colon.Position.Line == value.Position.Line && colon.Position.Column+1 == value.Position.Column
	if !adjacent || key.Type != token.StringType || p.Value.Kind != Scalar || !p.Value.Plain {
		return converted
	}
	return &Node{Kind: Scalar, Line: p.Line, Column: p.Column, Value: p.Key + ":" + p.Value.Value, Plain: true, size: 1}
}

func (c *converter) open(k Kind, t *token.Token) *Node {
	return &Node{Kind: k, Line: c.src.before + t.Position.Line, Column: t.Position.Column, size: 1}
}

// value is node for a place that must hold something: nothing becomes Null.
func (c *converter) value(n ast.Node, at *token.Token, depth int) (*Node, error) {
	if n != nil {
		out, err := c.node(n, depth)
		if out != nil || err != nil {
			return out, err
		}
	}
	return c.open(Null, at), nil
}

// anchor remembers the value only when it is finished, so an anchor that holds an
// alias of itself is an unknown alias and no cycle can arise.
func (c *converter) anchor(n *ast.AnchorNode, depth int) (*Node, error) {
	out, err := c.value(n.Value, n.GetToken(), depth)
	if err != nil {
		return nil, err
	}
	c.anchors[n.Name.GetToken().Value] = out
	return out, nil
}

func (c *converter) alias(n *ast.AliasNode) (*Node, error) {
	name := n.Value.GetToken().Value
	out, ok := c.anchors[name]
	if !ok {
		return nil, c.src.at(n.GetToken(), fmt.Sprintf("unknown alias %q: no anchor &%s stands above it", name, printable(name)))
	}
	if c.budget -= out.size; c.budget < 0 {
		return nil, c.src.at(n.GetToken(), fmt.Sprintf("aliases expand to more than %d values", maxAliased))
	}
	return out, nil
}

func (c *converter) tagged(n *ast.TagNode, depth int) (*Node, error) {
	out, err := c.value(n.Value, n.GetToken(), depth+1)
	if err != nil || out.Kind != Scalar {
		return out, err
	}
	text := *out // an alias may share it
	text.Plain = false
	return &text, nil
}

// mapping converts entries in file order. Merged entries stand where their "<<"
// stands and give way to keys that are written out.
func (c *converter) mapping(at *token.Token, entries []*ast.MappingValueNode, depth int) (*Node, error) {
	out := c.open(Map, at)
	m := mapBuilder{index: map[string]int{}}
	for _, e := range entries {
		if e.Key.IsMergeKey() {
			if err := c.merge(&m, e, depth); err != nil {
				return nil, err
			}
			continue
		}
		p, err := c.pair(e, depth)
		if err != nil {
			return nil, err
		}
		if first, ok := m.set(p); !ok && c.strict {
			return nil, c.src.fail(p.Line, p.Column, fmt.Sprintf("key %q stands here a second time, first in line %d", p.Key, first))
		}
	}
	out.Pairs = m.pairs
	for _, p := range out.Pairs {
		out.size += p.Value.size
	}
	return out, nil
}

func (c *converter) pair(e *ast.MappingValueNode, depth int) (Pair, error) {
	key, err := c.key(e.Key)
	if err != nil {
		return Pair{}, err
	}
	v, err := c.value(e.Value, e.Key.GetToken(), depth+1)
	return Pair{Key: key.Value, Line: key.Line, Column: key.Column, Value: v}, err
}

// key converts a mapping key, which must come down to a scalar.
func (c *converter) key(k ast.MapKeyNode) (*Node, error) {
	var n ast.Node = k
	if q, ok := n.(*ast.MappingKeyNode); ok {
		n = q.Value
	}
	if n == nil {
		return c.open(Null, k.GetToken()), nil
	}
	out, err := c.value(n, k.GetToken(), MaxDepth)
	if err != nil {
		return nil, err
	}
	if out.Kind == List || out.Kind == Map {
		return nil, c.src.at(k.GetToken(), "a mapping key must be text")
	}
	// The position is that of the key here, not that of an anchor elsewhere.
	key := c.open(Scalar, k.GetToken())
	key.Value = out.Value
	return key, nil
}

// merge adds the entries of "<<: *a" or "<<: [*a, *b]"; of several, the first that
// has a key gives it.
func (c *converter) merge(m *mapBuilder, e *ast.MappingValueNode, depth int) error {
	v, err := c.value(e.Value, e.Key.GetToken(), depth+1)
	if err != nil {
		return err
	}
	sources := []*Node{v}
	if v.Kind == List {
		sources = v.Items
	}
	for _, s := range sources {
		if s.Kind != Map {
			return c.src.at(e.Key.GetToken(), "<< must be given a mapping or a list of mappings, not "+s.Kind.String())
		}
		for _, p := range s.Pairs {
			m.inherit(p)
		}
	}
	return nil
}

// mapBuilder collects the entries of one mapping.
type mapBuilder struct {
	pairs     []Pair
	index     map[string]int // key -> position in pairs
	inherited map[string]bool
}

// set adds a written entry. If the key was written before, the new value takes its
// place and ok is false.
func (m *mapBuilder) set(p Pair) (firstLine int, ok bool) {
	i, seen := m.index[p.Key]
	if !seen {
		m.index[p.Key] = len(m.pairs)
		m.pairs = append(m.pairs, p)
		return 0, true
	}
	firstLine, ok = m.pairs[i].Line, m.inherited[p.Key]
	m.pairs[i] = p
	delete(m.inherited, p.Key)
	return firstLine, ok
}

// inherit adds a merged entry unless the key is there.
func (m *mapBuilder) inherit(p Pair) {
	if _, seen := m.index[p.Key]; seen {
		return
	}
	if m.inherited == nil {
		m.inherited = map[string]bool{}
	}
	m.inherited[p.Key] = true
	m.index[p.Key] = len(m.pairs)
	m.pairs = append(m.pairs, p)
}
