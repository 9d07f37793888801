package imports

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/finding"
)

func at(file string, line int) []finding.Location {
	return []finding.Location{{File: file, Line: line}}
}

func TestJoin(t *testing.T) {
	python := &Graph{
		Packages: []Package{
			{Path: "app", Language: "python", Module: "app-py", Files: []string{"a.py"}, Lines: 10, ThirdParty: []string{"yaml"}},
			{Path: "lib", Language: "python", Files: []string{"l.py"}, Lines: 5, Exported: []string{"f"}},
		},
		Modules:   []Module{{Name: "app-py", Path: "app", Language: "python", Manifest: "app/pyproject.toml"}},
		Edges:     []Edge{{From: "app", To: "lib", Kind: Import, Files: 1, Sites: at("app/a.py", 1), Symbols: []string{"f"}}},
		FileEdges: []FileEdge{{From: "app/a.py", To: "lib/l.py", Kind: Import, Line: 1}},
		Warnings:  []finding.Warning{{Code: "python-unresolved", Count: 1}},
	}
	golang := &Graph{
		Packages: []Package{
			{Path: "app", Language: "go", Module: "m.test", ImportPath: "m.test/app", Name: "main", Main: true, Files: []string{"m.go"}, Lines: 30, TestThird: []string{"yaml"}},
			{Path: "lib", Language: "go", Module: "m.test", Lines: 2, TestOnly: true, TestFiles: []string{"l_test.go"}},
		},
		Modules:  []Module{{Name: "m.test", Path: "app", Language: "go", Manifest: "app/go.mod"}},
		Edges:    []Edge{{From: "app", To: "lib", Kind: Import, Files: 2, Sites: at("app/m.go", 3), Symbols: []string{"A", "f"}}, {From: "app", To: "gone", Kind: Import}},
		Warnings: []finding.Warning{{Code: "go-types", Count: 2}},
		Exact:    true,
	}
	want := &Graph{
		Packages: []Package{
			{
				Path: "app", Language: "go", Others: []string{"python"}, Module: "m.test", ImportPath: "m.test/app", Name: "main", Main: true,
				Files: []string{"a.py", "m.go"}, Lines: 40, ThirdParty: []string{"yaml"}, TestThird: []string{},
			},
			{Path: "lib", Language: "python", Others: []string{"go"}, Module: "m.test", Files: []string{"l.py"}, TestFiles: []string{"l_test.go"}, Lines: 7, Exported: []string{"f"}},
		},
		Modules: []Module{
			{Name: "m.test", Path: "app", Language: "go", Manifest: "app/go.mod"},
			{Name: "app-py", Path: "app", Language: "python", Manifest: "app/pyproject.toml"},
		},
		Edges: []Edge{{
			From: "app", To: "lib", Kind: Import, Files: 3, Symbols: []string{"A", "f"},
			Sites: []finding.Location{{File: "app/a.py", Line: 1}, {File: "app/m.go", Line: 3}},
		}},
		FileEdges: python.FileEdges,
		Warnings:  []finding.Warning{{Code: "go-types", Count: 2}, {Code: "python-unresolved", Count: 1}},
		Exact:     true,
	}
	for _, got := range []*Graph{Join(python, nil, golang), Join(golang, python)} {
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("-want +got:\n%s", d)
		}
	}
}

func TestJoinOfNothing(t *testing.T) {
	if d := cmp.Diff(&Graph{}, Join()); d != "" {
		t.Error(d)
	}
}

func TestWithinTakesFileEdgesAlong(t *testing.T) {
	g := &Graph{FileEdges: []FileEdge{
		{From: "a/x.py", To: "a/b/y.py", Kind: Import, Line: 4},
		{From: "a/x.py", To: "c/z.py", Kind: Import, Line: 5},
	}}
	want := []FileEdge{{From: "x.py", To: "b/y.py", Kind: Import, Line: 4}}
	if d := cmp.Diff(want, g.Within("a").FileEdges); d != "" {
		t.Error(d)
	}
}

// Native code serves what it is compiled into, unless no more than a few scripts and
// contracts lie beside it.
func TestJoinNativeCode(t *testing.T) {
	native := &Graph{
		Packages: []Package{
			{Path: "a", Language: "c", Module: "lib", Files: []string{"a.c"}, Lines: 1000}, {Path: "b", Language: "c", Files: []string{"b.h"}, Lines: 1000},
			{Path: "c", Language: "c++", Files: []string{"c.cc"}, Lines: 1000}, {Path: "d", Language: "c", Files: []string{"d.c"}, Lines: 1000},
			{Path: "e", Language: "c", Files: []string{"e.c"}, Lines: 50},
		},
		Edges:     []Edge{{From: "a", To: "b", Kind: Import, Files: 1}, {From: "a", To: "c", Kind: Import, Files: 1}, {From: "c", To: "d", Kind: Import, Files: 1}},
		FileEdges: []FileEdge{{From: "a/a.c", To: "b/b.h", Kind: Import, Line: 1}},
	}
	golang := &Graph{Packages: []Package{{Path: "a", Language: "go", Files: []string{"a.go"}, Lines: 10}}}
	python := &Graph{Packages: []Package{
		{Path: "b", Language: "python", Files: []string{"__init__.py"}, Lines: 1}, {Path: "c", Language: "python", Files: []string{"gen.py"}, Lines: 20},
		{Path: "e", Language: "python", Files: []string{"e.py"}, Lines: 20},
	}}
	proto := &Graph{Packages: []Package{{Path: "c", Language: "protobuf", Files: []string{"c.proto"}, Lines: 9}}}
	got := Join(native, golang, python, proto)
	languages := map[string]string{}
	for _, p := range got.Packages {
		languages[p.Path] = p.Language
		if p.Path == "a" && p.Module != "" {
			t.Errorf("a package of Go is of module %q", p.Module)
		}
	}
	if diff := cmp.Diff(map[string]string{"a": "go", "b": "python", "c": "c++", "d": "c", "e": "python"}, languages); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(native.Edges[1:], got.Edges); diff != "" {
		t.Error("an include between packages of Go and Python is an edge of files alone:", diff)
	}
	if diff := cmp.Diff(native.FileEdges, got.FileEdges); diff != "" {
		t.Error(diff)
	}
}
