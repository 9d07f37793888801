package plan_test

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/imports/golang"
	"seam/analyze/modules/gomod"
	"seam/analyze/plan"
	"seam/analyze/repo"
	"seam/analyze/split"
	"seam/analyze/whatif"
)

// fixture is a repository written as a txtar archive, without history.
type fixture struct {
	files map[string]string
	tree  repo.Tree
	graph *imports.Graph
	base  *whatif.Base
}

func read(t *testing.T, archive string) fixture {
	t.Helper()
	f := fixture{files: map[string]string{}}
	for _, x := range txtar.Parse([]byte(archive)).Files {
		f.files[x.Name] = string(x.Data)
	}
	f.tree = repo.Memory(f.files)
	g, err := golang.Load(t.Context(), f.tree, golang.Options{})
	if err != nil {
		t.Fatal(err)
	}
	f.graph = g
	f.base = whatif.Prepare(whatif.Input{Imports: g, Changes: &history.Changes{}, SourceOf: func(string) (string, bool) { return "", false }})
	return f
}

// plan makes the plan for a folder, as a candidate of the verdict; "" is no candidate.
func (f fixture) plan(t *testing.T, name string, verdict split.Verdict) plan.Plan {
	t.Helper()
	part, err := plan.Find(name, nil, f.base)
	if err != nil {
		t.Fatal(err)
	}
	return f.planOf(part, verdict)
}

// planOf makes the plan for a part.
func (f fixture) planOf(part plan.Part, verdict split.Verdict) plan.Plan {
	if verdict != "" {
		part.Candidate = &split.Candidate{ID: part.ID, Title: part.Title, Verdict: verdict, Reason: "because", Packages: part.Packages}
	}
	return plan.Make(plan.Input{
		Part: part, Base: f.base, Imports: f.graph, Modules: gomod.Load(f.tree), Folder: ".",
		Tracked: func(file string) bool { _, ok := f.files[path.Clean(file)]; return ok },
		TeamOf:  func(string) string { return "" },
		Declarations: func(pkg string) []imports.Declaration {
			p, _ := f.graph.Find(pkg)
			return golang.Declarations(f.tree, pkg, p)
		},
	})
}

func step(t *testing.T, p plan.Plan, code string) plan.Step {
	t.Helper()
	i := slices.IndexFunc(p.Steps, func(s plan.Step) bool { return s.Code == code })
	if i < 0 {
		t.Fatalf("no step %s", code)
	}
	return p.Steps[i]
}

// told is a step in words: why, then its tasks, code and notes.
func told(s plan.Step) string {
	var b strings.Builder
	fmt.Fprintln(&b, s.Why)
	for _, t := range s.Tasks {
		fmt.Fprintf(&b, "[ ] %s\n%s", t.Text, t.Content)
		for _, c := range t.Commands {
			fmt.Fprintf(&b, "$ %s\n", c)
		}
	}
	for _, n := range s.Notes {
		fmt.Fprintf(&b, "! %s\n", n)
	}
	return b.String()
}

// shop's billing needs money (nobody else does), calls store (which others use too),
// uses a constant of store that nobody else uses, and shares the leaf package id.
const shop = `
-- go.mod --
module m.example/shop

go 1.24

require (
	one.example/used v1.2.0
	one.example/tests v0.3.0
	one.example/other v1.0.0
)
-- go.sum --
-- billing/billing.go --
package billing

import (
	"m.example/shop/id"
	"m.example/shop/money"
	"m.example/shop/store"
	_ "one.example/used/sub"
)

func Bill(i id.ID) (money.Sum, error) { return 0, store.Save(string(i), store.Kind) }
-- billing/billing_test.go --
package billing

import _ "one.example/tests"
-- money/money.go --
package money

type Sum int
-- id/id.go --
package id

type ID string
-- store/store.go --
package store

import "m.example/shop/audit"

type Row struct{}

const Kind = "bill"

func Save(key string, value ...Row) (err error) { return audit.Log(Row{}) }
func Load() *Row                                 { return nil }
-- audit/audit.go --
package audit

import (
	_ "m.example/shop/a1"
	_ "m.example/shop/a2"
)

func Log(any) error { return nil }
-- a1/a.go --
package a1
-- a2/a.go --
package a2
-- web/web.go --
package web

import (
	"m.example/shop/billing"
	"m.example/shop/id"
	"m.example/shop/store"
	_ "one.example/other"
)

var X, Y = billing.Bill, store.Save

var Z id.ID
`

func TestCutMoveInterface(t *testing.T) {
	p := read(t, shop).plan(t, "billing", split.Library)
	for _, c := range []struct{ code, want string }{
		{"cut", `The part's module and the modules around it would need each other, so that neither could be released without the other. 2 imports of 2 packages lead back, cheapest first below.
[ ] Cut the import of id in billing (1 file, 1 name): make id a module of its own first.
[ ] Cut the import of store in billing (1 file, 2 names): move names in; introduce an interface.
! Another way: 5 packages that the part needs, directly or not, need nothing of it (a1, a2, audit, id, store). As a module of their own, below both sides, they end the circle without a single import cut.
! The other direction is cheaper: 1 import into the part (web -> billing). If the part is a program or a plugin, let it register itself or start on its own, and cut these instead.
`},
		{"move", `What only one side uses belongs to that side.
[ ] Move the package money in, to billing/internal/money: nothing else imports it. Its import path becomes m.example/shop/billing/internal/money: adjust it in 1 file.
$ mkdir -p billing/internal && git mv money billing/internal/money
[ ] Make id a module of its own before the part: it needs no other package of this repository and nothing of the part. Both sides then require it.
$ seam plan id
[ ] Move Kind from store into billing: no other package uses it. Look first whether store itself does.
`},
		{"interface", `What the part calls on the other side is passed in, so that the part imports nothing for it.
[ ] Declare in billing what it calls of store (1 function), and pass it in where the part is set up. store.Row in these signatures has to move too, or to become an interface.
// Store is what this package needs of store.
type Store interface {
	Save(key string, value ...store.Row) (err error)
}
`},
	} {
		if got := told(step(t, p, c.code)); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.code, got, c.want)
		}
	}
}

func TestManifest(t *testing.T) {
	p := read(t, shop).plan(t, "billing", split.Library)
	write := step(t, p, "module").Tasks[0]
	want := `module m.example/shop/billing

go 1.24

require (
	one.example/tests v0.3.0
	one.example/used v1.2.0
)

require one.example/other v1.0.0 // indirect
`
	if write.File != "billing/go.mod" || write.Content != want {
		t.Errorf("%s:\n%s\nwant\n%s", write.File, write.Content, want)
	}
}

// A major version stands in the path of the module around, not in that of the part.
func TestModulePaths(t *testing.T) {
	for _, c := range []struct{ module, folder, want, tag string }{
		{"m.example/m", "", "m.example/m/p", "p/v0.1.0"},
		{"m.example/m/v2", "", "m.example/m/p", "p/v0.1.0"},
		{"m.example/m/sub", "sub/", "m.example/m/sub/p", "sub/p/v0.1.0"},
		{"m.example/m/v3", "v3/", "m.example/m/v3/p", "v3/p/v0.1.0"},
		{"gopkg.in/m.v2", "", "gopkg.in/m.v2/p", "p/v0.1.0"},
	} {
		archive := fmt.Sprintf("-- %sgo.mod --\nmodule %s\n-- %sp/p.go --\npackage p\n-- %sq/q.go --\npackage q\n", c.folder, c.module, c.folder, c.folder)
		p := read(t, archive).plan(t, c.folder+"p", "")
		first, _, _ := strings.Cut(step(t, p, "module").Tasks[0].Content, "\n")
		if first != "module "+c.want {
			t.Errorf("%s: %s, want module %s", c.module, first, c.want)
		}
		if tag := step(t, p, "release").Tasks[0].Commands[0]; tag != "git tag "+c.tag {
			t.Errorf("%s: %s, want tag %s", c.module, tag, c.tag)
		}
	}
}

// A module that is replaced by a folder goes along with the way to it corrected.
func TestReplacements(t *testing.T) {
	p := read(t, `
-- go.mod --
module m.example/m

require (
	m.example/m/lib v0.0.0
	m.example/m/far v0.0.0
	one.example/x v1.0.0
)

replace m.example/m/lib => ./lib

replace m.example/m/far => ./far

replace one.example/x => one.example/fork v1.0.1
-- lib/go.mod --
module m.example/m/lib
-- lib/lib.go --
package lib
-- far/go.mod --
module m.example/m/far
-- far/far.go --
package far
-- in/part/part.go --
package part

import (
	_ "m.example/m/lib"
	_ "one.example/x"
)
-- user/user.go --
package user

import _ "m.example/m/in/part"
`).plan(t, "in/part", "")
	want := `module m.example/m/in/part

require (
	m.example/m/lib v0.0.0
	one.example/x v1.0.0
)

replace (
	m.example/m/lib => ../../lib
	one.example/x => one.example/fork v1.0.1
)
`
	if got := step(t, p, "module").Tasks[0].Content; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if cut := told(step(t, p, "cut")); cut != "Nothing to cut: the part needs nothing that needs it.\n" {
		t.Error(cut)
	}
}

// A go.mod takes all packages below it: those that the part leaves behind are named.
func TestLeftInFolder(t *testing.T) {
	f := read(t, shop+`
-- billing/legacy/legacy.go --
package legacy

import "m.example/shop/store"

var Row = store.Row{}
-- billing/tax/tax.go --
package tax
-- billing/tax/other/go.mod --
module m.example/other
-- billing/tax/other/other.go --
package other
`)
	p := f.planOf(plan.Part{ID: "split:billing", Title: "billing", Packages: []string{"billing", "billing/tax"}}, split.Library)
	want := "A go.mod in billing takes along all packages below it: billing/legacy too, which the part does not hold. Move them out, or take them in."
	if notes := step(t, p, "module").Notes; !slices.Contains(notes, want) {
		t.Errorf("%q lacks %q", notes, want)
	}
}

// What leads from the part through the rest back to it must be cut even where all else
// could become a module below both sides.
func TestThroughTheRest(t *testing.T) {
	p := read(t, `
-- go.mod --
module m.example/m
-- part/in/in.go --
package in

func In() {}
-- part/out/out.go --
package out

import (
	"m.example/m/b1"
	"m.example/m/back"
)

var X, Y = back.Back, b1.B
-- back/back.go --
package back

import "m.example/m/part/in"

func Back() { in.In() }
-- b1/b.go --
package b1

import (
	_ "m.example/m/b2"
	_ "m.example/m/b3"
	_ "m.example/m/b4"
)

func B() {}
-- b2/b.go --
package b2
-- b3/b.go --
package b3
-- b4/b.go --
package b4
-- user/user.go --
package user

import (
	"m.example/m/b1"
	"m.example/m/back"
)

var X, Y = back.Back, b1.B
`).plan(t, "part", split.Leave)
	want := "then only 1 import must be cut: part/out -> back."
	if notes := strings.Join(step(t, p, "cut").Notes, "\n"); !strings.Contains(notes, want) {
		t.Errorf("%s\nlacks %s", notes, want)
	}
	if want := "seam would leave it as it is: because. The steps below are what it would take all the same."; p.Advice != want {
		t.Error(p.Advice)
	}
}

// A service's callers and what they call are listed; types are no calls.
func TestHops(t *testing.T) {
	p := read(t, shop).plan(t, "store", split.Service)
	got := told(step(t, p, "hops"))
	for _, want := range []string{"billing calls 1 function of store: Save.", "web calls 1 function of store: Save."} {
		if !strings.Contains(got, want) {
			t.Errorf("%s\nlacks %s", got, want)
		}
	}
	step(t, p, "deploy")
}

func TestFind(t *testing.T) {
	f := read(t, shop)
	candidates := []split.Candidate{{ID: "split:billing", Title: "billing", Packages: []string{"billing"}, Near: []string{"split:bills", "split:money"}}}
	for _, c := range []struct{ name, id, near string }{
		{"split:billing", "split:billing", ""},
		{"./billing/", "split:billing", ""},
		{"money", "split:money", ""},
		{"split:bills", "split:billing", ""},
		{"biling", "", "billing"},
		{".", "", ""},
		{"", "", ""},
	} {
		p, err := plan.Find(c.name, candidates, f.base)
		var unknown *plan.UnknownError
		if p.ID != c.id || c.id == "" && (!errors.As(err, &unknown) || strings.Join(unknown.Near, ",") != c.near) {
			t.Errorf("%q: %q, %v", c.name, p.ID, err)
		}
	}
	if p, _ := plan.Find("money", candidates, f.base); p.Under == nil || p.Candidate != nil {
		t.Error("money is a near-duplicate of billing")
	}
	part, _ := plan.Find("bills", candidates, f.base)
	part.Candidate = &split.Candidate{Verdict: split.Leave, Reason: "too early"}
	if p := f.planOf(part, ""); !strings.HasPrefix(p.Advice, "bills is nearly the same part as billing, of which this is the plan. seam would leave it") {
		t.Error(p.Advice)
	}
}
