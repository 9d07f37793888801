package golang

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/imports"
	"seam/analyze/repo"
)

func roots(g *imports.Graph) string {
	var out []string
	for _, m := range g.Modules {
		if m.Manifest == "" {
			out = append(out, m.Name+" at "+m.Path)
		}
	}
	return strings.Join(out, ", ")
}

func TestInferredRoots(t *testing.T) {
	for _, test := range []struct{ name, tree, roots, edges string }{
		{"the prefix that resolves most folders, third parties of the same names notwithstanding", `
-- main.go --
package main
import "github.com/me/app/errors"
import "github.com/me/app/store/sql"
import "github.com/pkg/errors"
import "github.com/other/store"
import "github.com/other/store/x"
-- errors/e.go --
package errors
import "github.com/me/app/store"
-- store/s.go --
package store
-- store/sql/s.go --
package sql
`, "github.com/me/app at .", `
. -> errors import
. -> store/sql import
errors -> store import
`},
		{"code below a folder that the root does not name", `
-- go/cmd/main.go --
package main
import "corp.test/x/a"
import "corp.test/x/a/b"
-- go/a/a.go --
package a
-- go/a/b/b.go --
package b
`, "corp.test/x at go", `
go/cmd -> go/a import
go/cmd -> go/a/b import
`},
		{"a missing generated package does not move the root", `
-- main.go --
package main
import "github.com/me/app/pkg/a"
import "github.com/me/app/gen/one"
import "github.com/me/app/gen/two"
import "github.com/me/app/gen/three"
-- pkg/a/a.go --
package a
import "github.com/me/app/pkg/b"
-- pkg/b/b.go --
package b
import "github.com/me/app/pkg/c"
-- pkg/c/c.go --
package c
`, "github.com/me/app at .", `
. -> pkg/a import
pkg/a -> pkg/b import
pkg/b -> pkg/c import
`},
		{"what vendor holds has no vote", `
-- main.go --
package main
import "github.com/third/party/a"
import "github.com/third/party/b"
import "github.com/third/module/c"
import "github.com/me/app/a"
-- a/a.go --
package a
-- b/b.go --
package b
-- c/c.go --
package c
-- vendor/github.com/third/party/a/a.go --
package a
-- Godeps/_workspace/src/github.com/third/party/b/b.go --
package b
`, "github.com/me/app at .", `. -> a import`},
		{"import comments", `
-- main.go --
package main // import "corp.test/app"
-- x/a.go --
package x /* import "corp.test/app/x" */
`, "corp.test/app at .", ``},
		{"Godeps", `
-- Godeps/Godeps.json --
{"ImportPath": "corp.test/app", "Deps": []}
-- a/a.go --
package a
import "corp.test/app"
-- a.go --
package app
`, "corp.test/app at .", `a -> . import`},
		{"glide", `
-- glide.yaml --
# who we are
package: "corp.test/app" # here
import: []
-- a/a.go --
package a
import "corp.test/app"
-- a.go --
package app
`, "corp.test/app at .", `a -> . import`},
		{"govendor", `
-- vendor/vendor.json --
{"rootPath": "corp.test/app"}
-- a/a.go --
package a
import "corp.test/app"
-- a.go --
package app
`, "corp.test/app at .", `a -> . import`},
		{"a GOPATH that is committed whole", `
-- src/corp.test/app/main.go --
package main
import "corp.test/lib/x"
import "local"
-- src/corp.test/lib/x/x.go --
package x
-- src/local/l.go --
package local
`, "", `
src/corp.test/app -> src/corp.test/lib/x import
src/corp.test/app -> src/local import
`},
		{"packages outside a nested go.mod, which import it", `
-- main.go --
package main
import "github.com/me/app/util"
import "github.com/me/app/engine/run"
-- util/u.go --
package util
-- engine/go.mod --
module github.com/me/app/engine
-- engine/run/r.go --
package run
import "github.com/me/app/util"
`, "github.com/me/app at .", `
. -> engine/run import
. -> util import
engine/run -> util import
`},
		{"an owner of many repositories is no root", `
-- a/a.go --
package a
import "github.com/me/b"
-- b/b.go --
package b
import "corp.test/b"
import "corp.test/other/x"
import "corp.test/other/y"
`, "", ``},
		{"the standard library has no vote", `
-- a/a.go --
package a
import "encoding/json"
-- json/j.go --
package json
`, "", ``},
		{"a root without a host", `
-- a/a.go --
package a
import "gx/ipfs/hash/b"
import "app/b"
import "app/c"
-- b/b.go --
package b
-- c/c.go --
package c
`, "app at .", `
a -> b import
a -> c import
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := load(t, tree(test.tree), Options{})
			if got := roots(g); got != test.roots {
				t.Errorf("roots %q, want %q", got, test.roots)
			}
			if d := cmp.Diff(lines(test.edges), drawn(g)); d != "" {
				t.Errorf("edges (-want +got):\n%s", d)
			}
		})
	}
}

// A tree with its go.mod taken away keeps its graph: the inferred root must be the
// declared one. The trees are small worlds with third parties that end like folders
// of the tree.
func TestInferenceEqualsGoMod(t *testing.T) {
	words := []string{"api", "store", "errors", "log", "http", "v1", "client"}
	for n := range 40 {
		files := map[string]string{"go.mod": "module github.com/me/app\n"}
		var folders []string
		for i := range 4 + n%9 {
			folders = append(folders, fmt.Sprintf("%s/%s", words[(n+i)%7], words[(n*3+i*i)%7]))
		}
		for i, folder := range folders {
			body := "package p\n"
			for j := range 3 {
				body += fmt.Sprintf("import _ %q\n", "github.com/me/app/"+folders[(i*2+j)%len(folders)])
			}
			body += fmt.Sprintf("import _ \"github.com/third%d/%s\"\nimport _ \"github.com/other/repo/%s\"\n", i, words[i%7], words[(i+2)%7])
			files[folder+"/p.go"] = body
		}
		declared := load(t, repo.Memory(files), Options{})
		without := maps.Clone(files)
		delete(without, "go.mod")
		inferred := load(t, repo.Memory(without), Options{})
		if d := cmp.Diff(drawn(declared), drawn(inferred)); d != "" {
			t.Fatalf("tree %v (-go.mod +inferred):\n%s%s", slices.Sorted(maps.Keys(files)), d, warned(inferred))
		}
	}
}
