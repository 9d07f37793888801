package cochange

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/history"
	"seam/analyze/source"
)

// Family is files that change together as one: their names are alike, and what is said of
// one of them is said of all.
type Family struct {
	Name    string   `json:"name"`    // a folder of translations, what manifests are called, or a path with * for what differs
	Reason  Reason   `json:"reason"`  // translations, builds or siblings
	Files   int      `json:"files"`   // that it has
	Some    []string `json:"some"`    // the first of them by name, at most five
	Pairs   int      `json:"pairs"`   // listed pairs of two of its files
	Changes int      `json:"changes"` // changes that touch one of its files
	Support int      `json:"support"` // and those that touch two and more
	Weight  float64  `json:"weight"`  // months in which two and more changed together, each halved every year of age
}

// Siblings is the reason of a family whose files differ in one element of their paths.
const Siblings Reason = "siblings"

const (
	fewestFiles = 3   // of a family
	siblingTie  = 0.5 // the least confidence, either way, of two files that are siblings
	maxSome     = 5
)

// families are the families of the files of a history.
type families struct {
	paths []string
	of    []int32 // by path: its family, from 1; 0 for none
	list  []Family
}

// familiesByName finds the families that names alone make: translations of one folder, and
// manifests of one kind.
func familiesByName(c *history.Changes, t translations) *families {
	f := &families{paths: c.Paths, of: make([]int32, len(c.Paths))}
	numbers := map[string]int32{}
	for i, p := range c.Paths {
		if !c.Alive[i] {
			continue
		}
		folder, translated := t.of(p)
		switch {
		case translated && folder == "":
			f.of[i] = f.number(numbers, ".", Translations)
		case translated:
			f.of[i] = f.number(numbers, folder, Translations)
		case isManifest(p):
			f.of[i] = f.number(numbers, manifestName(p), Builds)
		}
	}
	return f
}

// number is that of the family that has a name.
func (f *families) number(known map[string]int32, name string, why Reason) int32 {
	n, ok := known[name]
	if !ok {
		f.list = append(f.list, Family{Name: name, Reason: why, Some: []string{}})
		n = int32(len(f.list))
		known[name] = n
	}
	return n
}

// manifestName is what manifests of one kind are called.
func manifestName(p string) string {
	if ext := path.Ext(p); manifestEndings[ext] {
		return "*" + ext
	}
	return path.Base(p)
}

// ofPath is the family of a file, from 1; 0 for none.
func (f *families) ofPath(p string) int32 {
	if i, ok := slices.BinarySearch(f.paths, p); ok {
		return f.of[i]
	}
	return 0
}

// addSiblings finds the families that show in the listed pairs of files: each changes with
// another at least every other time, and their paths differ in one element alone. Those of
// one folder are none if they are code: a package is no family.
func (f *families) addSiblings(pairs []Pair) {
	pattern := map[string]string{} // by file: of its first pair
	files := map[string]int{}      // by pattern: how many
	join := func(p, like string) {
		if _, ok := pattern[p]; !ok {
			pattern[p] = like
			files[like]++
		}
	}
	for _, p := range pairs {
		if p.Expected == Tests || p.Expected == Output || !p.BeyondChance() || min(p.ConfidenceFrom, p.ConfidenceTo) < siblingTie || f.ofPath(p.From) > 0 || f.ofPath(p.To) > 0 {
			continue
		}
		if like := patternOf(p.From, p.To); like != "" {
			join(p.From, like)
			join(p.To, like)
		}
	}
	numbers := map[string]int32{}
	for i, p := range f.paths {
		if like := pattern[p]; files[like] >= fewestFiles {
			f.of[i] = f.number(numbers, like, Siblings)
		}
	}
}

// patternOf is what two paths that differ in one element have in common, * in its place; ""
// for others. Of files in one folder the ending stays.
func patternOf(a, b string) string {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	if len(x) != len(y) {
		return ""
	}
	at := -1
	for i := range x {
		if x[i] == y[i] {
			continue
		}
		if at >= 0 {
			return ""
		}
		at = i
	}
	switch ext := path.Ext(a); {
	case at < 0:
		return ""
	case at < len(x)-1:
		x[at] = "*"
	case ext == "" || ext != path.Ext(b) || source.LanguageOf(a) != "":
		return ""
	default:
		x[at] = "*" + ext
	}
	return strings.Join(x, "/")
}

// count measures the families over all changes.
func (f *families) count(c *history.Changes) {
	for i, n := range f.of {
		if n == 0 {
			continue
		}
		of := &f.list[n-1]
		of.Files++
		if len(of.Some) < maxSome {
			of.Some = append(of.Some, f.paths[i])
		}
	}
	if len(f.list) == 0 {
		return
	}
	newest := c.Now()
	months := make([]int32, len(f.list)) // by family: the last month that counted, from 1
	touched := make([]int32, len(f.list))
	var held []int32
	for _, ch := range c.List.All() {
		held = held[:0]
		for _, p := range ch.Files() {
			if n := f.of[p]; n > 0 {
				if touched[n-1] == 0 {
					held = append(held, n-1)
				}
				touched[n-1]++
			}
		}
		if len(held) == 0 {
			continue
		}
		at := aged(newest, ch.When())
		for _, n := range held {
			of := &f.list[n]
			of.Changes++
			if touched[n] > 1 {
				of.Support++
				if months[n] != at.month+1 {
					months[n] = at.month + 1
					of.Weight += at.weight
				}
			}
			touched[n] = 0
		}
	}
}

// name names the families of listed pairs, and lists those that hold several, most months
// first.
func (f *families) name(pairs []Pair) []Family {
	for _, p := range pairs {
		if n := f.ofPath(p.From); n > 0 && n == f.ofPath(p.To) && p.BeyondChance() {
			f.list[n-1].Pairs++
		}
	}
	known := func(n int32) bool { return n > 0 && f.list[n-1].Files >= fewestFiles && f.list[n-1].Pairs > 0 }
	for i := range pairs {
		p := &pairs[i]
		if n := f.ofPath(p.From); known(n) {
			p.FromFamily = f.list[n-1].Name
		}
		if n := f.ofPath(p.To); known(n) {
			p.ToFamily = f.list[n-1].Name
		}
	}
	out := []Family{}
	for i, of := range f.list {
		if known(int32(i + 1)) {
			out = append(out, of)
		}
	}
	slices.SortFunc(out, func(x, y Family) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), cmp.Compare(y.Support, x.Support), strings.Compare(x.Name, y.Name))
	})
	return out
}
