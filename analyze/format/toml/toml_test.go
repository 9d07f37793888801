package toml

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	reference "github.com/pelletier/go-toml/v2"
)

// show writes a tree as one line per value, with its line.
func show(t *Table) string {
	var b strings.Builder
	write(&b, "", &Value{Kind: Tabular, Nested: t})
	return b.String()
}

func write(b *strings.Builder, path string, v *Value) {
	switch v.Kind {
	case List:
		fmt.Fprintf(b, "%d %s: %d elements\n", v.Line, path, len(v.List))
		for i, e := range v.List {
			write(b, fmt.Sprintf("%s[%d]", path, i), e)
		}
	case Tabular:
		if path != "" {
			fmt.Fprintf(b, "%d %s: table\n", v.Line, path)
		}
		for k, x := range v.Nested.All() {
			write(b, strings.TrimPrefix(path+"."+k, "."), x)
		}
	default:
		fmt.Fprintf(b, "%d %s: %q\n", v.Line, path, v.Text)
	}
}

func TestParse(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"tables, dotted keys and lists of tables": {`
title = "x"
[a.b]
c.d = 1
[a]
e = true
[[p]]
n = 'one'
[[p]]
n = "two"
[p.q]
r = 1979-05-27
`, `
2 title: "x"
5 a: table
3 a.b: table
4 a.b.c: table
4 a.b.c.d: "1"
6 a.e: "true"
7 p: 2 elements
7 p[0]: table
8 p[0].n: "one"
9 p[1]: table
10 p[1].n: "two"
11 p[1].q: table
12 p[1].q.r: "1979-05-27"
`},
		"every element of a list has its line": {"deps = [\n  \"a\",\n  { name = \"b\" }, # why\n\n  [\"c\"],\n]\nlast = 1\n", `
1 deps: 3 elements
2 deps[0]: "a"
3 deps[1]: table
3 deps[1].name: "b"
3 deps[2]: 1 elements
5 deps[2][0]: "c"
7 last: "1"
`},
		"a byte order mark and Windows line ends": {"\uFEFFa = 1\r\nb = \"\"\"x\r\ny\"\"\"\r\nc = 2\r\n", `
1 a: "1"
2 b: "x\r\ny"
4 c: "2"
`},
		"an empty file": {"", "\n"},
	} {
		got, err := Parse("x.toml", []byte(c.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if d := cmp.Diff(strings.TrimPrefix(c.want, "\n"), show(got)); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"merge conflict":       {"a = 1\n<<<<<<< HEAD\nb = 1\n=======\n", `x.toml:2: unresolved merge conflict; resolve it and remove the markers`},
		"key twice":            {"a = 1\n\na = 2\n", `x.toml:3: "a" stands twice, first on line 1; keep one of them`},
		"table twice":          {"[a]\n[b]\n[a]\n", `x.toml:3: "a" stands twice, first on line 1; keep one of them`},
		"key and table":        {"a = 1\n[a]\n", `x.toml:2: "a" stands twice, first on line 1; keep one of them`},
		"list and tables":      {"a = []\n[a.b]\n", `x.toml:2: "a" is complete since line 1 and takes no further keys`},
		"inline table goes on": {"a = {b.c = 1}\na.b.d = 1\n", `x.toml:2: "a" is complete since line 1 and takes no further keys`},
		"twice in one line":    {"a = {b = 1, b = 2}\n", `x.toml:1: "b" stands twice, first on line 1; keep one of them`},
		"no value":             {"a = 1\nb =\n", `x.toml:2:4: unexpected character U+000A at start of value`},
		"no end":               {"a = [\n1,\n", `x.toml:2:3: array is incomplete`},
		"no text":              {"a = 1\nb = \"\xff\"\n", `x.toml:2: the text is not UTF-8; save the file as UTF-8`},
		"deep":                 {"a = 1\nb = " + strings.Repeat("[", 200) + strings.Repeat("]", 200), `x.toml:2: tables and lists stand in each other more than 100 deep`},
		"long key":             {strings.Repeat("a.", 200) + "a = 1", `x.toml:1: a key of more than 100 parts`},
		"large":                {strings.Repeat("#", MaxBytes+1), `x.toml: the file has 64 MB; files of more than 64 MB are not read`},
		"many values":          {"a = [" + strings.Repeat("1,", maxValues) + "]", `x.toml: the file holds more than 4000000 values and is not read`},
	} {
		_, err := Parse("x.toml", []byte(c.text))
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

// Hostile files are refused, however deep or long what they hold is; many tables are not
// hostile.
func TestParseHostile(t *testing.T) {
	for text, refused := range map[string]bool{
		strings.Repeat("[", 1<<20): true, strings.Repeat("a = {", 1<<18): true, strings.Repeat("a.", 1<<20): true,
		strings.Repeat("\n", 1<<22) + "a =": true, strings.Repeat("[[a]]\n", 1<<18): false,
	} {
		if _, err := Parse("x.toml", []byte(text)); refused != (err != nil) {
			t.Errorf("%.10q…: %v", text, err)
		}
	}
}

func TestParseWithout(t *testing.T) {
	got, err := Parse("x.toml", []byte("a = 1\nhash = [1, 2]\n[b]\nhash = 1\nc = {hash = 1, d = 2}\n[hash]\ne = 1\n[hash.f]\ng = 1\n"), "hash")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff("1 a: \"1\"\n3 b: table\n5 b.c: table\n5 b.c.d: \"2\"\n", show(got)); d != "" {
		t.Error(d)
	}
}

func TestLookups(t *testing.T) {
	f, err := Parse("x.toml", []byte("a = \"t\"\nb = true\nl = [\"x\", 1, {k = 1}]\n[t.u]\nv = \"w\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprint(f.Text("a"), f.Text("b"), f.Text("none", "at", "all"), f.True("b"), f.True("a"), len(f.Texts("l")), len(f.Tables("l")), len(f.Tables("a")), f.Text("t", "u", "v"), f.Table("a") == nil, f.Get("a", "x") == nil)
	if want := "ttrue false110w true true"; strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
		t.Errorf("got %s", got)
	}
	var none *Table
	if none.Get("a") != nil || none.Text("a") != "" || none.Table("a") != nil {
		t.Error("a table that is not there is an empty one")
	}
	for range none.All() {
		t.Error("a table that is not there has no keys")
	}
}

// FuzzParse holds the tree against the library's own decoder: what it accepts has the
// same keys and texts here.
func FuzzParse(f *testing.F) {
	f.Add("a = 1\n[b.c]\nd = [\"x\", {e = 2}]\n[[f]]\n[f.g]\nh.i = 1\n")
	f.Add("a = {b = {c = 1}}\na.b = 1\n")
	f.Add("[[a]]\n[a.b]\n[[a]]\n[a.b]\n")
	f.Add("<<<<<<< x\n")
	f.Fuzz(func(t *testing.T, text string) {
		got, err := Parse("x.toml", []byte(text))
		var want map[string]any
		if reference.Unmarshal([]byte(strings.TrimPrefix(text, "\uFEFF")), &want) != nil {
			return // some mistakes, such as an impossible date, are none here
		}
		if err != nil {
			if strings.Contains(err.Error(), "merge conflict") || strings.Contains(err.Error(), "more than") {
				return
			}
			t.Fatalf("%q is refused: %v", text, err)
		}
		same(t, text, &Value{Kind: Tabular, Nested: got}, want)
	})
}

func same(t *testing.T, text string, v *Value, want any) {
	t.Helper()
	ok := true
	switch w := want.(type) {
	case map[string]any:
		n := 0
		for k, x := range v.Table().All() {
			n++
			if sub, found := w[k]; found {
				same(t, text, x, sub)
			} else {
				ok = false
			}
		}
		ok = ok && n == len(w)
	case []any:
		ok = len(w) == len(v.Elements())
		for i := 0; ok && i < len(w); i++ {
			same(t, text, v.Elements()[i], w[i])
		}
	case string:
		ok = v.Kind == Text && v.Text == w
	case bool:
		ok = v.Kind == Scalar && v.Text == fmt.Sprint(w)
	default:
		ok = v.Kind == Scalar
	}
	if !ok {
		t.Errorf("%q: %v %q differs from %v", text, v.Kind, v.Text, want)
	}
}
