package bazel

import (
	"path"
	"strings"

	"seam/analyze/format/json"
	"seam/analyze/modules"
)

// lock reads one MODULE.bazel.lock.
func (l *loader) lock(file string) {
	data, ok := l.set.Read(l.tree, Ecosystem, file, 0)
	if !ok {
		return
	}
	doc, err := json.Parse(data)
	if err != nil {
		l.set.BreakBy(Ecosystem, file, err)
		return
	}
	if doc.Root.Get("lockFileVersion").Kind != json.Number {
		l.set.Break(Ecosystem, file, 1, "it has no lockFileVersion; write it anew with bazel mod deps --lockfile_mode=update")
		return
	}
	b := &lockBuilder{loader: l, lock: modules.Lock{File: file, Path: path.Dir(file), Ecosystem: Ecosystem}, at: map[string]int{}}
	if g := doc.Root.Get("moduleDepGraph"); g.Kind == json.Object {
		b.graph(g)
	} else {
		b.selected(doc.Root.Get("registryFileHashes"))
	}
	b.lock.Sort()
	l.set.Locks = append(l.set.Locks, b.lock)
}

type lockBuilder struct {
	*loader
	lock modules.Lock
	at   map[string]int // by the key of the lock file: name@version
}

// unit is the module that the lock belongs to; nil if there is none.
func (b *lockBuilder) unit() *modules.Unit {
	for i := range b.set.Units {
		if b.set.Units[i].Path == b.lock.Path {
			return &b.set.Units[i]
		}
	}
	return nil
}

func (b *lockBuilder) add(key string, p modules.Package) {
	b.at[key] = len(b.lock.Packages)
	b.lock.Packages = append(b.lock.Packages, p)
}

// root adds the unit itself.
func (b *lockBuilder) root(key string, line int) {
	p := modules.Package{Unit: b.lock.Path, Line: line}
	if u := b.unit(); u != nil {
		p.Name = u.Name
	}
	b.add(key, p)
}

// graph reads the edges that older locks hold: "name@version": {name, version, deps}.
func (b *lockBuilder) graph(g json.Node) {
	for _, m := range g.Map() {
		name, version, _ := strings.Cut(m.Key, "@")
		if m.Key == "<root>" {
			b.root(m.Key, int(m.Line))
			continue
		}
		if version == "_" { // overridden: it has no version
			version = ""
		}
		b.add(m.Key, modules.Package{Name: name, Version: version, Line: int(m.Line)})
	}
	for _, m := range g.Map() {
		p := &b.lock.Packages[b.at[m.Key]]
		for _, d := range m.Value.Get("deps").Map() {
			if to, ok := b.at[d.Value.Text()]; ok {
				p.Requires = append(p.Requires, modules.Link{To: to})
			}
		}
	}
}

// selected reads the registry's files: of a selected version its source.json is among
// them. What the unit asks for are its links.
func (b *lockBuilder) selected(hashes json.Node) {
	b.root("<root>", 0)
	byName := map[string][]int{}
	for _, h := range hashes.Map() {
		parts := strings.Split(h.Key, "/")
		if n := len(parts); n >= 4 && parts[n-1] == "source.json" && parts[n-4] == "modules" {
			name, version := parts[n-3], parts[n-2]
			if _, ok := b.at[name+"@"+version]; ok {
				continue // from two registries
			}
			byName[name] = append(byName[name], len(b.lock.Packages))
			b.add(name+"@"+version, modules.Package{Name: name, Version: version, Line: int(h.Line)})
		}
	}
	u := b.unit()
	if u == nil {
		return
	}
	for _, r := range u.Requirements {
		for _, to := range byName[r.Name] {
			b.lock.Packages[0].Requires = append(b.lock.Packages[0].Requires, modules.Link{To: to, Range: r.Version, Kind: r.Kind})
		}
	}
}
