package pub

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/version"
	"seam/analyze/format/yaml"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// manifest is one pubspec.yaml.
type manifest struct {
	file, folder, name string
	root               *yaml.Node
	requires           []wish
	overrides          []wish // by name
}

// wish is one line that asks for a package.
type wish struct {
	name    string
	version string // a range; "" where the line says none
	path    string // the folder that it is taken from, as written
	source  string // hosted, path or git
	kind    modules.Kind
	at      finding.Location
}

// manifest reads one file; nil if it is no unit.
func (l *loader) manifest(file string) *manifest {
	root := l.parse(file, yaml.Parse)
	if root.Get("name").Text() == "" {
		return nil
	}
	m := &manifest{file: file, folder: path.Dir(file), name: root.Get("name").Text(), root: root}
	m.requires = slices.Concat(l.section(file, root, "dependencies", modules.Production), l.section(file, root, "dev_dependencies", modules.Development))
	m.overrides = l.section(file, root, "dependency_overrides", modules.Production)
	if beside := path.Join(m.folder, "pubspec_overrides.yaml"); repo.Has(l.tree, beside) {
		if o := l.parse(beside, yaml.Parse).Get("dependency_overrides"); o != nil {
			m.overrides = l.wishes(beside, "dependency_overrides", o, modules.Production)
		}
	}
	slices.SortStableFunc(m.overrides, func(a, b wish) int { return strings.Compare(a.name, b.name) })
	return m
}

func (l *loader) section(file string, root *yaml.Node, key string, kind modules.Kind) []wish {
	return l.wishes(file, key, root.Get(key), kind)
}

// wishes reads one list of requirements.
func (l *loader) wishes(file, key string, n *yaml.Node, kind modules.Kind) []wish {
	if n != nil && n.Kind != yaml.Map && n.Kind != yaml.Null {
		l.set.Break(Ecosystem, file, n.Line, key+" must be a mapping, found "+n.Kind.String())
	}
	var out []wish
	for _, p := range n.Map() {
		w := wish{name: p.Key, kind: kind, at: finding.Location{File: file, Line: p.Line}, source: "hosted"}
		switch p.Value.Kind {
		case yaml.Null:
		case yaml.Scalar:
			w.version = p.Value.Value
		case yaml.Map:
			w.version = p.Value.Get("version").Text()
			switch {
			case p.Value.Get("sdk") != nil:
				continue
			case p.Value.Get("path").Text() != "":
				w.source, w.path, w.version = "path", p.Value.Get("path").Text(), ""
			case p.Value.Get("git") != nil:
				w.source, w.version = "git", ""
			}
		default:
			l.set.Break(Ecosystem, file, p.Line, "the version of "+p.Key+" in "+key+" must be a text or a mapping, found "+p.Value.Kind.String())
			continue
		}
		if w.version == "any" {
			w.version = ""
		}
		out = append(out, w)
	}
	return out
}

// override is what a manifest overrides a name with.
func (m *manifest) override(name string) (wish, bool) {
	i, ok := slices.BinarySearchFunc(m.overrides, name, func(w wish, s string) int { return strings.Compare(w.name, s) })
	if !ok {
		return wish{}, false
	}
	return m.overrides[i], true
}

// unitOf is the folder of the unit that a line means; "" for a package from elsewhere.
func (l *loader) unitOf(m *manifest, w wish) string {
	if o, ok := m.override(w.name); ok {
		w.source, w.path = o.source, o.path
	}
	switch w.source {
	case "path":
		if folder, ok := modules.Inside(m.folder, w.path); ok && l.manifests[folder] != nil {
			return folder
		}
	case "hosted":
		for _, space := range l.in[m.folder] {
			if space.named[w.name] != "" {
				return space.named[w.name]
			}
		}
	}
	return ""
}

// unit makes the unit of a manifest, now that all are known.
func (l *loader) unit(m *manifest) modules.Unit {
	u := modules.Unit{Path: m.folder, Manifest: m.file, Ecosystem: Ecosystem, Name: m.name, Private: m.root.Get("publish_to").Text() == "none"}
	for _, w := range m.requires {
		u.Requirements = append(u.Requirements, modules.Requirement{Name: w.name, Version: w.version, Kind: w.kind, Unit: l.unitOf(m, w), Location: w.at})
	}
	slices.SortStableFunc(u.Requirements, func(a, b modules.Requirement) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), version.Of(Ecosystem).Compare(a.Version, b.Version))
	})
	for _, o := range m.overrides {
		r := modules.Replacement{Name: o.name, NewName: o.name, NewVersion: o.version, Location: o.at}
		if o.source == "path" {
			r.NewName, r.Folder = o.path, true
			r.Target, _ = modules.Inside(m.folder, o.path)
		}
		u.Replacements = append(u.Replacements, r)
	}
	return u
}
