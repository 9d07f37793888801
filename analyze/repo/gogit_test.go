package repo

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestBeginnings: an id's beginning means what git says that it means, whether the object
// lies in a pack or in a file.
func TestBeginnings(t *testing.T) {
	commits := someCommits()
	for i := range 300 {
		commits = append(commits, BuildCommit{Write: map[string]string{fmt.Sprint(i): fmt.Sprint(i)}})
	}
	dir, _ := build(t, commits...)
	gitOutput(t, dir, "repack", "-adq")
	if err := os.WriteFile(filepath.Join(dir, "loose"), []byte("not in a pack"), 0o600); err != nil {
		t.Fatal(err)
	}
	loose := strings.TrimSpace(gitOutput(t, dir, "hash-object", "-w", "loose"))
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	list := strings.Fields(gitOutput(t, dir, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)"))
	for _, id := range append(list[:40:40], loose) {
		for _, n := range []int{4, 5, 8, 39} {
			want := strings.Fields(gitOutput(t, dir, "rev-parse", "--disambiguate="+id[:n]))
			found, err := r.backend.find(strings.ToUpper(id[:1]) + id[1:n])
			var got []string
			for _, one := range found {
				got = append(got, one.String())
			}
			slices.Sort(got)
			slices.Sort(want)
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: %v, error %v; git has %v", id[:n], got, err, want)
			}
		}
	}
}
