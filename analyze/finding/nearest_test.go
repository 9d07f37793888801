package finding_test

import (
	"slices"
	"strings"
	"testing"

	"seam/analyze/finding"
)

func TestNearest(t *testing.T) {
	names := []string{"split:internal/billing", "split:pkg/build", "changes-alone", "crossing", "other-builds"}
	for _, c := range []struct {
		word string
		want []string
	}{
		{"changes-alone", []string{"changes-alone"}},
		{"change-alone", []string{"changes-alone"}},
		{"billing", []string{"split:internal/billing"}},
		{"pkg/build", []string{"split:pkg/build"}},
		{"build", []string{"split:pkg/build", "other-builds"}},
		{"CROSING", []string{"crossing"}},
		{"corssing", []string{"crossing"}},
		{"rcossign", []string{"crossing"}},
		{"x", nil},
		{"", nil},
		{strings.Repeat("long", 1000), nil},
	} {
		if got := finding.Nearest(c.word, names, 3); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.word, got, c.want)
		}
	}
}

func TestShellWord(t *testing.T) {
	for in, want := range map[string]string{
		"a/b.go": "a/b.go", "-rf": "./-rf", "it's; rm x": `'it'\''s; rm x'`, "": "''",
		"we\nird\t'\\": `$'we\nird\t\'\\'`, "rtl\u202eexe": `$'rtl\342\200\256exe'`, "bad\xff0": `$'bad\3770'`, "日本": `'日本'`,
	} {
		if got := finding.ShellWord(in); got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}
