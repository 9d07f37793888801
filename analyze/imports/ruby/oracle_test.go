package ruby

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"seam/analyze/imports/factstest"
)

// TestConstantsEqualRipper compares the constants that files define and name, with their
// scopes, with what Ruby's own parser says. SEAM_SOURCES names another folder than testdata.
func TestConstantsEqualRipper(t *testing.T) {
	ruby, err := exec.LookPath("ruby")
	if err != nil {
		t.Skip("NOT COMPARED with Ripper: ruby is not installed")
	}
	files := factstest.Programs(t, factstest.Sources(), func(p string) bool { return strings.HasSuffix(p, ".rb") })
	cmd := exec.Command(ruby, "testdata/constants.rb")
	cmd.Stdin = strings.NewReader(strings.Join(files, "\n"))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, f := range files {
		known[f] = true
	}
	want := map[string][]string{}
	file := ""
	for line := range strings.Lines(string(out)) {
		if line = strings.TrimSuffix(line, "\n"); known[line] {
			file = line
			want[file] = []string{}
		} else {
			want[file] = append(want[file], line)
		}
	}
	if len(want) == 0 {
		t.Fatal("no file was compared")
	}
	differ := 0
	for _, f := range files {
		lines, ok := want[f]
		if !ok {
			continue
		}
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		p := parser{}
		got := said(p.scan(filepath.Base(f), src))
		if missed, extra := factstest.Minus(lines, got), factstest.Minus(got, lines); len(missed)+len(extra) > 0 {
			if differ++; differ <= 20 {
				t.Errorf("%s\n  missed %q\n  extra %q", f, missed, extra)
			}
		}
	}
	t.Logf("%d files compared, %d differ", len(want), differ)
}

// said lists what a file defines and names as constants.rb does.
func said(f facts) []string {
	nesting := make([]string, len(f.Scopes))
	for i, s := range f.Scopes[1:] {
		nesting[i+1] = nesting[s.Parent] + ">" + s.Path
	}
	var out []string
	for _, c := range f.Constants {
		out = append(out, "D "+nesting[c.Scope]+"|"+c.Path)
	}
	for _, u := range f.Uses {
		if u.How == plain {
			out = append(out, "U "+nesting[u.Scope]+"|"+u.Path)
		}
	}
	return factstest.Sorted(out)
}
