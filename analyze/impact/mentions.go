package impact

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// maxSource is the size in bytes above which a file is not searched.
const maxSource = 4 << 20

// Mentions finds where the Go files of a package use names that another one exports, as
// package.Name; of Type.Member the member alone, on whatever it is selected from, in
// files that import the package, which is likely and no proof. folder is the user's
// folder in the tree; places are relative as user.Path is. Files that do not parse are
// searched as far as they do.
func Mentions(t repo.Tree, folder string, user, of *imports.Package, names []string) []Use {
	var out []Use
	for _, files := range [...]struct {
		list []string
		test bool
	}{{user.Files, false}, {user.TestFiles, true}} {
		for _, base := range files.list {
			content, err := t.ReadFile(path.Join(folder, base))
			if err != nil || len(content) > maxSource || !strings.HasSuffix(base, ".go") {
				continue
			}
			m := mention{fset: token.NewFileSet(), file: path.Join(user.Path, base), of: of.Path, user: user.Path, test: files.test}
			m.wanted(names)
			m.search(content, of)
			out = append(out, m.list...)
		}
	}
	return out
}

// mention is the search of one file.
type mention struct {
	fset     *token.FileSet
	file     string
	of, user string
	test     bool
	names    map[string]bool
	members  map[string][]string // member -> Type.Member
	seen     map[Use]bool
	list     []Use
}

func (m *mention) wanted(names []string) {
	m.names, m.members, m.seen = map[string]bool{}, map[string][]string{}, map[Use]bool{}
	for _, n := range names {
		if _, member, ok := strings.Cut(n, "."); ok {
			m.members[member] = append(m.members[member], n)
			continue
		}
		m.names[n] = true
	}
}

func (m *mention) search(content []byte, of *imports.Package) {
	f, _ := parser.ParseFile(m.fset, "", content, 0)
	if f == nil {
		return
	}
	local := ""
	for _, s := range f.Imports {
		if p, err := strconv.Unquote(s.Path.Value); err == nil && p == of.ImportPath {
			if local = of.Name; s.Name != nil {
				local = s.Name.Name
			}
		}
	}
	if local == "" || local == "_" {
		return
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			x, ok := n.X.(*ast.Ident)
			if ok && x.Obj == nil && x.Name == local {
				if m.names[n.Sel.Name] {
					m.add(n.Sel.Name, n.Sel.Pos(), false)
				}
				return true
			}
			m.member(n.Sel)
		case *ast.CompositeLit:
			m.fields(n, local)
		case *ast.Ident:
			if local == "." && n.Obj == nil && m.names[n.Name] {
				m.add(n.Name, n.Pos(), true)
			}
		}
		return true
	})
	slices.SortStableFunc(m.list, func(a, b Use) int { return a.At.Compare(b.At) })
}

// fields are the keys of a literal of a type of the package.
func (m *mention) fields(l *ast.CompositeLit, local string) {
	s, ok := l.Type.(*ast.SelectorExpr)
	if !ok {
		return
	}
	if x, ok := s.X.(*ast.Ident); !ok || x.Name != local {
		return
	}
	for _, e := range l.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if key, ok := kv.Key.(*ast.Ident); ok && slices.Contains(m.members[key.Name], s.Sel.Name+"."+key.Name) {
				m.add(s.Sel.Name+"."+key.Name, key.Pos(), false)
			}
		}
	}
}

// member is a selected name, told as the first of the types that have it.
func (m *mention) member(id *ast.Ident) {
	if names := m.members[id.Name]; len(names) > 0 {
		m.add(names[0], id.Pos(), true)
	}
}

func (m *mention) add(name string, pos token.Pos, likely bool) {
	u := Use{Package: m.of, Name: name, User: m.user, At: finding.Location{File: m.file, Line: m.fset.PositionFor(pos, false).Line}, Test: m.test, Likely: likely}
	if !m.seen[u] {
		m.seen[u] = true
		m.list = append(m.list, u)
	}
}
