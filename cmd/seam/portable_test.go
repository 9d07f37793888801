package main

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"testing"

	"golang.org/x/tools/go/packages"
)

// sameEverywhere are the functions of package math that round once, as the standard for
// floating point asks, or not at all. Others have other last bits on other processors.
var sameEverywhere = map[string]bool{
	"Abs": true, "Ceil": true, "Copysign": true, "Float64bits": true, "Float64frombits": true, "Floor": true, "Frexp": true, "Inf": true, "IsInf": true, "IsNaN": true,
	"Ldexp": true, "Max": true, "Min": true, "NaN": true, "Round": true, "Sqrt": true, "Trunc": true,
}

// TestEqualBitsEverywhere: reports hold numbers and order by them, and have the same bytes
// on every machine. So nothing that a report is made of calls what package math computes
// differently from machine to machine, nor leaves it to the compiler whether x*y + z is
// rounded once or twice: float64(x*y) + z is rounded twice. See package portable. A product
// that is kept in a variable first is not seen here.
func TestEqualBitsEverywhere(t *testing.T) {
	if testing.Short() {
		t.Skip("NOT TESTED: it reads all packages")
	}
	const mode = packages.NeedName | packages.NeedImports | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo
	list, err := packages.Load(&packages.Config{Mode: mode}, "seam/analyze/...", "seam/graph/...", "seam/report/...", "seam/cmd/seam/...")
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	for _, p := range list {
		for _, err := range p.Errors {
			t.Fatal(err)
		}
		for _, f := range p.Syntax {
			files++
			ast.Inspect(f, func(n ast.Node) bool {
				if n, ok := n.(*ast.SelectorExpr); ok {
					if of, ok := p.TypesInfo.Uses[n.Sel].(*types.Func); ok && of.Pkg() != nil && of.Pkg().Path() == "math" && !sameEverywhere[of.Name()] {
						t.Errorf("%s: math.%s has other last bits on other machines: take it from package portable", p.Fset.Position(n.Pos()), of.Name())
					}
				}
				for _, product := range fusible(p.TypesInfo, n) {
					t.Errorf("%s: some compilers round this product and the sum at once: write float64(…) around the product", p.Fset.Position(product.Pos()))
				}
				return true
			})
		}
	}
	if files < 100 {
		t.Fatalf("%d files were read", files)
	}
}

// fusible are the products that a node adds or subtracts, but for those that are exact.
func fusible(info *types.Info, n ast.Node) []ast.Expr {
	var terms []ast.Expr
	switch n := n.(type) {
	case *ast.BinaryExpr:
		if n.Op == token.ADD || n.Op == token.SUB {
			terms = []ast.Expr{n.X, n.Y}
		}
	case *ast.AssignStmt:
		if n.Tok == token.ADD_ASSIGN || n.Tok == token.SUB_ASSIGN {
			terms = n.Rhs
		}
	}
	var found []ast.Expr
	for _, term := range terms {
		product, ok := ast.Unparen(term).(*ast.BinaryExpr)
		if !ok || product.Op != token.MUL || info.Types[product].Value != nil || powerOfTwo(info.Types[product.X].Value) || powerOfTwo(info.Types[product.Y].Value) {
			continue
		}
		if b, ok := info.Types[product].Type.Underlying().(*types.Basic); ok && b.Info()&types.IsFloat != 0 {
			found = append(found, product)
		}
	}
	return found
}

func powerOfTwo(v constant.Value) bool {
	if v == nil || v.Kind() != constant.Int && v.Kind() != constant.Float {
		return false
	}
	x, _ := constant.Float64Val(v)
	fraction, _ := math.Frexp(math.Abs(x))
	return fraction == 0.5
}
