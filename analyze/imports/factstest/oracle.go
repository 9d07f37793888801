package factstest

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

// Sources is the folder of programs that SEAM_SOURCES names, the package's testdata where it
// names none.
func Sources() string { return cmp.Or(os.Getenv("SEAM_SOURCES"), "testdata") }

// Programs lists the files below a folder that are wanted.
func Programs(t *testing.T, folder string, wanted func(path string) bool) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(folder, func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && wanted(p) {
			files = append(files, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// Compare holds what a reader says of files against what an oracle does, the language's own
// parser. That is a program which reads the names of the files, one a line, and writes
// FILE, LINE, KIND and NAME between tabs, a line for each thing it finds, and once a file the
// kind "parsed" or "broken"; broken files are left out. expected makes of what it found in a
// file, each as "LINE KIND NAME", what said should be, both sorted.
func Compare(t *testing.T, oracle *exec.Cmd, files []string, expected func(found []string) []string, said func(file string, src []byte) []string) {
	t.Helper()
	oracle.Stdin, oracle.Stderr = strings.NewReader(strings.Join(files, "\n")+"\n"), os.Stderr
	answer, err := oracle.Output()
	if err != nil {
		t.Fatal(err)
	}
	found, parsed := map[string][]string{}, map[string]bool{}
	for line := range strings.Lines(string(answer)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch f[2] {
		case "broken":
		case "parsed":
			parsed[f[0]] = true
		default:
			found[f[0]] = append(found[f[0]], strings.Join(f[1:], " "))
		}
	}
	different, names := 0, 0
	for _, file := range files {
		if !parsed[file] {
			continue
		}
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want, got := expected(found[file]), said(file, src)
		names += len(want)
		if missed, extra := Minus(want, got), Minus(got, want); len(missed)+len(extra) > 0 {
			different++
			t.Errorf("%s\n  missed %q\n  extra %q", file, missed, extra)
		}
	}
	if t.Logf("%d files compared, %d names, %d files differ, %d do not parse", len(parsed), names, different, len(files)-len(parsed)); len(parsed) == 0 {
		t.Error("no file was compared")
	}
}

// Minus lists what stands in a more often than in b.
func Minus(a, b []string) []string {
	var out []string
	count := map[string]int{}
	for _, s := range b {
		count[s]++
	}
	for _, s := range a {
		if count[s]--; count[s] < 0 {
			out = append(out, s)
		}
	}
	return out
}

// Sorted sorts a list and leaves out what stands in it twice.
func Sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}
