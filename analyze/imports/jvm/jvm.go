// Package jvm loads the import graph of every first-party Java and Kotlin file of a tree.
// It reads only the tree: no compiler, no Maven, no Gradle, no network.
//
// A package is a folder with .java or .kt files; its language is that of most of its
// lines. Its module is the nearest pom.xml or Gradle project above, by the name that the
// manifests' readers give it (group:artifact, :path:of:project).
//
// # Edges
//
// Each of these is an edge of kind import to the folder of the file that declares what is
// named, of kind test if the file that says it is one of tests:
//
//   - an import of a type, of a member of it (static in Java), or of a Kotlin function or
//     property outside types;
//   - a wildcard import: one for each of its types that the file mentions, in modules that
//     its own one requires if there are any; if it mentions none, one to the package's
//     folder as a whole;
//   - a type of the file's own package that lies in another folder and is mentioned;
//   - a name with its package before it (a.b.Type) in code.
//
// Tests are the files of source sets with test in their name (src/test, androidTest,
// testFixtures, commonTest; commonTest/src too), of jmh, and those below folders test, tests
// and javatests that are no part of the declared package.
//
// # Resolution
//
// Names are looked up by the package that files declare, not by their folder: Kotlin does
// not tie the two. Of several files that declare one name, non-test code takes those of
// non-test code, and tests only by an import of them by name; the importing file's own source set comes first, then its module, then
// the nearest module that this one requires, directly or not; else the name must be one
// module's alone (Warning jvm-ambiguous). Within one module the first variant counts: the
// common source set of Kotlin multiplatform (commonMain, common/src) before the others. Names of the own package
// that no import gives are looked up in the own module and those that it requires only.
//
// Names of a package of this repository that no file declares are generated, or in a
// language that is not read: Warning jvm-unresolved. A package of this repository is one
// below a prefix of up to three parts that at least one in a hundred non-test files has, or
// one that a folder of Scala or Groovy files stands for.
//
// # Limits
//
// module-info.java, Gradle's scripts and source files among resources (src/test/resources)
// make no package and no edge. Types that are never
// named (results of calls), names in strings, Groovy and Scala are not seen, nor are
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
	"seam/analyze/modules/maven"
	"seam/analyze/repo"
)

var meaning = map[string]string{
	"jvm-ambiguous":  "imports of Java and Kotlin name what several modules of the repository declare, and no manifest says which one is meant",
	"jvm-unreadable": "Java and Kotlin files could not be read",
	"jvm-unresolved": "imports of Java and Kotlin name types of the repository's own packages that no Java or Kotlin file declares (generated, or in another language?)",
}

// Load reads the graph. The error is that of ctx: all that is wrong with the tree is a
// warning in the graph, or among those of the manifests.
func Load(ctx context.Context, t repo.Tree, opt imports.Options) (*imports.Graph, error) {
	var names []string
	all := repo.Regulars(t)
	for _, f := range all {
		if isSource(f) && path.Base(f) != "module-info.java" && !maven.IsForeign(path.Dir(f)) {
			names = append(names, f)
		}
	}
	if len(names) == 0 {
		return &imports.Graph{}, ctx.Err()
	}
	l := &loader{unread: unreadSpaces(all)}
	l.modules = readModules(t, &l.notices)
	if err := l.read(ctx, t, names, opt.Cache); err != nil {
		return nil, err
	}
	l.index()
	b := builder{loader: l}
	return b.graph(), nil
}

func isSource(f string) bool { return strings.HasSuffix(f, ".java") || strings.HasSuffix(f, ".kt") }

// loader is the state of one Load.
type loader struct {
	modules *moduleSet
	files   []*file           // that could be read, by name
	spaces  map[string]*space // by declared package
	own     map[string]bool   // prefixes of the repository's packages
	unread  map[string]bool   // packages in languages that are not read
	notices imports.Notices
}

// file is one source file and what it says.
type file struct {
	name, folder string
	root         string // the folder without what it has of the declared package: the source set
	module       *module
	kotlin, test bool
	*facts
}

// read reads all files.
func (l *loader) read(ctx context.Context, t repo.Tree, names []string, c imports.Cache) error {
	kotlin := map[string]bool{}
	for _, n := range names {
		kotlin[n] = strings.HasSuffix(n, ".kt")
	}
	var of [2][]string // Java, Kotlin
	for _, n := range names {
		of[number(kotlin[n])] = append(of[number(kotlin[n])], n)
	}
	for i, reader := range readers {
		err := reader.Each(ctx, t, of[i], c, &l.notices, "jvm-unreadable", func(name string, f *facts) {
			l.files = append(l.files, l.file(name, i == 1, f))
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

func (l *loader) file(name string, kotlin bool, f *facts) *file {
	folder := path.Dir(name)
	out := &file{name: name, folder: folder, root: rootOf(folder, f.Package), module: l.modules.of(folder), kotlin: kotlin, facts: f}
	out.test = isTest(out.root)
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

// isBuilt reports whether a source set lies where builds write their output.
func isBuilt(root string) bool {
	for e := range strings.SplitSeq(root, "/") {
		if e == "target" || e == "generated" || strings.HasPrefix(e, "generated-") {
			return true
		}
	}
	return false
}
