package pub

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/modules"
	"seam/analyze/repo"
)

// show writes a set as one line per fact, so that tests compare whole results.
func show(s *modules.Set) string {
	var b strings.Builder
	for _, u := range s.Units {
		fmt.Fprintf(&b, "%s is %q private %t\n", u.Path, u.Name, u.Private)
		for _, r := range u.Requirements {
			fmt.Fprintf(&b, "  %s %q %s unit %q at %s\n", r.Name, r.Version, r.Kind, r.Unit, r.Location)
		}
		for _, r := range u.Replacements {
			fmt.Fprintf(&b, "  %s is %s %q in %q at %s\n", r.Name, r.NewName, r.NewVersion, r.Target, r.Location)
		}
	}
	for _, w := range s.Workspaces {
		fmt.Fprintf(&b, "workspace %s of %q\n", w.Manifest, w.Members)
	}
	for _, l := range s.Locks {
		fmt.Fprintf(&b, "lock %s\n", l.File)
		for _, p := range l.Packages {
			fmt.Fprintf(&b, "  %s %s unit %q line %d\n", p.Name, p.Version, p.Unit, p.Line)
			for _, r := range p.Requires {
				fmt.Fprintf(&b, "    -> %s %q %s\n", l.Packages[r.To].Name, r.Range, r.Kind)
			}
		}
	}
	for _, w := range s.Warnings {
		fmt.Fprintf(&b, "%s %d %s\n", w.Code, w.Count, w.Message)
	}
	return b.String()
}

func check(t *testing.T, files map[string]string, want string) {
	t.Helper()
	if d := cmp.Diff(strings.TrimLeft(want, "\n"), show(Load(repo.Memory(files)))); d != "" {
		t.Error(d)
	}
}

func TestManifests(t *testing.T) {
	check(t, map[string]string{
		"app/pubspec.yaml": `name: app
publish_to: none
dependencies:
  flutter:
    sdk: flutter
  http: ^1.2.0
  path:
  core:
    path: ../core
  elsewhere: {path: ../../elsewhere}
  forked:
    git: {url: https://example.org/forked, ref: main}
  private:
    hosted: https://pub.example.org
    version: ">=1.0.0 <2.0.0"
dev_dependencies:
  test: any
dependency_overrides:
  meta: 1.9.0
`,
		"app/pubspec_overrides.yaml":      "dependency_overrides:\n  http:\n    path: ../core\n  intl: ^0.19.0\n",
		"core/pubspec.yaml":               "name: core\ndependencies: []\ndev_dependencies:\n  x: [1]\n",
		"nameless/pubspec.yaml":           "dependencies:\n  a: 1.0.0\n",
		"list/pubspec.yaml":               "- a\n",
		"broken/pubspec.yaml":             "name: x\n  y: [\n",
		"brick/__brick__/pubspec.yaml":    "name: {{name}}\n",
		"test/fixtures/x/pubspec.yaml":    "name: fixture\n",
		".dart_tool/x/pubspec.yaml":       "name: tool\n",
		"third_party/copied/pubspec.yaml": "name: copied\n",
	}, `
app is "app" private true
  core ""  unit "core" at app/pubspec.yaml:8
  elsewhere ""  unit "" at app/pubspec.yaml:10
  forked ""  unit "" at app/pubspec.yaml:11
  http "^1.2.0"  unit "core" at app/pubspec.yaml:6
  path ""  unit "" at app/pubspec.yaml:7
  private ">=1.0.0 <2.0.0"  unit "" at app/pubspec.yaml:13
  test "" development unit "" at app/pubspec.yaml:17
  http is ../core "" in "core" at app/pubspec_overrides.yaml:2
  intl is intl "^0.19.0" in "" at app/pubspec_overrides.yaml:4
core is "core" private false
broken-manifest 1 broken/pubspec.yaml:1: mapping value is not allowed in this context; what is not read of this file is missing from the answer, repair it
broken-manifest 1 core/pubspec.yaml:2: dependencies must be a mapping, found a list; what is not read of this file is missing from the answer, repair it
broken-manifest 1 core/pubspec.yaml:4: the version of x in dev_dependencies must be a text or a mapping, found a list; what is not read of this file is missing from the answer, repair it
broken-manifest 1 list/pubspec.yaml:1: a pubspec.yaml must be a mapping, found a list; what is not read of this file is missing from the answer, repair it
`)
}

func TestWorkspaces(t *testing.T) {
	check(t, map[string]string{
		"pubspec.yaml":                        "name: all\nworkspace:\n  - pkgs/a\n  - pkgs/b*\n",
		"pkgs/a/pubspec.yaml":                 "name: a\nresolution: workspace\ndependencies:\n  b1: ^1.0.0\n  c: ^1.0.0\n",
		"pkgs/b1/pubspec.yaml":                "name: b1\n",
		"pkgs/c/pubspec.yaml":                 "name: c\n",
		"old/melos.yaml":                      "packages:\n  - packages/**\nignore:\n  - '**/example'\n",
		"old/packages/p/pubspec.yaml":         "name: p\ndependencies:\n  q: ^1.0.0\n",
		"old/packages/x/q/pubspec.yaml":       "name: q\n",
		"old/packages/p/example/pubspec.yaml": "name: p_example\ndependencies:\n  p: ^1.0.0\n",
		"empty/melos.yaml":                    "packages:\n  - none/*\n",
	}, `
. is "all" private false
old/packages/p is "p" private false
  q "^1.0.0"  unit "old/packages/x/q" at old/packages/p/pubspec.yaml:3
old/packages/p/example is "p_example" private false
  p "^1.0.0"  unit "" at old/packages/p/example/pubspec.yaml:3
old/packages/x/q is "q" private false
pkgs/a is "a" private false
  b1 "^1.0.0"  unit "pkgs/b1" at pkgs/a/pubspec.yaml:4
  c "^1.0.0"  unit "" at pkgs/a/pubspec.yaml:5
pkgs/b1 is "b1" private false
pkgs/c is "c" private false
workspace old/melos.yaml of ["old/packages/p" "old/packages/x/q"]
workspace pubspec.yaml of ["." "pkgs/a" "pkgs/b1"]
`)
}

func TestLocks(t *testing.T) {
	check(t, map[string]string{
		"app/pubspec.yaml":  "name: app\ndependencies:\n  flutter:\n    sdk: flutter\n  http: ^1.0.0\n  core:\n    path: ../core\n  gone: ^1.0.0\ndev_dependencies:\n  test: ^1.0.0\n",
		"core/pubspec.yaml": "name: core\n",
		"app/pubspec.lock": `# Generated by pub
packages:
  async:
    dependency: transitive
    description:
      name: async
      url: "https://pub.dev"
    source: hosted
    version: "2.11.0"
  core:
    dependency: "direct main"
    description:
      path: "../core"
      relative: true
    source: path
    version: "0.0.1"
  flutter:
    dependency: "direct main"
    description: flutter
    source: sdk
    version: "0.0.0"
  http:
    dependency: "direct main"
    source: hosted
    version: "1.2.2"
  test:
    dependency: "direct dev"
    source: hosted
    version: "1.25.0"
sdks:
  dart: ">=3.3.0 <4.0.0"
`,
		"pubspec.yaml":        "name: all\nworkspace: [core]\n",
		"pubspec.lock":        "packages:\n  meta:\n    source: hosted\n    version: \"1.9.0\"\n",
		"lonely/pubspec.lock": "packages:\n  meta:\n    source: hosted\n    version: \"1.8.0\"\n",
		"broken/pubspec.lock": "packages:\n  a:\n<<<<<<< HEAD\n",
	}, `
. is "all" private false
app is "app" private false
  core ""  unit "core" at app/pubspec.yaml:6
  gone "^1.0.0"  unit "" at app/pubspec.yaml:8
  http "^1.0.0"  unit "" at app/pubspec.yaml:5
  test "^1.0.0" development unit "" at app/pubspec.yaml:10
core is "core" private false
workspace pubspec.yaml of ["." "core"]
lock app/pubspec.lock
  app  unit "app" line 0
    -> core "" 
    -> http "^1.0.0" 
    -> test "^1.0.0" development
  async 2.11.0 unit "" line 3
  core 0.0.1 unit "core" line 10
  http 1.2.2 unit "" line 22
  test 1.25.0 unit "" line 26
lock lonely/pubspec.lock
  meta 1.8.0 unit "" line 2
lock pubspec.lock
  all  unit "." line 0
  core  unit "core" line 0
  meta 1.9.0 unit "" line 2
broken-manifest 1 broken/pubspec.lock:3: a merge conflict is not resolved (<<<<<<<); what is not read of this file is missing from the answer, repair it
lock-incomplete 1 app/pubspec.lock holds nothing for some of what its packages require (app asks for gone ^1.0.0); bring it up to date with dart pub get
`)
}

func TestPackages(t *testing.T) {
	all := Packages(repo.Memory(map[string]string{
		"pubspec.yaml":   "name: all\nworkspace: [a, b]\n",
		"a/pubspec.yaml": "name: a\ndependencies:\n  b: ^1.0.0\n  http: ^1.0.0\n",
		"b/pubspec.yaml": "name: b\n",
		"c/pubspec.yaml": "name: c\ndependencies:\n  a:\n    path: ../a\n",
	}))
	want := []Package{
		{Name: "all", Folder: ".", Manifest: "pubspec.yaml", Takes: map[string]string{}, Member: true},
		{Name: "a", Folder: "a", Manifest: "a/pubspec.yaml", Takes: map[string]string{"b": "b"}, Member: true},
		{Name: "b", Folder: "b", Manifest: "b/pubspec.yaml", Takes: map[string]string{}, Member: true},
		{Name: "c", Folder: "c", Manifest: "c/pubspec.yaml", Takes: map[string]string{"a": "a"}},
	}
	if d := cmp.Diff(want, all); d != "" {
		t.Error(d)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("name: a\nworkspace: [b, 'c*']\ndependencies:\n  b: ^1.0.0\n  c: {path: b}\n  d: {git: x}\n", "packages: ['**']\nignore: [b]\n", "packages:\n  b:\n    source: path\n    description: {path: b}\n    version: \"1.0.0\"\n")
	f.Fuzz(func(t *testing.T, manifest, melos, lock string) {
		tree := repo.Memory(map[string]string{"pubspec.yaml": manifest, "pubspec_overrides.yaml": manifest, "melos.yaml": melos, "pubspec.lock": lock, "b/pubspec.yaml": "name: b\n", "c/pubspec.yaml": manifest})
		for _, l := range Load(tree).Locks {
			for _, p := range l.Packages {
				for _, r := range p.Requires {
					if r.To < 0 || r.To >= len(l.Packages) {
						t.Errorf("a link leads to %d of %d packages", r.To, len(l.Packages))
					}
				}
			}
		}
		Packages(tree)
	})
}
