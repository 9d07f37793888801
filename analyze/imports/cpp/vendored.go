package cpp

import (
	"path"
	"strings"

	"seam/analyze/history"
	"seam/analyze/repo"
	"seam/analyze/source"
)

// foreign are folders for others' code by their names, whatever lies in them.
var foreign = source.Words("3rdparty 3rd-party 3rd_party thirdparty third-party ThirdParty 3rdParty externals bundled subprojects vcpkg_installed")

// holders are folders that many projects keep others' code in, and some their own: they are
// others' where the licences say so.
var holders = source.Words("external extern deps ext contrib vendors dependencies submodules")

// vendored tells the files of others.
type vendored struct {
	papers  map[string]bool   // folders that hold a licence
	inside  map[string]int    // folders with code in a holder -> how many of them, with and without
	owned   map[string]int    // those of them with a licence of their own
	answers map[string]string // by folder: the name of what it is a copy of, "" for own code
}

// newVendored judges the holders of a tree by its files, which are in order.
func newVendored(files []string) *vendored {
	v := &vendored{papers: map[string]bool{}, inside: map[string]int{}, owned: map[string]int{}, answers: map[string]string{}}
	for _, f := range files {
		if isPaper(path.Base(f)) {
			v.papers[repo.Folder(f)] = true
		}
	}
	counted := map[string]bool{}
	for _, f := range files {
		if !isSource(f) {
			continue
		}
		if holder, below := heldIn(f); below != "" && !counted[below] {
			counted[below] = true
			v.inside[holder]++
			if v.papers[below] {
				v.owned[holder]++
			}
		}
	}
	return v
}

// isPaper reports whether a file is a licence by its name.
func isPaper(base string) bool {
	upper := strings.ToUpper(base)
	for _, begin := range [...]string{"LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "UNLICENSE"} {
		if strings.HasPrefix(upper, begin) {
			return true
		}
	}
	return false
}

// heldIn is the outermost holder that a file lies in, and the folder of it that does; "" for
// files beside those folders.
func heldIn(f string) (holder, below string) {
	elements := strings.Split(f, "/")
	for i, e := range elements[:len(elements)-1] {
		if holders[e] {
			if i+2 < len(elements) {
				below = strings.Join(elements[:i+2], "/")
			}
			return strings.Join(elements[:i+1], "/"), below
		}
	}
	return "", ""
}

// of is the name of the project from elsewhere that a folder is a copy of, "" for own code.
func (v *vendored) of(folder string) string {
	if known, ok := v.answers[folder]; ok {
		return known
	}
	name := v.judge(folder)
	v.answers[folder] = name
	return name
}

func (v *vendored) judge(folder string) string {
	elements := strings.Split(folder, "/")
	for i, e := range elements {
		named := foreign[e] || history.IsVendored(e+"/x")
		if holders[e] && !named {
			holder := strings.Join(elements[:i+1], "/")
			switch {
			case v.inside[holder] > 0 && 2*v.owned[holder] >= v.inside[holder]:
				named = true
			case i+1 < len(elements) && v.papers[strings.Join(elements[:i+2], "/")]:
				return elements[i+1]
			}
		}
		if !named {
			continue
		}
		if i+1 < len(elements) {
			return elements[i+1]
		}
		return e
	}
	if history.IsVendored(folder + "/x") {
		return elements[len(elements)-1]
	}
	return ""
}
