package plan_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/history"
	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/plan"
	"seam/analyze/whatif"
)

// pythonShop is a Python project of which shop/money is to be published; the files are those that
// git knows beside the sources.
func pythonShop(tracked ...string) plan.Input {
	g := &imports.Graph{
		Packages: []imports.Package{
			{Path: "lib/shop/app", Language: "python", Module: "shop", ImportPath: "shop.app", Files: []string{"a.py"}, Lines: 9},
			{Path: "lib/shop/money", Language: "python", Module: "shop", ImportPath: "shop.money", Files: []string{"__init__.py"}, Lines: 9, ThirdParty: []string{"attrs"}},
			{Path: "lib/shop/money/rates", Language: "python", Module: "shop", ImportPath: "shop.money.rates", Files: []string{"bank.py"}, Lines: 9},
		},
		Modules: []imports.Module{{Name: "shop", Path: "lib", Language: "python", Manifest: "lib/pyproject.toml"}},
		Edges:   []imports.Edge{{From: "lib/shop/app", To: "lib/shop/money", Kind: imports.Import, Files: 1}},
	}
	base := whatif.Prepare(whatif.Input{Imports: g, Changes: &history.Changes{}, SourceOf: func(string) (string, bool) { return "", false }})
	part, err := plan.Find("lib/shop/money", nil, base)
	if err != nil {
		panic(err)
	}
	return plan.Input{
		Part: part, Base: base, Imports: g, Folder: ".", Tracked: func(f string) bool { return slices.Contains(tracked, f) },
		Modules: &modules.Set{Units: []modules.Unit{{
			Path: "lib", Manifest: "lib/pyproject.toml", Ecosystem: "python", Name: "shop",
			Requirements: []modules.Requirement{{Name: "attrs", Version: ">=23"}},
		}}},
	}
}

// A part of a package gets a name of its own where the package is one distribution's, and
// keeps its import path in a namespace, which several fill.
func TestPartOfAPythonPackage(t *testing.T) {
	for name, c := range map[string]struct {
		in          plan.Input
		says, never []string
	}{
		"a regular package": {pythonShop("lib/shop/__init__.py", "lib/shop/money/__init__.py"), []string{
			`name = "shop-money"`, `"shop_money.rates",`, `package-dir = { "shop_money" = "." }`,
			"an import name of its own, shop_money: the __init__.py of shop makes that a package of one distribution",
			"git mv lib/shop/money lib/shop_money", "Leave lib/shop/money.py behind", "without lib/shop/__init__.py in any distribution", "Let lib require shop-money",
		}, []string{"Keep the import path", "is a namespace itself"}},
		"a namespace": {pythonShop("lib/shop/money/__init__.py"), []string{
			`name = "shop-money"`, `"shop.money.rates",`, `package-dir = { "shop.money" = "." }`,
			"Keep the import path shop.money", "shop is a namespace package (PEP 420)",
			"Leave it out of what lib/pyproject.toml builds", `exclude = ["shop.money*"]`, `exclude = ["shop/money"] under the build target of hatch`,
		}, []string{"git mv", "behind", "is a namespace itself"}},
		"a namespace in a namespace": {pythonShop(), []string{"lib/shop/money has no __init__.py: it is a namespace itself"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			text := told(step(t, plan.Make(c.in), "module"))
			for _, want := range c.says {
				if !strings.Contains(text, want) {
					t.Errorf("the plan does not say %q:\n%s", want, text)
				}
			}
			for _, never := range c.never {
				if strings.Contains(text, never) {
					t.Errorf("the plan says %q:\n%s", never, text)
				}
			}
		})
	}
}

// TestPythonSketchBuilds holds the sketch against setuptools: it builds the part and nothing
// of the namespace around it.
func TestPythonSketchBuilds(t *testing.T) {
	if exec.Command("python3", "-c", "import setuptools, sys; sys.exit(int(setuptools.__version__.split('.')[0]) < 61)").Run() != nil {
		t.Skip("NOT RUN: there is no setuptools 61 or later, nothing is built with the sketch")
	}
	for want, in := range map[string]plan.Input{
		"shop/money/__init__.py shop/money/rates/bank.py": pythonShop("lib/shop/money/__init__.py"),
		"shop_money/__init__.py shop_money/rates/bank.py": pythonShop("lib/shop/__init__.py"),
	} {
		dir, out := t.TempDir(), t.TempDir()
		for _, task := range step(t, plan.Make(in), "module").Tasks {
			if task.File != "" {
				write(t, filepath.Join(dir, "pyproject.toml"), task.Content)
			}
		}
		write(t, filepath.Join(dir, "__init__.py"), "")
		write(t, filepath.Join(dir, "rates", "bank.py"), "")
		cmd := exec.Command("python3", "-c", "import setuptools; setuptools.setup()", "-q", "build", "--build-base", out)
		cmd.Dir = dir
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, said)
		}
		var got []string
		lib := filepath.Join(out, "lib")
		err := filepath.WalkDir(lib, func(p string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				rel, _ := filepath.Rel(lib, p)
				got = append(got, filepath.ToSlash(rel))
			}
			return err
		})
		if d := cmp.Diff(want, strings.Join(got, " ")); d != "" || err != nil {
			t.Error(d, err)
		}
	}
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
