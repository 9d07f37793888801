package python

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/toml"
	"seam/analyze/modules"
)

// pyproject reads one pyproject.toml. One that only configures tools makes no unit.
func (l *loader) pyproject(file string) {
	doc := l.manifest(file)
	if doc == nil {
		return
	}
	if err := doc.MustHold("project", "tool", "dependency-groups"); err != nil {
		l.set.BreakBy(Ecosystem, file, err)
	}
	l.workspace(file, doc)
	poetry := doc.Table("tool", "poetry")
	if doc.Get("project") == nil && poetry.Get("dependencies") == nil && poetry.Get("name") == nil && doc.Get("dependency-groups") == nil {
		return
	}
	p := l.project(file, byPyproject)
	p.name = Canonical(doc.Text("project", "name"))
	if p.name == "" {
		p.name = Canonical(poetry.Text("name"))
	}
	mode := poetry.Get("package-mode")
	p.private = mode != nil && mode.Kind == toml.Scalar && mode.Text == "false" || slices.ContainsFunc(slices.Concat(doc.Texts("project", "classifiers"), poetry.Texts("classifiers")),
		func(v *toml.Value) bool { return strings.HasPrefix(v.Text, "Private ::") }) // which PyPI refuses
	r := &reader{l: l, p: p, file: file, sources: sourcesOf(doc.Table("tool", "uv", "sources"))}
	r.list(doc.Get("project", "dependencies"), modules.Production)
	for extra, v := range doc.Table("project", "optional-dependencies").All() {
		r.list(v, extraKind(extra))
	}
	for _, v := range doc.Table("dependency-groups").All() {
		r.list(v, modules.Development)
	}
	r.list(doc.Get("tool", "uv", "dev-dependencies"), modules.Development)
	for _, v := range doc.Table("tool", "pdm", "dev-dependencies").All() {
		r.list(v, modules.Development)
	}
	r.poetry(poetry)
	p.declares = p.declares || doc.Get("project", "dependencies") != nil || poetry.Get("dependencies") != nil
}

func extraKind(extra string) modules.Kind {
	if isAside(extra) {
		return modules.Development
	}
	return modules.Optional
}

// reader reads the requirements of one file into a project.
type reader struct {
	l       *loader
	p       *project
	file    string
	sources map[string][]*toml.Table // what tool.uv.sources says, by canonical name
}

func (r *reader) at(line int) finding.Location { return finding.Location{File: r.file, Line: line} }

// list reads requirements as PEP 508 writes them. Tables in a list include another
// group or add something that is no requirement.
func (r *reader) list(v *toml.Value, kind modules.Kind) {
	for _, e := range v.Elements() {
		if e.Kind == toml.Text {
			r.text(e.Text, e.Line, kind)
		}
	}
}

func (r *reader) text(text string, line int, kind modules.Kind) {
	s, ok := parseSpec(text)
	if !ok {
		r.l.set.Break(Ecosystem, r.file, line, fmt.Sprintf("%q is no requirement (name, then for instance >=1.2)", text))
		return
	}
	w := want{Requirement: modules.Requirement{Name: s.name, Version: s.specifier, Kind: kind, Conditional: s.marker != "", Location: r.at(line)}}
	if folder, ok := localURL(s.url); ok {
		w.folder, _ = modules.Inside(r.p.folder, folder)
	}
	r.source(&w)
	r.p.wants = append(r.p.wants, w)
}

// source applies what tool.uv.sources says of a dependency.
func (r *reader) source(w *want) {
	for _, t := range r.sources[w.Name] {
		if t.True("workspace") {
			w.workspace = true
		}
		if to := t.Text("path"); to != "" {
			w.folder, _ = modules.Inside(r.p.folder, to)
		}
	}
}

// sourcesOf reads a table of sources: one for each name, or several for different markers.
func sourcesOf(sources *toml.Table) map[string][]*toml.Table {
	out := map[string][]*toml.Table{}
	for name, v := range sources.All() {
		key := Canonical(name)
		out[key] = append(out[key], sources.Tables(name)...)
		if t := v.Table(); t != nil {
			out[key] = append(out[key], t)
		}
	}
	return out
}

// localURL is the folder of a reference to a path: file:../x or a bare path. Whole
// addresses (file:///…) name a place outside the repository.
func localURL(url string) (string, bool) {
	to, ok := strings.CutPrefix(url, "file:")
	return to, ok && !strings.HasPrefix(to, "/")
}

// poetry reads Poetry's own sections.
func (r *reader) poetry(t *toml.Table) {
	r.table(t.Table("dependencies"), modules.Production)
	r.table(t.Table("dev-dependencies"), modules.Development)
	for _, g := range t.Table("group").All() {
		r.table(g.Table().Table("dependencies"), modules.Development)
	}
}

// table reads a table of names and versions, as Poetry and Pipenv write them: text, a
// table, or a list of tables for different markers.
func (r *reader) table(t *toml.Table, kind modules.Kind) {
	for name, v := range t.All() {
		if strings.EqualFold(name, "python") {
			continue
		}
		if v.Kind == toml.Text {
			r.entry(name, v.Text, nil, v.Line, kind, false)
		}
		if one := v.Table(); one != nil {
			r.entry(name, one.Text("version"), one, v.Line, kind, one.Get("markers") != nil || one.Get("python") != nil)
		}
		for _, e := range v.Elements() {
			r.entry(name, e.Table().Text("version"), e.Table(), e.Line, kind, true)
		}
	}
}

func (r *reader) entry(name, version string, t *toml.Table, line int, kind modules.Kind, marked bool) {
	if kind == modules.Production && t.True("optional") {
		kind = modules.Optional
	}
	w := want{Requirement: modules.Requirement{Name: Canonical(name), Version: anyVersion(version), Kind: kind, Conditional: marked, Location: r.at(line)}}
	if to := t.Text("path"); to != "" && path.Ext(to) == "" {
		w.folder, _ = modules.Inside(r.p.folder, to)
	}
	if v := t.Get("version"); v != nil {
		w.Location.Line = v.Line
	}
	r.p.wants = append(r.p.wants, w)
}

// anyVersion turns the "*" of Poetry and Pipenv into the empty range.
func anyVersion(v string) string {
	if v == "*" {
		return ""
	}
	return v
}
