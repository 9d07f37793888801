package golang

import (
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// maxSignature bounds the text of a declaration, in bytes.
const maxSignature = 400

// Declarations lists the exported names that a package's non-test files declare, sorted
// by name, then place; a name that several builds declare is listed for each. folder is
// the package's folder in the tree, p.Path may be relative to a folder above it;
// locations are relative as p.Path is. In texts, names of the package itself are written
// as others write them (shop.Order). Files that cannot be read or parsed are passed over:
// what they declare is unknown.
func Declarations(t repo.Tree, folder string, p *imports.Package) []imports.Declaration {
	var out []imports.Declaration
	for _, base := range p.Files {
		content, err := t.ReadFile(path.Join(folder, base))
		if err != nil || len(content) > maxBody {
			continue
		}
		d := declarer{fset: token.NewFileSet(), file: path.Join(p.Path, base), pkg: p.Name}
		f, _ := parser.ParseFile(d.fset, "", content, parser.SkipObjectResolution)
		if f == nil || f.Name == nil || f.Name.Name != p.Name {
			continue
		}
		for _, decl := range f.Decls {
			d.add(decl)
		}
		out = append(out, d.list...)
	}
	slices.SortStableFunc(out, func(a, b imports.Declaration) int {
		if c := strings.Compare(a.Name, b.Name); c != 0 {
			return c
		}
		return a.Location.Compare(b.Location)
	})
	return out
}

// declarer collects the declarations of one file.
type declarer struct {
	fset      *token.FileSet
	file, pkg string
	list      []imports.Declaration
}

func (d *declarer) add(decl ast.Decl) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		name := funcName(decl)
		if name == "" {
			return
		}
		kind := imports.Func
		if decl.Recv != nil {
			kind = imports.Method
		}
		d.put(name, kind, d.signature(decl.Type, typeParameters(decl)), decl.Pos())
	case *ast.GenDecl:
		for _, s := range decl.Specs {
			d.spec(decl.Tok, s)
		}
	}
}

func (d *declarer) put(name string, kind imports.DeclarationKind, text string, at token.Pos) {
	line := d.fset.PositionFor(at, false).Line
	d.list = append(d.list, imports.Declaration{Name: name, Kind: kind, Text: text, Location: finding.Location{File: d.file, Line: line}})
}

func (d *declarer) spec(tok token.Token, s ast.Spec) {
	switch s := s.(type) {
	case *ast.TypeSpec:
		d.typeSpec(s)
	case *ast.ValueSpec:
		kind := imports.Variable
		if tok == token.CONST {
			kind = imports.Constant
		}
		for _, n := range s.Names {
			if n.IsExported() {
				d.put(n.Name, kind, "", n.Pos())
			}
		}
	}
}

func (d *declarer) typeSpec(s *ast.TypeSpec) {
	if !s.Name.IsExported() {
		return
	}
	methods, ok := s.Type.(*ast.InterfaceType)
	if !ok {
		d.put(s.Name.Name, imports.OtherType, "", s.Pos())
		return
	}
	d.put(s.Name.Name, imports.Interface, "", s.Pos())
	for _, m := range methods.Methods.List {
		f, ok := m.Type.(*ast.FuncType)
		if ok && len(m.Names) == 1 && m.Names[0].IsExported() {
			d.put(s.Name.Name+"."+m.Names[0].Name, imports.Method, d.signature(f, fieldNames(s.TypeParams)), m.Pos())
		}
	}
}

// typeParameters names the type parameters of a function or of its receiver.
func typeParameters(f *ast.FuncDecl) map[string]bool {
	names := fieldNames(f.Type.TypeParams)
	if f.Recv == nil || len(f.Recv.List) == 0 {
		return names
	}
	ast.Inspect(f.Recv.List[0].Type, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IndexExpr:
			addIdent(names, n.Index)
		case *ast.IndexListExpr:
			for _, x := range n.Indices {
				addIdent(names, x)
			}
		}
		return true
	})
	return names
}

func addIdent(names map[string]bool, x ast.Expr) {
	if id, ok := x.(*ast.Ident); ok {
		names[id.Name] = true
	}
}

func fieldNames(list *ast.FieldList) map[string]bool {
	names := map[string]bool{}
	if list != nil {
		for _, f := range list.List {
			for _, n := range f.Names {
				names[n.Name] = true
			}
		}
	}
	return names
}

// signature prints parameters and results on one line; "" if that is not possible.
func (d *declarer) signature(f *ast.FuncType, own map[string]bool) string {
	for _, list := range []*ast.FieldList{f.Params, f.Results} {
		if list != nil {
			for _, field := range list.List {
				d.qualify(field.Type, own)
			}
		}
	}
	plain := &ast.FuncType{Params: f.Params, Results: f.Results}
	var b strings.Builder
	cfg := printer.Config{Mode: printer.RawFormat}
	if cfg.Fprint(&b, token.NewFileSet(), plain) != nil || b.Len() > maxSignature {
		return ""
	}
	return strings.TrimPrefix(strings.Join(strings.Fields(b.String()), " "), "func")
}

// qualify writes the package's name before the types that it declares itself. The
// tree is the declarer's own.
func (d *declarer) qualify(x ast.Node, own map[string]bool) {
	ast.Inspect(x, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			return false
		case *ast.Field:
			if n.Type != nil {
				d.qualify(n.Type, own)
			}
			return false
		case *ast.Ident:
			if !own[n.Name] && !predeclared[n.Name] {
				n.Name = d.pkg + "." + n.Name
			}
		}
		return true
	})
}

// predeclared is the types and constants that every Go file knows.
var predeclared = map[string]bool{
	"any": true, "bool": true, "byte": true, "comparable": true, "complex64": true, "complex128": true,
	"error": true, "float32": true, "float64": true, "int": true, "int8": true, "int16": true, "int32": true,
	"int64": true, "rune": true, "string": true, "uint": true, "uint8": true, "uint16": true, "uint32": true,
	"uint64": true, "uintptr": true, "true": true, "false": true, "iota": true, "nil": true, "len": true,
}
