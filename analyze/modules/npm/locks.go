package npm

import (
	"path"

	"seam/analyze/modules"
)

// readLocks reads the lock files. Of two that npm knows in one folder it takes
// npm-shrinkwrap.json.
func (l *loader) readLocks() {
	for _, file := range l.files["npm-shrinkwrap.json"] {
		l.packageLock(file)
	}
	for _, file := range l.files["package-lock.json"] {
		if !l.has("npm-shrinkwrap.json", path.Dir(file)) {
			l.packageLock(file)
		}
	}
	for _, file := range l.files["pnpm-lock.yaml"] {
		l.pnpmLock(file)
	}
	for _, file := range l.files["yarn.lock"] {
		l.yarnLock(file)
	}
}

// skipped reports a lock that belongs to no manifest of the repository.
func (l *loader) skipped(file string) bool {
	dir := path.Dir(file)
	return aside(dir) && l.manifests[dir] == nil
}

// lockBuilder collects the packages of one lock, each once.
type lockBuilder struct {
	lock    modules.Lock
	index   map[identity]int
	missing modules.Holes
}

type identity struct{ name, version, unit string }

func newLock(file string) *lockBuilder {
	return &lockBuilder{lock: modules.Lock{File: file, Path: path.Dir(file), Ecosystem: Ecosystem}, index: map[identity]int{}}
}

// add is the index of a package; of one that is there already the first line is kept.
// First-party packages are told apart by their folders alone.
func (b *lockBuilder) add(name, version, unit string, line int) int {
	id := identity{name: name, version: version}
	if unit != "" {
		id = identity{unit: unit}
	}
	i, seen := b.index[id]
	if !seen {
		i = len(b.lock.Packages)
		b.index[id] = i
		b.lock.Packages = append(b.lock.Packages, modules.Package{Name: name, Version: version, Unit: unit, Line: line})
	}
	return i
}

func (b *lockBuilder) link(from, to int, rng string, kind modules.Kind) {
	if from == to {
		return
	}
	p := &b.lock.Packages[from]
	p.Requires = append(p.Requires, modules.Link{To: to, Range: rng, Kind: kind})
}

// finish sorts a lock and puts it into the set.
func (l *loader) finish(b *lockBuilder) {
	l.set.Incomplete(b.lock.File, b.missing, "an install")
	b.lock.Sort()
	l.set.Locks = append(l.set.Locks, b.lock)
}

// nameAt is the name of the unit in a folder, and its folder where it has none.
func (l *loader) nameAt(folder string) string {
	if m := l.manifests[folder]; m != nil && m.name != "" {
		return m.name
	}
	return folder
}

// versionAt is the version that the manifest in a folder states.
func (l *loader) versionAt(folder string) string {
	if m := l.manifests[folder]; m != nil {
		return m.version
	}
	return ""
}
