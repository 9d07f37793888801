// Package npm reads what npm, pnpm and yarn read: package.json files, workspaces
// (package.json, pnpm-workspace.yaml, .yarnrc.yml) and lock files (package-lock.json and
// npm-shrinkwrap.json of versions 1 to 3, pnpm-lock.yaml of versions 5 to 9, yarn.lock
// of yarn 1 and of later ones). All are of the ecosystem "npm".
//
// A package.json is a unit if it has a name, requirements or workspaces. Not looked at
// are those in node_modules, bower_components, vendor, testdata, fixtures, __fixtures__,
// __mocks__ and .yarn folders, unless a workspace lists them, and those that are no JSON
// because they hold placeholders of a template.
//
// Requirements: a range as written. An alias (npm:real@^1) stands under the real name.
// catalog: is filled in from pnpm-workspace.yaml and .yarnrc.yml. workspace:, file:, link: and portal:
// name a unit of the repository, and so does a plain range for a member of the same
// workspace that it accepts. Peer ranges are requirements. Overrides and resolutions are
// replacements.
//
// Locks: a package is one name and version, however often it is installed (Places), under
// its real name; the suffixes by which pnpm tells installations with different peers
// apart, and yarn's patches, are left out. Members of the workspace and file: folders are
// first party. What a package needs is looked up as Node.js looks it up (package-lock), or
// as the lock says (pnpm), or by name and range (yarn). To npm the root of a workspace
// needs every member, so in its locks such a need is no link.
//
// Limits: yarn's locks do not tell what peer ranges resolve to, so these are no links;
// pnpm's do not hold the ranges of third parties, so Link.Range is empty for them. Of Rush the
// locks in common/config are read, not its list of projects; nor is lerna's. Dependencies on tags, git repositories and addresses
// are kept as written and are of no version class.
//
// A file that cannot be read becomes a modules.Broken and a warning; the others are still
// read.
package npm

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/json"
	"seam/analyze/format/syntax"
	"seam/analyze/format/yaml"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// Ecosystem is the name under which npm packages stand in a modules.Set.
const Ecosystem = "npm"

// Load reads every package.json, workspace and lock file of a tree. It never fails: what
// could not be read is in Broken and Warnings.
func Load(t repo.Tree) *modules.Set {
	l := &loader{tree: t, set: &modules.Set{}, files: map[string][]string{}, manifests: map[string]*manifest{}, spaces: map[string]*space{}, homes: map[string]*space{}}
	l.find()
	l.readManifests()
	l.readWorkspaces()
	l.finishUnits()
	l.readLocks()
	slices.SortFunc(l.set.Units, func(a, b modules.Unit) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(l.set.Workspaces, func(a, b modules.Workspace) int { return strings.Compare(a.Path, b.Path) })
	slices.SortFunc(l.set.Locks, func(a, b modules.Lock) int { return strings.Compare(a.File, b.File) })
	slices.SortFunc(l.set.Broken, func(a, b modules.Broken) int { return a.Location.Compare(b.Location) })
	finding.SortWarnings(l.set.Warnings)
	return l.set
}

type loader struct {
	tree      repo.Tree
	set       *modules.Set
	files     map[string][]string  // paths by file name, sorted
	manifests map[string]*manifest // by folder
	spaces    map[string]*space    // by folder of the workspace's root
	homes     map[string]*space    // by folder of a member
}

// names are the files that this package reads.
var names = []string{"package.json", "pnpm-workspace.yaml", "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", ".yarnrc.yml"}

func (l *loader) find() {
	for _, p := range repo.Regulars(l.tree) {
		if name := path.Base(p); slices.Contains(names, name) && !installed(p) {
			l.files[name] = append(l.files[name], p)
		}
	}
}

// installed tells what a package manager put there.
func installed(p string) bool {
	return slices.ContainsFunc(strings.Split(p, "/"), func(e string) bool {
		return e == "node_modules" || e == "bower_components" || e == ".yarn"
	})
}

// aside tells a folder whose manifests are input of tests or somebody else's.
func aside(folder string) bool {
	return slices.ContainsFunc(strings.Split(folder, "/"), func(e string) bool {
		switch e {
		case "vendor", "testdata", "fixtures", "__fixtures__", "__mocks__":
			return true
		}
		return false
	})
}

// readYAML reads the documents of a YAML file.
func (l *loader) readYAML(file string) []*yaml.Node {
	data, ok := l.set.Read(l.tree, Ecosystem, file, 0)
	if !ok {
		return nil
	}
	docs, err := yaml.ParseMachine(data)
	if err == nil {
		err = yaml.MustBeMap(path.Base(file), docs)
	}
	if err != nil {
		l.set.BreakBy(Ecosystem, file, err)
	}
	return docs
}

// readJSON reads a JSON file; nil if that fails.
func (l *loader) readJSON(file string) *json.Document {
	data, ok := l.set.Read(l.tree, Ecosystem, file, 0)
	if !ok {
		return nil
	}
	d, err := json.ParseObject(path.Base(file), data)
	if err != nil {
		line, why := syntax.LineOf(err)
		if path.Base(file) == "package.json" && json.Placeholder(data, line) {
			l.set.Warn("manifest-template", 1, "%s holds placeholders of a template and is no manifest yet; it was left out", at(file, line))
			return nil
		}
		l.set.Break(Ecosystem, file, line, why)
		return nil
	}
	for _, r := range d.Repeats[:min(len(d.Repeats), 1)] {
		l.set.Warn("repeated-key", len(d.Repeats), "%s: the key %q stands twice, first in line %d; the last one counts, delete the other", at(file, r.Line), r.Key, r.First)
	}
	return d
}

func at(file string, line int) finding.Location { return finding.Location{File: file, Line: line} }
