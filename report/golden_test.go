package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"seam/report/model"
)

var update = flag.Bool("update", false, "write the golden files anew")

// rendered is a report in a format.
func rendered(t *testing.T, r *model.Report, f Format, opt Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, r, f, opt); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestGolden holds every rendering to the letter. Read the files in testdata: they are
// what a user sees.
func TestGolden(t *testing.T) {
	for _, c := range []struct {
		file   string
		report *model.Report
		format Format
		opt    Options
	}{
		{"full.txt", sample(), Text, Options{}},
		{"full-wide.txt", sample(), Text, Options{Width: -1}},
		{"full-color.txt", sample(), Text, Options{Color: true, Width: 120}},
		{"full.md", sample(), Markdown, Options{}},
		{"full.html", sample(), HTML, Options{}},
		{"full.json", sample(), JSON, Options{}},
		{"full.dot", sample(), DOT, Options{}},
		{"full.mmd", sample(), Mermaid, Options{}},
		{"full.github", sample(), GitHub, Options{}},
		{"empty.txt", sampleEmpty(), Text, Options{}},
		{"empty.json", sampleEmpty(), JSON, Options{}},
		{"hostile.txt", poisoned(), Text, Options{}},
		{"hostile.md", poisoned(), Markdown, Options{}},
		{"hostile.html", poisoned(), HTML, Options{}},
		{"hostile.dot", poisoned(), DOT, Options{}},
		{"hostile.mmd", poisoned(), Mermaid, Options{}},
		{"hostile.github", poisoned(), GitHub, Options{}},
		{"hostile.gitlab.json", poisoned(), GitLab, Options{}},
		{"hostile.sarif", poisoned(), SARIF, Options{}},
		{"hostile.junit.xml", poisoned(), JUnit, Options{}},
		{"hostile.comment.md", poisoned(), Comment, Options{}},
		{"whatif.txt", sampleWhatif(), Text, Options{}},
		{"whatif.md", sampleWhatif(), Markdown, Options{}},
		{"graph.txt", sampleGraph(), Text, Options{}},
		{"graph.dot", sampleGraph(), DOT, Options{}},
		{"graph.mmd", sampleGraph(), Mermaid, Options{}},
		{"graph.csv", sampleGraph(), CSV, Options{}},
		{"graph.graphml", sampleGraph(), GraphML, Options{}},
		{"check.txt", sampleCheck(2), Text, Options{}},
		{"check-many.txt", sampleCheck(30), Text, Options{}},
		{"check.md", sampleCheck(2), Markdown, Options{}},
		{"diff.txt", sampleDiff(12), Text, Options{}},
		{"team.txt", sampleTeam(), Text, Options{}},
		{"team.md", sampleTeam(), Markdown, Options{}},
		{"team.html", sampleTeam(), HTML, Options{}},
		{"diff.md", sampleDiff(2), Markdown, Options{}},
		{"check.github", sampleCheck(2), GitHub, Options{}},
		{"check.gitlab.json", proven(), GitLab, Options{}},
		{"check.sarif", proven(), SARIF, Options{}},
		{"check.junit.xml", proven(), JUnit, Options{}},
		{"check.comment.md", proven(), Comment, Options{}},
		{"full.comment.md", sample(), Comment, Options{}},
	} {
		t.Run(c.file, func(t *testing.T) {
			got := withoutManuals(rendered(t, c.report, c.format, c.opt))
			file := filepath.Join("testdata", c.file)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatalf("%v; go test ./report -update writes it", err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
				t.Errorf("%s differs (-want +got):\n%s", file, diff)
			}
		})
	}
}

// withoutManuals cuts the packages' documentation out of the help of SARIF's rules: that it
// is there is tested elsewhere, and its words are not this package's.
func withoutManuals(text string) string {
	return regexp.MustCompile(`\\n\\n(`+"```"+`text\\n)?Package [^"\\]*(\\.[^"\\]*)*"`).ReplaceAllString(text, `\n\n…"`)
}
