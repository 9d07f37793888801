package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// levels is the house of docs/architecture.md, top to bottom. A package may import
// packages of lower lines only; packages on one line never import each other. A "/…"
// stands for the folders below.
var levels = [][]string{
	{"cmd/seam", "cmd/synth", "cmd/fit", "cmd/release"},
	{"cmd/seam/internal/…"},
	{"report"},
	{"report/page", "report/ci", "report/deployment", "report/explain", "report/export"},
	{"report/sections", "report/typeset"},
	{"report/doc", "report/picture"},
	{"report/layout", "report/phrase", "report/reporttest"},
	{"report/model"},
	{"report/compare"},
	{"analyze"},
	{"analyze/plan", "analyze/teamview", "analyze/rollout/facts", "analyze/impact/reach"},
	{"analyze/split", "analyze/communities"},
	{"analyze/whatif"},
	{"analyze/deploy", "analyze/rollout", "analyze/impact", "analyze/budgets"},
	{"analyze/cochange", "analyze/changetypes", "analyze/span", "analyze/focus", "analyze/diamonds", "analyze/chains", "analyze/layers", "analyze/accept"},
	{"analyze/services", "analyze/contracts", "analyze/migrations", "analyze/reuse", "analyze/dossier", "analyze/profile", "analyze/pieces", "analyze/surface", "analyze/proof"},
	{"analyze/services/code"},
	{"analyze/services/address"},
	{"analyze/services/manifest"},
	{"analyze/services/helm"},
	{"analyze/imports/cpp", "analyze/imports/csharp", "analyze/imports/dart", "analyze/imports/jvm", "analyze/imports/php", "analyze/imports/ruby", "analyze/imports/rust", "analyze/imports/swift"},
	{"analyze/modules/…"},
	{"analyze/modules"},
	{"analyze/imports/…"},
	{"analyze/imports"},
	{"analyze/areas"},
	{"analyze/owners"},
	{"analyze/history"},
	{"analyze/config", "analyze/answers"},
	{"analyze/repo"},
	{"analyze/repo/pack"},
	{"analyze/edit", "analyze/cache", "analyze/cache/…"},
	{"analyze/finding", "analyze/glossary"},
	{"analyze/format/…"},
	{"analyze/source", "analyze/format/syntax"},
	{"graph", "analyze/forge", "analyze/english", "analyze/parallel", "analyze/filemap"},
	{"analyze/portable", "analyze/regex"},
}

// homes says which package of ours may import a third-party module.
var homes = map[string]string{
	"deps.dev/util/semver":              "analyze/format/version",
	"github.com/bmatcuk/doublestar/v4":  "analyze/format/glob",
	"github.com/go-git/go-billy/v5":     "analyze/repo",
	"github.com/go-git/go-git/v5":       "analyze/repo",
	"github.com/goccy/go-yaml":          "analyze/format/yaml",
	"github.com/google/pprof":           "analyze/profile",
	"github.com/hashicorp/hcl/v2":       "analyze/format/hcl",
	"github.com/olekukonko/tablewriter": "report/typeset",
	"github.com/parquet-go/parquet-go":  "report/export",
	"github.com/pelletier/go-toml/v2":   "analyze/format/toml",
	"github.com/spf13/cobra":            "cmd/seam",
	"github.com/spf13/pflag":            "cmd/seam",
	"github.com/zclconf/go-cty":         "analyze/format/hcl",
	"golang.org/x/exp":                  "analyze/proof",
	"golang.org/x/mod":                  "analyze/format/gomod",
	"golang.org/x/term":                 "cmd/seam",
	"golang.org/x/tools":                "analyze/imports/golang",
	"gonum.org/v1/gonum":                "graph",
}

func levelOf(t *testing.T, pkg string) int {
	t.Helper()
	among := -1
	for i, line := range levels {
		for _, p := range line {
			if p == pkg { // by its own name, wherever its neighbours are
				return i
			}
			if below, ok := strings.CutSuffix(p, "/…"); ok && strings.HasPrefix(pkg, below+"/") {
				among = i
			}
		}
	}
	if among >= 0 {
		return among
	}
	t.Fatalf("package %s has no level: give it one here and in docs/architecture.md", pkg)
	return 0
}

// importsOf lists the imports of every package of this module, tests left out.
func importsOf(t *testing.T) map[string][]string {
	t.Helper()
	root := filepath.Join("..", "..")
	out := map[string][]string{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && file != root {
			if _, err := os.Stat(filepath.Join(file, "go.mod")); err == nil || strings.HasPrefix(name, ".") || name == "testdata" {
				return filepath.SkipDir // browser is a module of its own
			}
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(rel)
		for _, i := range f.Imports {
			p, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			out[pkg] = append(out[pkg], p)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Every package of the house stands in its table, under its whole name or, in a row with
// others, under the end of it.
func TestArchitectureIsWritten(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range levels {
		for _, p := range line {
			p = strings.TrimSuffix(p, "/…")
			whole, short := "`"+p, "`"+strings.TrimPrefix(p, "analyze/")
			if !strings.Contains(string(text), whole) && !strings.Contains(string(text), short) {
				t.Errorf("docs/architecture.md has no row for %s", p)
			}
		}
	}
}

func TestImportsPointDown(t *testing.T) {
	for pkg, imports := range importsOf(t) {
		for _, p := range imports {
			own, ok := strings.CutPrefix(p, "seam/")
			if ok && levelOf(t, own) <= levelOf(t, pkg) {
				t.Errorf("%s imports %s, which is not below it", pkg, own)
			}
		}
	}
}

func TestThirdPartiesHaveOneHome(t *testing.T) {
	used := map[string]bool{}
	for pkg, imports := range importsOf(t) {
		for _, p := range imports {
			first, _, _ := strings.Cut(p, "/")
			if first == "seam" || !strings.Contains(first, ".") {
				continue
			}
			module := moduleOf(p)
			used[module] = true
			if homes[module] != pkg {
				t.Errorf("%s imports %s, whose home is %q", pkg, p, homes[module])
			}
		}
	}
	for module := range homes {
		if !used[module] {
			t.Errorf("nothing imports %s any more: take it off the list and out of go.mod", module)
		}
	}
}

func moduleOf(p string) string {
	for module := range homes {
		if p == module || strings.HasPrefix(p, module+"/") {
			return module
		}
	}
	return p
}

// TestNoNewModules: what the binary links is listed, so that a dependency never
// arrives unseen.
func TestNoNewModules(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64")
	b, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	linked := strings.Fields(string(b))
	slices.Sort(linked)
	linked = slices.Compact(linked)
	got := strings.Join(linked, "\n") + "\n"
	file := filepath.Join("testdata", "linked-modules.txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the binary links other modules than %s lists (go test ./cmd/seam -update):\n%s", file, got)
	}
}

func TestRoomsHaveNames(t *testing.T) {
	for pkg := range importsOf(t) {
		if pkg != path.Clean(pkg) || strings.Contains(pkg, "util") || strings.Contains(pkg, "common") {
			t.Errorf("%s: a room is named for what it holds", pkg)
		}
	}
}
