package split

import (
	"slices"
	"strings"
	"testing"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/whatif"
)

// graphOf is a graph of packages, each in the module of its first two folders, and of the
// imports between them ("a>b").
func graphOf(language, packages, edges string) *imports.Graph {
	g := &imports.Graph{}
	had := map[string]bool{}
	for _, p := range strings.Fields(packages) {
		parts := strings.Split(p, "/")
		module := strings.Join(parts[:min(2, len(parts))], "/")
		if !had[module] {
			had[module] = true
			g.Modules = append(g.Modules, imports.Module{Name: module, Path: module, Language: language})
		}
		g.Packages = append(g.Packages, imports.Package{Path: p, Module: module, Language: language, Lines: 100})
	}
	for _, e := range strings.Fields(edges) {
		from, to, _ := strings.Cut(e, ">")
		g.Edges = append(g.Edges, imports.Edge{From: from, To: to, Kind: imports.Import, Files: 1})
	}
	slices.SortFunc(g.Packages, func(a, b imports.Package) int { return strings.Compare(a.Path, b.Path) })
	return g
}

func TestBundles(t *testing.T) {
	for _, c := range []struct {
		name, packages, edges string
		want                  bool
	}{
		{"programs side by side", "msa/js msa/js/queue msa/ui msa/vc", "msa/js>msa/js/queue", true},
		{"modules that import one another", "libs/a libs/b libs/c", "libs/b>libs/a libs/c>libs/a", false},
		{"two families", "x/a x/b x/c x/d", "x/a>x/b x/c>x/d", true},
		{"nearly all are joined", "x/a/1 x/a/2 x/a/3 x/a/4 x/b", "x/a/1>x/a/2", false},
		{"one module", "x/a/1 x/a/2", "", false},
		{"a module with samples", "sdk/api sdk/api/x samples/a samples/b", "", false},
		{"of two languages", "sdk/dotnet lang/go/dotnet", "", false},
	} {
		g := graphOf("java", c.packages, c.edges)
		for i := range g.Packages {
			if strings.HasPrefix(g.Packages[i].Path, "lang/go/") {
				g.Packages[i].Language = "go"
			}
		}
		m := newMeasurer(whatif.Prepare(whatif.Input{Imports: g, Changes: &history.Changes{}}), g, &history.Changes{}, func(p int32) int32 { return p })
		var all []int32
		for i := range m.b.Packages {
			all = append(all, int32(i))
		}
		if got := m.bundle(all); got != c.want {
			t.Errorf("%s: %t, want %t", c.name, got, c.want)
		}
	}
}

// TestFurniture: what a framework lays out beside the code, and the changes of a schema,
// are no candidates.
func TestFurniture(t *testing.T) {
	for _, c := range []struct{ language, want string }{
		{"ruby", "app lib/plugins"},
		{"go", "app config db lib/plugins public/js"},
	} {
		g := graphOf(c.language, "app config config/initializers db db/migrations lib/plugins lib/plugins/search public/js", "")
		for i := range g.Packages {
			g.Packages[i].Module = ""
		}
		g.Modules = nil
		r := Rank(Input{Base: whatif.Prepare(whatif.Input{Imports: g, Changes: &history.Changes{}}), Imports: g, Changes: &history.Changes{}})
		var got []string
		for _, s := range r.kept {
			if len(s.near) == 0 || s.folder != "lib/plugins/search" {
				got = append(got, s.folder)
			}
		}
		for _, want := range strings.Fields(c.want) {
			found := false
			for _, f := range got {
				found = found || f == want || strings.HasPrefix(want, f+"/") || strings.HasPrefix(f, want+"/")
			}
			if !found {
				t.Errorf("%s: %s is no candidate: %v", c.language, want, got)
			}
		}
		for _, f := range got {
			if strings.HasSuffix(f, "migrations") || c.language == "ruby" && (f == "config" || f == "db" || strings.HasPrefix(f, "public")) {
				t.Errorf("%s: %s is a candidate", c.language, f)
			}
		}
	}
}

// TestInsideModule: a part that serves only the application around it needs no manifest of
// its own.
func TestInsideModule(t *testing.T) {
	const packages = "web/app web/app/pages web/app/parts web/lib api/a api/b api/c api/d"
	for _, c := range []struct {
		name, edges string
		part        string
		want        bool
	}{
		{"of an application", "web/app>web/app/parts web/app/pages>web/app/parts", "web/app/parts", true},
		{"of a module that others import", "web/app>web/app/parts api/a>web/app/pages", "web/app/parts", false},
		{"that others import, too", "web/app>web/app/parts api/a>web/app/parts", "web/app/parts", false},
		{"that nobody imports", "", "web/app/parts", false},
		{"a whole module", "api/a>web/lib", "web/lib", false},
	} {
		g := graphOf("typescript", packages, c.edges)
		for i := range g.Modules {
			g.Modules[i].Manifest = g.Modules[i].Path + "/package.json"
		}
		r := Rank(Input{Base: whatif.Prepare(whatif.Input{Imports: g, Changes: &history.Changes{}}), Imports: g, Changes: &history.Changes{}})
		j := newJudge(r.m, r.all, Context{TypeOf: func(int32) string { return "" }})
		i := slices.IndexFunc(r.all, func(s scored) bool { return s.folder == c.part })
		if why, got := j.insideModule(r.all[i]); got != c.want || got && !strings.Contains(why, "it is the inside of web/app,") {
			t.Errorf("%s: %t, %q", c.name, got, why)
		}
	}
}

// TestLayers: a folder of app that holds all classes of one kind is no subject; a folder of
// one subject below it is.
func TestLayers(t *testing.T) {
	for folder, want := range map[string]bool{
		"app/views": true, "app/Models": true, "core/app/models": true, "resources/js": true,
		"app/models/shop": false, "app/billing": false, "lib/models": false,
	} {
		if got := isFurniture(folder, true); got != want {
			t.Errorf("%s: %t, want %t", folder, got, want)
		}
		if isFurniture(folder, false) {
			t.Errorf("%s is furniture where no framework lays it out", folder)
		}
	}
}

// TestLaidOut: the pages of an application may be more code than the application, which does
// not make it a part that stands apart.
func TestLaidOut(t *testing.T) {
	for _, c := range []struct {
		pages string
		want  bool
	}{{"resources/js", true}, {"web", false}} {
		g := graphOf("php", "app "+c.pages, "")
		for i := range g.Packages {
			p := &g.Packages[i]
			p.Lines = 100
			if p.Path == c.pages {
				p.Lines, p.Language = 900, "typescript"
			}
		}
		r := Rank(Input{Base: whatif.Prepare(whatif.Input{Imports: g, Changes: &history.Changes{}}), Imports: g, Changes: &history.Changes{}})
		if got := r.m.laidOut(); got != c.want {
			t.Errorf("pages in %s: %t, want %t", c.pages, got, c.want)
		}
		if app, _ := r.m.b.Index("app"); r.m.islands[app] == c.want {
			t.Errorf("pages in %s: the application stands apart by its language: %t", c.pages, !c.want)
		}
	}
}
