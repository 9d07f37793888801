package cargo

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/toml"
	"seam/analyze/format/version"
	"seam/analyze/modules"
)

// section is one kind of dependency table, under its present and its former name.
type section struct {
	names []string
	kind  modules.Kind
}

var sections = [...]section{
	{[]string{"dependencies"}, modules.Production},
	{[]string{"build-dependencies", "build_dependencies"}, modules.Development},
	{[]string{"dev-dependencies", "dev_dependencies"}, modules.Development},
}

// private reports whether a crate says that no registry may have it: publish = false, or
// a list of none; publish.workspace = true asks the workspace.
func (m *manifest) private() bool {
	v := m.doc.Get("package", "publish")
	if m.doc.True("package", "publish", "workspace") && m.root != nil {
		v = m.root.doc.Get("workspace", "package", "publish")
	}
	return v != nil && (v.Kind == toml.Scalar && v.Text == "false" || v.Kind == toml.List && len(v.List) == 0)
}

// settle turns the manifests into units, now that all are known.
func (l *loader) settle() {
	l.folders = slices.Sorted(maps.Keys(l.manifests))
	for _, folder := range l.folders {
		m := l.manifests[folder]
		m.root = l.rootOf(m)
		l.named[m.name] = append(l.named[m.name], m)
	}
	for _, folder := range l.folders {
		m := l.manifests[folder]
		if m.name == "" {
			continue
		}
		u := modules.Unit{Path: folder, Manifest: m.file, Ecosystem: Ecosystem, Name: m.name, Private: m.private()}
		l.tables(&u, m, m.doc, false)
		for _, v := range m.doc.Table("target").All() {
			l.tables(&u, m, v.Table(), true)
		}
		slices.SortStableFunc(u.Requirements, byName)
		if m.doc.Get("workspace") == nil {
			u.Replacements = l.replacements(m)
		}
		l.set.Units = append(l.set.Units, u)
	}
}

func byName(a, b modules.Requirement) int {
	return cmp.Or(strings.Compare(a.Name, b.Name), version.Of(Ecosystem).Compare(a.Version, b.Version))
}

// tables reads the dependency tables of a manifest, or of one of its targets, which makes
// them conditional.
func (l *loader) tables(u *modules.Unit, m *manifest, t *toml.Table, conditional bool) {
	for _, s := range sections {
		for _, name := range s.names {
			for key, v := range t.Table(name).All() {
				if r, ok := l.requirement(m, key, v, s.kind); ok {
					r.Conditional = r.Conditional || conditional
					u.Requirements = append(u.Requirements, r)
				}
			}
		}
	}
}

// requirement reads one entry of a dependency table.
func (l *loader) requirement(m *manifest, key string, v *toml.Value, kind modules.Kind) (modules.Requirement, bool) {
	own, entry, from := v.Table(), v, m
	if own.True("workspace") {
		shared := m.root.shared(key)
		if shared == nil {
			l.set.Break(Ecosystem, m.file, v.Line, fmt.Sprintf("%q is to come from the workspace, whose [workspace.dependencies] does not have it", key))
			return modules.Requirement{}, false
		}
		from, v = m.root, shared
	}
	spec := v.Table()
	r := modules.Requirement{Name: key, Version: spec.Text("version"), Kind: kind, Location: m.at(placed(entry))}
	if v != entry {
		r.Decides = from.at(placed(v))
	}
	if v.Kind == toml.Text {
		r.Version = v.Text
	}
	if real := spec.Text("package"); real != "" {
		r.Name, r.Conditional = real, real != key
	}
	if kind == modules.Production && (own.True("optional") || spec.True("optional")) {
		r.Kind = modules.Optional
	}
	if to := spec.Text("path"); to != "" {
		r.Unit = l.crate(from.folder, to)
	}
	return r, true
}

// placed is the value whose line holds the version: the key version of a table of
// its own lines, else the entry itself.
func placed(v *toml.Value) *toml.Value {
	if own := v.Table().Get("version"); own != nil {
		return own
	}
	return v
}

// shared is what a workspace says of a dependency that its members share.
func (m *manifest) shared(key string) *toml.Value {
	if m == nil {
		return nil
	}
	return m.doc.Get("workspace", "dependencies", key)
}

// crate is the folder of a crate of this repository; "" if there is none.
func (l *loader) crate(from, to string) string {
	folder, ok := modules.Inside(from, to)
	if m := l.manifests[folder]; !ok || m == nil || m.name == "" {
		return ""
	}
	return folder
}

// replacements reads [patch.SOURCE] and [replace], in the order of names.
func (l *loader) replacements(m *manifest) []modules.Replacement {
	var out []modules.Replacement
	for _, source := range m.doc.Table("patch").All() {
		for key, v := range source.Table().All() {
			out = append(out, l.replacement(m, key, "", v))
		}
	}
	for key, v := range m.doc.Table("replace").All() {
		name, old, _ := strings.Cut(key[strings.LastIndex(key, "#")+1:], ":")
		out = append(out, l.replacement(m, name, old, v))
	}
	slices.SortStableFunc(out, func(a, b modules.Replacement) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func (l *loader) replacement(m *manifest, key, old string, v *toml.Value) modules.Replacement {
	spec := v.Table()
	r := modules.Replacement{Name: cmp.Or(spec.Text("package"), key), Version: old, Location: finding.Location{File: m.file, Line: v.Line}}
	if to := spec.Text("path"); to != "" {
		r.NewName, r.Folder = to, true
		r.Target, _ = modules.Inside(m.folder, to)
		return r
	}
	r.NewName = cmp.Or(spec.Text("git"), r.Name)
	r.NewVersion = cmp.Or(spec.Text("rev"), spec.Text("tag"), spec.Text("branch"), spec.Text("version"))
	if v.Kind == toml.Text {
		r.NewVersion = v.Text
	}
	return r
}
