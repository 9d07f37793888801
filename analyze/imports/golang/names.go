package golang

import (
	"go/ast"
	"go/token"
	"maps"
	"slices"
)

// exportedNames lists the exported names of a file's package-level declarations;
// methods as Type.Method where the type is exported too. Fields and the methods of
// interfaces are not listed. The order is that of the file; a name may occur twice.
func exportedNames(f *ast.File) []string {
	var names []string
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if n := funcName(d); n != "" {
				names = append(names, n)
			}
		case *ast.GenDecl:
			if d.Tok != token.IMPORT {
				names = append(names, specNames(d.Specs)...)
			}
		}
	}
	return names
}

// funcName is the exported name of a function or method, or "".
func funcName(d *ast.FuncDecl) string {
	if !d.Name.IsExported() {
		return ""
	}
	if d.Recv == nil {
		return d.Name.Name
	}
	if len(d.Recv.List) == 0 {
		return ""
	}
	base := receiver(d.Recv.List[0].Type)
	if base == nil || !base.IsExported() {
		return ""
	}
	return base.Name + "." + d.Name.Name
}

// receiver is T of the receiver types T, *T, T[K] and *T[K, V].
func receiver(x ast.Expr) *ast.Ident {
	for {
		switch t := x.(type) {
		case *ast.Ident:
			return t
		case *ast.StarExpr:
			x = t.X
		case *ast.ParenExpr:
			x = t.X
		case *ast.IndexExpr:
			x = t.X
		case *ast.IndexListExpr:
			x = t.X
		default:
			return nil
		}
	}
}

func specNames(specs []ast.Spec) []string {
	var names []string
	for _, s := range specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() {
				names = append(names, s.Name.Name)
			}
		case *ast.ValueSpec:
			for _, n := range s.Names {
				if n.IsExported() {
					names = append(names, n.Name)
				}
			}
		}
	}
	return names
}

// selectors collects the exported Sel of every X.Sel where nothing in the file
// declares the identifier X in scope, so that X is an import's name or a
// package-level name of a sibling file. Go forbids that one is both, so whoever
// knows the file's imports knows which.
//
// The parser's own resolution of identifiers is used: its documented shortcomings
// are fields and methods, which are no X here.
func selectors(f *ast.File) []mentioned {
	found := map[string]map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		x, ok := sel.X.(*ast.Ident)
		if !ok || x.Obj != nil || !sel.Sel.IsExported() {
			return true
		}
		names := found[x.Name]
		if names == nil {
			names = map[string]bool{}
			found[x.Name] = names
		}
		names[sel.Sel.Name] = true
		return true
	})
	all := make([]mentioned, 0, len(found))
	for _, x := range slices.Sorted(maps.Keys(found)) {
		all = append(all, mentioned{x, slices.Sorted(maps.Keys(found[x]))})
	}
	return all
}
