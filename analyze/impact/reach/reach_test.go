package reach

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"seam/analyze/config"
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/modules/maven"
	"seam/analyze/modules/python"
	"seam/analyze/owners"
	"seam/analyze/repo"
	"seam/analyze/services"
)

// shop is a repository of two Go modules, an npm one and two services. "orders" is the name
// of a service and of a folder, "billing" of a service and of an npm module.
func shop(t *testing.T, more ...modules.Unit) *Search {
	t.Helper()
	files := []string{"go.mod", "orders/api/a.go", "orders/b.go", "lib/go.mod", "lib/l.go", "web/package.json"}
	x, err := New(Source{Facts: Facts{
		Folder: ".", Files: files, Owners: owners.Load(repo.Memory(nil), config.Config{}),
		Imports: &imports.Graph{Packages: []imports.Package{
			{Path: "lib", ImportPath: "example.com/lib", Language: "go", Files: []string{"l.go"}},
			{Path: "orders", ImportPath: "example.com/shop/orders", Language: "go", Files: []string{"b.go"}},
			{Path: "orders/api", Language: "go", Files: []string{"a.go"}},
		}},
		Modules: &modules.Set{Units: append([]modules.Unit{
			{Path: ".", Manifest: "go.mod", Ecosystem: "go", Name: "example.com/shop", Requirements: []modules.Requirement{{Name: "golang.org/x/net", Version: "v0.1.0"}}},
			{Path: "lib", Manifest: "lib/go.mod", Ecosystem: "go", Name: "example.com/lib"},
			{Path: "web", Manifest: "web/package.json", Ecosystem: "npm", Name: "billing"},
		}, more...)},
		Services: &services.Graph{Services: []services.Service{{Name: "billing", Path: "web"}, {Name: "orders", Aliases: []string{"orders-api"}, Path: "orders"}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// A name may mean several things: what it is taken for, and what else it could mean.
func TestNames(t *testing.T) {
	x := shop(t)
	for name, want := range map[string]string{
		"orders":                  "package orders [orders]", // a folder before a service
		"service:orders":          "service orders [orders]",
		"orders-api":              "service orders [orders]",
		"billing":                 "service billing [billing] or module:billing",
		"module:billing":          "module billing [billing]",
		"lib":                     "module example.com/lib [example.com/lib]", // of several modules before its package
		"package:lib":             "package lib [lib]",
		"./orders/api/":           "package orders/api [orders/api]",
		`orders\api`:              "package orders/api [orders/api]",
		"example.com/shop/orders": "package example.com/shop/orders [orders]",
		"golang.org/x/net":        "dependency golang.org/x/net [golang.org/x/net]",
	} {
		target, _, ok := x.find(name)
		got := fmt.Sprintf("%s %s %v", target.Kind, target.Name, target.Nodes)
		if target.Also != "" {
			got += " or " + target.Also
		}
		if !ok || got != want {
			t.Errorf("%s: %s, %v, want %s", name, got, ok, want)
		}
	}
}

// What manifests asked for in the past is read as they are now: by the names that mean the module.
func TestVersionsIn(t *testing.T) {
	for _, c := range []struct {
		ecosystem           string
		load                func(repo.Tree) *modules.Set
		name, file, content string
		want                []string
	}{
		{"python", python.Load, "tool-box", "svc/requirements.txt", "Tool_Box==1.2\nother==3\n", []string{"==1.2"}},
		{"maven", maven.Load, "g:lib", "pom.xml", "<project><artifactId>x</artifactId><dependencies><dependency><groupId>g</groupId><artifactId>lib</artifactId><version>2</version></dependency></dependencies></project>", []string{"2"}},
		{"python", python.Load, "tool-box", "requirements.txt", "other==3\n", nil},
	} {
		x := &Search{Source: Source{Manifests: func(_ string, tree repo.Tree) *modules.Set { return c.load(tree) }}}
		if got := x.versionsIn(c.ecosystem, c.name)(c.file, []byte(c.content)); !slices.Equal(got, c.want) {
			t.Errorf("%s in %s: %q, want %q", c.name, c.file, got, c.want)
		}
	}
}

// What is not there is an error that names what looks like it.
func TestNoTarget(t *testing.T) {
	_, err := shop(t).Target(t.Context(), "bilings")
	none, ok := errors.AsType[*NoTarget](err)
	if !ok || !slices.Contains(none.Near, "billing") || !strings.Contains(err.Error(), `"bilings"`) {
		t.Errorf("%v, near %v", err, none)
	}
	for _, name := range []string{"package:billing", "module:orders", "service:lib"} {
		if _, _, ok := shop(t).find(name); ok {
			t.Errorf("%s is found", name)
		}
	}
}
