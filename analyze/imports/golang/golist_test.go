package golang

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"seam/analyze/imports"
)

// oracleTree is what the go command is asked about: several modules, joined by
// go.work and replace, every kind of file name, constraint and test, no third party.
const oracleTree = `
-- go.work --
go 1.25
use (
	.
	./tools
	./lib
)
-- go.mod --
module m.test/app
go 1.25
ignore ./testing/ignored
-- main.go --
package main
import (
	"fmt"
	"m.test/app/internal/core"
	alias "m.test/app/pkg/dash-name"
	_ "m.test/lib/v2/sub"
)
func main() { fmt.Println(core.X, alias.Y) }
-- main_windows.go --
package main
import _ "m.test/app/only/windows"
-- main_test.go --
package main
import _ "m.test/app/testing/helper"
-- ignored.go --
//go:build ignore

package main
import _ "m.test/app/only/ignored"
-- internal/core/core.go --
package core
import "m.test/lib/v2"
const X = lib.Z
-- internal/core/core_test.go --
package core
import _ "m.test/app/testing/helper"
import _ "m.test/lib/v2"
-- internal/core/external_test.go --
package core_test
import _ "m.test/app/internal/core"
import _ "m.test/app/testing/fixture"
import _ "m.test/app/testdata/data"
-- internal/core/external_linux_test.go --
package core_test
import _ "m.test/app/only/linux"
-- internal/core/external_darwin_test.go --
package core_test
import _ "m.test/app/only/darwin"
-- internal/core/doc.go --
package documentation
import _ "m.test/app/only/documentation"
-- internal/core/tagged.go --
// Copyright.

// +build linux,cgo darwin
// +build !appengine

package core
import _ "m.test/app/only/tagged"
-- internal/core/untagged.go --
//go:build !linux || custom

package core
import _ "m.test/app/only/untagged"
-- internal/core/asm_arm64.go --
package core
import _ "m.test/app/only/arm64"
-- pkg/dash-name/p.go --
package name
const Y = 1
-- testing/helper/h.go --
package helper
import _ "m.test/app/testing/fixture"
-- testing/fixture/f.go --
package fixture
-- testing/ignored/i.go --
package ignored
import _ "m.test/app/testing/fixture"
-- testing/only/x_test.go --
package only
import _ "m.test/app/pkg/dash-name"
-- testdata/data/d.go --
package data
import _ "m.test/app/testing/fixture"
-- _skipped/s.go --
package skipped
import _ "m.test/app/testing/fixture"
-- only/arm64/p.go --
package p
-- only/darwin/p.go --
package p
-- only/documentation/p.go --
package p
-- only/ignored/p.go --
package p
-- only/linux/p.go --
package p
-- only/tagged/p.go --
package p
-- only/untagged/p.go --
package p
-- only/windows/p.go --
package p
-- tools/go.mod --
module m.test/app/tools
go 1.21
-- tools/gen/main.go --
package main
import _ "m.test/app/pkg/dash-name"
import _ "m.test/lib/v2/sub"
func main() {}
-- lib/go.mod --
module m.test/lib/v2
go 1.21
-- lib/lib.go --
package lib
const Z = 1
-- lib/sub/s.go --
package sub
import _ "m.test/lib/v2"
`

// listed is what go list says about one package.
type listed struct {
	ImportPath, Dir, Name, ForTest     string
	Standard                           bool
	Imports, TestImports, XTestImports []string
}

// goList runs go list in a folder and returns the packages that lie in it, the
// variants that it makes up for tests left out.
func goList(t *testing.T, dir string, patterns ...string) []listed {
	t.Helper()
	args := append([]string{"list", "-e", "-deps", "-test", "-json"}, patterns...)
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOPROXY=off", "GOTOOLCHAIN=local", "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=1", "GO111MODULE=on")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var packages []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		if !p.Standard && p.ForTest == "" && !strings.HasSuffix(p.ImportPath, ".test") {
			packages = append(packages, p)
		}
	}
}

// pairs are the default build's edges of one kind.
func pairs(g *imports.Graph, kind imports.Kind) []string {
	var out []string
	for _, e := range g.Edges {
		if e.Kind == kind && e.Constraint == "" {
			out = append(out, e.From+" -> "+e.To)
		}
	}
	return out
}

func TestEdgesEqualGoList(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command")
	}
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range txtar.Parse([]byte(oracleTree)).Files {
		name := filepath.Join(root, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	packages := goList(t, root, "./...", "./tools/...", "./lib/...")
	g := load(t, tree(oracleTree), Options{})
	compareWithList(t, g, packages, root)
}

func compareWithList(t *testing.T, g *imports.Graph, packages []listed, root string) {
	t.Helper()
	folders := map[string]string{}
	for _, p := range packages {
		rel, err := filepath.Rel(root, p.Dir)
		if err != nil {
			t.Fatal(err)
		}
		folders[p.ImportPath] = filepath.ToSlash(rel)
	}
	code, tests := map[string]bool{}, map[string]bool{}
	for _, p := range packages {
		from := folders[p.ImportPath]
		addPairs(code, folders, from, p.Imports)
		addPairs(tests, folders, from, p.TestImports)
		addPairs(tests, folders, from, p.XTestImports)
		if found, ok := g.Find(from); !ok || found.Name != p.Name || found.ImportPath != p.ImportPath {
			t.Errorf("package %s %s (%s) is %+v here", from, p.ImportPath, p.Name, found)
		}
	}
	for pair := range code {
		delete(tests, pair)
	}
	if d := cmp.Diff(sorted(code), pairs(g, imports.Import)); d != "" {
		t.Errorf("imports (-go list +here):\n%s", d)
	}
	if d := cmp.Diff(sorted(tests), pairs(g, imports.Test)); d != "" {
		t.Errorf("test imports (-go list +here):\n%s", d)
	}
}

func addPairs(to map[string]bool, folders map[string]string, from string, importPaths []string) {
	for _, p := range importPaths {
		if folder, ok := folders[p]; ok && folder != from {
			to[from+" -> "+path.Clean(folder)] = true
		}
	}
}

func sorted(m map[string]bool) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b string) int {
		from1, to1, _ := strings.Cut(a, " -> ")
		from2, to2, _ := strings.Cut(b, " -> ")
		if from1 != from2 {
			return strings.Compare(from1, from2)
		}
		return strings.Compare(to1, to2)
	})
	return out
}
