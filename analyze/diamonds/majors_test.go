package diamonds_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/diamonds"
	"seam/analyze/modules/gomod"
	"seam/analyze/repo"
)

func TestMajors(t *testing.T) {
	for name, c := range map[string]struct{ repository, want string }{
		"both majors direct": {`
			-- . --
			require x.example/x v1.4.0
			require x.example/x/v2 v2.0.1
			`, `
problem go/two-majors x.example/x [x.example/x@v1.4.0 | x.example/x/v2@v2.0.1] incompatible at go.mod:3
  In the module of go.mod change the imports of x.example/x to x.example/x/v2, then run go mod tidy: it drops x.example/x unless another module still needs it (go mod why -m x.example/x): git grep -nE -e '"x\.example/x("|/([^v]|v[01]?[^0-9]))' -- '*.go' ':!vendor'
`},

		"four majors are kept on purpose: a smell. All lower ones go to the highest release, never to a candidate": {`
			-- . --
			require gopkg.in/yaml.v1 v1.0.0
			require gopkg.in/yaml.v2 v2.4.0
			require gopkg.in/yaml.v3 v3.0.1
			require gopkg.in/yaml.v4 v4.0.0-rc.2
			`, `
smell go/two-majors gopkg.in/yaml [gopkg.in/yaml.v1@v1.0.0 | gopkg.in/yaml.v2@v2.4.0 | gopkg.in/yaml.v3@v3.0.1 | gopkg.in/yaml.v4@v4.0.0-rc.2] incompatible at go.mod:3
  In the module of go.mod change the imports of gopkg.in/yaml.v1 and gopkg.in/yaml.v2 to gopkg.in/yaml.v3, then run go mod tidy: it drops gopkg.in/yaml.v1 and gopkg.in/yaml.v2 unless another module still needs it (go mod why -m gopkg.in/yaml.v1 gopkg.in/yaml.v2). gopkg.in/yaml.v4@v4.0.0-rc.2 is no release yet, so not what to change to: git grep -nE -e '"gopkg\.in/yaml\.v1["/]' -e '"gopkg\.in/yaml\.v2["/]' -- '*.go' ':!vendor'
`},

		"three majors, the lowest needed by something else only": {`
			-- a --
			require x.example/x v1.0.0 // indirect
			require x.example/x/v2 v2.0.0
			require x.example/x/v3 v3.0.0
			`, `
problem go/two-majors x.example/x [x.example/x@v1.0.0 | x.example/x/v2@v2.0.0 | x.example/x/v3@v3.0.0] incompatible at a/go.mod:4
  In the module of a/go.mod change the imports of x.example/x/v2 to x.example/x/v3, then run go mod tidy: it drops x.example/x/v2 unless another module still needs it (go mod why -m x.example/x/v2). x.example/x goes with the requirements that need it: cd a && git grep -nE -e '"x\.example/x/v2["/]' -- '*.go' ':!vendor'
`},

		"a candidate above a release: back to the release": {`
			-- . --
			require x.example/x v1.4.0
			require x.example/x/v2 v2.0.0-beta.1
			`, `
problem go/two-majors x.example/x [x.example/x@v1.4.0 | x.example/x/v2@v2.0.0-beta.1] incompatible at go.mod:4
  In the module of go.mod change the imports of x.example/x/v2 back to x.example/x. x.example/x/v2@v2.0.0-beta.1 is no release yet, so not what to change to: git grep -nE -e '"x\.example/x/v2["/]' -- '*.go' ':!vendor'
`},

		"a candidate is imported, and a lower major is only needed: back to the release": {`
			-- . --
			require x.example/x v1.4.0 // indirect
			require x.example/x/v2 v2.4.0
			require x.example/x/v3 v3.0.0-rc.1
			`, `
problem go/two-majors x.example/x [x.example/x@v1.4.0 | x.example/x/v2@v2.4.0 | x.example/x/v3@v3.0.0-rc.1] incompatible at go.mod:5
  In the module of go.mod change the imports of x.example/x/v3 back to x.example/x/v2. x.example/x/v3@v3.0.0-rc.1 is no release yet, so not what to change to: git grep -nE -e '"x\.example/x/v3["/]' -- '*.go' ':!vendor'
`},

		"a candidate that only something else needs": {`
			-- . --
			require x.example/x v1.4.0
			require x.example/x/v2 v2.0.0-beta.1 // indirect
			`, `
smell go/two-majors x.example/x [x.example/x@v1.4.0 | x.example/x/v2@v2.0.0-beta.1] incompatible at go.mod:4
  Nothing in the module of go.mod imports x.example/x/v2: update the requirements that need it (go mod why -m names them) to releases that use x.example/x. x.example/x/v2@v2.0.0-beta.1 is no release yet, so not what to change to: go mod why -m x.example/x/v2
`},

		"no release at all: the highest; the suffix before +incompatible": {`
			-- . --
			require x.example/x v2.9.0-rc.1+incompatible
			require x.example/x/v2 v2.0.0-20200101000000-abcdefabcdef
			`, `
problem go/two-majors x.example/x [x.example/x@v2.9.0-rc.1+incompatible | x.example/x/v2@v2.0.0-20200101000000-abcdefabcdef] at go.mod:3
  In the module of go.mod change the imports of x.example/x to x.example/x/v2, then run go mod tidy: it drops x.example/x unless another module still needs it (go mod why -m x.example/x): git grep -nE -e '"x\.example/x("|/([^v]|v[01]?[^0-9]))' -- '*.go' ':!vendor'
`},

		"one major direct, one listed; gopkg.in paths": {`
			-- a --
			require gopkg.in/yaml.v2 v2.4.0 // indirect
			require gopkg.in/yaml.v3 v3.0.1
			`, `
smell go/two-majors gopkg.in/yaml [gopkg.in/yaml.v2@v2.4.0 | gopkg.in/yaml.v3@v3.0.1] incompatible at a/go.mod:3
  Nothing in the module of a/go.mod imports gopkg.in/yaml.v2: update the requirements that need it (go mod why -m names them) to releases that use gopkg.in/yaml.v3: cd a && go mod why -m gopkg.in/yaml.v2
`},

		"no major direct, and one step lower for tools": {`
			-- a --
			require x.example/x/v2 v2.0.0 // indirect
			require x.example/x/v3 v3.0.0 // indirect
			-- tools --
			require y.example/y v1.0.0
			require y.example/y/v2 v2.0.0
			`, `
smell go/two-majors y.example/y [y.example/y@v1.0.0 | y.example/y/v2@v2.0.0] incompatible at tools/go.mod:3
  In the module of tools/go.mod change the imports of y.example/y to y.example/y/v2, then run go mod tidy: it drops y.example/y unless another module still needs it (go mod why -m y.example/y): cd tools && git grep -nE -e '"y\.example/y("|/([^v]|v[01]?[^0-9]))' -- '*.go' ':!vendor'
noise go/two-majors x.example/x [x.example/x/v2@v2.0.0 | x.example/x/v3@v3.0.0] incompatible at a/go.mod:3
  Nothing in the module of a/go.mod imports x.example/x/v2: update the requirements that need it (go mod why -m names them) to releases that use x.example/x/v3: cd a && go mod why -m x.example/x/v2
`},

		"majors in different manifests meet nowhere": {`
			-- a --
			require x.example/x v1.0.0
			-- b --
			require x.example/x/v2 v2.0.0
			`, ``},
	} {
		t.Run(name, func(t *testing.T) { compareShown(t, c.repository, c.want) })
	}
}

// One dependency in two manifests is told twice, in different words.
func TestMajorsNameTheirUnit(t *testing.T) {
	set := load(t, `
		-- a --
		require x.example/x v1.4.0
		require x.example/x/v2 v2.0.1
		-- b --
		require x.example/x v1.4.0
		require x.example/x/v2 v2.0.1
	`)
	got := diamonds.Find(set, diamonds.Options{}).Diamonds
	if len(got) != 2 || got[0].Message == got[1].Message || got[0].Fix.Edit == got[1].Fix.Edit {
		t.Errorf("told alike:\n%s", show(got))
	}
	const want = "a/go.mod builds with x.example/x@v1.4.0 and x.example/x/v2@v2.0.1, two major versions of one module: their types do not mix"
	if got[0].Message != want {
		t.Errorf("message %q, want %q", got[0].Message, want)
	}
}

// The command of two-majors finds each import of the lower majors and no other line.
func TestMajorsCommandListsImports(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"go.mod":        "module m.example\ngo 1.24\nrequire x.example/x v1.0.0\nrequire x.example/x/v2 v2.0.0\nrequire x.example/x/v11 v11.0.0\n",
		"a.go":          "package a\n\nimport (\n\t\"x.example/x\"\n\t\"x.example/x/sub\"\n\t\"x.example/x/v1\"\n\t\"x.example/x/v1beta1/y\"\n\t\"x.example/x/vars\"\n\t\"x.example/x/v2\"\n\tw \"x.example/x/v2/sub\"\n\t\"x.example/x/v11\"\n\t\"x.example/x/v11/y\"\n\t\"x.example/xx\"\n\t\"xxexample/x\"\n)\n",
		"vendor/v/v.go": "package v\n\nimport \"x.example/x\"\n",
		"x.txt":         "\"x.example/x\"\n",
	}
	for name, text := range files {
		file := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o777), os.WriteFile(file, []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	command := diamonds.Find(gomod.Load(repo.Memory(files)), diamonds.Options{}).Diamonds[0].Fix.Command
	out, err := exec.Command("sh", "-c", "cd '"+dir+"' && git init -q && git add . && "+command).CombinedOutput()
	var got []string
	for line := range strings.Lines(string(out)) {
		got = append(got, strings.TrimSpace(line[:strings.LastIndex(line, ":")+1])+strings.TrimSpace(line[strings.LastIndex(line, ":")+1:]))
	}
	want := []string{`a.go:4:"x.example/x"`, `a.go:5:"x.example/x/sub"`, `a.go:6:"x.example/x/v1"`, `a.go:7:"x.example/x/v1beta1/y"`, `a.go:8:"x.example/x/vars"`, `a.go:9:"x.example/x/v2"`, `a.go:10:w "x.example/x/v2/sub"`}
	if d := cmp.Diff(want, got); err != nil || d != "" {
		t.Errorf("%s: %v\n%s", command, err, d)
	}
}
