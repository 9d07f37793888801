package forge

import (
	"net/url"
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	for address, want := range map[string]Page{
		"https://github.com/owner/name.git":              "https://github.com/owner/name",
		"https://github.com/owner/name/":                 "https://github.com/owner/name",
		"git@github.com:owner/name.git":                  "https://github.com/owner/name",
		"ssh://git@gitlab.example.org:2222/a/b/name.git": "https://gitlab.example.org/a/b/name",
		"https://user:secret@gitlab.com/a/b/name.git":    "https://gitlab.com/a/b/name",
		"https://git.github.example:8443/owner/name":     "https://git.github.example:8443/owner/name",
		"https://codeberg.org/owner/name.js":             "https://codeberg.org/owner/name.js",
		"https://example.org/owner/name.git":             "", // a host of no known kind
		"https://github.com/owner":                       "", // no repository
		"https://github.com/owner/../name":               "",
		"https://github.com/owner/na me":                 "",
		"https://github.com/owner/name?x=%22":            "https://github.com/owner/name",
		"https://github.com/owner/<script>":              "",
		"/srv/github/owner/name.git":                     "",
		"git@github:owner/name":                          "",
		"../name":                                        "",
		"C:/github/owner/name":                           "",
		"javascript:alert(1)//github.com/owner/name":     "",
		"file:///github.com/owner/name":                  "",
		"":                                               "",
	} {
		if got := Of(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}

func TestPages(t *testing.T) {
	for _, c := range []struct{ page, commit, file Page }{
		{"https://github.com/o/n", "https://github.com/o/n/commit/0a1b", "https://github.com/o/n/blob/0a1b/a%20b/c%23.go#L7"},
		{"https://gitlab.com/o/n", "https://gitlab.com/o/n/-/commit/0a1b", "https://gitlab.com/o/n/-/blob/0a1b/a%20b/c%23.go#L7"},
		{"https://bitbucket.org/o/n", "https://bitbucket.org/o/n/commits/0a1b", "https://bitbucket.org/o/n/src/0a1b/a%20b/c%23.go#lines-7"},
		{"https://codeberg.org/o/n", "https://codeberg.org/o/n/commit/0a1b", "https://codeberg.org/o/n/src/commit/0a1b/a%20b/c%23.go#L7"},
		{"https://example.org/o/n", "", ""},
		{"javascript:alert(1)", "", ""},
		{"", "", ""},
	} {
		if got := Page(c.page.Commit("0a1b")); got != c.commit {
			t.Errorf("%s: the commit is at %q, want %q", c.page, got, c.commit)
		}
		if got := Page(c.page.File("0a1b", "a b/c#.go", "7")); got != c.file {
			t.Errorf("%s: the file is at %q, want %q", c.page, got, c.file)
		}
	}
}

// FuzzOf: whatever an address is, its page is one of https without user, query or fragment, and
// what is shown of it lies below it.
func FuzzOf(f *testing.F) {
	f.Add("https://user:secret@github.com/owner/name.git", "a/b.go")
	f.Add("git@gitlab.com:a/b/c", "x")
	f.Add("javascript:alert(1)", "../..")
	f.Fuzz(func(t *testing.T, address, file string) {
		p := Of(address)
		if p == "" {
			return
		}
		u, err := url.Parse(string(p))
		if err != nil || u.Scheme != "https" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(string(p), "\"'<> \\") {
			t.Errorf("%q gives %q", address, p)
		}
		if Of(string(p)) != p {
			t.Errorf("%q gives %q, which gives %q", address, p, Of(string(p)))
		}
		if at := p.File("0a1b", file, "1"); at != "" && (!strings.HasPrefix(at, string(p)+"/") || strings.ContainsAny(at, "\"'<> \\")) {
			t.Errorf("%q of %q lies at %q", file, p, at)
		}
	})
}
