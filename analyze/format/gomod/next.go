package gomod

import (
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/semver"
)

// NextVersion is the version to release after some versions of a module, and the highest of
// these that the major version in the module's path allows, "" if none is: a minor version
// above that, the release that it is a candidate for, or v0.1.0, or the first of the major
// version. What is no version is passed over.
// Source: https://go.dev/doc/modules/version-numbers.
func NextVersion(module string, versions []string) (next, highest string) {
	next, major := "v0.1.0", ""
	if _, suffix := SplitPathVersion(module); strings.HasPrefix(suffix, "/v") {
		major = suffix[1:]
		next = major + ".0.0"
	}
	for _, v := range versions {
		m := semver.Major(v)
		if semver.Canonical(v) == v && (m == major || major == "" && (m == "v0" || m == "v1")) && (highest == "" || semver.Compare(v, highest) > 0) {
			highest = v
		}
	}
	if highest == "" {
		return next, ""
	}
	if release := strings.TrimSuffix(highest, semver.Prerelease(highest)); release != highest {
		return release, highest
	}
	_, minor, _ := strings.Cut(semver.MajorMinor(highest), ".")
	n, err := strconv.ParseUint(minor, 10, 32)
	if err != nil {
		return next, ""
	}
	return fmt.Sprintf("%s.%d.0", semver.Major(highest), n+1), highest
}
