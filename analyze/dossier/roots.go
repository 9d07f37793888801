package dossier

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/repo"
)

// ownership says which package each file belongs to and which folders belong to one
// part alone.
type ownership struct {
	packages map[string]bool // folders of packages that hold more than tests
	below    map[string]int  // by folder: packages at or below it
}

func newOwnership(packages []string) ownership {
	o := ownership{packages: map[string]bool{}, below: map[string]int{}}
	for _, p := range packages {
		o.packages[p] = true
		for dir := p; ; dir = path.Dir(dir) {
			o.below[dir]++
			if dir == "." || dir == "/" {
				break
			}
		}
	}
	return o
}

// packageOf is the package in the nearest folder at or above a file; "" if there is none.
func (o ownership) packageOf(file string) string {
	for dir := repo.Folder(file); ; dir = repo.Folder(dir) {
		if o.packages[dir] {
			return dir
		}
		if dir == "." || dir == "/" {
			return ""
		}
	}
}

// roots are the highest folders that hold packages of a part alone, sorted. A package
// with packages of others below it is no root of anything: its files are listed by its
// name, those of the others are not its own.
func (o ownership) roots(part []string) []string {
	own := map[string]int{}
	for _, p := range part {
		for dir := p; dir != "." && dir != "/"; dir = path.Dir(dir) {
			own[dir]++
		}
	}
	var out []string
	for _, p := range part {
		root := p
		for dir := p; dir != "." && dir != "/"; dir = path.Dir(dir) {
			if own[dir] == o.below[dir] {
				root = dir
			}
		}
		out = append(out, root)
	}
	slices.Sort(out)
	return withoutNested(slices.Compact(out))
}

// withoutNested drops folders below another of the sorted list.
func withoutNested(folders []string) []string {
	var out []string
	for _, f := range folders {
		if !slices.ContainsFunc(out, func(above string) bool { return above == "." || strings.HasPrefix(f, above+"/") }) {
			out = append(out, f)
		}
	}
	return out
}

// filesOf lists the files of a part: those that belong to a package of it, and those
// in folders of its roots that belong to no package below a root. files is sorted.
func (o ownership) filesOf(part, roots, files []string) []string {
	var out []string
	for _, root := range roots {
		for _, f := range belowOf(files, root) {
			owner := o.packageOf(f)
			_, own := slices.BinarySearch(part, owner)
			if own || owner == "" || !repo.Below(root, owner) {
				out = append(out, f)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// belowOf is the run of a sorted list that lies in a folder.
func belowOf(files []string, folder string) []string {
	if folder == "." {
		return files
	}
	from, _ := slices.BinarySearch(files, folder+"/")
	to, _ := slices.BinarySearch(files, folder+"0") // '0' follows '/'
	return files[from:to]
}
