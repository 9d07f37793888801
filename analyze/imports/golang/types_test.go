package golang

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/repo"
)

// typedTree uses what syntax alone cannot see: methods through values, dot imports,
// a promoted method, generics, an alias of a type.
const typedTree = `
-- go.mod --
module m.test
go 1.21
-- a/a.go --
package a
import (
	. "m.test/b"
	"m.test/c"
)
func f(x c.Iface) {
	Func()
	v := New()
	v.Method()
	v.Promoted()
	_ = v.Field
	x.Do()
	_ = c.Map[int]
	c.Box[string]{}.Get()
	v.unexported()
}
-- a/a_test.go --
package a
import "m.test/b"
var _ = b.Test
-- a/x_test.go --
package a_test
import "m.test/b"
var _ = b.New().Method
-- a/w_windows.go --
package a
import "m.test/b"
var _ = b.Windows
-- b/b.go --
package b
type Base struct{ Field int }
func (*Base) Promoted() {}
type T struct{ Base }
func New() *T { return nil }
func (T) Method() {}
func (T) unexported() {}
func Func() {}
const Test = 1
-- c/c.go --
package c
type Iface interface{ Do() }
type Box[T any] struct{}
func (Box[T]) Get() (v T) { return v }
func Map[T any]() {}
`

func needGo(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command")
	}
	if testing.Short() {
		t.Skip("runs the go command")
	}
}

func TestTypes(t *testing.T) {
	needGo(t)
	dir := t.TempDir()
	whole := strings.Replace(typedTree, "	v.unexported()\n", "", 1)
	g := load(t, tree(whole), Options{Types: true, Dir: dir})
	want := lines(`
		a -> b import Base.Promoted Func New T.Method
		a -> b import [windows] Windows
		a -> c import Box Box.Get Iface Iface.Do Map
	`)
	if d := cmp.Diff(want, drawn(g)); d != "" {
		t.Errorf("edges (-want +got):\n%s", d)
	}
	if !g.Exact || len(g.Warnings) > 0 {
		t.Errorf("exact %v, warnings %s", g.Exact, warned(g))
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("the copy is still there: %v", left)
	}
}

// A vendor folder serves where there is no module cache.
func TestTypesFromVendor(t *testing.T) {
	needGo(t)
	g := load(t, tree(`
-- go.mod --
module m.test
go 1.21
require far.test/x v1.0.0
-- a/a.go --
package a
import "far.test/x"
import "m.test/b"
func f() { x.Of().Method() }
var _ b.Unused
-- b/b.go --
package b
type T struct{}
func (T) Method() {}
type Unused int
-- vendor/modules.txt --
# far.test/x v1.0.0
## explicit
far.test/x
-- vendor/far.test/x/x.go --
package x
import "m.test/b"
func Of() b.T { return undefinedInABody }
`), Options{Types: true, Dir: t.TempDir()})
	if got := drawn(g); got != "a -> b import T.Method Unused\n" || !g.Exact {
		t.Errorf("exact %v, edges %s, warnings %s", g.Exact, got, warned(g))
	}
}

func TestTypesFallBackToSyntax(t *testing.T) {
	needGo(t)
	for _, test := range []struct{ name, tree, edges, warning string }{
		{"a type error", typedTree, `
a -> b import ?
a -> b import [windows] Windows
a -> c import Box Iface Map
`, "first a/a.go: v.unexported undefined"},
		{"a requirement that cannot be had", `
-- go.mod --
module m.test
go 1.21
require far.test/x v1.0.0
-- a/a.go --
package a
import "far.test/x"
import "m.test/b"
var _, _ = x.X, b.Y
-- b/b.go --
package b
const Y = 1
`, `a -> b import Y`, "a/a.go: could not import far.test/x"},
		{"no go.mod", `
-- a/a.go --
package a
import "corp.test/m/b"
var _ = b.Y
-- b/b.go --
package b
const Y = 1
`, `a -> b import Y`, "a/a.go: is in no module"},
		{"cgo", `
-- go.mod --
module m.test
go 1.21
-- a.go --
package a
import "C"
import "m.test/b"
var _ = b.Y
-- b/b.go --
package b
const Y = 1
`, `. -> b import Y`, "a.go: needs cgo"},
		{"a go.mod for a later Go", `
-- go.mod --
module m.test
go 1.999
-- a.go --
package a
`, ``, "go.mod:"},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := load(t, tree(test.tree), Options{Types: true, Dir: t.TempDir()})
			if d := cmp.Diff(lines(test.edges), drawn(g)); d != "" {
				t.Errorf("edges (-want +got):\n%s", d)
			}
			if g.Exact || !strings.Contains(warned(g), test.warning) || !strings.Contains(warned(g), "go-types") {
				t.Errorf("exact %v, warnings:\n%s", g.Exact, warned(g))
			}
			if strings.Contains(warned(g), "seam-types-") {
				t.Errorf("the name of the copy shows:\n%s", warned(g))
			}
		})
	}
}

func TestTypesWithoutAFolder(t *testing.T) {
	_, err := Load(t.Context(), tree("-- a.go --\npackage a\n"), Options{Types: true, Dir: filepath.Join(t.TempDir(), "no")})
	if err == nil || !strings.HasPrefix(err.Error(), "golang: ") {
		t.Errorf("got %v", err)
	}
}

// A tree with paths that lead out of it writes nothing there.
func TestCopyStaysInside(t *testing.T) {
	parent := t.TempDir()
	inside := filepath.Join(parent, "copy")
	if err := os.Mkdir(inside, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := writeCopy(repo.Memory(map[string]string{"../out.go": "package out"}), inside); err == nil {
		t.Error("no error")
	}
	if _, err := os.Stat(filepath.Join(parent, "out.go")); err == nil {
		t.Error("wrote outside")
	}
}
