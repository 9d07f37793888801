package javascript

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"seam/analyze/imports/factstest"
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
	sorted := func(found []string) []string { slices.Sort(found); return found }
	factstest.Compare(t, exec.Command("node", "testdata/typescript.cjs", compiler), programs(t, factstest.Sources()), sorted, shown)
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
	t.Helper()
	return factstest.Programs(t, root, func(p string) bool {
		return isSource(p) && !isComponent(p) && !isForeign(filepath.Dir(p)) && p != filepath.Join("testdata", "typescript.cjs")
	})
}

// shown is what the facts of a file say, in the oracle's words.
func shown(file string, src []byte) []string {
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
