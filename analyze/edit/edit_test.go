package edit

import (
	"strings"
	"testing"

	"seam/analyze/finding"
)

func TestApply(t *testing.T) {
	for name, c := range map[string]struct {
		text           string
		line           int
		dep, old, new  string
		want, refusing string
	}{
		"go.mod": {"require (\n\texample.com/x/v2 v2.0.0 // indirect\r\n)\n", 2, "example.com/x/v2", "v2.0.0", "v2.1.0",
			"require (\n\texample.com/x/v2 v2.1.0 // indirect\r\n)\n", ""},
		"package.json":    {"{\n  \"lodash\": \"^4.17.0\"\n}", 2, "lodash", "^4.17.0", ">=4.18 <5", "{\n  \"lodash\": \">=4.18 <5\"\n}", ""},
		"all on one line": {`{"a":{"x":"1.0.0","lodash":"1.0.0"}}`, 1, "lodash", "1.0.0", "1.1.0", `{"a":{"x":"1.0.0","lodash":"1.1.0"}}`, ""},
		"Cargo.toml":      {"[dependencies.serde]\nfeatures = [\"a\"]\nversion = \"1.0\"\n", 1, "serde", "1.0", "2.0", "[dependencies.serde]\nfeatures = [\"a\"]\nversion = \"2.0\"\n", ""},
		"another table":   {"[dependencies.serde]\n[x]\nversion = \"1.0\"\n", 1, "serde", "1.0", "2.0", "", "does not stand there"},
		"pom.xml": {"<dependency>\n<artifactId>a-1.0</artifactId>\n<version>1.0</version>\n</dependency>\n", 1, "g:a", "1.0", "1.1",
			"<dependency>\n<artifactId>a-1.0</artifactId>\n<version>1.1</version>\n</dependency>\n", ""},
		"csproj":          {`<PackageReference Include="A" Version="[1.0,2.0)" />`, 1, "a", "[1.0,2.0)", "[1.5,2.0)", `<PackageReference Include="A" Version="[1.5,2.0)" />`, ""},
		"requirements":    {"a==1.0.1 ; python_version<'3'\n", 1, "a", "1.0.1", "1.1", "a==1.1 ; python_version<'3'\n", ""},
		"part of another": {"a==1.0.10\n", 1, "a", "1.0.1", "1.1", "", "does not stand there"},
		"twice":           {"a 1.0 1.0\n", 1, "b", "1.0", "1.1", "", "more than once"},
		"no such line":    {"a 1.0\n", 7, "a", "1.0", "1.1", "", "not there"},
		"hostile":         {"a 1.0\n", 1, "a", "1.0", "1.1\", \"x\": \"y", "", "more than a version"},
		"markup":          {"<v>1.0</v>", 1, "a", "1.0", "1.1\n", "", "more than a version"},
	} {
		t.Run(name, func(t *testing.T) {
			out, made, refused := Apply([]byte(c.text), []finding.Edit{{File: "f", Line: c.line, Name: c.dep, Old: c.old, New: c.new}})
			switch {
			case c.refusing != "" && (len(refused) != 1 || !strings.Contains(refused[0].Why, c.refusing) || string(out) != c.text):
				t.Errorf("refused %v, text %q", refused, out)
			case c.refusing == "" && (string(out) != c.want || len(made) != 1):
				t.Errorf("got %q, refused %v", out, refused)
			}
		})
	}
}

// Without a refusal the new text is what stands there, and nothing else is gone.
func FuzzApply(f *testing.F) {
	f.Add("require x v1.0.0\n", 1, "x", "v1.0.0", "v1.1.0")
	f.Fuzz(func(t *testing.T, text string, line int, name, old, new string) {
		out, made, refused := Apply([]byte(text), []finding.Edit{{Line: line, Name: name, Old: old, New: new}})
		if len(made)+len(refused) != 1 {
			t.Fatalf("%d made, %d refused", len(made), len(refused))
		}
		if want := len(text) + len(made)*(len(new)-len(old)); len(out) != want {
			t.Fatalf("%d bytes, want %d", len(out), want)
		}
	})
}

func TestMarkup(t *testing.T) {
	e := finding.Edit{File: "pom.xml", Line: 1, Old: "1.0", New: "1.1<x>"}
	if _, made, _ := Apply([]byte("<v>1.0</v>"), []finding.Edit{e}); len(made) > 0 {
		t.Error("a tag was written into a pom")
	}
}
