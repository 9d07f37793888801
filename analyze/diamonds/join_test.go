package diamonds_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/diamonds"
	"seam/analyze/modules/cargo"
	"seam/analyze/modules/npm"
	"seam/analyze/repo"
)

// What manifests ask for and what their lock holds of it is one finding with one next step,
// where one edit removes both.
func TestManifestsAndTheirLock(t *testing.T) {
	crate := func(name, need string) string {
		return "[package]\nname = \"" + name + "\"\nversion = \"0.1.0\"\n[dependencies]\n" + need + "\n"
	}
	rust := map[string]string{
		"Cargo.toml":   "[workspace]\nmembers = [\"a\", \"b\", \"c\"]\n",
		"a/Cargo.toml": crate("a", `x = "1.0.30"`), "b/Cargo.toml": crate("b", `x = "2.0.11"`), "c/Cargo.toml": crate("c", `x = "2.0.18"`),
		"Cargo.lock": "version = 4\n" + locked("a", "0.1.0", "x 1.0.69") + locked("b", "0.1.0", "x 2.0.18") + locked("c", "0.1.0", "x 2.0.18") +
			registry("x", "1.0.69") + registry("x", "2.0.18"),
	}
	javascript := func(root, web, high string) map[string]string {
		return map[string]string{
			"package.json":     `{"name": "root", "workspaces": ["web"], "dependencies": {"x": "` + root + `", "y": "1.0.0"}}`,
			"web/package.json": `{"name": "web", "dependencies": {"x": "` + web + `"}}`,
			"package-lock.json": `{"lockfileVersion": 3, "packages": {"": {"dependencies": {"x": "` + root + `", "y": "1.0.0"}}, "web": {"name": "web", "dependencies": {"x": "` + web + `"}},
				"node_modules/web": {"link": true, "resolved": "web"}, "node_modules/x": {"version": "0.27.2"}, "web/node_modules/x": {"version": "` + high + `"},
				"node_modules/y": {"version": "1.0.0", "dependencies": {"x": "2.0.0"}}, "node_modules/y/node_modules/x": {"version": "2.0.0"}}}`,
		}
	}
	site := map[string]string{
		"ui/package.json":     `{"name": "ui", "version": "2.0.0"}`,
		"site/package.json":   `{"name": "site", "workspaces": ["a", "b"]}`,
		"site/a/package.json": `{"name": "a", "dependencies": {"ui": "^1"}}`,
		"site/b/package.json": `{"name": "b", "dependencies": {"ui": "^2"}}`,
		"site/package-lock.json": `{"lockfileVersion": 3, "packages": {"": {"workspaces": ["a", "b"]}, "a": {"name": "a", "dependencies": {"ui": "^1"}}, "b": {"name": "b", "dependencies": {"ui": "^2"}},
			"node_modules/a": {"link": true, "resolved": "a"}, "node_modules/b": {"link": true, "resolved": "b"}, "node_modules/ui": {"version": "2.0.0"}, "a/node_modules/ui": {"version": "1.0.0"}}}`,
	}
	for name, c := range map[string]struct {
		got  []diamonds.Diamond
		want string
	}{
		"only the crate of the other class has to change": {
			diamonds.Find(cargo.Load(repo.Memory(rust)), diamonds.Options{}).Diamonds, `
1 lock-duplicate+workspace-skew x
  lock-duplicate: Raise x to 2.0.18 in a/Cargo.toml:5, then install [a/Cargo.toml:5 1.0.30 -> 2.0.18]
  workspace-skew: Raise x to 2.0.18 in a/Cargo.toml:5, then install [a/Cargo.toml:5 1.0.30 -> 2.0.18]
`},
		"what else stays is said": {
			diamonds.Find(npm.Load(repo.Memory(javascript("0.27.2", "0.28.0", "0.28.0"))), diamonds.Options{}).Diamonds, `
1 lock-duplicate+workspace-skew x
  lock-duplicate: Raise x to 0.28.0 in package.json:1, then install. One further version stays until whoever brings it is updated too [package.json:1 0.27.2 -> 0.28.0] npm pkg set 'dependencies[x]=0.28.0'
  workspace-skew: Raise x to 0.28.0 in package.json:1, then install. One further version stays until whoever brings it is updated too [package.json:1 0.27.2 -> 0.28.0] npm pkg set 'dependencies[x]=0.28.0'
`},
		"releases of a unit, too": {
			diamonds.Find(npm.Load(repo.Memory(site)), diamonds.Options{}).Diamonds, `
1 first-party-skew+lock-duplicate ui
  first-party-skew: Raise ui to ^2 in site/a/package.json:1, then install [site/a/package.json:1 ^1 -> ^2] cd site/a && npm pkg set 'dependencies[ui]=^2'
  lock-duplicate: Raise ui to ^2 in site/a/package.json:1, then install [site/a/package.json:1 ^1 -> ^2] cd site/a && npm pkg set 'dependencies[ui]=^2'
`},
	} {
		t.Run(name, func(t *testing.T) {
			var got strings.Builder
			for i, g := range diamonds.Groups(c.got) {
				var rules []string
				for _, d := range g {
					rules = append(rules, d.Rule)
				}
				fmt.Fprintf(&got, "%d %s %s\n", i+1, strings.Join(rules, "+"), g[0].Dependency)
				for _, d := range g {
					fmt.Fprintf(&got, "  %s: %s [", d.Rule, d.Fix.Edit)
					for _, e := range d.Fix.Edits {
						fmt.Fprintf(&got, "%s:%d %s -> %s", e.File, e.Line, e.Old, e.New)
					}
					fmt.Fprintf(&got, "] %s\n", d.Fix.Command)
				}
			}
			if d := cmp.Diff(strings.TrimLeft(c.want, "\n"), strings.ReplaceAll(got.String(), "] \n", "]\n")); d != "" {
				t.Error(d)
			}
		})
	}
}

// locked is a crate of the repository in a Cargo.lock.
func locked(name, version, needs string) string {
	return fmt.Sprintf("[[package]]\nname = %q\nversion = %q\ndependencies = [%q]\n", name, version, needs)
}

// registry is a crate from elsewhere in a Cargo.lock.
func registry(name, version string) string {
	return fmt.Sprintf("[[package]]\nname = %q\nversion = %q\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\n", name, version)
}
