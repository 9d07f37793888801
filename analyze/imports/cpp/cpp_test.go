package cpp

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/imports"
	"seam/analyze/repo"
)

// load prints packages, edges, file edges, modules and warnings.
func load(t *testing.T, files map[string]string) string {
	t.Helper()
	g, err := Load(t.Context(), repo.Memory(files), imports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, p := range g.Packages {
		fmt.Fprintf(&b, "%s %s [%s] files %v tests %v third %v %v", p.Path, p.Language, p.Module, p.Files, p.TestFiles, p.ThirdParty, p.TestThird)
		if p.Main {
			b.WriteString(" main")
		}
		b.WriteString("\n")
	}
	for _, e := range g.Edges {
		fmt.Fprintf(&b, "%s > %s %s\n", e.From, e.To, e.Kind)
	}
	for _, e := range g.FileEdges {
		fmt.Fprintf(&b, "  %s > %s %s line %d\n", e.From, e.To, e.Kind, e.Line)
	}
	for _, w := range g.Warnings {
		example := strings.TrimPrefix(strings.TrimPrefix(w.Message, meaning[w.Code]), "; for example ")
		fmt.Fprintf(&b, "%s %d %s\n", w.Code, w.Count, strings.TrimPrefix(example, ": "))
	}
	return b.String()
}

func TestLoad(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"headers apart from what implements them, tests, what is another's": {map[string]string{
			"CMakeLists.txt":         "project(shop CXX)\ntarget_include_directories(shop PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>)\n",
			"include/shop/order.h":   "#pragma once\n#include <vector>\n#include <boost/asio.hpp>\n#include \"shop/money.h\"\n",
			"include/shop/money.h":   "",
			"src/order.cc":           "#include \"shop/order.h\"\n#include <sys/stat.h>\n#include \"gone.h\"\n",
			"src/main.cc":            "#include <shop/order.h>\nint main(int argc, char** argv) {}\n",
			"tests/order_test.cc":    "#include <gtest/gtest.h>\n#include \"shop/order.h\"\n",
			"third_party/x/shop/y.h": "",
		}, `include/shop c++ [shop] files [money.h order.h] tests [] third [boost] []
src c++ [shop] files [main.cc order.cc] tests [] third [] [] main
tests c++ [shop] files [] tests [order_test.cc] third [] [gtest]
src > include/shop import
tests > include/shop test
  include/shop/order.h > include/shop/money.h import line 4
  src/main.cc > include/shop/order.h import line 1
  src/order.cc > include/shop/order.h import line 1
  tests/order_test.cc > include/shop/order.h test line 2
cpp-unresolved 1 src/order.cc:3: gone.h
`},
		"one name in several files: the own folder, a declared root, include above, the nearest, none": {map[string]string{
			"a/util.h": "", "a/a.c": "#include \"util.h\"\n",
			"b/Makefile": "CFLAGS = -I$(srcdir)/../a\n", "b/b.c": "#include \"util.h\"\n",
			"c/include/util.h": "", "c/deep/c.c": "#include <util.h>\n",
			"d/e/d.c": "#include \"mine.h\"\n#include <mine.h>\n", "d/f/mine.h": "", "g/h/mine.h": "",
			"i/i.c": "#include \"mine.h\"\n",
		}, `a c [] files [a.c util.h] tests [] third [] []
b c [] files [b.c] tests [] third [] []
c/deep c [] files [c.c] tests [] third [] []
c/include c [] files [util.h] tests [] third [] []
d/e c [] files [d.c] tests [] third [] []
d/f c [] files [mine.h] tests [] third [] []
g/h c [] files [mine.h] tests [] third [] []
i c [] files [i.c] tests [] third [] []
b > a import
c/deep > c/include import
d/e > d/f import
  a/a.c > a/util.h import line 1
  b/b.c > a/util.h import line 1
  c/deep/c.c > c/include/util.h import line 1
  d/e/d.c > d/f/mine.h import line 1
cpp-ambiguous 1 i/i.c:1: mine.h
`},
		"headers of the system are nobody's, unless a build says so": {map[string]string{
			"string.h": "", "a/a.c": "#include <string.h>\n#include <sys/b.h>\n", "sys/b.h": "",
			"libc/Makefile": "\t$(CC) -I include\n", "libc/include/string.h": "", "libc/src/s.c": "#include <string.h>\n#include_next <string.h>\n",
		}, `. c [] files [string.h] tests [] third [] []
a c [] files [a.c] tests [] third [] []
libc/include c [libc] files [string.h] tests [] third [] []
libc/src c [libc] files [s.c] tests [] third [] []
sys c [] files [b.h] tests [] third [] []
libc/src > libc/include import
  libc/src/s.c > libc/include/string.h import line 1
`},
		"conditions, macros, files that are made": {map[string]string{
			"a/a.cpp": "#if 0\n#include \"../b/b.h\"\n#else\n#include \"../c/c.h\"\n#endif\n#ifdef _WIN32\n#include \"../d/d.h\"\n#endif\n#include CONFIG\n#include \"config.h\"\n#include \"e/order.pb.h\"\n#include \"f.def\"\n",
			"b/b.h":   "", "c/c.h": "", "d/d.h": "", "config.h.in": "", "e/order.proto": "", "a/f.def": "",
		}, `a c++ [] files [a.cpp] tests [] third [] []
b c++ [] files [b.h] tests [] third [] []
c c++ [] files [c.h] tests [] third [] []
d c++ [] files [d.h] tests [] third [] []
a > c import
a > d import
a > e proto
  a/a.cpp > a/f.def import line 12
  a/a.cpp > c/c.h import line 4
  a/a.cpp > d/d.h import line 7
  a/a.cpp > e/order.proto proto line 11
cpp-computed 1 a/a.cpp
`},
		"modules of C++20": {map[string]string{
			"a/a.ixx": "module;\n#include <vector>\nexport module shop.a;\nexport import :part;\nimport b;\n", "a/part.cppm": "export module shop.a:part;\n",
			"a/impl.cc": "module shop.a;\nimport std;\n", "b/b.ixx": "export module b;\n", "c/c.cc": "import shop.a;\nimport <b/b.h>;\nint import = 1;\n",
		}, `a c++ [] files [a.ixx impl.cc part.cppm] tests [] third [] []
b c++ [] files [b.ixx] tests [] third [] []
c c++ [] files [c.cc] tests [] third [b] []
a > b import
c > a import
  a/a.ixx > a/part.cppm import line 4
  a/a.ixx > b/b.ixx import line 5
  a/impl.cc > a/a.ixx import line 1
  c/c.cc > a/a.ixx import line 1
`},
		"copies of others' code, by name and by licence": {map[string]string{
			"src/a.c":        "#include \"one.h\"\n#include <two/two.h>\n#include \"own.h\"\n#include \"three.h\"\n",
			"deps/one/one.h": "", "deps/one/COPYING": "",
			"deps/two/two/two.h": "", "deps/two/LICENSE.txt": "", "deps/three/three.h": "",
			"external/own/own.h": "", "external/more/more.h": "", "external/yours/y.h": "", "external/yours/LICENSE": "",
		}, `external/more c [] files [more.h] tests [] third [] []
external/own c [] files [own.h] tests [] third [] []
src c [] files [a.c] tests [] third [one three two] []
src > external/own import
  src/a.c > external/own/own.h import line 3
`},
		"modules": {map[string]string{
			"CMakeLists.txt": "project(whole)\nset(TOP ${CMAKE_CURRENT_SOURCE_DIR})\n", "a.cc": "",
			"lib/CMakeLists.txt": "# add_library(no)\nadd_library(alias ALIAS x)\nadd_llvm_library(core a.cc)\ntarget_include_directories(core PRIVATE ${whole_SOURCE_DIR}/inc ${TOP} ${UNKNOWN}/x)\n", "lib/a.cc": "#include <x.h>\n", "inc/x.h": "",
			"meson/meson.build": "project('m', 'c')\n", "meson/a.c": "",
			"auto/configure.ac": "AC_INIT([tool], [1.0])\n", "auto/a.c": "",
			"bazel/MODULE.bazel": "module(\n    version = \"1\",\n    name = \"starlark\",\n)\n", "bazel/a.cc": "#include \"q/z.h\"\n",
			"bazel/x/BUILD": "cc_library(name = \"x\", includes = [\"inc\"])\n", "bazel/x/inc/q/z.h": "", "bazel/y/q/z.h": "",
		}, `. c++ [whole] files [a.cc] tests [] third [] []
auto c [tool] files [a.c] tests [] third [] []
bazel c++ [starlark] files [a.cc] tests [] third [] []
bazel/x/inc/q c++ [starlark] files [z.h] tests [] third [] []
bazel/y/q c++ [starlark] files [z.h] tests [] third [] []
inc c++ [whole] files [x.h] tests [] third [] []
lib c++ [core] files [a.cc] tests [] third [] []
meson c [m] files [a.c] tests [] third [] []
bazel > bazel/x/inc/q import
lib > inc import
  bazel/a.cc > bazel/x/inc/q/z.h import line 1
  lib/a.cc > inc/x.h import line 1
`},
		"Objective-C, and what is called like it": {map[string]string{
			"ios/App.m": "#import \"App.h\"\n#import <UIKit/UIKit.h>\n@import Foundation;\n", "ios/App.h": "", "matlab/x.m": "% it's a script\nx = 1;\n",
		}, `ios c [] files [App.h App.m] tests [] third [] []
  ios/App.m > ios/App.h import line 1
`},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, load(t, c.files)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestModulesHaveTheLanguageOfTheirCode(t *testing.T) {
	g, err := Load(t.Context(), repo.Memory(map[string]string{
		"CMakeLists.txt": "project(whole)\n", "a.cc": "int a;\n", "c/CMakeLists.txt": "add_library(c c.c)\n", "c/c.c": "", "empty/CMakeLists.txt": "project(none)\n",
	}), imports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []imports.Module{{Name: "whole", Path: ".", Language: "c++", Manifest: "CMakeLists.txt"}, {Name: "c", Path: "c", Language: "c", Manifest: "c/CMakeLists.txt"}}
	if diff := cmp.Diff(want, g.Modules); diff != "" {
		t.Error(diff)
	}
}

// Headers are the names of C and C++ that packages export and use of one another.
func TestHeadersAreTheNames(t *testing.T) {
	g, err := Load(t.Context(), repo.Memory(map[string]string{
		"a/a.c": "#include \"b/x.h\"\n#include \"b/y.hpp\"\n", "b/x.h": "", "b/y.hpp": "", "b/b.c": "", "b/x_test.h": "",
	}), imports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"x.h", "y.hpp"}, g.Packages[1].Exported); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"x.h", "y.hpp"}, g.Edges[0].Symbols); diff != "" {
		t.Error(diff)
	}
}

// What no file of a repository should do: paths that lead out or nowhere, nesting, cycles.
func TestHostile(t *testing.T) {
	got := load(t, map[string]string{
		"a/a.c":            strings.Repeat("#if X\n", 100_000) + "#include \"../../../etc/passwd\"\n#include \"/etc/passwd\"\n#include \"\"\n#include \"" + strings.Repeat("x/", 1000) + "\"\n#include \"a.c\"\n",
		"CMakeLists.txt":   "set(A ${B})\nset(B ${A})\ninclude_directories(${A} ../../.. /etc ${A)\nproject(\"${A}\")\n" + strings.Repeat("f(", 10_000),
		"b/Makefile":       "X = -I../../.. -I$(A -I$ -I\n",
		"b/b.c":            "#else\n#endif\n#elif 0\nimport ;\nmodule :;\n#include\n#include <\n",
		"b/meson.build":    "project(\n",
		"b/BUILD":          "includes = [",
		"b/MODULE.bazel":   "module(name = ",
		"b/configure.ac":   "AC_INIT(",
		"b/CMakeLists.txt": "add_library(\"\" [==[",
	})
	want := `a c [] files [a.c] tests [] third [] []
b c [] files [b.c] tests [] third [] []
cpp-unresolved 1 a/a.c:100001: ../../../etc/passwd
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{"#include <a.h>\n#if 0\n#include \"b.h\"\n#else\nint main(", "export module a:b;\nimport :c;\nimport \"d.h\";", "#import A\n#elif 1\n#endif"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, i := range scan(src).Includes {
			if i.Path == "" || len(i.Path) > maxPath || i.Line < 1 {
				t.Fatalf("%+v", i)
			}
		}
	})
}

// Roots of builds lie in the repository, whatever a file says.
func FuzzBuild(f *testing.F) {
	f.Add("CMakeLists.txt", []byte("project(a)\nset(B ${PROJECT_SOURCE_DIR}/b)\ninclude_directories(${B} \"c\" [[d]]) # ${\n"))
	f.Add("BUILD", []byte("strip_include_prefix = \"\x00\x10\""))
	f.Add("CMakeLists.txt", []byte("set(B \x00b)\ninclude_directories(${B})\n"))
	f.Add("Makefile", []byte("\t$(CC) -I$(top_srcdir)/include -I ../x\n"))
	f.Add("meson.build", []byte("project('a')\ninclude_directories('b', 'c')\n"))
	f.Add("BUILD", []byte("cc_library(includes = [\"a\"], strip_include_prefix = \"/b\")\n"))
	f.Fuzz(func(t *testing.T, base string, src []byte) {
		says := readBuild(base, src)
		l := newLayout([]place{{folder: "x", file: "x/" + base, build: &says}})
		for root := range l.declared {
			if repo.Outside(root) || strings.HasPrefix(root, "/") || strings.Contains(root, "\x00") {
				t.Fatalf("%q", root)
			}
		}
	})
}
