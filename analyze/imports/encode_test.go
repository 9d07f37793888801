package imports

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/finding"
	"seam/analyze/repo"
)

// filled gives every field below v a value of its own, and every list two elements: a field
// that Encode forgets comes back empty.
func filled(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("text %d", *n))
	case reflect.Int:
		v.SetInt(int64(*n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range 2 {
			filled(v.Index(i), n)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			filled(v.Field(i), n)
		}
	default:
		panic("Encode does not know " + v.Type().String())
	}
}

func TestEncode(t *testing.T) {
	files := []repo.File{{Path: "a/b.go"}, {Path: "a/b/x.go"}, {Path: "go.mod"}}
	var full Graph
	n := 0
	filled(reflect.ValueOf(&full).Elem(), &n)
	for name, g := range map[string]Graph{
		"nothing":    {},
		"all fields": full,
		"no list and an empty one differ": {
			Packages: []Package{{Path: "a", Files: []string{}, Exported: nil}},
			Edges:    []Edge{{From: "a", To: "a/b", Symbols: []string{}}, {From: "a/b", To: "a"}},
		},
		"names of files and folders, each flag alone": {
			Packages: []Package{{Path: ".", Main: true}, {Path: "a", TestOnly: true}, {Path: "a/b", Files: []string{"x.go"}, Elsewhere: true}, {Path: "gone", Documented: true}},
			Edges:    []Edge{{From: "a/b", To: "a", Kind: Import, Sites: []finding.Location{{File: "a/b/x.go", Line: 7}}}},
			Warnings: []finding.Warning{{Code: "c", Message: "a/b/x.go: unreadable", Count: 1}},
		},
	} {
		b := g.Encode(files)
		got, ok := Decode(string(b), files)
		if !ok {
			t.Errorf("%s: malformed", name)
			continue
		}
		if d := cmp.Diff(&g, got); d != "" {
			t.Errorf("%s:\n%s", name, d)
		}
		for cut := range b {
			if _, ok := Decode(string(b[:cut]), files); ok {
				t.Errorf("%s: the first %d of %d bytes read as a whole", name, cut, len(b))
			}
		}
	}
	if _, ok := Decode(string((&Graph{Packages: []Package{{Path: "a/b.go"}}}).Encode(files)), files[:0]); ok {
		t.Error("a graph of another tree reads")
	}
}

// FuzzDecode: whatever the bytes are, nothing panics, and what reads is written as it was.
func FuzzDecode(f *testing.F) {
	files := []repo.File{{Path: "a/b.go"}, {Path: "c"}}
	f.Add([]byte{})
	f.Add((&Graph{
		Packages: []Package{{Path: "a", Files: []string{"b.go"}}}, Modules: []Module{{Name: "m", Path: "."}},
		Edges: []Edge{{From: "a", To: "c", Sites: []finding.Location{{File: "a/b.go", Line: 1}}}},
	}).Encode(files))
	f.Fuzz(func(t *testing.T, b []byte) {
		g, ok := Decode(string(b), files)
		if !ok {
			return
		}
		again, ok := Decode(string(g.Encode(files)), files)
		if !ok || !cmp.Equal(g, again) {
			t.Errorf("%+v became %+v", g, again)
		}
	})
}
