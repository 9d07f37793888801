// Package version is version arithmetic by the rules of each package manager: the
// order of versions, what promises to be compatible, and which version a range
// accepts. It is a thin wrapper around deps.dev/util/semver, but for six things that
// this library gets wrong or does not know and that are written out here: composer, of which
// it knows versions but no ranges; Dart's pub; ranges of Swift; Python, where it does not know epochs (1!1.0), local versions
// (1.0+local) and ===, with what Poetry adds (^1.2, ~1.2, bare versions, ||); the order of Maven's versions around qualifiers (1.0.0.RC2); and
// ranges of RubyGems that are themselves of a version before a release (~> 2.0.0.beta).
//
// The class of a version is the part that promises compatibility: "x" for x ≥ 1, "0.y"
// for 0.y.z, and for npm, Cargo and composer "0.0.z" for 0.0.z. Bazel's versions promise
// nothing but their order: each is a class of its own there.
//
// npm's texts that are no ranges (addresses, aliases, a tag among ranges) the library
// takes for ranges; here nothing is said about them. A lone version accepts higher ones
// in Go, Maven and NuGet, where it is a minimum. Gradle's versions are ordered as
// Maven's. Texts that are no versions compare as text, after versions.
package version

import (
	"cmp"
	"strings"

	"deps.dev/util/semver"
)

// Scheme is the version arithmetic of one ecosystem. The zero value is semantic
// versioning without variants.
type Scheme struct {
	system    semver.System
	ecosystem string
}

// Of returns an ecosystem's scheme: go, npm, cargo, maven, gradle, sbt, python, nuget,
// bundler, composer, pub, swiftpm or bazel; any other name is plain semantic versioning.
func Of(ecosystem string) Scheme {
	s := Scheme{semver.DefaultSystem, ecosystem}
	switch ecosystem {
	case "go":
		s.system = semver.Go
	case "npm":
		s.system = semver.NPM
	case "cargo":
		s.system = semver.Cargo
	case "maven", "gradle", "sbt":
		s.system = semver.Maven
	case "python":
		s.system = semver.PyPI
	case "nuget":
		s.system = semver.NuGet
	case "bundler":
		s.system = semver.RubyGems
	}
	return s
}

// Valid reports whether a text is one version, not a range, tag or address.
func (s Scheme) Valid(v string) bool {
	if s.ecosystem == "python" {
		_, ok := parsePEP440(v)
		return ok
	}
	if s.ecosystem == "bazel" {
		_, ok := parseBazel(v)
		return ok
	}
	if s.ecosystem == "composer" {
		_, ok := parseComposer(v)
		return ok
	}
	if s.ecosystem == "pub" {
		_, ok := parsePub(v)
		return ok
	}
	_, ok := s.parse(v)
	return ok
}

func (s Scheme) parse(v string) (*semver.Version, bool) {
	if v == "" {
		return nil, false
	}
	p, err := s.system.Parse(v)
	if err != nil || p.IsWildcard() {
		return nil, false
	}
	return p, true
}

// Compare orders versions from low to high. Of two that are equal to the ecosystem
// (1.0 and 1.0.0) the order of their texts decides, so that it is total; texts that are
// no versions come last.
func (s Scheme) Compare(a, b string) int {
	if s.ecosystem == "python" {
		x, ok1 := parsePEP440(a)
		y, ok2 := parsePEP440(b)
		return ordered(a, b, ok1, ok2, func() int { return x.compare(y) })
	}
	if s.ecosystem == "bazel" {
		x, ok1 := parseBazel(a)
		y, ok2 := parseBazel(b)
		return ordered(a, b, ok1, ok2, func() int { return x.compare(y) })
	}
	if s.ecosystem == "composer" {
		x, ok1 := parseComposer(a)
		y, ok2 := parseComposer(b)
		return ordered(a, b, ok1, ok2, func() int { return x.compare(y) })
	}
	if s.ecosystem == "pub" {
		x, ok1 := parsePub(a)
		y, ok2 := parsePub(b)
		return ordered(a, b, ok1, ok2, func() int { return x.compare(y) })
	}
	x, ok1 := s.parse(a)
	y, ok2 := s.parse(b)
	return ordered(a, b, ok1, ok2, func() int {
		if s.system == semver.Maven {
			return mavenItems(a).compare(mavenItems(b))
		}
		return x.Compare(y)
	})
}

// ordered makes the order of versions total: ok1 and ok2 say which of them are versions.
func ordered(a, b string, ok1, ok2 bool, compare func() int) int {
	switch {
	case ok1 && ok2:
		return cmp.Or(compare(), strings.Compare(a, b))
	case ok1:
		return -1
	case ok2:
		return 1
	}
	return strings.Compare(a, b)
}

// Class is the part of a version that promises compatibility; "" for a text that is no
// version.
func (s Scheme) Class(v string) string {
	if s.ecosystem == "bazel" {
		return v
	}
	if s.ecosystem == "python" {
		if p, ok := parsePEP440(v); ok {
			return p.class()
		}
		return ""
	}
	if !s.Valid(v) {
		return ""
	}
	parts := numbers(v)
	switch {
	case parts[0] != "0":
		return parts[0]
	case parts[1] != "0" || s.ecosystem != "npm" && s.ecosystem != "cargo" && s.ecosystem != "composer":
		return "0." + parts[1]
	}
	return "0.0." + parts[2]
}

// numbers are the first three components of a version, without leading zeros.
func numbers(v string) [3]string {
	v = strings.TrimLeft(v, "vV=")
	if end := strings.IndexAny(v, "-+"); end >= 0 {
		v = v[:end]
	}
	out := [3]string{"0", "0", "0"}
	for i, p := range strings.SplitN(v, ".", 4) {
		if i == 3 {
			break
		}
		end := 0
		for end < len(p) && p[end] >= '0' && p[end] <= '9' {
			end++
		}
		if n := strings.TrimLeft(p[:end], "0"); n != "" {
			out[i] = n
		}
	}
	return out
}

// Incompatible reports whether versions are of more than one class. Texts that are no
// versions are of no class and decide nothing.
func (s Scheme) Incompatible(versions ...string) bool {
	first := ""
	for _, v := range versions {
		switch c := s.Class(v); {
		case c == "":
		case first == "":
			first = c
		case c != first:
			return true
		}
	}
	return false
}

// Accepts reports whether a range accepts a version. known is false where the range or
// the version is not understood: then nothing may be said.
func (s Scheme) Accepts(rng, v string) (accepts, known bool) {
	if s.ecosystem == "python" {
		return acceptsPEP440(rng, v)
	}
	if s.ecosystem == "composer" {
		return acceptsComposer(rng, v)
	}
	if s.ecosystem == "pub" {
		return acceptsPub(rng, v)
	}
	if s.ecosystem == "swiftpm" {
		return acceptsSwift(rng, v)
	}
	if s.ecosystem == "bundler" {
		return s.acceptsGem(rng, v)
	}
	if !s.Valid(v) || !s.isRange(rng) {
		return false, false
	}
	c, err := s.system.ParseConstraint(rng)
	if err != nil {
		return false, false
	}
	return c.Match(v), true
}

// Overlap reports whether some version could satisfy both ranges. known is false where
// one is not understood.
func (s Scheme) Overlap(a, b string) (overlap, known bool) {
	if s.ecosystem == "python" {
		return overlapPEP440(a, b)
	}
	if s.ecosystem == "composer" {
		return overlapComposer(a, b)
	}
	if s.ecosystem == "pub" {
		return overlapPub(a, b)
	}
	if s.ecosystem == "swiftpm" {
		return overlapSwift(a, b)
	}
	if !s.isRange(a) || !s.isRange(b) {
		return false, false
	}
	x, err := s.system.ParseConstraint(a)
	if err != nil {
		return false, false
	}
	y, err := s.system.ParseConstraint(b)
	if err != nil {
		return false, false
	}
	set := x.Set()
	if err := set.Intersect(y.Set()); err != nil {
		return false, false
	}
	return !set.Empty(), true
}

// isRange refuses the texts that npm refuses and the library does not: every comparison
// of a range begins, behind its operators, with a number or a wildcard.
func (s Scheme) isRange(rng string) bool {
	if s.ecosystem != "npm" {
		return true
	}
	for part := range strings.FieldsSeq(strings.ReplaceAll(rng, "||", " ")) {
		part = strings.TrimLeft(part, "<>=~^vV")
		if part != "" && part != "-" && !strings.ContainsRune("0123456789xX*", rune(part[0])) || strings.ContainsAny(part, ":/#@") {
			return false
		}
	}
	return true
}

// Same reports whether two texts ask for the same versions: 0.3 and 0.3.0 are one range
// to Cargo, ^1.2 and ^1.2.0 to npm, ==1.0 and ==1.0.0 one version to Python. Texts that
// are not understood are the same if they are equal.
func (s Scheme) Same(a, b string) bool {
	if a == b {
		return true
	}
	switch s.ecosystem {
	case "python":
		x, ok1 := parsePEP440(strings.TrimLeft(a, "= "))
		y, ok2 := parsePEP440(strings.TrimLeft(b, "= "))
		return ok1 && ok2 && x.compare(y) == 0
	case "composer":
		return sameComposer(a, b)
	case "pub":
		return samePub(a, b)
	case "npm", "cargo", "bundler":
		return s.sameRange(a, b)
	}
	return false
}

func (s Scheme) sameRange(a, b string) bool {
	if !s.isRange(a) || !s.isRange(b) {
		return false
	}
	x, err1 := s.system.ParseConstraint(a)
	y, err2 := s.system.ParseConstraint(b)
	return err1 == nil && err2 == nil && x.Set().String() == y.Set().String()
}
