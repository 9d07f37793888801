package golang

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/imports"
)

// edgeCase is a tree, the edges that it has as drawn writes them, and its warnings.
type edgeCase struct{ name, tree, edges, warnings string }

func TestEdges(t *testing.T) {
	checkEdges(t, []edgeCase{
		{"nested modules name each other without replace", `
-- go.mod --
module m.test
-- a/a.go --
package a
import "m.test/sub/b"
import "m.test/c"
var _, _ = b.X, c.Y
-- c/c.go --
package c
-- sub/go.mod --
module m.test/sub
-- sub/b/b.go --
package b
import "m.test/c"
var X = c.Y
`, `
a -> c import Y
a -> sub/b import X
sub/b -> c import Y
`, ``},
		{"a folder of a nested module is not the outer module's", `
-- go.mod --
module m.test
-- a.go --
package m
import _ "m.test/sub/b"
-- sub/go.mod --
module other.test
-- sub/b/b.go --
package b
`, ``, `go-import-unresolved x1: imports name a package of this repository that is not in it (generated, or removed?): a.go:2: m.test/sub/b`},
		{"go.work chooses among modules of one path", `
-- go.work --
go 1.26
use ./z/copy
-- main/go.mod --
module main.test
-- main/m.go --
package main
import "lib.test"
var _ = lib.X
-- lib/go.mod --
module lib.test
-- lib/l.go --
package lib
-- z/copy/go.mod --
module lib.test
-- z/copy/l.go --
package lib
`, `main -> z/copy import X`, ``},
		{"of two modules of one path the one nearest to the root", `
-- a/deep/go.mod --
module lib.test
-- a/deep/l.go --
package lib
-- lib/go.mod --
module lib.test
-- lib/l.go --
package lib
-- main/go.mod --
module main.test
-- main/m.go --
package main
import "lib.test"
`, `main -> lib import`, ``},
		{"replace with a folder, also through go.work", `
-- go.work --
go 1.26
use ./b
replace w.test => ./fork/w
-- a/go.mod --
module a.test
require x.test v1.0.0
replace x.test => ../fork/x
replace y.test v1.0.0 => ../../outside
-- a/a.go --
package a
import "x.test/p"
import _ "y.test/q"
var _ = p.X
-- b/go.mod --
module b.test
-- b/b.go --
package b
import "w.test"
-- fork/x/go.mod --
module renamed.test
-- fork/x/p/p.go --
package p
-- fork/w/go.mod --
module other.test
-- fork/w/w.go --
package w
`, `
a -> fork/x/p import X
b -> fork/w import
`, ``},
		{"vendor is not first-party, not even a copy of a module of the tree", `
-- go.mod --
module m.test
-- a.go --
package a
import "m.test/api"
import "t.test/lib"
var _, _ = api.X, lib.Y
-- api/go.mod --
module m.test/api
-- api/api.go --
package api
-- vendor/m.test/api/api.go --
package api
-- vendor/t.test/lib/lib.go --
package lib
-- node_modules/n/n.go --
package n
`, `. -> api import X`, ``},
		{"cgo is on", `
-- go.mod --
module m.test
-- a.go --
package a
// int one();
import "C"
import "m.test/b"
var _ = b.Cgo
-- a_other.go --
//go:build !cgo
package a
import "m.test/b"
var _ = b.Pure
-- b/b.go --
package b
`, `
. -> b import Cgo
. -> b import [!cgo] Pure
`, ``},
		{"build constraints, new and old, and in names", `
-- go.mod --
module m.test
-- both_windows.go --
//go:build arm64 || foo

package a
import _ "m.test/both"
-- default.go --
//go:build linux && amd64 && go1.20 && !foo && unix && gc
// +build windows

package a
import _ "m.test/default"
-- doc.go --
package documentation
import _ "m.test/doc"
-- future.go --
//go:build go1.999

package a
import _ "m.test/future"
-- gen.go --
// +build ignore

package main
import _ "m.test/gen"
-- linux.go --
package a
import _ "m.test/linux"
-- notplus.go --
// +build windows
package a
import _ "m.test/notplus"
-- old.go --
// +build darwin freebsd
// +build !cgo

package a
import _ "m.test/old"
-- x_linux_arm64.go --
package a
import _ "m.test/arm"
-- x_plan9_test.go --
package a
import _ "m.test/plan9"
-- arm/p.go --
package p
-- both/p.go --
package p
-- default/p.go --
package p
-- doc/p.go --
package p
-- future/p.go --
package p
-- gen/p.go --
package p
-- linux/p.go --
package p
-- notplus/p.go --
package p
-- old/p.go --
package p
-- plan9/p.go --
package p
`, `
. -> arm import [linux && arm64]
. -> both import [windows && (arm64 || foo)]
. -> default import
. -> doc import [ignore]
. -> future import [go1.999]
. -> gen import [ignore]
. -> linux import
. -> notplus import
. -> old import [(darwin || freebsd) && !cgo]
. -> plan9 test [plan9]
`, ``},
		{"tests of both forms, apart from code", `
-- go.mod --
module m.test
-- a/a.go --
package a
import "m.test/b"
var X = b.InCode
-- a/a_test.go --
package a
import "m.test/b"
import "m.test/c"
var _, _ = b.InTest, c.Inside
-- a/x_test.go --
package a_test
import "m.test/a"
import "m.test/c"
var _, _ = a.X, c.Outside
-- a/y_windows_test.go --
package a_test
import "m.test/b"
import "m.test/c"
import "m.test/d"
-- a/z_windows.go --
package a
import "m.test/d"
-- b/b.go --
package b
-- c/c.go --
package c
-- d/d.go --
package d
`, `
a -> b import InCode
a -> c test Inside Outside
a -> c test [windows]
a -> d import [windows]
`, ``},
		{"dot, blank and named imports, and names that hide them", `
-- go.mod --
module m.test
-- a/a.go --
package a
import (
	. "m.test/dot"
	_ "m.test/blank"
	other "m.test/named"
	"m.test/plain"
)
var _ = other.One
var _ = plain.Two
type T struct{ plain.Embedded }
func f(plain T) { _ = plain.Hidden }
func g() { other := T{}; _ = other.Hidden; { plain := 1; _ = plain }; _ = plain.Three }
func h[other any]() { var v other; _ = v }
func (x T) named() { _ = x.plain.Field; _ = plain.unexported }
-- blank/p.go --
package blank
-- dot/p.go --
package dot
-- named/p.go --
package named
-- plain/p.go --
package plain
`, `
a -> blank import
a -> dot import ?
a -> named import One
a -> plain import Embedded Three Two
`, ``},
		{"the declared name counts, not the path: v2, gopkg.in, go- prefixes", `
-- a/go.mod --
module a.test/v2
-- a/a.go --
package a
import "a.test/v2/go-sub"
import "gopkg.in/lib.v1"
import "gopkg.in/lib.v1/inner"
import "b.test/b/v3"
var _, _, _, _ = sub.A, lib.B, inner.C, b.D
-- a/go-sub/s.go --
package sub
-- b/go.mod --
module b.test/b/v3
-- b/b.go --
package b
-- lib/go.mod --
module gopkg.in/lib.v1
-- lib/l.go --
package lib
-- lib/inner/i.go --
package inner
`, `
a -> a/go-sub import A
a -> b import D
a -> lib import B
a -> lib/inner import C
`, ``},
		{"testdata is reached by import only", `
-- go.mod --
module m.test
-- a_test.go --
package a
import "m.test/testdata/used"
var _ = used.X
-- _old/o.go --
package old
import _ "m.test/testdata/unused"
-- testdata/used/u.go --
package used
import "m.test/testdata/too"
-- testdata/too/t.go --
package too
-- testdata/unused/u.go --
package unused
-- testdata/other/go.mod --
module other.test
-- testdata/other/o.go --
package other
import _ "m.test/testdata/unused"
`, `
. -> testdata/used test X
testdata/used -> testdata/too import
`, ``},
		{"ignore directives hide folders as testdata does", `
-- go.mod --
module m.test
go 1.25
ignore ./gen
ignore (
	old
	./gone/
)
-- a.go --
package a
import _ "m.test/gen/used"
-- gen/used/g.go --
package used
-- gen/unused/g.go --
package unused
import _ "m.test/gen/used"
-- x/old/y/o.go --
package old
import _ "m.test/gen/used"
-- x/gen/g.go --
package gen
import _ "m.test/gen/used"
-- golden/g.go --
package golden
import _ "m.test/gen/used"
`, `
. -> gen/used import
golden -> gen/used import
x/gen -> gen/used import
`, ``},
		{"relative imports of older days", `
-- a/a.go --
package a
import "../b"
import "./missing"
import "../../out"
var _ = b.X
-- b/b.go --
package b
`, `a -> b import X`, `
go-import-unresolved x2: imports name a package of this repository that is not in it (generated, or removed?), first a/a.go:3: ./missing
go-no-import-root x2: Go packages lie outside any go.mod and no import tells how they are named, so nothing is known to import them; add a go.mod, first a
`},
		{"no Go at all", `
-- README --
`, ``, ``},
	})
}

func checkEdges(t *testing.T, cases []edgeCase) {
	t.Helper()
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			g := load(t, tree(test.tree), Options{})
			if d := cmp.Diff(lines(test.edges), drawn(g)); d != "" {
				t.Errorf("edges (-want +got):\n%s", d)
			}
			if d := cmp.Diff(lines(test.warnings), warned(g)); d != "" {
				t.Errorf("warnings (-want +got):\n%s", d)
			}
			headers := load(t, tree(test.tree), Options{Headers: true})
			if d := cmp.Diff(unsymbolled(g), unsymbolled(headers)); d != "" {
				t.Errorf("headers alone give other edges (-whole +headers):\n%s", d)
			}
		})
	}
}

// unsymbolled is a graph's edges without their symbols.
func unsymbolled(g *imports.Graph) []imports.Edge {
	edges := make([]imports.Edge, len(g.Edges))
	for i, e := range g.Edges {
		e.Symbols = nil
		edges[i] = e
	}
	return edges
}
