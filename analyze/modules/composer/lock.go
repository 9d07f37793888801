package composer

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/format/json"
	"seam/analyze/modules"
)

// lock reads one composer.lock.
func (l *loader) lock(folder string) {
	file := path.Join(folder, "composer.lock")
	root, ok := l.parse(file)
	if !ok {
		return
	}
	b := lockBuilder{loader: l, lock: modules.Lock{File: file, Path: folder, Ecosystem: Ecosystem}, at: map[string]int{}}
	m := l.manifests[folder]
	if m != nil {
		b.replaced = m.standsFor()
		b.lock.Packages = append(b.lock.Packages, modules.Package{Name: m.name, Unit: folder})
	}
	var packages []json.Node
	for _, key := range [...]string{"packages", "packages-dev"} {
		for _, p := range root.Get(key).List() {
			if b.add(p.Value) {
				packages = append(packages, p.Value)
			}
		}
	}
	for _, p := range packages {
		b.standsFor(p)
	}
	if m != nil {
		for _, w := range m.requires {
			b.link(0, w)
		}
	}
	for i, p := range packages {
		from := len(b.lock.Packages) - len(packages) + i
		for _, r := range p.Get("require").Map() {
			b.link(from, wish{name: strings.ToLower(r.Key), text: r.Value.Text()})
		}
	}
	l.set.Incomplete(file, b.lost, "composer update --lock")
	b.lock.Sort()
	l.set.Locks = append(l.set.Locks, b.lock)
}

// lockBuilder collects the packages of one lock.
type lockBuilder struct {
	*loader
	lock modules.Lock
	at   map[string]int // package by name, and by the names that it stands for
	lost modules.Holes

	replaced map[string]bool // names that the root stands for: nothing is installed for them
}

// add enters a package; a repeated or nameless one counts for nothing.
func (b *lockBuilder) add(n json.Node) bool {
	p := modules.Package{Name: strings.ToLower(n.Get("name").Text()), Version: n.Get("version").Text(), Line: int(n.Line)}
	if _, seen := b.at[p.Name]; seen || p.Name == "" {
		return false
	}
	if n.At("dist", "type").Text() == "path" {
		if folder, ok := modules.Inside(b.lock.Path, n.At("dist", "url").Text()); ok && b.manifests[folder] != nil {
			p.Unit = folder
		}
	}
	b.at[p.Name] = len(b.lock.Packages)
	b.lock.Packages = append(b.lock.Packages, p)
	return true
}

// standsFor enters the names that a package replaces and provides, where no package has
// them.
func (b *lockBuilder) standsFor(n json.Node) {
	by := b.at[strings.ToLower(n.Get("name").Text())]
	for _, p := range slices.Concat(n.Get("replace").Map(), n.Get("provide").Map()) {
		name := strings.ToLower(p.Key)
		if _, taken := b.at[name]; !taken {
			b.at[name] = by
		}
	}
}

func (b *lockBuilder) link(from int, w wish) {
	if isPlatform(w.name) {
		return
	}
	to, ok := b.at[w.name]
	switch {
	case !ok && b.replaced[w.name]:
	case !ok:
		b.lost.Add(&b.lock.Packages[from], w.name, w.text)
	case to != from:
		b.lock.Packages[from].Requires = append(b.lock.Packages[from].Requires, modules.Link{To: to, Range: constraint(w.text), Kind: w.kind})
	}
}
