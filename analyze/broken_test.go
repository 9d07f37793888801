package analyze

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/config"
	"seam/analyze/imports"
	"seam/analyze/owners"
	"seam/analyze/repo"
)

// A manifest that its own tool refuses is told with its line by whoever reads imports, and
// once where dependencies are read too.
func TestBrokenManifests(t *testing.T) {
	sources := map[string]string{
		"go/a.go": "package a", "php/A.php": "<?php class A {}", "js/a.js": `import "x"`, "ts/a.ts": `import "@/b"`, "py/a/__init__.py": "import os",
		"rust/src/lib.rs": "fn f() {}", "maven/src/main/java/x/A.java": "package x; class A {}", "cs/A.cs": "class A {}", "ruby/a.rb": "class A\nend",
		"gradle/B.java": "package y; class B {}", "proto/a.proto": `syntax = "proto3";`,
	}
	for _, c := range []struct{ file, text, line, why string }{
		{"go/go.mod", "module m\n\nrequire (\n", ":4", "syntax error"},
		{"go.work", "go 1.22\nuse \"./go\n", ":2", "unexpected newline in string"},
		{"php/composer.json", "{\n  \"name\": \"a/b", ":2", "the file ends inside a text"},
		{"php/composer.json", "[1]", ":1", "must be an object, found a list"},
		{"js/package.json", "{\n  \"name\": \"a\",\n}", ":3", "found '}'"},
		{"js/package.json", "3", ":1", "must be an object, found a number"},
		{"js/package.json", "{\n\xff\"name\": 1}", ":2", "found"},
		{"js/pnpm-workspace.yaml", "packages:\n  - \"a", ":2", ""},
		{"js/pnpm-workspace.yaml", "- a", ":1", "must be a mapping, found a list"},
		{"js/lerna.json", "{\"packages\": [", ":1", "the file ends"},
		{"ts/tsconfig.json", "{\n  \"compilerOptions\": {\n", ":3", "the file ends"},
		{"ts/tsconfig.json", "[]", ":1", "must be an object, found a list"},
		{"py/pyproject.toml", "[project]\nname = \"a", ":2", ""},
		{"py/pyproject.toml", "project = 3", ":1", "project must be a table"},
		{"py/pyproject.toml", "[project]\nname = \"\xff\"", ":2", "not UTF-8"},
		{"rust/Cargo.toml", "[package]\nname = \"a", ":2", ""},
		{"rust/Cargo.toml", "package = 1", ":1", "package must be a table"},
		{"maven/pom.xml", "<project>\n  <groupId>g", ":2", "unexpected EOF"},
		{"maven/pom.xml", "<settings/>", ":1", "the outermost element is <settings>"},
		{"cs/A.csproj", "<Project>\n<ItemGroup", ":2", "unexpected EOF"},
		{"cs/A.csproj", "<other/>", ":1", "the outermost element is <other>"},
		{"ruby/Gemfile", "source \"https://rubygems.org\"\ngem \"rails\ngem \"rack\"\n", ":2", "a text is not closed"},
		{"ruby/Gemfile", "group :test do\n  gem \"a\"\n", ":1", "do is not closed"},
		{"ruby/a.gemspec", "Gem::Specification.new do |s|\n  s.name = \"a\"\nend\nend\n", ":4", "end closes nothing"},
		{"gradle/settings.gradle", "include 'a\n", ":1", "a text is not closed"},
		{"gradle/build.gradle.kts", "dependencies {\n  implementation(\"g:a:1\")\n", ":1", "{ is not closed"},
		{"gradle/gradle/libs.versions.toml", "versions = 1", ":1", "versions must be a table"},
		{"proto/buf.yaml", "- a", ":1", "must be a mapping, found a list"},
		{"proto/buf.work.yaml", "directories: [\"a", ":1", ""},
	} {
		t.Run(fmt.Sprintf("%s %.12q", c.file, c.text), func(t *testing.T) {
			files := map[string]string{c.file: c.text}
			maps.Copy(files, sources)
			tree := repo.Memory(files)
			g, err := loadImports(context.Background(), tree, sourceOf(tree), imports.Options{Headers: true})
			if err != nil {
				t.Fatal(err)
			}
			in := &Input{Imports: g, Owners: owners.Load(tree, config.Config{})}
			in.collectWarnings()
			alone := aboutBroken(in)
			if len(alone) != 1 || !strings.HasPrefix(alone[0], c.file+c.line+": ") || !strings.Contains(alone[0], c.why) || !strings.Contains(alone[0], "repair it") {
				t.Errorf("imports alone: %q, want one of %s%s with %q", alone, c.file, c.line, c.why)
			}
			in.Modules = manifests(sourceOf(tree))
			in.collectWarnings()
			if d := cmp.Diff(alone, aboutBroken(in)); d != "" {
				t.Errorf("with dependencies (-without +with):\n%s", d)
			}
		})
	}
}

func aboutBroken(in *Input) []string {
	var out []string
	for _, w := range in.Warnings {
		if w.Code == "broken-manifest" {
			out = append(out, w.Message)
		}
	}
	return out
}

// Hundreds of broken manifests are a few lines and a number.
func TestManyBrokenManifests(t *testing.T) {
	files := map[string]string{}
	for i := range 100 {
		files[fmt.Sprintf("p%02d/package.json", i)], files[fmt.Sprintf("p%02d/a.js", i)] = "{", ""
	}
	tree := repo.Memory(files)
	in := &Input{Owners: owners.Load(tree, config.Config{}), Modules: manifests(sourceOf(tree))}
	in.collectWarnings()
	said := aboutBroken(in)
	if len(said) != 21 || !slices.ContainsFunc(said, func(s string) bool { return strings.HasPrefix(s, "80 more manifests") }) {
		t.Errorf("%q", said)
	}
}

// What tests are fed with may be broken on purpose.
func TestBrokenFixtures(t *testing.T) {
	tree := repo.Memory(map[string]string{
		"a.js": `import "x"`, "fixtures/package.json": "{", "testdata/go.mod": "modul", "a.go": "package a", "tests/pyproject.toml": "=", "tests/a.py": "",
		"template/package.json": `{"name": {{name}}}`,
	})
	g, err := loadImports(context.Background(), tree, sourceOf(tree), imports.Options{Headers: true})
	if err != nil {
		t.Fatal(err)
	}
	in := &Input{Imports: g, Owners: owners.Load(tree, config.Config{})}
	in.collectWarnings()
	if said := aboutBroken(in); len(said) > 0 {
		t.Errorf("%q", said)
	}
}
