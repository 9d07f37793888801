package history

import (
	"flag"
	"slices"
	"testing"
)

var repository = flag.String("repo", "", "a git repository to compare with the git command (make verify REPO=…)")

// TestRepositoryEqualsGit compares a repository of the caller's choice, commit by
// commit and path by path.
func TestRepositoryEqualsGit(t *testing.T) {
	if *repository == "" {
		t.Skip("no -repo given")
	}
	want, got := gitRows(t, *repository, "HEAD"), rows(read(t, *repository, Options{}))
	if slices.Equal(want, got) {
		t.Logf("%d changes of paths, equal to git log --raw", len(got))
		return
	}
	known := make(map[string]bool, len(want))
	for _, r := range want {
		known[r] = true
	}
	missed := len(want)
	for _, r := range got {
		if !known[r] {
			t.Errorf("git does not say: %s", r)
			continue
		}
		missed--
	}
	t.Errorf("%d rows of git are missing", missed)
}
