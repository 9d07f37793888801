package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/repo"
)

// distribution is what a part of a Python project is published as. A folder with an
// __init__.py belongs to one distribution alone, so that what lies in it needs an import
// name of its own; a folder without one is a namespace (PEP 420), which several fill.
type distribution struct {
	path     string   // how code imports the part today: a.b.c; "" where that is not known
	imported string   // how code will: the same in a namespace
	regular  []string // the __init__.py around the part, the outermost first
}

// distribution finds out from the files around the part.
func (p *planner) distribution() distribution {
	d := distribution{path: p.dottedPath()}
	d.imported = d.path
	parts := strings.Split(d.path, ".")
	for folder, n := path.Dir(p.root), len(parts)-1; n > 0; folder, n = path.Dir(folder), n-1 {
		if file := path.Join(folder, "__init__.py"); p.in.Tracked != nil && p.in.Tracked(file) {
			d.regular = slices.Insert(d.regular, 0, file)
		}
	}
	if len(d.regular) > 0 {
		d.imported = strings.Join(parts, "_")
	}
	return d
}

// dottedPath is how Python code imports the part's folder; "" where no package of it tells.
func (p *planner) dottedPath() string {
	for i, inside := range p.inside {
		pkg, ok := p.in.Imports.Find(p.b.Packages[i])
		if !ok || !inside || pkg.ImportPath == "" || !repo.Below(p.root, pkg.Path) {
			continue
		}
		below := strings.ReplaceAll(inFolder(p.root, pkg.Path), "/", ".")
		switch {
		case pkg.Path == p.root:
			return pkg.ImportPath
		case strings.HasSuffix(pkg.ImportPath, "."+below):
			return strings.TrimSuffix(pkg.ImportPath, "."+below)
		}
	}
	return ""
}

// name is what the part is published as: its import path with dashes.
func (d distribution) name() string { return strings.ReplaceAll(d.path, ".", "-") }

// packages lists the part's packages by their import paths from now on.
func (p *planner) packages(d distribution) []string {
	out := []string{d.imported}
	for i, inside := range p.inside {
		name := p.b.Packages[i]
		if pkg, ok := p.in.Imports.Find(name); ok && inside && !pkg.TestOnly && name != p.root && repo.Below(p.root, name) {
			out = append(out, d.imported+"."+strings.ReplaceAll(inFolder(p.root, name), "/", "."))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// pyproject writes a pyproject.toml that stands in the folder of the package itself.
func (p *planner) pyproject(name string, d distribution, found required) string {
	var b strings.Builder
	if d.path != "" {
		b.WriteString("[build-system]\nrequires = [\"setuptools>=61\"]\nbuild-backend = \"setuptools.build_meta\"\n\n")
	}
	fmt.Fprintf(&b, "[project]\nname = %q\nversion = \"0.0.0\"\ndependencies = [\n", name)
	for _, r := range found.code {
		fmt.Fprintf(&b, "    %q,\n", r.Name+r.Version)
	}
	b.WriteString("]\n")
	if len(found.tests) > 0 {
		b.WriteString("\n[dependency-groups]\ntest = [\n")
		for _, r := range found.tests {
			fmt.Fprintf(&b, "    %q,\n", r.Name+r.Version)
		}
		b.WriteString("]\n")
	}
	if d.path != "" {
		b.WriteString("\n[tool.setuptools]\npackages = [\n")
		for _, name := range p.packages(d) {
			fmt.Fprintf(&b, "    %q,\n", name)
		}
		fmt.Fprintf(&b, "]\npackage-dir = { %q = \".\" }\n", d.imported)
	}
	return b.String()
}

// packagingTasks are what it takes to publish a part of a package beside the rest of it.
func (p *planner) packagingTasks(d distribution) []Task {
	if d.path == "" || !strings.Contains(d.path, ".") {
		return nil
	}
	outer := d.path[:strings.LastIndexByte(d.path, '.')]
	out := []Task{{Text: fmt.Sprintf("Keep the import path %s. No __init__.py lies above it, so %s is a namespace package (PEP 420), which several distributions may fill: none of them may ever bring an __init__.py for it, or it hides what the others installed.", d.path, outer)}}
	if len(d.regular) > 0 {
		out = []Task{
			{Text: fmt.Sprintf("Give it an import name of its own, %s: the __init__.py of %s makes that a package of one distribution, and what another one installs into it is overwritten or removed with it. Change the imports of %s here and wherever its releases are used, and texts that name it (settings of Django, mock.patch, entry points); relative imports that lead over the border become absolute.",
				d.imported, outer, d.path), Commands: []string{"git grep -nwF " + finding.ShellWord(d.path)}},
			{Text: "Move its folder with the new manifest out of the package around it, or it is importable under both names, as two modules. The steps below name it as it was.", Commands: []string{gitMove(p.root, path.Join(p.unit.Path, d.imported))}},
			{Text: fmt.Sprintf("Leave %s.py behind, which takes everything from %s and warns (DeprecationWarning), until the last release whose users know the old path. The other way is a namespace, without %s in any distribution: possible only while nothing imports a name that they define.",
				p.root, d.imported, english.Few(d.regular, 3))},
		}
	}
	if len(d.regular) > 0 {
		return out
	}
	around := "the project around it"
	if p.owned {
		around = p.unit.Manifest
	}
	return append(out, Task{Text: fmt.Sprintf("Leave it out of what %s builds, or both distributions bring the same files: exclude = [%q] under [tool.setuptools.packages.find], exclude = [%q] under the build target of hatch, exclude in poetry.",
		around, d.path+"*", inFolder(p.unit.Path, p.root))})
}

// packagingNotes say what the sketch cannot know.
func (p *planner) packagingNotes(d distribution) []string {
	if d.path == "" {
		return nil
	}
	out := []string{"Files that are no Python (py.typed, templates, data) come along only where [tool.setuptools.package-data] lists them. Build the wheel and look what is in it: python -m zipfile -l dist/*.whl"}
	if p.in.Tracked != nil && !p.in.Tracked(path.Join(p.root, "__init__.py")) {
		out = append(out, fmt.Sprintf("%s has no __init__.py: it is a namespace itself, which setuptools finds only where its packages are listed, as they are here.", p.root))
	}
	return out
}
