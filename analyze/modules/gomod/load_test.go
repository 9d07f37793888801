package gomod

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
		fmt.Fprintf(&b, "%s is %s, go %q\n", u.Path, u.Name, u.GoVersion)
		for _, r := range u.Requirements {
			fmt.Fprintf(&b, "  require %s %s indirect=%v at %s\n", r.Name, r.Version, r.Indirect, r.Location)
		}
		for _, r := range u.Replacements {
			fmt.Fprintf(&b, "  replace %s %s => %s %s folder %q at %s\n", r.Name, r.Version, r.NewName, r.NewVersion, r.Target, r.Location)
		}
		for _, r := range u.Excludes {
			fmt.Fprintf(&b, "  exclude %s %s at %s\n", r.Name, r.Version, r.Location)
		}
	}
	for _, w := range s.Workspaces {
		fmt.Fprintf(&b, "workspace %s of %q\n", w.Manifest, w.Members)
	}
	for _, x := range s.Broken {
		fmt.Fprintf(&b, "broken %s\n", x.Location)
	}
	for _, w := range s.Warnings {
		fmt.Fprintf(&b, "%s ×%d: %s\n", w.Code, w.Count, w.Message)
	}
	return b.String()
}

func check(t *testing.T, files map[string]string, want string) {
	t.Helper()
	if d := cmp.Diff(strings.TrimLeft(want, "\n"), show(Load(repo.Memory(files)))); d != "" {
		t.Error(d)
	}
}

func TestLoad(t *testing.T) {
	check(t, map[string]string{
		"go.mod": "module shop.example/shop\n\ngo 1.22\n\nrequire (\n\tz.example/z v1.0.0\n\ta.example/a v0.1.0 // indirect\n)\n\nreplace shop.example/api => ./api\n",
		"api/go.mod": "module shop.example/api\nrequire a.example/a v0.2.0\nexclude a.example/a v0.1.0\n" +
			"replace a.example/a v0.2.0 => f.example/a v0.2.1\nreplace b.example/b => ../../outside\n",
		"api-v2/go.mod": "module shop.example/api/v2\n",
		"go.work":       "go 1.22\nuse (\n\t.\n\t./api\n)\n",
		"main.go":       "package main\n",
	}, `
. is shop.example/shop, go "1.22"
  require a.example/a v0.1.0 indirect=true at go.mod:7
  require z.example/z v1.0.0 indirect=false at go.mod:6
  replace shop.example/api  => ./api  folder "api" at go.mod:10
api is shop.example/api, go ""
  require a.example/a v0.2.0 indirect=false at api/go.mod:2
  replace a.example/a v0.2.0 => f.example/a v0.2.1 folder "" at api/go.mod:4
  replace b.example/b  => ../../outside  folder "" at api/go.mod:5
  exclude a.example/a v0.1.0 at api/go.mod:3
api-v2 is shop.example/api/v2, go ""
workspace go.work of ["." "api"]
`)
}

// What the go command's ./... would not enter holds no modules of the repository.
func TestLoadSkipsFolders(t *testing.T) {
	files := map[string]string{"deep/er/go.mod": "module m.example/m\n", "vendored/go.mod": "module v.example/v\n"}
	for _, folder := range []string{"vendor/x", "a/vendor", "testdata/m", "a/testdata/b/c", "web/node_modules/p", "_old", "a/_b/c", ".github/tool"} {
		files[folder+"/go.mod"] = "module no.example/no\n"
		files[folder+"/go.work"] = "use ./nothing\n"
	}
	check(t, files, `
deep/er is m.example/m, go ""
vendored is v.example/v, go ""
`)
}

func TestLoadNamesWhatIsBroken(t *testing.T) {
	check(t, map[string]string{
		"good/go.mod":     "module g.example/g\n",
		"conflict/go.mod": "module c.example/c\n<<<<<<< HEAD\nrequire a.example/a v1.0.0\n=======\n",
		"nameless/go.mod": "require a.example/a v1.0.0\n",
		"misspelt/go.mod": "modul m.example/m\nrequire a.example/a v1.0.0\n",
		"fence/go.mod":    "",
		"new/go.mod":      "module n.example/n\nshiny x\nshiny y\nrequire a.example/a v1.0.0\n",
		"go.work":         "go 1.22\nuse ./good\nuse ./gone\nuse /etc\nuse ../up\n",
		"w/go.work":       "use\n",
	}, `
good is g.example/g, go ""
new is n.example/n, go ""
  require a.example/a v1.0.0 indirect=false at new/go.mod:4
workspace go.work of ["good"]
broken conflict/go.mod:2
broken misspelt/go.mod:1
broken misspelt/go.mod:1
broken nameless/go.mod
broken new/go.mod:2
broken w/go.work:1
broken-manifest ×1: conflict/go.mod:2: unresolved merge conflict; what is not read of this file is missing from the answer, repair it
broken-manifest ×1: misspelt/go.mod:1: it has requirements but no module line; what is not read of this file is missing from the answer, repair it
broken-manifest ×1: nameless/go.mod: it has requirements but no module line; what is not read of this file is missing from the answer, repair it
broken-manifest ×1: w/go.work:1: usage: use local/dir; what is not read of this file is missing from the answer, repair it
unknown-directive ×1: misspelt/go.mod:1: directive "modul" is not known and was skipped, the rest of the file was read; correct it, unless a newer Go knows it
unknown-directive ×2: new/go.mod:2: directive "shiny" is not known and was skipped, the rest of the file was read; correct it, unless a newer Go knows it
workspace-member-missing ×3: go.work:3: use "./gone": no go.mod is tracked there; drop the line, or commit the module
`)
}

// missing is a tree of a partial clone: names without content.
type missing struct{ repo.Tree }

func (missing) ReadFile(name string) ([]byte, error) { return nil, fmt.Errorf("%s: no blob", name) }

func TestLoadWithoutContent(t *testing.T) {
	s := Load(missing{repo.Memory(map[string]string{"go.mod": "module a.example/a\n"})})
	if len(s.Units) != 0 || len(s.Broken) != 1 || s.Broken[0].Location.File != "go.mod" {
		t.Errorf("a manifest that cannot be read must be broken, not absent: %s", show(s))
	}
}
