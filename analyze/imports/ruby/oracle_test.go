package ruby

import (
	"cmp"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestConstantsEqualRipper compares the constants that files define and name, with their
// scopes, with what Ruby's own parser says. SEAM_SOURCES names another folder than testdata.
func TestConstantsEqualRipper(t *testing.T) {
	ruby, err := exec.LookPath("ruby")
	if err != nil {
		t.Log("NOT COMPARED: no ruby on this machine")
		return
	}
	folder := cmp.Or(os.Getenv("SEAM_SOURCES"), "testdata")
	var files []string
	if err := filepath.WalkDir(folder, func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && strings.HasSuffix(p, ".rb") {
			files = append(files, p)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
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
		if d := difference(got, lines); d != "" {
			if differ++; differ <= 20 {
				t.Errorf("%s:\n%s", f, d)
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
	slices.Sort(out)
	return slices.Compact(out)
}

// difference lists the lines of one sorted list that the other does not have.
func difference(got, want []string) string {
	var b strings.Builder
	for _, l := range got {
		if _, ok := slices.BinarySearch(want, l); !ok {
			b.WriteString("  seam alone: " + l + "\n")
		}
	}
	for _, l := range want {
		if _, ok := slices.BinarySearch(got, l); !ok {
			b.WriteString("  Ripper alone: " + l + "\n")
		}
	}
	return b.String()
}
