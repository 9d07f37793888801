// Package sbt reads what sbt builds say without running them: *.sbt files and the Scala files
// of the folder project.
//
// Builds are programs, and are not evaluated. A project is a value whose definition says so
// literally: (project in file("a")), project.in(file("a")), Project("a", file("a")),
// crossProject(…).in(file("a")), project alone (the folder that the value is called), and a
// function of the build's own that is given an existing folder (module("a"), Module("id",
// "a")). Its name is the value's. The root of a build, and a folder with a build.sbt that no
// build around it has as a project, is a unit too, named for its folder.
//
// Requirements are "group" % "artifact" % "version" with %% and %%% in a project's
// definition, in the settings of the build.sbt in its folder, and in values that one of them
// mentions (Dependencies.core). Names are group:artifact, without the version of Scala that
// %% adds. A version that is a value is filled in where that is one literal text; others are
// "". Kinds: % Test and its like, and compiler plugins are Development, % Provided and %
// Optional are Peer. dependsOn(b % Test) requires the unit of b.
//
// Not looked at: plugins of the build, overrides, exclusions, settings that a plugin adds,
// what a function makes of its arguments, folders named target, testdata, node_modules and
// sbt-test.
package sbt

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// Ecosystem is the name under which sbt projects stand in a modules.Set.
const Ecosystem = "sbt"

// Builds lists the folders that hold the definitions of sbt builds: those called project
// beside a build.sbt, or with a build.properties.
func Builds(files []string) map[string]bool {
	out := map[string]bool{}
	for _, f := range files {
		switch folder, base := repo.Folder(f), path.Base(f); {
		case base == "build.sbt":
			out[path.Join(folder, "project")] = true
		case base == "build.properties" && path.Base(folder) == "project":
			out[folder] = true
		}
	}
	return out
}

// Defines reports whether a file lies in one of the folders that Builds lists.
func Defines(builds map[string]bool, file string) bool {
	if !strings.Contains("/"+file, "/project/") {
		return false
	}
	for folder := path.Dir(file); folder != "."; folder = path.Dir(folder) {
		if builds[folder] {
			return true
		}
	}
	return false
}

// Load reads every build of a tree. It never fails: what could not be read is in Broken and
// Warnings.
func Load(t repo.Tree) *modules.Set {
	l := &loader{tree: t, set: &modules.Set{}, folders: map[string]bool{}, scripts: map[string][]string{}, taken: map[string]bool{}}
	files := repo.Regulars(t)
	builds := Builds(files)
	for _, f := range files {
		l.sort(f, builds)
	}
	if len(l.scripts) == 0 {
		return l.set
	}
	for _, f := range files {
		for folder := repo.Folder(f); !l.folders[folder]; folder = repo.Folder(folder) {
			l.folders[folder] = true
		}
	}
	roots := make([]string, 0, len(l.scripts))
	for folder := range l.scripts {
		roots = append(roots, folder)
	}
	slices.SortFunc(roots, func(a, b string) int {
		return cmp.Or(cmp.Compare(depth(a), depth(b)), strings.Compare(a, b))
	})
	for _, folder := range roots {
		if !l.taken[folder] && builds[path.Join(folder, "project")] {
			l.build(folder)
		}
	}
	l.caveats()
	return modules.Join(l.set)
}

func depth(folder string) int {
	if folder == "." {
		return 0
	}
	return strings.Count(folder, "/") + 1
}

type loader struct {
	tree    repo.Tree
	set     *modules.Set
	folders map[string]bool     // that hold files
	scripts map[string][]string // *.sbt and the files of project, by the folder of the build, sorted
	taken   map[string]bool     // folders that are projects of builds that were read

	unknown, total int
}

// sort puts a file where it belongs.
func (l *loader) sort(file string, builds map[string]bool) {
	folder := repo.Folder(file)
	if modules.LiesIn(folder, "target", "node_modules", "testdata", "sbt-test") {
		return
	}
	switch {
	case path.Ext(file) == ".sbt" && path.Base(folder) != "project":
		l.scripts[folder] = append(l.scripts[folder], file)
	case path.Ext(file) == ".scala" && builds[folder]:
		root := path.Dir(folder)
		l.scripts[root] = append(l.scripts[root], file)
	}
}

// maxBytes is the largest file that is read.
const maxBytes = 4 << 20

func (l *loader) read(file string) []byte {
	data, ok := l.set.Read(l.tree, Ecosystem, file, maxBytes)
	if !ok || l.set.BreakAtConflict(Ecosystem, file, data) {
		return nil
	}
	return data
}

func (l *loader) caveats() {
	if l.unknown > 0 {
		l.set.Warn("unknown-versions", l.unknown, "sbt: %s of %d computed by builds; they were not compared", english.Count(l.unknown, "dependency version"), l.total)
	}
}
