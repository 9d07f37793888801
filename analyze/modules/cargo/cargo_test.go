package cargo

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
		fmt.Fprintf(&b, "%s is %s\n", u.Path, u.Name)
		for _, r := range u.Requirements {
			conditional := ""
			if r.Conditional {
				conditional = " conditional"
			}
			fmt.Fprintf(&b, "  %s %q %s unit %q at %s%s\n", r.Name, r.Version, kind(r.Kind), r.Unit, place(r), conditional)
		}
		replaced(&b, u.Replacements)
	}
	for _, w := range s.Workspaces {
		fmt.Fprintf(&b, "workspace %s of %q\n", w.Manifest, w.Members)
		replaced(&b, w.Replacements)
	}
	for _, l := range s.Locks {
		fmt.Fprintf(&b, "lock %s\n", l.File)
		for _, p := range l.Packages {
			fmt.Fprintf(&b, "  %s %s unit %q line %d\n", p.Name, p.Version, p.Unit, p.Line)
			for _, r := range p.Requires {
				fmt.Fprintf(&b, "    -> %s %s %q %s\n", l.Packages[r.To].Name, l.Packages[r.To].Version, r.Range, kind(r.Kind))
			}
		}
	}
	for _, x := range s.Broken {
		fmt.Fprintf(&b, "broken %s: %s\n", x.Location, x.Message)
	}
	return b.String()
}

func place(r modules.Requirement) string {
	if sets := r.Sets(); sets != r.Location {
		return r.Location.String() + " by " + sets.String()
	}
	return r.Location.String()
}

func kind(k modules.Kind) string {
	if k == modules.Production {
		return "production"
	}
	return string(k)
}

func replaced(b *strings.Builder, list []modules.Replacement) {
	for _, r := range list {
		fmt.Fprintf(b, "  replace %s %q => %s %q folder %q at %s\n", r.Name, r.Version, r.NewName, r.NewVersion, r.Target, r.Location)
	}
}

func check(t *testing.T, files map[string]string, want string) {
	t.Helper()
	if d := cmp.Diff(strings.TrimLeft(want, "\n"), show(Load(repo.Memory(files)))); d != "" {
		t.Error(d)
	}
}

func TestManifests(t *testing.T) {
	check(t, map[string]string{
		"Cargo.toml": `[workspace]
members = ["crates/*", "tools/gen"]
exclude = ["crates/old"]
[workspace.dependencies]
serde = "1.0"
log = { version = "0.4", optional = false }
api = { path = "crates/api", version = "0.2" }
[workspace.dependencies.rand2]
package = "rand"
version = "0.9"
[patch.crates-io]
serde = { git = "https://git.example/serde", rev = "abc" }
log = { path = "crates/api" }
`,
		"crates/api/Cargo.toml": "[package]\nname = \"api\"\n[dependencies]\nserde.workspace = true\n",
		"crates/app/Cargo.toml": `[package]
name = "app"
[dependencies]
api = { workspace = true }
serde = { workspace = true, optional = true }
rand2.workspace = true
old = { package = "rand", version = "0.8" }
side = { path = "../../side" }
out = { path = "../../../elsewhere" }
forked = { git = "https://git.example/forked" }
[build-dependencies]
cc = "1"
[dev_dependencies]
log.workspace = true
[target.'cfg(windows)'.dependencies.winapi]
features = ["x"]
version = "0.3"
`,
		"crates/old/Cargo.toml":       "[package]\nname = \"old\"\n[dependencies]\nserde = \"0.9\"\n",
		"side/Cargo.toml":             "[package]\nname = \"side\"\n",
		"tools/gen/Cargo.toml":        "\uFEFF[package]\r\nname = \"gen\"\r\n[dependencies]\r\nserde = \"1.1\"\r\n",
		"vendor/x/Cargo.toml":         "[package]\nname = \"x\"\n",
		"tests/fixtures/y/Cargo.toml": "not toml",
		"template/Cargo.toml":         "[package]\nname = \"{{name}}\"\n",
	}, `
crates/api is api
  serde "1.0" production unit "" at crates/api/Cargo.toml:4 by Cargo.toml:5
crates/app is app
  api "0.2" production unit "crates/api" at crates/app/Cargo.toml:4 by Cargo.toml:7
  cc "1" development unit "" at crates/app/Cargo.toml:12
  forked "" production unit "" at crates/app/Cargo.toml:10
  log "0.4" development unit "" at crates/app/Cargo.toml:14 by Cargo.toml:6
  out "" production unit "" at crates/app/Cargo.toml:9
  rand "0.8" production unit "" at crates/app/Cargo.toml:7 conditional
  rand "0.9" production unit "" at crates/app/Cargo.toml:6 by Cargo.toml:10 conditional
  serde "1.0" optional unit "" at crates/app/Cargo.toml:5 by Cargo.toml:5
  side "" production unit "side" at crates/app/Cargo.toml:8
  winapi "0.3" production unit "" at crates/app/Cargo.toml:17 conditional
crates/old is old
  serde "0.9" production unit "" at crates/old/Cargo.toml:4
side is side
tools/gen is gen
  serde "1.1" production unit "" at tools/gen/Cargo.toml:4
workspace Cargo.toml of ["crates/api" "crates/app" "side" "tools/gen"]
  replace log "" => crates/api "" folder "crates/api" at Cargo.toml:13
  replace serde "" => https://git.example/serde "abc" folder "" at Cargo.toml:12
`)
}

func TestBroken(t *testing.T) {
	check(t, map[string]string{
		"Cargo.toml":      "[workspace]\nmembers = [\n  \"a\",\n  \"gone\",\n]\n",
		"a/Cargo.toml":    "[package]\nname = \"a\"\n[dependencies]\nx.workspace = true\ny = \"1\"\n",
		"b/Cargo.toml":    "[dependencies]\n",
		"c/Cargo.toml":    "[package]\nname = \"c\"\n<<<<<<< HEAD\n",
		"d/Cargo.toml":    "[package]\nname = \"d\"\n[dependencies]\nx = \"1\"\nx = \"2\"\n",
		"e/Cargo.toml":    "[package]\nversion = \"1\"\n",
		"Cargo.lock":      "version = 4\n[[package]]\nname = \"a\"\nversion = \"0.1.0\"\ndependencies = [\n \"gone\",\n \"y\",\n]\n[[package]]\nname = \"y\"\nversion = \"1.2.0\"\nsource = \"registry\"\n",
		"half/Cargo.lock": "[[package]]\nname = \"a\"\n",
	}, `
a is a
  y "1" production unit "" at a/Cargo.toml:5
workspace Cargo.toml of ["a"]
lock Cargo.lock
  a 0.1.0 unit "a" line 2
    -> y 1.2.0 "1" production
  y 1.2.0 unit "" line 9
broken Cargo.lock:6: "gone" names no package, or several, of this file; write the file anew with cargo generate-lockfile
broken Cargo.toml:4: member "gone" holds no Cargo.toml that is tracked; drop it, or commit the crate
broken a/Cargo.toml:4: "x" is to come from the workspace, whose [workspace.dependencies] does not have it
broken b/Cargo.toml: it has neither a [package] nor a [workspace]
broken c/Cargo.toml:3: unresolved merge conflict; resolve it and remove the markers
broken d/Cargo.toml:5: "x" stands twice, first on line 4; keep one of them
broken e/Cargo.toml: its package has no name
broken half/Cargo.lock:1: a package without a name or a version; write the file anew with cargo generate-lockfile
`)
}

// TestLock: dependencies named by one, two and three fields, two versions and two
// sources of one name, a cycle through dev-dependencies, and a crate that is also
// taken from the registry.
func TestLock(t *testing.T) {
	check(t, map[string]string{
		"app/Cargo.toml": "[package]\nname = \"app\"\n[dependencies]\nx = \"1\"\nold = { package = \"x\", version = \"0.9\", optional = true }\nlib = { path = \"../lib\" }\nz = { git = \"https://g.example/z\" }\n[dev-dependencies]\nx = \"1\"\n",
		"lib/Cargo.toml": "[package]\nname = \"lib\"\n[dev-dependencies]\napp = { path = \"../app\" }\n",
		"Cargo.toml":     "[workspace]\nmembers = [\"app\", \"lib\"]\n",
		"Cargo.lock": `version = 3

[[package]]
name = "app"
version = "0.1.0"
dependencies = [
 "lib 0.1.0",
 "x 0.9.0",
 "x 1.0.0",
 "z 1.0.0 (git+https://g.example/z?branch=b)",
]

[[package]]
name = "lib"
version = "0.1.0"
dependencies = ["app"]

[[package]]
name = "lib"
version = "0.0.9"
source = "registry+https://r.example"

[[package]]
name = "x"
version = "0.9.0"
source = "registry+https://r.example"
dependencies = ["z 1.0.0 (registry+https://r.example)"]

[[package]]
name = "x"
version = "1.0.0"
source = "registry+https://r.example"

[[package]]
name = "z"
version = "1.0.0"
source = "git+https://g.example/z?branch=b#0123456789"

[[package]]
name = "z"
version = "1.0.0"
source = "registry+https://r.example"
`,
	}, `
app is app
  lib "" production unit "lib" at app/Cargo.toml:6
  x "0.9" optional unit "" at app/Cargo.toml:5 conditional
  x "1" production unit "" at app/Cargo.toml:4
  x "1" development unit "" at app/Cargo.toml:9
  z "" production unit "" at app/Cargo.toml:7
lib is lib
  app "" development unit "app" at lib/Cargo.toml:4
workspace Cargo.toml of ["app" "lib"]
lock Cargo.lock
  app 0.1.0 unit "app" line 3
    -> lib 0.1.0 "" production
    -> x 0.9.0 "0.9" optional
    -> x 1.0.0 "1" production
    -> z 1.0.0 "" production
  lib 0.0.9 unit "" line 18
  lib 0.1.0 unit "lib" line 13
    -> app 0.1.0 "" development
  x 0.9.0 unit "" line 23
    -> z 1.0.0 "" production
  x 1.0.0 unit "" line 29
  z 1.0.0 unit "" line 34
  z 1.0.0 unit "" line 39
`)
}

// TestOldLock: version 1 names every dependency in full and may hold the root apart.
func TestOldLock(t *testing.T) {
	check(t, map[string]string{
		"Cargo.toml": "[package]\nname = \"app\"\nversion = \"0.1.0\"\n",
		"Cargo.lock": "[root]\nname = \"app\"\nversion = \"0.1.0\"\ndependencies = [\"x 1.0.0 (registry+https://r.example)\"]\n[[package]]\nname = \"x\"\nversion = \"1.0.0\"\nsource = \"registry+https://r.example\"\n[metadata]\n\"checksum x 1.0.0 (registry+https://r.example)\" = \"00\"\n",
	}, `
. is app
lock Cargo.lock
  app 0.1.0 unit "." line 1
    -> x 1.0.0 "" production
  x 1.0.0 unit "" line 5
`)
}

// Files that cargo would not write are refused before they cost much.
func TestLarge(t *testing.T) {
	check(t, map[string]string{"Cargo.toml": strings.Repeat("#", 5<<20), "Cargo.lock": strings.Repeat("#", 65<<20)}, `
broken Cargo.lock: the file has 65 MB; files of more than 64 MB are not read
broken Cargo.toml: the file has 5 MB; files of more than 4 MB are not read
`)
}

func FuzzLoad(f *testing.F) {
	f.Add("[workspace]\nmembers = [\"a\", \"**/b\"]\n[workspace.dependencies]\nx = {path = \"a\"}\n", "[package]\nname = \"a\"\nworkspace = \"..\"\n[target.\"cfg(x)\".dependencies]\nx.workspace = true\n", "[[package]]\nname = \"a\"\nversion = \"1\"\ndependencies = [\"a\"]\n")
	f.Add("[package]\nname = \"r\"\n[replace]\n\"x:1\" = {path = \"..\"}\n[patch.x]\ny = \"1\"\n", "[workspace]\n", "[root]\nname = \"r\"\nversion = \"1\"\n")
	f.Fuzz(func(t *testing.T, root, member, lock string) {
		s := Load(repo.Memory(map[string]string{"Cargo.toml": root, "a/Cargo.toml": member, "Cargo.lock": lock}))
		for _, l := range s.Locks {
			for _, p := range l.Packages {
				for _, r := range p.Requires {
					if r.To < 0 || r.To >= len(l.Packages) {
						t.Fatalf("a link to package %d of %d", r.To, len(l.Packages))
					}
				}
			}
		}
	})
}
