package golang

import (
	"fmt"
	"go/build"
	"io"
	"strings"
	"testing"
)

// platforms are the builds under which constraints are compared with go/build's.
var platforms = []struct {
	goos, goarch string
	cgo          bool
	tags         []string
}{
	{"linux", "amd64", true, nil}, // the default build
	{"windows", "arm64", false, nil},
	{"darwin", "arm64", true, []string{"foo"}},
	{"plan9", "386", false, []string{"ignore", "bar"}},
}

// matches asks go/build whether a file belongs to a build.
func matches(i int, base, src string) (bool, error) {
	p := platforms[i]
	c := build.Context{
		GOOS: p.goos, GOARCH: p.goarch, CgoEnabled: p.cgo, BuildTags: p.tags, Compiler: "gc",
		OpenFile: func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(src)), nil },
	}
	for n := 1; n <= newestRelease; n++ {
		c.ReleaseTags = append(c.ReleaseTags, fmt.Sprintf("go1.%d", n))
	}
	return c.MatchFile("/", base)
}

// holds evaluates our own reading of a file's constraint under a build.
func holds(i int, base, src string) (bool, error) {
	x, _, err := condition(base, []byte(src))
	if err != nil || x == nil {
		return err == nil, err
	}
	p := platforms[i]
	if i == 0 {
		return inDefaultBuild(x), nil
	}
	on := set(strings.Join(append([]string{p.goos, p.goarch, "gc"}, p.tags...), " "))
	on["cgo"] = p.cgo
	on["unix"] = p.goos == "darwin"
	return x.Eval(func(tag string) bool {
		return on[tag] || strings.HasPrefix(tag, "go1.") && defaultTag(tag)
	}), nil
}

// constraintSeeds are file names and headers that have surprised somebody.
var constraintSeeds = []struct{ base, src string }{
	{"a.go", "package a\n"},
	{"windows.go", "package a\n"},
	{"a_windows.go", "package a\n"},
	{"a_windows_test.go", "package a\n"},
	{"a_test_windows.go", "package a\n"},
	{"a_linux_amd64.go", "package a\n"},
	{"a_amd64_linux.go", "package a\n"},
	{"linux_amd64.go", "package a\n"},
	{"a_unix.go", "package a\n"},
	{"a_linux.pb.go", "package a\n"},
	{"a.pb_windows.go", "package a\n"},
	{"a_test.go", "package a\n"},
	{"a__test.go", "package a\n"},
	{"a.go", "//go:build windows\npackage a\n"},
	{"a.go", "// doc\n//go:build windows && !foo\n\npackage a\n"},
	{"a.go", "/* c */\n//go:build windows\n\npackage a\n"},
	{"a.go", "/*\n//go:build windows\n*/\npackage a\n"},
	{"a.go", "/* a */ /*\n*/ //go:build windows\npackage a\n"},
	{"a.go", "package a\n//go:build windows\n"},
	{"a.go", "//go:build windows\n// +build linux\n\npackage a\n"},
	{"a.go", "// +build windows\n\npackage a\n"},
	{"a.go", "// +build windows\npackage a\n"},
	{"a.go", "//+build windows,arm64 linux\n// +build !foo\n\npackage a\n"},
	{"a.go", "\n\n// x\n\n// +build foo\n\n// doc\npackage a\n"},
	{"a.go", "/* x */\n// +build foo\n\npackage a\n"},
	{"a.go", "// +build foo\n/* x */\n\npackage a\n"},
	{"a.go", "// +build (\n\npackage a\n"},
	{"a.go", "//go:build unix\r\n\r\npackage a\r\n"},
	{"a.go", "\ufeff//go:build foo\n\npackage a\n"},
	{"a.go", " \t//go:build foo\n\npackage a\n"},
	{"a.go", "//go:buildx foo\n\npackage a\n"},
	{"a.go", "//go:build go1.1 && !go1.99 && !go1.026\n\npackage a\n"},
	{"a_darwin.go", "//go:build !darwin || bar\n\npackage a\n"},
	{"a.go", "//go:build ignore || !ignore\n\npackage a\n"},
}

func compareWithBuild(t *testing.T, base, src string) {
	t.Helper()
	for i, p := range platforms {
		want, err := matches(i, base, src)
		if err != nil && !strings.Contains(err.Error(), "go:build") {
			return // go/build cannot read the file for a reason that is not ours here
		}
		got, ourErr := holds(i, base, src)
		if err != nil {
			// It looks at the header only where the name matches.
			if ourErr == nil {
				t.Errorf("%s %q: go/build says %v, we say nothing", base, src, err)
			}
			continue
		}
		if ourErr == nil && got != want {
			t.Errorf("%s %q under %s/%s: got %v, go/build says %v", base, src, p.goos, p.goarch, got, want)
		}
	}
}

func TestConstraintEqualsGoBuild(t *testing.T) {
	for _, s := range constraintSeeds {
		compareWithBuild(t, s.base, s.src)
	}
}

func FuzzConstraint(f *testing.F) {
	for _, s := range constraintSeeds {
		f.Add(s.base, s.src)
	}
	f.Fuzz(func(t *testing.T, base, src string) {
		if strings.ContainsAny(base, "/\x00") || !strings.HasSuffix(base, ".go") || base[0] == '.' || base[0] == '_' {
			return
		}
		compareWithBuild(t, base, src)
	})
}

func TestUnbuilt(t *testing.T) {
	for src, want := range map[string]bool{
		"//go:build ignore":             true,
		"//go:build ignore && linux":    true,
		"//go:build ignore || linux":    false,
		"//go:build !ignore":            false,
		"//go:build !(ignore || foo)":   false,
		"//go:build !(!ignore && !foo)": false,
		"//go:build !!ignore":           true,
		"//go:build foo && !foo":        false, // possible is an upper bound
		"//go:build tools":              false,
	} {
		if s := reader(true).Facts("a.go", []byte(src+"\n\npackage a\n")); s.Unbuilt != want {
			t.Errorf("%s: unbuilt %v", src, s.Unbuilt)
		}
	}
}

func TestManyConstraintLines(t *testing.T) {
	src := strings.Repeat("// +build linux\n", maxPlusBuild+1) + "\npackage a\n"
	if _, line, err := condition("a.go", []byte(src)); err == nil || line != maxPlusBuild+1 {
		t.Errorf("line %d, error %v", line, err)
	}
}

func FuzzSource(f *testing.F) {
	for _, s := range constraintSeeds {
		f.Add(s.base, s.src)
	}
	f.Add("a.go", "package p // import \"x.test/p\"\nimport . \"q\"\nfunc (x *T[K]) M() { q.X() }\ntype T[K any] struct{}\n")
	f.Add("a_test.go", "package p_test\n// Code generated by x. DO NOT EDIT.\nvar _ = a.B.C\nfunc f( {\n")
	f.Fuzz(func(t *testing.T, base, src string) {
		whole, headers := reader(false).Facts(base, []byte(src)), reader(true).Facts(base, []byte(src))
		if whole.Package != headers.Package || whole.Constraint != headers.Constraint || whole.Lines != headers.Lines {
			t.Errorf("whole %+v, headers %+v", whole, headers)
		}
		for _, i := range whole.Imports {
			if i.Line < 1 || i.Line > whole.Lines {
				t.Errorf("import %q on line %d of %d", i.Path, i.Line, whole.Lines)
			}
		}
		for _, p := range whole.Problems {
			if p.Line < 0 || p.Line > whole.Lines+1 {
				t.Errorf("problem on line %d of %d", p.Line, whole.Lines)
			}
		}
	})
}
