package npm

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/json"
	"seam/analyze/modules"
)

// manifest is one package.json before its requirements are resolved.
type manifest struct {
	file, folder  string
	name, version string
	wishes        []wish
	replacements  []modules.Replacement
	workspaces    []string
	private       bool
}

// wish is one requirement as written.
type wish struct {
	name, text string
	kind       modules.Kind
	line       int
}

// sections are the parts of a package.json that hold requirements.
var sections = []struct {
	key  string
	kind modules.Kind
}{
	{"dependencies", modules.Production},
	{"devDependencies", modules.Development},
	{"optionalDependencies", modules.Optional},
	{"peerDependencies", modules.Peer},
}

func (l *loader) readManifests() {
	for _, file := range l.files["package.json"] {
		if dir := path.Dir(file); !aside(dir) {
			l.manifest(dir)
		}
	}
}

// manifest reads the package.json of a folder once; nil if it is no unit.
func (l *loader) manifest(dir string) *manifest {
	if m, seen := l.manifests[dir]; seen {
		return m
	}
	l.manifests[dir] = nil
	file := path.Join(dir, "package.json")
	if _, found := slices.BinarySearch(l.files["package.json"], file); !found {
		return nil
	}
	d := l.readJSON(file)
	if d == nil {
		return nil
	}
	m := &manifest{file: file, folder: dir, name: d.Root.Get("name").Text(), version: d.Root.Get("version").Text(), private: d.Root.Get("private").True()}
	m.workspaces = workspacesOf(d.Root.Get("workspaces"))
	for _, s := range sections {
		l.section(m, d.Root.Get(s.key), s.key, s.kind)
	}
	m.replaced(d.Root)
	if m.name != "" || len(m.wishes) > 0 || len(m.workspaces) > 0 {
		l.manifests[dir] = m
	}
	return l.manifests[dir]
}

// workspacesOf reads both forms: a list, and an object that holds one.
func workspacesOf(n json.Node) []string {
	if n.Kind == json.Object {
		n = n.Get("packages")
	}
	return n.Texts()
}

func (l *loader) section(m *manifest, n json.Node, key string, kind modules.Kind) {
	for _, p := range n.Map() {
		if p.Value.Kind != json.Text {
			l.set.Break(Ecosystem, m.file, int(p.Line), "the version of "+p.Key+" in "+key+" must be a text, found "+p.Value.Kind.String())
			continue
		}
		m.wishes = append(m.wishes, wish{name: p.Key, text: p.Value.Value, kind: kind, line: int(p.Line)})
	}
}

// replaced reads overrides (npm), pnpm.overrides and resolutions (yarn).
func (m *manifest) replaced(root json.Node) {
	for _, n := range []json.Node{root.Get("overrides"), root.At("pnpm", "overrides"), root.Get("resolutions")} {
		m.override(n, 0)
	}
	slices.SortStableFunc(m.replacements, func(a, b modules.Replacement) int { return strings.Compare(a.Name, b.Name) })
}

// override reads one level; what npm nests below a requirer counts for that one alone,
// which the model does not tell: it is kept under its own name.
func (m *manifest) override(n json.Node, depth int) {
	for _, p := range n.Map() {
		switch {
		case p.Value.Kind == json.Text:
			m.replacements = append(m.replacements, replacementOf(m.folder, p.Key, p.Value.Value, m.file, int(p.Line)))
		case depth < 10:
			m.override(p.Value, depth+1)
		}
	}
}

// replacementOf reads "name", "name@range", "requirer>name" and "**/name" on the left.
func replacementOf(from, key, value, file string, line int) modules.Replacement {
	key = key[strings.LastIndexByte(key, '>')+1:]
	name, version := splitName(lastName(strings.TrimSpace(key)))
	r := modules.Replacement{Name: name, Version: version, NewName: name, Location: at(file, line)}
	switch s := readSpec(value); s.kind {
	case versions:
		r.NewName, r.NewVersion = cmp.Or(s.name, name), s.text
	case folder:
		r.NewName, r.Folder = s.text, true
		r.Target, _ = modules.Inside(from, s.text)
	default:
		r.NewVersion = value
	}
	return r
}

// lastName is the package that a path such as a/**/@b/c ends in.
func lastName(key string) string {
	parts := strings.Split(key, "/")
	n := len(parts)
	if n > 1 && strings.HasPrefix(parts[n-2], "@") {
		return parts[n-2] + "/" + parts[n-1]
	}
	return parts[n-1]
}

// finishUnits turns manifests into units, once all members of workspaces are known.
func (l *loader) finishUnits() {
	for _, dir := range l.folders() {
		m := l.manifests[dir]
		u := modules.Unit{Path: dir, Manifest: m.file, Ecosystem: Ecosystem, Name: m.name, Private: m.private, Replacements: m.replacements}
		for _, w := range m.wishes {
			u.Requirements = append(u.Requirements, l.requirement(m, w))
		}
		slices.SortStableFunc(u.Requirements, func(a, b modules.Requirement) int {
			return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Version, b.Version))
		})
		l.set.Units = append(l.set.Units, u)
	}
}

// folders lists the folders of all manifests that are units, sorted.
func (l *loader) folders() []string {
	var out []string
	for dir, m := range l.manifests {
		if m != nil {
			out = append(out, dir)
		}
	}
	slices.Sort(out)
	return out
}

func (l *loader) requirement(m *manifest, w wish) modules.Requirement {
	r := modules.Requirement{Name: w.name, Version: w.text, Kind: w.kind, Location: at(m.file, w.line)}
	home := l.homes[m.folder]
	s := readSpec(w.text)
	if s.kind == catalog {
		if r.Version, r.Decides = home.catalogued(s.text, w.name); r.Version == "" {
			r.Decides = finding.Location{}
			return r
		}
		s = readSpec(r.Version)
	}
	switch s.kind {
	case versions:
		r.Name, r.Version = cmp.Or(s.name, w.name), s.text
		r.Conditional = r.Name != w.name
		r.Unit = home.taken(r.Name, r.Version)
	case workspace:
		r.Name, r.Unit = home.named(m.folder, w.name, s.text)
	case folder:
		r.Unit, r.Name = l.unitAt(m.folder, s.text, w.name)
	}
	return r
}

// unitAt is the folder that a manifest names, and the name of the unit there.
func (l *loader) unitAt(from, to, name string) (folder, real string) {
	folder, ok := modules.Inside(from, to)
	if !ok {
		return "", name
	}
	if m := l.manifests[folder]; m != nil && m.name != "" {
		return folder, m.name
	}
	return folder, name
}
