package npm

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/repo"
)

// rushLock is a lock of Rush whose paths begin at another folder than its own.
const rushLock = "lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n\n  %s/apps/a:\n    dependencies:\n      l:\n        specifier: workspace:*\n        version: link:../../libs/l\n" +
	"      x:\n        specifier: ^1\n        version: 1.0.0\n\npackages:\n\n  x@1.0.0:\n    resolution: {integrity: x}\n\nsnapshots:\n\n  x@1.0.0: {}\n"

// TestLocks reads one small lock of every form. Each line is a package and what it needs.
func TestLocks(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"package-lock 3: nested places, a link, an alias, peers": {map[string]string{
			"package.json":   `{"name": "shop", "workspaces": ["w"]}`,
			"w/package.json": `{"name": "web", "version": "2.0.0"}`,
			"package-lock.json": `{"lockfileVersion": 3, "packages": {
				"": {"name": "shop", "dependencies": {"a": "^1", "web": "*", "gone": "1"}, "devDependencies": {"b": "^2"}, "optionalDependencies": {"os-only": "1"}},
				"w": {"name": "web", "version": "2.0.0", "dependencies": {"b": "^1"}, "peerDependencies": {"react": ">=17"}},
				"w/node_modules/b": {"version": "1.0.0"},
				"node_modules/a": {"version": "1.1.0", "dependencies": {"b": "^2", "al": "npm:real@^3"}, "devDependencies": {"never": "1"}},
				"node_modules/a/node_modules/b": {"version": "2.5.0"},
				"node_modules/b": {"version": "2.0.0", "dependencies": {"a": "*"}, "extra": 1},
				"node_modules/c": {"version": "1.0.0", "dependencies": {"b": "2"}},
				"node_modules/c/node_modules/b": {"version": "2.5.0"},
				"node_modules/al": {"name": "real", "version": "3.0.0"},
				"node_modules/react": {"version": "18.0.0"},
				"node_modules/left": {"version": "1.0.0", "extraneous": true},
				"node_modules/web": {"resolved": "w", "link": true}}}`,
		}, `
package-lock.json
  a@1.1.0: b@2.5.0×2 (^2) real@3.0.0 (^3)
  b@1.0.0:
  b@2.0.0: a@1.1.0 (*)
  b@2.5.0×2:
  c@1.0.0: b@2.5.0×2 (2)
  react@18.0.0:
  real@3.0.0:
  [.]shop: a@1.1.0 (^1) b@2.0.0 (^2 development)
  [w]web@2.0.0: b@1.0.0 (^1) react@18.0.0 (>=17 peer)
lock-incomplete ×1: package-lock.json holds nothing for some of what its packages require (the root asks for gone 1); bring it up to date with an install
`},
		"package-lock 1: nested as installed, roots from package.json": {map[string]string{
			"package.json": `{"name": "shop", "version": "0.1.0", "dependencies": {"a": "^1", "lib": "file:lib"}}`,
			"package-lock.json": `{"lockfileVersion": 1, "dependencies": {
				"a": {"version": "1.0.0", "requires": {"b": "^1"}, "dependencies": {"b": {"version": "1.0.0"}}},
				"b": {"version": "2.0.0", "requires": {"al": "npm:real@1"}},
				"al": {"version": "npm:real@1.0.0"},
				"lib": {"version": "file:lib"}}}`,
		}, `
package-lock.json
  a@1.0.0: b@1.0.0 (^1)
  b@1.0.0:
  b@2.0.0: real@1.0.0 (1)
  [lib]lib:
  real@1.0.0:
  [.]shop@0.1.0: a@1.0.0 (^1) [lib]lib (file:lib)
`},
		"npm-shrinkwrap wins over package-lock": {map[string]string{
			"npm-shrinkwrap.json": `{"lockfileVersion": 3, "packages": {"": {"name": "s"}}}`,
			"package-lock.json":   `{`,
		}, "npm-shrinkwrap.json\n  [.]s:\n"},
		"pnpm 9: peers, aliases, folders, catalogs": {map[string]string{
			"package.json":        `{"name": "root"}`,
			"w/package.json":      `{"name": "web"}`,
			"pnpm-workspace.yaml": "packages: [w]\ncatalog:\n  c: ^1.0.0\n",
			"pnpm-lock.yaml": "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    devDependencies:\n      c:\n        specifier: 'catalog:'\n        version: 1.0.0\n      d:\n        specifier: file:./d\n        version: file:d\n" +
				"  w:\n    dependencies:\n      al:\n        specifier: npm:@s/real@^2\n        version: '@s/real@2.0.0(c@1.0.0)'\n      root:\n        specifier: workspace:*\n        version: link:..\n      g:\n        specifier: o/g\n        version: https://h.example/g/tar.gz/abc\n" +
				"packages:\n\n  '@s/real@2.0.0':\n    resolution: {integrity: x}\n    peerDependencies:\n      c: '*'\n\n  c@1.0.0:\n    resolution: {integrity: x}\n\n  d@file:d:\n    resolution: {directory: d, type: directory}\n\n  g@https://h.example/g/tar.gz/abc:\n    resolution: {tarball: https://h.example/g/tar.gz/abc}\n    version: 3.0.0\n\n" +
				"snapshots:\n\n  '@s/real@2.0.0(c@1.0.0)':\n    dependencies:\n      c: 1.0.0\n    optionalDependencies:\n      g: https://h.example/g/tar.gz/abc\n\n  c@1.0.0: {}\n\n  d@file:d:\n    dependencies:\n      c: 1.0.0\n\n  g@https://h.example/g/tar.gz/abc: {}\n",
		}, `
pnpm-lock.yaml
  @s/real@2.0.0: c@1.0.0 g@3.0.0 (optional)
  c@1.0.0:
  [d]d: c@1.0.0
  g@3.0.0:
  [.]root: c@1.0.0 (^1.0.0 development) [d]d (file:./d development)
  [w]web: @s/real@2.0.0 (^2) g@3.0.0 (o/g) [.]root (workspace:*)
`},
		"pnpm 6": {map[string]string{
			"pnpm-lock.yaml": "lockfileVersion: '6.0'\n\ndependencies:\n  a:\n    specifier: ^1\n    version: 1.0.0(@s/b@2.0.0)\n  l:\n    specifier: file:l\n    version: file:l(a@1.0.0)\n\npackages:\n\n  /@s/b@2.0.0:\n    resolution: {integrity: x}\n    dev: false\n\n" +
				"  /a@1.0.0(@s/b@2.0.0):\n    resolution: {integrity: x}\n    dependencies:\n      '@s/b': 2.0.0\n      al: /real_x@1.0.0\n    dev: false\n\n  /real_x@1.0.0:\n    resolution: {integrity: x}\n\n  file:l(a@1.0.0):\n    resolution: {directory: l, type: directory}\n    id: file:l\n    name: l\n    version: 4.0.0\n",
		}, `
pnpm-lock.yaml
  [.].: a@1.0.0 (^1) [l]l (file:l)
  @s/b@2.0.0:
  a@1.0.0: @s/b@2.0.0 real_x@1.0.0
  [l]l:
  real_x@1.0.0:
`},
		"pnpm 5": {map[string]string{
			"pnpm-lock.yaml": "lockfileVersion: 5.4\n\nimporters:\n\n  p:\n    specifiers:\n      '@t/b__c': ^1\n      g: o/g\n    dependencies:\n      '@t/b__c': 1.0.0_@s+b@2.0.0\n      g: github.com/o/g/abc\n\npackages:\n\n  /@t/b__c/1.0.0_@s+b@2.0.0:\n    resolution: {integrity: x}\n    dependencies:\n      '@s/b': 2.0.0\n      al: /real/1.0.0\n    dev: false\n\n" +
				"  /@s/b/2.0.0:\n    resolution: {integrity: x}\n\n  /real/1.0.0:\n    resolution: {integrity: x}\n\n  github.com/o/g/abc:\n    resolution: {tarball: https://x}\n    name: g\n    version: 2.0.0\n",
		}, `
pnpm-lock.yaml
  @s/b@2.0.0:
  @t/b__c@1.0.0: @s/b@2.0.0 real@1.0.0
  g@2.0.0:
  [p]p: @t/b__c@1.0.0 (^1) g@2.0.0 (o/g)
  real@1.0.0:
`},
		"rush copies the lock to another folder before an install": {map[string]string{
			"r/apps/a/package.json": `{"name": "a"}`, "r/libs/l/package.json": `{"name": "l"}`,
			"r/common/config/rush/pnpm-lock.yaml":        fmt.Sprintf(rushLock, "../.."),
			"r/common/config/subspaces/s/pnpm-lock.yaml": fmt.Sprintf(rushLock, "../../.."),
		}, `
r/common/config/rush/pnpm-lock.yaml
  [r/apps/a]a: [r/libs/l]l (workspace:*) x@1.0.0 (^1)
  [r/libs/l]l:
  [r/common/temp]r/common/temp:
  x@1.0.0:
r/common/config/subspaces/s/pnpm-lock.yaml
  [r/apps/a]a: [r/libs/l]l (workspace:*) x@1.0.0 (^1)
  [r/libs/l]l:
  [r/common/temp/s]r/common/temp/s:
  x@1.0.0:
`},
		"yarn 1: members are not in the lock, a resolution, an alias": {map[string]string{
			"package.json":   `{"name": "root", "workspaces": ["w"], "dependencies": {"web": "^1.0.0"}, "resolutions": {"c": "3.0.0"}}`,
			"w/package.json": `{"name": "web", "version": "1.2.0", "dependencies": {"@s/a": "^1", "al": "npm:real@^2"}, "devDependencies": {"c": "1"}}`,
			"yarn.lock": "# yarn lockfile v1\n\n\n\"@s/a@^1\", \"@s/a@~1.0.0\":\n  version \"1.0.0\"\n  resolved \"https://x#y\"\n  dependencies:\n    c \"^1.0.0 || 2\"\n    b \">= 1\"\n  optionalDependencies:\n    none \"1\"\n\n\"al@npm:real@^2\":\n  version \"2.0.0\"\n\n" +
				"b@1, \"b@>= 1\":\n  version \"1.0.0\"\n\nc@3.0.0:\n  version \"3.0.0\"\n",
		}, `
yarn.lock
  @s/a@1.0.0: b@1.0.0 (>= 1) c@3.0.0 (^1.0.0 || 2)
  b@1.0.0:
  c@3.0.0:
  real@2.0.0:
  [.]root: [w]web@1.2.0 (^1.0.0)
  [w]web@1.2.0: @s/a@1.0.0 (^1) c@3.0.0 (1 development) real@2.0.0 (^2)
`},
		"yarn 4: a catalog, resolutions, a unit that is installed from the registry too": {map[string]string{
			"package.json":   `{"name": "root", "workspaces": ["w"], "dependencies": {"web": "^1.0.0", "t": "catalog:", "u": "catalog:old"}, "resolutions": {"c@^1.0.0": "patch:c@npm:1.0.2#./c.patch", "t/d": "^2.0.0"}}`,
			".yarnrc.yml":    "catalog:\n  t: ^5.0.0\ncatalogs:\n  old:\n    u: ^1\nenableTransparentWorkspaces: false\n",
			"w/package.json": `{"name": "web", "version": "1.2.0", "dependencies": {"tool": "link:../tool"}}`,
			"yarn.lock": "__metadata:\n  version: 8\n\n" +
				"\"tool@link:../tool::locator=web%40workspace%3Aw\":\n  version: 0.0.0-use.local\n  resolution: \"tool@link:../tool::locator=web%40workspace%3Aw\"\n\n" +
				"\"c@npm:^3\":\n  version: 3.0.0\n  resolution: \"c@npm:3.0.0\"\n\n" +
				"\"c@patch:c@npm:1.0.2#./c.patch::locator=root%40workspace%3A.\":\n  version: 1.0.2\n  resolution: \"c@patch:c@npm%3A1.0.2#./c.patch::version=1.0.2&locator=root%40workspace%3A.\"\n\n" +
				"\"d@npm:^2.0.0\":\n  version: 2.0.0\n  resolution: \"d@npm:2.0.0\"\n\n\"d@npm:^3.0.0\":\n  version: 3.0.0\n  resolution: \"d@npm:3.0.0\"\n\n" +
				"\"root@workspace:.\":\n  version: 0.0.0-use.local\n  resolution: \"root@workspace:.\"\n  dependencies:\n    t: \"catalog:\"\n    gone: \"npm:1\"\n\n" +
				"\"t@npm:^5.0.0\":\n  version: 5.1.0\n  resolution: \"t@npm:5.1.0\"\n  dependencies:\n    c: \"npm:^1.0.0\"\n    d: \"npm:^1\"\n    l: \"link:./l\"\n\n" +
				"\"u@npm:^1\":\n  version: 1.0.0\n  resolution: \"u@npm:1.0.0\"\n\n" +
				"\"web@npm:^1.0.0\":\n  version: 1.0.1\n  resolution: \"web@npm:1.0.1\"\n\n\"web@workspace:w\":\n  version: 0.0.0-use.local\n  resolution: \"web@workspace:w\"\n",
		}, `
yarn.lock
  c@1.0.2:
  c@3.0.0:
  d@2.0.0:
  d@3.0.0:
  [.]root: t@5.1.0 (^5.0.0) u@1.0.0 (^1) web@1.0.1 (^1.0.0)
  t@5.1.0: c@1.0.2 (^1.0.0) d@2.0.0 (^1)
  [tool]tool:
  u@1.0.0:
  web@1.0.1:
  [w]web@1.2.0: [tool]tool (link:../tool)
`},
		"yarn 4: units, a patch, virtual packages, an alias": {map[string]string{
			"package.json":   `{"name": "root", "workspaces": ["w"]}`,
			"w/package.json": `{"name": "web", "dependencies": {"a": "^1"}, "devDependencies": {"root": "workspace:*", "al": "npm:real@^2"}}`,
			"yarn.lock": "# generated\n\n__metadata:\n  version: 8\n\n\"a@npm:^1\":\n  version: 1.0.0\n  resolution: \"a@npm:1.0.0\"\n  dependencies:\n    t: \"npm:^5.0.0\"\n    opt: \"npm:1\"\n  dependenciesMeta:\n    opt:\n      optional: true\n  languageName: node\n  linkType: hard\n\n" +
				"\"al@npm:real@^2\":\n  version: 2.0.0\n  resolution: \"real@npm:2.0.0\"\n  linkType: hard\n\n\"root@workspace:*, root@workspace:.\":\n  version: 0.0.0-use.local\n  resolution: \"root@workspace:.\"\n  languageName: unknown\n  linkType: soft\n\n\"t@npm:^5.0.0\":\n  version: 5.1.0\n  resolution: \"t@npm:5.1.0\"\n\n" +
				"\"t@patch:t@npm%3A^5.0.0#~builtin<compat/t>\":\n  version: 5.1.0\n  resolution: \"t@patch:t@npm%3A5.1.0#~builtin<compat/t>::version=5.1.0\"\n\n\"web@workspace:w\":\n  version: 0.0.0-use.local\n  resolution: \"web@workspace:w\"\n  dependencies:\n    a: \"npm:^1\"\n  linkType: soft\n",
		}, `
yarn.lock
  a@1.0.0: t@5.1.0 (^5.0.0)
  real@2.0.0:
  [.]root:
  t@5.1.0:
  [w]web: a@1.0.0 (^1) real@2.0.0 (^2 development) [.]root (workspace:* development)
`},
		"yarn: a lock without a manifest is the copy of another tool": {map[string]string{
			"kotlin-js-store/yarn.lock": "a@^1.0.0:\n  version \"1.0.0\"\n\na@~1.2.0:\n  version \"1.2.0\"\n",
			"store/yarn.lock":           "__metadata:\n  version: 8\n\n\"a@npm:^1\":\n  version: 1.0.0\n  resolution: \"a@npm:1.0.0\"\n",
		}, "\n"},
		"broken ones": {map[string]string{
			"a/package-lock.json":    "{\"packages\": {\n<<<<<<< HEAD\n",
			"b/package-lock.json":    `{"name": "b"}`,
			"c/pnpm-lock.yaml":       "lockfileVersion: '9.0'\npackages:\n<<<<<<< HEAD\n  a@1.0.0: {}\n",
			"d/pnpm-lock.yaml":       "a: 1\n",
			"e/yarn.lock":            "a@1:\n  version \"1.0.0\"\n<<<<<<< HEAD\nb@1:\n",
			"f/yarn.lock":            "what is this\n",
			"g/yarn.lock":            "",
			"h/package-lock.json":    "{\"packages\": {}}",
			"fixtures/yarn.lock":     "what is this\n",
			"node_modules/yarn.lock": "what is this\n",
			"i/package-lock.json":    strings.Repeat("[", 1000),
			"j/yarn.lock":            "__metadata:\n  version: 8\n\"a@npm:1\":\n  version: [\n",
		}, `
h/package-lock.json
broken a/package-lock.json:2: a merge conflict is not resolved (<<<<<<<)
broken b/package-lock.json:1: it is no lock file of npm: it has neither packages nor dependencies
broken c/pnpm-lock.yaml:3: a merge conflict is not resolved (<<<<<<<)
broken d/pnpm-lock.yaml:1: it is no lock file of pnpm: it has no lockfileVersion
broken e/yarn.lock:3: a merge conflict is not resolved (<<<<<<<)
broken f/yarn.lock:1: expected a package and a colon, found "what is this"
broken i/package-lock.json:1: is nested more than 400 levels deep
broken j/yarn.lock:4: sequence end token ']' not found
`},
	} {
		t.Run(name, func(t *testing.T) {
			s := Load(repo.Memory(c.files))
			equal(t, locks(s)+troubles(s), c.want)
			for file, text := range c.files { // as editors on Windows save them
				c.files[file] = "\xef\xbb\xbf" + strings.ReplaceAll(text, "\n", "\r\n")
			}
			s = Load(repo.Memory(c.files))
			equal(t, locks(s)+troubles(s), c.want)
		})
	}
}

// A hostile lock may link its packages in circles and name every one by a thousand
// elements; reading it ends all the same.
func TestLockOfCycles(t *testing.T) {
	s := Load(repo.Memory(map[string]string{"package-lock.json": `{"packages": {
		"": {"dependencies": {"a": "1"}},
		"node_modules/a": {"resolved": "node_modules/b", "link": true},
		"node_modules/b": {"resolved": "node_modules/a", "link": true},
		"node_modules/c": {"resolved": "../..", "link": true},
		"` + strings.Repeat("node_modules/x/", 1000) + `node_modules/y": {"dependencies": {"a": "1"}}}}`}))
	if len(s.Locks) != 1 {
		t.Fatal(troubles(s))
	}
}

// TestAgainstNPM holds what npm itself reads in a lock against what is read here: a
// small one with a workspace, and a large one with names that are installed over and over
// at different depths.
func TestAgainstNPM(t *testing.T) {
	if _, err := exec.LookPath("npm"); err != nil {
		t.Skip("SKIPPED: npm is not installed, so its own reading of a lock was not compared")
	}
	for name, files := range map[string]map[string]string{
		"small": {
			"package.json":   `{"name": "shop", "version": "1.0.0", "workspaces": ["w"], "dependencies": {"a": "^1.0.0"}}`,
			"w/package.json": `{"name": "web", "version": "2.0.0", "dependencies": {"b": "^1.0.0", "c": "^2.0.0"}}`,
			"package-lock.json": `{"name": "shop", "version": "1.0.0", "lockfileVersion": 3, "requires": true, "packages": {
				"": {"name": "shop", "version": "1.0.0", "workspaces": ["w"], "dependencies": {"a": "^1.0.0"}},
				"node_modules/a": {"version": "1.1.0", "dependencies": {"b": "^2.0.0"}},
				"node_modules/a/node_modules/b": {"version": "2.0.0", "dependencies": {"c": "^1.0.0"}},
				"node_modules/b": {"version": "1.0.0"},
				"node_modules/c": {"version": "1.0.0"},
				"node_modules/web": {"resolved": "w", "link": true},
				"w": {"name": "web", "version": "2.0.0", "dependencies": {"b": "^1.0.0", "c": "^2.0.0"}},
				"w/node_modules/c": {"version": "2.0.0"}}}`,
		},
		"large": generated(),
	} {
		want, got := npmLists(t, files), map[string]bool{}
		l := Load(repo.Memory(files)).Locks[0]
		for _, p := range l.Packages {
			for _, n := range p.Requires {
				got[p.Name+" "+l.Packages[n.To].Name+"@"+l.Packages[n.To].Version] = true
			}
		}
		delete(want, "shop web@2.0.0") // what a workspace holds is no requirement of its root
		if d := cmp.Diff(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got))); d != "" || len(want) < 5 {
			t.Errorf("%s: of %d links -npm +here\n%s", name, len(want), d)
		}
	}
}

// generated is a lock in which ten names are installed at random places and versions.
func generated() map[string]string {
	rnd := rand.New(rand.NewPCG(5, 6))
	var places []string
	version := map[string]int{}
	var install func(prefix string, depth int)
	install = func(prefix string, depth int) {
		for i := range 10 {
			if depth == 0 || rnd.IntN(4*depth) == 0 && !strings.HasSuffix(prefix, fmt.Sprintf("/n%d/", i)) {
				p := fmt.Sprintf("%snode_modules/n%d", prefix, i)
				places, version[p] = append(places, p), 1+rnd.IntN(5)
				if depth < 3 {
					install(p+"/", depth+1)
				}
			}
		}
	}
	install("", 0)
	entries, top := "", ""
	for _, p := range places {
		needs := ""
		for i := range 10 {
			inside := version[fmt.Sprintf("%s/node_modules/n%d", p, i)] > 0
			itself := strings.HasSuffix(p, fmt.Sprintf("/n%d", i)) // a link from a package to itself says nothing
			if !itself && (inside || rnd.IntN(6) == 0) {
				needs += fmt.Sprintf(", \"n%d\": \"*\"", i)
			}
		}
		entries += fmt.Sprintf(",\n%q: {\"version\": \"%d.0.0\", \"dependencies\": {%s}}", p, version[p], strings.TrimPrefix(needs, ", "))
	}
	for i := range 10 {
		top += fmt.Sprintf(", \"n%d\": \"*\"", i)
	}
	manifest := `"name": "shop", "version": "1.0.0", "dependencies": {` + top[2:] + "}"
	return map[string]string{
		"package.json":      "{" + manifest + "}",
		"package-lock.json": `{"name": "shop", "version": "1.0.0", "lockfileVersion": 3, "requires": true, "packages": {"": {` + manifest + "}" + entries + "}}",
	}
}

// npmLists asks npm which package leads to which, as "NAME NAME@VERSION".
func npmLists(t *testing.T, files map[string]string) map[string]bool {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("npm", "ls", "--package-lock-only", "--all", "--json", "--offline")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("npm ls: %v\n%s", err, out)
	}
	var tree listing
	if err := json.Unmarshal(out, &tree); err != nil {
		t.Fatal(err)
	}
	links := map[string]bool{}
	tree.collect(links)
	return links
}

// listing is what npm ls prints.
type listing struct {
	Name, Version string
	Dependencies  map[string]listing
}

func (l listing) collect(into map[string]bool) {
	for name, d := range l.Dependencies {
		into[l.Name+" "+name+"@"+d.Version] = true
		d.Name = name
		d.collect(into)
	}
}

func FuzzLocks(f *testing.F) {
	f.Add("package-lock.json", `{"packages": {"": {"dependencies": {"a": "1"}}, "node_modules/a": {"version": "1.0.0"}}}`)
	f.Add("package-lock.json", `{"lockfileVersion": 1, "dependencies": {"a": {"version": "file:x", "requires": {"b": "1"}}}}`)
	f.Add("pnpm-lock.yaml", "lockfileVersion: 5.4\nimporters:\n  ../x:\n    dependencies:\n      a: link:..\npackages:\n  /@a/b/1_x:\n    dependencies:\n      c: 1\n")
	f.Add("yarn.lock", "a@1, \"@b/c@npm:d@1\":\n  version \"1\"\n  dependencies:\n    x \"1\"\n")
	f.Add("yarn.lock", "__metadata:\n  version: 8\n\"a@workspace:.\":\n  version: 1\n  resolution: \"a@workspace:../..\"\n")
	f.Add("package.json", `{"name": "x", "workspaces": ["{a,b}/**", "!c"], "overrides": {"a": {"b>c": "npm:d@1"}}}`)
	f.Add("pnpm-workspace.yaml", "packages: ['**']\ncatalog:\n  a: 1\n")
	f.Fuzz(func(t *testing.T, name, text string) {
		files := map[string]string{"package.json": `{"name": "r", "workspaces": ["w"], "dependencies": {"a": "1", "w": "*"}}`, "w/package.json": `{"name": "w", "dependencies": {"r": "workspace:*", "a": "catalog:"}}`}
		if !slices.Contains(names, name) {
			name = "yarn.lock"
		}
		files[name] = text
		s := Load(repo.Memory(files))
		for _, l := range s.Locks {
			for _, p := range l.Packages {
				for _, n := range p.Requires {
					_ = l.Packages[n.To]
				}
			}
		}
	})
}
