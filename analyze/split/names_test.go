package split

import (
	"path"
	"slices"
	"strings"
	"testing"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/whatif"
)

func TestNamesIn(t *testing.T) {
	for _, c := range []struct{ folder, parent, want string }{
		{"jaegerexporter", "exporter", "jaeger"},
		{"jaegerexporters", "exporters", "jaeger"},
		{"kafka-consumer", "", "kafka consumer"},
		{"oam", "controller", "oam"},
		{"v1alpha3", "istio", ""},
		{"clients", "pkg", ""},
		{"db", "pkg", ""},
		{"exporter", "exporter", "exporter"},
		{"Kafka", "contrib", "kafka"},
	} {
		if got := strings.Join(namesIn(c.folder, c.parent), " "); got != c.want {
			t.Errorf("%s below %s is called %q, want %q", c.folder, c.parent, got, c.want)
		}
	}
}

// base is a repository of these packages without history.
func base(packages ...string) *whatif.Base {
	slices.Sort(packages)
	g := &imports.Graph{}
	for _, p := range packages {
		g.Packages = append(g.Packages, imports.Package{Path: p, Language: "go", Files: []string{"x.go"}, Lines: 10})
	}
	return whatif.Prepare(whatif.Input{Imports: g, Changes: &history.Changes{}, SourceOf: func(p string) (string, bool) { return path.Dir(p), true }})
}

func TestGroups(t *testing.T) {
	rest := []string{"a", "b", "c", "d", "e", "f", "g"}
	for _, c := range []struct {
		name     string
		packages []string
		want     string
	}{
		{"one name in three places", []string{"apis/oam/v1", "pkg/oam", "pkg/controller/oam"}, "apis/oam,pkg/controller/oam,pkg/oam"},
		{"a place below another is no place of its own", []string{"oam", "oam/x/oam"}, ""},
		{"tests are left out", []string{"pkg/oam", "test/oam"}, ""},
		{"what the parent is called is taken off", []string{"exporter/jaegerexporter", "receiver/jaegerreceiver"}, "exporter/jaegerexporter,receiver/jaegerreceiver"},
		{"a common name says nothing", []string{"x/client", "y/client"}, ""},
		{"a group that is a folder already", []string{"z/oam-api", "z/oam-core"}, ""},
	} {
		b := base(append(slices.Clone(rest), c.packages...)...)
		var got []string
		for _, p := range groups(b, folders(b)) {
			got = append(got, p.key())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if got := groups(base("x/oam", "y/oam"), nil); len(got) != 0 {
		t.Error("a group of the whole repository is a part")
	}
}

// TestGroupsOfModules: a name that two modules share makes a part only where one of
// them imports the other's.
func TestGroupsOfModules(t *testing.T) {
	g := &imports.Graph{Modules: []imports.Module{{Name: "one", Path: "one", Language: "go"}, {Name: "two", Path: "two", Language: "go"}}}
	for _, p := range []string{"one/a", "one/b", "one/user", "two/c", "two/d", "two/user"} {
		g.Packages = append(g.Packages, imports.Package{Path: p, Module: path.Dir(p), Language: "go", Files: []string{"x.go"}, Lines: 10})
	}
	named := func() (names []string) {
		b := whatif.Prepare(whatif.Input{Imports: g, Changes: &history.Changes{}, SourceOf: func(p string) (string, bool) { return path.Dir(p), true }})
		for _, p := range groups(b, nil) {
			names = append(names, p.folder)
		}
		return names
	}
	if got := named(); len(got) > 0 {
		t.Errorf("modules that do not know each other give %v", got)
	}
	g.Edges = []imports.Edge{{From: "two/user", To: "one/user", Kind: imports.Import, Files: 1}}
	if got := named(); !slices.Equal(got, []string{"user"}) {
		t.Errorf("an import between them gives %v, want user", got)
	}
}

// TestFoldersOf: the id of a group leads to its folders.
func TestFoldersOf(t *testing.T) {
	b := base("apis/oam", "core/one", "core/two", "core/three", "pkg/controller/oam", "pkg/x")
	if got := strings.Join(FoldersOf(b, "oam"), " "); got != "apis/oam pkg/controller/oam" {
		t.Errorf("oam lies in %q", got)
	}
	if got := FoldersOf(b, "pkg/x"); got != nil {
		t.Errorf("a folder is the group %v", got)
	}
}
