package cargo

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/repo"
)

// odd is a repository whose crates depend on each other in every way that needs more
// than the manifest itself: inheritance, other names, targets, nested and left workspaces.
var odd = map[string]string{
	"Cargo.toml": `[package]
name = "top"
version = "0.1.0"
[workspace]
members = ["crates/*", "deep/er"]
exclude = ["crates/alone", "nested"]
[workspace.package]
edition = "2021"
[workspace.dependencies]
core-lib = { path = "crates/core" }
renamed = { package = "util", path = "crates/util" }
[dependencies]
core-lib.workspace = true
[target.'cfg(unix)'.build-dependencies]
er = { path = 'deep\er' }
`,
	"crates/core/Cargo.toml": "[package]\nname = \"core-lib\"\nversion = \"0.1.0\"\nedition.workspace = true\n[lib]\nname = \"kernel\"\npath = \"lib.rs\"\n[[bin]]\nname = \"b\"\npath = \"b.rs\"\n[[example]]\nname = \"e\"\npath = \"e.rs\"\n",
	"crates/util/Cargo.toml": `[package]
name = "util"
version = "0.1.0"
build = "make.rs"
[dependencies]
core = { package = "core-lib", path = "../core", optional = true }
[dev-dependencies]
renamed = { workspace = true, features = [] }
[dev-dependencies.er]
path = "../../deep/er"
`,
	"crates/alone/Cargo.toml": "[package]\nname = \"alone\"\nversion = \"0.1.0\"\nbuild = false\nedition = \"2015\"\n[workspace]\n[dependencies]\nutil = { path = \"../util\", version = \"0.1\" }\n",
	"deep/er/Cargo.toml":      "[package]\nname = \"er\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n",
	"nested/Cargo.toml":       "[workspace]\nmembers = [\"a\"]\n[workspace.dependencies]\nkernel = { path = \"../crates/core\", package = \"core-lib\" }\n",
	"nested/a/Cargo.toml":     "[package]\nname = \"a\"\nversion = \"0.1.0\"\n[dependencies]\nkernel = { workspace = true }\nutil = { path = \"../../crates/util\" }\n",
}

func TestCrates(t *testing.T) {
	var got []string
	all, _ := Crates(repo.Memory(odd))
	for _, c := range all {
		got = append(got, fmt.Sprintf("%s %s as %s old=%v lib %s bins %v tests %v build %s", c.Folder, c.Name, c.Lib, c.Old, c.LibRoot, c.Bins, c.Tests, c.Build))
		for _, d := range c.Dependencies {
			got = append(got, fmt.Sprintf("  %s as %s in %s test=%v at %s", d.Name, d.Alias, d.Folder, d.Test, d.At))
		}
	}
	want := `. top as top old=true lib src/lib.rs bins [] tests [] build build.rs
  core-lib as kernel in crates/core test=false at Cargo.toml:13
  er as er in deep/er test=false at Cargo.toml:15
crates/alone alone as alone old=true lib crates/alone/src/lib.rs bins [] tests [] build 
  util as util in crates/util test=false at crates/alone/Cargo.toml:8
crates/core core-lib as kernel old=false lib crates/core/lib.rs bins [crates/core/b.rs] tests [crates/core/e.rs] build crates/core/build.rs
crates/util util as util old=true lib crates/util/src/lib.rs bins [] tests [] build crates/util/make.rs
  core-lib as core in crates/core test=false at crates/util/Cargo.toml:6
  util as renamed in crates/util test=true at crates/util/Cargo.toml:8
  er as er in deep/er test=true at crates/util/Cargo.toml:9
deep/er er as er old=false lib deep/er/src/lib.rs bins [] tests [] build deep/er/build.rs
nested/a a as a old=true lib nested/a/src/lib.rs bins [] tests [] build nested/a/build.rs
  core-lib as kernel in crates/core test=false at nested/a/Cargo.toml:5
  util as util in crates/util test=false at nested/a/Cargo.toml:6`
	if d := cmp.Diff(strings.Split(want, "\n"), got); d != "" {
		t.Error(d)
	}
}

func TestTargets(t *testing.T) {
	all, _ := Crates(repo.Memory(map[string]string{
		"Cargo.toml": "[package]\nname = \"a\"\nedition = \"2021\"\nautotests = false\n[[bin]]\nname = \"a\"\n[[test]]\nname = \"t\"\n[[bench]]\nname = \"b\"\npath = \"x/b.rs\"\n",
	}))
	c := all[0]
	got := fmt.Sprint(c.Bins, c.Tests, c.Listed)
	want := "[src/bin/a.rs src/bin/a/main.rs src/main.rs] [tests/t.rs tests/t/main.rs x/b.rs] map[bench:false bin:false example:false test:true]"
	if got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestPatchedCrates(t *testing.T) {
	got, _ := Crates(repo.Memory(map[string]string{
		"Cargo.toml":   "[workspace]\nmembers = [\"*\"]\n[patch.crates-io]\nb = { path = \"b\" }\nelse = { package = \"b\", path = \"b\" }\nc = { path = \"gone\" }\n",
		"a/Cargo.toml": "[package]\nname = \"a\"\n[dependencies]\nb = \"1\"\nc = \"1\"\nserde = \"1\"\n",
		"b/Cargo.toml": "[package]\nname = \"b\"\n[lib]\nname = \"bee\"\n",
	}))
	var list []string
	for _, d := range got[0].Dependencies {
		list = append(list, fmt.Sprintf("%s as %s in %q", d.Name, d.Alias, d.Folder))
	}
	if d := cmp.Diff([]string{`b as bee in "b"`, `c as c in ""`, `serde as serde in ""`}, list); d != "" {
		t.Error(d)
	}
}

// TestCratesAgainstCargo holds the crates that crates depend on by path against what
// cargo says.
func TestCratesAgainstCargo(t *testing.T) {
	if _, err := exec.LookPath("cargo"); err != nil {
		t.Skip("NOT RUN: cargo is not installed, nothing is compared with it")
	}
	files := map[string]string{}
	for name, text := range odd { // cargo refuses a workspace member that depends on itself, and \ in paths
		text = strings.ReplaceAll(text, "renamed = { workspace = true, features = [] }\n", "")
		files[name] = strings.ReplaceAll(text, `'deep\er'`, `"deep/er"`)
	}
	for _, f := range []string{"crates/core/lib.rs", "crates/core/b.rs", "crates/core/e.rs", "crates/util/make.rs"} {
		files[f] = ""
	}
	worlds := []world{{files: files}}
	r := rand.New(rand.NewPCG(9, 1))
	for range 5 {
		worlds = append(worlds, random(r))
	}
	compared := 0
	for _, w := range worlds {
		root := filepath.Join(w.write(t), "repo")
		var want, got []string
		for name, text := range w.files {
			if strings.Contains(text, "[workspace]") {
				want = append(want, pathDependencies(t, root, filepath.Dir(name))...)
			}
		}
		crates, _ := Crates(repo.Memory(w.files))
		for _, c := range crates {
			for _, d := range c.Dependencies {
				if d.Folder != "" {
					got = append(got, fmt.Sprintf("%s > %s test=%v", c.Folder, d.Folder, d.Test))
				}
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		compared += len(want)
		if d := cmp.Diff(slices.Compact(want), slices.Compact(got)); d != "" {
			t.Error(d)
		}
	}
	if compared < 20 {
		t.Errorf("only %d dependencies were compared", compared)
	}
}

// pathDependencies asks cargo for the workspace around a folder.
func pathDependencies(t *testing.T, root, folder string) []string {
	t.Helper()
	cmd := exec.Command("cargo", "metadata", "--no-deps", "--offline", "--format-version", "1")
	cmd.Dir = filepath.Join(root, folder)
	text, err := cmd.Output()
	var m metadata
	if err == nil {
		err = json.Unmarshal(text, &m)
	}
	if err != nil {
		t.Fatalf("%s: %v", folder, err)
	}
	var out []string
	for _, p := range m.Packages {
		from, _ := filepath.Rel(root, filepath.Dir(p.ManifestPath))
		for _, d := range p.Dependencies {
			if to, _ := filepath.Rel(root, d.Path); d.Path != "" {
				out = append(out, fmt.Sprintf("%s > %s test=%v", from, to, d.Kind == "dev"))
			}
		}
	}
	return out
}
