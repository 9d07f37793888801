package version

import (
	"strconv"
	"strings"
)

// acceptsGem reports whether the requirements of a gem, parted by commas, accept a version,
// as Gem::Requirement does: the library behind this package goes wrong where a requirement
// is itself of a version before a release (~> 2.0.0.beta). known is false where a text is no
// requirement or no version.
func (s Scheme) acceptsGem(rng, v string) (accepts, known bool) {
	if !s.Valid(v) {
		return false, false
	}
	accepts = true
	for part := range strings.SplitSeq(rng, ",") {
		part = strings.TrimSpace(part)
		end := strings.IndexFunc(part, func(r rune) bool { return !strings.ContainsRune("=!<>~", r) })
		if end < 0 {
			return false, false
		}
		operator, want := part[:end], strings.TrimSpace(part[end:])
		if !s.Valid(want) {
			return false, false
		}
		ok, known := s.compareGem(v, operator, want)
		if !known {
			return false, false
		}
		accepts = accepts && ok
	}
	return accepts, true
}

func (s Scheme) compareGem(v, operator, want string) (holds, known bool) {
	x, _ := s.parse(v)
	y, _ := s.parse(want)
	order := x.Compare(y)
	switch operator {
	case "", "=":
		return order == 0, true
	case "!=":
		return order != 0, true
	case "<":
		return order < 0, true
	case "<=":
		return order <= 0, true
	case ">":
		return order > 0, true
	case ">=":
		return order >= 0, true
	case "~>":
		release, ok1 := s.parse(released(v))
		next, ok2 := s.parse(bumped(want))
		return order >= 0 && ok1 && ok2 && release.Compare(next) < 0, ok1 && ok2
	}
	return false, false
}

// released is a version without what makes it one before a release: 1.2.0.beta.1 is 1.2.0.
func released(v string) string {
	if i := strings.IndexFunc(v, func(r rune) bool { return r != '.' && (r < '0' || r > '9') }); i >= 0 {
		v = strings.TrimRight(v[:i], ".")
		if v == "" {
			return "0"
		}
	}
	return v
}

// bumped is the first version that ~> leaves out: 1.2.3 gives 1.3, 1.2 and 1 give 2.
func bumped(v string) string {
	parts := strings.Split(released(v), ".")
	if len(parts) > 1 {
		parts = parts[:len(parts)-1]
	}
	last, err := strconv.ParseUint(parts[len(parts)-1], 10, 62)
	if err != nil {
		return ""
	}
	parts[len(parts)-1] = strconv.FormatUint(last+1, 10)
	return strings.Join(parts, ".")
}
