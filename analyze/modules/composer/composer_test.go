package composer

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
		for _, r := range u.Excludes {
			fmt.Fprintf(&b, "  not %s %q at %s\n", r.Name, r.Version, r.Location)
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
		"composer.json": `{
"name": "Acme/Shop", "type": "project",
"require": {
	"php": "^8.2", "ext-json": "*", "composer-runtime-api": "^2",
	"Acme/Core": "@dev",
	"monolog/monolog": "^2.0 || ^3.0@beta",
	"acme/elsewhere": "dev-main#abcdef as 1.5.x-dev"
},
"require-dev": {"phpunit/phpunit": "^11.0", "acme/kit": "self.version"},
"conflict": {"twig/twig": "<3.0"},
"repositories": [{"type": "vcs", "url": "https://example.org/x"}, {"type": "path", "url": "packages/*"}]
}`,
		"packages/core/composer.json":    `{"name": "acme/core", "require": {"acme/kit": "^1.0", "psr/log": ["^3"]}}`,
		"packages/kit/composer.json":     `{"name": "acme/kit"}`,
		"elsewhere/composer.json":        `{"name": "acme/elsewhere"}`,
		"tests/Fixtures/x/composer.json": `{"name": "acme/fixture"}`,
		"vendor/a/b/composer.json":       `{"name": "a/b"}`,
		"tools/composer.json":            `{"config": {}}`,
		"list/composer.json":             `[]`,
		"broken/composer.json":           "{\n\"name\": }",
	}, `
. is "acme/shop" private true
  acme/core ""  unit "packages/core" at composer.json:5
  acme/elsewhere "1.5.x-dev"  unit "" at composer.json:7
  acme/kit "" development unit "packages/kit" at composer.json:9
  monolog/monolog "^2.0 || ^3.0"  unit "" at composer.json:6
  phpunit/phpunit "^11.0" development unit "" at composer.json:9
  not twig/twig "<3.0" at composer.json:10
elsewhere is "acme/elsewhere" private false
packages/core is "acme/core" private false
  acme/kit "^1.0"  unit "packages/kit" at packages/core/composer.json:1
packages/kit is "acme/kit" private false
workspace composer.json of ["." "packages/core" "packages/kit"]
broken-manifest 1 broken/composer.json:2: found '}' where a value should follow; what is not read of this file is missing from the answer, repair it
broken-manifest 1 list/composer.json:1: a composer.json must be an object, found a list; what is not read of this file is missing from the answer, repair it
broken-manifest 1 packages/core/composer.json:1: the version of psr/log in require must be a text, found a list; what is not read of this file is missing from the answer, repair it
`)
}

func TestMonorepoReplaces(t *testing.T) {
	check(t, map[string]string{
		"composer.json":          `{"name": "f/framework", "replace": {"f/auth": "self.version", "f/mail": "self.version"}}`,
		"src/Auth/composer.json": `{"name": "f/auth", "require": {"f/mail": "^12.0", "f/gone": "^12.0"}}`,
		"src/Mail/composer.json": `{"name": "f/mail"}`,
	}, `
. is "f/framework" private false
src/Auth is "f/auth" private false
  f/gone "^12.0"  unit "" at src/Auth/composer.json:1
  f/mail "^12.0"  unit "src/Mail" at src/Auth/composer.json:1
src/Mail is "f/mail" private false
workspace composer.json of ["." "src/Auth" "src/Mail"]
`)
}

func TestLock(t *testing.T) {
	check(t, map[string]string{
		"app/composer.json": `{"name": "a/app", "require": {"a/kit": "*", "m/log": "^2", "psr/log-implementation": "1.0", "a/missing": "^1"}, "require-dev": {"t/unit": "^9"}, "repositories": {"kit": {"type": "path", "url": "../kit"}}}`,
		"kit/composer.json": `{"name": "a/kit"}`,
		"app/composer.lock": `{"packages": [
{"name": "a/kit", "version": "dev-main", "dist": {"type": "path", "url": "../kit"}, "require": {"m/log": "^2.1"}},
{"name": "m/log", "version": "2.9.1", "require": {"php": ">=7.2"}, "provide": {"psr/log-implementation": "1.0"}},
{"name": "m/log", "version": "1.0"}
], "packages-dev": [
{"name": "T/unit", "version": "9.6.0", "require": {"m/log": "^2"}}
]}`,
	}, `
app is "a/app" private false
  a/kit "*"  unit "kit" at app/composer.json:1
  a/missing "^1"  unit "" at app/composer.json:1
  m/log "^2"  unit "" at app/composer.json:1
  psr/log-implementation "1.0"  unit "" at app/composer.json:1
  t/unit "^9" development unit "" at app/composer.json:1
kit is "a/kit" private false
workspace app/composer.json of ["app" "kit"]
lock app/composer.lock
  a/app  unit "app" line 0
    -> a/kit "*" 
    -> m/log "1.0" 
    -> m/log "^2" 
    -> t/unit "^9" development
  a/kit dev-main unit "kit" line 2
    -> m/log "^2.1" 
  m/log 2.9.1 unit "" line 3
  t/unit 9.6.0 unit "" line 6
    -> m/log "^2" 
lock-incomplete 1 app/composer.lock holds nothing for some of what its packages require (app asks for a/missing ^1); bring it up to date with composer update --lock
`)
}

// What the root replaces or provides is held for every package, not for its own needs alone.
func TestLockRootStandsFor(t *testing.T) {
	check(t, map[string]string{
		"composer.json": `{"name": "a/app", "require": {"s/kit": "^5"}, "replace": {"s/polyfill-php80": "*"}, "provide": {"ext/impl": "1"}}`,
		"composer.lock": `{"packages": [{"name": "s/kit", "version": "5.4.0", "require": {"s/Polyfill-php80": "^1.16", "ext/impl": "^1"}}]}`,
	}, `
. is "a/app" private false
  s/kit "^5"  unit "" at composer.json:1
lock composer.lock
  a/app  unit "." line 0
    -> s/kit "^5" 
  s/kit 5.4.0 unit "" line 1
`)
}

func TestPackages(t *testing.T) {
	all, _ := Packages(repo.Memory(map[string]string{
		"composer.json": `{"autoload": {"psr-4": {"A\\": "src/", "": ["lib", "../out"]}, "psr-0": {"Old_": "old"}, "classmap": ["db"], "files": ["a.php"]}, "autoload-dev": {"psr-4": {"T\\": "tests"}}, "require": {"x/y": "1"}}`,
		"composer.lock": `{"packages": [{"name": "X/Y", "autoload": {"psr-4": {"X\\Y\\": "src"}, "psr-0": {"Z_": "lib"}}}]}`,
	}))
	want := []Package{{
		Folder: ".", Manifest: "composer.json", Third: []string{"x/y"}, Installed: []Installed{{`X\Y`, "x/y"}, {"Z", "x/y"}},
		Code: Autoload{PSR4: []Prefix{{"A", "src"}, {"", "lib"}}, PSR0: []Prefix{{"Old_", "old"}}, Classmap: []string{"db"}, Files: []string{"a.php"}},
		Dev:  Autoload{PSR4: []Prefix{{"T", "tests"}}},
	}}
	if d := cmp.Diff(want, all); d != "" {
		t.Error(d)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(`{"name": "a/b", "require": {"a/c": "^1 || dev-x as 2"}, "replace": {"a/c": "*"}, "repositories": [{"type": "path", "url": "p/*"}]}`,
		`{"packages": [{"name": "a/c", "version": "1", "require": {"a/b": "*"}, "dist": {"type": "path", "url": "c"}, "provide": {"x/y": "1"}}]}`)
	f.Fuzz(func(t *testing.T, manifest, lock string) {
		tree := repo.Memory(map[string]string{"composer.json": manifest, "composer.lock": lock, "c/composer.json": manifest})
		Load(tree)
		Packages(tree)
	})
}
