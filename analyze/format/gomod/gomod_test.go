package gomod

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/module"
)

const sample = `// a comment
module example.com/shop

go 1.22.1

toolchain go1.23.0

require example.com/one v1.2.3 // indirect

require (
	example.com/two/v2 v2.0.0-rc.1
	gopkg.in/yaml.v2 v2.4.0 // indirect; used by two
	example.com/old v3.0.0+incompatible
)

replace (
	example.com/one => ../one
	example.com/two/v2 v2.0.0-rc.1 => example.com/fork/v2 v2.0.1
)

exclude example.com/one v1.2.2

retract [v0.1.0, v0.2.0] // leaked

tool example.com/two/v2/cmd/gen

ignore ./web/node_modules
`

func TestParse(t *testing.T) {
	got, err := Parse("go.mod", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	want := &File{
		Module: "example.com/shop", ModuleLine: 2, Go: "1.22.1",
		Requires: []Require{
			{"example.com/one", "v1.2.3", true, 8},
			{"example.com/two/v2", "v2.0.0-rc.1", false, 11},
			{"gopkg.in/yaml.v2", "v2.4.0", true, 12},
			{"example.com/old", "v3.0.0+incompatible", false, 13},
		},
		Replaces: []Replace{
			{"example.com/one", "", "../one", "", 17},
			{"example.com/two/v2", "v2.0.0-rc.1", "example.com/fork/v2", "v2.0.1", 18},
		},
		Excludes: []Exclude{{"example.com/one", "v1.2.2", 21}},
		Retracts: []Retract{{"v0.1.0", "v0.2.0", "leaked", 23}},
		Ignores:  []Item{{"./web/node_modules", 27}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestParseTolerates(t *testing.T) {
	for name, c := range map[string]struct {
		text     string
		requires string // path@version:line
		skipped  string // word:line
	}{
		"empty file":            {text: ""},
		"carriage returns":      {text: "module a.b/c\r\nrequire d.e/f v1.0.0\r\n", requires: "d.e/f@v1.0.0:2"},
		"byte order mark":       {text: "\ufeffmodule a.b/c\nrequire d.e/f v1.0.0\n", requires: "d.e/f@v1.0.0:2"},
		"short version":         {text: "module a.b/c\nrequire d.e/f v1\n", requires: "d.e/f@v1.0.0:2"},
		"no dot in path":        {text: "module c\nrequire shop/f v0.0.0\n", requires: "shop/f@v0.0.0:2"},
		"directive of later Go": {text: "module a.b/c\nfuture x => y\nrequire d.e/f v1.0.0\nreplace d.e/f => ./f\n", requires: "d.e/f@v1.0.0:3", skipped: "future:2"},
		"block of later Go":     {text: "module a.b/c\nfuture (\n\tone 1\n\ttwo 2\n)\nrequire d.e/f v1.0.0\n", requires: "d.e/f@v1.0.0:6", skipped: "future:2"},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := Parse("go.mod", []byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			var requires, skipped []string
			for _, r := range f.Requires {
				requires = append(requires, fmt.Sprintf("%s@%s:%d", r.Path, r.Version, r.Line))
			}
			for _, s := range f.Skipped {
				skipped = append(skipped, fmt.Sprintf("%s:%d", s.Text, s.Line))
			}
			if got := strings.Join(requires, " "); got != c.requires {
				t.Errorf("requires %q, want %q", got, c.requires)
			}
			if got := strings.Join(skipped, " "); got != c.skipped {
				t.Errorf("skipped %q, want %q", got, c.skipped)
			}
			if strings.Contains(c.text, "replace") && len(f.Replaces) != 1 {
				t.Errorf("the replacement beside an unknown directive was lost")
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		line int
		msg  string // part of the message
	}{
		"merge conflict":          {"module a.b/c\n<<<<<<< HEAD\nrequire d.e/f v1.0.0\n=======\nrequire d.e/f v1.1.0\n>>>>>>> topic\n", 2, "merge conflict"},
		"conflict inside a block": {"module a.b/c\nrequire (\n<<<<<<< HEAD\n\td.e/f v1.0.0\n)\n", 3, "merge conflict"},
		"open block":              {"module a.b/c\nrequire (\n\td.e/f v1.0.0\n", 4, "syntax error"},
		"branch as version":       {"module a.b/c\nrequire d.e/f master\n", 2, "must be of the form v1.2.3"},
		"wrong major":             {"module a.b/c\nrequire d.e/f/v2 v3.0.0\n", 2, "should be v2"},
		"second module":           {"module a.b/c\nmodule a.b/d\n", 2, "repeated module"},
		"shell in a path":         {"module a.b/c\nrequire d.e/$HOME v1.0.0\n", 2, "malformed"},
		"shell in the module":     {"module \"a;b\"\n", 1, "malformed"},
		"escape in a folder":      {"module a.b/c\nreplace d.e/f => \"./\x1b[2J\"\n", 2, ""},
		"garbage":                 {"\x00\x01\x02", 1, ""},
		"unknown and wrong":       {"module a.b/c\nfuture x\nrequire d.e/f v1.0.0 v2.0.0\n", 2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse("sub/go.mod", []byte(c.text))
			syntax, ok := errors.AsType[*SyntaxError](err)
			if !ok {
				t.Fatalf("error %v, want a *SyntaxError", err)
			}
			if syntax.File != "sub/go.mod" || syntax.Line != c.line || !strings.Contains(syntax.Msg, c.msg) {
				t.Errorf("got %q at line %d, want %q at line %d", syntax.Msg, syntax.Line, c.msg, c.line)
			}
			if strings.ContainsAny(err.Error(), "\x1b\x00\n") {
				t.Errorf("the message %q passes control characters on", err)
			}
		})
	}
	if _, err := Parse("go.mod", make([]byte, MaxSize+1)); err == nil {
		t.Error("a file over the limit was read")
	}
}

func TestParseWork(t *testing.T) {
	got, err := ParseWork("go.work", []byte("go 1.22\n\nuse (\n\t.\n\t./tools\n)\nlater x\nreplace a.b/c => ./c\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := &Work{
		Uses:     []Item{{".", 4}, {"./tools", 5}},
		Replaces: []Replace{{"a.b/c", "", "./c", "", 8}},
		Skipped:  []Item{{"later", 7}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	_, err = ParseWork("go.work", []byte("go 1.22\nuse\n"))
	if syntax, ok := errors.AsType[*SyntaxError](err); !ok || syntax.Line != 2 {
		t.Errorf("error %v, want one at line 2", err)
	}
}

func TestModulePath(t *testing.T) {
	for text, want := range map[string]string{
		sample:                              "example.com/shop",
		"module a.b/c\nrequire broken":      "a.b/c",
		"\ufeffmodule a.b/c\n<<<<<<< HEAD ": "a.b/c",
		"module `a b`":                      "",
		"":                                  "",
	} {
		if got := ModulePath([]byte(text)); got != want {
			t.Errorf("ModulePath(%.20q…) = %q, want %q", text, got, want)
		}
	}
}

// TestAgainstGo holds Parse against the go command's own reading.
func TestAgainstGo(t *testing.T) {
	for _, text := range []string{sample, ownManifest(t)} {
		file := filepath.Join(t.TempDir(), "go.mod")
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("go", "mod", "edit", "-json", file)
		cmd.Env = append(os.Environ(), "GOTOOLCHAIN=local", "GOPROXY=off", "GOWORK=off")
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		var oracle struct {
			Module  module.Version
			Go      string
			Require []struct {
				Path, Version string
				Indirect      bool
			}
			Replace []struct{ Old, New module.Version }
			Exclude []module.Version
		}
		if err := json.Unmarshal(out, &oracle); err != nil {
			t.Fatal(err)
		}
		f, err := Parse("go.mod", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, r := range oracle.Require {
			want = append(want, fmt.Sprint(r.Path, r.Version, r.Indirect))
		}
		for _, r := range oracle.Replace {
			want = append(want, fmt.Sprint(r.Old.Path, r.Old.Version, r.New.Path, r.New.Version))
		}
		for _, r := range oracle.Exclude {
			want = append(want, fmt.Sprint(r.Path, r.Version))
		}
		for _, r := range f.Requires {
			got = append(got, fmt.Sprint(r.Path, r.Version, r.Indirect))
			if l := strings.Split(text, "\n")[r.Line-1]; !strings.Contains(l, r.Path) || !strings.Contains(l, r.Version) {
				t.Errorf("line %d is %q, want %s %s there", r.Line, l, r.Path, r.Version)
			}
		}
		for _, r := range f.Replaces {
			got = append(got, fmt.Sprint(r.Path, r.Version, r.NewPath, r.NewVersion))
		}
		for _, e := range f.Excludes {
			got = append(got, fmt.Sprint(e.Path, e.Version))
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
		if f.Module != oracle.Module.Path || f.Go != oracle.Go {
			t.Errorf("module %q go %q, want %q %q", f.Module, f.Go, oracle.Module.Path, oracle.Go)
		}
	}
}

// What the go command refuses, Parse refuses too or names in Skipped.
func TestRefusedByGo(t *testing.T) {
	for _, line := range []string{"requires d.e/f v1.0.0", "foo bar", "garbage {{{", "requirre (((", "Require d.e/f v1.0.0", "require d.e/f master", "future (\n\tx\n)", "require d.e/f v1.0.0"} {
		text := "module a.b/c\n\ngo 1.22\n\n" + line + "\n"
		file := filepath.Join(t.TempDir(), "go.mod")
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("go", "mod", "edit", "-json", file)
		cmd.Env = append(os.Environ(), "GOTOOLCHAIN=local", "GOPROXY=off", "GOWORK=off")
		refused := cmd.Run() != nil
		f, err := Parse("go.mod", []byte(text))
		if got := err != nil || len(f.Skipped) > 0; got != refused {
			t.Errorf("%q: refused %v, by the go command %v", line, got, refused)
		}
		if err == nil && len(f.Skipped) > 0 && f.Skipped[0].Line != 5 {
			t.Errorf("%q: at line %d", line, f.Skipped[0].Line)
		}
	}
}

func ownManifest(t *testing.T) string {
	b, err := os.ReadFile("../../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// checkSafe asserts what callers rely on: names need no quoting, lines exist.
func checkSafe(t *testing.T, data []byte, line int, names ...string) {
	t.Helper()
	if line < 1 || line > strings.Count(string(data), "\n")+1 {
		t.Errorf("line %d does not exist in %q", line, data)
	}
	for _, n := range names {
		if n == "" || strings.ContainsAny(n, " \t\n\x00\x1b$`'\"\\;|&<>()*?[]{}") || strings.HasPrefix(n, "-") {
			t.Errorf("unsafe name %q from %q", n, data)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("module a.b/c\nfuture (\n\tx\n)\nrequire (\n\td.e/f v1.0.0 // indirect\n)\n"))
	f.Add([]byte("\ufeffmodule \"a.b/c\"\r\nreplace d.e/f v1.0.0 => `../f`\r\n"))
	f.Add([]byte("-"))
	f.Add([]byte("<<<<<<< HEAD\nmodule a.b/c\n=======\n"))
	f.Add([]byte("retract [v1.0.0, v1.1.0]\nrequire ( )\n// x\n)"))
	f.Fuzz(func(t *testing.T, data []byte) {
		ModulePath(data)
		file, err := Parse("go.mod", data)
		if err != nil {
			if syntax, ok := errors.AsType[*SyntaxError](err); !ok || syntax.File != "go.mod" || len(syntax.Msg) > 400 {
				t.Errorf("error %#v", err)
			}
			return
		}
		for _, r := range file.Requires {
			checkSafe(t, data, r.Line, r.Path, r.Version)
		}
		for _, r := range file.Replaces {
			checkSafe(t, data, r.Line, r.Path)
		}
		for _, s := range file.Skipped {
			checkSafe(t, data, s.Line, s.Text)
		}
	})
}

func FuzzParseWork(f *testing.F) {
	f.Add([]byte("go 1.22\nuse (\n\t.\n\t./tools\n)\nreplace a.b/c => ./c\n"))
	f.Add([]byte("later x\nuse ../../etc\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		w, err := ParseWork("go.work", data)
		if err != nil {
			if _, ok := errors.AsType[*SyntaxError](err); !ok {
				t.Errorf("error %#v", err)
			}
			return
		}
		for _, u := range w.Uses {
			checkSafe(t, data, u.Line)
		}
	})
}
