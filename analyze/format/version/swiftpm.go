package version

import "strings"

// parseSwiftRange reads VERSION, A..<B and A...B, as Swift writes ranges.
func parseSwiftRange(text string) (pubRange, bool) {
	sign, withHigh := "..<", false
	if strings.Contains(text, "...") {
		sign, withHigh = "...", true
	}
	from, to, ok := strings.Cut(text, sign)
	if !ok {
		v, ok := parsePub(text)
		return pubRange{&v, &v, true, true}, ok
	}
	low, ok1 := parsePub(from)
	high, ok2 := parsePub(to)
	return pubRange{low: &low, high: &high, fromLow: true, withHigh: withHigh}.closed(), ok1 && ok2
}

func acceptsSwift(rng, version string) (accepts, known bool) {
	r, ok := parseSwiftRange(rng)
	v, valid := parsePub(version)
	if !ok || !valid {
		return false, false
	}
	return !r.and(pubRange{&v, &v, true, true}).empty(), true
}

func overlapSwift(a, b string) (overlap, known bool) {
	x, ok1 := parseSwiftRange(a)
	y, ok2 := parseSwiftRange(b)
	return ok1 && ok2 && !x.and(y).empty(), ok1 && ok2
}
