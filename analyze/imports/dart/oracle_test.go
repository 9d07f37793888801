package dart

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAgainstTreeSitter compares the directives and the public names of every Dart file with
// what tree-sitter's grammar says. It needs node, and in SEAM_TREE_SITTER the node_modules with
// the npm packages web-tree-sitter and tree-sitter-wasms. SEAM_SOURCES is a folder of programs;
// this package's testdata if it is empty. Files that the grammar refuses are left out.
func TestAgainstTreeSitter(t *testing.T) {
	modules := os.Getenv("SEAM_TREE_SITTER")
	if _, err := exec.LookPath("node"); err != nil || modules == "" {
		t.Skip("NOT COMPARED with tree-sitter: node is not installed, or SEAM_TREE_SITTER names no node_modules with web-tree-sitter and tree-sitter-wasms")
	}
	root := os.Getenv("SEAM_SOURCES")
	if root == "" {
		root = "testdata"
	}
	files := dartFiles(t, root)
	cmd := exec.Command("node", "testdata/treesitter.js", modules)
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
			want[f[0]] = append(want[f[0]], f[2]+" "+f[3])
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
		expected := sorted(want[file])
		names += len(expected)
		if d := cmp.Diff(expected, shown(scan(src))); d != "" {
			different++
			t.Errorf("%s\n%s", file, d)
		}
	}
	if t.Logf("%d files compared, %d directives and names, %d files differ, %d do not parse", len(parsed), names, different, len(files)-len(parsed)); len(parsed) == 0 {
		t.Error("no file was compared")
	}
}

func dartFiles(t *testing.T, root string) []string {
	var files []string
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && strings.HasSuffix(p, ".dart") {
			files = append(files, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
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
