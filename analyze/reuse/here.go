package reuse

import (
	"context"
	"path"
	"strings"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/parallel"
	"seam/analyze/regex"
	"seam/analyze/repo"
)

// here is the analysed side, made ready to look things up in.
type here struct {
	own      Own
	packages map[string]string // import path -> package
	anyMajor map[string]string // import path without major version -> package
	modules  map[string]bool   // module names
	roots    []string          // module names without major version
	index    *index
}

// readOwn scans the files of the analysed packages.
func readOwn(ctx context.Context, own Own) (*here, error) {
	h := &here{own: own, packages: map[string]string{}, anyMajor: map[string]string{}, modules: map[string]bool{}}
	for _, m := range own.Imports.Modules {
		h.modules[m.Name] = true
		h.roots = append(h.roots, withoutMajor(m.Name))
	}
	var files []ownFile
	for _, p := range own.Imports.Packages {
		if p.Language != "go" || p.TestOnly {
			continue
		}
		if p.ImportPath != "" {
			h.packages[p.ImportPath] = p.Path
			if plain := withoutMajor(p.ImportPath); h.anyMajor[plain] == "" {
				h.anyMajor[plain] = p.Path
			}
		}
		files = append(files, h.filesOf(p)...)
	}
	err := parallel.Workers(ctx, len(files), func() func(int) {
		return func(i int) { files[i].read(own.Tree) }
	})
	if err != nil {
		return nil, err
	}
	h.index = newIndex(files)
	return h, nil
}

func (h *here) filesOf(p imports.Package) []ownFile {
	generated := map[string]bool{}
	for _, f := range p.Generated {
		generated[f] = true
	}
	var out []ownFile
	for _, f := range p.Files {
		if !generated[f] && !history.IsGeneratedName(f) {
			shown := path.Join(p.Path, f)
			out = append(out, ownFile{pkg: p.Path, shown: shown, path: path.Join(h.own.Folder, shown)})
		}
	}
	return out
}

// read scans a file. What cannot be read has no words and is like nothing.
func (f *ownFile) read(t repo.Tree) {
	content, err := t.ReadFile(f.path)
	if err != nil || len(content) > maxContent {
		return
	}
	if s, ok := t.(interface{ ID(string) repo.ID }); ok {
		f.id = s.ID(f.path)
	}
	words := scan(content, false).words
	f.words, f.marks = len(words), winnow(words)
	if len(words) > 0 {
		f.first, f.last = words[0].line, words[len(words)-1].line
	}
}

// names reports whether an import path lies in a module from here.
func (h *here) names(importPath string) bool {
	plain := withoutMajor(importPath)
	for _, r := range h.roots {
		if plain == r || strings.HasPrefix(plain, r) && plain[len(r)] == '/' {
			return true
		}
	}
	return false
}

// find is the package that an import path leads to, in whatever major version.
func (h *here) find(importPath string) (string, bool) {
	if p, ok := h.packages[importPath]; ok {
		return p, true
	}
	p, ok := h.anyMajor[withoutMajor(importPath)]
	return p, ok
}

// declares reports whether a repository declares a module from here. A name without a
// host, such as "tools", is anybody's.
func (h *here) declares(s *modules.Set) bool {
	for _, u := range s.Units {
		if h.modules[u.Name] && strings.Contains(u.Name, ".") {
			return true
		}
	}
	return false
}

var major = regex.New(`/v[0-9]+(/|$)`)

// withoutMajor takes the first major version out of a path: x.org/m for x.org/m/v2.
func withoutMajor(p string) string {
	at := major().FindStringIndex(p)
	if at == nil {
		return p
	}
	return strings.TrimSuffix(p[:at[0]]+"/"+p[at[1]:], "/")
}
