package json

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"seam/analyze/format/syntax"
)

// plain turns a tree into what encoding/json makes of the same text.
func plain(n Node) any {
	switch n.Kind {
	case Bool:
		return n.True()
	case Number:
		f, _ := strconv.ParseFloat(n.Value, 64)
		return f
	case Text:
		return n.Value
	case List:
		out := []any{}
		for _, p := range n.List() {
			out = append(out, plain(p.Value))
		}
		return out
	case Object:
		out := map[string]any{}
		for _, p := range n.Map() {
			out[p.Key] = plain(p.Value)
		}
		return out
	}
	return nil
}

func TestPositions(t *testing.T) {
	d, err := Parse([]byte("\xef\xbb\xbf{\r\n  \"a\": {\r\n    \"b\": [\"x\",\r\n      \"y\"]\r\n  },\r\n  \"c\": 1\r\n}\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	b := d.Root.Get("a").Map()[0]
	got := fmt.Sprint(b.Key, b.Line, b.Value.List()[1].Line, d.Root.Get("c").Line, d.Root.At("a", "b").Texts(), d.Root.At("a", "none", "b").Kind)
	if want := "b3 4 6 [x y] nothing"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Of a repeated key the last counts, in small and in large objects, and is named.
func TestRepeats(t *testing.T) {
	many := "{"
	for i := range 20 {
		many += fmt.Sprintf("\"k%d\": %d,\n", i, i)
	}
	many += `"k3": 99, "k19": 98}`
	for in, want := range map[string]string{
		"{\"a\": 1,\n\"b\": 2,\n\"a\": 3}": "3 [{a 1 3}]",
		many:                               "0 [{k3 4 21} {k19 20 21}]",
	} {
		d, err := Parse([]byte(in))
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(cmpOr(d.Root.Get("a").Value, "0"), " ", d.Repeats); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func TestErrors(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"empty":          {"\n", "line 2: the file is empty: expected a JSON value"},
		"UTF-16":         {"\xff\xfe{\x00}\x00", "line 1: the text is UTF-16; save the file as UTF-8"},
		"conflict":       {"{\n<<<<<<< HEAD\n\"a\": 1", "line 2: a merge conflict is not resolved (<<<<<<<)"},
		"conflict later": {"{\"a\": 1,\n=======\n", "line 2: a merge conflict is not resolved (=======)"},
		"comment":        {"{\n// x\n}", "line 2: found '/' where a key in quotes should follow"},
		"trailing comma": {"{\"a\": 1,\n}", "line 2: found '}' where a key in quotes should follow"},
		"cut off":        {"{\"a\": [1,\n2", "line 2: the file ends where a comma or ] should follow"},
		"open text":      {"{\"a\n\": 1}", "line 1: a text holds a control character or a line end: it is not closed, or must be escaped"},
		"second value":   {"{}\n{}", "line 2: found '{' where the end of the file should follow"},
		"bad number":     {"[01]", `line 1: "01" is no number`},
		"bad escape":     {`["\x"]`, "line 1: a text holds an unknown escape"},
		"deep":           {strings.Repeat("[", 1_000_000), "line 1: is nested more than 400 levels deep"},
		"large":          {strings.Repeat(" ", MaxSize+1), "the file is larger than 64 MiB and was not read"},
	} {
		_, err := Parse([]byte(c.in))
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}

// What encoding/json reads is read here with the same values, and nothing else is.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`{"a": [1, -0.5e+3, true, false, null, "x\u00e9\ud83d\ude00\ud83d\n\"\/"]}`, "{}", "[]", `"\ud800"`, "\"\xff\"", "1 2", "[1,]", `{"a":1,"a":2}`, "-", "1.", "1e", "nul", "\xef\xbb\xbf1",
		"{\"a\": \t\r\n1}", `{"":""}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Parse(data)
		var e *syntax.Error
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("not an *syntax.Error: %v", err)
		}
		if strings.HasPrefix(string(data), "\xef\xbb\xbf") || err != nil && strings.Contains(err.Error(), "levels deep") {
			return
		}
		if valid := json.Valid(data); valid != (err == nil) {
			t.Fatalf("encoding/json says %v, Parse says %v", valid, err)
		}
		var want any
		if err == nil && json.Unmarshal(data, &want) == nil && !reflect.DeepEqual(plain(d.Root), want) {
			t.Fatalf("got %#v, want %#v", plain(d.Root), want)
		}
	})
}
