package manifest

import (
	"bytes"
	"errors"
	"path"
	"strconv"
	"strings"
	"text/template/parse"

	"seam/analyze/finding"
	"seam/analyze/format/yaml"
)

const (
	maxTemplate   = 256 << 10 // bytes of one template file
	maxSteps      = 200_000   // parts of templates that are evaluated for one release
	maxRendered   = 4 << 20   // bytes that one release renders to
	maxTemplating = 50        // templates that include each other
)

// errTooMuch ends a rendering that goes over a limit.
var errTooMuch = errors.New("over the limits of a rendering")

// templates are the templates of a chart and its subcharts, by name.
type templates struct {
	trees map[string]*parse.Tree
	texts map[string]string // file -> text, to find lines
}

func newTemplates() *templates {
	return &templates{trees: map[string]*parse.Tree{}, texts: map[string]string{}}
}

// add parses a template file; false if it is none.
func (t *templates) add(file, text string) bool {
	if len(text) > maxTemplate {
		return false
	}
	p := parse.New(file)
	p.Mode = parse.SkipFuncCheck
	trees := map[string]*parse.Tree{}
	if _, err := p.Parse(text, "", "", trees); err != nil {
		return false
	}
	for name, tree := range trees {
		t.trees[name] = tree
	}
	t.texts[file] = text
	return true
}

// renderer evaluates templates without running anything: it knows the functions that
// decide names, addresses and settings; all else is unknown.
type renderer struct {
	src       *Source // nil: no files
	templates *templates
	steps     int
	size      int
	depth     int
}

// rendered is the text that a template gives, and where each line comes from.
type rendered struct {
	text  bytes.Buffer
	lines []finding.Location // of the finished lines and the open one
}

// write appends text; from is where a value in it is written, here where the template
// has it.
func (o *rendered) write(s string, here finding.Location, v *value) {
	if len(o.lines) == 0 {
		o.lines = append(o.lines, here)
	}
	for i, part := range strings.SplitAfter(s, "\n") {
		last := len(o.lines) - 1
		if v != nil && strings.TrimSpace(part) != "" {
			at := v.at
			if i < len(v.lines) {
				at = v.lines[i]
			}
			if at.File != "" {
				o.lines[last] = at
			}
		}
		o.text.WriteString(part)
		if strings.HasSuffix(part, "\n") {
			if v == nil {
				here.Line++
			}
			o.lines = append(o.lines, here)
		}
	}
}

// scope is what names mean at a place of a template.
type scope struct {
	root, dot *value
	vars      map[string]*value
	file      string
}

// render evaluates the template of a file. A template that ends over a limit gives what
// it gave so far.
func (r *renderer) render(file string, root *value) *rendered {
	out := &rendered{}
	if tree := r.templates.trees[file]; tree != nil && tree.Root != nil {
		_ = r.list(tree.Root, scope{root: root, dot: root, vars: map[string]*value{"$": root}, file: file}, out)
	}
	return out
}

func (r *renderer) list(l *parse.ListNode, s scope, out *rendered) error {
	if l == nil {
		return nil
	}
	for _, n := range l.Nodes {
		if r.steps++; r.steps > maxSteps || r.size > maxRendered {
			return errTooMuch
		}
		if err := r.node(n, s, out); err != nil {
			return err
		}
	}
	return nil
}

func (r *renderer) node(n parse.Node, s scope, out *rendered) error {
	here := r.place(s.file, n.Position())
	switch n := n.(type) {
	case *parse.TextNode:
		r.size += len(n.Text)
		out.write(string(n.Text), here, nil)
	case *parse.ActionNode:
		v := r.pipe(n.Pipe, s)
		if len(n.Pipe.Decl) > 0 {
			return nil
		}
		if v == nil {
			return nil
		}
		text := v.string()
		if v.kind == yaml.Map || v.kind == yaml.List {
			text = unknownText
		}
		r.size += len(text)
		out.write(text, here, v)
	case *parse.IfNode:
		return r.branch(&n.BranchNode, s, s.dot, out)
	case *parse.WithNode:
		return r.branch(&n.BranchNode, s, r.pipe(n.Pipe, s), out)
	case *parse.RangeNode:
		return r.each(n, s, out)
	case *parse.TemplateNode:
		v := r.include(n.Name, r.pipe(n.Pipe, s), s)
		out.write(v.string(), here, v)
	}
	return nil
}

func (r *renderer) branch(n *parse.BranchNode, s scope, dot *value, out *rendered) error {
	if r.pipe(n.Pipe, s).isTrue() {
		s.dot = dot
		return r.list(n.List, s, out)
	}
	return r.list(n.ElseList, s, out)
}

func (r *renderer) each(n *parse.RangeNode, s scope, out *rendered) error {
	v := r.pipe(n.Pipe, s)
	item := func(key, x *value) error {
		inner := s
		inner.dot = x
		for i, d := range n.Pipe.Decl {
			if i == len(n.Pipe.Decl)-1 {
				s.vars[d.Ident[0]] = x
			} else {
				s.vars[d.Ident[0]] = key
			}
		}
		return r.list(n.List, inner, out)
	}
	switch {
	case !v.isTrue():
		return r.list(n.ElseList, s, out)
	case v.unknown || v.kind == yaml.Scalar:
		return item(unknownValue(), unknownValue())
	case v.kind == yaml.Map:
		for _, k := range v.keys {
			if err := item(textValue(k), v.fields[k]); err != nil {
				return err
			}
		}
	default:
		for i, x := range v.items {
			if err := item(&value{kind: yaml.Scalar, text: strconv.Itoa(i)}, x); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *renderer) place(file string, pos parse.Pos) finding.Location {
	text := r.templates.texts[file]
	return finding.Location{File: file, Line: 1 + strings.Count(text[:min(int(pos), len(text))], "\n")}
}

// pipe evaluates a pipeline; its declarations are made.
func (r *renderer) pipe(p *parse.PipeNode, s scope) *value {
	if p == nil {
		return nil
	}
	var v *value
	for i, c := range p.Cmds {
		v = r.command(c, s, v, i > 0)
	}
	if len(p.Decl) == 1 {
		s.vars[p.Decl[0].Ident[0]] = v
	}
	return v
}

func (r *renderer) command(c *parse.CommandNode, s scope, piped *value, isPiped bool) *value {
	if r.steps++; r.steps > maxSteps || r.size > maxRendered {
		return unknownValue()
	}
	id, ok := c.Args[0].(*parse.IdentifierNode)
	if !ok {
		if len(c.Args) > 1 {
			return r.method(c, s)
		}
		return r.operand(c.Args[0], s)
	}
	var args []*value
	for _, a := range c.Args[1:] {
		args = append(args, r.operand(a, s))
	}
	if isPiped {
		args = append(args, piped)
	}
	v := r.call(id.Ident, args, s)
	if v != nil {
		r.size += len(v.text)
	}
	return v
}

// method calls a method of a value: .Files.Get reads a file of the chart; others, such as
// .Capabilities.APIVersions.Has, are not known.
func (r *renderer) method(c *parse.CommandNode, s scope) *value {
	var of *value
	var ident []string
	switch n := c.Args[0].(type) {
	case *parse.FieldNode:
		of, ident = s.dot, n.Ident
	case *parse.VariableNode:
		of, ident = s.vars[n.Ident[0]], n.Ident[1:]
	}
	if len(ident) != 2 || ident[0] != "Files" || ident[1] != "Get" || r.src == nil {
		return unknownValue()
	}
	name := r.operand(c.Args[1], s).string()
	file := path.Join(of.path("Files", chartDir).string(), name)
	if name == "" || !r.src.Has(file) {
		return textValue("")
	}
	data, ok := r.src.manifest(file)
	if !ok || len(data) > maxText {
		return unknownValue()
	}
	r.size += len(data)
	v := textValue(string(data))
	v.at = finding.Location{File: file, Line: 1}
	for i := range strings.Count(v.text, "\n") + 1 {
		v.lines = append(v.lines, finding.Location{File: file, Line: i + 1})
	}
	return v
}

func (r *renderer) operand(n parse.Node, s scope) *value {
	switch n := n.(type) {
	case *parse.DotNode:
		return s.dot
	case *parse.FieldNode:
		return s.dot.path(n.Ident...)
	case *parse.VariableNode:
		return s.vars[n.Ident[0]].path(n.Ident[1:]...)
	case *parse.ChainNode:
		return r.operand(n.Node, s).path(n.Field...)
	case *parse.PipeNode:
		return r.pipe(n, s)
	case *parse.StringNode:
		return textValue(n.Text)
	case *parse.NumberNode:
		return &value{kind: yaml.Scalar, text: n.Text}
	case *parse.BoolNode:
		return boolValue(n.True)
	case *parse.IdentifierNode:
		return r.call(n.Ident, nil, s)
	}
	return nil
}

// include renders a named template.
func (r *renderer) include(name string, dot *value, s scope) *value {
	tree := r.templates.trees[name]
	if tree == nil || r.depth >= maxTemplating {
		return unknownValue()
	}
	return r.inner(tree, dot, s)
}

func (r *renderer) inner(tree *parse.Tree, dot *value, s scope) *value {
	r.depth++
	defer func() { r.depth-- }()
	out := &rendered{}
	if err := r.list(tree.Root, scope{root: s.root, dot: dot, vars: map[string]*value{"$": dot}, file: tree.ParseName}, out); err != nil {
		return unknownValue()
	}
	v := textValue(out.text.String())
	v.lines = out.lines
	return v
}

// tpl renders a text as a template: a value may hold one.
func (r *renderer) tpl(text, dot *value, s scope) *value {
	if text == nil || text.unknown || !strings.Contains(text.text, "{{") {
		return text
	}
	if len(text.text) > maxTemplate || r.depth >= maxTemplating {
		return unknownValue()
	}
	p := parse.New("")
	p.Mode = parse.SkipFuncCheck
	tree, err := p.Parse(text.text, "", "", map[string]*parse.Tree{})
	if err != nil {
		return unknownValue()
	}
	v := r.inner(tree, dot, s)
	v.at, v.lines = text.at, nil
	return v
}
