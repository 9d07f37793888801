package yaml

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/format/syntax"
)

// show writes a tree as flow YAML with JSON quoting; repeated pointers are written
// out, since that is how a reader sees aliases.
func show(n *Node) string {
	var parts []string
	switch n.Kind {
	case Null:
		return "null"
	case List:
		for _, i := range n.Items {
			parts = append(parts, show(i))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case Map:
		for _, p := range n.Pairs {
			parts = append(parts, p.Key+": "+show(p.Value))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	b, _ := json.Marshal(n.Value)
	return string(b)
}

func TestParse(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"scalars stay as written":      {"a: 1.10\nb: 2026-01-02\nc: true\nd: 0x1F\ne: ~\nf:\ng: 'it''s'\nh: \"x\\ty\"", `{a: "1.10", b: "2026-01-02", c: "true", d: "0x1F", e: null, f: null, g: "it's", h: "x\ty"}`},
		"block scalars":                {"a: |\n  one\n  two\nb: >\n  one\n  two\n", `{a: "one\ntwo\n", b: "one two\n"}`},
		"order of keys":                {"z: 1\na: 2\nm: 3", `{z: "1", a: "2", m: "3"}`},
		"last of a repeated key":       {"a: 1\nb: 2\na: 3", `{a: "3", b: "2"}`},
		"lists":                        {"- a\n- - b\n  - c\n- {d: [e]}", `["a", ["b", "c"], {d: ["e"]}]`},
		"after an empty document":      {"---\n---\n--- # c\nb: 2\n", `{b: "2"}`},
		"directives":                   {"%YAML 1.2\n# c\n---\na: 1\n...\n%YAML 1.2\n---\nb: 2", `{a: "1"} {b: "2"}`},
		"documents":                    {"a: 1\n---\n---\n# nothing\n---\nb: 2\n...\n", `{a: "1"} {b: "2"}`},
		"alias":                        {"a: &x {k: v}\nb: *x", `{a: {k: "v"}, b: {k: "v"}}`},
		"anchor given anew":            {"a: &x 1\nb: *x\nc: &x 2\nd: *x", `{a: "1", b: "1", c: "2", d: "2"}`},
		"merge":                        {"a: &x {k: 1, l: 2}\nb: {<<: *x, k: 3}", `{a: {k: "1", l: "2"}, b: {k: "3", l: "2"}}`},
		"merge before and after":       {"a: &x {k: 1, l: 2}\nb:\n  k: 3\n  <<: *x\n  m: 4", `{a: {k: "1", l: "2"}, b: {k: "3", l: "2", m: "4"}}`},
		"merge of several: first wins": {"a: &x {k: 1}\nb: &y {k: 2, l: 2}\nc:\n  <<: [*x, *y]", `{a: {k: "1"}, b: {k: "2", l: "2"}, c: {k: "1", l: "2"}}`},
		"merge of a merge":             {"a: &x {k: 1}\nb: &y {<<: *x, l: 2}\nc: {<<: *y}", `{a: {k: "1"}, b: {k: "1", l: "2"}, c: {k: "1", l: "2"}}`},
		"byte order mark and CRLF":     {"\xef\xbb\xbfa: 1\r\nb:\r\n- x\r\n", `{a: "1", b: ["x"]}`},
		"tags":                         {"a: !!str 1\nb: !reset [x]\nc: !custom v", `{a: "1", b: ["x"], c: "v"}`},
		"key without value in braces":  {"{a, b: }", `{a: null, b: null}`},
		"colon inside a word":          {"{e: [host:80, http://b:80/x, a: b]}", `{e: ["host:80", "http://b:80/x", {a: "b"}]}`},
		"number and null as key":       {"1: a\n~: b", `{1: "a", : "b"}`},
		"JSON":                         {`{"a": ["b", {"c": null}]}`, `{a: ["b", {c: null}]}`},
		"nothing":                      {"", ""},
		"a comment":                    {"# x\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			docs, err := Parse([]byte(c.in))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range docs {
				got = append(got, show(d))
			}
			if d := cmp.Diff(c.want, strings.Join(got, " ")); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

func TestPositions(t *testing.T) {
	docs, err := Parse([]byte("a:\n  b: x\n  c:\n    - d\n    - e: |\n        text\n"))
	if err != nil {
		t.Fatal(err)
	}
	a := docs[0].Get("a")
	b, _ := a.Pair("b")
	e := a.Get("c").List()[1]
	for what, c := range map[string][2]string{
		"mapping":  {"2:3", fmt.Sprintf("%d:%d", a.Line, a.Column)},
		"key":      {"2:3", fmt.Sprintf("%d:%d", b.Line, b.Column)},
		"value":    {"2:6", fmt.Sprintf("%d:%d", b.Value.Line, b.Value.Column)},
		"item":     {"4:7", fmt.Sprintf("%d:%d", a.At("c").Items[0].Line, a.At("c").Items[0].Column)},
		"in item":  {"5:7", fmt.Sprintf("%d:%d", e.Line, e.Column)},
		"literal":  {"5:10", fmt.Sprintf("%d:%d", e.Get("e").Line, e.Get("e").Column)},
		"plain":    {"true", fmt.Sprint(b.Value.Plain)},
		"no plain": {"false", fmt.Sprint(e.Get("e").Plain)},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: want %s, got %s", what, c[0], c[1])
		}
	}
}

// A nil Node stands for what is not there, so that a reader needs no checks.
func TestNilNode(t *testing.T) {
	var n *Node
	if n.At("a", "b") != nil || n.Text() != "" || n.List() != nil || n.Map() != nil {
		t.Error("a nil node is not empty")
	}
	if _, ok := n.Pair("a"); ok {
		t.Error("a nil node has a pair")
	}
}

func TestParseErrors(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c < 'l'; c++ {
		bomb += fmt.Sprintf("%c: &%c [%s*%c]\n", c, c, strings.Repeat(fmt.Sprintf("*%c,", c-1), 9), c-1)
	}
	for name, c := range map[string]struct{ in, want string }{
		"tab":           {"a:\n\tb: 1", `line 2:1: found character '\t' that cannot start any token`},
		"template":      {"a: {{ .Values.x }}", "line 1:5: could not find flow map content"},
		"open bracket":  {"a:\n  - [b", "line 2:5: sequence end token ']' not found"},
		"unknown alias": {"a: *b", `line 1:4: unknown alias "b": no anchor &b stands above it`},
		"own alias":     {"a: &x [*x]", `line 1:8: unknown alias "x": no anchor &x stands above it`},
		"alias bomb":    {bomb, "line 6:8: aliases expand to more than 200000 values"},
		"merge bomb":    {bomb + "z: {<<: *k}", "line 6:8: aliases expand to more than 200000 values"},
		"merge of text": {"a: {<<: x}", "line 1:5: << must be given a mapping or a list of mappings, not text"},
		"list as key":   {"? [a]\n: b", "line 2:1: found an invalid key for this map"},
		"alias as key":  {"a: &x [1]\n*x : b", "line 2:1: a mapping key must be text"},
		"NUL":           {"a: 1\nb: \x00", "line 2: holds a NUL byte: not a UTF-8 text file"},
		"Latin-1":       {"a: 1\nb: \xe9\n", "line 2: is not valid UTF-8: save the file as UTF-8"},
		"large":         {strings.Repeat("#", MaxSize+1), "file is larger than 16 MiB"},
		"deep lists":    {strings.Repeat("[", 300) + strings.Repeat("]", 300), "line 1:202: is nested more than 200 levels deep"},
		"deep blocks":   {strings.Repeat("- ", 300) + "a", "line 1:403: is nested more than 200 levels deep"},
		"very deep":     {strings.Repeat("[", 1_000_000), "line 1:1001: is nested too deeply"},
		"deep keys":     {strings.Repeat("? ", 100_000), "line 1:2001: is nested too deeply"},
		"many keys":     {strings.Repeat("a:\n", 300_000), "line 20001:1: mappings have too many keys: at most about 20000 in one"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Parse([]byte(c.in))
			if err == nil {
				t.Fatal("no error")
			}
			if d := cmp.Diff(c.want, err.Error()); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

// Every document of a stream is found, with the lines that it has in the whole.
func TestSplit(t *testing.T) {
	in := "# head\na: |\n  --- no marker\n--- # second\nb: 2\n----\n---\n\n--- {c: 3}\n...\n---"
	var got []string
	for _, d := range Split([]byte(in)) {
		got = append(got, fmt.Sprintf("%d %q", d.Line, d.Text))
	}
	want := []string{
		`1 "# head\na: |\n  --- no marker\n"`, `4 "--- # second\nb: 2\n----\n"`, `7 "---\n\n"`, `9 "--- {c: 3}\n...\n"`, `11 "---"`,
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	docs, err := Split([]byte("{}\n\n\n\n\n\n---\na: &x\n  b: 1\nc: *x\n"))[1].Parse()
	if err != nil || docs[0].At("a", "b").Line != 9 || docs[0].At("c", "b").Line != 9 {
		t.Errorf("line of b: want 9, got %v, %v", docs, err)
	}
	_, err = Split([]byte("{}\n\n\n\n\n---\na: 1\nb: [\n"))[1].Parse()
	var e *syntax.Error
	if !errors.As(err, &e) || e.Line != 8 || e.Excerpt != "   8 | b: [\n     |    ^" {
		t.Errorf("want line 8 with its text, got %v\n%s", err, e.Excerpt)
	}
}

// Hostile text must come back as a tree or as an *syntax.Error, whatever it is, and the
// tree must be cheap to walk.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"a: 1\nb: [x, {y: z}]\n", "a: &x {k: v}\nb: {<<: *x}\n", "- !t |\n  x\n", "? a\n: b\n", "%YAML 1.2\n---\na\n...\n",
		"a: {{ x }}", "\tb", "a: 'x", "{a: [b:80]}", "&a *a", "<<: 1", "a: >-\n\n  x\n", "\xff", "a:\r\n- b\r\n", "!!binary x", "[[[", "? {a: b}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		docs, err := Parse(data)
		var e *syntax.Error
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("not an *syntax.Error: %v", err)
		}
		nodes := 0
		for _, d := range docs {
			nodes += count(d, 0, t)
		}
		if nodes > 10*len(data)+2*maxAliased {
			t.Fatalf("%d bytes make %d nodes", len(data), nodes)
		}
		for _, d := range Split(data) {
			_, _ = d.Parse()
		}
	})
}

func count(n *Node, depth int, t *testing.T) int {
	if n == nil || depth > 4*MaxDepth {
		t.Fatalf("bad node at depth %d", depth)
	}
	total := 1
	for _, i := range n.Items {
		total += count(i, depth+1, t)
	}
	for _, p := range n.Pairs {
		total += count(p.Value, depth+1, t)
	}
	return total
}
