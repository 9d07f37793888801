package surface

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path"
	"slices"
	"strconv"
	"strings"

	"seam/analyze/regex"
)

const (
	// maxFile is the largest file that is parsed, in bytes; larger ones are generated data.
	maxFile = 4 << 20
	// maxSignature is the length in bytes from which a signature is kept as its hash.
	maxSignature = 120
)

// generated is the line by which generators mark their files; it stands before the
// package clause.
var generated = regex.New(`(?m)^// Code generated .* DO NOT EDIT\.$`)

// exported lists the exported names of a file's package-level declarations with their
// signatures. Of a broken file it lists what can be had. A generated file, a program
// and a file of package documentation export nothing.
func exported(content []byte) names {
	if len(content) <= maxFile && isGenerated(content) {
		return names{}
	}
	return exportedOf(content)
}

// exportedOf is exported for generated files too.
func exportedOf(content []byte) names {
	out := names{}
	if len(content) > maxFile {
		return nil
	}
	f, _ := parser.ParseFile(token.NewFileSet(), "", withoutBodies(content), parser.SkipObjectResolution)
	if f == nil || f.Name == nil || f.Name.Name == "main" || f.Name.Name == "documentation" {
		return out
	}
	l := lister{names: out, aliases: aliasesOf(f)}
	for _, d := range f.Decls {
		l.declaration(d)
	}
	return out
}

// isGenerated looks for the mark before the package clause.
func isGenerated(content []byte) bool {
	head := content
	if bytes.HasPrefix(content, []byte("package ")) {
		return false
	}
	if i := bytes.Index(content, []byte("\npackage ")); i >= 0 {
		head = content[:i+1]
	}
	return generated().Match(head)
}

// lister collects the names of one file.
type lister struct {
	names   names
	aliases map[string]string // name that the file gives an import -> the package, as packageOf has it
}

// aliasesOf lists the imports that a file names itself.
func aliasesOf(f *ast.File) map[string]string {
	out := map[string]string{}
	for _, i := range f.Imports {
		if p, err := strconv.Unquote(i.Path.Value); err == nil && i.Name != nil {
			out[i.Name.Name] = packageOf(p)
		}
	}
	return out
}

var major = regex.New(`^v[0-9]+$`)

// packageOf is the last element of an import path that is no major version: by it a
// package is known in signatures, so that a moved or renamed module changes none.
func packageOf(importPath string) string {
	if base := path.Base(importPath); !major().MatchString(base) {
		return base
	}
	return path.Base(path.Dir(importPath))
}

func (l *lister) declaration(d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		l.function(d)
	case *ast.GenDecl:
		switch d.Tok {
		case token.TYPE:
			for _, s := range d.Specs {
				if t, ok := s.(*ast.TypeSpec); ok && t.Name.IsExported() {
					l.typeSpec(t)
				}
			}
		case token.VAR:
			l.variables(d)
		case token.CONST:
			l.constants(d)
		}
	}
}

// put enters a name. A file that no compiler takes may declare one twice.
func (l *lister) put(name, signature string) {
	if len(signature) > maxSignature {
		signature = fmt.Sprintf("%x", sha256.Sum256([]byte(signature)))
	}
	if old, ok := l.names[name]; ok && old < signature {
		return
	}
	l.names[name] = signature
}

func (l *lister) function(d *ast.FuncDecl) {
	if !d.Name.IsExported() {
		return
	}
	name, prefix := d.Name.Name, "func"
	if d.Recv != nil {
		base, pointer := receiver(d.Recv)
		if !ast.IsExported(base) {
			return
		}
		name, prefix = base+"."+name, "method"
		if pointer {
			prefix = "method of pointer"
		}
	}
	l.put(name, prefix+l.parameters(d.Type.TypeParams)+strings.TrimPrefix(l.text(d.Type), "func"))
}

// receiver is T, and whether it is *T, of the receiver types T, *T, T[K] and *T[K, V].
func receiver(list *ast.FieldList) (name string, pointer bool) {
	if len(list.List) == 0 {
		return "", false
	}
	for x := list.List[0].Type; ; {
		switch t := x.(type) {
		case *ast.Ident:
			return t.Name, pointer
		case *ast.StarExpr:
			pointer, x = true, t.X
		case *ast.ParenExpr:
			x = t.X
		case *ast.IndexExpr:
			x = t.X
		case *ast.IndexListExpr:
			x = t.X
		default:
			return "", false
		}
	}
}

// typeSpec enters a type; the fields of a struct are names of their own.
func (l *lister) typeSpec(t *ast.TypeSpec) {
	name := t.Name.Name
	prefix := "type"
	if t.Assign.IsValid() {
		prefix = "alias"
	}
	prefix += l.parameters(t.TypeParams)
	s, ok := t.Type.(*ast.StructType)
	if !ok {
		l.put(name, prefix+" "+l.text(t.Type))
		return
	}
	l.put(name, prefix+" struct")
	if s.Fields == nil {
		return
	}
	for _, f := range s.Fields.List {
		l.field(name, f)
	}
}

func (l *lister) field(owner string, f *ast.Field) {
	if len(f.Names) == 0 {
		if n := embedded(f.Type); ast.IsExported(n) {
			l.put(owner+"."+n, "embedded "+l.text(f.Type))
		}
		return
	}
	for _, n := range f.Names {
		if n.IsExported() {
			l.put(owner+"."+n.Name, "field "+l.text(f.Type))
		}
	}
}

// embedded is the name by which an embedded field is known.
func embedded(x ast.Expr) string {
	if s, ok := x.(*ast.SelectorExpr); ok {
		return s.Sel.Name
	}
	if s, ok := x.(*ast.StarExpr); ok {
		return embedded(s.X)
	}
	n, _ := receiver(&ast.FieldList{List: []*ast.Field{{Type: x}}})
	return n
}

func (l *lister) variables(d *ast.GenDecl) {
	for _, s := range d.Specs {
		v, ok := s.(*ast.ValueSpec)
		if !ok {
			continue
		}
		signature := "var"
		if v.Type != nil {
			signature += " " + l.text(v.Type)
		}
		for _, n := range v.Names {
			if n.IsExported() {
				l.put(n.Name, signature)
			}
		}
	}
}

// constants enters the names of a const declaration. One without a value repeats the
// last one; where that counts with iota, its place belongs to the value.
func (l *lister) constants(d *ast.GenDecl) {
	var last *ast.ValueSpec
	for place, s := range d.Specs {
		v, ok := s.(*ast.ValueSpec)
		if !ok {
			continue
		}
		if len(v.Values) > 0 || v.Type != nil || last == nil {
			last = v
		}
		for i, n := range v.Names {
			if n.IsExported() {
				l.put(n.Name, l.constant(last, i, place))
			}
		}
	}
}

func (l *lister) constant(v *ast.ValueSpec, i, place int) string {
	signature := "const"
	if v.Type != nil {
		signature += " " + l.text(v.Type)
	}
	if i >= len(v.Values) {
		return signature
	}
	signature += " = " + l.text(v.Values[i])
	if mentionsIota(v.Values[i]) {
		signature += fmt.Sprintf(" at %d", place)
	}
	return signature
}

// parameters writes type parameters; "" where there are none.
func (l *lister) parameters(list *ast.FieldList) string {
	if list == nil {
		return ""
	}
	var out []string
	for _, f := range list.List {
		for _, n := range f.Names {
			out = append(out, n.Name+" "+l.text(f.Type))
		}
	}
	return "[" + strings.Join(out, ", ") + "]"
}

func mentionsIota(x ast.Expr) bool {
	found := false
	ast.Inspect(x, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && id.Name == "iota"
		return !found
	})
	return found
}

// text writes an expression in one way: without the names of parameters, the methods
// of interfaces sorted, and packages without the names a file gives them. The tree is
// changed.
func (l *lister) text(x ast.Expr) string {
	ast.Inspect(x, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncType:
			nameless(n.Params)
			nameless(n.Results)
		case *ast.InterfaceType:
			sortMethods(n)
		case *ast.SelectorExpr:
			if id, ok := n.X.(*ast.Ident); ok && l.aliases[id.Name] != "" {
				n.X = &ast.Ident{Name: l.aliases[id.Name]}
			}
			return false
		}
		return true
	})
	return types.ExprString(x)
}

// nameless takes the names off a list of parameters: (a, b int) becomes (int, int).
func nameless(list *ast.FieldList) {
	if list == nil {
		return
	}
	var out []*ast.Field
	for _, f := range list.List {
		for range max(1, len(f.Names)) {
			out = append(out, &ast.Field{Type: f.Type})
		}
	}
	list.List = out
}

func sortMethods(t *ast.InterfaceType) {
	if t.Methods == nil {
		return
	}
	key := func(f *ast.Field) string {
		if len(f.Names) > 0 {
			return f.Names[0].Name
		}
		return types.ExprString(f.Type)
	}
	slices.SortStableFunc(t.Methods.List, func(a, b *ast.Field) int { return strings.Compare(key(a), key(b)) })
}
