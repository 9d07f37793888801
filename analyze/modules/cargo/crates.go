package cargo

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/toml"
	"seam/analyze/repo"
)

// Crate is one package of cargo as a reader of its source needs it. Files are named
// relative to the root of the tree, whether they are there or not.
type Crate struct {
	Name         string // of the package
	Lib          string // how Rust code names its library: Name with _ for -, unless [lib] says otherwise
	Folder       string
	Manifest     string
	Old          bool            // of edition 2015, in which paths of use begin at the root of the crate
	LibRoot      string          // root file of its library, whether there is one or not
	Bins         []string        // root files of the programs that the manifest has tables for
	Tests        []string        // the same of tests, examples and benchmarks
	Fuzz         bool            // of cargo fuzz: all its code is of tests
	Listed       map[string]bool // kinds of targets (bin, test, example, bench) that cargo does not look for beyond the manifest
	Build        string          // its build script; "" for none
	Dependencies []Dependency
}

// Dependency is one line of a crate's dependency tables.
type Dependency struct {
	Name   string // the package's real name
	Alias  string // how Rust code names it
	Folder string // of the crate of this repository that it is taken from; "" for others
	Test   bool   // for tests (fuzzing too), examples and benchmarks alone
	At     finding.Location
}

// Crates reads every package of a tree, sorted by folder. Dependencies are those that a
// path of the manifest or of its workspace leads to, and those that [patch] or [replace]
// of the workspace takes from a folder of this repository. Manifests that cannot be read
// are left out and named in the warnings.
func Crates(t repo.Tree) ([]Crate, []finding.Warning) {
	l := newLoader(t)
	for _, p := range repo.Regulars(t) {
		if path.Base(p) == "Cargo.toml" && looked(path.Dir(p)) {
			l.open(p)
		}
	}
	l.settle()
	var out []Crate
	for _, folder := range l.folders {
		if m := l.manifests[folder]; m.name != "" {
			out = append(out, l.describe(m))
		}
	}
	return out, l.set.Unread()
}

func (l *loader) describe(m *manifest) Crate {
	c := Crate{Name: m.name, Folder: m.folder, Manifest: m.file, Old: m.old()}
	c.Lib = strings.ReplaceAll(cmp.Or(m.doc.Text("lib", "name"), m.name), "-", "_")
	c.LibRoot = path.Join(m.folder, cmp.Or(m.doc.Text("lib", "path"), "src/lib.rs"))
	c.Bins = m.roots("bin", "src/bin")
	c.Tests = slices.Concat(m.roots("test", "tests"), m.roots("example", "examples"), m.roots("bench", "benches"))
	c.Fuzz = m.doc.True("package", "metadata", "cargo-fuzz")
	c.Listed = map[string]bool{}
	for kind, key := range switches {
		c.Listed[kind] = m.listed(kind, key, c.Old)
	}
	switch build := m.doc.Get("package", "build"); {
	case build == nil:
		c.Build = path.Join(m.folder, "build.rs")
	case build.Kind == toml.Text:
		c.Build = path.Join(m.folder, build.Text)
	}
	patches := l.patches(m)
	tables := []*toml.Table{m.doc}
	for _, v := range m.doc.Table("target").All() {
		tables = append(tables, v.Table())
	}
	for _, t := range tables {
		l.dependencies(&c, m, t, patches)
	}
	return c
}

// old reports edition 2015, which a manifest without an edition has.
func (m *manifest) old() bool {
	edition := m.doc.Text("package", "edition")
	if m.doc.Table("package", "edition").True("workspace") && m.root != nil {
		edition = m.root.doc.Text("workspace", "package", "edition")
	}
	return edition == "" || edition == "2015"
}

// switches are the keys of a package that keep cargo from looking for targets.
var switches = map[string]string{"bin": "autobins", "test": "autotests", "example": "autoexamples", "bench": "autobenches"}

// listed reports whether the targets of a kind are those that the manifest has tables
// for: it says so, or is of edition 2015 and has some.
func (m *manifest) listed(kind, key string, old bool) bool {
	if v := m.doc.Get("package", key); v != nil {
		return v.Kind == toml.Scalar && v.Text == "false"
	}
	return old && m.doc.Get(kind) != nil
}

// roots lists the files of one kind of target that the manifest has tables for. Where it
// gives no path, those that cargo looks for.
func (m *manifest) roots(kind, folder string) []string {
	var out []string
	for _, t := range m.doc.Tables(kind) {
		name := t.Text("name")
		switch p := t.Text("path"); {
		case p != "":
			out = append(out, path.Join(m.folder, p))
		case name != "":
			out = append(out, path.Join(m.folder, folder, name+".rs"), path.Join(m.folder, folder, name, "main.rs"))
			if name == m.name && kind == "bin" {
				out = append(out, path.Join(m.folder, "src/main.rs"))
			}
		}
	}
	return out
}

// patches tells which packages the workspace of a manifest takes from a crate of this
// repository, whoever asks for them.
func (l *loader) patches(m *manifest) map[string]string {
	out := map[string]string{}
	root := m.root
	if root == nil {
		root = m
	}
	for _, r := range l.replacements(root) {
		if to := l.manifests[r.Target]; r.Folder && to != nil && to.name == r.Name {
			out[r.Name] = r.Target
		}
	}
	return out
}

// dependencies enters the dependency tables of a manifest, or of one of its targets.
func (l *loader) dependencies(c *Crate, m *manifest, t *toml.Table, patches map[string]string) {
	for _, s := range sections {
		for _, table := range s.names {
			for key, v := range t.Table(table).All() {
				r, ok := l.requirement(m, key, v, s.kind)
				if !ok {
					continue
				}
				folder := cmp.Or(r.Unit, patches[r.Name])
				c.Dependencies = append(c.Dependencies, Dependency{
					Name: r.Name, Alias: l.alias(key, r.Name, folder), Folder: folder,
					Test: c.Fuzz || strings.HasPrefix(table, "dev"), At: m.at(v),
				})
			}
		}
	}
}

// alias is how code names a dependency: by its key if it is renamed, else by the name of
// its library.
func (l *loader) alias(key, name, folder string) string {
	if to := l.manifests[folder]; folder != "" && to != nil && key == name {
		key = cmp.Or(to.doc.Text("lib", "name"), key)
	}
	return strings.ReplaceAll(key, "-", "_")
}
