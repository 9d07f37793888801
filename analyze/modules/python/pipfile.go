package python

import (
	"path"

	"seam/analyze/format/json"
	"seam/analyze/modules"
)

// pipfile reads a Pipfile, which is TOML.
func (l *loader) pipfile(file string) {
	doc := l.manifest(file)
	if doc == nil {
		return
	}
	p := l.project(file, byPipfile)
	r := &reader{l: l, p: p, file: file}
	r.table(doc.Table("packages"), modules.Production)
	r.table(doc.Table("dev-packages"), modules.Development)
	p.declares = true
}

// pipfileLock reads a Pipfile.lock: pinned packages by group, without links.
func (l *loader) pipfileLock(file string) {
	data, ok := l.set.Read(l.tree, Ecosystem, file, 0)
	if !ok {
		return
	}
	doc, err := json.Parse(data)
	if err != nil {
		l.set.BreakBy(Ecosystem, file, err)
		return
	}
	k := newLock(file)
	for _, group := range doc.Root.Map() {
		if group.Key == "_meta" {
			continue
		}
		for _, entry := range group.Value.Map() {
			p := modules.Package{Name: Canonical(entry.Key), Version: pin(entry.Value.Get("version").Text()), Line: int(entry.Line)}
			if to := entry.Value.Get("path").Text(); to != "" && path.Ext(to) == "" {
				p.Unit, _ = modules.Inside(k.Path, to)
			}
			if !k.has(p) {
				k.add(p)
			}
		}
	}
	l.addRoot(k)
	l.finish(k)
}

// has reports whether a lock holds a package already: one may stand in several groups.
func (k *lock) has(p modules.Package) bool {
	for _, i := range k.names[p.Name] {
		if q := &k.Packages[i]; q.Version == p.Version && q.Unit == p.Unit {
			return true
		}
	}
	return false
}
