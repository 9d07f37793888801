package split

import (
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/source"
	"seam/analyze/whatif"
)

// In C and C++ a part often lies in two trees: its headers below include, what implements
// them beside it, in a folder of the same name. sdk/include/acme/sdk/metrics is the face of
// sdk/src/metrics: neither can leave without the other, so that both are one part.

// headerTrees and sourceTrees are what the two trees are called; "" is the folder around
// the headers.
var (
	headerTrees = source.Words("include inc")
	sourceTrees = [...]string{"src", "source", "Source", "lib", ""}
)

// faces makes a part of every folder of headers and the folder that implements them, unless
// another group has the same packages, and lists the folders that are only half of one: these,
// and a tree of headers with one of sources beside it.
func faces(b *whatif.Base, have []part) (out []part, halves map[string]bool) {
	known := map[string]bool{} // folders with packages
	for _, p := range b.Packages {
		for dir := p; dir != "." && dir != "/"; dir = path.Dir(dir) {
			known[dir] = true
		}
	}
	seen := map[string]bool{}
	for _, p := range have {
		if p.roots != nil {
			seen[fingerprint(p.set)] = true
		}
	}
	headers := slices.Sorted(maps.Keys(known))
	halves = map[string]bool{}
	for _, dir := range headers {
		code, title := implementation(dir, known)
		if code == "" || len(membersOf(b, []string{dir})) == 0 || len(membersOf(b, []string{code})) == 0 {
			continue
		}
		halves[dir], halves[code] = true, code != title
		roots := []string{dir, code}
		slices.Sort(roots)
		set := membersOf(b, roots)
		if f := fingerprint(set); len(set) < len(b.Packages) && !seen[f] {
			seen[f] = true
			out = append(out, part{folder: titleOf(title, slices.Concat(have, out)), set: set, roots: roots})
		}
	}
	for _, dir := range headers {
		if headerTrees[path.Base(dir)] && slices.ContainsFunc(sourceTrees[:], func(tree string) bool { return tree != "" && known[path.Join(path.Dir(dir), tree)] }) {
			halves[dir] = true
		}
	}
	return out, halves
}

// implementation is the folder that implements the headers of another, and what both are
// called; "" if there is none. Names that repeat where the headers lie may stand before the
// common one, and a library's own may begin with lib.
func implementation(headers string, known map[string]bool) (code, title string) {
	elements := strings.Split(headers, "/")
	at := slices.IndexFunc(elements, func(e string) bool { return headerTrees[e] })
	if at < 0 {
		return "", ""
	}
	above := strings.Join(elements[:at], "/")
	for from := at + 1; from < len(elements); from++ {
		rest := strings.Join(elements[from:], "/")
		for _, tree := range sourceTrees {
			for _, name := range [...]string{rest, "lib" + rest} {
				if dir := path.Join(above, tree, name); known[dir] && dir != headers {
					return dir, path.Join(above, rest)
				}
			}
		}
	}
	return "", ""
}

// whole leaves out the folders that are half of a part.
func whole(folders []part, halves map[string]bool) []part {
	return slices.DeleteFunc(slices.Clone(folders), func(p part) bool { return halves[p.folder] })
}
