package plan

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/gomod"
	"seam/analyze/modules"
	"seam/analyze/modules/python"
	"seam/analyze/repo"
)

// manifest is a go.mod to be written.
type manifest struct {
	module, goVersion string
	direct, indirect  []modules.Requirement
	replaces          []modules.Replacement
	excludes          []modules.Requirement
	unknown           []string // imports that no requirement of the module around covers
}

// modulePath is what the part's module must be called: the path of the module around
// it without a major version suffix, then the folder. renamed is true where import
// paths change thereby: a module in a folder carries its own major version, not that
// of the module around it.
func (p *planner) modulePath() (name string, renamed bool) {
	if p.whole {
		return p.unit.Name, false
	}
	if !p.golang() {
		return p.ownName(), false
	}
	prefix, major := gomod.SplitPathVersion(p.unit.Name)
	if strings.HasPrefix(p.unit.Name, "gopkg.in/") || "/"+path.Base(join(p.in.Folder, p.unit.Path)) == major {
		prefix, major = p.unit.Name, "" // the suffix is a folder's name
	}
	return path.Join(prefix, p.belowModule()), major != ""
}

// belowModule is the part's folder as seen from the module around it, which may lie
// above the analysed folder.
func (p *planner) belowModule() string {
	return inFolder(join(p.in.Folder, p.unit.Path), join(p.in.Folder, p.root))
}

// inFolder is a path below a folder, relative to it.
func inFolder(folder, name string) string {
	if folder == "." || !repo.Below(folder, name) {
		return name
	}
	return strings.TrimPrefix(strings.TrimPrefix(name, folder), "/")
}

// build works out the go.mod of the part.
func (p *planner) build() manifest {
	m := manifest{goVersion: p.unit.GoVersion, excludes: p.unit.Excludes}
	m.module, _ = p.modulePath()
	used := map[string]bool{}
	for _, i := range p.thirdParty() {
		if r, ok := covering(p.unit.Requirements, i); ok {
			used[r.Name] = true
		} else {
			m.unknown = append(m.unknown, i)
		}
	}
	for _, name := range p.firstParty() {
		used[name] = true
	}
	folders := p.byFolder()
	for _, r := range p.unit.Requirements {
		switch {
		case r.Name == m.module:
		case used[r.Name]:
			m.direct = append(m.direct, r)
		case folders[r.Name] == "":
			m.indirect = append(m.indirect, r)
		}
	}
	m.addUnlisted(used)
	for _, r := range p.unit.Replacements {
		if r.Folder && !used[r.Name] || !m.lists(r.Name) {
			continue
		}
		m.replaces = append(m.replaces, p.moved(r))
	}
	m.addFolders(p, used)
	return m
}

// lists reports whether a module is required.
func (m *manifest) lists(name string) bool {
	is := func(r modules.Requirement) bool { return r.Name == name }
	return slices.ContainsFunc(m.direct, is) || slices.ContainsFunc(m.indirect, is)
}

// addUnlisted requires modules of this repository that nothing gives a version.
func (m *manifest) addUnlisted(used map[string]bool) {
	for name := range used {
		if !m.lists(name) {
			m.direct = append(m.direct, modules.Requirement{Name: name, Version: "v0.0.0"})
		}
	}
	slices.SortFunc(m.direct, func(a, b modules.Requirement) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Version, b.Version))
	})
}

// addFolders replaces modules of this repository that have no version by their folder.
func (m *manifest) addFolders(p *planner, used map[string]bool) {
	for _, r := range m.direct {
		replaced := slices.ContainsFunc(m.replaces, func(x modules.Replacement) bool { return x.Name == r.Name })
		if folder, ok := p.unitFolder(r.Name); ok && used[r.Name] && r.Version == "v0.0.0" && !replaced {
			m.replaces = append(m.replaces, modules.Replacement{Name: r.Name, NewName: relative(p.root, folder), Folder: true})
		}
	}
	slices.SortStableFunc(m.replaces, func(a, b modules.Replacement) int { return strings.Compare(a.Name, b.Name) })
}

// byFolder maps modules that are replaced by a folder to it.
func (p *planner) byFolder() map[string]string {
	out := map[string]string{}
	for _, r := range p.unit.Replacements {
		if r.Folder {
			out[r.Name] = r.NewName
		}
	}
	return out
}

// moved is a replacement as it reads in the part's go.mod.
func (p *planner) moved(r modules.Replacement) modules.Replacement {
	if r.Folder && !path.IsAbs(r.NewName) {
		r.NewName = relative(p.root, join(p.unit.Path, r.NewName))
	}
	return r
}

func (p *planner) unitFolder(name string) (string, bool) {
	for _, u := range p.in.Modules.Units {
		if u.Name == name && u.Ecosystem == "go" {
			return u.Path, true
		}
	}
	return "", false
}

// thirdParty lists what the code and the tests of the part import from elsewhere.
func (p *planner) thirdParty() []string {
	var out []string
	for i, yes := range p.inside {
		if pkg, ok := p.in.Imports.Find(p.b.Packages[i]); yes && ok && p.speaks(pkg.Language) {
			out = append(out, pkg.ThirdParty...)
			out = append(out, pkg.TestThird...)
		}
	}
	for _, pkg := range p.in.Imports.Packages {
		if i, ok := p.number(pkg.Path); ok && pkg.TestOnly && p.inside[i] && p.speaks(pkg.Language) {
			out = append(out, pkg.TestThird...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// firstParty lists other modules of this repository that the part imports and that do
// not lead back to it.
func (p *planner) firstParty() []string {
	var out []string
	for _, e := range slices.Concat(p.edges, p.tests) {
		if !p.inside[e.from] || p.inside[e.to] || p.back[e.to] {
			continue
		}
		if pkg, ok := p.in.Imports.Find(e.To); ok && pkg.Module != "" && (!p.whole || pkg.Module != p.unit.Name) {
			out = union(out, []string{pkg.Module})
		}
	}
	return out
}

// covering is the requirement whose module holds an import: the longest path wins.
func covering(list []modules.Requirement, importPath string) (best modules.Requirement, ok bool) {
	for _, r := range list {
		if (importPath == r.Name || strings.HasPrefix(importPath, r.Name+"/")) && len(r.Name) > len(best.Name) {
			best, ok = r, true
		}
	}
	return best, ok
}

// providing is the requirements of a manifest that provide an imported name, as its
// ecosystem names things: Maven artifacts by the group that the name is of, all of them,
// since imports do not tell artifacts apart; a Python distribution by what distributions are called.
func providing(ecosystem string, list []modules.Requirement, name string) []modules.Requirement {
	switch ecosystem {
	case "maven", "gradle", "sbt":
		return ofGroup(list, name)
	case "python":
		return ofImport(list, name)
	}
	if r, ok := covering(list, name); ok {
		return []modules.Requirement{r}
	}
	return nil
}

// importedAs is distributions whose name does not follow from that of their import.
var importedAs = map[string]string{
	"attr": "attrs", "bs4": "beautifulsoup4", "crypto": "pycryptodome", "cv2": "opencv-python", "fitz": "pymupdf", "git": "gitpython",
	"mysqldb": "mysqlclient", "pil": "pillow", "rest-framework": "djangorestframework", "skimage": "scikit-image", "sklearn": "scikit-learn",
}

// ofImport is the requirement of a Python distribution that an imported name is of: called
// alike, or with a prefix or suffix that distributions have and imports have not.
func ofImport(list []modules.Requirement, name string) []modules.Requirement {
	name = python.Canonical(name)
	for _, try := range []string{name, importedAs[name], "python-" + name, "py" + name, "django-" + name, name + "-binary"} {
		if r, ok := covering(list, try); ok {
			return []modules.Requirement{r}
		}
	}
	return nil
}

// ofGroup is the requirements of the longest Maven group that a name is or lies below, else
// of the groups below it: com.fasterxml.jackson is brought by several.
func ofGroup(list []modules.Requirement, name string) []modules.Requirement {
	longest := ""
	var of []modules.Requirement
	for _, r := range list {
		group, _, _ := strings.Cut(r.Name, ":")
		switch {
		case name != group && !strings.HasPrefix(name, group+".") || len(group) < len(longest):
		case len(group) > len(longest):
			longest, of = group, []modules.Requirement{r}
		default:
			of = append(of, r)
		}
	}
	if of == nil && strings.Count(name, ".") > 1 {
		of = slices.DeleteFunc(slices.Clone(list), func(r modules.Requirement) bool { return !strings.HasPrefix(r.Name, name+".") })
	}
	return of
}

// String writes the go.mod. Names and versions come from go.mod files that were parsed
// and are safe to print.
func (m manifest) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "module %s\n", m.module)
	if m.goVersion != "" {
		fmt.Fprintf(&b, "\ngo %s\n", m.goVersion)
	}
	block(&b, "require", m.direct, func(r modules.Requirement) string { return r.Name + " " + r.Version })
	block(&b, "require", m.indirect, func(r modules.Requirement) string { return r.Name + " " + r.Version + " // indirect" })
	block(&b, "replace", m.replaces, replacement)
	block(&b, "exclude", m.excludes, func(r modules.Requirement) string { return r.Name + " " + r.Version })
	return b.String()
}

func block[T any](b *strings.Builder, verb string, rows []T, line func(T) string) {
	switch len(rows) {
	case 0:
	case 1:
		fmt.Fprintf(b, "\n%s %s\n", verb, line(rows[0]))
	default:
		fmt.Fprintf(b, "\n%s (\n", verb)
		for _, r := range rows {
			fmt.Fprintf(b, "\t%s\n", line(r))
		}
		b.WriteString(")\n")
	}
}

func replacement(r modules.Replacement) string {
	old, new := r.Name, r.NewName
	if r.Version != "" {
		old += " " + r.Version
	}
	if r.Folder && strings.ContainsAny(new, " \t'\"`()[]{},;") {
		new = fmt.Sprintf("%q", new)
	}
	if r.NewVersion != "" {
		new += " " + r.NewVersion
	}
	return old + " => " + new
}

// inShell runs a command in a folder.
func inShell(folder, command string) string {
	if folder == "." {
		return command
	}
	return "(cd " + finding.ShellWord(folder) + " && " + command + ")"
}
