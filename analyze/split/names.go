package split

import (
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/regex"
	"seam/analyze/source"
	"seam/analyze/whatif"
)

// A group is every package that lies in a folder of one name, where such folders occur
// in several places: apis/oam, pkg/controller/oam and pkg/oam make up what the code
// calls oam. Of the parts that were split out in hindsight and were no single folder,
// most are such groups.

// commonNames are the words that say where code lies rather than what it is about.
// Source: the layouts that Go repositories share.
var commonNames = source.Words(`api apis app apps base bins builtin client clients clientset cloud cmd
	codegen command commands common config contrib controller controllers core data dev driver drivers
	error errors example examples externalversions fake fakes generated handler handlers helper helpers
	hack impl informers install interfaces internal internalversion lib listers logging main manager
	metrics mock mocks model models new pkg plugin plugins proto provider providers register scheme
	scripts server service services shared source sources src storage store test testing tests tools
	typed types util utils vendor versioned docs and the for`)

const (
	shortestName = 3   // letters below which a name says nothing
	largestGroup = 0.4 // share of all packages above which a group is the repository
)

var (
	nameBreaks  = regex.New(`[-_.]`)
	versionName = regex.New(`^v\d`)
)

// namesIn lists the names that a folder is called by. What it repeats of its parent's
// name is taken off: exporter/jaegerexporter is called jaeger.
func namesIn(folder, parent string) []string {
	parent = strings.ToLower(parent)
	var out []string
	for _, name := range nameBreaks().Split(strings.ToLower(folder), -1) {
		for _, suffix := range []string{parent, strings.TrimSuffix(parent, "s")} {
			if len(suffix) >= shortestName && name != suffix {
				name = strings.TrimSuffix(name, suffix)
			}
		}
		if len(name) >= shortestName && !commonNames[name] && !versionName().MatchString(name) {
			out = append(out, name)
		}
	}
	return out
}

// groups makes a part of every name that occurs in two or more places none of which lies
// below another, unless these are modules that do not know each other. Sets that a folder
// or an earlier group has are left out.
func groups(b *whatif.Base, have []part) []part {
	seen := map[string]bool{}
	for _, p := range have {
		seen[fingerprint(p.set)] = true
	}
	places := placesOfNames(b)
	names := slices.Sorted(maps.Keys(places))
	var out []part
	for _, name := range names {
		roots := outermost(places[name])
		if len(roots) < 2 {
			continue
		}
		set := membersOf(b, roots)
		if len(set) < 2 || float64(len(set)) > largestGroup*float64(len(b.Packages)) || seen[fingerprint(set)] || strangers(b, set) {
			continue
		}
		seen[fingerprint(set)] = true
		out = append(out, part{folder: titleOf(name, have), set: set, roots: roots})
	}
	return out
}

// strangers reports whether a set lies in several modules that no import between its
// packages joins: what two applications of one repository call alike is no part of it.
func strangers(b *whatif.Base, set []int32) bool {
	joined := map[string]string{} // union-find: module folder -> its parent in the set
	find := func(m string) string {
		for joined[m] != m {
			m = joined[m]
		}
		return m
	}
	for _, i := range set {
		joined[b.ModuleFolder(i)] = b.ModuleFolder(i)
	}
	apart := len(joined)
	for _, i := range set {
		for _, e := range b.Out[i] {
			if _, in := slices.BinarySearch(set, b.To[e]); !in {
				continue
			}
			if x, y := find(b.ModuleFolder(i)), find(b.ModuleFolder(b.To[e])); x != y {
				joined[x] = y
				apart--
			}
		}
	}
	return apart > 1
}

// Everywhere ends the title of a group whose name a folder has already.
const Everywhere = "-everywhere"

// titleOf is the name of a group, made different from every folder's.
func titleOf(name string, have []part) string {
	for slices.ContainsFunc(have, func(p part) bool { return p.folder == name }) {
		name += Everywhere
	}
	return name
}

// placesOfNames lists the folders of every name, tests and samples left out.
func placesOfNames(b *whatif.Base) map[string][]string {
	places, done := map[string][]string{}, map[string]bool{}
	for _, p := range b.Packages {
		if IsSupporting(p) {
			continue
		}
		for dir := p; dir != "." && dir != "/" && !done[dir]; dir = path.Dir(dir) {
			done[dir] = true
			parent := ""
			if up := path.Dir(dir); up != "." {
				parent = path.Base(up)
			}
			for _, name := range namesIn(path.Base(dir), parent) {
				places[name] = append(places[name], dir)
			}
		}
	}
	return places
}

// outermost drops the folders that lie below another one of the list; the rest is
// sorted.
func outermost(list []string) []string {
	slices.Sort(list)
	list = slices.Compact(list)
	known := map[string]bool{}
	for _, f := range list {
		known[f] = true
	}
	return slices.DeleteFunc(list, func(f string) bool {
		for dir := path.Dir(f); dir != "." && dir != "/"; dir = path.Dir(dir) {
			if known[dir] {
				return true
			}
		}
		return false
	})
}

// membersOf lists the packages at or below the roots, tests and samples left out.
func membersOf(b *whatif.Base, roots []string) []int32 {
	var set []int32
	add := func(i int32) {
		if !IsSupporting(b.Packages[i]) {
			set = append(set, i)
		}
	}
	for _, r := range roots {
		if i, ok := b.Index(r); ok {
			add(i)
		}
		below := r + "/" // sorted, so all sub-folders follow one another
		i, _ := slices.BinarySearch(b.Packages, below)
		for ; i < len(b.Packages) && strings.HasPrefix(b.Packages[i], below); i++ {
			add(int32(i))
		}
	}
	slices.Sort(set)
	return set
}

// fingerprint is equal for equal sets alone.
func fingerprint(set []int32) string {
	var s strings.Builder
	for _, i := range set {
		s.Write([]byte{byte(i), byte(i >> 8), byte(i >> 16), byte(i >> 24)})
	}
	return s.String()
}
