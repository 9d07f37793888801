package modules

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/repo"
)

// LiesIn reports whether a folder has one of some names, or lies in one that has.
func LiesIn(folder string, names ...string) bool {
	for e := range strings.SplitSeq(folder, "/") {
		if slices.Contains(names, e) {
			return true
		}
	}
	return false
}

// IsHidden reports whether a folder lies in one whose name begins with one of some marks,
// or is one: "." for those that shells hide, "_" for those that the go command passes over.
func IsHidden(folder, marks string) bool {
	for e := range strings.SplitSeq(folder, "/") {
		if e != "." && e != "" && strings.IndexByte(marks, e[0]) >= 0 {
			return true
		}
	}
	return false
}

// MatchFolder reports whether a folder matches a pattern as workspaces write them: *, ?
// and […] within one element of the path, ** for any number of elements. A malformed
// pattern matches nothing. The time is at most the product of the lengths.
func MatchFolder(pattern, folder string) bool {
	p, f := strings.Split(pattern, "/"), strings.Split(folder, "/")
	star, from := -1, 0 // the last ** and the element that it was tried up to
	i, j := 0, 0
	for j < len(f) {
		if i < len(p) && p[i] == "**" {
			star, from = i, j
			i++
			continue
		}
		if i < len(p) {
			if ok, err := path.Match(p[i], f[j]); ok && err == nil {
				i, j = i+1, j+1
				continue
			}
		}
		if star < 0 {
			return false
		}
		from++
		i, j = star+1, from
	}
	for i < len(p) && p[i] == "**" {
		i++
	}
	return i == len(p)
}

// Inside resolves a path as a manifest in folder from writes it; ok is false if it is
// absolute, of a drive or a URL, or leaves the repository.
func Inside(from, to string) (clean string, ok bool) {
	to = strings.ReplaceAll(to, `\`, "/")
	clean = path.Join(from, to)
	if path.IsAbs(to) || strings.Contains(to, ":") || repo.Outside(clean) {
		return "", false
	}
	return clean, true
}
