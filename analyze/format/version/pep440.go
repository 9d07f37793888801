package version

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/regex"
)

// pep440 is a version as PEP 440 defines it. Numbers are texts without leading zeros, so
// that none is too large.
type pep440 struct {
	epoch   string
	release []string
	pre     string // a, b or rc; "" for none
	preN    string
	post    string // its number; "" for none
	dev     string // its number; "" for none
	local   []string
}

// pep440Form is the pattern of PEP 440's appendix B, for lower-case texts.
var pep440Form = regex.New(`^v?(?:([0-9]+)!)?([0-9]+(?:\.[0-9]+)*)` +
	`(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?([0-9]*))?` +
	`(?:-([0-9]+)|([-_.]?(?:post|rev|r)[-_.]?)([0-9]*))?` +
	`(?:([-_.]?dev[-_.]?)([0-9]*))?` +
	`(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$`)

// parsePEP440 reads one version.
func parsePEP440(text string) (pep440, bool) {
	m := pep440Form().FindStringSubmatch(strings.ToLower(strings.TrimSpace(text)))
	if m == nil {
		return pep440{}, false
	}
	v := pep440{epoch: number(m[1]), local: strings.FieldsFunc(m[10], func(r rune) bool { return strings.ContainsRune("-_.", r) })}
	for n := range strings.SplitSeq(m[2], ".") {
		v.release = append(v.release, number(n))
	}
	if m[3] != "" {
		v.pre, v.preN = preOf(m[3]), number(m[4])
	}
	if m[5] != "" || m[6] != "" {
		v.post = number(m[5] + m[7])
	}
	if m[8] != "" {
		v.dev = number(m[9])
	}
	return v, true
}

func preOf(word string) string {
	switch word[0] {
	case 'a', 'b':
		return word[:1]
	}
	return "rc" // c, rc, pre and preview are one
}

func number(digits string) string {
	if n := strings.TrimLeft(digits, "0"); n != "" {
		return n
	}
	return "0"
}

func compareNumbers(a, b string) int {
	return cmp.Or(cmp.Compare(len(a), len(b)), strings.Compare(a, b))
}

func (v pep440) prerelease() bool { return v.pre != "" || v.dev != "" }

// at is a component of the release; what is not written is 0.
func (v pep440) at(i int) string {
	if i < len(v.release) {
		return v.release[i]
	}
	return "0"
}

// base compares epochs and releases.
func (v pep440) base(w pep440) int {
	c := compareNumbers(v.epoch, w.epoch)
	for i := 0; c == 0 && i < max(len(v.release), len(w.release)); i++ {
		c = compareNumbers(v.at(i), w.at(i))
	}
	return c
}

// public compares all but the local parts: dev, then pre, then final, then post.
func (v pep440) public(w pep440) int {
	return cmp.Or(
		v.base(w),
		strings.Compare(v.stage(), w.stage()),
		compareNumbers(v.preN, w.preN),
		compareNumbers(v.post, w.post), // "" is shorter than every number
		compareDev(v.dev, w.dev),
	)
}

// stage orders what comes before a release: a dev release of the final version, then
// alpha, beta, candidate, then the final version and what follows it.
func (v pep440) stage() string {
	switch {
	case v.pre != "":
		return "1" + v.pre
	case v.post == "" && v.dev != "":
		return "0"
	}
	return "2"
}

// compareDev puts development releases before what they lead to.
func compareDev(a, b string) int {
	if a == "" || b == "" {
		return cmp.Compare(len(b), len(a))
	}
	return compareNumbers(a, b)
}

func (v pep440) compare(w pep440) int {
	if c := v.public(w); c != 0 {
		return c
	}
	for i := range min(len(v.local), len(w.local)) {
		if c := compareLocal(v.local[i], w.local[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(v.local), len(w.local))
}

// compareLocal orders parts of local versions: numbers come after words.
func compareLocal(a, b string) int {
	switch x, y := isNumber(a), isNumber(b); {
	case x && y:
		return compareNumbers(number(a), number(b))
	case x:
		return 1
	case y:
		return -1
	}
	return strings.Compare(a, b)
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }

// class is what a version promises compatibility with.
func (v pep440) class() string {
	c := v.release[0]
	if c == "0" {
		c = "0." + v.at(1)
	}
	if v.epoch != "0" {
		c = v.epoch + "!" + c
	}
	return c
}

// specifier is one comparison of a PEP 440 range.
type specifier struct {
	op   string // one of ===, ==, !=, <=, >=, <, >; ~=, ^ and ~ become two of these
	text string // the version as written, for ===
	v    pep440
	star bool // == and != with .*
}

// specifiers reads a range: alternatives, each a list of comparisons that must all hold.
// Beside PEP 440 it knows what Poetry adds: ^1.2, ~1.2, 1.2 for ==1.2, * and ||.
func specifiers(rng string) ([][]specifier, bool) {
	var out [][]specifier
	for alternative := range strings.SplitSeq(strings.ReplaceAll(rng, "||", "|"), "|") {
		all := []specifier{}
		for part := range strings.SplitSeq(alternative, ",") {
			part = strings.TrimSpace(part)
			if part == "" || part == "*" {
				continue
			}
			some, ok := parseSpecifier(part)
			if !ok {
				return nil, false
			}
			all = append(all, some...)
		}
		out = append(out, all)
	}
	return out, true
}

var pep440Operators = []string{"===", "==", "~=", "!=", "<=", ">=", "<", ">", "^", "~"}

func parseSpecifier(part string) ([]specifier, bool) {
	op := "=="
	if i := slices.IndexFunc(pep440Operators, func(o string) bool { return strings.HasPrefix(part, o) }); i >= 0 {
		op = pep440Operators[i]
		part = strings.TrimSpace(part[len(op):])
	}
	s := specifier{op: op, text: part}
	if op == "===" {
		s.v, _ = parsePEP440(part)
		return []specifier{s}, part != ""
	}
	text, star := strings.CutSuffix(part, ".*")
	v, ok := parsePEP440(text)
	s.v, s.star = v, star
	if !ok || star && (op != "==" && op != "!=" || v.prerelease() || v.post != "" || len(v.local) > 0) {
		return nil, false
	}
	switch op {
	case "~=":
		if len(v.release) < 2 {
			return nil, false
		}
		return []specifier{{op: ">=", v: v}, {op: "==", v: pep440{epoch: v.epoch, release: v.release[:len(v.release)-1]}, star: true}}, true
	case "~":
		return []specifier{{op: ">=", v: v}, {op: "<", v: v.next(min(1, len(v.release)-1))}}, true
	case "^":
		first := slices.IndexFunc(v.release, func(n string) bool { return n != "0" })
		if first < 0 {
			first = len(v.release) - 1
		}
		return []specifier{{op: ">=", v: v}, {op: "<", v: v.next(first)}}, true
	}
	return []specifier{s}, true
}

// next is the first version whose release differs upwards at component i.
func (v pep440) next(i int) pep440 {
	release := slices.Clone(v.release[:i+1])
	release[i] = increment(release[i])
	return pep440{epoch: v.epoch, release: release}
}

func increment(n string) string {
	digits := []byte(n)
	for i := len(digits) - 1; i >= 0; i-- {
		if digits[i] != '9' {
			digits[i]++
			return string(digits)
		}
		digits[i] = '0'
	}
	return "1" + string(digits)
}

// match reports whether a version meets the comparison; text is how it is written.
func (s specifier) match(text string, v pep440) bool {
	switch s.op {
	case "===":
		return strings.EqualFold(s.text, text)
	case "==":
		return s.equal(v)
	case "!=":
		return !s.equal(v)
	case "<=":
		return v.public(s.v) <= 0
	case ">=":
		return v.public(s.v) >= 0
	case "<":
		return v.compare(s.v) < 0 && !(v.prerelease() && !s.v.prerelease() && v.base(s.v) == 0)
	}
	after := (v.post != "" && s.v.post == "" || len(v.local) > 0) && v.base(s.v) == 0
	return v.compare(s.v) > 0 && !after
}

func (s specifier) equal(v pep440) bool {
	switch {
	case s.star:
		shortened := pep440{epoch: v.epoch, release: slices.Clone(v.release[:min(len(v.release), len(s.v.release))])}
		return shortened.base(s.v) == 0
	case len(s.v.local) > 0:
		return v.compare(s.v) == 0
	}
	return v.public(s.v) == 0
}

// acceptsPEP440 reports whether a range accepts a version. Pre-releases are accepted
// where the range names one.
func acceptsPEP440(rng, version string) (accepts, known bool) {
	alternatives, ok := specifiers(rng)
	v, valid := parsePEP440(version)
	if !ok || !valid {
		return false, false
	}
	for _, all := range alternatives {
		if meets(all, strings.TrimSpace(version), v, v.prerelease()) {
			return true, true
		}
	}
	return false, true
}

// meets reports whether a version meets all comparisons. With strict a pre-release must
// be asked for.
func meets(all []specifier, text string, v pep440, strict bool) bool {
	asked := slices.ContainsFunc(all, func(s specifier) bool { return s.v.prerelease() && s.op[0] != '!' && s.op != "<" && s.op != ">" })
	if strict && !asked {
		return false
	}
	return !slices.ContainsFunc(all, func(s specifier) bool { return !s.match(text, v) })
}

// overlapPEP440 reports whether a version can meet both ranges. It tries every version
// that they name and one right above each: between two named versions nothing changes.
func overlapPEP440(a, b string) (overlap, known bool) {
	x, ok1 := specifiers(a)
	y, ok2 := specifiers(b)
	if !ok1 || !ok2 {
		return false, false
	}
	for _, p := range x {
		for _, q := range y {
			if satisfiable(slices.Concat(p, q)) {
				return true, true
			}
		}
	}
	return false, true
}

func satisfiable(all []specifier) bool {
	tries := []pep440{{epoch: "0", release: []string{"0"}}}
	for _, s := range all {
		if s.op == "===" {
			return meets(all, s.text, s.v, false)
		}
		above := slices.Concat(s.v.release, []string{"0", "0", "0", "0", "1"})
		tries = append(tries, s.v, pep440{epoch: s.v.epoch, release: above}, pep440{epoch: s.v.epoch, release: s.v.release})
		if s.star {
			tries = append(tries, s.v.next(len(s.v.release)-1))
		}
	}
	return slices.ContainsFunc(tries, func(v pep440) bool { return meets(all, "", v, false) })
}
