package reuse

import (
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestScan(t *testing.T) {
	for _, c := range []struct {
		name, content string
		imports       []importLine
		words         int
	}{
		{"nothing", "", nil, 0},
		{"a clause alone", "package a\n", nil, 0},
		{"imports in every form", "// Licence\npackage a\n\nimport \"x/a\"\nimport (\n\tb \"x/b\"\n\t. \"x/c\"; _ `x/d`\n)\nimport ()\n",
			[]importLine{{"x/a", 4}, {"x/b", 6}, {"x/c", 7}, {"x/d", 7}}, 0},
		{"comments and layout do not count", "package a\nvar x = 1 // one\n/* two */\nvar y = f(1,\n\t2,\n)\n", nil, 4 + 8},
		{"an import is no word behind a declaration", "package a\nvar x = 1\nimport \"late\"\n", nil, 6},
		{"line directives are the file's own business", "package a\n//line x.go:99\nimport \"x\"\n", []importLine{{"x", 3}}, 0},
		{"broken", "package a\nimport (\"x/a\"\nfunc f( {", []importLine{{"x/a", 2}}, 0},
	} {
		got := scan([]byte(c.content), false)
		if diff := cmp.Diff(c.imports, got.imports, cmp.AllowUnexported(importLine{})); diff != "" {
			t.Errorf("%s: imports (-want +got):\n%s", c.name, diff)
		}
		if len(got.words) != c.words {
			t.Errorf("%s: %d words, want %d", c.name, len(got.words), c.words)
		}
	}
}

// Names tell code apart, literals do not.
func TestWords(t *testing.T) {
	hash := func(s string) []uint64 {
		var out []uint64
		for _, w := range scan([]byte("package a\n"+s), false).words {
			out = append(out, w.hash)
		}
		return out
	}
	if !cmp.Equal(hash(`var a = "x"`), hash("var a = `y`")) {
		t.Error("two strings differ")
	}
	if cmp.Equal(hash(`var a = 1`), hash("var b = 1")) || cmp.Equal(hash(`var a = 1`), hash(`var a = "1"`)) {
		t.Error("two names, or two kinds of literal, are the same")
	}
}

// FuzzScan holds the imports against go/parser, on files that it can read.
func FuzzScan(f *testing.F) {
	for _, s := range []string{
		"", "package a", "package a\nimport \"x\"\n", "package a;import(\"x\";y \"z\");func f(){}", "package a\nimport \"\\x00\"", "\xff", "package\nimport (",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		got := scan(content, false)
		winnow(got.words)
		fset := token.NewFileSet()
		want, err := parser.ParseFile(fset, "", content, parser.ImportsOnly)
		if err != nil {
			return
		}
		if len(want.Imports) != len(got.imports) {
			t.Fatalf("%d imports, want %d", len(got.imports), len(want.Imports))
		}
		for i, spec := range want.Imports {
			p, _ := strconv.Unquote(spec.Path.Value)
			if got.imports[i].path != p || got.imports[i].line != fset.PositionFor(spec.Pos(), false).Line && spec.Name == nil {
				t.Errorf("import %d is %v, want %q", i, got.imports[i], p)
			}
		}
	})
}
