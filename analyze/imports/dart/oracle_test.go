package dart

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"seam/analyze/imports/factstest"
)

// TestAgainstTreeSitter compares the directives and the public names of every Dart file with
// what tree-sitter's grammar says. It needs node, and in SEAM_TREE_SITTER the node_modules with
// the npm packages web-tree-sitter (0.25; later ones cannot load these grammars) and
// tree-sitter-wasms. SEAM_SOURCES is a folder of programs;
// this package's testdata if it is empty. Files that the grammar refuses are left out.
func TestAgainstTreeSitter(t *testing.T) {
	modules := os.Getenv("SEAM_TREE_SITTER")
	if _, err := exec.LookPath("node"); err != nil || modules == "" {
		t.Skip("NOT COMPARED with tree-sitter: node is not installed, or SEAM_TREE_SITTER names no node_modules with web-tree-sitter and tree-sitter-wasms")
	}
	files := factstest.Programs(t, factstest.Sources(), func(p string) bool { return strings.HasSuffix(p, ".dart") })
	factstest.Compare(t, exec.Command("node", "testdata/treesitter.js", modules), files, withoutLines,
		func(_ string, src []byte) []string { return shown(scan(src)) })
}

// withoutLines makes of what the grammar says what facts hold, which is of no line.
func withoutLines(found []string) []string {
	out := make([]string, len(found))
	for i, f := range found {
		_, out[i], _ = strings.Cut(f, " ")
	}
	return factstest.Sorted(out)
}

// shown is what facts say, in the grammar's words.
func shown(f facts) []string {
	words := map[kind]string{imported: "import", exported: "export", part: "part", partOf: "part of"}
	var out []string
	for _, d := range f.Directives {
		for _, p := range d.Paths {
			out = append(out, words[d.Kind]+" "+p)
		}
	}
	for _, name := range f.Declared {
		out = append(out, "name "+name)
	}
	return sorted(slices.Clone(out))
}
