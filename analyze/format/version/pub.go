package version

import (
	"cmp"
	"strings"
)

// pubVersion is a version of Dart's package manager: three numbers, a pre-release, and a
// build, which counts in the order here.
type pubVersion struct{ release, prerelease, build []string }

func parsePub(text string) (pubVersion, bool) {
	text, build, built := strings.Cut(strings.TrimSpace(text), "+")
	release, prerelease, pre := strings.Cut(text, "-")
	v := pubVersion{release: strings.Split(release, ".")}
	if pre {
		v.prerelease = strings.Split(prerelease, ".")
	}
	if built {
		v.build = strings.Split(build, ".")
	}
	for _, n := range v.release {
		if _, ok := digitsOf(n); !ok || n == "" {
			return v, false
		}
	}
	for _, ids := range [...][]string{v.prerelease, v.build} {
		for _, id := range ids {
			if id == "" || strings.Trim(strings.ToLower(id), "0123456789abcdefghijklmnopqrstuvwxyz-") != "" {
				return v, false
			}
		}
	}
	return v, len(v.release) == 3
}

// compare orders as pub does: a pre-release before its release, a build after it.
func (v pubVersion) compare(w pubVersion) int {
	if c := compareIdentifiers(v.release, w.release); c != 0 {
		return c
	}
	switch {
	case len(v.prerelease) == 0 && len(w.prerelease) > 0:
		return 1
	case len(v.prerelease) > 0 && len(w.prerelease) == 0:
		return -1
	}
	return cmp.Or(compareIdentifiers(v.prerelease, w.prerelease), compareIdentifiers(v.build, w.build))
}

// first is the lowest version of the same three numbers.
func (v pubVersion) first() pubVersion {
	return pubVersion{release: v.release, prerelease: []string{"0"}}
}

// breaking is the lowest version that promises nothing to those who take this one.
func (v pubVersion) breaking() pubVersion {
	next := []string{"0", "0", "0"}
	if major, _ := digitsOf(v.release[0]); major != "" {
		next[0] = increment(major)
	} else {
		next[1] = increment(cmp.Or(strings.TrimLeft(v.release[1], "0"), "0"))
	}
	return pubVersion{release: next}.first()
}

// pubRange is the versions between two ends.
type pubRange struct {
	low, high         *pubVersion // nil: none
	fromLow, withHigh bool        // the ends themselves belong to it
}

// parsePubRange reads any, ^VERSION, VERSION, or comparisons one behind the other.
func parsePubRange(text string) (pubRange, bool) {
	text = strings.TrimSpace(text)
	if text == "any" {
		return pubRange{}, true
	}
	if rest, ok := strings.CutPrefix(text, "^"); ok {
		v, ok := parsePub(rest)
		if !ok {
			return pubRange{}, false
		}
		end := v.breaking()
		return pubRange{low: &v, high: &end, fromLow: true}, true
	}
	if v, ok := parsePub(text); ok {
		return pubRange{&v, &v, true, true}, true
	}
	out := pubRange{}
	for text != "" {
		op := text[:len(text)-len(strings.TrimLeft(text, "<>="))]
		rest := strings.TrimLeft(text[len(op):], " ")
		end := len(rest)
		if i := strings.IndexAny(rest, " <>="); i >= 0 {
			end = i
		}
		v, ok := parsePub(rest[:end])
		if text = strings.TrimLeft(rest[end:], " "); !ok {
			return out, false
		}
		switch op {
		case ">=", ">":
			out = out.and(pubRange{low: &v, fromLow: op == ">="})
		case "<=", "<":
			out = out.and(pubRange{high: &v, withHigh: op == "<="})
		default:
			return out, false
		}
	}
	return out.closed(), out.low != nil || out.high != nil
}

// and is what two ranges have in common.
func (r pubRange) and(o pubRange) pubRange {
	if o.low != nil && (r.low == nil || o.low.compare(*r.low) > 0 || o.low.compare(*r.low) == 0 && !o.fromLow) {
		r.low, r.fromLow = o.low, o.fromLow
	}
	if o.high != nil && (r.high == nil || o.high.compare(*r.high) < 0 || o.high.compare(*r.high) == 0 && !o.withHigh) {
		r.high, r.withHigh = o.high, o.withHigh
	}
	return r
}

// closed leaves the versions before the release at an excluded upper end out, as pub does:
// <2.0.0 accepts no 2.0.0-beta, unless the range begins with such a one.
func (r pubRange) closed() pubRange {
	if r.high == nil || r.withHigh || len(r.high.prerelease)+len(r.high.build) > 0 ||
		r.low != nil && len(r.low.prerelease) > 0 && compareIdentifiers(r.low.release, r.high.release) == 0 {
		return r
	}
	end := r.high.first()
	r.high = &end
	return r
}

func (r pubRange) empty() bool {
	if r.low == nil || r.high == nil {
		return false
	}
	c := r.low.compare(*r.high)
	return c > 0 || c == 0 && !(r.fromLow && r.withHigh)
}

func acceptsPub(rng, version string) (accepts, known bool) {
	r, ok := parsePubRange(rng)
	v, valid := parsePub(version)
	if !ok || !valid {
		return false, false
	}
	return !r.and(pubRange{&v, &v, true, true}).empty(), true
}

func overlapPub(a, b string) (overlap, known bool) {
	x, ok1 := parsePubRange(a)
	y, ok2 := parsePubRange(b)
	if !ok1 || !ok2 {
		return false, false
	}
	return !x.and(y).empty(), true
}

func samePub(a, b string) bool {
	x, ok1 := parsePubRange(a)
	y, ok2 := parsePubRange(b)
	return ok1 && ok2 && sameEnd(x.low, y.low) && sameEnd(x.high, y.high) && x.fromLow == y.fromLow && x.withHigh == y.withHigh
}

func sameEnd(a, b *pubVersion) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.compare(*b) == 0
}
