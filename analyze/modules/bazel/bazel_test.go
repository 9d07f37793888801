package bazel

import (
	"fmt"
	"strings"
	"testing"

	"seam/analyze/modules"
	"seam/analyze/repo"
)

// describe prints units with their requirements and replacements, and locks with their
// packages.
func describe(s *modules.Set) string {
	var b strings.Builder
	for _, u := range s.Units {
		fmt.Fprintf(&b, "%s %s\n", u.Path, u.Name)
		for _, r := range u.Requirements {
			fmt.Fprintf(&b, "  %s %s at %s by %d %s%s\n", r.Name, r.Version, r.Location, r.Decides.Line, r.Unit, r.Kind)
		}
		for _, r := range u.Replacements {
			fmt.Fprintf(&b, "  %s => %s %s %s at %d\n", r.Name, r.NewName, r.NewVersion, r.Target, r.Location.Line)
		}
	}
	for i := range s.Locks {
		l := &s.Locks[i]
		fmt.Fprintf(&b, "%s\n", l.File)
		for _, p := range l.Packages {
			fmt.Fprintf(&b, "  %s %s %s line %d:", p.Name, p.Version, p.Unit, p.Line)
			for _, to := range p.Requires {
				fmt.Fprintf(&b, " %s@%s %s", l.Packages[to.To].Name, l.Packages[to.To].Version, to.Kind)
			}
			b.WriteString("\n")
		}
	}
	for _, x := range s.Broken {
		fmt.Fprintf(&b, "broken %s: %s\n", x.Location, x.Message)
	}
	return b.String()
}

func TestLoad(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"module": {map[string]string{"MODULE.bazel": `"""Text of several
lines."""
module(name = "shop", version = "1.0")
# bazel_dep(name = "no", version = "1")
bazel_dep(name = "rules_go", version = "0.50.1")
bazel_dep("rules_cc", "0.1", repo_name = "cc")
bazel_dep(
    name = "stardoc",
    version = "0.7",
    dev_dependency = True,
)
bazel_dep(name = "computed", version = VERSION)
x = use_extension("@y//:z.bzl", "z")
x.install(artifacts = ["a:b:1", {"c": (1, 2)}])
[bazel_dep(name = "no", version = v) for v in ["1"]]
`}, ". shop\n  computed  at MODULE.bazel:12 by 0 \n  rules_cc 0.1 at MODULE.bazel:6 by 0 \n  rules_go 0.50.1 at MODULE.bazel:5 by 0 \n  stardoc 0.7 at MODULE.bazel:7 by 9 development\n"},
		"overrides": {map[string]string{
			"MODULE.bazel": `module(name = "m")
bazel_dep(name = "a", version = "1")
bazel_dep(name = "b", version = "1")
bazel_dep(name = "c", version = "1")
bazel_dep(name = "d", version = "1")
bazel_dep(name = "e", version = "1")
single_version_override(module_name = "a", version = "2")
local_path_override(module_name = "b", path = "sub")
git_override(module_name = "c", remote = "https://x/c", commit = "123")
single_version_override(module_name = "d", patches = ["x"])
multiple_version_override(module_name = "e", versions = ["1", "2"])
`, "sub/MODULE.bazel": `module(name = "b")`},
			". m\n  a 2 at MODULE.bazel:2 by 7 \n  b  at MODULE.bazel:3 by 0 sub\n  c  at MODULE.bazel:4 by 0 \n  d 1 at MODULE.bazel:5 by 0 \n  e 1 at MODULE.bazel:6 by 0 \n" +
				"  a => a 2  at 7\n  b => sub  sub at 8\n  c => https://x/c 123  at 9\n  d => d   at 10\nsub b\n"},
		"an included file, which includes itself": {map[string]string{
			"MODULE.bazel":            "include(\"//build:deps.MODULE.bazel\")",
			"build/deps.MODULE.bazel": "bazel_dep(name = 'a', version = '1')\ninclude('//build:deps.MODULE.bazel')",
		}, ". \n  a 1 at build/deps.MODULE.bazel:1 by 0 \n"},
		"a lock with the selected versions": {map[string]string{
			"MODULE.bazel": "module(name = 'm')\nbazel_dep(name = 'a', version = '1')",
			"MODULE.bazel.lock": `{"lockFileVersion": 11, "registryFileHashes": {
 "https://bcr.bazel.build/modules/a/1/MODULE.bazel": "x",
 "https://bcr.bazel.build/modules/a/2/MODULE.bazel": "x",
 "https://bcr.bazel.build/modules/a/2/source.json": "x",
 "https://bcr.bazel.build/modules/b/3.bcr.1/source.json": "x"}}`,
		}, ". m\n  a 1 at MODULE.bazel:2 by 0 \nMODULE.bazel.lock\n  a 2  line 4:\n  b 3.bcr.1  line 5:\n  m  . line 0: a@2 \n"},
		"an older lock with edges": {map[string]string{
			"MODULE.bazel": "module(name = 'm')",
			"MODULE.bazel.lock": `{"lockFileVersion": 6, "moduleDepGraph": {
 "<root>": {"name": "m", "deps": {"x": "a@1"}},
 "a@1": {"name": "a", "deps": {"b": "b@_", "gone": "c@1"}},
 "b@_": {"name": "b", "deps": {"a": "a@1"}}}}`,
		}, ". m\nMODULE.bazel.lock\n  a 1  line 3: b@ \n  b   line 4: a@1 \n  m  . line 2: a@1 \n"},
		"broken": {map[string]string{
			"a/MODULE.bazel":      "module(name = 'a')\nbazel_dep(name = 'x', version = '1')\nbazel_dep(\n",
			"b/MODULE.bazel":      "module(name = 'b')\nx = 'abc\n",
			"c/MODULE.bazel":      "module(name = 'c')\n<<<<<<< HEAD\n",
			"d/MODULE.bazel.lock": "{}",
		}, "a a\n  x 1 at a/MODULE.bazel:2 by 0 \nb b\nc c\nbroken a/MODULE.bazel:3: a bracket that is opened here is never closed\nbroken b/MODULE.bazel:2: a text that begins here is not closed on its line\nbroken c/MODULE.bazel:2: unresolved merge conflict; resolve it and remove the markers\nbroken d/MODULE.bazel.lock:1: it has no lockFileVersion; write it anew with bazel mod deps --lockfile_mode=update\n"},
	} {
		if got := describe(modules.Join(Load(repo.Memory(c.files)))); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("module(name = 'm')\nbazel_dep(name = \"a\", version = '1', x = [1, {}])\nlocal_path_override(module_name = 'a', path = '..')", `{"lockFileVersion": 6, "moduleDepGraph": {"<root>": {"deps": {"x": "a@1"}}, "a@1": {}}}`)
	f.Fuzz(func(t *testing.T, module, lock string) {
		Load(repo.Memory(map[string]string{"MODULE.bazel": module, "MODULE.bazel.lock": lock}))
	})
}
