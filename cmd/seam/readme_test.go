package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestReadmeShowsTheDemo: what README.md says that the demo prints first is what it prints.
func TestReadmeShowsTheDemo(t *testing.T) {
	const begin, end = "<!-- demo: go test ./cmd/seam -run Readme -update -->\n", "<!-- end of demo -->"
	readme, err := filepath.Abs(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok1 := strings.Cut(string(text), begin)
	got, after, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		t.Fatalf("README.md has no part between %q and %q", begin, end)
	}
	t.Setenv("COLUMNS", "")
	t.Chdir(t.TempDir()) // where it writes seam.html
	var out, messages bytes.Buffer
	if code := run(t.Context(), []string{"demo", "--no-cache"}, &out, &messages); code != 0 {
		t.Fatalf("exit code %d: %s", code, messages.Bytes())
	}
	_, page, _ := strings.Cut(out.String(), "\n== Verdict\n")
	page, _, ok := strings.Cut(page, "\n== ")
	if !ok {
		t.Fatalf("the demo prints no verdict:\n%s", out.Bytes())
	}
	want := "```text\n== Verdict\n" + page + "```\n"
	if got == want {
		return
	}
	if !*update {
		t.Fatalf("the demo prints another verdict than README.md shows: run go test ./cmd/seam -run Readme -update\ngot\n%swant\n%s", got, want)
	}
	if err := os.WriteFile(readme, []byte(before+begin+want+end+after), 0o666); err != nil {
		t.Fatal(err)
	}
}
