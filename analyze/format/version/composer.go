package version

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/regex"
)

// composerVersion is a version as composer normalizes it: four numbers, then how stable it
// is. Numbers are texts without leading zeros, so that none is too large.
type composerVersion struct {
	numbers [4]string
	stage   int      // one of the stages below
	stageN  []string // the numbers behind the stage
	dev     bool     // on the way to that stage
}

// The stages, from the least stable.
const (
	composerDev = iota
	composerAlpha
	composerBeta
	composerRC
	composerStable
	composerPatch
)

var composerForm = regex.New(`^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:\.([0-9]+))?` +
	`[._-]?(?:(stable|beta|b|rc|alpha|a|patch|pl|p)((?:[.-]?[0-9]+)*))?([.-]?dev)?(?:\+\S+)?$`)

var composerBranch = regex.New(`^v?([0-9]+)(?:\.([0-9]+|[x*]))?(?:\.([0-9]+|[x*]))?(?:\.([0-9]+|[x*]))?[.-]dev$`)

// branchEnd stands for the numbers that a branch (1.2.x-dev) leaves open.
const branchEnd = "9999999"

// parseComposer reads one version. Branches with a name (dev-main) have no place in the
// order and are none.
func parseComposer(text string) (composerVersion, bool) {
	v, _, ok := composerParts(text)
	return v, ok
}

// composerParts also tells how many numbers the version is written with.
func composerParts(text string) (v composerVersion, written int, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if m := composerForm().FindStringSubmatch(text); m != nil {
		v.stage = composerStable
		for i := range v.numbers {
			if v.numbers[i] = number(m[i+1]); m[i+1] != "" {
				written++
			}
		}
		if m[5] != "" {
			v.stage = stages[m[5][:1]]
			if m[5] == "stable" {
				return v, written, true
			}
			for _, n := range strings.FieldsFunc(m[6], func(r rune) bool { return r == '.' || r == '-' }) {
				v.stageN = append(v.stageN, number(n))
			}
		}
		if m[7] != "" {
			if v.dev = m[5] != ""; !v.dev {
				v.stage = composerDev
			}
		}
		return v, written, true
	}
	m := composerBranch().FindStringSubmatch(text)
	if m == nil {
		return v, 0, false
	}
	for i := range v.numbers {
		if v.numbers[i] = branchEnd; strings.Trim(m[i+1], "x*") != "" {
			v.numbers[i] = number(m[i+1])
			written++
		}
	}
	return v, written, true
}

var stages = map[string]int{"a": composerAlpha, "b": composerBeta, "r": composerRC, "s": composerStable, "p": composerPatch}

func (v composerVersion) compare(w composerVersion) int {
	for i := range v.numbers {
		if c := compareNumbers(v.numbers[i], w.numbers[i]); c != 0 {
			return c
		}
	}
	if c := cmp.Or(cmp.Compare(v.stage, w.stage), slices.CompareFunc(v.stageN, w.stageN, compareNumbers)); c != 0 || v.dev == w.dev {
		return c
	}
	if v.dev {
		return -1
	}
	return 1
}

// begin is the lowest version of the same numbers.
func (v composerVersion) begin() composerVersion { return composerVersion{numbers: v.numbers} }

// next is the lowest version whose number at a place is one higher, and 0 behind it.
func (v composerVersion) next(place int) composerVersion {
	out := composerVersion{}
	for i := range out.numbers {
		switch {
		case i < place:
			out.numbers[i] = v.numbers[i]
		case i == place:
			out.numbers[i] = increment(v.numbers[i])
		default:
			out.numbers[i] = "0"
		}
	}
	return out
}

// floored is where ^, ~, >= and < begin with a version: at its unstable ones, unless it
// names one itself.
func (v composerVersion) floored() composerVersion {
	if v.stage == composerStable {
		return v.begin()
	}
	return v
}

// comparison is one of =, !=, <, <=, > and >=.
type comparison struct {
	op string
	v  composerVersion
}

func (c comparison) match(v composerVersion) bool {
	d := v.compare(c.v)
	switch c.op {
	case "=":
		return d == 0
	case "!=":
		return d != 0
	case "<":
		return d < 0
	case "<=":
		return d <= 0
	case ">":
		return d > 0
	}
	return d >= 0
}

var (
	composerHyphen = regex.New(`^(\S+) +- +(\S+)$`)
	composerSpaced = regex.New(`([<>=!~^]) +`)
	composerWild   = regex.New(`^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:\.[xX*])+$`)
	composerAny    = regex.New(`^v?[xX*](?:\.[xX*])*$`)
)

// comparisons reads a range: alternatives, each a list of comparisons that must all hold.
func comparisons(rng string) ([][]comparison, bool) {
	var out [][]comparison
	for alternative := range strings.SplitSeq(strings.ReplaceAll(rng, "||", "|"), "|") {
		all, ok := conjunction(strings.TrimSpace(alternative))
		if !ok {
			return nil, false
		}
		out = append(out, all)
	}
	return out, true
}

func conjunction(text string) ([]comparison, bool) {
	if m := composerHyphen().FindStringSubmatch(text); m != nil {
		return between(m[1], m[2])
	}
	text = composerSpaced().ReplaceAllString(text, "$1")
	var all []comparison
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ' ' || r == ',' }) {
		some, ok := composerPart(part)
		if !ok {
			return nil, false
		}
		all = append(all, some...)
	}
	return all, text != ""
}

// between is a range from one version to another, both included; one that is written in
// part stands for all that begin with it.
func between(from, to string) ([]comparison, bool) {
	low, _, ok1 := composerParts(from)
	high, written, ok2 := composerParts(to)
	if !ok1 || !ok2 {
		return nil, false
	}
	end := comparison{"<=", high}
	if written < 3 && high.stage == composerStable {
		end = comparison{"<", high.next(written - 1)}
	}
	return []comparison{{">=", low.floored()}, end}, true
}

// composerPart reads one part of a range.
func composerPart(part string) ([]comparison, bool) {
	if at := strings.IndexByte(part, '@'); at >= 0 { // which stability is asked for
		if part = part[:at]; part == "" {
			part = "*"
		}
	}
	if composerAny().MatchString(part) {
		return nil, true
	}
	if m := composerWild().FindStringSubmatch(part); m != nil {
		v, written := composerVersion{}, 0
		for i := range v.numbers {
			v.numbers[i] = "0"
			if i+1 < len(m) && m[i+1] != "" {
				v.numbers[i] = number(m[i+1])
				written = i
			}
		}
		return []comparison{{">=", v}, {"<", v.next(written)}}, true
	}
	op := part[:len(part)-len(strings.TrimLeft(part, "<>=!~^"))]
	v, written, ok := composerParts(part[len(op):])
	if !ok {
		return nil, false
	}
	switch op {
	case "^":
		place := 0
		for place < 2 && v.numbers[place] == "0" && place < written-1 {
			place++
		}
		return []comparison{{">=", v.floored()}, {"<", v.next(place)}}, true
	case "~":
		return []comparison{{">=", v.floored()}, {"<", v.next(max(0, written-2))}}, true
	case "", "=", "==":
		return []comparison{{"=", v}}, true
	case "!=", "<>":
		return []comparison{{"!=", v}}, true
	case "<", ">=":
		return []comparison{{op, v.floored()}}, true
	case "<=", ">":
		return []comparison{{op, v}}, true
	}
	return nil, false
}

// acceptsComposer reports whether a range accepts a version, of whatever stability.
func acceptsComposer(rng, version string) (accepts, known bool) {
	alternatives, ok := comparisons(rng)
	v, valid := parseComposer(version)
	if !ok || !valid {
		return false, false
	}
	return slices.ContainsFunc(alternatives, func(all []comparison) bool { return holds(all, v) }), true
}

func holds(all []comparison, v composerVersion) bool {
	return !slices.ContainsFunc(all, func(c comparison) bool { return !c.match(v) })
}

// overlapComposer reports whether a version can meet both ranges. It tries every version
// that they name, one right below it and one right above: between two named versions
// nothing changes.
func overlapComposer(a, b string) (overlap, known bool) {
	x, ok1 := comparisons(a)
	y, ok2 := comparisons(b)
	if !ok1 || !ok2 {
		return false, false
	}
	for _, p := range x {
		for _, q := range y {
			both := slices.Concat(p, q)
			tries := []composerVersion{{numbers: [4]string{"0", "0", "0", "0"}, stage: composerStable}}
			for _, c := range both {
				above := composerVersion{numbers: c.v.numbers, stage: composerPatch, stageN: append(slices.Clone(c.v.stageN), "1")}
				tries = append(tries, c.v, c.v.begin(), above, c.v.next(3))
			}
			if slices.ContainsFunc(tries, func(v composerVersion) bool { return holds(both, v) }) {
				return true, true
			}
		}
	}
	return false, true
}

// sameComposer reports whether two ranges are the same comparisons.
func sameComposer(a, b string) bool {
	x, ok1 := comparisons(a)
	y, ok2 := comparisons(b)
	return ok1 && ok2 && slices.EqualFunc(x, y, func(p, q []comparison) bool {
		return slices.EqualFunc(p, q, func(c, d comparison) bool { return c.op == d.op && c.v.compare(d.v) == 0 })
	})
}
