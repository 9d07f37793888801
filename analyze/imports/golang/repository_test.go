package golang

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"seam/analyze/imports"
	"seam/analyze/repo"
)

var repository = flag.String("repo", "", "a git repository to compare with the go command (make verify REPO=…)")

// TestRepositoryEqualsGoList compares a repository of the caller's choice with go
// list, module by module: no edge of the default build may be missed or invented.
func TestRepositoryEqualsGoList(t *testing.T) {
	if *repository == "" {
		t.Skip("no -repo given")
	}
	r, err := repo.Open(*repository)
	if err != nil {
		t.Fatal(err)
	}
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	tree, err := r.Snapshot(head)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	root := writeOut(t, tree)
	g, err := Load(context.Background(), tree, Options{Headers: true})
	if err != nil {
		t.Fatal(err)
	}
	want, listed := map[string]bool{}, map[string]bool{}
	for _, m := range g.Modules {
		listModule(t, root, m.Path, want, listed)
	}
	got := map[string]bool{}
	constrained, versioned := 0, 0
	for _, e := range g.Edges {
		switch {
		case e.Kind != imports.Import || !listed[e.From]:
		case e.Constraint != "":
			constrained++
		case moduleOf(g, e.From) != moduleOf(g, e.To) && !want[e.From+" -> "+e.To]:
			versioned++
		default:
			got[e.From+" -> "+e.To] = true
		}
	}
	for _, p := range difference(want, got) {
		t.Errorf("missed: %s", p)
	}
	for _, p := range difference(got, want) {
		t.Errorf("go list does not say: %s", p)
	}
	t.Logf("%d imports in %d packages, go list has %d; %d more hold under a build constraint, %d lead to a module of the same tree that is required by version",
		len(got), len(listed), len(want), constrained, versioned)
}

func moduleOf(g *imports.Graph, pkg string) string {
	p, _ := g.Find(pkg)
	return p.Module
}

// writeOut writes what the go command reads of a tree to a temporary folder.
func writeOut(t *testing.T, tree repo.Tree) string {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range repo.Regulars(tree) {
		if path.Ext(f) != ".go" && path.Base(f) != "go.mod" && path.Base(f) != "go.sum" || strings.Contains("/"+f, "/vendor/") {
			continue
		}
		b, err := tree.ReadFile(f)
		if err != nil {
			t.Logf("not in this clone: %s", f)
			continue
		}
		name := filepath.Join(root, filepath.FromSlash(f))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

// listModule adds what go list says of one module: edges by folder, and the folders
// that it lists.
func listModule(t *testing.T, root, module string, edges, listed map[string]bool) {
	t.Helper()
	cmd := exec.Command("go", "list", "-e", "-json=ImportPath,Dir,Imports,Module", "-deps", "./...")
	cmd.Dir = filepath.Join(root, filepath.FromSlash(module))
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOPROXY=off", "GOFLAGS=-mod=mod", "GOTOOLCHAIN=local", "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=1")
	out, _ := cmd.Output() // what go list could not load is an error; what it printed still counts
	type pkg struct {
		ImportPath, Dir string
		Imports         []string
		Module          *struct{ Main bool }
	}
	folders := map[string]string{}
	var own []pkg
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		rel, err := filepath.Rel(root, p.Dir)
		if p.Dir == "" || err != nil || strings.HasPrefix(rel, "..") || strings.Contains("/"+filepath.ToSlash(rel)+"/", "/vendor/") {
			continue
		}
		folders[p.ImportPath] = path.Clean(filepath.ToSlash(rel))
		if p.Module != nil && p.Module.Main {
			own = append(own, p)
		}
	}
	for _, p := range own {
		from := folders[p.ImportPath]
		listed[from] = true
		addPairs(edges, folders, from, p.Imports)
	}
}

func difference(a, b map[string]bool) []string {
	var out []string
	for p := range a {
		if !b[p] {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}
