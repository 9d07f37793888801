package version

import (
	"cmp"
	"strings"
)

// bazelVersion is a version of a Bazel module: RELEASE[-PRERELEASE][+BUILD], each a list
// of identifiers between dots. Registries add ".bcr.1" to what they patch.
type bazelVersion struct{ release, prerelease []string }

func parseBazel(v string) (bazelVersion, bool) {
	v, _, _ = strings.Cut(v, "+")
	release, prerelease, pre := strings.Cut(v, "-")
	out := bazelVersion{release: strings.Split(release, ".")}
	if pre {
		out.prerelease = strings.Split(prerelease, ".")
	}
	for _, id := range append(append([]string{}, out.release...), out.prerelease...) {
		if id == "" || strings.Trim(strings.ToLower(id), "0123456789abcdefghijklmnopqrstuvwxyz-") != "" {
			return out, false
		}
	}
	return out, true
}

// compare orders as Bazel's documentation of MODULE.bazel says: identifiers one by one,
// and a pre-release before its release.
func (a bazelVersion) compare(b bazelVersion) int {
	if c := compareIdentifiers(a.release, b.release); c != 0 {
		return c
	}
	switch {
	case len(a.prerelease) == 0 && len(b.prerelease) == 0:
		return 0
	case len(a.prerelease) == 0:
		return 1
	case len(b.prerelease) == 0:
		return -1
	}
	return compareIdentifiers(a.prerelease, b.prerelease)
}

// compareIdentifiers puts numbers before words and, of two lists that begin alike, the
// shorter one first.
func compareIdentifiers(a, b []string) int {
	for i := range min(len(a), len(b)) {
		x, isX := digitsOf(a[i])
		y, isY := digitsOf(b[i])
		c := strings.Compare(a[i], b[i])
		switch {
		case isX && isY:
			c = cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y))
		case isX:
			return -1
		case isY:
			return 1
		}
		if c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b))
}

// digitsOf is a number without leading zeros; ok is false for a word.
func digitsOf(s string) (number string, ok bool) {
	return strings.TrimLeft(s, "0"), strings.Trim(s, "0123456789") == ""
}
