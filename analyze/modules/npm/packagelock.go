package npm

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/format/json"
	"seam/analyze/modules"
)

// placed is one installed package: a place below node_modules folders, or a folder of
// the repository.
type placed struct {
	at      string // from the lock's folder; "" is the root package
	name    string
	version string
	target  string // the folder that a link stands for
	linked  bool
	bundled bool // it comes inside the archive of the package that it lies below
	line    int
	needs   []need
}

type need struct {
	name, rng string
	kind      modules.Kind
	optional  bool // the lock may leave it out
}

// packageLock reads package-lock.json and npm-shrinkwrap.json: "packages" by place
// (versions 2 and 3), else "dependencies" nested as they are installed (version 1).
func (l *loader) packageLock(file string) {
	if l.skipped(file) {
		return
	}
	d := l.readJSON(file)
	if d == nil {
		return
	}
	packages := d.Root.Get("packages")
	switch {
	case packages.Kind == json.Object:
		l.placePackages(file, readPlaces(packages))
	case d.Root.Get("dependencies").Kind == json.Object:
		l.placePackages(file, l.readNested(file, d.Root.Get("dependencies")))
	case d.Root.Kind != json.Object || d.Root.Get("lockfileVersion").Kind == json.None:
		l.set.Break(Ecosystem, file, 1, "it is no lock file of npm: it has neither packages nor dependencies")
	default:
		l.placePackages(file, nil)
	}
}

func readPlaces(packages json.Node) []placed {
	out := make([]placed, 0, len(packages.Map()))
	for _, p := range packages.Map() {
		n := p.Value
		if n.Get("extraneous").True() {
			continue
		}
		x := placed{at: strings.Trim(p.Key, "/"), name: n.Get("name").Text(), version: n.Get("version").Text(), line: int(p.Line)}
		// What a unit bundles itself is installed from the registry like everything else.
		x.bundled = n.Get("inBundle").True() && n.Get("resolved").Text() == ""
		if n.Get("link").True() {
			x.linked, x.target = true, strings.TrimPrefix(n.Get("resolved").Text(), "file:")
		} else {
			x.needs = needsOf(n, !strings.Contains("/"+x.at, "/node_modules/"))
		}
		out = append(out, x)
	}
	return out
}

// needsOf reads what one place requires; development requirements count for units only.
func needsOf(n json.Node, unit bool) []need {
	var out []need
	optionalPeer := n.Get("peerDependenciesMeta")
	optional := n.Get("optionalDependencies")
	for _, s := range sections {
		if s.kind == modules.Development && !unit {
			continue
		}
		for _, p := range n.Get(s.key).Map() {
			if s.kind == modules.Production && optional.Get(p.Key).Kind == json.Text {
				continue // npm writes these twice
			}
			maybe := s.kind == modules.Optional || s.kind == modules.Peer && optionalPeer.At(p.Key, "optional").True()
			out = append(out, need{name: p.Key, rng: p.Value.Text(), kind: s.kind, optional: maybe || s.kind == modules.Peer})
		}
	}
	return out
}

// readNested reads version 1, in which the root's own requirements stand in package.json
// alone. Places become paths as in version 2.
func (l *loader) readNested(file string, dependencies json.Node) []placed {
	root := path.Dir(file)
	out := []placed{{version: l.versionAt(root), needs: l.needsAt(root)}}
	var read func(prefix string, n json.Node)
	read = func(prefix string, n json.Node) {
		for _, p := range n.Map() {
			x := placed{at: path.Join(prefix, "node_modules", p.Key), version: p.Value.Get("version").Text(), line: int(p.Line)}
			switch s := readSpec(x.version); {
			case s.kind == folder:
				x.linked, x.target = true, s.text
			case s.name != "":
				x.name, x.version = s.name, s.text
			}
			for _, r := range p.Value.Get("requires").Map() {
				x.needs = append(x.needs, need{name: r.Key, rng: r.Value.Text(), optional: p.Value.Get("optional").True()})
			}
			out = append(out, x)
			read(x.at, p.Value.Get("dependencies"))
		}
	}
	read("", dependencies)
	return out
}

// needsAt is what the manifest in a folder requires, under the names it uses.
func (l *loader) needsAt(folder string) []need {
	m := l.manifests[folder]
	if m == nil {
		return nil
	}
	var out []need
	for _, w := range m.wishes {
		out = append(out, need{name: w.name, rng: w.text, kind: w.kind, optional: w.kind == modules.Optional || w.kind == modules.Peer})
	}
	return out
}

// placePackages turns places into packages and resolves what each needs.
func (l *loader) placePackages(file string, places []placed) {
	b := newLock(file)
	at := map[string]int{} // place -> package
	for _, p := range places {
		if !p.linked {
			at[p.at] = l.place(b, p)
		}
	}
	for _, p := range places {
		if p.linked {
			at[p.at] = l.follow(b, p, at)
		}
	}
	for _, p := range places {
		from := at[p.at]
		for _, n := range p.needs {
			to, found := resolve(at, p.at, n.name)
			if found && !(p.at == "" && l.member(file, b.lock.Packages[to].Unit)) {
				b.link(from, to, rangeOf(n.rng), n.kind)
			} else if !found && !n.optional {
				b.missing.Add(&b.lock.Packages[from], n.name, n.rng)
			}
		}
	}
	l.finish(b)
}

// member reports whether a unit belongs to the workspace that a lock is for. To npm the
// root of a workspace needs every member, whatever its manifest says of them, so that is
// no link.
func (l *loader) member(file, unit string) bool {
	s := l.spaces[path.Dir(file)]
	return s != nil && unit != "" && slices.Contains(s.folders, unit)
}

// rangeOf is the range of a spec; as written where it is none.
func rangeOf(text string) string {
	if s := readSpec(text); s.kind == versions {
		return s.text
	}
	return text
}

// place adds what is installed at a place, or the unit of that folder.
func (l *loader) place(b *lockBuilder, p placed) int {
	i := strings.LastIndex("/"+p.at, "/node_modules/")
	if i < 0 {
		if unit, ok := modules.Inside(b.lock.Path, p.at); ok {
			return b.add(cmp.Or(p.name, l.nameAt(unit)), p.version, unit, p.line)
		}
		return b.add(cmp.Or(p.name, path.Base(p.at)), "", "", p.line)
	}
	name := cmp.Or(p.name, p.at[i+len("node_modules/"):])
	n := b.add(name, p.version, "", p.line)
	b.lock.Packages[n].Places++
	b.lock.Packages[n].Bundled = b.lock.Packages[n].Bundled || p.bundled
	return n
}

// follow is the package that a link stands for.
func (l *loader) follow(b *lockBuilder, p placed, at map[string]int) int {
	if i, ok := at[path.Clean(p.target)]; ok {
		return i
	}
	if path.Clean(p.target) == "." {
		if i, ok := at[""]; ok {
			return i
		}
	}
	name := cmp.Or(p.name, p.at[strings.LastIndex("/"+p.at, "/node_modules/")+len("node_modules/"):])
	unit, ok := modules.Inside(b.lock.Path, p.target)
	if !ok {
		return b.add(name, "", "", p.line)
	}
	return b.add(cmp.Or(l.nameAt(unit), name), l.versionAt(unit), unit, p.line)
}

// resolve finds a name as Node.js does: in the node_modules folder of a place, then in
// those of the folders above.
func resolve(at map[string]int, from, name string) (int, bool) {
	for dir := from; ; dir = path.Dir(dir) {
		if dir == "." {
			dir = ""
		}
		if path.Base(dir) != "node_modules" {
			if i, ok := at[path.Join(dir, "node_modules", name)]; ok {
				return i, true
			}
		}
		if dir == "" {
			return 0, false
		}
	}
}
