package golang

import (
	"context"
	"fmt"
	"go/token"
	"go/types"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"

	"seam/analyze/finding"
	"seam/analyze/repo"
)

// checker makes the mentions of source files exact by type checking. Each module is
// listed in a copy of the tree's Go files, so nothing in the user's folder is
// touched, with the go command kept from the network. Everything is then checked
// from source, dependencies without their function bodies, and nothing is compiled,
// so what a build would need besides Go files does not matter.
//
// go/packages could check too, but it keeps the syntax trees of all dependencies,
// which takes gigabytes.
type checker struct {
	l      *loader
	copy   string             // folder of the copy, without symbolic links
	byPath map[string]*source // path -> file
	fset   *token.FileSet
	done   map[*packages.Package]*checked // of one module
}

// checked is a package after type checking.
type checked struct {
	pkg   *types.Package
	place string // of the first error of its own
	err   string // "" if there is none
	bad   bool   // it or something that it depends on has an error
}

// checkTypes sets the exact mentions of all files that load and reports whether
// these are all files of the default build. The error is that of ctx or of dir.
func (l *loader) checkTypes(ctx context.Context, dir string) (exact bool, err error) {
	c := &checker{l: l, byPath: map[string]*source{}}
	for _, s := range l.files {
		c.byPath[s.path()] = s
	}
	tmp, err := os.MkdirTemp(dir, "seam-types-")
	if err != nil {
		return false, fmt.Errorf("golang: no folder for the copy that is type-checked: %w", err)
	}
	defer os.RemoveAll(tmp)
	if c.copy, err = filepath.EvalSymlinks(tmp); err != nil {
		return false, fmt.Errorf("golang: %w", err)
	}
	if err := writeCopy(l.tree, c.copy); err != nil {
		return false, err
	}
	for _, m := range l.modules.list {
		if m.manifest != "" && !hidden(m.folder) {
			c.checkModule(ctx, m)
		}
	}
	if err := ctx.Err(); err != nil {
		return false, fmt.Errorf("golang: %w", err)
	}
	return c.report(), nil
}

// writeCopy writes what the go command reads of a tree: Go files and what names
// modules. Symbolic links stay out, and no path can lead out of the folder.
func writeCopy(t repo.Tree, folder string) error {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return fmt.Errorf("golang: %w", err)
	}
	defer root.Close()
	for _, name := range repo.Regulars(t) {
		if !wantsCopy(name) {
			continue
		}
		content, err := t.ReadFile(name)
		if err != nil {
			continue // reported when the graph was read
		}
		if err := root.MkdirAll(path.Dir(name), 0o755); err != nil {
			return fmt.Errorf("golang: copy for type checking: %w", err)
		}
		if err := root.WriteFile(name, content, 0o644); err != nil {
			return fmt.Errorf("golang: copy for type checking: %w", err)
		}
	}
	return nil
}

func wantsCopy(name string) bool {
	switch path.Base(name) {
	case "go.mod", "go.sum":
		return true
	case "modules.txt":
		return strings.HasSuffix("/"+name, "/vendor/modules.txt")
	}
	return strings.HasSuffix(name, ".go") && !foreign(path.Dir(name))
}

// checkModule loads one module. What fails leaves its files as they are.
func (c *checker) checkModule(ctx context.Context, m module) {
	cfg := &packages.Config{
		Context: ctx,
		Dir:     filepath.Join(c.copy, filepath.FromSlash(m.folder)),
		Env:     c.environment(m),
		Tests:   true,
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports |
			packages.NeedDeps | packages.NeedModule,
	}
	listed, err := packages.Load(cfg, "./...")
	if err != nil {
		c.fail(m.manifest, err.Error())
		return
	}
	c.fset, c.done = token.NewFileSet(), map[*packages.Package]*checked{}
	for _, p := range listed {
		if ctx.Err() != nil {
			return
		}
		if done := c.check(p); done.err != "" {
			c.fail(done.place, done.err)
		}
	}
}

// environment keeps the go command from the network, from changing the module's
// files and from workspaces, and fixes the default build. A module with a vendor
// folder is loaded from that, since it needs no module cache then.
func (c *checker) environment(m module) []string {
	mode := "readonly"
	if _, err := os.Stat(filepath.Join(c.copy, filepath.FromSlash(m.folder), "vendor", "modules.txt")); err == nil {
		mode = "vendor"
	}
	return append(os.Environ(), "GOPROXY=off", "GOTOOLCHAIN=local", "GOFLAGS=-mod="+mode, "GOWORK=off",
		"CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64", "GO111MODULE=on", "GOPACKAGESDRIVER=off")
}

// sourceOf is the first-party file at a path of the copy, nil if it is none.
func (c *checker) sourceOf(name string) *source {
	rel, err := filepath.Rel(c.copy, name)
	if err != nil {
		return nil
	}
	return c.byPath[filepath.ToSlash(rel)]
}

// use notes that a file uses an object, if it is another package's exported one.
func (c *checker) use(s *source, obj types.Object) {
	if obj == nil || obj.Pkg() == nil || !obj.Exported() {
		return
	}
	name := objectName(obj)
	if name == "" {
		return
	}
	importPath, _, _ := strings.Cut(obj.Pkg().Path(), " ")
	folder, ok := c.l.resolver.resolve(s.folder, importPath)
	if !ok || folder == s.folder {
		return
	}
	if s.exact[folder] == nil {
		s.exact[folder] = map[string]bool{}
	}
	s.exact[folder][name] = true
}

// objectName is the name of a package-level object, or Type.Method; "" for others.
func objectName(obj types.Object) string {
	if obj.Parent() == obj.Pkg().Scope() {
		return obj.Name()
	}
	f, ok := obj.(*types.Func)
	if !ok || f.Signature().Recv() == nil {
		return ""
	}
	recv := types.Unalias(f.Signature().Recv().Type())
	if p, ok := recv.(*types.Pointer); ok {
		recv = types.Unalias(p.Elem())
	}
	named, ok := recv.(*types.Named)
	if !ok || !named.Obj().Exported() {
		return ""
	}
	return named.Obj().Name() + "." + f.Name()
}

// fail notes one thing that did not load, without the name of the copy, which
// differs from run to run.
func (c *checker) fail(file, text string) {
	text, _, _ = strings.Cut(strings.TrimSpace(text), "\n")
	for _, p := range [...]string{c.copy + string(filepath.Separator), c.copy} {
		text = strings.ReplaceAll(text, p, "")
	}
	c.l.warn.Add("go-types", finding.Location{File: file}, text)
}

// report says whether all files of the default build are exact, and warns of those
// that are not without a reason given so far: files outside every go.mod, and files
// that need cgo.
func (c *checker) report() bool {
	all := true
	for _, s := range c.l.files {
		if s.exact != nil || s.Constraint != "" {
			continue
		}
		all = false
		if slices.ContainsFunc(s.imports, func(i spec) bool { return i.Path == "C" }) {
			c.fail(s.path(), "needs cgo")
		} else if m := c.l.modules.owner(s.folder); m < 0 || c.l.modules.list[m].manifest == "" {
			c.fail(s.path(), "is in no module")
		}
	}
	return all
}
