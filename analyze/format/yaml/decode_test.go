package yaml

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/format/syntax"
)

type file struct {
	Version string            `yaml:"version"`
	Depth   int               `yaml:"depth"`
	Share   float64           `yaml:"share"`
	Strict  bool              `yaml:"strict"`
	Areas   ordered[[]string] `yaml:"areas"`
	Teams   map[string]team   `yaml:"teams"`
	Lead    *team             `yaml:"lead"`
	Raw     *Node             `yaml:"raw"`
	Level   level             `yaml:"level"`
	hidden  string
}

type team struct {
	Members []string
	Note    string `yaml:"-"`
}

// ordered is a type with an UnmarshalNode: a mapping that keeps the order and the place of
// its keys.
type ordered[T any] struct {
	items []item[T]
}

type item[T any] struct {
	Key   string
	Line  int
	Value T
}

func (o *ordered[T]) UnmarshalNode(n *Node, decode Decode) error {
	if n.Kind == Null {
		return nil
	}
	if n.Kind != Map {
		return fmt.Errorf("must be a mapping, found %s", n.Kind)
	}
	o.items = make([]item[T], len(n.Pairs))
	for i, p := range n.Pairs {
		o.items[i].Key, o.items[i].Line = p.Key, p.Line
		if err := decode(p.Key, p.Value, &o.items[i].Value); err != nil {
			return err
		}
	}
	return nil
}

type level string

func (l *level) UnmarshalText(b []byte) error {
	if string(b) != "high" && string(b) != "low" {
		return errors.New("level must be high or low")
	}
	*l = level(b)
	return nil
}

func TestStrict(t *testing.T) {
	in := `
version: 1.10
depth: 3
share: 0.5
strict: true
areas:
  pay: [a, b]
  cart: [c]
teams: &t
  blue: {members: [x]}
lead: {members: [1, true]}
raw: {k: *t}
level: low
`
	var v file
	if err := Strict("seam.yaml", []byte(in), &v); err != nil {
		t.Fatal(err)
	}
	want := []item[[]string]{{"pay", 7, []string{"a", "b"}}, {"cart", 8, []string{"c"}}}
	if d := cmp.Diff(want, v.Areas.items); d != "" {
		t.Errorf("areas: -want +got\n%s", d)
	}
	if v.Version != "1.10" || v.Depth != 3 || v.Share != 0.5 || !v.Strict || v.Level != "low" {
		t.Errorf("scalars: %+v", v)
	}
	if d := cmp.Diff(map[string]team{"blue": {Members: []string{"x"}}}, v.Teams); d != "" {
		t.Errorf("teams: -want +got\n%s", d)
	}
	if d := cmp.Diff(&team{Members: []string{"1", "true"}}, v.Lead); d != "" {
		t.Errorf("lead: -want +got\n%s", d)
	}
	if got := show(v.Raw); got != `{k: {blue: {members: ["x"]}}}` {
		t.Errorf("raw: %s", got)
	}
}

// An empty file, or keys without a value, leave what was there.
func TestStrictKeeps(t *testing.T) {
	for _, in := range []string{"", "# nothing\n", "depth:\nareas:\nlead: ~\nteams:\n"} {
		v := file{Depth: 7}
		if err := Strict("f", []byte(in), &v); err != nil || v.Depth != 7 || v.Lead != nil {
			t.Errorf("%q: %v, %+v", in, err, v)
		}
	}
}

func TestStrictErrors(t *testing.T) {
	for name, c := range map[string]struct{ in, want, excerpt string }{
		"unknown field": {
			"depth: 1\nlead:\n    pth: x\n", `seam.yaml:3:5: unknown field "pth" (known here: members)`, "   3 |     pth: x\n     |     ^",
		},
		"unexported field":  {"hidden: x", `seam.yaml:1:1: unknown field "hidden" (known here: areas, depth, lead, level, raw, share, strict, teams, version)`, "   1 | hidden: x\n     | ^"},
		"field left out":    {"lead: {note: x}", `seam.yaml:1:8: unknown field "note" (known here: members)`, "   1 | lead: {note: x}\n     |        ^"},
		"key twice":         {"depth: 1\ndepth: 2\n", `seam.yaml:2:1: key "depth" stands here a second time, first in line 1`, "   2 | depth: 2\n     | ^"},
		"list for text":     {"version: [1]", "seam.yaml:1:10: version must be text, found a list", "   1 | version: [1]\n     |          ^"},
		"text for list":     {"areas:\n  pay: src", "seam.yaml:2:8: pay must be a list, found text", "   2 |   pay: src\n     |        ^"},
		"text for mapping":  {"areas: src", "seam.yaml:1:8: must be a mapping, found text", "   1 | areas: src\n     |        ^"},
		"list for file":     {"- a", "seam.yaml:1:1: the file must be a mapping, found a list", "   1 | - a\n     | ^"},
		"empty entry":       {"lead:\n  members:\n  - a\n  -\n", "seam.yaml:4:5: entry 2 of members is empty", "   4 |   -\n     |     ^"},
		"no number":         {"depth: three", `seam.yaml:1:8: depth must be a whole number, found "three"`, "   1 | depth: three\n     |        ^"},
		"number too large":  {"depth: 99999999999999999999", `seam.yaml:1:8: depth must be a whole number, found "99999999999999999999"`, "   1 | depth: 99999999999999999999\n     |        ^"},
		"yes is no boolean": {"strict: yes", `seam.yaml:1:9: strict must be true or false, found "yes"`, "   1 | strict: yes\n     |         ^"},
		"own type":          {"level: mid", "seam.yaml:1:8: level must be high or low", "   1 | level: mid\n     |        ^"},
		"second document":   {"depth: 1\n---\ndepth: 2\n", "seam.yaml:3:1: the file must hold one document, here begins a second", "   3 | depth: 2\n     | ^"},
		"syntax":            {"depth: [1\n", "seam.yaml:1:8: sequence end token ']' not found", "   1 | depth: [1\n     |        ^"},
		"byte order mark":   {"\xef\xbb\xbfpth: x", `seam.yaml:1:1: unknown field "pth" (known here: areas, depth, lead, level, raw, share, strict, teams, version)`, "   1 | pth: x\n     | ^"},
		"control characters": {
			"depth: \"\x1b[31m\u202e\"", `seam.yaml:1:8: depth must be a whole number, found "\x1b[31m\u202e"`, "   1 | depth: \"?[31m?\"\n     |        ^",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var v file
			err := Strict("seam.yaml", []byte(c.in), &v)
			var e *syntax.Error
			if !errors.As(err, &e) {
				t.Fatalf("not an *syntax.Error: %v", err)
			}
			if d := cmp.Diff([]string{c.want, c.excerpt}, []string{e.Error(), e.Excerpt}); d != "" {
				t.Errorf("-want +got\n%s", d)
			}
		})
	}
}

// A long line is shown around the place that is meant.
func TestExcerptOfLongLine(t *testing.T) {
	line := strings.Repeat("0123456789", 40)
	shown, caret, _ := strings.Cut(source{text: []byte(line)}.excerpt(1, 197), "\n")
	text := strings.TrimPrefix(shown, "   1 | ")
	if len(text) != excerptWidth || !strings.Contains(line, text) {
		t.Errorf("not a part of the line: %q", shown)
	}
	if at := strings.Index(caret, "^"); shown[at] != line[197-1] {
		t.Errorf("the caret is not under column 197:\n%s\n%s", shown, caret)
	}
}

// A caller's mistake is told apart from one in the file.
func TestStrictMisuse(t *testing.T) {
	var e *syntax.Error
	for _, v := range []any{nil, file{}, (*file)(nil), new(chan int), new(struct{ C complex128 })} {
		if err := Strict("f", []byte("c: 1"), v); err == nil || errors.As(err, &e) {
			t.Errorf("%T: %v", v, err)
		}
	}
}

func FuzzStrict(f *testing.F) {
	for _, s := range []string{"depth: 1", "areas: {a: [b]}", "teams: {a: {members: [x]}}", "raw: *x", "lead: &l {members: []}\nraw: *l"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var v file
		var e *syntax.Error
		if err := Strict("f", data, &v); err != nil && !errors.As(err, &e) {
			t.Fatalf("not an *syntax.Error: %v", err)
		}
	})
}
