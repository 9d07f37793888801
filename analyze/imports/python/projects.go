package python

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/syntax"
	"seam/analyze/format/toml"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// project is a folder with a manifest.
type project struct {
	folder, manifest, name string
	roots                  []string        // folders that it declares to hold its packages
	requires               map[string]bool // what pyproject.toml asks for, by PEP 503
}

// manifests name a project's manifest, the one that tells most first.
var manifests = []string{"pyproject.toml", "setup.cfg", "setup.py"}

// findProjects reads the manifests. Projects are sorted by folder.
func (l *loader) findProjects() {
	byFolder := map[string]project{}
	own := packagesCalled(l.tree, "venv")
	for _, p := range repo.Regulars(l.tree) {
		rank := slices.Index(manifests, path.Base(p))
		if rank < 0 {
			continue
		}
		folder := path.Dir(p)
		if !looked(folder, own) {
			continue
		}
		if old, ok := byFolder[folder]; ok && slices.Index(manifests, path.Base(old.manifest)) < rank {
			continue
		}
		byFolder[folder] = l.project(p)
	}
	for _, p := range byFolder {
		l.projects = append(l.projects, p)
	}
	slices.SortFunc(l.projects, func(a, b project) int { return strings.Compare(a.folder, b.folder) })
	at := map[string]*project{}
	for i := range l.projects {
		p := &l.projects[i]
		at[p.folder], l.called[canonical(p.name)] = p, true
	}
	l.around = repo.NewNearest(at, nil)
}

func (l *loader) project(manifest string) project {
	p := project{folder: path.Dir(manifest), manifest: manifest}
	p.name = path.Base(p.folder)
	if path.Base(manifest) != "pyproject.toml" {
		return p
	}
	data, err := l.tree.ReadFile(manifest)
	if err != nil {
		l.notices.Broken(finding.Location{File: manifest}, "cannot be read: "+err.Error())
		return p
	}
	t, err := toml.Parse(manifest, data)
	if err == nil {
		err = t.MustHold("project", "tool", "dependency-groups")
	}
	if err != nil {
		if line, why := syntax.LineOf(err); !l.isTest(manifest) && !imports.IsFixture(manifest) {
			l.notices.Broken(finding.Location{File: manifest, Line: line}, why)
		}
		return p
	}
	for _, name := range [...]string{t.Text("project", "name"), t.Text("tool", "poetry", "name")} {
		if name != "" {
			p.name = name
			break
		}
	}
	p.declared(t)
	p.required(t)
	return p
}

// required takes what a pyproject.toml asks for.
func (p *project) required(t *toml.Table) {
	p.requires = map[string]bool{}
	add := func(requirement string) {
		if end := strings.IndexFunc(requirement, func(r rune) bool { return strings.ContainsRune(" \t[(<>=!~;@", r) }); end >= 0 {
			requirement = requirement[:end]
		}
		p.requires[canonical(requirement)] = true
	}
	for _, v := range t.Texts("project", "dependencies") {
		add(v.Text)
	}
	for _, groups := range [...]*toml.Table{t.Table("project", "optional-dependencies"), t.Table("dependency-groups")} {
		for group := range groups.All() {
			for _, v := range groups.Texts(group) {
				add(v.Text)
			}
		}
	}
	for name := range t.Table("tool", "poetry", "dependencies").All() {
		add(name)
	}
}

var hyphens = strings.NewReplacer("_", "-", ".", "-")

// canonical is a name by PEP 503.
func canonical(name string) string { return strings.ToLower(hyphens.Replace(name)) }

// required reports whether the project around a folder asks for a package of a module's
// name, and no project of the repository has that name.
func (l *loader) required(folder, module string) bool {
	p := l.projectOf(folder)
	return p != nil && p.requires[canonical(module)] && !l.called[canonical(module)]
}

// declared takes the roots that a pyproject.toml names.
func (p *project) declared(t *toml.Table) {
	add := func(folder string) {
		if folder = path.Join(p.folder, folder); folder == "." || repo.Below(".", folder) && !strings.HasPrefix(folder, "../") {
			p.roots = append(p.roots, folder)
		}
	}
	if dirs := t.Table("tool", "setuptools", "package-dir"); dirs != nil {
		for name, v := range dirs.All() {
			if name == "" {
				add(v.Text)
			}
		}
	}
	for _, v := range t.Texts("tool", "setuptools", "packages", "find", "where") {
		add(v.Text)
	}
	for _, packages := range t.Tables("tool", "poetry", "packages") {
		if from := packages.Text("from"); from != "" {
			add(from)
		}
	}
	for _, v := range t.Texts("tool", "hatch", "build", "targets", "wheel", "sources") {
		add(v.Text)
	}
}

// projectOf is the innermost project around a folder.
func (l *loader) projectOf(folder string) *project { return l.around.Of(folder) }

// packaged reports whether a project, or "." what lies in none, has a regular package: a
// folder with an __init__.py that no inner project owns and that holds no tests.
func (l *loader) packaged(folder string) bool {
	if l.regular == nil {
		l.regular = map[string]bool{}
		for _, n := range l.names {
			if path.Base(n) != "__init__.py" || l.isTest(n) {
				continue
			}
			owner := "."
			if p := l.projectOf(path.Dir(n)); p != nil {
				owner = p.folder
			}
			l.regular[owner] = true
		}
	}
	return l.regular[folder]
}

func (l *loader) modules() []imports.Module {
	var out []imports.Module
	for _, p := range l.projects {
		out = append(out, imports.Module{Name: p.name, Path: p.folder, Language: language, Manifest: p.manifest})
	}
	return out
}
