// Package gradle reads what Gradle builds say without running them: build files in Groovy
// and Kotlin (build.gradle, build.gradle.kts, and FOLDER.gradle as Spring names them),
// settings files, version catalogues (*.versions.toml) and lock files (*.lockfile).
//
// Build files are programs, and are not evaluated. Read is what stands in dependencies
// blocks as literal text: "group:artifact:version", group/name/version maps, catalogue
// entries (libs.some.library, libs.bundles.some), projects (project(":x"), projects.x),
// each also within platform(…). A property in a version ($x, ${x}, libs.versions.x.get())
// is filled in where it is set exactly once to literal text: in the same file, in one
// above, in a script that it applies, or in gradle.properties. Whatever else a block holds
// is counted in a warning.
//
// Each build file is a unit, named ":path:of:project" or, at the root, by
// rootProject.name. Each catalogue is a unit of its own in its folder, with its libraries
// as Optional requirements, so that two aliases of one library and literal versions beside
// the catalogue show. Kinds: configurations with test, the classpath of buildscript and
// code generators are Development; compileOnly is Peer.
//
// A lock file has one package for each version, Fork where configurations differ, and
// links from the project to what its build file asks for; Gradle writes no other edges.
//
// Not looked at: plugins, convention plugins and buildSrc, script plugins' dependencies
// blocks, folders named build, testdata and node_modules.
package gradle

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// Ecosystem is the name under which Gradle projects stand in a modules.Set.
const Ecosystem = "gradle"

// Load reads every build, catalogue and lock file of a tree. It never fails: what could
// not be read is in Broken and Warnings.
func Load(t repo.Tree) *modules.Set {
	l := &loader{
		tree: t, set: &modules.Set{}, files: repo.Regulars(t), scripts: map[string]*script{}, builds: map[string]string{},
		catalogues: map[string]*catalogue{}, properties: map[string]map[string]text{},
	}
	for _, p := range l.files {
		l.sort(p)
	}
	for _, file := range l.catalogueFiles {
		l.catalogue(file)
	}
	for _, file := range l.settingsFiles {
		l.readSettings(file)
	}
	for _, file := range l.buildFiles {
		l.build(file)
	}
	for _, file := range l.lockFiles {
		l.lock(file)
	}
	l.caveats()
	slices.SortStableFunc(l.set.Units, func(a, b modules.Unit) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Manifest, b.Manifest))
	})
	finding.SortWarnings(l.set.Warnings)
	return l.set
}

type loader struct {
	tree           repo.Tree
	set            *modules.Set
	files          []string // in order
	buildFiles     []string
	settingsFiles  []string
	catalogueFiles []string
	lockFiles      []string
	builds         map[string]string     // build file by folder
	scripts        map[string]*script    // by file; nil for one that is missing
	catalogues     map[string]*catalogue // by file
	settings       []*settings           // by folder
	properties     map[string]map[string]text
	unread         int
	firstUnread    finding.Location
	unknown, total int
}

// sort puts a file where it belongs.
func (l *loader) sort(p string) {
	if !looked(p) {
		return
	}
	folder, base := repo.Folder(p), path.Base(p)
	name := strings.TrimSuffix(strings.TrimSuffix(base, ".kts"), ".gradle")
	isScript := name != base && name != strings.TrimSuffix(base, ".kts")
	switch {
	case isScript && name == "settings":
		l.settingsFiles = append(l.settingsFiles, p)
	case isScript && (name == "build" || name == path.Base(folder)):
		if l.builds[folder] == "" || name == "build" {
			l.builds[folder] = p
		}
		l.buildFiles = append(l.buildFiles, p)
	case strings.HasSuffix(base, ".versions.toml"):
		l.catalogueFiles = append(l.catalogueFiles, p)
	case base == "gradle.lockfile" || path.Ext(base) == ".lockfile" && path.Base(folder) == "dependency-locks":
		l.lockFiles = append(l.lockFiles, p)
	case base == "gradle.properties":
		l.readProperties(p)
	}
}

// looked reports whether a file is the repository's own.
func looked(file string) bool {
	return !modules.LiesIn(repo.Folder(file), "build", "node_modules", "testdata")
}

func (l *loader) read(file string) ([]byte, bool) {
	data, ok := l.set.Read(l.tree, Ecosystem, file, maxBytes)
	return data, ok && !l.set.BreakAtConflict(Ecosystem, file, data)
}

// maxBytes is the largest file that is read.
const maxBytes = 16 << 20

// readProperties reads gradle.properties: NAME=VALUE lines.
func (l *loader) readProperties(file string) {
	data, ok := l.read(file)
	if !ok {
		return
	}
	out := map[string]text{}
	line := 0
	for s := range strings.Lines(strings.TrimPrefix(string(data), "\uFEFF")) {
		line++
		s = strings.TrimSpace(s)
		name, value, ok := strings.Cut(s, "=")
		if ok && !strings.HasPrefix(s, "#") && !strings.HasPrefix(s, "!") {
			out[strings.TrimSpace(name)] = text{strings.TrimSpace(value), finding.Location{File: file, Line: line}}
		}
	}
	l.properties[path.Dir(file)] = out
}

func (l *loader) caveats() {
	if l.unread > 0 {
		l.set.Warn("gradle-computed", l.unread, "Gradle: %s computed by build scripts (first: %s) and not read; scripts are never run",
			english.Count(l.unread, "dependency line")+english.Choose(l.unread, " is", " are"), l.firstUnread)
	}
	if l.unknown > 0 {
		l.set.Warn("unknown-versions", l.unknown, "Gradle: %d of %d dependency versions are left to platforms (BOMs) or computed by build scripts; they were not compared", l.unknown, l.total)
	}
}
