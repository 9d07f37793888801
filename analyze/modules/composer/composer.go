// Package composer reads the composer.json and composer.lock files of a repository.
//
// A unit is a composer.json with a name, requirements or autoload rules. What it requires
// is Production, require-dev is Development; what it may not meet (conflict) are versions
// that must not be chosen. PHP itself, its extensions (ext-…, lib-…) and composer's own
// interfaces are no packages and are left out. Names are compared in lower case, as
// composer does.
//
// A requirement is taken from the repository if a repository of type path, of the manifest
// itself or of one above it, leads to the folder of a composer.json of that name, or if a
// manifest at or above both replaces the name, as the root of a monorepo does for its
// parts (laravel/framework, symfony/symfony). A manifest that takes others in either way
// is a workspace, with these as its members.
//
// A lock holds each package once. The unit in its folder is its first party, and packages
// that composer takes from a path are, if the path holds a unit. A need for a name that a
// package of the lock replaces or provides leads to that package.
//
// Not looked at: folders named vendor, node_modules, testdata, fixtures, Fixtures and
// _fixtures, and those whose name begins with "."; the repositories that a manifest names
// other than paths; plugins, which may merge other manifests.
package composer

import (
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/format/json"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// Ecosystem is the name under which composer's packages stand in a modules.Set.
const Ecosystem = "composer"

// Load reads every manifest and lock of a tree. It never fails: what could not be read is
// in Broken and Warnings.
func Load(t repo.Tree) *modules.Set {
	l := open(t)
	l.units()
	l.workspaces()
	for _, folder := range l.locks {
		l.lock(folder)
	}
	return modules.Join(l.set)
}

// open reads the manifests and finds the locks.
func open(t repo.Tree) *loader {
	l := &loader{tree: t, set: &modules.Set{}, manifests: map[string]*manifest{}, named: map[string][]*manifest{}}
	for _, p := range repo.Regulars(t) {
		base := p[strings.LastIndexByte(p, '/')+1:]
		if base != "composer.json" && base != "composer.lock" || !looked(path.Dir(p)) {
			continue
		}
		if base == "composer.lock" {
			l.locks = append(l.locks, path.Dir(p))
		} else if m := l.manifest(p); m != nil {
			l.manifests[m.folder] = m
		}
	}
	l.folders = slices.Sorted(maps.Keys(l.manifests))
	for _, folder := range l.folders {
		if m := l.manifests[folder]; m.name != "" {
			l.named[m.name] = append(l.named[m.name], m)
		}
	}
	return l
}

func looked(folder string) bool {
	return !modules.LiesIn(folder, "vendor", "node_modules", "testdata", "fixtures", "Fixtures", "_fixtures") && !modules.IsHidden(folder, ".")
}

type loader struct {
	tree      repo.Tree
	set       *modules.Set
	manifests map[string]*manifest   // by folder
	folders   []string               // their keys, sorted
	named     map[string][]*manifest // by name, in the order of folders
	locks     []string               // folders of locks, in the order of files
}

// parse reads one JSON file that must be an object, and files its error.
func (l *loader) parse(file string) (json.Node, bool) {
	data, ok := l.set.Read(l.tree, Ecosystem, file, 0)
	if !ok {
		return json.Node{}, false
	}
	doc, err := json.ParseObject(path.Base(file), data)
	if err != nil {
		l.set.BreakBy(Ecosystem, file, err)
		return json.Node{}, false
	}
	return doc.Root, true
}

// around lists the manifests at and above a folder, the nearest first.
func (l *loader) around(folder string) []*manifest {
	var out []*manifest
	for {
		if m := l.manifests[folder]; m != nil {
			out = append(out, m)
		}
		if folder == "." {
			return out
		}
		folder = path.Dir(folder)
	}
}
