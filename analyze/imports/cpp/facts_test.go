package cpp

import (
	"testing"

	"seam/analyze/imports/factstest"
)

func TestFactsVersion(t *testing.T) {
	factstest.Hold(t, reader, map[string]string{
		"a.cc":    "// @generated\n#include <a/b.h>\n# include \"c\\d.h\" /* e */\n#include <a/b.h>\n#include MACRO\n#if 0 // no\n#include \"no.h\"\n#elif X\n#include \"yes.h\"\n#else\n#include \"too.h\"\n#endif\n#if 1\n#else\n#include \"no.h\"\n#endif\n/*\n#include \"no.h\"\n*/ const char *s = R\"(\n#include \"no.h\"\n)\";\nauto x = f(1'000);\nint main(void) {}\n",
		"b.ixx":   "module;\nexport module a.b:c;\nimport d;\nimport :e;\nexport import <f>;\nimport \"g.h\";\nx.import = import;\n",
		"c.m":     "#import \"a.h\"\n@import B;\n",
		"empty.h": "",
	})
}

func TestBuildFactsVersion(t *testing.T) {
	factstest.Hold(t, buildReader, map[string]string{
		"CMakeLists.txt": "PROJECT (a LANGUAGES C)\nset(B \"${a_SOURCE_DIR}/b\")\nadd_library(c STATIC c.c)\nadd_library(a::c ALIAS c)\ninclude_directories(SYSTEM ${B} d;e)\ntarget_include_directories(c PUBLIC $<BUILD_INTERFACE:f> $<INSTALL_INTERFACE:g> PRIVATE h)\n#[[ project(no) ]]\n",
		"meson.build":    "project('a', 'c')\nincs = include_directories('b', 'c')\nstatic_library('d', 'd.c')\n",
		"BUILD.bazel":    "cc_library(\n    name = \"a\",\n    includes = [\"b\", \"c\"],\n    strip_include_prefix = \"/d\",\n)\n",
		"MODULE.bazel":   "module(name = \"a\", version = \"1\")\n",
		"Makefile":       "CFLAGS += -Ia -I $(srcdir)/b \"-Ic\"\nx: x.c\n\t$(CC) $<\n",
		"configure.ac":   "AC_INIT([a tool],[1])\n",
		"empty.mk":       "",
	})
}
