// Package cargo reads the Cargo.toml and Cargo.lock files of a repository.
//
// A unit is a Cargo.toml with a [package]. The version of a requirement that a member
// takes from its workspace (dep.workspace = true) is decided by a line of the
// workspace's manifest; a renamed one (package = …) goes by its real name.
// dev-dependencies and build-dependencies are Development, what a feature switches on is
// Optional, what stands in a table for a target is Conditional. A workspace holds what
// cargo says: its own package, what members names and exclude does not, and the folders
// below it that members depend on by path.
//
// A lock's packages without a source are the first party; their folders are found by
// name among the units, those of the lock's own folder first. Kinds and ranges of the
// first party's links come from the manifests, since Cargo.lock (versions 1 to 4) has
// neither; the links of third parties have no range. A lock holds the dependencies of
// every target and feature, so it is an upper bound of any one build.
//
// Not looked at: folders named vendor (cargo vendor), target, node_modules, testdata
// and fixtures, and those whose name begins with "."; manifests whose package name is a
// placeholder of a template ({{…}}); [patch] and [replace] of .cargo/config.toml.
package cargo

import (
	"path"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/toml"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// Ecosystem is the name under which crates stand in a modules.Set.
const Ecosystem = "cargo"

// Load reads every manifest and lock of a tree. It never fails: what could not be read
// is in Broken and Warnings.
func Load(t repo.Tree) *modules.Set {
	l := newLoader(t)
	var locks []string
	for _, p := range repo.Regulars(t) {
		switch {
		case !looked(repo.Folder(p)):
		case path.Base(p) == "Cargo.toml":
			l.open(p)
		case path.Base(p) == "Cargo.lock":
			locks = append(locks, p)
		}
	}
	l.settle()
	l.workspaces()
	for _, p := range locks {
		l.lock(p)
	}
	return modules.Join(l.set)
}

func looked(folder string) bool {
	return !modules.LiesIn(folder, "vendor", "target", "node_modules", "testdata", "fixtures") && !modules.IsHidden(folder, ".")
}

func newLoader(t repo.Tree) *loader {
	return &loader{tree: t, set: &modules.Set{}, manifests: map[string]*manifest{}, named: map[string][]*manifest{}}
}

type loader struct {
	tree      repo.Tree
	set       *modules.Set
	manifests map[string]*manifest   // by folder
	folders   []string               // their keys, sorted, once settled
	named     map[string][]*manifest // by the name of the package, in the order of folders
}

// manifest is one Cargo.toml.
type manifest struct {
	file, folder string
	doc          *toml.Table
	name         string // of the package; "" for a virtual workspace
	version      string
	root         *manifest // the manifest of the workspace that it belongs to, itself perhaps; nil for none
}

func (m *manifest) at(v *toml.Value) finding.Location {
	return finding.Location{File: m.file, Line: v.Line}
}

// The sizes of the largest files that are read.
const (
	maxManifest = 4 << 20
	maxLock     = toml.MaxBytes
)

// parse reads one file and files its error.
func (l *loader) parse(file string, largest int) *toml.Table {
	data, ok := l.set.Read(l.tree, Ecosystem, file, largest)
	if !ok {
		return nil
	}
	doc, err := toml.Parse(file, data)
	if err == nil && path.Base(file) == "Cargo.toml" {
		err = doc.MustHold("package", "workspace", "dependencies", "dev-dependencies", "build-dependencies", "target")
	}
	if err != nil {
		l.set.BreakBy(Ecosystem, file, err)
		return nil
	}
	return doc
}

func (l *loader) open(file string) {
	doc := l.parse(file, maxManifest)
	if doc == nil {
		return
	}
	m := &manifest{file: file, folder: path.Dir(file), doc: doc, name: doc.Text("package", "name"), version: doc.Text("package", "version")}
	if m.name == "" {
		m.name = doc.Text("project", "name") // its name before Rust 1.0
	}
	switch {
	case strings.Contains(m.name, "{{"):
		return
	case doc.Get("package") == nil && doc.Get("project") == nil && doc.Get("workspace") == nil:
		l.set.Break(Ecosystem, file, 0, "it has neither a [package] nor a [workspace]")
		return
	case m.name == "" && doc.Get("workspace") == nil:
		l.set.Break(Ecosystem, file, 0, "its package has no name")
		return
	}
	l.manifests[m.folder] = m
}
