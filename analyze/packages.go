package analyze

import (
	"path"
	"strings"

	"seam/analyze/imports"
	"seam/analyze/repo"
	"seam/analyze/source"
	"seam/analyze/split"
)

// packageIndex finds the package that a path belongs to.
type packageIndex struct {
	languages map[string]map[string]bool // by package; true for those that take the folders below too
	deep      bool                       // some package takes the folders below too
	holder    map[string]string          // file -> package, of packages that take the folders below
}

func (in *Input) packageIndex() packageIndex {
	x := packageIndex{languages: map[string]map[string]bool{}, holder: map[string]string{}}
	for _, p := range in.Imports.Packages {
		of := map[string]bool{source.Family(p.Language): p.Deep}
		for _, l := range p.Others {
			of[source.Family(l)] = p.Deep
		}
		x.languages[p.Path] = of
		if !p.Deep {
			continue
		}
		x.deep = true
		for _, files := range [...][]string{p.Files, p.TestFiles} {
			for _, f := range files {
				x.holder[join(p.Path, f)] = p.Path
			}
		}
	}
	return x
}

// SourceOf finds the package that a source file, alive or long gone, lies in; ok is
// false for what is no source. Without imports nothing is.
func (in *Input) SourceOf() func(file string) (pkg string, ok bool) {
	if in.Imports == nil {
		return func(string) (string, bool) { return "", false }
	}
	return in.packageIndex().sourceOf
}

// supporting tells files and packages of tests, samples and tools.
func (in *Input) supporting() func(path string) bool {
	tests := map[string]bool{}
	for _, p := range in.Imports.Packages {
		tests[p.Path] = p.TestOnly
		for _, f := range p.TestFiles {
			tests[join(p.Path, f)] = true
		}
	}
	return func(path string) bool {
		path = strings.TrimSuffix(path, " (rest)") // of an area
		return tests[path] || path != "." && split.IsSupporting(path)
	}
}

// of is the package that holds a file, else the one in the nearest folder at or above a
// path. Only files that lie in the root itself belong to a package there: it would catch
// everything else.
func (x packageIndex) of(file string) (string, bool) {
	if p, ok := x.sourceOf(file); ok {
		return p, true
	}
	dir := repo.Folder(file)
	for dir != "." {
		if _, ok := x.languages[dir]; ok {
			return dir, true
		}
		dir = repo.Folder(dir)
	}
	if _, ok := x.languages["."]; ok && repo.Folder(file) == "." {
		return ".", true
	}
	return "", false
}

// sourceOf is the package that a source file, alive or long gone, lies in: one of its
// folder, else the nearest above that takes the files of its language below it.
func (x packageIndex) sourceOf(file string) (string, bool) {
	if p, ok := x.holder[file]; ok {
		return p, true
	}
	language, dir := source.Family(source.LanguageOf(file)), repo.Folder(file)
	if _, ok := x.languages[dir][language]; ok {
		return dir, true
	}
	for x.deep && dir != "." {
		dir = repo.Folder(dir)
		if x.languages[dir][language] {
			return dir, true
		}
	}
	return "", false
}

// LanguageIn is source.LanguageOf in a graph: a header called .h is in the language of C's family
// that its package has. Without imports it is C.
func LanguageIn(g *imports.Graph, file string) string {
	l := source.LanguageOf(file)
	if g == nil || path.Ext(file) != ".h" {
		return l
	}
	if p, ok := g.Find(repo.Folder(file)); ok {
		for _, of := range append([]string{p.Language}, p.Others...) {
			if source.Family(of) == source.Family(l) {
				return of
			}
		}
	}
	return l
}

func join(dir, name string) string {
	if dir == "." {
		return name
	}
	return dir + "/" + name
}
