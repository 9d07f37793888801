package proof

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/types"
	"maps"
	"path"
	"slices"
	"strings"

	"golang.org/x/exp/apidiff"
)

// differences compares what is used of two versions.
func differences(used uses, before, after *source) []Difference {
	foreign := &foreign{packages: map[string]*types.Package{}}
	old, now := newChecker(before, foreign), newChecker(after, foreign)
	var out []Difference
	for _, p := range slices.Sorted(maps.Keys(used.names)) {
		out = append(out, used.inPackage(p, old, now)...)
	}
	slices.SortFunc(out, func(a, b Difference) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Change, b.Change))
	})
	return capped(slices.Compact(out))
}

// inPackage compares one package, which the old version has.
func (u uses) inPackage(p string, old, now *checker) []Difference {
	folder, _ := folderIn(old.from.module.Path, p)
	if len(now.from.byDir[folder]) == 0 {
		return []Difference{{Name: p, Change: "the package is gone"}}
	}
	names := u.names[p]
	var out []Difference
	for _, c := range incompatible(old.check(folder), now.check(folder)) {
		subject, change, _ := strings.Cut(c, ": ")
		name, part, hasPart := strings.Cut(strings.NewReplacer("(*", "", "(", "", ")", "").Replace(subject), ".")
		if !names[name] || hasPart && !u.selected[lastPart(part)] {
			continue
		}
		if hasPart {
			name += "." + part
		}
		out = append(out, Difference{Name: p + "." + name, Change: change})
	}
	return out
}

func lastPart(s string) string { return s[strings.LastIndexByte(s, '.')+1:] }

// incompatible lists what apidiff calls incompatible. It panics on types of source that
// was not checked whole, which says nothing about the versions.
func incompatible(old, now *types.Package) (out []string) {
	defer func() {
		if recover() != nil {
			out = nil
		}
	}()
	for _, c := range apidiff.Changes(old, now).Changes {
		if !c.Compatible {
			out = append(out, c.Message)
		}
	}
	return out
}

// checker type-checks the packages of one version, each when it is asked for.
type checker struct {
	from    *source
	foreign *foreign
	done    map[string]*types.Package // by folder; nil while it is being checked
}

func newChecker(from *source, f *foreign) *checker {
	return &checker{from: from, foreign: f, done: map[string]*types.Package{}}
}

func (c *checker) check(folder string) *types.Package {
	if p := c.done[folder]; p != nil {
		return p
	}
	importPath := path.Join(c.from.module.Path, folder)
	if _, busy := c.done[folder]; busy {
		return types.NewPackage(importPath, guess(importPath)) // a cycle of imports
	}
	c.done[folder] = nil
	files := c.from.parsed(folder)
	var syntax []*ast.File
	for _, f := range files {
		if f.syntax.Name.Name == files[0].syntax.Name.Name {
			c.foreign.declare(f.syntax, c.from)
			syntax = append(syntax, f.syntax)
		}
	}
	conf := types.Config{Importer: importer{c}, Error: func(error) {}, IgnoreFuncBodies: true, FakeImportC: true, DisableUnusedImportCheck: true}
	p, _ := conf.Check(importPath, c.from.fset, syntax, nil)
	c.done[folder] = p
	return p
}

// importer gives a version its own packages, and empty ones in the place of others.
type importer struct{ *checker }

func (i importer) Import(importPath string) (*types.Package, error) {
	if folder, ok := folderIn(i.from.module.Path, importPath); ok && len(i.from.byDir[folder]) > 0 {
		return i.check(folder), nil
	}
	if p := i.foreign.packages[importPath]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("no package %s", importPath)
}

// foreign stands for everything outside the two versions, the standard library included:
// packages in which every name that is selected is a type of its own. Both versions share
// them, so that one name is one type.
type foreign struct {
	packages map[string]*types.Package
}

// declare makes the names that a file selects from packages that are not in of.
func (f *foreign) declare(syntax *ast.File, of *source) {
	local := map[string]*types.Package{}
	for _, i := range importsOf(syntax) {
		if folder, ok := folderIn(of.module.Path, i.path); ok && len(of.byDir[folder]) > 0 || i.path == "C" || i.path == "unsafe" {
			continue
		}
		if f.packages[i.path] == nil {
			p := types.NewPackage(i.path, guess(i.path))
			p.MarkComplete()
			f.packages[i.path] = p
		}
		local[i.local("")] = f.packages[i.path]
	}
	ast.Inspect(syntax, func(n ast.Node) bool {
		s, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := s.X.(*ast.Ident); ok && x.Obj == nil && local[x.Name] != nil {
			add(local[x.Name], s.Sel.Name)
		}
		return true
	})
}

func add(p *types.Package, name string) {
	if p.Scope().Lookup(name) == nil {
		t := types.NewTypeName(0, p, name, nil)
		types.NewNamed(t, types.NewInterfaceType(nil, nil), nil)
		p.Scope().Insert(t)
	}
}
