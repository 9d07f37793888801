// Package forge knows where a repository's host shows its commits and files to a browser:
// GitHub, GitLab, Bitbucket, and Gitea with its kin (Codeberg). Nothing is asked of the host.
//
// Limits: a host is known by its name alone (github.com, gitlab.example.org, …), so one that is
// called otherwise has no pages here.
package forge

import (
	"net/url"
	"slices"
	"strings"

	"seam/analyze/regex"
)

// Page is the address of a repository's page at a host that is known; "" for none.
type Page string

// kind is how a host writes the addresses of its pages.
type kind struct{ commit, file, line string }

var kinds = map[string]kind{
	"github":    {"/commit/", "/blob/", "#L"},
	"gitlab":    {"/-/commit/", "/-/blob/", "#L"},
	"bitbucket": {"/commits/", "/src/", "#lines-"},
	"gitea":     {"/commit/", "/src/commit/", "#L"},
	"forgejo":   {"/commit/", "/src/commit/", "#L"},
	"codeberg":  {"/commit/", "/src/commit/", "#L"},
}

// kindOf is how the host of an address writes, by the labels of its name.
func kindOf(host string) (kind, bool) {
	for _, label := range strings.Split(strings.ToLower(host), ".") {
		if k, ok := kinds[label]; ok {
			return k, true
		}
	}
	return kind{}, false
}

// plain are paths that need no escape, of an owner at least and a name.
var plain = regex.New(`^[\w~-][\w.~-]*(/[\w~-][\w.~-]*)+$`)

// Of is the page of the repository that was cloned from an address: a URL, or user@host:path as
// ssh has it. Users and passwords in it are left out.
func Of(address string) Page {
	host, path := "", ""
	if u, err := url.Parse(address); err == nil && u.Host != "" {
		switch u.Scheme {
		case "http", "https":
			host, path = u.Host, u.Path
		case "ssh", "git", "git+ssh":
			host, path = u.Hostname(), u.Path
		}
	} else if before, after, ok := strings.Cut(address, ":"); ok && !strings.Contains(address, "://") {
		host, path = before[strings.LastIndexByte(before, '@')+1:], after
	}
	path = strings.TrimSuffix(strings.Trim(path, "/"), ".git")
	u, err := url.Parse("https://" + host)
	if err != nil || u.Host != host || !plain().MatchString(path) {
		return ""
	}
	if _, ok := kindOf(u.Hostname()); !ok || !strings.Contains(host, ".") { // a name without a dot is one of ssh's own
		return ""
	}
	return Page("https://" + host + "/" + path)
}

// kind is how the page's host writes; false where it is not known.
func (p Page) kind() (kind, bool) {
	if Of(string(p)) != p || p == "" { // one from a saved report may be anything
		return kind{}, false
	}
	u, err := url.Parse(string(p))
	if err != nil {
		return kind{}, false
	}
	return kindOf(u.Hostname())
}

// Commit is where a commit is shown; "" where nothing is known.
func (p Page) Commit(id string) string {
	k, ok := p.kind()
	if !ok {
		return ""
	}
	return string(p) + k.commit + url.PathEscape(id)
}

// File is where a line of a file is shown as it is in a commit; "" where nothing is known.
func (p Page) File(commit, file, line string) string {
	k, ok := p.kind()
	elements := strings.Split(file, "/")
	if !ok || slices.Contains(elements, "..") {
		return ""
	}
	for i, e := range elements {
		elements[i] = url.PathEscape(e)
	}
	return string(p) + k.file + url.PathEscape(commit) + "/" + strings.Join(elements, "/") + k.line + url.PathEscape(line)
}
