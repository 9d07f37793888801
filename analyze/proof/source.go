package proof

import (
	"archive/zip"
	"errors"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/format/gomod"
	"seam/analyze/repo"
)

// file is one parsed file.
type file struct {
	folder string // from the module's root, or the tree's; "." is the root
	name   string // the path, likewise
	syntax *ast.File
	fset   *token.FileSet
}

// maxFile is the size in bytes above which a file is left out.
const maxFile = 4 << 20

// archives are the modules of a cache.
type archives struct {
	cache fs.FS
	open  map[Module]*source
}

// source is one module's archive.
type source struct {
	module Module
	fset   *token.FileSet
	byDir  map[string][]*zip.File
	parses map[string][]file
	closer io.Closer
}

// source opens an archive; nil if it is not in the cache or cannot be read.
func (a *archives) source(m Module) *source {
	if s, known := a.open[m]; known {
		return s
	}
	s, err := a.read(m)
	if err != nil {
		s = nil
	}
	a.open[m] = s
	return s
}

func (a *archives) read(m Module) (*source, error) {
	manifest, err := gomod.CacheFile(m.Path, m.Version)
	if err != nil || a.cache == nil {
		return nil, fs.ErrNotExist
	}
	f, err := a.cache.Open(strings.TrimSuffix(manifest, ".mod") + ".zip")
	if err != nil {
		return nil, err
	}
	s := &source{module: m, fset: token.NewFileSet(), byDir: map[string][]*zip.File{}, parses: map[string][]file{}, closer: f}
	if err := s.index(f); err != nil {
		f.Close()
		return nil, err
	}
	return s, nil
}

func (a *archives) close() {
	for _, s := range a.open {
		if s != nil {
			s.closer.Close()
		}
	}
}

// index sorts the Go files of an archive into folders.
func (s *source) index(f fs.File) error {
	at, random := f.(io.ReaderAt)
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !random {
		return errors.New("proof: the archive cannot be read in any order")
	}
	archive, err := zip.NewReader(at, info.Size())
	if err != nil {
		return err
	}
	for _, e := range archive.File {
		name, ok := strings.CutPrefix(e.Name, s.module.String()+"/")
		if ok && wanted(name) && e.UncompressedSize64 <= maxFile {
			s.byDir[path.Dir(name)] = append(s.byDir[path.Dir(name)], e)
		}
	}
	return nil
}

// wanted reports whether the default build may take a file.
func wanted(name string) bool {
	if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
		return false
	}
	for e := range strings.SplitSeq(path.Dir(name), "/") {
		if e == "" || e == "testdata" || e == "vendor" || e != "." && (e[0] == '.' || e[0] == '_') {
			return false
		}
	}
	return true
}

func (s *source) folders() []string {
	return slices.Sorted(maps.Keys(s.byDir))
}

// parsed are the files of one folder; those that do not parse are left out.
func (s *source) parsed(folder string) []file {
	if known, ok := s.parses[folder]; ok {
		return known
	}
	var out []file
	for _, e := range s.byDir[folder] {
		name := strings.TrimPrefix(e.Name, s.module.String()+"/")
		r, err := e.Open()
		if err != nil {
			continue
		}
		data, err := io.ReadAll(io.LimitReader(r, maxFile))
		r.Close()
		if err != nil {
			continue
		}
		if f, ok := parse(s.fset, name, data); ok {
			out = append(out, f)
		}
	}
	s.parses[folder] = out
	return out
}

// parse reads one file if the default build takes it.
func parse(fset *token.FileSet, name string, data []byte) (file, bool) {
	context := build.Context{
		GOOS: "linux", GOARCH: "amd64", Compiler: "gc", CgoEnabled: true, ReleaseTags: build.Default.ReleaseTags,
		OpenFile: func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(string(data))), nil },
	}
	if takes, err := context.MatchFile("", path.Base(name)); err != nil || !takes {
		return file{}, false
	}
	syntax, err := parser.ParseFile(fset, name, data, 0)
	if err != nil {
		return file{}, false
	}
	return file{folder: path.Dir(name), name: name, syntax: syntax, fset: fset}, true
}

// unitFiles parses the files of a unit.
func unitFiles(t repo.Tree, u Unit) []file {
	fset := token.NewFileSet()
	var out []file
	for _, name := range repo.Regulars(t) {
		if !repo.Below(u.Folder, name) || !wanted(repo.Relative(u.Folder, name)) || slices.ContainsFunc(u.Inner, func(i string) bool { return repo.Below(i, name) }) {
			continue
		}
		data, err := t.ReadFile(name)
		if err != nil || len(data) > maxFile {
			continue
		}
		if f, ok := parse(fset, name, data); ok {
			out = append(out, f)
		}
	}
	return out
}
