// Package hcl reads HCL, the language of Terraform, Terragrunt and Nomad, as a tree with
// lines: Parse gives a file's Body. Comments are no part of it, so what is commented out
// is not there. It wraps github.com/hashicorp/hcl/v2/hclsyntax, of which only the lexer
// and the parser are used; expressions are evaluated here, by Text, as far as readers of
// manifests need it: literals, templates, what a Scope knows of variables and functions.
//
// Input is hostile: a file may be at most MaxSize bytes, nest maxDepth levels and hold
// maxOperators operators, since both the parser and the evaluator are recursive.
//
// Limits: no arithmetic, conditions, loops or splats are evaluated; Text says ok false.
package hcl

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"seam/analyze/format/syntax"
)

const (
	// MaxSize is the largest input in bytes.
	MaxSize = 1 << 20

	maxDepth     = 200
	maxOperators = 20_000
)

// Body is a file, or what stands between the braces of a block. Its methods work on a
// nil Body, which is empty.
type Body struct {
	Attributes []Attribute // in file order
	Blocks     []Block     // in file order
}

// Attribute is name = value.
type Attribute struct {
	Name  string
	Line  int
	Value Expr
}

// Block is type "label" … { body }.
type Block struct {
	Type   string
	Labels []string
	Line   int
	Body   *Body
}

// Label is the i-th label, "" if there is none.
func (b Block) Label(i int) string {
	if i < len(b.Labels) {
		return b.Labels[i]
	}
	return ""
}

// Get is the value of an attribute; the zero Expr where it is not set.
func (b *Body) Get(name string) Expr {
	if b != nil {
		for _, a := range b.Attributes {
			if a.Name == name {
				return a.Value
			}
		}
	}
	return Expr{}
}

// Of lists the blocks of a type.
func (b *Body) Of(kind string) []Block {
	var out []Block
	if b != nil {
		for _, k := range b.Blocks {
			if k.Type == kind {
				out = append(out, k)
			}
		}
	}
	return out
}

// Parse reads a file. An error is an *syntax.Error.
func Parse(file string, data []byte) (*Body, error) {
	if len(data) > MaxSize {
		return nil, &syntax.Error{File: file, Line: 1, Message: fmt.Sprintf("larger than %d MiB", MaxSize>>20)}
	}
	start := hcl.Pos{Line: 1, Column: 1}
	if line, why := tooDeep(data, file, start); why != "" {
		return nil, &syntax.Error{File: file, Line: line, Message: why}
	}
	f, problems := hclsyntax.ParseConfig(data, file, start)
	if problems.HasErrors() {
		return nil, newError(file, data, problems)
	}
	body, ok := f.Body.(*hclsyntax.Body)
	if !ok {
		return nil, &syntax.Error{File: file, Line: 1, Message: "no HCL"}
	}
	return newBody(body, data), nil
}

// tooDeep looks at the tokens for what would make a recursive parser run deep.
func tooDeep(data []byte, file string, start hcl.Pos) (line int, why string) {
	tokens, _ := hclsyntax.LexConfig(data, file, start)
	depth, operators := 0, 0
	for _, t := range tokens {
		switch t.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenTemplateInterp,
			hclsyntax.TokenTemplateControl, hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc:
			depth++
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenTemplateSeqEnd,
			hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc:
			depth--
		case hclsyntax.TokenBang, hclsyntax.TokenMinus, hclsyntax.TokenPlus, hclsyntax.TokenStar, hclsyntax.TokenSlash,
			hclsyntax.TokenPercent, hclsyntax.TokenQuestion, hclsyntax.TokenAnd, hclsyntax.TokenOr, hclsyntax.TokenEqualOp,
			hclsyntax.TokenNotEqual, hclsyntax.TokenLessThan, hclsyntax.TokenGreaterThan, hclsyntax.TokenLessThanEq,
			hclsyntax.TokenGreaterThanEq:
			operators++
		}
		if depth > maxDepth {
			return t.Range.Start.Line, fmt.Sprintf("nested more than %d levels deep", maxDepth)
		}
		if operators > maxOperators {
			return t.Range.Start.Line, fmt.Sprintf("more than %d operators", maxOperators)
		}
	}
	return 0, ""
}

// newError is the first error of a list.
func newError(file string, data []byte, problems hcl.Diagnostics) *syntax.Error {
	for _, p := range problems {
		if p.Severity != hcl.DiagError {
			continue
		}
		e := &syntax.Error{File: file, Line: 1, Message: strings.TrimSuffix(p.Summary, ".")}
		if p.Subject != nil {
			e.Line, e.Column = p.Subject.Start.Line, p.Subject.Start.Column
			if line := lineOf(data, e.Line); line != "" {
				e.Message += ": " + line
			}
		}
		return e
	}
	return &syntax.Error{File: file, Line: 1, Message: "no HCL"}
}

// maxExcerpt is the longest excerpt in bytes.
const maxExcerpt = 120

func lineOf(data []byte, line int) string {
	n := 0
	for l := range strings.Lines(string(data)) {
		if n++; n == line {
			l = strings.ToValidUTF8(strings.TrimSpace(l), "?")
			return l[:min(len(l), maxExcerpt)]
		}
	}
	return ""
}

func newBody(b *hclsyntax.Body, data []byte) *Body {
	out := &Body{}
	for _, a := range sortedAttributes(b.Attributes) {
		out.Attributes = append(out.Attributes, Attribute{Name: a.Name, Line: a.NameRange.Start.Line, Value: Expr{a.Expr, data}})
	}
	for _, k := range b.Blocks {
		out.Blocks = append(out.Blocks, Block{Type: k.Type, Labels: k.Labels, Line: k.TypeRange.Start.Line, Body: newBody(k.Body, data)})
	}
	return out
}
