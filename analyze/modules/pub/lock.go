package pub

import (
	"path"

	"seam/analyze/format/yaml"
	"seam/analyze/modules"
)

// lock reads one pubspec.lock.
func (l *loader) lock(file string) {
	root := l.parse(file, yaml.ParseMachine)
	if root == nil {
		return
	}
	folder := path.Dir(file)
	b := lockBuilder{loader: l, lock: modules.Lock{File: file, Path: folder, Ecosystem: Ecosystem}, at: map[string]int{}}
	first := b.lockedBy(folder)
	for _, unit := range first {
		b.add(modules.Package{Name: l.manifests[unit].name, Unit: unit})
	}
	for _, p := range root.Get("packages").Map() {
		b.entry(p)
	}
	for _, unit := range first {
		b.links(l.manifests[unit])
	}
	l.set.Incomplete(file, b.lost, "dart pub get")
	b.lock.Sort()
	l.set.Locks = append(l.set.Locks, b.lock)
}

// lockedBy is the folders of the units that the lock in a folder is for.
func (l *loader) lockedBy(folder string) []string {
	for _, w := range l.spaces {
		if path.Base(w.file) == "pubspec.yaml" && path.Dir(w.file) == folder {
			return w.members
		}
	}
	if l.manifests[folder] == nil {
		return nil
	}
	return []string{folder}
}

// lockBuilder collects the packages of one lock.
type lockBuilder struct {
	*loader
	lock modules.Lock
	at   map[string]int // package by name
	lost modules.Holes
}

// add enters a package, unless one of its name is there.
func (b *lockBuilder) add(p modules.Package) {
	if _, ok := b.at[p.Name]; !ok && p.Name != "" {
		b.at[p.Name] = len(b.lock.Packages)
		b.lock.Packages = append(b.lock.Packages, p)
	}
}

// entry enters what the lock holds of one name; nothing of what an SDK brings.
func (b *lockBuilder) entry(e yaml.Pair) {
	p := modules.Package{Name: e.Key, Version: e.Value.Get("version").Text(), Line: e.Line}
	switch e.Value.Get("source").Text() {
	case "sdk":
		return
	case "path":
		folder, ok := modules.Inside(b.lock.Path, e.Value.At("description", "path").Text())
		if ok && b.manifests[folder] != nil {
			p.Unit = folder
		}
	}
	b.add(p)
}

// links leads from a unit to what it asks for.
func (b *lockBuilder) links(m *manifest) {
	from := b.at[m.name]
	for _, w := range m.requires {
		switch to, ok := b.at[w.name]; {
		case !ok:
			b.lost.Add(&b.lock.Packages[from], w.name, w.version)
		case to != from:
			b.lock.Packages[from].Requires = append(b.lock.Packages[from].Requires, modules.Link{To: to, Range: w.version, Kind: w.kind})
		}
	}
}
