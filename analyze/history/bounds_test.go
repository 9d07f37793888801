package history

import (
	"context"
	"fmt"
	"os/exec"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// bounded reads what HEAD reaches with one worker of some bounds.
func bounded(t *testing.T, dir string, most bounds) (*Log, error) {
	t.Helper()
	r := mustOpen(t, dir)
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	rd := &reader{repository: r, most: most}
	rd.open(1)
	defer rd.close()
	all, found, err := rd.walk(context.Background(), head, (&keeper{}).load(head))
	if err != nil {
		t.Fatal(err)
	}
	m := &maker{log: &Log{Head: head}, all: all, order: all.newestFirst(found)}
	m.bound(Options{})
	if err := rd.compare(context.Background(), m); err != nil {
		return nil, err
	}
	return m.log, m.make(nil)
}

// TestWaitingPairsChangeNothing: however few pairs of trees may wait, the log is the same.
func TestWaitingPairsChangeNothing(t *testing.T) {
	dir := randomHistory(t, 70, 120)
	imported(t, dir, commitOf("refs/heads/main", 1700009999, "from refs/heads/main^0\n"+files(3000, "x")))
	want := read(t, dir, Options{})
	for _, pairs := range []int{0, 1, 2, 30, pairsAtOnce, pairsAtOnce + 1} {
		got, err := bounded(t, dir, bounds{pairs, maxFolders})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got, asWritten); diff != "" {
			t.Errorf("%d may wait (-as always +with these):\n%.3000s", pairs, diff)
		}
	}
}

// TestFoldersAreBounded: a history of as many folders as are numbered is read, one more is
// an error that says so.
func TestFoldersAreBounded(t *testing.T) {
	dir := initialised(t)
	imported(t, dir, commitOf("refs/heads/main", 1700000000, files(3000, "x")))
	folders := map[string]bool{}
	for f := range strings.FieldsSeq(gitOutput(t, dir, "ls-tree", "-r", "--name-only", "HEAD")) {
		for d := path.Dir(f); d != "."; d = path.Dir(d) {
			folders[d] = true
		}
	}
	n := int32(len(folders))
	if log, err := bounded(t, dir, bounds{mostPairs, n}); err != nil || len(log.Paths) != 3000 {
		t.Errorf("%d folders: %v", n, err)
	}
	if _, err := bounded(t, dir, bounds{mostPairs, n - 1}); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("more than %d folders at ", n-1)) {
		t.Errorf("%d folders where %d are numbered: %v", n, n-1, err)
	}
}

// TestTreesThatNameOneAnother: 40 trees, each of which names the one below it ten times,
// hold 10⁴⁰ files. What waits stays small until there are too many folders.
func TestTreesThatNameOneAnother(t *testing.T) {
	const deep, wide, pairs = 40, 10, 64
	dir := initialised(t)
	blob := strings.TrimSpace(gitFed(t, dir, "x", "hash-object", "-w", "--stdin"))
	entry := "100644 blob " + blob
	tree := ""
	for range deep {
		var lines strings.Builder
		for i := range wide {
			fmt.Fprintf(&lines, "%s\t%d\n", entry, i)
		}
		tree = strings.TrimSpace(gitFed(t, dir, lines.String(), "mktree"))
		entry = "040000 tree " + tree
	}
	gitOutput(t, dir, "update-ref", "HEAD", strings.TrimSpace(gitOutput(t, dir, "commit-tree", "-m", "many", tree)))
	r := mustOpen(t, dir)
	head, err := r.Resolve("HEAD")
	if err != nil {
		t.Fatal(err)
	}
	rd := &reader{repository: r}
	rd.open(1)
	defer rd.close()
	all, found, err := rd.walk(context.Background(), head, (&keeper{}).load(head))
	if err != nil {
		t.Fatal(err)
	}
	w := &comparer{objects: rd.objects[0], all: all, paths: newPathTable(), folders: newPathTable(), most: bounds{pairs, 20_000}}
	if err := w.start(all.freshOf(found[0])); err != nil {
		t.Fatal(err)
	}
	waiting := 0
	for err == nil {
		_, err = w.next()
		waiting = max(waiting, len(w.todo))
	}
	if !strings.Contains(err.Error(), "more than 20000 folders at ") {
		t.Errorf("it ends with %v", err)
	}
	if most := pairs*wide + deep*wide; waiting > most {
		t.Errorf("%d pairs wait, want %d at most", waiting, most)
	}
}

// gitFed is what git writes if it reads some text.
func gitFed(t *testing.T, dir, text string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
	cmd.Stdin = strings.NewReader(text)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git %q: %v", args, err)
	}
	return string(out)
}
