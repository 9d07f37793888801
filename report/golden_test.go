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
	"seam/report/reporttest"
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
		{"full.txt", reporttest.Full(), Text, Options{}},
		{"full-wide.txt", reporttest.Full(), Text, Options{Width: -1}},
		{"full-color.txt", reporttest.Full(), Text, Options{Color: true, Width: 120}},
		{"full.md", reporttest.Full(), Markdown, Options{}},
		{"full.html", reporttest.Full(), HTML, Options{}},
		{"full.json", reporttest.Full(), JSON, Options{}},
		{"full.dot", reporttest.Full(), DOT, Options{}},
		{"full.mmd", reporttest.Full(), Mermaid, Options{}},
		{"full.github", reporttest.Full(), GitHub, Options{}},
		{"empty.txt", reporttest.Empty(), Text, Options{}},
		{"empty.json", reporttest.Empty(), JSON, Options{}},
		{"hostile.txt", reporttest.Poisoned(), Text, Options{}},
		{"hostile.md", reporttest.Poisoned(), Markdown, Options{}},
		{"hostile.html", reporttest.Poisoned(), HTML, Options{}},
		{"hostile.dot", reporttest.Poisoned(), DOT, Options{}},
		{"hostile.mmd", reporttest.Poisoned(), Mermaid, Options{}},
		{"hostile.github", reporttest.Poisoned(), GitHub, Options{}},
		{"hostile.gitlab.json", reporttest.Poisoned(), GitLab, Options{}},
		{"hostile.sarif", reporttest.Poisoned(), SARIF, Options{}},
		{"hostile.junit.xml", reporttest.Poisoned(), JUnit, Options{}},
		{"hostile.comment.md", reporttest.Poisoned(), Comment, Options{}},
		{"whatif.txt", reporttest.Whatif(), Text, Options{}},
		{"whatif.md", reporttest.Whatif(), Markdown, Options{}},
		{"graph.txt", reporttest.Graph(), Text, Options{}},
		{"graph.dot", reporttest.Graph(), DOT, Options{}},
		{"graph.mmd", reporttest.Graph(), Mermaid, Options{}},
		{"graph.csv", reporttest.Graph(), CSV, Options{}},
		{"graph.graphml", reporttest.Graph(), GraphML, Options{}},
		{"check.txt", reporttest.Check(2), Text, Options{}},
		{"check-many.txt", reporttest.Check(30), Text, Options{}},
		{"check.md", reporttest.Check(2), Markdown, Options{}},
		{"diff.txt", reporttest.Diff(12), Text, Options{}},
		{"team.txt", reporttest.Team(), Text, Options{}},
		{"team.md", reporttest.Team(), Markdown, Options{}},
		{"team.html", reporttest.Team(), HTML, Options{}},
		{"diff.md", reporttest.Diff(2), Markdown, Options{}},
		{"check.github", reporttest.Check(2), GitHub, Options{}},
		{"check.gitlab.json", reporttest.Proven(), GitLab, Options{}},
		{"check.sarif", reporttest.Proven(), SARIF, Options{}},
		{"check.junit.xml", reporttest.Proven(), JUnit, Options{}},
		{"check.comment.md", reporttest.Proven(), Comment, Options{}},
		{"full.comment.md", reporttest.Full(), Comment, Options{}},
	} {
		t.Run(c.file, func(t *testing.T) {
			got := withoutAssets(withoutManuals(rendered(t, c.report, c.format, c.opt)))
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

// withoutManuals cuts what packages say of a rule out of the help of SARIF's rules: that it
// is there is tested elsewhere, and its words are not this package's.
func withoutManuals(text string) string {
	return regexp.MustCompile(`\\n\\n[^"]*?\\n\\nMore: `).ReplaceAllString(text, `\n\n…\n\nMore: `)
}

var (
	assets      = regexp.MustCompile(`(?s)<(style|script)>.*?</`)
	assetHashes = regexp.MustCompile(`'sha256-[^']+'`)
)

// withoutAssets cuts the style and the script out of a page, and their hashes: they are files of
// their own, and that the hashes fit is tested where the page is made.
func withoutAssets(text string) string {
	return assetHashes.ReplaceAllString(assets.ReplaceAllString(text, "<$1>…</"), "'sha256-…'")
}

// lines splits a text for tests that look at its shape.
func lines(s string) []string { return strings.Split(strings.TrimSuffix(s, "\n"), "\n") }
