package services

import (
	goflag "flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"seam/analyze/imports"
	"seam/analyze/repo"
	"seam/analyze/services/manifest"
)

var update = goflag.Bool("update", false, "write what is found into testdata")

// Every file in testdata is a repository and, under "want", what is found in it:
// services, edges, unknowns (?) and warnings (!).
func TestLoad(t *testing.T) {
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatal("no cases", err)
	}
	for _, file := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			files := map[string]string{}
			for _, f := range a.Files {
				files[f.Name] = string(f.Data)
			}
			want := files["want"]
			delete(files, "want")
			got := text(Load(repo.Memory(files), goGraph(files), ".", Given{}))
			if *update {
				a.Files[len(a.Files)-1].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if d := cmp.Diff(want, got); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

func edgeText(e Edge) string {
	var ev []string
	for _, v := range e.Evidence {
		ev = append(ev, fmt.Sprintf("%s:%d %s %s", v.File, v.Line, v.Kind, v.Text))
	}
	return fmt.Sprintf("%s -> %s %s %v: %s\n", e.From, e.To, e.Class, e.Confidence, strings.Join(ev, "; "))
}

func text(g *Graph) string {
	var b strings.Builder
	for _, s := range g.Services {
		fmt.Fprintf(&b, "%s %s %s", s.Name, s.Kind, s.Class)
		if s.Path != "" {
			b.WriteString(" " + s.Path)
		}
		if len(s.Aliases) > 0 {
			b.WriteString(" = " + strings.Join(s.Aliases, " "))
		}
		if s.Wave != nil {
			fmt.Fprintf(&b, " wave %d at %s", s.Wave.Number, s.Wave.At)
		}
		if s.Job != nil {
			fmt.Fprintf(&b, " job by %s at %s", s.Job.By, s.Job.At)
		}
		for _, e := range s.Entries {
			fmt.Fprintf(&b, "\n  %s %s%s at %s", e.Kind, e.Host, e.Path, e.At)
		}
		b.WriteByte('\n')
	}
	for _, e := range g.Edges {
		b.WriteString(edgeText(e))
	}
	for _, e := range g.Weak {
		b.WriteString("~ " + edgeText(e))
	}
	for _, u := range g.Unknown {
		fmt.Fprintf(&b, "? %s %s:%d %s: %s\n", u.Service, u.File, u.Line, u.Text, u.Reason)
	}
	for _, w := range g.Warnings {
		fmt.Fprintf(&b, "! %s %d: %s\n", w.Code, w.Count, w.Message)
	}
	return b.String()
}

const module = "example.org/shop"

var importLine = regexp.MustCompile(`import "` + module + `/([^"]+)"`)

// goGraph is what the Go loader would find, as far as services looks at it.
func goGraph(files map[string]string) *imports.Graph {
	byDir := map[string]*imports.Package{}
	g := &imports.Graph{}
	for _, f := range slices.Sorted(maps.Keys(files)) {
		if path.Ext(f) != ".go" {
			continue
		}
		dir := path.Dir(f)
		if byDir[dir] == nil {
			byDir[dir] = &imports.Package{Path: dir, Language: "go", Module: module}
		}
		p := byDir[dir]
		if strings.HasSuffix(f, "_test.go") {
			p.TestFiles = append(p.TestFiles, path.Base(f))
			continue
		}
		p.Files = append(p.Files, path.Base(f))
		p.Main = p.Main || strings.HasPrefix(files[f], "package main")
		for _, m := range importLine.FindAllStringSubmatch(files[f], -1) {
			g.Edges = append(g.Edges, imports.Edge{From: dir, To: m[1], Kind: imports.Import})
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(byDir)) {
		g.Packages = append(g.Packages, *byDir[dir])
	}
	return g
}

// A folder that is analysed on its own sees only what it declares, even if it is
// called "examples", and its paths are relative to it.
func TestLoadBelow(t *testing.T) {
	files := map[string]string{
		"compose.yaml":              "services: {web: {image: acme/web}, api: {image: acme/api}}\n",
		"examples/ch6/compose.yaml": "services:\n  web: {build: web, environment: [API_URL=http://api:80]}\n  api: {image: acme/api}\n",
		"examples/ch6/web/app.js":   "process.env.API_URL",
		"cmd/tool/main.go":          "package main",
	}
	g := Load(repo.Memory(files), goGraph(files), "examples/ch6", Given{}).Within("examples/ch6")
	want := "api compose call\nweb compose call web\nweb -> api call 0.95: compose.yaml:2 env API_URL=http://api:80\n"
	if d := cmp.Diff(want, text(g)); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

func TestWithin(t *testing.T) {
	files := map[string]string{
		"a/compose.yaml": "services: {web: {image: acme/web, depends_on: [api]}, api: {image: acme/api}}\n",
		"b/compose.yaml": "services: {job: {image: acme/job}}\n",
	}
	want := "api compose call\nweb compose call\nweb -> api declared 0.9: compose.yaml:1 depends_on depends_on: api\n"
	if d := cmp.Diff(want, text(Load(repo.Memory(files), nil, ".", Given{}).Within("a"))); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}

// Equal input gives equal output: maps are never walked into it.
func TestLoadIsDeterministic(t *testing.T) {
	files := map[string]string{}
	r := rand.New(rand.NewPCG(1, 2))
	name := func() string { return fmt.Sprintf("s%d", r.IntN(12)) }
	for i := range 6 {
		var b strings.Builder
		b.WriteString("services:\n")
		for j := range 8 {
			fmt.Fprintf(&b, "  s%d:\n    image: acme/i%d\n    environment: {A_HOST: %s, B_URL: 'http://%s:80'}\n", j, r.IntN(9), name(), name())
		}
		files[fmt.Sprintf("p%d/compose.yaml", i)] = b.String()
		files[fmt.Sprintf("k%d/all.yaml", i)] = fmt.Sprintf(
			"apiVersion: v1\nkind: Pod\nmetadata: {name: %s, labels: {a: %s}}\nspec: {containers: [{image: acme/i%d}]}\n---\n"+
				"apiVersion: v1\nkind: Service\nmetadata: {name: %s}\nspec: {selector: {a: %s}}\n", name(), name(), i, name(), name())
	}
	first := text(Load(repo.Memory(files), nil, ".", Given{}))
	for range 20 {
		if d := cmp.Diff(first, text(Load(repo.Memory(files), nil, ".", Given{}))); d != "" {
			t.Fatal(d)
		}
	}
}

// Ten thousand objects of other kinds cost a search, not a parse; a file over the
// limit is named.
func TestLoadManyObjects(t *testing.T) {
	crd := "apiVersion: v1\nkind: Secret\nmetadata: {name: x}\n---\n"
	pod := "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{image: i}]}\n"
	g := Load(repo.Memory(map[string]string{
		"all.yaml": strings.Repeat(crd, 10_000) + pod,
		"big.yaml": "kind: Pod\n" + strings.Repeat("# filler\n", manifest.MaxFile/9),
	}), nil, ".", Given{})
	want := "p kubernetes call\n! manifest-too-large 1: not read for services, being over 4 MiB: big.yaml\n"
	if d := cmp.Diff(want, text(g)); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
}
