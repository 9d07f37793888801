package proof

import (
	"go/ast"
	"path"
	"strconv"
	"strings"
	"unicode"

	"seam/analyze/format/gomod"
)

// uses is what files mention of a dependency.
type uses struct {
	names    map[string]map[string]bool // import path -> name
	selected map[string]bool            // every name that the files select from anything
}

func (u uses) count() int {
	n := 0
	for _, names := range u.names {
		n += len(names)
	}
	return n
}

// usesOf collects what files mention of the packages that a dependency's source holds.
func usesOf(files []file, module string, of *source) uses {
	u := uses{names: map[string]map[string]bool{}, selected: map[string]bool{}}
	for _, f := range files {
		imported := map[string]string{} // local name -> import path
		for _, i := range importsOf(f.syntax) {
			if folder, ok := folderIn(module, i.path); ok && len(of.byDir[folder]) > 0 {
				imported[i.local(of.packageName(folder))] = i.path
			}
		}
		if len(imported) == 0 {
			continue
		}
		ast.Inspect(f.syntax, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				u.add(s, imported)
			}
			return true
		})
	}
	return u
}

func (u uses) add(s *ast.SelectorExpr, imported map[string]string) {
	u.selected[s.Sel.Name] = true
	x, ok := s.X.(*ast.Ident)
	if !ok || x.Obj != nil { // a variable of the file shadows the package
		return
	}
	if p := imported[x.Name]; p != "" && ast.IsExported(s.Sel.Name) {
		if u.names[p] == nil {
			u.names[p] = map[string]bool{}
		}
		u.names[p][s.Sel.Name] = true
	}
}

// folderIn is the folder of an import path in a module.
func folderIn(module, importPath string) (string, bool) {
	if importPath == module {
		return ".", true
	}
	return strings.CutPrefix(importPath, module+"/")
}

// imported is one import of a file.
type imported struct{ path, name string }

func importsOf(f *ast.File) []imported {
	var out []imported
	for _, s := range f.Imports {
		p, err := strconv.Unquote(s.Path.Value)
		if err != nil {
			continue
		}
		i := imported{path: p}
		if s.Name != nil {
			i.name = s.Name.Name
		}
		out = append(out, i)
	}
	return out
}

// local is the name under which a file knows an import; declared is what the package
// calls itself, "" where that is not known.
func (i imported) local(declared string) string {
	switch {
	case i.name != "":
		return i.name
	case declared != "":
		return declared
	}
	return guess(i.path)
}

// guess is the usual name of a package by its import path: the last part without what
// stands for a version, and without a "go-" that no identifier can have.
func guess(importPath string) string {
	base := path.Base(gomod.MajorBase(importPath))
	base = strings.TrimSuffix(strings.TrimPrefix(base, "go-"), "-go")
	if i := strings.LastIndexFunc(base, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) }); i >= 0 {
		base = base[i+1:]
	}
	return base
}

// packageName is what the files of a folder call their package.
func (s *source) packageName(folder string) string {
	for _, f := range s.parsed(folder) {
		return f.syntax.Name.Name
	}
	return ""
}
