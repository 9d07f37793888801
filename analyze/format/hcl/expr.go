package hcl

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// Expr is the value of an attribute. The zero Expr stands for "not there"; all methods
// work on it.
type Expr struct {
	e    hclsyntax.Expression
	data []byte
}

// Pair is one entry of an object. Key is "" if it is computed.
type Pair struct {
	Key   string
	Line  int
	Value Expr
}

// Scope is what an expression may use. Either function may be nil.
type Scope struct {
	// Variable is the text of a.b.c, given as its names.
	Variable func(names []string) (text string, ok bool)
	// Call is the text of a function's result.
	Call func(name string, args []string) (text string, ok bool)
}

// IsZero reports whether the expression is not there.
func (x Expr) IsZero() bool { return x.e == nil }

// Line is where it begins, from 1; 0 for the zero Expr.
func (x Expr) Line() int {
	if x.e == nil {
		return 0
	}
	return x.e.Range().Start.Line
}

// Source is the expression as it is written.
func (x Expr) Source() string {
	if x.e == nil {
		return ""
	}
	r := x.e.Range()
	if r.Start.Byte < 0 || r.End.Byte > len(x.data) || r.Start.Byte > r.End.Byte {
		return ""
	}
	return string(x.data[r.Start.Byte:r.End.Byte])
}

// Text evaluates to text; ok is false for lists, objects and for what s does not know.
// Numbers and booleans are text as Terraform converts them.
func (x Expr) Text(s Scope) (text string, ok bool) {
	switch e := x.e.(type) {
	case *hclsyntax.LiteralValueExpr:
		return literal(e.Val)
	case *hclsyntax.ParenthesesExpr:
		return Expr{e.Expression, x.data}.Text(s)
	case *hclsyntax.TemplateWrapExpr:
		return Expr{e.Wrapped, x.data}.Text(s)
	case *hclsyntax.TemplateExpr:
		var b strings.Builder
		for _, p := range e.Parts {
			t, ok := Expr{p, x.data}.Text(s)
			if !ok {
				return "", false
			}
			b.WriteString(t)
		}
		return b.String(), true
	case *hclsyntax.ObjectConsKeyExpr:
		if k := hcl.ExprAsKeyword(e.Wrapped); k != "" && !e.ForceNonLiteral {
			return k, true
		}
		return Expr{e.Wrapped, x.data}.Text(s)
	case *hclsyntax.ScopeTraversalExpr:
		if s.Variable != nil {
			return s.Variable(names(e.Traversal))
		}
	case *hclsyntax.FunctionCallExpr:
		return x.call(e, s)
	}
	return "", false
}

func (x Expr) call(e *hclsyntax.FunctionCallExpr, s Scope) (string, bool) {
	if s.Call == nil || e.ExpandFinal {
		return "", false
	}
	var args []string
	for _, a := range e.Args {
		t, ok := Expr{a, x.data}.Text(s)
		if !ok {
			return "", false
		}
		args = append(args, t)
	}
	return s.Call(e.Name, args)
}

func literal(v cty.Value) (string, bool) {
	switch {
	case v.IsNull() || !v.IsKnown():
		return "", false
	case v.Type() == cty.String:
		return v.AsString(), true
	case v.Type() == cty.Bool && v.True():
		return "true", true
	case v.Type() == cty.Bool:
		return "false", true
	case v.Type() == cty.Number:
		return v.AsBigFloat().Text('f', -1), true
	}
	return "", false
}

// Loose is Text with "?" for every part that s does not know, so that the rest of a
// template can be looked at; "" if nothing of it is known.
func (x Expr) Loose(s Scope) string {
	if t, ok := x.Text(s); ok {
		return t
	}
	e, ok := x.e.(*hclsyntax.TemplateExpr)
	if !ok {
		return ""
	}
	var b strings.Builder
	for _, p := range e.Parts {
		if t, ok := (Expr{p, x.data}).Text(s); ok {
			b.WriteString(t)
		} else {
			b.WriteByte('?')
		}
	}
	return b.String()
}

// List is the items of a list; a list inside concat(…) or another call of lists is taken
// apart too.
func (x Expr) List() []Expr {
	switch e := x.e.(type) {
	case *hclsyntax.TupleConsExpr:
		var out []Expr
		for _, i := range e.Exprs {
			out = append(out, Expr{i, x.data})
		}
		return out
	case *hclsyntax.ParenthesesExpr:
		return Expr{e.Expression, x.data}.List()
	case *hclsyntax.FunctionCallExpr:
		var out []Expr
		for _, a := range e.Args {
			out = append(out, Expr{a, x.data}.List()...)
		}
		return out
	}
	return nil
}

// Object is the entries of an object that is written out, in order; of one inside a call
// (jsonencode, merge, yamlencode) too.
func (x Expr) Object() []Pair {
	switch e := x.e.(type) {
	case *hclsyntax.ObjectConsExpr:
		var out []Pair
		for _, i := range e.Items {
			key, _ := Expr{i.KeyExpr, x.data}.Text(Scope{})
			out = append(out, Pair{Key: key, Line: i.KeyExpr.Range().Start.Line, Value: Expr{i.ValueExpr, x.data}})
		}
		return out
	case *hclsyntax.ParenthesesExpr:
		return Expr{e.Expression, x.data}.Object()
	case *hclsyntax.FunctionCallExpr:
		var out []Pair
		for _, a := range e.Args {
			out = append(out, Expr{a, x.data}.Object()...)
		}
		return out
	}
	return nil
}

// Get is the value of an object's key.
func (x Expr) Get(key string) Expr {
	for _, p := range x.Object() {
		if p.Key == key {
			return p.Value
		}
	}
	return Expr{}
}

// Uses lists the variables that the expression names, anywhere in it, each as its names:
// module.vpc.id is [module vpc id]. Indexes are left out. They come in order of place.
func (x Expr) Uses() [][]string {
	if x.e == nil {
		return nil
	}
	all := x.e.Variables()
	slices.SortStableFunc(all, func(a, b hcl.Traversal) int {
		return cmp.Compare(a.SourceRange().Start.Byte, b.SourceRange().Start.Byte)
	})
	var out [][]string
	for _, t := range all {
		out = append(out, names(t))
	}
	return out
}

func names(t hcl.Traversal) []string {
	var out []string
	for _, step := range t {
		switch s := step.(type) {
		case hcl.TraverseRoot:
			out = append(out, s.Name)
		case hcl.TraverseAttr:
			out = append(out, s.Name)
		case hcl.TraverseIndex:
			if s.Key.Type() == cty.String && s.Key.IsKnown() && !s.Key.IsNull() {
				out = append(out, s.Key.AsString())
			}
		}
	}
	return out
}

func sortedAttributes(as hclsyntax.Attributes) []*hclsyntax.Attribute {
	return slices.SortedFunc(maps.Values(as), func(a, b *hclsyntax.Attribute) int {
		return cmp.Or(cmp.Compare(a.SrcRange.Start.Byte, b.SrcRange.Start.Byte), strings.Compare(a.Name, b.Name))
	})
}
