package profile

import (
	"net/url"
	"path"
	"slices"
	"strings"

	pprof "github.com/google/pprof/profile"

	"seam/analyze/imports"
)

// matcher finds the package that a function belongs to.
type matcher struct {
	paths      []string // package folders
	importPath []string // by package
	main       []bool   // by package
	files      [][]string
	byImport   map[string]int32
	known      map[uint64]int32 // by function id; -1 for none
}

func newMatcher(g *imports.Graph) *matcher {
	m := &matcher{byImport: map[string]int32{}, known: map[uint64]int32{}}
	for i, p := range g.Packages {
		m.paths, m.importPath = append(m.paths, p.Path), append(m.importPath, p.ImportPath)
		m.main, m.files = append(m.main, p.Main), append(m.files, p.Files)
		if p.ImportPath != "" {
			m.byImport[p.ImportPath] = int32(i)
		}
	}
	return m
}

func (m *matcher) find(f *pprof.Function) (int32, bool) {
	i, ok := m.known[f.ID]
	if !ok {
		i = m.match(f)
		m.known[f.ID] = i
	}
	return i, i >= 0
}

func (m *matcher) match(f *pprof.Function) int32 {
	name := packageOf(f.Name)
	if i, ok := m.byImport[name]; ok {
		return i
	}
	if i, ok := m.byImport[strings.TrimSuffix(name, "_test")]; ok {
		return i
	}
	if name == "main" {
		return m.program(strings.ReplaceAll(f.Filename, `\`, "/"))
	}
	return -1
}

// program finds the main package of a source file: the one with the longest folder that
// the file's folder ends in, and with a file of that name.
func (m *matcher) program(file string) int32 {
	dir, base := path.Dir(file), path.Base(file)
	best := int32(-1)
	for i, p := range m.paths {
		if !m.main[i] || !slices.Contains(m.files[i], base) {
			continue
		}
		if dir == m.importPath[i] && dir != "" {
			return int32(i)
		}
		if (p == "." || dir == p || strings.HasSuffix(dir, "/"+p)) && (best < 0 || m.paths[best] == "." || len(p) > len(m.paths[best])) {
			best = int32(i)
		}
	}
	return best
}

// packageOf is the import path in a function's name as the linker writes it:
// x.org/a/b.(*T).M, x.org/a/b%2ec.F[go.shape.int], x.org/a/b.F.func1.
func packageOf(function string) string {
	if i := strings.IndexByte(function, '['); i >= 0 {
		function = function[:i]
	}
	slash := strings.LastIndexByte(function, '/') + 1
	dot := strings.IndexByte(function[slash:], '.')
	if dot < 0 {
		return ""
	}
	escaped := function[:slash+dot]
	if plain, err := url.PathUnescape(escaped); err == nil {
		return plain
	}
	return escaped
}
