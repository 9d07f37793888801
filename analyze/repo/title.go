package repo

import (
	"maps"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"seam/analyze/forge"
)

// Title is what people call the repository: the last element of the address that it was
// cloned from (origin, else the first remote by name), without .git, or the one above where
// that says nothing ("repo"); where it has no remote, the name of its folder, or of the folder above where the name says nothing
// ("repo"). It is no address: neither host nor user stands in it. "" where there is
// nothing to go by.
func (r *Repository) Title() string {
	if name := titleOf(r.config.origin); name != "" {
		return name
	}
	dir := r.layout.common
	if filepath.Base(dir) == ".git" {
		dir = filepath.Dir(dir)
	}
	name := folderTitle(dir)
	if above := folderTitle(filepath.Dir(dir)); vague[name] && above != "" && !vague[above] {
		return above
	}
	return name
}

// Web is the page of the repository at the host that it was cloned from, "" where that is not
// known.
func (r *Repository) Web() forge.Page { return forge.Of(r.config.origin) }

// vague holds names that clones get whatever is in them.
var vague = map[string]bool{
	"repo": true, "repository": true, "git": true, "src": true, "source": true, "checkout": true,
	"clone": true, "code": true, "work": true, "workspace": true, "worktree": true,
}

// folderTitle is the name of a folder, "" for a root.
func folderTitle(dir string) string {
	name := strings.TrimSuffix(filepath.Base(dir), ".git")
	if strings.Trim(name, `/\.`) == "" {
		return ""
	}
	return name
}

// titleOf is the last element of an address, or the one above where that says nothing.
func titleOf(address string) string {
	name := lastElement(address)
	if at := strings.LastIndexAny(strings.TrimRight(address, `/\`), `/\`); vague[name] && at > 0 {
		if above := lastElement(address[:at]); above != "" && !vague[above] {
			return above
		}
	}
	return name
}

// lastElement is the last element of the path of an address, which may be a URL, a path,
// or host:path.
func lastElement(address string) string {
	if u, err := url.Parse(address); err == nil && u.Scheme != "" && u.Host != "" {
		address = u.Path
	}
	address = strings.TrimRight(strings.TrimSpace(address), `/\`)
	address = address[strings.LastIndexAny(address, `/\:`)+1:]
	return strings.TrimLeft(strings.TrimSuffix(address, ".git"), ".")
}

// originOf is the address of origin, else of the first remote by name; "" without any.
func originOf(values map[string]string) string {
	if address := values["remote.origin.url"]; address != "" {
		return address
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		if strings.HasPrefix(key, "remote.") && strings.HasSuffix(key, ".url") && values[key] != "" {
			return values[key]
		}
	}
	return ""
}
