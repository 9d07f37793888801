package proof

import (
	"cmp"
	"go/ast"
	"slices"
	"strings"

	"seam/analyze/finding"
)

// exposures finds the types of modules in what the packages of a unit export.
func exposures(files []file, q Question) []Exposure {
	var out []Exposure
	for _, f := range files {
		if f.syntax.Name.Name == "main" {
			continue
		}
		e := exposing{file: f, imports: map[string]foundImport{}}
		for _, i := range importsOf(f.syntax) {
			if m, ok := q.owner(i.path); ok {
				e.imports[i.local("")] = foundImport{i.path, m}
			}
		}
		if len(e.imports) > 0 {
			out = append(out, e.declarations()...)
		}
	}
	slices.SortFunc(out, func(a, b Exposure) int {
		return cmp.Or(a.Location.Compare(b.Location), strings.Compare(a.Type, b.Type), strings.Compare(a.Declared, b.Declared))
	})
	return capped(slices.Compact(out))
}

// owner is the module in question that an import path lies in: the longest listed one
// that holds it, for modules can lie in one another.
func (q Question) owner(importPath string) (Module, bool) {
	longest := ""
	for _, name := range q.Unit.Listed {
		if _, in := folderIn(name, importPath); in && len(name) > len(longest) {
			longest = name
		}
	}
	for _, m := range q.Exposed {
		if _, in := folderIn(m.Path, importPath); in && len(m.Path) >= len(longest) {
			return m, true
		}
	}
	return Module{}, false
}

type foundImport struct {
	path string
	of   Module
}

type exposing struct {
	file
	imports map[string]foundImport // by local name
}

// declarations looks at everything that the file exports.
func (e exposing) declarations() []Exposure {
	var out []Exposure
	for _, d := range e.syntax.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if name, ok := exportedFunc(d); ok {
				out = append(out, e.types(name, d.Type)...)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				out = append(out, e.spec(s)...)
			}
		}
	}
	return out
}

// exportedFunc is the name of a function or method that other packages can call.
func exportedFunc(d *ast.FuncDecl) (string, bool) {
	if !d.Name.IsExported() {
		return "", false
	}
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name, true
	}
	receiver := ""
	ast.Inspect(d.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && receiver == "" {
			receiver = id.Name
		}
		return receiver == ""
	})
	return receiver + "." + d.Name.Name, ast.IsExported(receiver)
}

func (e exposing) spec(s ast.Spec) []Exposure {
	var out []Exposure
	switch s := s.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() {
			out = e.types(s.Name.Name, exportedPart(s.Type))
		}
	case *ast.ValueSpec:
		for _, n := range s.Names {
			if n.IsExported() && s.Type != nil {
				out = append(out, e.types(n.Name, s.Type)...)
			}
		}
	}
	return out
}

// exportedPart is a type without the fields and methods that other packages do not see.
func exportedPart(t ast.Expr) ast.Node {
	var list *ast.FieldList
	switch t := t.(type) {
	case *ast.StructType:
		list = t.Fields
	case *ast.InterfaceType:
		list = t.Methods
	default:
		return t
	}
	seen := &ast.FieldList{}
	for _, f := range list.List {
		if len(f.Names) == 0 || slices.ContainsFunc(f.Names, (*ast.Ident).IsExported) {
			seen.List = append(seen.List, f)
		}
	}
	return seen
}

// types finds the modules' types in one declaration.
func (e exposing) types(declared string, n ast.Node) []Exposure {
	var out []Exposure
	ast.Inspect(n, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := s.X.(*ast.Ident)
		if !ok || x.Obj != nil {
			return true
		}
		if i, found := e.imports[x.Name]; found {
			out = append(out, Exposure{
				Module: i.of.String(), Type: i.path + "." + s.Sel.Name, Package: e.folder, Declared: declared,
				Location: finding.Location{File: e.name, Line: e.fset.Position(s.Pos()).Line},
			})
		}
		return true
	})
	return out
}
