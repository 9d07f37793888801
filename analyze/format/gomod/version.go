package gomod

import (
	"go/version"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// Compare orders two versions by semantic versioning precedence, and equal ones
// (which differ in build metadata) as text, so that it is a total order. A text that
// is no version comes before all versions.
func Compare(a, b string) int {
	if c := semver.Compare(a, b); c != 0 {
		return c
	}
	return strings.Compare(a, b)
}

// Class is the version class: versions of one class promise to be compatible, those
// of different classes do not. It is "x" for vX.Y.Z with X ≥ 1 (+incompatible
// included) and "0.y" for v0.Y.Z; "" for a text that is no version.
func Class(v string) string {
	major := strings.TrimPrefix(semver.Major(v), "v")
	if major == "0" {
		return strings.TrimPrefix(semver.MajorMinor(v), "v")
	}
	return major
}

// SplitPathVersion cuts a module path into what stays the same over major versions
// and the major version's suffix: "/v2", for gopkg.in ".v2", else "". A path with a
// suffix that the go command refuses ("/v1", "/v02") is all prefix.
func SplitPathVersion(path string) (prefix, major string) {
	prefix, major, ok := module.SplitPathVersion(path)
	if !ok {
		return path, ""
	}
	return prefix, major
}

// MajorBase is a module path without its major version suffix.
func MajorBase(path string) string {
	base, _ := SplitPathVersion(path)
	return base
}

// IsPseudo reports whether v names a commit rather than a release.
func IsPseudo(v string) bool { return module.IsPseudoVersion(v) }

// IsRelease reports whether v is a stable version or a commit after one: no release
// candidate, and no commit of a line that has no release yet.
func IsRelease(v string) bool {
	if module.IsPseudoVersion(v) {
		base, err := module.PseudoVersionBase(v)
		return err == nil && base != "" && semver.Prerelease(base) == ""
	}
	return semver.IsValid(v) && semver.Prerelease(v) == ""
}

// CompareMajor orders two versions by their major numbers alone.
func CompareMajor(a, b string) int { return semver.Compare(semver.Major(a), semver.Major(b)) }

// IsPlaceholder reports whether v stands for "whatever the replacement is": v0.0.0,
// or the pseudo-version of the year 1 that the go command writes.
func IsPlaceholder(v string) bool {
	return v == "v0.0.0" || module.IsZeroPseudoVersion(v) || strings.HasPrefix(v, "v0.0.0-00010101")
}

// Pruned reports whether a go.mod of this language version lists every module that
// its build needs (Go 1.17 and later). goVersion is as in a go directive; "" is old.
func Pruned(goVersion string) bool {
	return version.Compare("go"+goVersion, "go1.17") >= 0
}

// IsStable reports whether v is a release and nothing else: no candidate, no commit.
func IsStable(v string) bool {
	return semver.IsValid(v) && semver.Prerelease(v) == ""
}

// IsIncompatible reports whether v is a version 2 or later of a module without a go.mod.
func IsIncompatible(v string) bool { return strings.HasSuffix(v, "+incompatible") }

// MajorMinor is the part of a version without the patch release: "v1.2"; "" for a text
// that is no version.
func MajorMinor(v string) string { return semver.MajorMinor(v) }
