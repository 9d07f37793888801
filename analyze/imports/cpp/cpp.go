// Package cpp loads the import graph of every first-party file of C, C++ and Objective-C of a
// tree. It reads only the tree: no compiler, no preprocessor, no build is run, no network.
//
// A package is a folder with files of these languages, headers among them; a folder of headers
// (include/foo) is one, and so is the folder of what implements them (src). Its language is c or
// c++, that of most of its lines; headers called .h count for neither, and are what the files
// beside them are. Its module is the nearest folder at or above it that a build makes one: a
// CMakeLists.txt with project(NAME) or, without one, with a library (add_library, and
// add_NAME_library as projects call their own), a meson.build with a project or a library,
// configure.ac with AC_INIT, the module() of MODULE.bazel or the workspace() of WORKSPACE, else
// a makefile that calls a compiler, which is called by its folder. A BUILD file of Bazel makes
// none: it is one package, as the folder is already, and no unit of versioning.
//
// # Edges
//
// #include and #import (Objective-C) of a file of the repository are edges of kind import to
// its folder, and so is import of a C++20 module that a file exports; from tests and to tests
// they are of kind test. The header that protoc makes of a contract of the repository is an
// edge of kind proto to the folder of the contract. What stands in #if 0 does not count; what
// other conditions leave out does, without a constraint: an #include for Windows is an edge.
//
// Tests are files below folders test, tests, testing, unittest, unittests, fuzz, fuzzing, bench,
// benchmark and benchmarks, files called *_test, *_tests, *_unittest, *_benchmark, *_bench,
// *_fuzzer, test_* and *Test (but for their headers).
//
// # Resolution
//
// A path is looked up as compilers do, and then further:
//
//  1. between quotes: in the folder of the file;
//  2. below the roots that builds name at or above that folder, the nearest first: literal
//     paths in target_include_directories and include_directories of CMake, in
//     include_directories of Meson, in includes and strip_include_prefix of Bazel, behind -I in
//     makefiles, with the variables that stand for source folders filled in;
//  3. but for headers of C, C++, POSIX and the systems: in every folder at or above the file's,
//     and below include and src there, the nearest first;
//  4. among all files whose path ends so: those below a root that some build names, else
//     below a folder include, else any; of several the nearest, by steps between folders.
//     If two are equally near, the include leads nowhere (Warning cpp-ambiguous). A name alone
//     between < and > is looked for below such roots only, and code that is no test finds no tests.
//
// What leads nowhere is a header of the system (<vector>, <sys/stat.h>), another project, called
// by the first element of the path (<boost/asio.hpp>) or by the folder that holds a copy of it,
// or a header that a build makes from a template in the repository (config.h.in). What is left
// over, between quotes and without a folder or with one that the repository has, is counted in
// Warning cpp-unresolved.
//
// Copies of others' code are no packages: what lies in third_party, vendor and the like, and in
// external, extern, deps, ext, contrib and the like where at least half of the folders there
// have a licence of their own; else those folders that have one.
//
// # Limits
//
// Conditions are not evaluated and macros not expanded: an include of a macro is counted in
// Warning cpp-computed. #include_next is not followed. Which of the folders of a build are for
// which of its targets is not told apart. Names are not read: what a package exports are its
// headers, and what is used of it are those that are included. An include that nothing is used
// of is an edge, and what is declared without an include (extern) is none. The registration of
// plug-ins, and functions that are found by their names when the program runs, are not seen.
package cpp

import (
	"context"
	"path"
	"strings"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/repo"
	"seam/analyze/source"
)

// The languages.
const (
	c         = "c"
	cplusplus = "c++"
)

var meaning = map[string]string{
	"cpp-ambiguous":  "includes of C and C++ fit several files of the repository that are equally near: they lead nowhere",
	"cpp-computed":   "files of C and C++ include what a macro names: those edges are missing",
	"cpp-unreadable": "files of C and C++ could not be read",
	"cpp-unresolved": "includes of C and C++ lead to no file of the repository (made by its build, or of a library beside it?)",
}

// Load reads the graph. The error is that of ctx: all that is wrong with the tree is a
// warning in the graph.
func Load(ctx context.Context, t repo.Tree, opt imports.Options) (*imports.Graph, error) {
	all := repo.Regulars(t)
	var sources, builds []string
	for _, f := range all {
		switch {
		case isSource(f):
			sources = append(sources, f)
		case isBuild(path.Base(f)):
			builds = append(builds, f)
		}
	}
	if len(sources) == 0 {
		return &imports.Graph{}, ctx.Err()
	}
	l := &loader{vendored: newVendored(all), units: map[string]*file{}}
	own := func(files []string) []string {
		var out []string
		for _, f := range files {
			if l.vendored.of(repo.Folder(f)) == "" {
				out = append(out, f)
			}
		}
		return out
	}
	var places []place
	err := buildReader.Each(ctx, t, own(builds), opt.Cache, &l.notices, "cpp-unreadable", func(name string, says *build) {
		places = append(places, place{repo.Folder(name), name, says})
	})
	if err != nil {
		return nil, err
	}
	if err := reader.Each(ctx, t, own(sources), opt.Cache, &l.notices, "cpp-unreadable", l.add); err != nil {
		return nil, err
	}
	l.layout = newLayout(places)
	b := builder{loader: l, resolver: newResolver(l.layout, l.vendored, all, l.files, l.isTest)}
	return b.graph(), nil
}

// loader is the state of one Load.
type loader struct {
	layout   *layout
	vendored *vendored
	files    []*file          // that could be read, by name
	units    map[string]*file // by the module of C++20 that it exports
	notices  imports.Notices
}

// file is one source file and what it says.
type file struct {
	name, folder string
	test         bool
	*facts
}

// add takes a file in.
func (l *loader) add(name string, says *facts) {
	if path.Ext(name) == ".m" && !says.Directives {
		return // MATLAB, Mathematica, Mercury
	}
	f := &file{name: name, folder: repo.Folder(name), test: l.isTest(name), facts: says}
	f.Generated = f.Generated || history.IsGeneratedName(name)
	l.files = append(l.files, f)
	if f.Unit != "" && l.units[f.Unit] == nil {
		l.units[f.Unit] = f
	}
}

// endings of source files, in lower case.
var endings = source.Words(".c .h .cc .cpp .cxx .c++ .hh .hpp .hxx .h++ .inl .ipp .tpp .txx .tcc .ixx .cppm .cu .cuh .m .mm")

// isSource reports whether a file is read, but for copies of others' code.
func isSource(f string) bool {
	dot := strings.LastIndexByte(f, '.')
	return dot > 0 && len(f)-dot <= 5 && endings[strings.ToLower(f[dot:])] && f[dot-1] != '/'
}

// isTest reports whether a file is one of tests or benchmarks.
func (l *loader) isTest(f string) bool {
	folder, base := repo.Folder(f), path.Base(f)
	if modules.LiesIn(folder, "test", "tests", "testing", "unittest", "unittests", "fuzz", "fuzzing", "bench", "benchmark", "benchmarks") {
		return true
	}
	name := strings.TrimSuffix(base, path.Ext(base))
	for _, ending := range [...]string{"_test", "_tests", "_unittest", "_unittests", "_benchmark", "_bench", "_fuzzer", "-test", "_browsertest"} {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return strings.HasPrefix(name, "test_") || !isHeader(base) && (strings.HasSuffix(name, "Test") || strings.HasSuffix(name, "Tests"))
}

// isHeader reports whether a file is a header by its name.
func isHeader(base string) bool { return strings.HasPrefix(strings.ToLower(path.Ext(base)), ".h") }
