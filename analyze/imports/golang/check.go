package golang

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/types"
	"maps"
	"os"
	"slices"

	"golang.org/x/tools/go/packages"
)

// check type-checks a package and, before it, what it imports. Files of first-party
// packages without errors below them become exact.
func (c *checker) check(p *packages.Package) *checked {
	if done := c.done[p]; done != nil {
		return done
	}
	out := &checked{}
	c.done[p] = out // an import cycle ends here; the importer reports it
	if p.PkgPath == "unsafe" {
		out.pkg = types.Unsafe
		return out
	}
	for _, name := range slices.Sorted(maps.Keys(p.Imports)) {
		dep := c.check(p.Imports[name])
		out.bad = out.bad || dep.bad
		if dep.pkg == nil && len(p.GoFiles) > 0 {
			out.note(c, p.GoFiles[0], "could not import "+name+", which is neither in the tree nor in the module cache")
		}
	}
	files, own := c.parseAll(p, out)
	if len(files) == 0 {
		out.bad = true // not in the module cache, or the main package of a test
		return out
	}
	info := &types.Info{}
	if own {
		info.Uses = map[*ast.Ident]types.Object{}
	}
	out.pkg, _ = c.config(p, out, own).Check(p.PkgPath, c.fset, files, info)
	out.bad = out.bad || out.err != ""
	if own && !out.bad {
		for _, f := range files {
			c.take(f, info)
		}
	}
	return out
}

// parseAll parses a package's files. own is true where some are first-party.
func (c *checker) parseAll(p *packages.Package, out *checked) (files []*ast.File, own bool) {
	for _, name := range p.GoFiles {
		content, err := os.ReadFile(name)
		if err != nil {
			out.note(c, name, err.Error())
			continue
		}
		f, err := parser.ParseFile(c.fset, name, content, parser.SkipObjectResolution)
		if err != nil {
			_, text := firstError(err)
			out.note(c, name, text)
		}
		if f != nil && f.Name != nil {
			files = append(files, f)
		}
		own = own || c.sourceOf(name) != nil
	}
	return files, own
}

// note keeps the first error of a package.
func (done *checked) note(c *checker, file, text string) {
	if done.err != "" {
		return
	}
	done.place, done.err = file, text
	if s := c.sourceOf(file); s != nil {
		done.place = s.path()
	}
}

func (c *checker) config(p *packages.Package, out *checked, own bool) *types.Config {
	cfg := &types.Config{
		Importer:         importer(func(name string) *types.Package { return c.imported(p, name) }),
		IgnoreFuncBodies: !own,
		Sizes:            types.SizesFor("gc", "amd64"),
		Error: func(err error) {
			if e, ok := err.(types.Error); ok && !e.Soft {
				out.note(c, c.fset.PositionFor(e.Pos, false).Filename, e.Msg)
			}
		},
	}
	if p.Module != nil && p.Module.GoVersion != "" {
		cfg.GoVersion = "go" + p.Module.GoVersion
	}
	return cfg
}

// imported is the package that an import in p names, nil if it was not found.
func (c *checker) imported(p *packages.Package, name string) *types.Package {
	if name == "unsafe" {
		return types.Unsafe
	}
	if dep := p.Imports[name]; dep != nil && c.done[dep] != nil {
		return c.done[dep].pkg
	}
	return nil
}

// importer is a types.Importer.
type importer func(string) *types.Package

func (f importer) Import(name string) (*types.Package, error) {
	if p := f(name); p != nil {
		return p, nil
	}
	return nil, errNotFound
}

// take makes the mentions of one file exact.
func (c *checker) take(f *ast.File, info *types.Info) {
	s := c.sourceOf(c.fset.PositionFor(f.Package, false).Filename)
	if s == nil || s.exact != nil {
		return
	}
	s.exact = map[string]map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			c.use(s, info.Uses[id])
		}
		return true
	})
}

var errNotFound = errors.New("package not found")
