// Package jvm loads the import graph of every first-party Java, Kotlin and Scala file of a
// tree. It reads only the tree: no compiler, no Maven, no Gradle, no sbt, no network.
//
// A package is a folder with .java, .kt or .scala files; its language is that of most of its
// lines. Its module is the nearest pom.xml, Gradle or sbt project above, by the name that the
// manifests' readers give it (group:artifact, :path:of:project).
//
// # Edges
//
// Each of these is an edge of kind import to the folder of the file that declares what is
// named, of kind test if the file that says it is one of tests:
//
//   - an import of a type, of a member of it (static in Java), or of a function, a property
//     or a value of Kotlin or Scala outside types;
//   - a wildcard import: one for each of its types that the file mentions, in modules that
//     its own one requires if there are any; if it mentions none, one to the package's
//     folder as a whole;
//   - a type of the file's own package that lies in another folder and is mentioned;
//   - a name with its package before it (a.b.Type) in code.
//
// Tests are the files of source sets with test in their name (src/test, androidTest,
// testFixtures, commonTest; commonTest/src too), of jmh, and those below folders test, tests
// and javatests that are no part of the declared package; of Scala also src/it, src/multi-jvm,
// src/sbt-test, and files named *Spec, *Suite, *Test and *Tests outside src/main.
//
// # Resolution
//
// Names are looked up by the package that files declare, not by their folder: Kotlin does
// not tie the two. Of several files that declare one name, non-test code takes those of
// non-test code, and tests only by an import of them by name; the importing file's own source set comes first, then its module, then
// the nearest module that this one requires, directly or not; else the name must be one
// module's alone (Warning jvm-ambiguous). Within one module the first variant counts: the
// common source set of Kotlin multiplatform (commonMain, common/src) before the others, and of
// Scala those of the platform that a file is for (core/jvm/src, core/js-native/src). Names of the own package
// that no import gives are looked up in the own module and those that it requires only.
//
// Names of a package of this repository that no file declares are generated, or in a
// language that is not read: Warning jvm-unresolved. A package of this repository is one
// below a prefix of up to three parts that at least one in a hundred non-test files has, or
// one that a folder of Groovy files stands for.
//
// # Scala
//
// Each package clause opens its package: members of a, a.b and a.b.c need no import behind
// package a.b; package c but those of a. What an import begins with is looked up as an
// imported name, as a member of an opened package, the innermost first, and of one imported
// as a whole, then as a whole name; so is a dotted name in code (b.Type). Imports come before
// what packages have, and hide it; imports of values ({ import db.api._ }) are no edges. A
// lower-case name that nobody declares in a package with a package object is one that this
// inherits. Bodies of Scala 3 that are only indented are told by the columns of their lines.
//
// # Limits
//
// module-info.java, Gradle's scripts, sbt's folder project and source files among resources (src/test/resources)
// make no package and no edge. Types that are never
// named (results of calls), names in strings, and Groovy are not seen, nor what Scala takes from
// implicit scope or from ancestors, nor are
// inherited nested types told from types of the package that have their name. The class
// path of a module is taken from its manifests alone; an extension function counts where
// any name like it follows a dot.
package jvm

import (
	"context"
	"path"
	"slices"
	"strings"

	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/modules/maven"
	"seam/analyze/modules/sbt"
	"seam/analyze/repo"
)

var meaning = map[string]string{
	"jvm-ambiguous":  "imports of Java, Kotlin and Scala name what several modules of the repository declare, and no manifest says which one is meant",
	"jvm-unreadable": "Java, Kotlin and Scala files could not be read",
	"jvm-unresolved": "imports name types of the repository's own packages that no Java, Kotlin or Scala file declares (generated, or in another language?)",
}

// Load reads the graph. Of manifests it asks for those of maven, gradle and sbt, where there
// is code. The error is that of ctx: all that is wrong with the tree is a warning in the
// graph, or among those of the manifests.
func Load(ctx context.Context, t repo.Tree, manifests modules.Source, opt imports.Options) (*imports.Graph, error) {
	var names []string
	all := repo.Regulars(t)
	builds := sbt.Builds(all)
	for _, f := range all {
		if isSource(f) && path.Base(f) != "module-info.java" && !maven.IsForeign(path.Dir(f)) && !sbt.Defines(builds, f) {
			names = append(names, f)
		}
	}
	if len(names) == 0 {
		return &imports.Graph{}, ctx.Err()
	}
	l := &loader{unread: unreadSpaces(all)}
	l.modules = readModules(manifests, &l.notices)
	if err := l.read(ctx, t, names, opt.Cache); err != nil {
		return nil, err
	}
	l.index()
	b := builder{loader: l}
	return b.graph(), nil
}

func isSource(f string) bool { return languageOf(f) >= 0 }

// languages are those that are read, in the order of readers, each with the ending of its
// files.
var languages = [...]struct{ name, ending string }{{"java", ".java"}, {"kotlin", ".kt"}, {"scala", ".scala"}}

// The places of languages.
const (
	java = iota
	kotlin
	scala
)

// languageOf is the place of a file's language, -1 for other files.
func languageOf(f string) int {
	for i, l := range languages {
		if strings.HasSuffix(f, l.ending) {
			return i
		}
	}
	return -1
}

// loader is the state of one Load.
type loader struct {
	modules  *moduleSet
	files    []*file           // that could be read, by name
	spaces   map[string]*space // by declared package
	packages map[string]bool   // declared packages and those around them
	own      map[string]bool   // prefixes of the repository's packages
	unread   map[string]bool   // packages in languages that are not read
	notices  imports.Notices
}

// file is one source file and what it says.
type file struct {
	name, folder string
	root         string // the folder without what it has of the declared package: the source set
	module       *module
	language     int
	test         bool
	*facts
}

// read reads all files.
func (l *loader) read(ctx context.Context, t repo.Tree, names []string, c imports.Cache) error {
	var of [len(languages)][]string
	for _, n := range names {
		of[languageOf(n)] = append(of[languageOf(n)], n)
	}
	for i, reader := range readers {
		err := reader.Each(ctx, t, of[i], c, &l.notices, "jvm-unreadable", func(name string, f *facts) {
			l.files = append(l.files, l.file(name, i, f))
		})
		if err != nil {
			return err
		}
	}
	slices.SortFunc(l.files, func(a, b *file) int { return strings.Compare(a.name, b.name) })
	return nil
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (l *loader) file(name string, language int, f *facts) *file {
	folder := path.Dir(name)
	out := &file{name: name, folder: folder, root: rootOf(folder, f.Package), module: l.modules.of(folder), language: language, facts: f}
	out.test = isTest(out.root) || language == scala && isScalaTest(out.root, path.Base(name))
	f.Generated = f.Generated || isBuilt(out.root)
	return out
}

// rootOf is a folder without the elements at its end that are those of a package's name.
func rootOf(folder, space string) string {
	for folder != "." && space != "" {
		i := strings.LastIndexByte(space, '.')
		if path.Base(folder) != space[i+1:] {
			break
		}
		folder, space = path.Dir(folder), space[:max(i, 0)]
	}
	return folder
}

// isTest reports whether a source set is one of tests.
func isTest(root string) bool {
	before, set := "", false
	for e := range strings.SplitSeq(root, "/") {
		switch {
		case e == "test", e == "tests", e == "javatests":
			return true
		case before == "src" && (e == "jmh" || strings.HasPrefix(e, "test") || endsTest(e)):
			return true
		case before == "src" && (e == "main" || strings.HasSuffix(e, "Main")):
			set = false // the code of a project of that name
		case e == "src" && endsTest(before):
			set = true // commonTest/src, as others have src/commonTest
		}
		before = e
	}
	return set
}

func endsTest(element string) bool {
	return strings.HasSuffix(element, "Test") || strings.HasSuffix(element, "Tests")
}

// isScalaTest reports whether a file of Scala is one of tests by the source sets of sbt, or
// by its name where nothing says that its source set is code.
func isScalaTest(root, base string) bool {
	for _, set := range [...]string{"/src/it/", "/src/multi-jvm/", "/src/sbt-test/"} {
		if strings.Contains("/"+root+"/", set) {
			return true
		}
	}
	name := strings.TrimSuffix(base, ".scala")
	for _, end := range [...]string{"Spec", "Suite", "Test", "Tests"} {
		if name != end && strings.HasSuffix(name, end) {
			return !strings.Contains("/"+root+"/", "/src/main/")
		}
	}
	return false
}

// isBuilt reports whether a source set lies where builds write their output.
func isBuilt(root string) bool {
	for e := range strings.SplitSeq(root, "/") {
		if e == "target" || e == "generated" || strings.HasPrefix(e, "generated-") {
			return true
		}
	}
	return false
}
