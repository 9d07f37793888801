package composer

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/json"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// Package is one composer.json as a reader of PHP needs it. Folders and files are named
// relative to the root of the tree, whether they are there or not.
type Package struct {
	Name      string // "" for an application without one
	Folder    string
	Manifest  string
	Code, Dev Autoload
	Requires  []string    // folders of the packages of this repository that its code takes, sorted
	Tests     []string    // the same of what is required for development alone, sorted
	Third     []string    // the names that it requires from elsewhere, in the order of the file
	Installed []Installed // what its lock holds, by namespace
}

// Autoload says where composer looks for classes.
type Autoload struct {
	PSR4, PSR0 []Prefix
	Classmap   []string // files and folders that are searched for declarations
	Files      []string // loaded with every start of a program
}

// Prefix leads names that begin with a namespace to a folder: of PSR-4 what follows the
// namespace is a path below it, of PSR-0 the whole name is. The namespace has no mark at
// its end, and is "" for all names.
type Prefix struct{ Namespace, Folder string }

// Installed is a package from elsewhere that the names below a namespace belong to.
type Installed struct{ Namespace, Package string }

// Packages reads every composer.json of a tree, sorted by folder. Those that cannot be
// read are left out and named in the warnings.
func Packages(t repo.Tree) ([]Package, []finding.Warning) {
	l := open(t)
	var out []Package
	for _, folder := range l.folders {
		m := l.manifests[folder]
		p := Package{Name: m.name, Folder: folder, Manifest: m.file, Code: m.autoload("autoload"), Dev: m.autoload("autoload-dev")}
		for _, w := range m.requires {
			switch unit := l.unitOf(m, w.name); {
			case unit == "":
				p.Third = append(p.Third, w.name)
			case w.kind == modules.Development:
				p.Tests = append(p.Tests, unit)
			default:
				p.Requires = append(p.Requires, unit)
			}
		}
		slices.Sort(p.Requires)
		slices.Sort(p.Tests)
		if slices.Contains(l.locks, folder) {
			p.Installed = l.installed(folder)
		}
		out = append(out, p)
	}
	return out, l.set.Unread()
}

// autoload reads one of the two sections.
func (m *manifest) autoload(key string) Autoload {
	n := m.root.Get(key)
	return Autoload{
		PSR4: m.prefixes(n.Get("psr-4")), PSR0: m.prefixes(n.Get("psr-0")),
		Classmap: m.inside(n.Get("classmap")), Files: m.inside(n.Get("files")),
	}
}

// prefixes reads a table of namespaces, each with a folder or a list of them.
func (m *manifest) prefixes(n json.Node) []Prefix {
	var out []Prefix
	for _, p := range n.Map() {
		folders := p.Value.Texts()
		if p.Value.Kind == json.Text {
			folders = []string{p.Value.Value}
		}
		for _, f := range folders {
			if folder, ok := modules.Inside(m.folder, f); ok {
				out = append(out, Prefix{strings.Trim(p.Key, `\`), folder})
			}
		}
	}
	return out
}

// inside is the paths of a list that lie in the repository.
func (m *manifest) inside(n json.Node) []string {
	var out []string
	for _, f := range n.Texts() {
		if p, ok := modules.Inside(m.folder, strings.TrimPrefix(f, "/")); ok {
			out = append(out, p)
		}
	}
	return out
}

// installed is the namespaces of a lock's packages, sorted.
func (l *loader) installed(folder string) []Installed {
	root, ok := l.parse(path.Join(folder, "composer.lock"))
	if !ok {
		return nil
	}
	var out []Installed
	for _, key := range [...]string{"packages", "packages-dev"} {
		for _, p := range root.Get(key).List() {
			name := strings.ToLower(p.Value.Get("name").Text())
			for _, kind := range [...]string{"psr-4", "psr-0"} {
				for _, prefix := range p.Value.At("autoload", kind).Map() {
					if space := strings.Trim(prefix.Key, `\_`); space != "" && name != "" {
						out = append(out, Installed{space, name})
					}
				}
			}
		}
	}
	slices.SortFunc(out, func(a, b Installed) int {
		return cmp.Or(strings.Compare(a.Namespace, b.Namespace), strings.Compare(a.Package, b.Package))
	})
	return slices.CompactFunc(out, func(a, b Installed) bool { return a.Namespace == b.Namespace })
}
