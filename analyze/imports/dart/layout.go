package dart

import (
	"path"
	"strings"

	"seam/analyze/imports"
	"seam/analyze/modules/pub"
	"seam/analyze/repo"
)

// module is one package of pub.
type module struct {
	pub.Package
	test bool // it lies among the tests of another
}

// layout is the packages of a tree.
type layout struct {
	modules []*module // by folder
	at      map[string]*module
	named   map[string][]*module
	nearest *repo.Nearest[*module]
}

func newLayout(t repo.Tree) *layout {
	l := &layout{at: map[string]*module{}, named: map[string][]*module{}}
	for _, p := range pub.Packages(t) {
		m := &module{Package: p}
		l.modules, l.at[p.Folder] = append(l.modules, m), m
		l.named[p.Name] = append(l.named[p.Name], m)
	}
	l.nearest = repo.NewNearest(l.at, &module{Package: pub.Package{Folder: "."}})
	for _, m := range l.modules { // sorted by folder: what is around comes first
		if m.Folder != "." && !m.Member {
			around := l.nearest.Of(path.Dir(m.Folder))
			m.test = around.test || isTestFolder(repo.Relative(around.Folder, m.Folder))
		}
	}
	return l
}

// isTestFolder reports whether a folder of a package, relative to its own, is one of tests.
func isTestFolder(folder string) bool {
	first, _, _ := strings.Cut(folder, "/")
	switch first {
	case "test", "tests", "integration_test", "test_driver", "benchmark":
		return true
	}
	return false
}

// list is the modules as the graph has them.
func (l *layout) list() []imports.Module {
	var out []imports.Module
	for _, m := range l.modules {
		out = append(out, imports.Module{Name: m.Name, Path: m.Folder, Language: language, Manifest: m.Manifest})
	}
	return out
}

// meant is the package that a name means in a file; several if they are equally near, none for
// a third party. Code that is no test means no package of tests.
func (l *layout) meant(f *file, name string) []*module {
	in := f.module
	if in.Name == name {
		return []*module{in}
	}
	if folder := in.Takes[name]; folder != "" {
		return []*module{l.at[folder]}
	}
	var out []*module
	least := 0
	for _, m := range l.named[name] {
		if m.test && !f.test {
			continue
		}
		steps := strings.Count(repo.Relative(in.Folder, m.Folder), "/") // of all one less
		switch {
		case len(out) == 0 || steps < least:
			out, least = []*module{m}, steps
		case steps == least:
			out = append(out, m)
		}
	}
	return out
}
