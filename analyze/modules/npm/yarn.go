package npm

import (
	"bytes"
	"cmp"
	"net/url"
	"path"
	"slices"
	"strings"

	"seam/analyze/modules"
)

// yarnEntry is one package of a yarn.lock: the "name@range" texts that it answers.
type yarnEntry struct {
	keys       []string
	version    string
	resolution string // NAME@PROTOCOL:… of yarn 2 and later; "" of yarn 1
	needs      []need
	line       int
}

// yarnLock reads both forms of yarn.lock: the own format of yarn 1, and the YAML of later
// ones, which tell themselves by __metadata.
func (l *loader) yarnLock(file string) {
	if l.skipped(file) {
		return
	}
	data, ok := l.set.Read(l.tree, Ecosystem, file, 0)
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !ok || len(bytes.TrimSpace(data)) == 0 { // an empty one marks the root of a project
		return
	}
	if bytes.Contains(data, []byte("\n__metadata:")) || bytes.HasPrefix(data, []byte("__metadata:")) {
		if docs := l.readYAML(file); docs != nil {
			l.yarnPackages(file, readBerry(docs))
		}
		return
	}
	entries, line, why := parseYarn(data)
	if why != "" {
		l.set.Break(Ecosystem, file, line, why)
		return
	}
	l.yarnPackages(file, entries)
}

type yarnReader struct {
	*loader
	*lockBuilder
	byKey    map[string]int // "name@range" -> package
	byName   map[string]int // name -> its only package, or -1
	replaced map[string]int // "name" or "name@range" of a resolution -> package
}

// yarnPackages turns entries into packages and adds the units that the lock serves. A lock
// that serves none is a copy that another tool keeps (kotlin-js-store/yarn.lock): nothing here
// requires what it holds, and yarn could not change it.
func (l *loader) yarnPackages(file string, entries []yarnEntry) {
	served := l.served(path.Dir(file))
	if len(served) == 0 {
		return
	}
	y := yarnReader{loader: l, lockBuilder: newLock(file), byKey: map[string]int{}, byName: map[string]int{}, replaced: map[string]int{}}
	from := make([]int, len(entries))
	for i, e := range entries {
		from[i] = y.entry(e)
	}
	y.resolutions()
	for i, e := range entries {
		if slices.Contains(served, y.lock.Packages[from[i]].Unit) && y.lock.Packages[from[i]].Unit != "" {
			continue // its manifest tells
		}
		for _, n := range e.needs {
			y.need(from[i], nil, n)
		}
	}
	for _, folder := range served {
		y.unit(folder)
	}
	l.finish(y.lockBuilder)
}

// served lists the units that a lock in a folder is for.
func (l *loader) served(dir string) []string {
	if s := l.spaces[dir]; s != nil {
		return s.folders
	}
	if l.manifests[dir] != nil {
		return []string{dir}
	}
	return nil
}

func (y *yarnReader) entry(e yarnEntry) int {
	i := y.put(e)
	for _, k := range e.keys {
		y.byKey[k] = i
		if plain, _, patched := strings.Cut(k, "::locator="); patched {
			y.byKey[plain] = i
		}
		name, _ := splitName(k)
		if other, seen := y.byName[name]; seen && other != i {
			y.byName[name] = -1
		} else {
			y.byName[name] = i
		}
	}
	return i
}

// put adds the package of an entry under its real name.
func (y *yarnReader) put(e yarnEntry) int {
	name, rng := splitName(cmp.Or(e.resolution, e.keys[0]))
	protocol, rest, _ := strings.Cut(rng, ":")
	switch protocol {
	case "workspace", "file", "link", "portal":
		rest, _, _ = strings.Cut(rest, "#") // yarn adds who asks, and a checksum
		rest, locator, _ := strings.Cut(rest, "::locator=")
		rest, _, _ = strings.Cut(rest, "::")
		if unit, ok := modules.Inside(path.Join(y.lock.Path, askerOf(locator)), rest); ok && !isArchive(rest) {
			return y.add(cmp.Or(name, y.nameAt(unit)), y.versionAt(unit), unit, e.line)
		}
	case "npm":
		if s := readSpec(rng); s.name != "" {
			name = s.name
		}
	}
	return y.add(name, e.version, "", e.line)
}

// askerOf is the folder, from that of the lock, of the unit that a locator names; paths
// count from there. NAME@workspace:FOLDER is written as in an address.
func askerOf(locator string) string {
	if text, err := url.PathUnescape(locator); err == nil {
		if _, folder, ok := strings.Cut(text, "@workspace:"); ok {
			return folder
		}
	}
	return "."
}

// unit adds a unit with what its manifest requires. In the locks of yarn 2 and later
// units have entries of their own, which hold the same.
func (y *yarnReader) unit(folder string) {
	m := y.manifests[folder]
	from := y.add(y.nameAt(folder), m.version, folder, 0)
	y.lock.Packages[from].Requires = nil
	for _, n := range y.needsAt(folder) {
		y.need(from, m, n)
	}
}

// need links a package to what answers a name and a range; m is the manifest of a unit,
// nil for a third party.
func (y *yarnReader) need(from int, m *manifest, n need) {
	if y.answered(from, n) { // a unit's name may be installed from the registry too
		return
	}
	if m != nil {
		if r := y.requirement(m, wish{name: n.name, text: n.rng, kind: n.kind}); r.Unit != "" {
			y.link(from, y.add(y.nameAt(r.Unit), y.versionAt(r.Unit), r.Unit, 0), n.rng, n.kind)
			return
		}
		if s := readSpec(n.rng); s.kind == catalog {
			n.rng, _ = y.homes[m.folder].catalogued(s.text, n.name)
		}
	}
	if y.answered(from, n) {
		return
	}
	if y.resolved(from, n) || n.optional || readSpec(n.rng).kind == folder {
		return
	}
	y.missing.Add(&y.lock.Packages[from], n.name, n.rng)
}

// resolved links a package to what a resolution names, or to the only entry of a name: the
// lock holds the resolution's own range alone.
func (y *yarnReader) resolved(from int, n need) bool {
	to, ok := y.byName[n.name]
	if !ok || n.kind == modules.Peer {
		return false
	}
	if to < 0 {
		to, ok = y.replaced[n.name+"@"+strings.TrimPrefix(n.rng, "npm:")]
		if !ok {
			to, ok = y.replaced[n.name]
		}
	}
	if ok {
		y.link(from, to, rangeOf(n.rng), n.kind)
	}
	return ok
}

// resolutions finds the entries that the resolutions of the root stand for, by the name,
// or the name and range, that they replace.
func (y *yarnReader) resolutions() {
	m := y.manifests[y.lock.Path]
	if m == nil {
		return
	}
	for _, r := range m.replacements {
		name := r.Name
		if r.Version != "" {
			name += "@" + strings.TrimPrefix(r.Version, "npm:")
		}
		for _, key := range []string{r.NewName + "@" + r.NewVersion, r.NewName + "@npm:" + r.NewVersion} {
			if to, ok := y.byKey[key]; ok {
				y.replaced[name] = to
			}
		}
	}
}

// answered links a package to the entry that the lock has for a name and a range.
func (y *yarnReader) answered(from int, n need) bool {
	for _, key := range []string{n.name + "@" + n.rng, n.name + "@npm:" + n.rng} {
		if to, ok := y.byKey[key]; ok {
			y.link(from, to, rangeOf(n.rng), n.kind)
			return true
		}
	}
	return false
}
