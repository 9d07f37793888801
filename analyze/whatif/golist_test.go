package whatif

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/imports/golang"
	"seam/analyze/repo"
)

var repository = flag.String("repo", "", "a git repository to compare with the go command (make verify REPO=…)")

// unitTree holds every kind of folder that is a unit for one reader and none for
// another.
const unitTree = `
-- go.mod --
module m.test/app
go 1.25
-- run.go --
//go:build ignore

package main
func main() {}
-- lib/a/a.go --
package a
-- lib/a/deep/er/d.go --
package er
import _ "m.test/app/lib/a"
-- lib/onlytests/x_test.go --
package onlytests
-- lib/integration/x_test.go --
//go:build integration

package integration
-- lib/windows/w_windows.go --
package windows
-- lib/tagged/t.go --
//go:build special

package tagged
-- script/gen.go --
//go:build ignore

package main
func main() {}
-- lib/testdata/t.go --
package t
-- lib/_hidden/h.go --
package h
-- lib/.dotted/h.go --
package h
-- cmd/tool/main.go --
package main
import _ "m.test/app/lib/a/deep/er"
func main() {}
-- nested/go.mod --
module m.test/nested
go 1.25
-- nested/n.go --
package nested
-- nested/in/side/n.go --
package side
`

// TestByPathEqualsGoList: the units of --by-path are the packages of go list ./...,
// module by module, cut to their first elements.
func TestByPathEqualsGoList(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command")
	}
	files := map[string]string{}
	for _, f := range txtar.Parse([]byte(unitTree)).Files {
		files[f.Name] = string(f.Data)
	}
	comparePaths(t, repo.Memory(files))
}

// TestRepositoryEqualsUnits is the same for a repository of the caller's choice.
func TestRepositoryEqualsUnits(t *testing.T) {
	if *repository == "" {
		t.Skip("no -repo given")
	}
	r, err := repo.Open(*repository)
	if err != nil {
		t.Fatal(err)
	}
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	tree, err := r.Snapshot(head)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	comparePaths(t, tree)
}

func comparePaths(t *testing.T, tree repo.Tree) {
	t.Helper()
	g, err := golang.Load(context.Background(), tree, golang.Options{Headers: true})
	if err != nil {
		t.Fatal(err)
	}
	b := Prepare(Input{Imports: g, Changes: &history.Changes{}, SourceOf: func(string) (string, bool) { return "", false }})
	listed := listPackages(t, tree, g.Modules)
	for n := 1; n <= 4; n++ {
		var want, got []string
		for _, p := range listed {
			want = append(want, prefixOf(p[0], p[1], n))
		}
		for _, u := range b.ByPath(n, nil).Units {
			got = append(got, u.Name)
		}
		if want = distinct(want); !slices.Equal(got, want) {
			t.Errorf("%d elements: not in go list %q, missing %q", n, missingIn(got, want), missingIn(want, got))
		}
	}
	t.Logf("%d packages in %d modules", len(listed), len(g.Modules))
}

// listPackages asks go list for the packages of each module: folder and module folder.
func listPackages(t *testing.T, tree repo.Tree, modules []imports.Module) [][2]string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range repo.Regulars(tree) {
		if path.Ext(f) != ".go" && path.Base(f) != "go.mod" && path.Base(f) != "go.sum" {
			continue
		}
		content, err := tree.ReadFile(f)
		if err != nil {
			t.Logf("not in this clone: %s", f)
			continue
		}
		name := filepath.Join(root, filepath.FromSlash(f))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var out [][2]string
	for _, m := range modules {
		cmd := exec.Command("go", "list", "-e", "-f", "{{.Dir}}", "./...")
		cmd.Dir = filepath.Join(root, filepath.FromSlash(m.Path))
		cmd.Env = append(os.Environ(), "GOWORK=off", "GOPROXY=off", "GOFLAGS=-mod=mod", "GOTOOLCHAIN=local", "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=1")
		var problem strings.Builder
		cmd.Stderr = &problem
		text, err := cmd.Output() // what go list could not load is an error; what it printed still counts
		if err != nil && len(text) == 0 {
			t.Skipf("the go command here cannot read %s: %s", m.Path, problem.String())
		}
		for line := range strings.Lines(string(text)) {
			if rel, err := filepath.Rel(root, strings.TrimSpace(line)); err == nil {
				out = append(out, [2]string{filepath.ToSlash(rel), m.Path})
			}
		}
	}
	return out
}

func missingIn(list, others []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(others, s) })
}
