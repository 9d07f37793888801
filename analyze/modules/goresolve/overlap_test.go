package goresolve

import (
	"archive/zip"
	"bytes"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"seam/analyze/modules"
)

func archive(t *testing.T, names ...string) *fstest.MapFile {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, n := range names {
		if _, err := w.Create(n); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &fstest.MapFile{Data: b.Bytes()}
}

// A folder that became a module of its own, and the module around it at a version from
// before that.
func TestOverlaps(t *testing.T) {
	text := `
		-- . --
		go 1.24
		require (
			x.example/x v1.0.0
			x.example/x/sub v0.1.0
		)
		-- x.example/x@v1.0.0 --
		-- x.example/x/sub@v0.1.0 --
		`
	inner := archive(t, "x.example/x/sub@v0.1.0/a.go", "x.example/x/sub@v0.1.0/deep/b.go", "x.example/x/sub@v0.1.0/testdata/c.go")
	for name, c := range map[string]struct {
		outer *fstest.MapFile
		inner *fstest.MapFile
		want  []modules.Overlap
	}{
		"before the cut": {archive(t, "x.example/x@v1.0.0/x.go", "x.example/x@v1.0.0/sub/a.go", "x.example/x@v1.0.0/sub/testdata/c.go", "/abs.go", "x.example/x@v1.0.0//e.go"), inner,
			[]modules.Overlap{{With: "x.example/x/sub", Folders: []string{"x.example/x/sub"}}}},
		"after it":            {archive(t, "x.example/x@v1.0.0/x.go"), inner, nil},
		"tests only":          {archive(t, "x.example/x@v1.0.0/sub/a_test.go"), inner, nil},
		"other folders":       {archive(t, "x.example/x@v1.0.0/sub/other/o.go"), inner, nil},
		"one not downloaded":  {archive(t, "x.example/x@v1.0.0/sub/a.go"), nil, nil},
		"none was downloaded": {nil, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			tree, set, cache := world(t, text)
			if c.outer != nil {
				cache["x.example/x/@v/v1.0.0.zip"] = c.outer
			}
			if c.inner != nil {
				cache["x.example/x/sub/@v/v0.1.0.zip"] = c.inner
			}
			l := lockOf(Resolve(set, tree, cache), ".")
			if d := cmp.Diff(c.want, l.Packages[1].Overlaps); d != "" {
				t.Error(d)
			}
		})
	}
}
