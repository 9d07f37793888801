package php

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/modules/composer"
	"seam/analyze/repo"
)

// module is one composer.json. The zero value stands for "none".
type module struct {
	composer.Package
	distance [2]map[*module]int // of its code, of its tests
}

// layout is the composer packages of a tree.
type layout struct {
	modules  []*module // by folder
	byFolder map[string]*module
	nearest  *repo.Nearest[*module]
	none     *module
	psr4     map[string][]string // folders by namespace in lower case, without a mark at its end
	psr0     map[string][]string
	loaded   []string        // files and folders of classmap and files, sorted
	dev      map[string]bool // folders and files that only autoload-dev names
}

func newLayout(t repo.Tree, notices *imports.Notices) *layout {
	l := &layout{byFolder: map[string]*module{}, none: &module{}, psr4: map[string][]string{}, psr0: map[string][]string{}, dev: map[string]bool{}}
	l.nearest = repo.NewNearest(l.byFolder, l.none)
	code := map[string]bool{}
	packages, unread := composer.Packages(t)
	notices.Pass(unread...)
	for _, p := range packages {
		m := &module{Package: p}
		l.modules, l.byFolder[p.Folder] = append(l.modules, m), m
		for _, place := range l.autoload(p.Code) {
			code[place] = true
		}
		for _, place := range l.autoload(p.Dev) {
			l.dev[place] = true
		}
	}
	for place := range code {
		delete(l.dev, place)
	}
	slices.Sort(l.loaded)
	l.loaded = slices.Compact(l.loaded)
	return l
}

// autoload enters one section and lists the places that it names.
func (l *layout) autoload(a composer.Autoload) []string {
	var places []string
	for i, list := range [...][]composer.Prefix{a.PSR4, a.PSR0} {
		into := l.psr4
		if i == 1 {
			into = l.psr0
		}
		for _, p := range list {
			space := strings.ToLower(p.Namespace)
			into[space] = append(into[space], p.Folder)
			places = append(places, p.Folder)
		}
	}
	l.loaded = slices.Concat(l.loaded, a.Classmap, a.Files)
	return slices.Concat(places, a.Classmap, a.Files)
}

// of is the composer package of a folder: the nearest at or above it.
func (l *layout) of(folder string) *module { return l.nearest.Of(folder) }

// named is the name of the nearest composer.json that has one.
func (l *layout) named(folder string) string {
	for {
		m := l.of(folder)
		if m.Name != "" || m == l.none || m.Folder == "." {
			return m.Name
		}
		folder = repo.Folder(m.Folder)
	}
}

// isTest reports whether a file is one of tests.
func (l *layout) isTest(f *file) bool {
	if modules.LiesIn(f.folder, "tests", "Tests", "test") || strings.HasSuffix(f.name, "Test.php") || l.dev[f.name] {
		return true
	}
	for folder := f.folder; folder != "."; folder = repo.Folder(folder) {
		if l.dev[folder] {
			return true
		}
	}
	return false
}

// loads reports whether composer finds a declaration in a file: it lies where PSR-4 or
// PSR-0 puts its name, or the file is searched or always loaded.
func (l *layout) loads(f *file, d declared) bool {
	for place := f.name; ; place = repo.Folder(place) {
		if _, ok := slices.BinarySearch(l.loaded, place); ok {
			return true
		}
		if place == "." {
			break
		}
	}
	if d.Kind != class {
		return false
	}
	for end := len(d.Name); ; {
		space, rest := strings.ToLower(d.Name[:max(end, 0)]), strings.TrimPrefix(d.Name[max(end, 0):], `\`)
		for _, folder := range l.psr4[space] {
			if f.name == path.Join(folder, strings.ReplaceAll(rest, `\`, "/"))+".php" {
				return true
			}
		}
		for _, folder := range l.psr0[space] {
			if f.name == path.Join(folder, psr0(d.Name)) {
				return true
			}
		}
		if end <= 0 {
			return false
		}
		end = strings.LastIndexByte(d.Name[:end], '\\')
	}
}

// psr0 is the path of a class below a folder of PSR-0: of the class's own name, marks
// between words are folders, too.
func psr0(name string) string {
	i := strings.LastIndexByte(name, '\\') + 1
	return strings.ReplaceAll(name[:i], `\`, "/") + strings.ReplaceAll(name[i:], "_", "/") + ".php"
}

// distances tells how many requirements lie between a package's code, or its tests, and the
// packages that it reaches.
func (l *layout) distances(m *module, test bool) map[*module]int {
	known := &m.distance[0]
	if test {
		known = &m.distance[1]
	}
	if *known != nil {
		return *known
	}
	out := map[*module]int{m: 0}
	for queue := []*module{m}; len(queue) > 0; queue = queue[1:] {
		from := queue[0]
		asked := from.Requires
		if test && from == m {
			asked = slices.Concat(asked, from.Tests)
		}
		for _, folder := range asked {
			to := l.byFolder[folder]
			if _, seen := out[to]; to != nil && !seen {
				out[to] = out[from] + 1
				queue = append(queue, to)
			}
		}
	}
	*known = out
	return out
}

// list is the packages as a graph has them: those with a name.
func (l *layout) list() []imports.Module {
	var out []imports.Module
	for _, m := range l.modules {
		if m.Name != "" {
			out = append(out, imports.Module{Name: m.Name, Path: m.Folder, Language: language, Manifest: m.Manifest})
		}
	}
	return out
}
