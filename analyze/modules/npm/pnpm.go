package npm

import (
	"cmp"
	"path"
	"strings"

	"seam/analyze/format/yaml"
	"seam/analyze/modules"
)

// pnpmLock reads pnpm-lock.yaml. Its versions differ in how they write a package:
// /name/1.0.0_peers (5), /name@1.0.0(peers) (6), name@1.0.0(peers) (9), the latter with
// what a package needs in "snapshots" rather than in "packages".
func (l *loader) pnpmLock(file string) {
	if l.skipped(file) {
		return
	}
	docs := l.readYAML(file)
	if len(docs) == 0 {
		return
	}
	d := docs[len(docs)-1] // an earlier one holds what pnpm itself is configured with
	if d.Get("lockfileVersion") == nil {
		l.set.Break(Ecosystem, file, 1, "it is no lock file of pnpm: it has no lockfileVersion")
		return
	}
	p := pnpmReader{loader: l, lockBuilder: newLock(file), base: pnpmBase(file), packages: map[string]identity{}}
	p.identify(d.Get("packages"))
	p.identify(d.Get("snapshots"))
	p.connect(d.Get("packages"))
	p.connect(d.Get("snapshots"))
	importers := d.Get("importers").Map()
	if len(importers) == 0 { // the lock of a single unit
		importers = []yaml.Pair{{Key: ".", Line: 1, Value: d}}
	}
	for _, i := range importers {
		p.importer(i)
	}
	l.finish(p.lockBuilder)
}

type pnpmReader struct {
	*loader
	*lockBuilder
	base     string              // the folder that paths begin at
	packages map[string]identity // by key, without peers
}

// pnpmBase is the folder that the paths of a lock begin at: its own, or the one that Rush
// copies it to for an install, common/temp and of a subspace common/temp/NAME.
func pnpmBase(file string) string {
	dir := path.Dir(file)
	root, list, _ := strings.Cut("/"+dir, "/common/config/")
	name, subspace := strings.CutPrefix(list, "subspaces/")
	if list == "rush" {
		name = ""
	} else if !subspace {
		return dir
	}
	return path.Join(".", strings.TrimPrefix(root, "/"), "common/temp", name)
}

// identify says what each key stands for.
func (p *pnpmReader) identify(entries *yaml.Node) {
	for _, e := range entries.Map() {
		key := withoutPeers(e.Key)
		if _, known := p.packages[key]; known {
			continue
		}
		id := splitKey(key)
		id.name = cmp.Or(e.Value.Get("name").Text(), id.name)
		id.version = cmp.Or(e.Value.Get("version").Text(), id.version)
		if to, ok := p.directory(key, e.Value); ok {
			id.unit, id.name = to, cmp.Or(id.name, p.nameAt(to))
		}
		p.packages[key] = id
	}
}

// directory is the folder of the repository that a package is taken from.
func (p *pnpmReader) directory(key string, n *yaml.Node) (string, bool) {
	if n.At("resolution", "type").Text() != "directory" {
		return "", false
	}
	_, to, _ := strings.Cut(key, "file:")
	return modules.Inside(p.base, cmp.Or(n.At("resolution", "directory").Text(), to))
}

// splitKey reads a key without peers.
func splitKey(key string) identity {
	rest, slash := strings.CutPrefix(key, "/")
	name, version := splitName(rest)
	scoped := strings.HasPrefix(rest, "@")
	parts := strings.SplitN(rest, "/", 3)
	switch { // of version 5: NAME/VERSION or @SCOPE/NAME/VERSION
	case slash && scoped && len(parts) == 3:
		name, version = parts[0]+"/"+parts[1], parts[2]
	case slash && !scoped && len(parts) > 1:
		name, version = parts[0], strings.Join(parts[1:], "/")
	default:
		return identity{name: name, version: version}
	}
	version, _, _ = strings.Cut(version, "_")
	return identity{name: name, version: version}
}

// withoutPeers cuts what tells installations with different peers apart.
func withoutPeers(key string) string {
	if i := strings.IndexByte(key, '('); i > 0 {
		return key[:i]
	}
	return key
}

// connect adds packages and what each of them needs.
func (p *pnpmReader) connect(entries *yaml.Node) {
	for _, e := range entries.Map() {
		from := p.put(p.packages[withoutPeers(e.Key)], e.Line)
		for _, s := range sections {
			if s.kind == modules.Peer || s.kind == modules.Development {
				continue // resolved peers stand among the dependencies
			}
			for _, n := range e.Value.Get(s.key).Map() {
				p.need(from, ".", n.Key, n.Value.Text(), "", s.kind)
			}
		}
	}
}

func (p *pnpmReader) put(id identity, line int) int {
	if id.unit != "" {
		id.version = p.versionAt(id.unit)
	}
	return p.add(id.name, id.version, id.unit, line)
}

// importer adds one unit. Since version 6 each name has {specifier, version}; before,
// the specifiers stand apart.
func (p *pnpmReader) importer(e yaml.Pair) {
	unit, ok := modules.Inside(p.base, e.Key)
	if !ok {
		return
	}
	from := p.add(p.nameAt(unit), p.versionAt(unit), unit, e.Line)
	for _, s := range sections {
		for _, n := range e.Value.Get(s.key).Map() {
			rng, ref := n.Value.Get("specifier").Text(), n.Value.Get("version").Text()
			if n.Value.Kind == yaml.Scalar {
				rng, ref = e.Value.At("specifiers", n.Key).Text(), n.Value.Text()
			}
			if c := readSpec(rng); c.kind == catalog {
				rng, _ = p.homes[unit].catalogued(c.text, n.Key)
			}
			p.need(from, e.Key, n.Key, ref, rangeOf(rng), s.kind)
		}
	}
}

// need resolves what stands after a name: a version, a key where the name is an alias,
// or link: to a folder, from the importer's.
func (p *pnpmReader) need(from int, importer, name, ref, rng string, kind modules.Kind) {
	if to, ok := strings.CutPrefix(ref, "link:"); ok {
		if unit, ok := modules.Inside(p.base, path.Join(importer, to)); ok {
			p.link(from, p.add(p.nameAt(unit), p.versionAt(unit), unit, 0), rng, kind)
		}
		return
	}
	plain := withoutPeers(ref)
	for _, key := range []string{name + "@" + plain, plain, "/" + name + "@" + plain, "/" + name + "/" + plain} {
		if id, known := p.packages[key]; known {
			p.link(from, p.put(id, 0), rng, kind)
			return
		}
	}
	p.missing.Add(&p.lock.Packages[from], name, rng)
}
