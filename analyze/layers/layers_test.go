package layers

import (
	"fmt"
	"strings"
	"testing"

	"seam/analyze/config"
	"seam/analyze/finding"
	"seam/analyze/imports"
)

func area(pkg string) (string, bool) {
	a, _, _ := strings.Cut(pkg, "/")
	if a == "lost" {
		return "", false
	}
	return a, true
}

// edges reads "from to [kind] [constraint]", one edge a line, each at its own line.
func edges(text string) *imports.Graph {
	g := &imports.Graph{}
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		w := append(strings.Fields(line), "", "")
		g.Edges = append(g.Edges, imports.Edge{
			From: w[0], To: w[1], Kind: imports.Kind(w[2]), Constraint: w[3],
			Sites: []finding.Location{{File: w[0] + "/x.go", Line: i + 1}},
		})
	}
	return g
}

func TestCheck(t *testing.T) {
	const graph = `
		libs/a lost/b import
		lost/b pay/x import
		pay/x libs/a import
		pay/x lost/b import
		pay/x web/y test
		web/y pay/x test
		web/y pay/x import windows
		web/z pay/x import ignore`
	for name, c := range map[string]struct {
		layer config.Layer
		want  string
	}{
		"nothing said":          {config.Layer{Area: "pay"}, ""},
		"only these":            {config.Layer{Area: "pay", May: []string{"libs"}}, "pay/x/x.go:4 pay may import libs only, not what is in no area"},
		"only itself":           {config.Layer{Area: "pay", May: []string{}}, "pay/x/x.go:3 pay may import itself only, not libs\npay/x/x.go:4 pay may import itself only, not what is in no area"},
		"tests too":             {config.Layer{Area: "pay", MustNot: []string{"web"}, WithTests: true}, "pay/x/x.go:5 pay must not import web"},
		"tests do not count":    {config.Layer{Area: "pay", MustNot: []string{"web"}}, ""},
		"other platforms do":    {config.Layer{Area: "web", MustNot: []string{"pay"}}, "web/y/x.go:7 web must not import pay"},
		"by nobody":             {config.Layer{Area: "pay", By: []string{}}, "lost/b/x.go:2 pay may be imported by itself only, not by what is in no area\nweb/y/x.go:7 pay may be imported by itself only, not by web"},
		"by these":              {config.Layer{Area: "pay", By: []string{"web"}}, "lost/b/x.go:2 pay may be imported by web only, not by what is in no area"},
		"both ends of one edge": {config.Layer{Area: "libs", May: []string{"libs"}, By: []string{}}, "libs/a/x.go:1 libs may import libs only, not what is in no area\npay/x/x.go:3 libs may be imported by itself only, not by pay"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range Check(edges(graph), area, []config.Layer{c.layer}) {
				_, why, _ := strings.Cut(f.Message, ": ")
				got = append(got, fmt.Sprintf("%s %s", f.Location, why))
			}
			if s := strings.Join(got, "\n"); s != c.want {
				t.Errorf("got\n%s\nwant\n%s", s, c.want)
			}
		})
	}
}

// Only to an area that the importing one may import is anything moved.
func TestAdvice(t *testing.T) {
	for want, l := range map[string]config.Layer{
		"Remove the import, or move what web/y needs of pay/x to libs, which it may import":                       {Area: "web", May: []string{"libs"}},
		"Remove the import: let web/y take what it needs of pay/x as a parameter or over an interface of its own": {Area: "pay", May: []string{"libs"}, By: []string{}},
	} {
		if got := Check(edges("web/y pay/x import"), area, []config.Layer{l}); len(got) != 1 || got[0].Fix.Edit != want {
			t.Errorf("%+v, want %q", got, want)
		}
	}
}

// One import is told once, by the first layer that forbids it, and says why.
func TestFirstLayerTells(t *testing.T) {
	got := Check(edges("web/y pay/x import\nweb/y pay/x import linux"), area, []config.Layer{
		{Area: "web", MustNot: []string{"pay"}, Reason: "since the cut"},
		{Area: "pay", By: []string{}},
	})
	if len(got) != 1 {
		t.Fatalf("%d findings, want 1", len(got))
	}
	if f := got[0]; f.Message != "web/y imports pay/x: web must not import pay (since the cut)" || len(f.Related) != 1 || f.Key.Fingerprint() != f.Fingerprint {
		t.Errorf("%+v", f)
	}
}
