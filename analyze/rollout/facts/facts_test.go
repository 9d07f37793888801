package facts

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/finding"
	"seam/analyze/migrations"
	"seam/analyze/repo"
	"seam/analyze/rollout"
	"seam/analyze/services"
)

// graphOf makes services of name -> the places that declare them.
func graphOf(declared map[string][]finding.Location) *services.Graph {
	g := &services.Graph{Details: map[string]services.Details{}}
	for name, at := range declared {
		g.Services = append(g.Services, services.Service{Name: name})
		g.Details[name] = services.Details{Declared: at}
	}
	return g
}

func at(file string, line int) []finding.Location {
	return []finding.Location{{File: file, Line: line}}
}

// A service's part of a manifest is the block or the document that declares it, with what
// its aliases stand for.
func TestParts(t *testing.T) {
	for _, c := range []struct {
		name, manifest string
		line           int
		want           string
	}{
		{"a block ends where the next begins", "services:\n  a:\n    image: x\n\n  b:\n    image: y\n", 2, "  a:\n    image: x"},
		{"the last block", "services:\n  a:\n    image: x\n  b:\n    image: y\n", 4, "  b:\n    image: y"},
		{"a document of several", "apiVersion: v1\nname: a\n---\napiVersion: v1\nname: b\n---\n", 5, "apiVersion: v1\nname: b\n"},
		{"an alias", "x-env: &env\n  A: 1\nservices:\n  a:\n    environment: *env\n", 4, "  a:\n    environment: *envx-env: &env\n  A: 1"},
		{"an alias of an alias that leads back", "x: &x\n  - *y\ny: &y\n  - *x\nservices:\n  a: *x\n", 6, "  a: *xx: &x\n  - *yy: &y\n  - *x"},
		{"a line that the file lacks", "a:\n", 7, ""},
	} {
		g := graphOf(map[string][]finding.Location{"s": at("m.yaml", c.line)})
		if d := cmp.Diff(c.want, parts(g, "m.yaml", []byte(c.manifest))["s"]); d != "" {
			t.Errorf("%s: -want +got\n%s", c.name, d)
		}
	}
}

func FuzzParts(f *testing.F) {
	f.Add("x: &a\n  b: *a\n", 1)
	f.Add("---\napiVersion: v1\n---\n", 2)
	f.Fuzz(func(t *testing.T, manifest string, line int) {
		g := graphOf(map[string][]finding.Location{"s": at("m.yaml", line)})
		parts(g, "m.yaml", []byte(manifest))
	})
}

// Only the services whose own part of a manifest differs are touched; documentation
// touches none, and what no service owns is told.
func TestReadTouches(t *testing.T) {
	const before = "services:\n  a:\n    image: x\n  b:\n    image: y\n"
	old := repo.Memory(map[string]string{"compose.yaml": before, "README.md": "old", "lone.go": "package lone"})
	now := repo.Memory(map[string]string{"compose.yaml": strings.Replace(before, "image: y", "image: z", 1), "README.md": "new", "lone.go": "package lone // more"})
	declared := map[string][]finding.Location{"a": at("compose.yaml", 2), "b": at("compose.yaml", 4)}
	f := Read(old, now, graphOf(declared), graphOf(declared), []string{"README.md", "compose.yaml", "lone.go"})
	if d := cmp.Diff([]rollout.Touch{{Service: "b", File: "compose.yaml", Why: rollout.Manifest}}, f.Input.Touches); d != "" {
		t.Errorf("touches: -want +got\n%s", d)
	}
	if d := cmp.Diff([]string{"lone.go"}, f.Unowned); d != "" || f.Passive != 1 {
		t.Errorf("%d passive; unowned: -want +got\n%s", f.Passive, d)
	}
}

// Tables that only the .sql files of a service's folders name count as its own, too.
func TestMentionsOfSQL(t *testing.T) {
	tree := repo.Memory(map[string]string{"a/q.sql": "SELECT total FROM orders;", "b/q.sql": "SELECT name FROM people;"})
	g := &services.Graph{Services: []services.Service{{Name: "a"}}, Details: map[string]services.Details{"a": {Folders: []string{"a"}}}}
	got := mentions(g, tree, map[string]bool{"a": true})["a"]
	if want := migrations.ReadMentions(tree, []string{"a/q.sql"}); !reflect.DeepEqual(got, want) || reflect.DeepEqual(got, migrations.ReadMentions(tree, nil)) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// A migration has a way back if it says so, or if that lies beside it.
func TestReversible(t *testing.T) {
	o := &owned{now: repo.Memory(map[string]string{"m/1.down.sql": ""})}
	for file, want := range map[string]bool{"m/1.up.sql": true, "m/2.up.sql": false, "m/3.sql": false} {
		if got := o.reversible(file, []byte("DROP TABLE a;")); got != want {
			t.Errorf("%s: %t", file, got)
		}
	}
	if !o.reversible("m/4.sql", []byte("-- +goose Down\n")) {
		t.Error("a mark of the way back is not seen")
	}
}

// A service that another manifest now names otherwise is the same one, unless its code
// lies elsewhere or several could be it.
func TestAlign(t *testing.T) {
	side := func(list ...services.Service) *services.Graph {
		g := &services.Graph{Services: list, Details: map[string]services.Details{}, Edges: []services.Edge{{From: list[0].Name, To: "db"}, {From: "web", To: list[0].Name}}}
		for _, s := range list {
			g.Details[s.Name] = services.Details{Folders: []string{s.Path}}
		}
		return g
	}
	for _, c := range []struct {
		name       string
		base, head services.Service
		want       string
	}{
		{"the new name was an alias", services.Service{Name: "cart", Aliases: []string{"cart-svc"}}, services.Service{Name: "cart-svc"}, "cart-svc"},
		{"the old name is an alias now", services.Service{Name: "cart"}, services.Service{Name: "cart-svc", Aliases: []string{"cart"}}, "cart-svc"},
		{"code that lies elsewhere", services.Service{Name: "cart", Path: "a"}, services.Service{Name: "cart-svc", Path: "b", Aliases: []string{"cart"}}, "cart"},
		{"another name", services.Service{Name: "cart"}, services.Service{Name: "bill"}, "cart"},
	} {
		base, head := side(c.base), side(c.head)
		align(base, head)
		_, known := base.Details[c.want]
		if base.Services[0].Name != c.want || base.Edges[0].From != c.want || base.Edges[1].To != c.want || !known {
			t.Errorf("%s: %s, edge from %s, edge to %s", c.name, base.Services[0].Name, base.Edges[0].From, base.Edges[1].To)
		}
	}
	two := side(services.Service{Name: "cart"})
	align(two, side(services.Service{Name: "cart-a", Aliases: []string{"cart"}}, services.Service{Name: "cart-b", Aliases: []string{"cart"}}))
	if two.Services[0].Name != "cart" {
		t.Errorf("of two that it could be it became %s", two.Services[0].Name)
	}
}
