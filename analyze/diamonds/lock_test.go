package diamonds_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/diamonds"
	"seam/analyze/format/version"
	"seam/analyze/modules"
	"seam/analyze/modules/npm"
	"seam/analyze/repo"
)

// shop is a workspace of a root and two members, whose lock holds the given places
// beside them.
func shop(root, web, api, places string) map[string]string {
	return map[string]string{
		"package.json":          `{"name": "shop", "workspaces": ["*"], "dependencies": {` + root + `}}`,
		"web/package.json":      "{\"name\": \"web\", \"dependencies\": {\n" + strings.ReplaceAll(web, ", ", ",\n") + "}}",
		"examples/package.json": `{"name": "api", "dependencies": {` + api + `}}`,
		"package-lock.json": `{"lockfileVersion": 3, "packages": {
			"": {"name": "shop", "workspaces": ["*"], "dependencies": {` + root + `}},
			"web": {"name": "web", "version": "2.0.0", "dependencies": {` + web + `}},
			"examples": {"name": "api", "dependencies": {` + api + `}},
			"node_modules/web": {"resolved": "web", "link": true}` + places + `}}`,
	}
}

// bundling lets y bring its x in its own archive.
func bundling(files map[string]string) map[string]string {
	files["package-lock.json"] = strings.Replace(files["package-lock.json"], `"version": "1.2.0"`, `"version": "1.2.0", "inBundle": true`, 1)
	return files
}

// developing makes every requirement of a unit one for its development.
func developing(files map[string]string) map[string]string {
	installed := regexp.MustCompile(`("node_modules/[^"]*": \{"version": "[^"]*", )"devDependencies"`)
	for file, text := range files {
		files[file] = installed.ReplaceAllString(strings.ReplaceAll(text, `"dependencies"`, `"devDependencies"`), `$1"dependencies"`)
	}
	return files
}

func overriding(files map[string]string) map[string]string {
	files["package.json"] = strings.Replace(files["package.json"], "{", `{"overrides": {"y": {"x": "1.2.0"}}, `, 1)
	return files
}

// at writes a package of a lock: a place, a version and what it requires.
func at(place, version string, needs ...string) string {
	var list []string
	for _, n := range needs {
		name, rng, _ := strings.Cut(n, "@")
		list = append(list, fmt.Sprintf("%q: %q", name, rng))
	}
	return fmt.Sprintf(",\n%q: {\"version\": %q, \"dependencies\": {%s}}", "node_modules/"+strings.ReplaceAll(place, " ", "/node_modules/"), version, strings.Join(list, ", "))
}

// ofLocks keeps what the rules of lock files find.
func ofLocks(ds []diamonds.Diamond) []diamonds.Diamond {
	return slices.DeleteFunc(ds, func(d diamonds.Diamond) bool {
		return d.Rule != diamonds.LockDuplicate && d.Rule != diamonds.Dedupable && d.Rule != diamonds.RegistryCopy
	})
}

func TestLocks(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"one version of each": {shop(`"x": "^1"`, `"x": "^1"`, ``, at("x", "1.0.0")), ``},

		"units require two versions: a problem, on the lower line": {
			shop(`"x": "^2"`, `"x": "^1"`, ``, at("x", "2.0.0")+`, "web/node_modules/x": {"version": "1.5.0"}`), `
problem lock-duplicate x [1.5.0 | 2.0.0] incompatible at web/package.json:2
  Raise x to ^2 in web/package.json:2, then install: cd web && npm pkg set 'dependencies[x]=^2'
`},
		"units ask by one range and get two versions: of one class, so a smell, and no line is to be raised": {
			shop(`"x": "^1.0.0", "y": "1", "z": "1"`, `"x": "^1.0.0"`, ``, at("x", "1.2.0")+at("y", "1.0.0", "x@1.2.0")+at("z", "1.0.0", "x@1.5.0")+at("z x", "1.5.0")+`, "web/node_modules/x": {"version": "1.5.0"}`), `
smell lock-duplicate x [1.2.0 | 1.5.0] at package.json:1
  Let the package manager install x 1.5.0 for package.json:1 too, which asks by the same range: npm dedupe
`},
		"so do two units of what one program can hold but once": {
			shop(`"react": "18.1.0"`, `"react": "18.2.0"`, ``, at("react", "18.1.0")+`, "web/node_modules/react": {"version": "18.2.0"}`), `
problem lock-duplicate react [18.1.0 | 18.2.0] at package.json:1
  Raise react to 18.2.0 in package.json:1, then install
`},
		"whoever takes the other version too is not to be updated": {
			shop(`"a": "1", "b": "1", "x": "^2"`, ``, ``, at("x", "2.0.0")+at("a", "1.0.0", "x@>=1")+at("a x", "1.0.0")+at("b", "1.0.0", "x@^1")+at("b x", "1.0.0")), `
smell lock-duplicate x [1.0.0 | 2.0.0] incompatible at package.json:1
  Update b in package.json:1 to a release with which x 1.0.0 is not needed beside 2.0.0; which one that is cannot be told offline
`},
		"one unit takes both, under two names: on purpose": {
			shop(``, `"x": "^1", "x2": "npm:x@^2"`, ``, at("x", "1.0.0")+`, "node_modules/x2": {"name": "x", "version": "2.0.0"}`), `
smell lock-duplicate x [1.0.0 | 2.0.0] incompatible at web/package.json:2
  Raise x to 2.0.0 in web/package.json:2, then install
`},
		"the second version is an example's alone": {
			shop(`"x": "^2"`, ``, `"x": "^1"`, at("x", "2.0.0")+`, "examples/node_modules/x": {"version": "1.5.0"}`), `
smell lock-duplicate x [1.5.0 | 2.0.0] incompatible at examples/package.json:1
  Raise x to ^2 in examples/package.json:1, then install
`},
		"units require one version, a third party a lower one": {
			shop(``, `"x": "^2", "y": "^1"`, ``, at("x", "2.0.0")+at("y", "1.0.0", "x@^1")+at("y x", "1.0.0")), `
smell lock-duplicate x [1.0.0 | 2.0.0] incompatible at web/package.json:3
  Update y in web/package.json:3 to a release with which x 1.0.0 is not needed beside 2.0.0; which one that is cannot be told offline
`},
		"units require one version, a third party a higher one": {
			shop(``, `"x": "^1", "y": "^1"`, ``, at("x", "1.0.0")+at("y", "1.0.0", "x@^2")+at("y x", "2.0.0")), `
smell lock-duplicate x [1.0.0 | 2.0.0] incompatible at web/package.json:2
  Raise x to 2.0.0 in web/package.json:2, then install
`},
		"third parties alone: noise; what hangs on a duplicate is derived": {
			shop(`"a": "1", "b": "1"`, ``, ``, at("a", "1.0.0", "x@^1")+at("b", "1.0.0", "x@^2")+at("x", "1.0.0", "z@^1")+at("z", "1.0.0")+at("b x", "2.0.0", "z@^2")+at("b z", "2.0.0")), `
noise lock-duplicate x [1.0.0 | 2.0.0] incompatible at package.json:1
  Update a in package.json:1 to a release with which x 1.0.0 is not needed beside 2.0.0; which one that is cannot be told offline
noise lock-duplicate z [1.0.0 | 2.0.0] incompatible derived at package.json:1
  Update a in package.json:1 to a release with which z 1.0.0 is not needed beside 2.0.0; which one that is cannot be told offline
`},
		"of react a page can hold but one": {
			shop(`"a": "1", "b": "1"`, ``, ``, at("a", "1.0.0", "react@^17")+at("b", "1.0.0", "react@^18")+at("react", "17.0.0")+at("b react", "18.0.0")), `
problem lock-duplicate react [17.0.0 | 18.0.0] incompatible at package.json:1
  Update a in package.json:1 to a release with which react 17.0.0 is not needed beside 18.0.0; which one that is cannot be told offline
`},
		"a version inside another package's archive cannot be merged": {
			bundling(shop(`"x": "^1.0.0", "y": "1"`, ``, ``, at("x", "1.5.0")+at("y", "1.0.0", "x@^1.0.0")+at("y x", "1.2.0"))), `
smell lock-duplicate x [1.2.0 | 1.5.0] at package.json:1
  Update y in package.json:1 to a release with which x 1.2.0 is not needed beside 1.5.0; which one that is cannot be told offline
`},
		"two versions for development alone": {
			developing(shop(`"x": "^2"`, `"x": "^1"`, ``, at("x", "2.0.0")+`, "web/node_modules/x": {"version": "1.5.0"}`)), `
smell lock-duplicate x [1.5.0 | 2.0.0] incompatible at web/package.json:2
  Raise x to ^2 in web/package.json:2, then install: cd web && npm pkg set 'devDependencies[x]=^2'
`},
		"every range accepts one version: no code has to change": {
			shop(`"x": "^1.0.0", "y": "1"`, ``, ``, at("x", "1.5.0")+at("y", "1.0.0", "x@^1.0.0")+at("y x", "1.2.0")), `
smell dedupable x [1.2.0 | 1.5.0] at package-lock.json:8
  Let the package manager install x 1.5.0 alone: npm dedupe
noise lock-duplicate x [1.2.0 | 1.5.0] at package.json:1
  Let the package manager install x 1.5.0 alone: npm dedupe
`},
		"the same of versions that promise nothing to one another": {
			shop(`"x": "^2.0.0", "y": "1"`, ``, ``, at("x", "2.0.0")+at("y", "1.0.0", "x@>=1")+at("y x", "1.2.0")), `
problem dedupable x [1.2.0 | 2.0.0] incompatible at package-lock.json:8
  Let the package manager install x 2.0.0 alone: npm dedupe
noise lock-duplicate x [1.2.0 | 2.0.0] incompatible at package.json:1
  Let the package manager install x 2.0.0 alone: npm dedupe
`},
		"the same of versions that promise nothing to one another, if the lower one fits all": {
			shop(`"x": ">=1", "y": "1"`, ``, ``, at("x", "2.0.0")+at("y", "1.0.0", "x@^1.0.0")+at("y x", "1.2.0")), `
smell dedupable x [1.2.0 | 2.0.0] incompatible at package-lock.json:6
  Let the package manager install x 1.2.0 alone: npm dedupe
noise lock-duplicate x [1.2.0 | 2.0.0] incompatible at package.json:1
  Let the package manager install x 1.2.0 alone: npm dedupe
`},
		"the same for development": {
			developing(shop(`"x": ">=1", "y": "1"`, ``, ``, at("x", "2.0.0")+at("y", "1.0.0", "x@^1.0.0")+at("y x", "1.2.0"))), `
smell dedupable x [1.2.0 | 2.0.0] incompatible at package-lock.json:6
  Let the package manager install x 1.2.0 alone: npm dedupe
noise lock-duplicate x [1.2.0 | 2.0.0] incompatible at package.json:1
  Let the package manager install x 1.2.0 alone: npm dedupe
`},
		"where the root overrides a name its ranges decide nothing": {
			overriding(shop(`"x": "^1.0.0", "y": "1"`, ``, ``, at("x", "1.5.0")+at("y", "1.0.0", "x@^1.0.0")+at("y x", "1.2.0"))), `
smell lock-duplicate x [1.2.0 | 1.5.0] at package.json:1
  Update y in package.json:1 to a release with which x 1.2.0 is not needed beside 1.5.0; which one that is cannot be told offline
`},
		"a range that is none decides nothing": {
			shop(`"x": "next", "y": "1"`, ``, ``, at("x", "1.5.0")+at("y", "1.0.0", "x@^1.0.0")+at("y x", "1.2.0")), `
smell lock-duplicate x [1.2.0 | 1.5.0] at package.json:1
  Update y in package.json:1 to a release with which x 1.2.0 is not needed beside 1.5.0; which one that is cannot be told offline
`},
		"a unit that is also installed from the registry, as a unit asks": {
			shop(``, `"web": "^1"`, ``, `, "web/node_modules/web": {"version": "1.9.0"}`), `
problem registry-copy web [1.9.0] at web/package.json:2
  Require the unit itself in web/package.json:2, at a range that accepts its version 2.0.0
`},
		"a unit that no workspace of the lock holds is taken by its path": {
			map[string]string{
				"api/package.json":  `{"name": "api", "version": "2.0.0"}`,
				"docs/package.json": `{"name": "site", "dependencies": {"api": "latest", "kit": "1"}}`,
				"docs/package-lock.json": `{"lockfileVersion": 3, "packages": {"": {"dependencies": {"api": "latest", "kit": "file:../kit"}},
					"../kit": {"name": "kit", "dependencies": {"api": "file:../api"}}, "node_modules/kit": {"link": true, "resolved": "../kit"},
					"../api": {"name": "api", "version": "2.0.0"}, "../kit/node_modules/api": {"link": true, "resolved": "../api"}, "node_modules/api": {"version": "1.9.0"}}}`,
				"kit/package.json": `{"name": "kit", "dependencies": {"api": "file:../api"}}`,
			}, `
smell registry-copy api [1.9.0] at docs/package.json:1
  Require the unit itself in docs/package.json:1, by its path, the folder api
`},
		"as a third party asks: no edit here is sure to remove it": {
			shop(`"tool": "1"`, ``, ``, at("tool", "1.0.0", "web@^1")+at("tool web", "1.9.0")), `
smell registry-copy web [1.9.0] at package.json:1
  Update tool in package.json:1 to a release that accepts web 2.0.0, or release the unit at a version that tool@1.0.0 accepts; which release that is cannot be told offline
`},
	} {
		t.Run(name, func(t *testing.T) {
			got := show(ofLocks(diamonds.Find(npm.Load(repo.Memory(c.files)), diamonds.Options{All: true}).Diamonds))
			if d := cmp.Diff(strings.TrimLeft(c.want, "\n"), got); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestLockPaths holds the message, the proof and the requirers of one finding.
func TestLockPaths(t *testing.T) {
	files := shop(`"a": "^1"`, `"x": "^2"`, ``, at("x", "2.0.0")+at("a", "1.0.0", "b@^1")+at("b", "1.0.0", "x@^1")+at("b x", "1.0.0"))
	d := diamonds.Find(npm.Load(repo.Memory(files)), diamonds.Options{}).Diamonds[0]
	if want := "x is installed at 1.0.0 and 2.0.0 in package-lock.json: 1.0.0 comes with a@1.0.0; 2.0.0 is required by web"; d.Message != want {
		t.Errorf("got %q, want %q", d.Message, want)
	}
	got := ""
	for _, v := range d.Versions {
		got += fmt.Sprintf("%v %v %v; ", v.Path, v.RequiredBy, v.Locations)
	}
	if want := "[. a@1.0.0 b@1.0.0 x@1.0.0] [b@1.0.0] [package-lock.json:8]; [web x@2.0.0] [web] [web/package.json:2]; "; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Deduplication asks the package manager that wrote the lock.
func TestDedupeCommands(t *testing.T) {
	for _, c := range []struct{ ecosystem, file, want string }{
		{"npm", "w e/pnpm-lock.yaml", "cd 'w e' && pnpm dedupe"},
		{"npm", "yarn.lock", "npx yarn-deduplicate --strategy fewer --packages x && yarn install"},
		{"cargo", "Cargo.lock", "cargo update -p x@1.0.0 --precise 1.1.0"},
		{"python", "poetry.lock", "poetry update x"},
		{"python", "uv.lock", "uv lock --upgrade-package x"},
		{"python", "pdm.lock", ""},
	} {
		folder := "."
		if i := strings.LastIndex(c.file, "/"); i > 0 {
			folder = c.file[:i]
		}
		rng := "^1.0.0"
		if c.ecosystem == "python" {
			rng = ">=1.0.0"
		}
		set := &modules.Set{Locks: []modules.Lock{{File: c.file, Path: folder, Ecosystem: c.ecosystem, Packages: []modules.Package{
			{Name: "u", Unit: "u", Requires: []modules.Link{{To: 1, Range: rng}, {To: 2, Range: rng}}},
			{Name: "x", Version: "1.0.0"}, {Name: "x", Version: "1.1.0"},
		}}}}
		for _, d := range diamonds.Find(set, diamonds.Options{All: true}).Diamonds {
			if d.Rule == diamonds.Dedupable && d.Fix.Command != c.want {
				t.Errorf("%s: %q, want %q", c.file, d.Fix.Command, c.want)
			}
		}
	}
}

// Packages for platforms that others build for are not what a team can act on.
func TestLockFamilies(t *testing.T) {
	for name, want := range map[string]string{
		"windows_x86_64_gnu": "noise", "windows-sys": "noise", "objc2": "noise", "objc2-foundation": "noise", "wasi": "noise",
		"windows": "smell", "objc2rs": "smell", "wasite": "smell", "rand": "smell",
	} {
		set := &modules.Set{Locks: []modules.Lock{{File: "Cargo.lock", Path: ".", Ecosystem: "cargo", Packages: []modules.Package{
			{Name: "u", Unit: ".", Requires: []modules.Link{{To: 1}, {To: 3}}},
			{Name: name, Version: "0.1.0"}, {Name: name, Version: "0.2.0"}, {Name: "z", Version: "1.0.0", Requires: []modules.Link{{To: 2}}},
		}}}}
		if got := diamonds.Find(set, diamonds.Options{All: true}).Diamonds[0].Severity; string(got) != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// TestLockProperties holds the rules against their definitions, written as plain loops
// over random locks.
func TestLockProperties(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		l := randomLock(rnd)
		found := map[string]diamonds.Diamond{}
		for _, d := range diamonds.Find(&modules.Set{Locks: []modules.Lock{l}}, diamonds.Options{All: true}).Diamonds {
			found[d.Rule+" "+d.Dependency] = d
		}
		for _, name := range []string{"a", "b", "c", "d"} {
			n, direct, derived, dedupable := defined(&l, name)
			d, ok := found[diamonds.LockDuplicate+" "+name]
			if ok != (n > 1) || ok && (len(d.Versions) != n || d.DirectVersions != direct || d.Derived != derived) {
				t.Fatalf("%s: got %v, want %d versions, %d direct, derived %v in %v", name, d, n, direct, derived, l.Packages)
			}
			if _, ok := found[diamonds.Dedupable+" "+name]; ok != (n > 1 && dedupable) {
				t.Fatalf("%s: dedupable %v, want %v in %v", name, ok, dedupable, l.Packages)
			}
		}
	}
}

func randomLock(rnd *rand.Rand) modules.Lock {
	l := modules.Lock{File: "package-lock.json", Path: ".", Ecosystem: "npm"}
	for _, name := range []string{"a", "b", "c", "d"} {
		for v := range 1 + rnd.IntN(3) {
			l.Packages = append(l.Packages, modules.Package{Name: name, Version: fmt.Sprintf("%d.%d.0", 1+v/2, v)})
		}
	}
	l.Packages = append(l.Packages, modules.Package{Name: "unit", Unit: "unit"}, modules.Package{Name: "root", Unit: "."})
	for i := range l.Packages {
		for range rnd.IntN(4) {
			to := rnd.IntN(len(l.Packages) - 2)
			l.Packages[i].Requires = append(l.Packages[i].Requires, modules.Link{To: to, Range: []string{"^1.0.0", ">=1", "^2.0.0", ""}[rnd.IntN(4)]})
		}
	}
	l.Sort()
	return l
}

// defined reads the definitions of the rules off a lock.
func defined(l *modules.Lock, name string) (versions, direct int, derived, dedupable bool) {
	count := map[string]int{}
	for _, p := range l.Packages {
		count[p.Name]++
	}
	var candidates []string
	ranges, wanted := []string{}, true
	derived = false
	stopped := false
	for i, p := range l.Packages {
		if p.Name != name {
			continue
		}
		versions++
		candidates = append(candidates, p.Version)
		own, by := false, 0
		for _, q := range l.Packages {
			for _, k := range q.Requires {
				if k.To == i {
					by++
					own = own || q.Unit != ""
					ranges = append(ranges, k.Range)
					derived = true
					stopped = stopped || q.Unit != "" || count[q.Name] < 2
				}
			}
		}
		if own {
			direct++
		}
		wanted = wanted && by > 0
	}
	for _, v := range candidates {
		all := wanted
		for _, r := range ranges {
			accepts, known := version.Of("npm").Accepts(r, v)
			all = all && r != "" && accepts && known
		}
		dedupable = dedupable || all
	}
	return versions, direct, derived && !stopped, dedupable
}
