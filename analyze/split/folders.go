package split

import (
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/source"
	"seam/analyze/whatif"
)

// part is a candidate before it is judged: a set of packages and its name.
type part struct {
	folder string   // its folder; of a group, its name
	set    []int32  // indexes into Base.Packages, ascending
	roots  []string // the folders of a group; nil for a folder
}

// key tells parts apart: the folder, or the folders of a group.
func (p part) key() string {
	if p.roots == nil {
		return p.folder
	}
	return strings.Join(p.roots, ",")
}

// folders lists where a part lies.
func (p part) folders() []string {
	if p.roots == nil {
		return []string{p.folder}
	}
	return p.roots
}

// supporting are what folders of tests, samples and tools are called, which nobody splits
// out: in all, or behind the last -, _ or dot.
var supporting = source.Words(`test tests testing testdata testutil testutils e2e mock mocks fake fakes stub stubs fixture fixtures
	example examples sample samples demo demos doc docs hack script scripts bench benchmark benchmarks integration
	playground playgrounds stories storybook`)

// IsSupporting reports whether a folder is one of tests, samples or tools, or lies in one.
func IsSupporting(folder string) bool {
	for name := range strings.SplitSeq(folder, "/") {
		if strings.HasPrefix(name, ".") || supporting[strings.ToLower(name[strings.LastIndexAny(name, "-_.")+1:])] {
			return true
		}
	}
	return false
}

// parts lists everything that is ranked: folders, groups of one name, and headers with what
// implements them.
func parts(b *whatif.Base) []part {
	list := folders(b)
	named := groups(b, list)
	both, halves := faces(b, slices.Concat(list, named))
	return slices.Concat(whole(list, halves), named, both)
}

// FoldersOf lists the folders of the group that has a title; nil if there is none.
func FoldersOf(b *whatif.Base, title string) []string {
	for _, p := range parts(b) {
		if p.folder == title && p.roots != nil {
			return p.roots
		}
	}
	return nil
}

// folders makes a part of every folder with all packages below it. A folder with the
// same packages as one above it is the same part; the shorter name stays. The root
// is no part: there would be nothing left.
func folders(b *whatif.Base) []part {
	sets := map[string][]int32{}
	for i, p := range b.Packages {
		for dir := p; dir != "." && dir != "/"; dir = path.Dir(dir) {
			sets[dir] = append(sets[dir], int32(i))
		}
	}
	names := slices.Sorted(maps.Keys(sets)) // a parent sorts before its sub-folders
	var out []part
	for _, dir := range names {
		set := sets[dir]
		if above := sets[path.Dir(dir)]; path.Dir(dir) != "." && len(above) == len(set) {
			continue
		}
		if len(set) < len(b.Packages) && !IsSupporting(dir) {
			out = append(out, part{folder: dir, set: set})
		}
	}
	return out
}

// overlap is the F1 measure of two sorted sets: 1 for equal, 0 for disjoint ones.
func overlap(a, b []int32) float64 {
	both, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			both++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return 2 * float64(both) / float64(len(a)+len(b))
}
