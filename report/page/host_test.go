package page

import (
	"testing"

	"seam/analyze/forge"
	"seam/report/model"
)

func TestShows(t *testing.T) {
	const head = "0123456789abcdef0123456789abcdef01234567"
	all := model.Repository{Web: "https://github.com/o/n", Folder: ".", Head: head}
	below, worktree, nowhere := all, all, all
	below.Folder, worktree.Head, nowhere.Web = "services/api", "worktree", ""
	for _, c := range []struct {
		name string
		of   model.Repository
		text string
		want string
	}{
		{"a commit", all, "259c468fb1", "https://github.com/o/n/commit/259c468fb1"},
		{"a line", all, "cmd/main.go:31", "https://github.com/o/n/blob/" + head + "/cmd/main.go#L31"},
		{"a line below the folder", below, "go.mod:3", "https://github.com/o/n/blob/" + head + "/services/api/go.mod#L3"},
		{"a line of what is not committed", worktree, "cmd/main.go:31", ""},
		{"a commit of what is not committed", worktree, "259c468fb1", "https://github.com/o/n/commit/259c468fb1"},
		{"a host with a port", all, "redis:6379", ""},
		{"a host of a domain", all, "example.com:443", ""},
		{"a number", all, "1234567890", ""},
		{"a word", all, "feedfacade", ""},
		{"an import", all, "a/b>c/d", ""},
		{"a sentence", all, "see cmd/main.go:31", ""},
		{"no line", all, "cmd/main.go:0", ""},
		{"nothing", all, "", ""},
		{"no host", nowhere, "259c468fb1", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := hostOf(&model.Report{Repository: c.of}).shows(c.text); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// TestHostOfASavedReport: what a saved report says is its page is none unless a known host
// writes it so.
func TestHostOfASavedReport(t *testing.T) {
	for _, web := range []forge.Page{"javascript:alert(1)//github.com/o/n", "https://github.com/o/n\"><script>", "https://user:secret@github.com/o/n", "http://github.com/o/n"} {
		if got := (host{page: web}).shows("259c468fb1"); got != "" {
			t.Errorf("%s leads to %s", web, got)
		}
	}
}
