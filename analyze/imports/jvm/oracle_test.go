package jvm

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestAgainstScalameta compares the packages, the types, the members and the imports of
// every Scala file with what the parser of scalameta says. It needs node, and the folder of
// the npm package scalameta-parsers in SEAM_SCALAMETA. SEAM_SOURCES is a folder of programs;
// this package's testdata if it is empty.
func TestAgainstScalameta(t *testing.T) {
	parser := os.Getenv("SEAM_SCALAMETA")
	if _, err := exec.LookPath("node"); err != nil || parser == "" {
		t.Skip("NOT COMPARED with scalameta: node is not installed, or SEAM_SCALAMETA names no folder of scalameta-parsers")
	}
	root := os.Getenv("SEAM_SOURCES")
	if root == "" {
		root = "testdata"
	}
	files := scalaFiles(t, root)
	cmd := exec.Command("node", "--stack-size=20000", "testdata/scalameta.js", parser)
	cmd.Stdin, cmd.Stderr = strings.NewReader(strings.Join(files, "\n")+"\n"), os.Stderr
	answer, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	want, parsed := map[string][]string{}, map[string]bool{}
	for line := range strings.Lines(string(answer)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch f[2] {
		case "broken":
		case "parsed":
			parsed[f[0]] = true
		default:
			want[f[0]] = append(want[f[0]], strings.Join(f[1:], " "))
		}
	}
	different, names := 0, 0
	for _, file := range files {
		if !parsed[file] {
			continue // the parser refuses it
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		expected := want[file]
		slices.Sort(expected)
		expected, got := slices.Compact(expected), shownScala(scanScala(src))
		names += len(expected)
		if missed, extra := minus(expected, got), minus(got, expected); len(missed)+len(extra) > 0 {
			different++
			t.Errorf("%s\n  missed %q\n  extra %q", file, missed, extra)
		}
	}
	if t.Logf("%d files compared, %d names, %d files differ, %d do not parse", len(parsed), names, different, len(files)-len(parsed)); len(parsed) == 0 {
		t.Error("no file was compared")
	}
}

func scalaFiles(t *testing.T, root string) []string {
	var files []string
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && strings.HasSuffix(p, ".scala") {
			files = append(files, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// shownScala is what facts say, in the parser's words.
func shownScala(f facts) []string {
	var out []string
	for _, space := range f.Opened {
		out = append(out, "0 package "+space)
	}
	in := func(space, name string) string {
		if space == "" {
			space = f.Package
		}
		return dot(space, name)
	}
	for _, d := range f.Types {
		if d.Name != packageObject {
			out = append(out, "0 type "+in(d.Space, d.Name))
		}
	}
	for _, m := range f.Members {
		out = append(out, "0 member "+in(m.Space, m.Name))
	}
	for _, s := range f.Imports {
		text := join(s.Parts)
		switch {
		case s.Wildcard:
			text += ".*"
		case s.Alias != "":
			text += " as " + s.Alias
		}
		out = append(out, fmt.Sprintf("%d import %s", s.Line, text))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func minus(a, b []string) []string {
	var out []string
	for _, s := range a {
		if !slices.Contains(b, s) {
			out = append(out, s)
		}
	}
	return out
}
