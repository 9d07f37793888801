package dart

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/imports"
	"seam/analyze/imports/factstest"
	"seam/analyze/repo"
)

// load prints packages, edges with the names they take, file edges, and warnings.
func load(t *testing.T, files map[string]string) string {
	t.Helper()
	g, err := Load(t.Context(), repo.Memory(files), imports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return factstest.Graph(g, meaning)
}

func TestLoad(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"a package of others: exports, names that are mentioned, tests, third parties": {map[string]string{
			"app/pubspec.yaml":          "name: app\ndependencies:\n  core:\n    path: ../core\n",
			"app/lib/main.dart":         "import 'package:core/core.dart';\nimport 'package:flutter/material.dart';\nimport 'dart:async';\nimport 'src/view.dart';\nvoid main() => run(Order(), total: 1);\n",
			"app/lib/src/view.dart":     "import 'package:core/core.dart' as c show Money;\nfinal v = c.Money();\n",
			"app/test/view_test.dart":   "import 'package:app/src/view.dart';\nimport 'package:test/test.dart';\nvoid main() { v; }\n",
			"core/pubspec.yaml":         "name: core\n",
			"core/lib/core.dart":        "export 'src/order.dart' hide Secret;\nexport 'src/money.dart' show Money;\n",
			"core/lib/src/order.dart":   "class Order {}\nclass Secret {}\n",
			"core/lib/src/money.dart":   "class Money {}\nint total() => 0;\n",
			"brick/__brick__/x.dart":    "import 'gone.dart';\n",
			"templates/{{n}}/x.dart":    "import 'gone.dart';\n",
			"third_party/copied/c.dart": "class C {}\n",
		}, `app/lib [app] "package:app" files [main.dart] tests [] exports [] third [flutter] [] main
app/lib/src [app] "package:app/src" files [view.dart] tests [] exports [v] third [] []
app/test [app] "" files [] tests [view_test.dart] exports [] third [] [test]
core/lib [core] "package:core" files [core.dart] tests [] exports [Money Order] third [] []
core/lib/src [core] "package:core/src" files [money.dart order.dart] tests [] exports [Money Order Secret total] third [] []
app/lib > app/lib/src import []
app/lib > core/lib import [Order]
app/lib/src > core/lib import [Money]
app/test > app/lib/src test [v]
core/lib > core/lib/src import [Money]
  app/lib/main.dart > app/lib/src/view.dart import line 4
  app/lib/main.dart > core/lib/core.dart import line 1
  app/lib/src/view.dart > core/lib/core.dart import line 1
  app/test/view_test.dart > app/lib/src/view.dart test line 1
  core/lib/core.dart > core/lib/src/money.dart import line 2
  core/lib/core.dart > core/lib/src/order.dart import line 1
`},
		"parts, conditional and deferred imports, what builders make": {map[string]string{
			"pubspec.yaml":     "name: a\n",
			"lib/a.dart":       "import 'io/stub.dart' if (dart.library.io) 'io/real.dart';\nimport 'late/late.dart' deferred as late;\nimport 'gen/x.g.dart';\nimport 'gone.dart';\npart 'parts/p.dart';\npart 'a.g.dart';\n",
			"lib/io/stub.dart": "", "lib/io/real.dart": "", "lib/late/late.dart": "",
			"lib/parts/p.dart":   "part of '../a.dart';\nclass P {}\n",
			"lib/user.dart":      "import 'a.dart';\nimport 'rpc/hello.pbgrpc.dart';\nfinal p = P();\n",
			"protos/hello.proto": "syntax = \"proto3\";\n",
		}, `lib [a] "package:a" files [a.dart user.dart] tests [] exports [P p] third [] []
lib/io [a] "package:a/io" files [real.dart stub.dart] tests [] exports [] third [] []
lib/late [a] "package:a/late" files [late.dart] tests [] exports [] third [] []
lib/parts [a] "package:a/parts" files [p.dart] tests [] exports [P] third [] []
lib > lib/io import []
lib > lib/late dynamic []
lib > lib/parts import []
lib > protos proto []
lib/parts > lib import []
  lib/a.dart > lib/io/real.dart import line 1
  lib/a.dart > lib/io/stub.dart import line 1
  lib/a.dart > lib/late/late.dart dynamic line 2
  lib/a.dart > lib/parts/p.dart import line 5
  lib/parts/p.dart > lib/a.dart import line 1
  lib/user.dart > lib/a.dart import line 1
  lib/user.dart > protos/hello.proto proto line 2
dart-generated 1 lib/a.dart:3: gen/x.g.dart
dart-unresolved 1 lib/a.dart:4: gone.dart
`},
		"one name in several folders: what the manifest says, the nearest, none; tests are for tests": {map[string]string{
			"a/pubspec.yaml": "name: a\ndependencies:\n  kit: {path: ../far/away/kit}\n", "a/lib/a.dart": "import 'package:kit/k.dart';\n",
			"b/pubspec.yaml": "name: b\n", "b/lib/b.dart": "import 'package:kit/k.dart';\n",
			"b/test/kit/pubspec.yaml": "name: kit\n", "b/test/kit/lib/k.dart": "", "b/test/b_test.dart": "import 'package:kit/k.dart';\n",
			"near/kit/pubspec.yaml": "name: kit\n", "near/kit/lib/k.dart": "",
			"far/away/kit/pubspec.yaml": "name: kit\n", "far/away/kit/lib/k.dart": "",
			"near/c/pubspec.yaml": "name: c\n", "near/c/lib/c.dart": "import 'package:twin/t.dart';\n",
			"near/x/pubspec.yaml": "name: twin\n", "near/y/pubspec.yaml": "name: twin\n",
		}, `a/lib [a] "package:a" files [a.dart] tests [] exports [] third [] []
b/lib [b] "package:b" files [b.dart] tests [] exports [] third [] []
b/test [b] "" files [] tests [b_test.dart] exports [] third [] []
b/test/kit/lib [kit] "package:kit" files [] tests [k.dart] exports [] third [] []
far/away/kit/lib [kit] "package:kit" files [k.dart] tests [] exports [] third [] []
near/c/lib [c] "package:c" files [c.dart] tests [] exports [] third [] []
near/kit/lib [kit] "package:kit" files [k.dart] tests [] exports [] third [] []
a/lib > far/away/kit/lib import []
b/lib > near/kit/lib import []
b/test > b/test/kit/lib test []
  a/lib/a.dart > far/away/kit/lib/k.dart import line 1
  b/lib/b.dart > near/kit/lib/k.dart import line 1
  b/test/b_test.dart > b/test/kit/lib/k.dart test line 1
dart-ambiguous 1 near/c/lib/c.dart:1: package:twin/t.dart
`},
		"a package called test is none, exports in a circle end": {map[string]string{
			"pubspec.yaml": "name: all\nworkspace: [test]\n", "test/pubspec.yaml": "name: test\n",
			"test/lib/test.dart": "export 'src/a.dart';\n", "test/lib/src/a.dart": "export '../test.dart';\nclass A {}\n",
			"outside.dart": "import '/etc/x.dart';\nimport '../../x.dart';\nimport 'http://x/y.dart';\nimport 'package:test';\nimport '';\n",
		}, `. [all] "" files [outside.dart] tests [] exports [] third [] []
test/lib [test] "package:test" files [test.dart] tests [] exports [A] third [] []
test/lib/src [test] "package:test/src" files [a.dart] tests [] exports [A] third [] []
test/lib > test/lib/src import []
test/lib/src > test/lib import []
  test/lib/src/a.dart > test/lib/test.dart import line 1
  test/lib/test.dart > test/lib/src/a.dart import line 1
`},
	} {
		t.Run(name, func(t *testing.T) {
			if d := cmp.Diff(c.want, load(t, c.files)); d != "" {
				t.Error(d)
			}
		})
	}
}

// What a careless reader would go through again and again.
func TestScanIsLinear(t *testing.T) {
	for _, piece := range []string{"<", "a<", "(", "@a(", "a(", "import 'a' if (", "import 'a';", "export 'a' show A,", "class A {", "typedef A = ", "int a = ", "a, ", "@", "part of ", "f<(", "a<b,"} {
		scan([]byte(strings.Repeat(piece, 100_000)))
	}
}

func FuzzScan(f *testing.F) {
	f.Add([]byte("@A(b) library a;\nimport 'a.dart' if (b.c == 'd') 'e.dart' deferred as f show G, H hide I;\npart of 'x';\nclass J<K> {}\n"))
	f.Add([]byte("typedef void F<T>(int a);\n(int, {String b}) c() => (1, b: '');\nint d = 1, e;\nextension on F {}\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		says := scan(src)
		for _, d := range says.Directives {
			if d.Kind == 0 || d.Line < 1 {
				t.Errorf("a directive of no kind, or of no line: %+v", d)
			}
		}
		if _, err := Load(t.Context(), repo.Memory(map[string]string{"pubspec.yaml": "name: a\n", "lib/a.dart": string(src), "lib/b.dart": "export 'a.dart';\n"}), imports.Options{}); err != nil {
			t.Error(err)
		}
	})
}
