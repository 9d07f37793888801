// Package helm evaluates the templates of Helm charts. It runs nothing and reads no file
// but those that a template names: it knows the functions that decide names, addresses
// and settings, as Helm and its library Sprig document them; what another function, a
// cluster or a value given at installation decides is UnknownText. Every text keeps the
// file and line where it is written, so that a rendered manifest leads back to the values
// file that says so.
//
// Where it misleads: a condition over something unknown is taken for true, a loop over
// something unknown runs once, and functions that are not listed in functions.go give
// UnknownText even where their arguments are known.
//
// Charts are hostile: a rendering ends after 200,000 steps, 4 MiB of text or 50 templates
// that include each other.
package helm

import (
	"bytes"
	"errors"
	"io/fs"
	"maps"
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

// Templates are the templates of a chart and its subcharts, by name.
type Templates struct {
	trees map[string]*parse.Tree
	texts map[string]string // file -> text, to find lines
}

// NewTemplates holds none yet.
func NewTemplates() *Templates {
	return &Templates{trees: map[string]*parse.Tree{}, texts: map[string]string{}}
}

// Add parses a template file; false if it is none, or over 256 KiB.
func (t *Templates) Add(file, text string) bool {
	if len(text) > maxTemplate {
		return false
	}
	p := parse.New(file)
	p.Mode = parse.SkipFuncCheck
	trees := map[string]*parse.Tree{}
	if _, err := p.Parse(text, "", "", trees); err != nil {
		return false
	}
	maps.Copy(t.trees, trees)
	t.texts[file] = text
	return true
}

// Read is the content of a file that a template names, as a path in the repository. The
// error wraps fs.ErrNotExist where there is no such file; of any other the content is
// unknown.
type Read func(file string) ([]byte, error)

// Renderer evaluates templates. Its limits hold for all that it renders: there is one for
// each release.
type Renderer struct {
	read      Read
	templates *Templates
	steps     int
	size      int
	depth     int
}

// NewRenderer renders templates; where read is nil, files that they name are UnknownText.
func NewRenderer(t *Templates, read Read) *Renderer { return &Renderer{templates: t, read: read} }

// Rendered is the text that a template gives, and where each line comes from.
type Rendered struct {
	text  bytes.Buffer
	lines []finding.Location // of the finished lines and the open one
}

// write appends text; from is where a value in it is written, here where the template
// has it.
func (o *Rendered) write(s string, here finding.Location, v *Value) {
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
	root, dot *Value
	vars      map[string]*Value
	file      string
}

// Bytes is the text.
func (o *Rendered) Bytes() []byte { return o.text.Bytes() }

// Place is where the text of a line is written, counted from 1; ok is false for a line
// that there is not.
func (o *Rendered) Place(line int) (at finding.Location, ok bool) {
	if line < 1 || line > len(o.lines) {
		return finding.Location{}, false
	}
	return o.lines[line-1], true
}

// Render evaluates the template of a file. A template that ends over a limit gives what
// it gave so far.
func (r *Renderer) Render(file string, root *Value) *Rendered {
	out := &Rendered{}
	if tree := r.templates.trees[file]; tree != nil && tree.Root != nil {
		_ = r.list(tree.Root, scope{root: root, dot: root, vars: map[string]*Value{"$": root}, file: file}, out)
	}
	return out
}

func (r *Renderer) list(l *parse.ListNode, s scope, out *Rendered) error {
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

func (r *Renderer) node(n parse.Node, s scope, out *Rendered) error {
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
		text := v.Text()
		if v.kind == yaml.Map || v.kind == yaml.List {
			text = UnknownText
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
		out.write(v.Text(), here, v)
	}
	return nil
}

func (r *Renderer) branch(n *parse.BranchNode, s scope, dot *Value, out *Rendered) error {
	if r.pipe(n.Pipe, s).IsTrue() {
		s.dot = dot
		return r.list(n.List, s, out)
	}
	return r.list(n.ElseList, s, out)
}

func (r *Renderer) each(n *parse.RangeNode, s scope, out *Rendered) error {
	v := r.pipe(n.Pipe, s)
	item := func(key, x *Value) error {
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
	case !v.IsTrue():
		return r.list(n.ElseList, s, out)
	case v.unknown || v.kind == yaml.Scalar:
		return item(Unknown(), Unknown())
	case v.kind == yaml.Map:
		for _, k := range v.keys {
			if err := item(Text(k), v.fields[k]); err != nil {
				return err
			}
		}
	default:
		for i, x := range v.items {
			if err := item(&Value{kind: yaml.Scalar, text: strconv.Itoa(i)}, x); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *Renderer) place(file string, pos parse.Pos) finding.Location {
	text := r.templates.texts[file]
	return finding.Location{File: file, Line: 1 + strings.Count(text[:min(int(pos), len(text))], "\n")}
}

// pipe evaluates a pipeline; its declarations are made.
func (r *Renderer) pipe(p *parse.PipeNode, s scope) *Value {
	if p == nil {
		return nil
	}
	var v *Value
	for i, c := range p.Cmds {
		v = r.command(c, s, v, i > 0)
	}
	if len(p.Decl) == 1 {
		s.vars[p.Decl[0].Ident[0]] = v
	}
	return v
}

func (r *Renderer) command(c *parse.CommandNode, s scope, piped *Value, isPiped bool) *Value {
	if r.steps++; r.steps > maxSteps || r.size > maxRendered {
		return Unknown()
	}
	id, ok := c.Args[0].(*parse.IdentifierNode)
	if !ok {
		if len(c.Args) > 1 {
			return r.method(c, s)
		}
		return r.operand(c.Args[0], s)
	}
	var args []*Value
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
func (r *Renderer) method(c *parse.CommandNode, s scope) *Value {
	var of *Value
	var ident []string
	switch n := c.Args[0].(type) {
	case *parse.FieldNode:
		of, ident = s.dot, n.Ident
	case *parse.VariableNode:
		of, ident = s.vars[n.Ident[0]], n.Ident[1:]
	}
	if len(ident) != 2 || ident[0] != "Files" || ident[1] != "Get" || r.read == nil {
		return Unknown()
	}
	name := r.operand(c.Args[1], s).Text()
	if name == "" {
		return Text("")
	}
	file := path.Join(of.At("Files", chartFolder).Text(), name)
	data, err := r.read(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Text("")
	case err != nil || len(data) > maxText:
		return Unknown()
	}
	r.size += len(data)
	v := Text(string(data))
	v.at = finding.Location{File: file, Line: 1}
	for i := range strings.Count(v.text, "\n") + 1 {
		v.lines = append(v.lines, finding.Location{File: file, Line: i + 1})
	}
	return v
}

func (r *Renderer) operand(n parse.Node, s scope) *Value {
	switch n := n.(type) {
	case *parse.DotNode:
		return s.dot
	case *parse.FieldNode:
		return s.dot.At(n.Ident...)
	case *parse.VariableNode:
		return s.vars[n.Ident[0]].At(n.Ident[1:]...)
	case *parse.ChainNode:
		return r.operand(n.Node, s).At(n.Field...)
	case *parse.PipeNode:
		return r.pipe(n, s)
	case *parse.StringNode:
		return Text(n.Text)
	case *parse.NumberNode:
		return &Value{kind: yaml.Scalar, text: n.Text}
	case *parse.BoolNode:
		return Bool(n.True)
	case *parse.IdentifierNode:
		return r.call(n.Ident, nil, s)
	}
	return nil
}

// include renders a named template.
func (r *Renderer) include(name string, dot *Value, s scope) *Value {
	tree := r.templates.trees[name]
	if tree == nil || r.depth >= maxTemplating {
		return Unknown()
	}
	return r.inner(tree, dot, s)
}

func (r *Renderer) inner(tree *parse.Tree, dot *Value, s scope) *Value {
	r.depth++
	defer func() { r.depth-- }()
	out := &Rendered{}
	if err := r.list(tree.Root, scope{root: s.root, dot: dot, vars: map[string]*Value{"$": dot}, file: tree.ParseName}, out); err != nil {
		return Unknown()
	}
	v := Text(out.text.String())
	v.lines = out.lines
	return v
}

// tpl renders a text as a template: a value may hold one.
func (r *Renderer) tpl(text, dot *Value, s scope) *Value {
	if text == nil || text.unknown || !strings.Contains(text.text, "{{") {
		return text
	}
	if len(text.text) > maxTemplate || r.depth >= maxTemplating {
		return Unknown()
	}
	p := parse.New("")
	p.Mode = parse.SkipFuncCheck
	tree, err := p.Parse(text.text, "", "", map[string]*parse.Tree{})
	if err != nil {
		return Unknown()
	}
	v := r.inner(tree, dot, s)
	v.at, v.lines = text.at, nil
	return v
}
