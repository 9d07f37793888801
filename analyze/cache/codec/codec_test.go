package codec

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type kind string

type inner struct {
	Name string
	Line int
	Kind kind
}

type sample struct {
	inner
	Flag    bool
	Small   uint8
	Signed  int16
	Text    string
	List    []inner
	Words   []string
	Options map[string]string
	Deep    map[kind]map[string]bool
}

func codecOf[T any](t testing.TB) *Codec[T] {
	t.Helper()
	c, err := New[T]()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRoundTrip(t *testing.T) {
	c := codecOf[sample](t)
	for name, v := range map[string]sample{
		"zero": {},
		"nothing in nil and in empty lists differs": {List: []inner{}, Words: []string{}, Options: map[string]string{}},
		"full": {
			inner: inner{"embedded", 7, "k"}, Flag: true, Small: 255, Signed: -32768, Text: "x\x00\xff",
			List: []inner{{"a", 1, "import"}, {"", -1, ""}}, Words: []string{"", "b"},
			Options: map[string]string{"": "", "go_package": "x"},
			Deep:    map[kind]map[string]bool{"a": {"B": true, "C": false}, "nil": nil},
		},
		"long": {Words: strings.Split(strings.Repeat("w,", 5000), ","), List: make([]inner, 3000)},
	} {
		b := c.Encode(&v)
		got, err := c.Decode(b)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if d := cmp.Diff(v, got, cmp.AllowUnexported(sample{})); d != "" {
			t.Errorf("%s:\n%s", name, d)
		}
		for cut := range min(len(b), 200) {
			if _, err := c.Decode(b[:cut]); err == nil {
				t.Errorf("%s: the first %d of %d bytes read as a whole", name, cut, len(b))
			}
		}
		if _, err := c.Decode(append(b, 0)); err == nil {
			t.Errorf("%s: what follows the value goes unseen", name)
		}
	}
}

func TestMapsGoByTheirKeys(t *testing.T) {
	c := codecOf[map[string]int](t)
	m := map[string]int{}
	for i := range 100 {
		m[strings.Repeat("k", i)] = i
	}
	first := c.Encode(&m)
	for range 20 {
		if !bytes.Equal(first, c.Encode(&m)) {
			t.Fatal("equal maps give different bytes")
		}
	}
}

func TestNotPlain(t *testing.T) {
	type hidden struct{ x int }
	type list struct{ Next []list }
	for want, err := range map[string]error{
		"not exported": second(New[hidden]()),
		"holds itself": second(New[list]()),
		"no strings":   second(New[map[int]int]()),
		"not plain":    second(New[*int]()),
		"is empty":     second(New[[]struct{}]()),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want an error with %q, got %v", want, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// TestShape: what changes the bytes changes the shape.
func TestShape(t *testing.T) {
	type a struct{ X int }
	type b struct{ Y int }
	type c struct{ X int8 }
	type d struct{ X []int }
	seen := map[string]reflect.Type{}
	for _, x := range []struct {
		shape string
		of    any
	}{
		{codecOf[a](t).Shape(), a{}}, {codecOf[b](t).Shape(), b{}}, {codecOf[c](t).Shape(), c{}}, {codecOf[d](t).Shape(), d{}},
	} {
		if seen[x.shape] != nil {
			t.Errorf("%v and %T have the shape %s", seen[x.shape], x.of, x.shape)
		}
		seen[x.shape] = reflect.TypeOf(x.of)
	}
}

func TestHostileLengths(t *testing.T) {
	type wide struct{ A, B, C, D, E, F, G, H []string }
	c := codecOf[[]wide](t)
	claim := []byte{0xff, 0xff, 0xff, 0xff, 0x0f}
	if _, err := c.Decode(append(claim, make([]byte, 1<<16)...)); err == nil {
		t.Error("a length beyond the end is believed")
	}
}

// FuzzDecode: no bytes break Decode, and what it takes is what Encode writes.
func FuzzDecode(f *testing.F) {
	c := codecOf[sample](f)
	f.Add(c.Encode(&sample{}))
	f.Add(c.Encode(&sample{Text: "a", List: []inner{{"b", 2, "c"}}, Deep: map[kind]map[string]bool{"d": {"E": true}}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := c.Decode(b)
		if err == nil && !bytes.Equal(c.Encode(&v), b) {
			t.Errorf("%x reads as %+v, which is written as %x", b, v, c.Encode(&v))
		}
	})
}
