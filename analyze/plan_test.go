package analyze

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"seam/analyze/plan"
	"seam/analyze/repo"
)

// planned is a repository whose part "catalog" can be split out by moving a package in;
// the root module and the module tools import it.
var planned = map[string]string{
	"go.mod":                      "module m.example/shop\n\ngo 1.24\n",
	"catalog/catalog.go":          "package catalog\n\nimport (\n\t\"m.example/shop/catalog/price\"\n\t\"m.example/shop/money\"\n)\n\nfunc Price() money.Sum { return price.Of(1) }\n",
	"catalog/price/price.go":      "package price\n\nimport \"m.example/shop/money\"\n\nfunc Of(n int) money.Sum { return money.New(n) }\n",
	"catalog/price/price_test.go": "package price\n\nimport \"testing\"\n\nfunc TestOf(t *testing.T) {\n\tif Of(1) != 1 {\n\t\tt.Error(Of(1))\n\t}\n}\n",
	"money/money.go":              "package money\n\ntype Sum int\n\nfunc New(n int) Sum { return Sum(n) }\n",
	"main.go":                     "package main\n\nimport \"m.example/shop/catalog\"\n\nfunc main() { println(catalog.Price()) }\n",
	"tools/go.mod":                "module m.example/shop/tools\n\ngo 1.24\n\nrequire m.example/shop v0.0.0\n\nreplace m.example/shop => ../\n",
	"tools/main.go":               "package main\n\nimport \"m.example/shop/catalog\"\n\nfunc main() { println(catalog.Price()) }\n",
}

// TestPlanBuilds follows a plan to the letter: what it says to move is moved, what it
// says to write is written, its commands are run. Its last ones build both sides.
func TestPlanBuilds(t *testing.T) {
	dir := t.TempDir()
	b, err := repo.NewBuilder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Commit(repo.BuildCommit{Author: "Ann", Email: "ann@one.example", Message: "first", When: time.Unix(1700000000, 0), Write: planned}); err != nil {
		t.Fatal(err)
	}
	if err := b.Finish(); err != nil {
		t.Fatal(err)
	}
	p := planOf(t, dir, "catalog")
	for _, s := range p.Steps {
		if s.Code == "release" {
			break
		}
		for _, task := range s.Tasks {
			follow(t, dir, task)
		}
	}
	shell(t, dir, "GOWORK=off go run . && (cd catalog && GOWORK=off go test ./...) && (cd tools && GOWORK=off go run .)")
	if _, err := os.Stat(filepath.Join(dir, "catalog/go.mod")); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(dir, "money")); err == nil {
		t.Error("money is still there")
	}
}

func planOf(t *testing.T, dir, name string) *plan.Plan {
	t.Helper()
	q := Request{Dir: dir, Needs: Needs{History: true, Imports: true, Symbols: true, Modules: true, Services: true, Split: true}}
	in, err := Load(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Run(in, Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := Plan(q, r, name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// follow carries a task out. Import paths of what moved are adjusted by replacing text.
func follow(t *testing.T, dir string, task plan.Task) {
	t.Helper()
	if task.File != "" {
		if err := os.WriteFile(filepath.Join(dir, task.File), []byte(task.Content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range task.Commands {
		shell(t, dir, c)
		if words := strings.Fields(c); strings.Contains(c, "git mv") {
			from, to := words[len(words)-2], words[len(words)-1]
			shell(t, dir, `grep -rl '"m.example/shop/`+from+`"' --include=*.go . | xargs sed -i 's#"m.example/shop/`+from+`"#"m.example/shop/`+to+`"#'`)
		}
	}
}

func shell(t *testing.T, dir, command string) {
	t.Helper()
	c := exec.Command("sh", "-c", command)
	c.Dir = dir
	c.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=mod", "GOTOOLCHAIN=local", "GONOSUMDB=*", "GIT_CONFIG_GLOBAL=/dev/null")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", command, err, out)
	}
}
