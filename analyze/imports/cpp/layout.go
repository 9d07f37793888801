package cpp

import (
	"path"
	"slices"

	"seam/analyze/imports"
	"seam/analyze/repo"
)

// layout is what the builds of a tree say: folders that #include is relative to, and modules.
type layout struct {
	at        map[string][]place  // by folder
	sourceDir map[string]string   // what CMake calls the folder of a project: NAME_SOURCE_DIR
	roots     map[string][]string // by the folder whose builds name them, in their order
	declared  map[string]bool     // all of them
	modules   map[string]*imports.Module
	nearest   *repo.Nearest[*imports.Module]
}

func newLayout(places []place) *layout {
	l := &layout{
		at: map[string][]place{}, sourceDir: map[string]string{}, roots: map[string][]string{}, declared: map[string]bool{},
		modules: map[string]*imports.Module{},
	}
	for _, p := range places {
		l.at[p.folder] = append(l.at[p.folder], p)
		if p.isCMake() && p.Project != "" {
			if name := p.Project + "_SOURCE_DIR"; l.sourceDir[name] == "" {
				l.sourceDir[name] = p.folder
			}
		}
	}
	for i := range places {
		p := &places[i]
		for _, text := range p.Roots {
			if folder, ok := l.expand(p, text); ok && !slices.Contains(l.roots[p.folder], folder) {
				l.roots[p.folder] = append(l.roots[p.folder], folder)
				l.declared[folder] = true
			}
		}
		l.module(p)
	}
	l.nearest = repo.NewNearest(l.modules, &imports.Module{})
	return l
}

func (p *place) isCMake() bool { return path.Base(p.file) == "CMakeLists.txt" }

// module enters what a file of a build makes of its folder: of several the one that says a
// name, by the order of their files.
func (l *layout) module(p *place) {
	name := ""
	for _, said := range [...]string{p.Project, p.Library} {
		if name == "" && said != "" && isPlain(said) {
			name = said
		}
	}
	had := l.modules[p.folder]
	if name == "" && p.Compiles && had == nil {
		name = p.folder
	} else if name == "" || had != nil && had.Name != had.Path {
		return
	}
	l.modules[p.folder] = &imports.Module{Name: name, Path: p.folder, Manifest: p.file}
}

// isPlain reports whether a name is one, and no variable.
func isPlain(name string) bool {
	for _, c := range name {
		if c == '$' || c == '<' || c == '@' || c == '"' || c <= ' ' {
			return false
		}
	}
	return len(name) <= maxPath
}

// top is the folder of the outermost CMakeLists.txt at or above a folder, or of the nearest
// configure.ac.
func (l *layout) top(folder string, configured bool) string {
	out := folder
	for at := folder; ; at = repo.Folder(at) {
		for _, p := range l.at[at] {
			switch base := path.Base(p.file); {
			case configured && (base == "configure.ac" || base == "configure.in"):
				return at
			case !configured && p.isCMake():
				out = at
			}
		}
		if at == "." {
			if configured {
				return "."
			}
			return out
		}
	}
}

// project is the folder of the nearest CMakeLists.txt with a project at or above a folder.
func (l *layout) project(folder string) string {
	for at := folder; ; at = repo.Folder(at) {
		for _, p := range l.at[at] {
			if p.isCMake() && p.Project != "" {
				return at
			}
		}
		if at == "." {
			return folder
		}
	}
}

// list is the modules that hold code, in the language of most of it.
func (l *layout) list(languages map[*imports.Module]string) []imports.Module {
	var out []imports.Module
	for _, m := range l.modules {
		if language := languages[m]; language != "" {
			of := *m
			of.Language = language
			out = append(out, of)
		}
	}
	slices.SortFunc(out, imports.CompareModules)
	return out
}
