package golang

import (
	"slices"
	"strings"

	"seam/analyze/repo"
)

// layout is where a tree keeps its Go files, by name alone.
type layout struct {
	visible   map[string][]string // folder -> base names of its .go files
	hidden    map[string][]string // the same for folders that the go command's ./... passes over
	manifests []string            // go.mod files, hidden ones too
	works     []string            // go.work files
	rooted    []string            // files of old package managers that may name the import root
	vendored  map[string]bool     // import paths below vendor folders, with all their parents
	submodule map[string]bool     // import paths of submodules in vendor folders
	links     []string            // .go files that are symbolic links

	last string // of vendored, entered last
}

// survey sorts the tracked paths of a tree. Folders named vendor and node_modules
// are not first-party. Folders named testdata, or beginning with "." or "_", hold
// packages only if a visible one imports them.
func survey(t repo.Tree) *layout {
	l := &layout{
		visible: map[string][]string{}, hidden: map[string][]string{},
		vendored: map[string]bool{}, submodule: map[string]bool{},
	}
	for _, f := range t.Files() {
		l.add(f)
	}
	return l
}

func (l *layout) add(f repo.File) {
	if vendored, ok := vendoredPath(f.Path); ok {
		switch {
		case f.Mode == repo.Submodule:
			l.submodule[vendored] = true
		case vendored == "vendor.json":
			l.rooted = append(l.rooted, f.Path)
		}
		if folder := repo.Folder(vendored); folder != l.last { // its files stand together
			l.addVendored(folder)
			l.last = folder
		}
		return
	}
	folder, base := repo.Folder(f.Path), f.Path[strings.LastIndexByte(f.Path, '/')+1:]
	isGo := strings.HasSuffix(base, ".go") && base[0] != '.' && base[0] != '_'
	switch {
	case foreign(folder):
	case f.Mode == repo.Symlink:
		if isGo && !hidden(folder) {
			l.links = append(l.links, f.Path)
		}
	case f.Mode == repo.Submodule:
	case isGo && hidden(folder):
		l.hidden[folder] = append(l.hidden[folder], base)
	case isGo:
		l.visible[folder] = append(l.visible[folder], base)
	case base == "go.mod":
		l.manifests = append(l.manifests, f.Path)
	case base == "go.work" && !hidden(folder):
		l.works = append(l.works, f.Path)
	case base == "glide.yaml", base == "Godeps.json":
		l.rooted = append(l.rooted, f.Path)
	}
}

// hide moves the folders that a go.mod's ignore directives name to the hidden ones.
func (l *layout) hide(ms *modules) {
	for folder, bases := range l.visible {
		if ms.ignored(folder) {
			l.hidden[folder] = bases
			delete(l.visible, folder)
		}
	}
}

func (l *layout) addVendored(p string) {
	for ; p != "." && !l.vendored[p]; p = repo.Folder(p) {
		l.vendored[p] = true
	}
}

// isVendored reports whether the tree holds, or would hold with its submodules, a
// third-party copy of an import path.
func (l *layout) isVendored(importPath string) bool {
	if l.vendored[importPath] {
		return true
	}
	if _, ok := vendoredPath(importPath); ok {
		return true
	}
	for p := importPath; p != "."; p = repo.Folder(p) {
		if l.submodule[p] {
			return true
		}
	}
	return false
}

// vendoredPath returns what follows the last vendor folder of a path: vendor of the
// go command, and the older Godeps/_workspace/src.
func vendoredPath(p string) (string, bool) {
	for _, mark := range [...]string{"vendor/", "Godeps/_workspace/src/"} {
		if !strings.Contains(p, mark) { // nearly always, and quicker to tell
			continue
		}
		for at := len(p); ; {
			if at = strings.LastIndex(p[:at], mark); at < 0 {
				break
			}
			if at == 0 || p[at-1] == '/' {
				return p[at+len(mark):], true
			}
			at += len(mark) - 1
		}
	}
	return "", false
}

// foreign reports whether a folder holds nothing first-party.
func foreign(folder string) bool {
	return strings.Contains(folder, "node_modules") && slices.Contains(strings.Split(folder, "/"), "node_modules")
}

// hidden reports whether ./... passes over a folder.
func hidden(folder string) bool {
	if folder == "." {
		return false
	}
	for e := range strings.SplitSeq(folder, "/") {
		if e == "testdata" || e[0] == '.' || e[0] == '_' {
			return true
		}
	}
	return false
}
