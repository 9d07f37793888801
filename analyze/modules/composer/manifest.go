package composer

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/json"
	"seam/analyze/format/version"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// manifest is one composer.json.
type manifest struct {
	file, folder string
	name         string // in lower case; "" for an application without one
	project      bool   // an application: nobody requires it
	root         json.Node
	requires     []wish
	conflicts    []wish
	replaces     map[string]bool // names that it stands for
	paths        []string        // patterns of folders that it takes packages from
}

// wish is one line that asks for a package.
type wish struct {
	name, text string
	kind       modules.Kind
	line       int
}

// manifest reads one file; nil if it is no unit.
func (l *loader) manifest(file string) *manifest {
	root, ok := l.parse(file)
	if !ok {
		return nil
	}
	m := &manifest{file: file, folder: path.Dir(file), name: strings.ToLower(root.Get("name").Text()), root: root, replaces: map[string]bool{}}
	m.project = root.Get("type").Text() == "project"
	m.requires = slices.Concat(l.section(m, "require", modules.Production), l.section(m, "require-dev", modules.Development))
	m.conflicts = l.section(m, "conflict", modules.Production)
	for _, p := range root.Get("replace").Map() {
		m.replaces[strings.ToLower(p.Key)] = true
	}
	m.paths = pathsOf(m.folder, root.Get("repositories"))
	if m.name == "" && len(m.requires) == 0 && root.Get("autoload").Kind != json.Object {
		return nil
	}
	return m
}

// standsFor are the names that a root answers for everything that is installed with it: those
// of polyfills that it has no need of, say.
func (m *manifest) standsFor() map[string]bool {
	names := maps.Clone(m.replaces)
	for _, p := range m.root.Get("provide").Map() {
		names[strings.ToLower(p.Key)] = true
	}
	return names
}

// section reads one list of requirements.
func (l *loader) section(m *manifest, key string, kind modules.Kind) []wish {
	n := m.root.Get(key)
	if n.Kind != json.None && n.Kind != json.Object && len(n.List()) > 0 { // PHP writes an empty object as a list
		l.set.Break(Ecosystem, m.file, int(n.Line), fmt.Sprintf("%s must be an object, found %s", key, n.Kind))
	}
	var out []wish
	for _, p := range n.Map() {
		name := strings.ToLower(p.Key)
		switch {
		case isPlatform(name):
		case p.Value.Kind != json.Text:
			l.set.Break(Ecosystem, m.file, int(p.Line), "the version of "+p.Key+" in "+key+" must be a text, found "+p.Value.Kind.String())
		default:
			out = append(out, wish{name: name, text: p.Value.Value, kind: kind, line: int(p.Line)})
		}
	}
	return out
}

// isPlatform tells the names of what no package is: they have no vendor.
func isPlatform(name string) bool { return !strings.Contains(name, "/") }

// pathsOf reads repositories, a list or an object of them, for those of type path.
func pathsOf(folder string, n json.Node) []string {
	var out []string
	for _, p := range slices.Concat(n.List(), n.Map()) {
		if p.Value.Get("type").Text() != "path" {
			continue
		}
		if pattern, ok := modules.Inside(folder, p.Value.Get("url").Text()); ok {
			out = append(out, pattern)
		}
	}
	return out
}

// takes reports whether a manifest takes another one's package from the repository.
func (m *manifest) takes(other *manifest) bool {
	if m == other {
		return false
	}
	for _, pattern := range m.paths {
		if modules.MatchFolder(pattern, other.folder) {
			return true
		}
	}
	return m.replaces[other.name] && repo.Below(m.folder, other.folder)
}

// unitOf is the folder of the unit that a name stands for where a manifest requires it;
// "" for a package from elsewhere.
func (l *loader) unitOf(m *manifest, name string) string {
	for _, by := range l.around(m.folder) {
		for _, other := range l.named[name] {
			if by.takes(other) || by == other && by.folder != m.folder && by.takes(m) {
				return other.folder
			}
		}
	}
	return ""
}

// units turns the manifests into units, now that all are known.
func (l *loader) units() {
	for _, folder := range l.folders {
		m := l.manifests[folder]
		u := modules.Unit{Path: folder, Manifest: m.file, Ecosystem: Ecosystem, Name: m.name, Private: m.project}
		for _, w := range m.requires {
			r := l.requirement(m, w)
			r.Unit = l.unitOf(m, w.name)
			u.Requirements = append(u.Requirements, r)
		}
		for _, w := range m.conflicts {
			u.Excludes = append(u.Excludes, l.requirement(m, w))
		}
		slices.SortStableFunc(u.Requirements, byName)
		slices.SortStableFunc(u.Excludes, byName)
		l.set.Units = append(l.set.Units, u)
	}
}

func (l *loader) requirement(m *manifest, w wish) modules.Requirement {
	return modules.Requirement{Name: w.name, Version: constraint(w.text), Kind: w.kind, Location: finding.Location{File: m.file, Line: w.line}}
}

// constraint is a text of a manifest without what says nothing about versions: the
// stability that composer may take (@dev) and the commit behind a branch. Of an alias,
// which lets a branch pass for a version, the version counts; self.version leaves it to
// the monorepo.
func constraint(text string) string {
	if text == "self.version" {
		return ""
	}
	if _, alias, ok := strings.Cut(text, " as "); ok && !strings.Contains(text, "|") {
		text = alias
	}
	parts := strings.Split(text, "||")
	for i, p := range parts {
		p, _, _ = strings.Cut(p, "#")
		p, _, _ = strings.Cut(p, "@")
		parts[i] = strings.TrimSpace(p)
	}
	return strings.Join(parts, " || ")
}

func byName(a, b modules.Requirement) int {
	return cmp.Or(strings.Compare(a.Name, b.Name), version.Of(Ecosystem).Compare(a.Version, b.Version))
}

// workspaces lists the manifests that take others in.
func (l *loader) workspaces() {
	for _, folder := range l.folders {
		m := l.manifests[folder]
		if len(m.paths)+len(m.replaces) == 0 {
			continue
		}
		var members []string
		for _, other := range l.folders {
			if o := l.manifests[other]; o.name != "" && m.takes(o) {
				members = append(members, other)
			}
		}
		if len(members) > 0 {
			members = append(members, folder)
			slices.Sort(members)
			l.set.Workspaces = append(l.set.Workspaces, modules.Workspace{Path: folder, Manifest: m.file, Ecosystem: Ecosystem, Members: members})
		}
	}
}
