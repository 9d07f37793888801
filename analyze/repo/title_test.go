package repo

import (
	"os"
	"path/filepath"
	"testing"
)

func TestLastElement(t *testing.T) {
	for address, want := range map[string]string{
		"https://github.com/argoproj/argo-cd.git":        "argo-cd",
		"https://user:secret@example.com/team/shop.git/": "shop",
		"https://example.com/shop?token=secret":          "shop",
		"git@github.com:argoproj/argo-cd.git":            "argo-cd",
		"host:shop":                                      "shop",
		"/srv/git/shop":                                  "shop",
		`C:\work\shop.git`:                               "shop",
		"file:///srv/shop":                               "shop",
		"../shop":                                        "shop",
		"..":                                             "",
		"https://":                                       "",
		"":                                               "",
	} {
		if got := lastElement(address); got != want {
			t.Errorf("%q is called %q, want %q", address, got, want)
		}
	}
}

func TestTitle(t *testing.T) {
	for _, c := range []struct{ name, folder, config, want string }{
		{"origin", "anything/.git", "[remote \"a\"]\n\turl = https://x.example/other\n[remote \"origin\"]\n\turl = https://x.example/team/shop.git\n", "shop"},
		{"another remote", "anything/.git", "[remote \"upstream\"]\n\turl = https://x.example/team/shop.git\n", "shop"},
		{"an address that says nothing", "anything/.git", "[remote \"origin\"]\n\turl = /srv/team+shop/repo\n", "team+shop"},
		{"nothing better above it", "anything/.git", "[remote \"origin\"]\n\turl = https://x.example/repo.git\n", "repo"},
		{"the folder", "shop/.git", "", "shop"},
		{"a bare repository", "shop.git", "", "shop"},
		{"the folder above", "team+shop/repo", "", "team+shop"},
		{"nothing better above", "work/repo", "", "repo"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), filepath.FromSlash(c.folder))
			for _, below := range []string{"objects", "refs"} {
				if err := os.MkdirAll(filepath.Join(dir, below), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			for name, text := range map[string]string{"HEAD": "ref: refs/heads/main\n", "config": c.config} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			r, err := Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			if got := r.Title(); got != c.want {
				t.Errorf("called %q, want %q", got, c.want)
			}
		})
	}
}
