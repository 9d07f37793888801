package repo

import (
	"strings"
	"testing"
)

// TestFewTreesManyFiles: thirteen trees that name each other eight times each make more
// files than any computer holds. They are an error that says so, soon.
func TestFewTreesManyFiles(t *testing.T) {
	dir, _ := build(t, BuildCommit{Write: map[string]string{"a": "1"}})
	entry := "100644 blob " + strings.TrimSpace(gitOutput(t, dir, "rev-parse", "HEAD:a"))
	tree := ""
	for range 13 {
		var lines strings.Builder
		for name := range strings.SplitSeq("abcdefgh", "") {
			lines.WriteString(entry + "\t" + name + "\n")
		}
		tree = strings.TrimSpace(gitInput(t, dir, lines.String(), "mktree"))
		entry = "040000 tree " + tree
	}
	for _, r := range readers(t, dir) {
		o := r.Objects(NewCache(1 << 20))
		root, err := parseID(tree)
		if err != nil {
			t.Fatal(err)
		}
		l := listing{objects: o, limit: 1000}
		files, _, err := l.list(root)
		if err == nil || !strings.Contains(err.Error(), "more than 1000 files and folders") {
			t.Errorf("by %s: %d files, %v", r.Reader(), len(files), err)
		}
		if n := len(l.folders); n > 1010 {
			t.Errorf("by %s: %d folders were listed before it stopped", r.Reader(), n)
		}
		o.Close()
	}
}
