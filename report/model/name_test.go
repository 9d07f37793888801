package model

import (
	"testing"

	"seam/analyze/imports"
)

func TestName(t *testing.T) {
	for _, c := range []struct {
		what, folder string
		modules      []imports.Module
		packages     []string // modules of the packages
		want         string
	}{
		{"a module at the root", ".", []imports.Module{{Path: "a", Name: "x.org/a"}, {Path: ".", Name: "x.org/shop"}}, []string{"x.org/a", "x.org/a"}, "x.org/shop"},
		{"sisters", ".", nil, []string{"x.org/shop/a", "x.org/shop/b", "x.org/shop/b/v2", "fake.org/test/data"}, "x.org/shop"},
		{"one module beside the root", ".", nil, []string{"x.org/shop/go", "x.org/shop/go"}, "x.org/shop/go"},
		{"a module in a folder", ".", []imports.Module{{Path: "test/all", Name: "x.org/shop/test/all"}}, []string{"x.org/shop/test/all", ""}, ""},
		{"most code in a folder", ".", []imports.Module{{Path: "test/all", Name: "x.org/shop/test/all"}}, []string{"x.org/shop/test/all"}, "x.org/shop"},
		{"modules of the next major version", ".", []imports.Module{{Path: "v3/a", Name: "x.org/shop/v3/a"}, {Path: "v3/b", Name: "x.org/shop/v3/b"}}, []string{"x.org/shop/v3/a", "x.org/shop/v3/b"}, "x.org/shop"},
		{"no whole element is shared", ".", nil, []string{"x.org/shop1", "x.org/shop2"}, ""},
		{"no module with a majority", ".", nil, []string{"a.org/a", "b.org/b"}, ""},
		{"nothing", ".", nil, nil, ""},
		{"a workspace that is called root", ".", []imports.Module{{Path: ".", Name: "root"}}, []string{"root", "@shop/web"}, ""},
		{"with a scope", ".", []imports.Module{{Path: ".", Name: "@shop/root"}}, []string{"@shop/root", "@shop/web", "@shop/api"}, ""},
		{"a folder without a module", "cmd", []imports.Module{{Path: "..", Name: "x.org/shop"}}, []string{"x.org/shop"}, ""},
		{"a folder with a module", "tools", []imports.Module{{Path: ".", Name: "x.org/shop/tools"}}, nil, "x.org/shop/tools"},
	} {
		g := &imports.Graph{Modules: c.modules}
		for _, m := range c.packages {
			g.Packages = append(g.Packages, imports.Package{Module: m})
		}
		if got := name(g, c.folder); got != c.want {
			t.Errorf("%s: %q, want %q", c.what, got, c.want)
		}
	}
}

func TestIsAddress(t *testing.T) {
	for name, want := range map[string]bool{
		"gogs.io/gogs": true, "github.com/o/r/v2": true, "okhttp-parent": false, "@shop/web": false, ".": false,
		"": false, ":": false, "seam": false, "../up": false, "spring.shop": false,
	} {
		if isAddress(name) != want {
			t.Errorf("%q: %t", name, !want)
		}
	}
}
