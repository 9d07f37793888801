package javascript

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestAgainstTypeScript compares what every file imports with what the parser of the
// TypeScript compiler says. It needs node and the compiler's package, of a version below 7,
// whose parser programs can call: in the folder that SEAM_TYPESCRIPT names, else where
// node or npm has it. SEAM_SOURCES is a folder of programs; this package's testdata if it
// is empty.
func TestAgainstTypeScript(t *testing.T) {
	compiler := typescript()
	if compiler == "" {
		t.Skip("NOT COMPARED with the TypeScript compiler: node or its package typescript is not installed, and SEAM_TYPESCRIPT names no folder")
	}
	if version := versionOf(t, compiler); !slices.Contains([]string{"4", "5", "6"}, strings.Split(version, ".")[0]) {
		t.Skipf("NOT COMPARED with the TypeScript compiler: the version is %s, and one below 7 is needed", version)
	}
	root := os.Getenv("SEAM_SOURCES")
	if root == "" {
		root = "testdata"
	}
	files := programs(t, root)
	cmd := exec.Command("node", "testdata/typescript.cjs", compiler)
	cmd.Stdin = strings.NewReader(strings.Join(files, "\n"))
	cmd.Stderr = os.Stderr
	answer, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	want, parsed := map[string][]string{}, 0
	for line := range strings.Lines(string(answer)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch f[2] {
		case "broken":
			want[f[0]] = nil
		case "parsed":
			want[f[0]] = []string{}
			parsed++
		default:
			if want[f[0]] != nil {
				want[f[0]] = append(want[f[0]], strings.Join(f[1:], " "))
			}
		}
	}
	different := 0
	for _, file := range files {
		if want[file] == nil {
			continue // the compiler could not parse it either
		}
		slices.Sort(want[file])
		got := shown(t, file)
		if missed, extra := minus(want[file], got), minus(got, want[file]); len(missed)+len(extra) > 0 {
			different++
			t.Errorf("%s\n  missed %q\n  extra %q", file, missed, extra)
		}
	}
	if t.Logf("%d files compared, %d differ, %d do not parse", parsed, different, len(files)-parsed); parsed == 0 {
		t.Error("no file was compared")
	}
}

// typescript is the folder of the compiler's package, "" if there is none.
func typescript() string {
	if folder := os.Getenv("SEAM_TYPESCRIPT"); folder != "" {
		return folder
	}
	const find = `const { execSync } = require("child_process"), { dirname } = require("path");
		console.log(dirname(require.resolve("typescript/package.json", { paths: [".", execSync("npm root -g").toString().trim() + "/.."] })))`
	out, err := exec.Command("node", "-e", find).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// versionOf is the version of the package in a folder.
func versionOf(t *testing.T, folder string) string {
	t.Helper()
	var manifest struct{ Version string }
	b, err := os.ReadFile(filepath.Join(folder, "package.json"))
	if err == nil {
		err = json.Unmarshal(b, &manifest)
	}
	if err != nil || manifest.Version == "" {
		t.Fatalf("%s is no package with a version: %v", folder, err)
	}
	return manifest.Version
}

// programs lists the program files below a folder.
func programs(t *testing.T, root string) []string {
	var files []string
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && isSource(p) && !isComponent(p) && !isForeign(filepath.Dir(p)) && p != filepath.Join("testdata", "typescript.cjs") {
			files = append(files, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// shown is what scan says of a file, in the oracle's words.
func shown(t *testing.T, file string) []string {
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range files(true).Facts(file, src).Imports {
		if s.Reference {
			continue
		}
		out = append(out, fmt.Sprintf("%d %s %s", s.Line, [...]string{"import", "type", "dynamic"}[s.Mode], s.Specifier))
	}
	slices.Sort(out)
	return out
}

func minus(a, b []string) []string {
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
