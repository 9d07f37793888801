package imports

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestModuleFolders(t *testing.T) {
	g := &Graph{
		Modules: []Module{
			{Name: "api", Path: "go/api", Language: "go"},
			{Name: "api", Path: "web", Language: "typescript"},
			{Name: "api", Path: "web/api", Language: "typescript"},
			{Name: "x.test/replaced", Path: "fork", Language: "go"},
		},
		Packages: []Package{
			{Path: "elsewhere", Language: "go", Module: "x.test/replaced"},
			{Path: "go/api/db", Language: "go", Module: "api"},
			{Path: "loose", Language: "python"},
			{Path: "web/api/src", Language: "typescript", Module: "api"},
			{Path: "web/src", Language: "typescript", Module: "api"},
		},
	}
	want := map[string]string{"elsewhere": "fork", "go/api/db": "go/api", "web/api/src": "web/api", "web/src": "web"}
	if d := cmp.Diff(want, g.ModuleFolders()); d != "" {
		t.Error(d)
	}
}
