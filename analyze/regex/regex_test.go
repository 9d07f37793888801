package regex_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestEveryExpression compiles what the program has handed to New, and refuses what would
// be compiled at the start of each run.
func TestEveryExpression(t *testing.T) {
	found := 0
	for _, top := range []string{"analyze", "report", "graph", "cmd/seam"} {
		err := filepath.WalkDir(filepath.Join("..", "..", top), func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			fset := token.NewFileSet()
			f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			for _, decl := range f.Decls {
				found += expressions(t, fset, decl)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 50 {
		t.Errorf("only %d expressions were found: does the test know how they are written?", found)
	}
}

// expressions checks those of one declaration.
func expressions(t *testing.T, fset *token.FileSet, decl ast.Decl) (found int) {
	ast.Inspect(decl, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 1 {
			return true
		}
		switch _, inVariable := decl.(*ast.GenDecl); {
		case isCall(call, "regexp", "MustCompile") && inVariable:
			t.Errorf("%s: compiled at the start of every run: use regex.New", fset.Position(n.Pos()))
		case isCall(call, "regex", "New"):
			found++
			text, ok := literal(call.Args[0])
			if !ok {
				t.Errorf("%s: the expression does not stand in the source", fset.Position(n.Pos()))
			} else if _, err := regexp.Compile(text); err != nil {
				t.Errorf("%s: %v", fset.Position(n.Pos()), err)
			}
		}
		return true
	})
	return found
}

func isCall(call *ast.CallExpr, pkg, name string) bool {
	s, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || s.Sel.Name != name {
		return false
	}
	x, ok := s.X.(*ast.Ident)
	return ok && x.Name == pkg
}

// literal is the value of a string that is written out, in parts perhaps.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil
	case *ast.BinaryExpr:
		a, ok := literal(e.X)
		b, also := literal(e.Y)
		return a + b, ok && also && e.Op == token.ADD
	}
	return "", false
}
