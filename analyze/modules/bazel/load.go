// Package bazel reads what a repository says about its Bazel modules: MODULE.bazel files,
// the *.MODULE.bazel files that they include, and MODULE.bazel.lock.
//
// Every MODULE.bazel is a unit. Its requirements are the bazel_dep calls; those with
// dev_dependency are Development. single_version_override sets the version of a
// requirement; local_path_override takes it from a unit of the repository; after
// archive_override and git_override it has no version. All of them are replacements too.
// multiple_version_override leaves requirements as they are, for it says that several
// versions may stand side by side.
//
// These files are Starlark without definitions, loops or loads. Read are top-level calls
// whose arguments are literal; what stands in other arguments is passed over.
//
// A lock names the modules that were selected; up to Bazel 7.1 it has their edges too,
// later only the root's are known. Bazel's versions say nothing about compatibility: its
// compatibility_level does, and stands in each module's own repository.
//
// Not looked at: WORKSPACE files, module extensions and what they bring (maven.install,
// go_deps), testdata and node_modules folders.
package bazel

import (
	"errors"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// Ecosystem is the name under which Bazel modules stand in a modules.Set.
const Ecosystem = "bazel"

const (
	maxBytes    = 16 << 20
	maxIncluded = 200 // files that one module includes
)

// Load reads every module and lock of a tree. It never fails: what could not be read is in
// Broken and Warnings.
func Load(t repo.Tree) *modules.Set {
	paths := repo.Regulars(t)
	l := &loader{tree: t, set: &modules.Set{}, files: paths}
	for _, p := range paths {
		if path.Base(p) == "MODULE.bazel" && looked(p) {
			l.module(p)
		}
	}
	for _, p := range paths {
		if path.Base(p) == "MODULE.bazel.lock" && looked(p) {
			l.lock(p)
		}
	}
	slices.SortFunc(l.set.Units, func(a, b modules.Unit) int { return strings.Compare(a.Path, b.Path) })
	finding.SortWarnings(l.set.Warnings)
	return l.set
}

func looked(file string) bool {
	return !modules.LiesIn(path.Dir(file), "node_modules", "testdata")
}

type loader struct {
	tree  repo.Tree
	set   *modules.Set
	files []string // in order
}

func (l *loader) has(file string) bool {
	_, ok := slices.BinarySearch(l.files, file)
	return ok
}

// module turns one MODULE.bazel into a unit.
func (l *loader) module(file string) {
	m := &module{loader: l, unit: modules.Unit{Path: path.Dir(file), Manifest: file, Ecosystem: Ecosystem}, seen: map[string]bool{}}
	if !m.file(file) {
		return
	}
	m.overrule()
	slices.SortStableFunc(m.unit.Requirements, func(a, b modules.Requirement) int {
		return strings.Compare(a.Name+"\x00"+a.Version, b.Name+"\x00"+b.Version)
	})
	slices.SortStableFunc(m.unit.Replacements, func(a, b modules.Replacement) int { return strings.Compare(a.Name, b.Name) })
	l.set.Units = append(l.set.Units, m.unit)
}

// module is a unit in the making.
type module struct {
	*loader
	unit modules.Unit
	seen map[string]bool
}

// file reads one file of the module; ok is false if it cannot be read.
func (m *module) file(file string) (ok bool) {
	if m.seen[file] || len(m.seen) == maxIncluded {
		return true
	}
	m.seen[file] = true
	data, ok := m.set.Read(m.tree, Ecosystem, file, maxBytes)
	if !ok {
		return false
	}
	list, err := parse(string(data))
	for _, c := range list {
		m.call(file, c)
	}
	if syntax, is := errors.AsType[*syntaxError](err); is {
		m.set.Break(Ecosystem, file, syntax.line, syntax.message)
	}
	return true
}

func (m *module) call(file string, c call) {
	at := finding.Location{File: file, Line: c.line}
	switch c.name {
	case "module":
		m.unit.Name = c.text("name", 0)
	case "bazel_dep":
		r := modules.Requirement{Name: c.text("name", 0), Version: c.text("version", 1), Location: at}
		if c.is("dev_dependency", "True") {
			r.Kind = modules.Development
		}
		if line := c.line0("version"); line > 0 && line != at.Line {
			r.Decides = finding.Location{File: file, Line: line}
		}
		if r.Name != "" {
			m.unit.Requirements = append(m.unit.Requirements, r)
		}
	case "include":
		if p := included(c.text("label", 0)); m.has(path.Join(m.unit.Path, p)) {
			m.file(path.Join(m.unit.Path, p))
		}
	case "single_version_override", "local_path_override", "archive_override", "git_override":
		m.unit.Replacements = append(m.unit.Replacements, m.replacement(c, at))
	}
}

// included is the file of a label such as "//build:deps.MODULE.bazel", from the root of
// the module.
func included(label string) string {
	return strings.Replace(strings.TrimPrefix(label, "//"), ":", "/", 1)
}

func (m *module) replacement(c call, at finding.Location) modules.Replacement {
	r := modules.Replacement{Name: c.text("module_name", 0), Location: at}
	switch c.name {
	case "single_version_override":
		r.NewName, r.NewVersion = r.Name, c.text("version", 1)
	case "local_path_override":
		r.NewName, r.Folder = c.text("path", 1), true
		if p := path.Join(m.unit.Path, r.NewName); !path.IsAbs(r.NewName) && p != ".." && !strings.HasPrefix(p, "../") {
			r.Target = p
		}
	case "git_override":
		r.NewName, r.NewVersion = c.text("remote", 1), c.text("commit", -1)+c.text("tag", -1)
	default:
		r.NewName = c.text("urls", 1) + c.text("url", -1)
	}
	return r
}

// overrule lets the overrides of a module have their way with its requirements.
func (m *module) overrule() {
	for _, o := range m.unit.Replacements {
		for i := range m.unit.Requirements {
			r := &m.unit.Requirements[i]
			switch {
			case r.Name != o.Name:
			case o.NewName == o.Name && o.NewVersion == "": // patches only
			case o.NewName == o.Name:
				r.Version, r.Decides = o.NewVersion, o.Location
			case o.Folder && o.Target != "" && m.has(path.Join(o.Target, "MODULE.bazel")):
				r.Version, r.Unit = "", o.Target
			default:
				r.Version = ""
			}
		}
	}
}
