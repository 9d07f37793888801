package gomod

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseVendored(t *testing.T) {
	got := ParseVendored([]byte(`# d.example/d v1.1.0
## explicit; go 1.20
d.example/d
# i.example/i v0.1.0
i.example/i/sub
# r.example/r v1.0.0 => ../r
## explicit
# r.example/r => ../r
`))
	want := []Vendored{{"d.example/d", "v1.1.0", true, 1}, {"i.example/i", "v0.1.0", false, 4}, {"r.example/r", "v1.0.0", true, 6}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if got := ParseVendored([]byte("## workspace\n# d.example/d v1.1.0\n## explicit\n")); got != nil {
		t.Errorf("of a workspace: %v", got)
	}
}

func TestCheckSums(t *testing.T) {
	for text, want := range map[string]string{
		"": "",
		"a.b/c v1.0.0 h1:x=\na.b/c v1.0.0/go.mod h1:y=\n\n":           "",
		"a.b/c v1.0.0 h1:x=\r\n":                                      "",
		"a.b/c v1.0.0 h1:x=\na.b/c v1.0.0 h2:y=\n":                    "",
		"a.b/c v1.0.0 h1:x=\na.b/c v1.0.0 h1:x=\n":                    "",
		"a.b/c v1.0.0 h1:x=\na.b/c v1.0.0\n":                          "gomod: go.sum:2: a line of go.sum has three words, this one has 2",
		"a.b/c v1.0.0 h1:x=\na.b/c v1.0.0 h1:y=\n":                    "gomod: go.sum:2: a second checksum of a.b/c v1.0.0, other than the first",
		"<<<<<<< HEAD\na.b/c v1.0.0 h1:x=\n=======\n>>>>>>> theirs\n": "gomod: go.sum:1: unresolved merge conflict",
	} {
		got := ""
		if err := CheckSums("go.sum", []byte(text)); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// A dependency's go.mod counts without what only main modules may say.
func TestParseDependency(t *testing.T) {
	f, err := ParseDependency("go.mod", []byte("module a.b/c\ngo 1.20\nlater x\nrequire d.e/f v1.0.0\nreplace d.e/f => ../f\nexclude d.e/f v1.1.0\nretract v1.0.0 // slow\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := &File{Module: "a.b/c", ModuleLine: 1, Go: "1.20", Requires: []Require{{"d.e/f", "v1.0.0", false, 4}}, Retracts: []Retract{{"v1.0.0", "v1.0.0", "slow", 7}}}
	if d := cmp.Diff(want, f); d != "" {
		t.Error(d)
	}
}

func TestCacheFile(t *testing.T) {
	file, err := CacheFile("github.com/BurntSushi/toml", "v1.0.0-RC1")
	if want := "github.com/!burnt!sushi/toml/@v/v1.0.0-!r!c1.mod"; err != nil || file != want {
		t.Errorf("got %q, %v, want %q", file, err, want)
	}
	for _, bad := range []string{"../../etc", "a.b/../c", "/a", "a.b/c\x00"} {
		if file, err := CacheFile(bad, "v1.0.0"); err == nil {
			t.Errorf("%q leads to %q", bad, file)
		}
	}
	if v := VersionOf("v1.0.0-!r!c1"); v != "v1.0.0-RC1" {
		t.Errorf("read back %q", v)
	}
}

func FuzzParseDependency(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("module a.b/c\nretract [v1.0.0, v1.1.0]\nrequire d.e/f v1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := ParseDependency("go.mod", data)
		if err != nil {
			if _, ok := errors.AsType[*SyntaxError](err); !ok {
				t.Errorf("error %#v", err)
			}
			return
		}
		for _, r := range file.Requires {
			checkSafe(t, data, r.Line, r.Path, r.Version)
			if name, err := CacheFile(r.Path, r.Version); err == nil && (strings.HasPrefix(name, "/") || strings.Contains("/"+name+"/", "/../")) {
				t.Errorf("%q leaves the cache", name)
			}
		}
	})
}

func FuzzWritten(f *testing.F) {
	f.Add([]byte("# d.e/f v1.0.0 => ../f\n## explicit; go 1.20\n## workspace\n"))
	f.Add([]byte("d.e/f v1.0.0 h1:x=\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, v := range ParseVendored(data) {
			checkSafe(t, data, v.Line, v.Path, v.Version)
		}
		if err := CheckSums("go.sum", data); err != nil {
			if _, ok := errors.AsType[*SyntaxError](err); !ok {
				t.Errorf("error %#v", err)
			}
		}
	})
}
