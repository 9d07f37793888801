// Package dart loads the import graph of the Dart code of a tree, Flutter's included. It
// reads only the tree: no dart, no pub, no build_runner is run, no network.
//
// A package is a folder with .dart files. Its module is the nearest pubspec.yaml at or above
// it that has a name. Files in lib are what other packages can import, as package:NAME/PATH.
//
// # Edges
//
// Each of these is an edge to the folder of the file that its text names:
//
//   - import and export: kind import, all files of a conditional one (if (dart.library.io));
//     deferred as: kind dynamic;
//   - part leads to the part, and part of to the file that it is a part of: both are one
//     library, and neither compiles alone;
//   - a file that protoc makes of a contract of the repository (x.pb.dart, where that is not in
//     the tree): kind proto, to the folder of the contract.
//
// Edges from tests and to tests are of kind test. Tests are what lies in the folders test,
// integration_test, test_driver and benchmark of a package, and files called *_test.dart; a
// package that lies in such a folder is one of tests, unless a workspace has it as a member.
//
// Symbols are the names that the imported file declares or exports on, with what show and
// hide leave of them, and that the importing file mentions.
//
// # Resolution
//
// A text without a scheme is a path from the file's folder. package:NAME/PATH is PATH in lib
// of the package of that name: the file's own, else the one that its pubspec.yaml takes from
// the repository (a path, an override, a workspace), else the nearest of the name by steps
// between folders. If two are equally near, the import leads nowhere (Warning
// dart-ambiguous). A name that no pubspec.yaml of the tree has is a third party; what dart:
// names is the language's own.
//
// What leads to no file is counted in Warning dart-generated if it is called like the output
// of a builder (x.g.dart, x.freezed.dart), else in dart-unresolved.
//
// # Limits
//
// An import that nothing is used of is an edge. What is found by its name when the program
// runs (routes by text, dart:mirrors, plugins of Flutter, channels to Kotlin and Swift) is not
// seen. A part that names its library by a name and no path (part of a.b) does not lead to it. Members that an extension adds do not count as mentions of it. Templates of mason
// (__brick__) and folders named after a variable ({{name}}) are not read.
package dart

import (
	"context"
	"path"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

const language = "dart"

var meaning = map[string]string{
	"dart-ambiguous":  "imports of Dart name a package that several folders of the repository are equally near to have: they lead nowhere",
	"dart-generated":  "imports of Dart lead to files that a builder makes and that are not in the revision: those edges are missing",
	"dart-unreadable": "files of Dart could not be read",
	"dart-unresolved": "imports of Dart begin like the repository's own and lead to no file (generated, or removed?)",
}

// Load reads the graph. The error is that of ctx: all that is wrong with the tree is a
// warning in the graph, or among those of the manifests.
func Load(ctx context.Context, t repo.Tree, opt imports.Options) (*imports.Graph, error) {
	var names []string
	contracts := map[string][]string{}
	for _, f := range repo.Regulars(t) {
		switch {
		case isSource(f):
			names = append(names, f)
		case path.Ext(f) == ".proto":
			contracts[path.Base(f)] = append(contracts[path.Base(f)], f)
		}
	}
	if len(names) == 0 {
		return &imports.Graph{}, ctx.Err()
	}
	l := &loader{layout: newLayout(t), contracts: contracts, byName: map[string]*file{}}
	if err := reader.Each(ctx, t, names, opt.Cache, &l.notices, "dart-unreadable", l.add); err != nil {
		return nil, err
	}
	b := builder{loader: l, exported: map[*file]map[string]bool{}}
	return b.graph(), nil
}

// isSource reports whether a file is read: Dart that was written here and is no template.
func isSource(f string) bool {
	return strings.HasSuffix(f, ".dart") && !history.IsVendored(f) && !modules.LiesIn(repo.Folder(f), "__brick__", ".dart_tool") && !strings.Contains(f, "{{")
}

// loader is the state of one Load.
type loader struct {
	layout    *layout
	contracts map[string][]string // .proto files by their base names
	files     []*file             // that could be read, by name
	byName    map[string]*file
	notices   imports.Notices
}

// file is one source file and what it says.
type file struct {
	name, folder string
	module       *module
	test         bool
	*facts
}

// add takes a file in.
func (l *loader) add(name string, says *facts) {
	f := &file{name: name, folder: repo.Folder(name), facts: says}
	f.module = l.layout.nearest.Of(f.folder)
	f.test = f.module.test || strings.HasSuffix(name, "_test.dart") || isTestFolder(repo.Relative(f.module.Folder, f.folder))
	f.Generated = f.Generated || history.IsGeneratedName(name)
	l.files = append(l.files, f)
	l.byName[name] = f
}

func at(f *file, line int) finding.Location { return finding.Location{File: f.name, Line: line} }
