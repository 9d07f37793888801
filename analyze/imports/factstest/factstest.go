// Package factstest tests readers of imports: that a reader's version is raised when its
// facts change, since the caches of users are full of facts of the version before, and that
// what it says of programs is what the language's own parser says.
package factstest

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"seam/analyze/cache/codec"
	"seam/analyze/finding"
	"seam/analyze/imports"
	"seam/analyze/regex"
)

var update = flag.Bool("update", false, "write testdata/facts anew; refused where facts changed and the version did not")

var firstLine = regex.New(`^version (\d+)\n`)

// Hold compares what a reader makes of files with what is written down in
// testdata/facts, for one version of the reader, and reads each through the codec. The
// files are named by their base names.
func Hold[T any](t *testing.T, r imports.Reader[T], files map[string]string) {
	t.Helper()
	c, err := codec.New[T]()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "version %d\n", r.Version)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		facts := r.Facts(name, []byte(files[name]))
		kept, err := c.Decode(c.Encode(&facts))
		text := lines(t, facts)
		if err != nil || !bytes.Equal(text, lines(t, kept)) {
			t.Errorf("%s: kept facts are %s, error %v; want %s", name, lines(t, kept), err, text)
		}
		fmt.Fprintf(&b, "\n-- %s --\n%s\n", name, text)
	}
	file := filepath.Join("testdata", "facts", r.Name+".txt")
	want, err := os.ReadFile(file)
	if err == nil && bytes.Equal(want, b.Bytes()) {
		return
	}
	version := 0
	if m := firstLine().FindSubmatch(want); m != nil {
		version, _ = strconv.Atoi(string(m[1]))
	}
	switch {
	case version == r.Version:
		t.Errorf("the facts of %q changed: raise the version of the reader, then go test -update\ngot\n%s\nwant\n%s", r.Name, b.Bytes(), want)
	case !*update:
		t.Errorf("%s is of version %d, the reader of version %d: go test -update", file, version, r.Version)
	default:
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

func lines(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Case is the place and text of the first case that a warning of imports.Notices tells.
func Case(w finding.Warning) string {
	before := "; for example "
	if w.Count == 1 {
		before = ": "
	}
	_, out, _ := strings.Cut(w.Message, before)
	return out
}
