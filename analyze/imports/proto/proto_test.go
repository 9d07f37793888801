package proto

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"seam/analyze/imports"
	"seam/analyze/repo"
)

// load prints the file edges, the third parties and the warnings of a tree.
func load(t *testing.T, files map[string]string) string {
	t.Helper()
	g, err := Load(t.Context(), repo.Memory(files), imports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, e := range g.FileEdges {
		fmt.Fprintf(&b, "%s > %s %s line %d\n", e.From, e.To, e.Kind, e.Line)
	}
	for _, p := range g.Packages {
		if len(p.ThirdParty) > 0 {
			fmt.Fprintf(&b, "%s needs %s\n", p.Path, strings.Join(p.ThirdParty, " "))
		}
	}
	for _, w := range g.Warnings {
		fmt.Fprintf(&b, "%s %d\n", w.Code, w.Count)
	}
	return b.String()
}

func TestResolution(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"from the root of the repository": {map[string]string{
			"ca/proto/ca.proto": `import "core/proto/core.proto";`, "core/proto/core.proto": ``,
		}, "ca/proto/ca.proto > core/proto/core.proto proto line 1\n"},
		"from the folder of the file, weak and public": {map[string]string{
			"x/a.proto": "import public \"b.proto\";\nimport weak 'c.proto';", "x/b.proto": "", "x/c.proto": "",
		}, "x/a.proto > x/b.proto proto line 1\nx/a.proto > x/c.proto proto line 2\n"},
		"in comments and in messages there are none": {map[string]string{
			"a.proto": "// import \"b.proto\";\n/* import \"b.proto\"; */ message M { string import = 1; }\noption java_package = \"b.proto\";", "b.proto": "",
		}, ""},
		"modules of buf, version 2": {map[string]string{
			"buf.yaml": "version: v2\nmodules:\n  - path: api\n  - path: more\n", "api/a/a.proto": `import "b/b.proto";`, "more/b/b.proto": "", "b/b.proto": "",
		}, "api/a/a.proto > more/b/b.proto proto line 1\n"},
		"folders of buf.work.yaml": {map[string]string{
			"buf.work.yaml": "version: v1\ndirectories:\n  - one\n  - two\n", "one/a.proto": `import "b/b.proto";`, "two/b/b.proto": "",
		}, "one/a.proto > two/b/b.proto proto line 1\n"},
		"the inner module of buf comes first": {map[string]string{
			"buf.yaml": "version: v1\n", "in/buf.yaml": "version: v1\n", "in/a.proto": `import "b.proto";`, "in/b.proto": "", "b.proto": "",
		}, "in/a.proto > in/b.proto proto line 1\n"},
		"named by the Go module": {map[string]string{
			"go.mod": "module example.org/m\n", "a/a.proto": `import "example.org/m/b/b.proto";`, "b/b.proto": "",
		}, "a/a.proto > b/b.proto proto line 1\n"},
		"an unknown root, the nearest file": {map[string]string{
			"svc/src/main/proto/a.proto": `import "x/b.proto";`, "svc/src/other/x/b.proto": "", "far/x/b.proto": "",
		}, "svc/src/main/proto/a.proto > svc/src/other/x/b.proto proto line 1\n"},
		"ambiguous": {map[string]string{"a.proto": `import "x/b.proto";`, "one/x/b.proto": "", "two/x/b.proto": ""}, "proto-ambiguous 1\n"},
		"external and missing": {map[string]string{
			"x/a.proto": "import \"google/protobuf/any.proto\";import \"google/api/http.proto\";\nimport \"gogoproto/gogo.proto\";import \"x/gone.proto\"; import \"../up.proto\"; import \"lost.proto\";",
		}, "x needs gogoproto google/api\nproto-unresolved 3\n"},
		"below google itself": {map[string]string{"google/a.proto": `import "google/b.proto";`, "google/b.proto": ""}, "google/a.proto > google/b.proto proto line 1\n"},
		"google at the root": {map[string]string{
			"shop/a.proto": `import "google/type/date.proto";`, "google/type/date.proto": "",
		}, "shop/a.proto > google/type/date.proto proto line 1\n"},
		"a copy of google elsewhere is external": {map[string]string{
			"proto/a.proto": `import "google/type/date.proto";`, "proto/google/type/date.proto": "",
		}, "proto needs google/type\n"},
		"a file of a module of buf has no other name": {map[string]string{
			"buf.yaml": "version: v2\nmodules:\n  - path: api\n  - path: tests\n", "tests/a.proto": `import "validate/validate.proto";`, "api/buf/validate/validate.proto": "",
		}, "tests needs validate\n"},
		"roots of buf, version v1beta1": {map[string]string{
			"buf.yaml": "version: v1beta1\nbuild:\n  roots:\n    - one\n    - two\n", "one/a.proto": `import "b/b.proto";`, "two/b/b.proto": "", "three/b/b.proto": "",
		}, "one/a.proto > two/b/b.proto proto line 1\n"},
		"vendored files are not ours": {map[string]string{"a.proto": `import "b/b.proto";`, "vendor/b/b.proto": ""}, ". needs b\n"},
		"itself":                      {map[string]string{"x/a.proto": `import "x/a.proto";`}, "proto-unresolved 1\n"},
	} {
		if got := load(t, c.files); got != c.want {
			t.Errorf("%s:\n%s\nwant:\n%s", name, got, c.want)
		}
	}
}

func TestPackages(t *testing.T) {
	g, err := Load(t.Context(), repo.Memory(map[string]string{
		"buf.yaml":  "version: v1\nname: buf.build/shop/api\n",
		"a/a.proto": "// Orders.\npackage shop.a;\nimport \"b/b.proto\";\nmessage Order { b.Price price = 1; }\nservice Orders {}\n",
		"b/b.proto": "package shop.b;\nmessage Price {}\nmessage Unused {}\n",
	}), imports.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p := g.Packages[0]
	if p.Path != "a" || p.Name != "shop.a" || p.Module != "buf.build/shop/api" || !p.Documented || p.Lines != 5 || !slices.Equal(p.Exported, []string{"Order", "Orders"}) {
		t.Errorf("package %+v", p)
	}
	e := g.Edges[0]
	if e.From != "a" || e.To != "b" || e.Kind != imports.Proto || e.Files != 1 || !slices.Equal(e.Symbols, []string{"Price"}) {
		t.Errorf("edge %+v", e)
	}
}

func TestScan(t *testing.T) {
	f := scan([]byte("syntax = \"proto3\";\npackage a.b;\noption go_package = \"example.org/a\" \";a\";\noption (x).y = \"z\";\nservice S { rpc R(M) returns (M) {} }\nmessage M {}"))
	if f.Package != "a.b" || f.Options["go_package"] != "example.org/a;a" || len(f.Options) != 1 || !slices.Equal(f.Names, []string{"M", "S"}) || !slices.Equal(f.Services, []string{"S"}) {
		t.Errorf("%+v", f)
	}
}

func FuzzScan(f *testing.F) {
	f.Add([]byte(`syntax = "proto3"; import "a.proto"; message A { option x = {}; }`))
	f.Fuzz(func(t *testing.T, src []byte) { scan(src) })
}
