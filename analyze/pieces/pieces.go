// Package pieces says into how many pieces a Go package falls: groups of declarations
// that use each other, directly or through others, and nothing of the other groups.
//
// Two declarations are joined where one mentions the other; a method is joined with its
// type, and the constants of one group that count with iota with each other. What no
// exported name belongs to is no piece.
//
// Source: LCOM4, lack of cohesion as connected components (Hitz and Montazeri,
// "Measuring coupling and cohesion in object-oriented systems", 1995), for a package
// instead of a class.
//
// Where it misleads: names are compared by syntax, so a local variable that is called
// like a declaration joins two pieces: there may be more pieces than are counted. What
// belongs together by purpose alone (a dozen codecs) falls apart. Tests and generated
// files do not count.
package pieces

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
)

// Piece is declarations that hang together.
type Piece struct {
	Names []string // its exported names, sorted; never empty
	Lines int      // lines of its declarations
}

// Find finds the pieces of the package that sources make, the one with most lines first.
// Sources that cannot be parsed are left out.
func Find(sources [][]byte) []Piece {
	fset := token.NewFileSet()
	var files []*ast.File
	for _, s := range sources {
		if f, err := parser.ParseFile(fset, "", s, parser.SkipObjectResolution); err == nil {
			files = append(files, f)
		}
	}
	p := &pool{at: map[string]int{}}
	for _, f := range files {
		for _, d := range f.Decls {
			p.declare(fset, d)
		}
	}
	for i := range p.list {
		p.join(i)
	}
	return p.pieces()
}

// declaration is one function, or one line of a const, var or type group.
type declaration struct {
	names []string // the names it declares; for a method, its type
	node  ast.Node
	lines int
	root  int // index of a declaration of the same piece; a union-find forest
}

// pool is the declarations of one package.
type pool struct {
	list []declaration
	at   map[string]int // package-level name -> its first declaration
}

func (p *pool) declare(fset *token.FileSet, d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		p.add(fset, d, nameOf(d))
	case *ast.GenDecl:
		first := len(p.list)
		for _, s := range d.Specs {
			p.spec(fset, s)
		}
		if d.Tok == token.CONST && usesIota(d) {
			for i := first + 1; i < len(p.list); i++ {
				p.unite(first, i)
			}
		}
	}
}

// nameOf is a function's name, and for a method that of its type; "" for init, which
// nobody can use.
func nameOf(d *ast.FuncDecl) string {
	if d.Recv != nil && len(d.Recv.List) > 0 {
		return receiver(d.Recv.List[0].Type)
	}
	if d.Name.Name == "init" {
		return ""
	}
	return d.Name.Name
}

// receiver is T of the receiver types T, *T, T[K] and *T[K, V].
func receiver(x ast.Expr) string {
	name := ""
	ast.Inspect(x, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && name == "" {
			name = id.Name
		}
		return name == ""
	})
	return name
}

func (p *pool) spec(fset *token.FileSet, s ast.Spec) {
	switch s := s.(type) {
	case *ast.TypeSpec:
		p.add(fset, s, s.Name.Name)
	case *ast.ValueSpec:
		var names []string
		for _, n := range s.Names {
			names = append(names, n.Name)
		}
		p.add(fset, s, names...)
	}
}

func (p *pool) add(fset *token.FileSet, n ast.Node, names ...string) {
	i := len(p.list)
	lines := 1 + fset.PositionFor(n.End(), false).Line - fset.PositionFor(n.Pos(), false).Line
	p.list = append(p.list, declaration{names: names, node: n, lines: lines, root: i})
	for _, name := range names {
		if name == "_" || name == "" {
			continue
		}
		if first, ok := p.at[name]; ok {
			p.unite(first, i) // a type and its methods; one name on two platforms
		} else {
			p.at[name] = i
		}
	}
}

func usesIota(d *ast.GenDecl) bool {
	found := false
	ast.Inspect(d, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && id.Name == "iota"
		return !found
	})
	return found
}

// join unites a declaration with all that it mentions. Right of a dot stands a field,
// a method or another package's name.
func (p *pool) join(i int) {
	var visit func(ast.Node) bool
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			ast.Inspect(n.X, visit)
			return false
		case *ast.Ident:
			if j, ok := p.at[n.Name]; ok {
				p.unite(i, j)
			}
		}
		return true
	}
	ast.Inspect(p.list[i].node, visit)
}

func (p *pool) find(i int) int {
	for p.list[i].root != i {
		p.list[i].root = p.list[p.list[i].root].root
		i = p.list[i].root
	}
	return i
}

func (p *pool) unite(i, j int) {
	a, b := p.find(i), p.find(j)
	p.list[max(a, b)].root = min(a, b)
}

func (p *pool) pieces() []Piece {
	at := map[int]int{} // root -> piece
	var out []Piece
	for i, d := range p.list {
		root := p.find(i)
		k, ok := at[root]
		if !ok {
			k = len(out)
			at[root] = k
			out = append(out, Piece{})
		}
		out[k].Lines += d.lines
		for _, n := range d.names {
			if token.IsExported(n) {
				out[k].Names = append(out[k].Names, n)
			}
		}
	}
	out = slices.DeleteFunc(out, func(p Piece) bool { return len(p.Names) == 0 })
	for i := range out {
		slices.Sort(out[i].Names)
		out[i].Names = slices.Compact(out[i].Names)
	}
	slices.SortFunc(out, func(a, b Piece) int {
		return cmp.Or(cmp.Compare(b.Lines, a.Lines), slices.Compare(a.Names, b.Names))
	})
	return out
}
