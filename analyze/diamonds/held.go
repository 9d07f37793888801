package diamonds

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/modules"
	"seam/analyze/regex"
)

// heldFolders is the folders of units that are there to build with another version each:
// their names differ by a number alone, and each asks for one and the same dependency, whose
// name stands in their paths, at the version that the number says (react-next-14 for next
// 14, typescript-compat/v4.9.x for typescript 4.9). What they ask for needs to agree with
// nobody.
type heldFolders map[string]bool

var versionInName = regex.New(`[0-9]+(\.[0-9]+)*`)

// heldOf finds the units of a set that hold versions on purpose.
func heldOf(set *modules.Set) heldFolders {
	type variant struct {
		unit   *modules.Unit
		number string
	}
	alike := map[string][]variant{} // by folder with # for the number
	for i := range set.Units {
		u := &set.Units[i]
		name := path.Base(u.Path)
		if all := versionInName().FindAllStringIndex(name, -1); len(all) > 0 {
			at := all[len(all)-1]
			key := u.Ecosystem + " " + path.Join(path.Dir(u.Path), name[:at[0]]+"#"+name[at[1]:])
			alike[key] = append(alike[key], variant{u, name[at[0]:at[1]]})
		}
	}
	out := heldFolders{}
	for _, list := range alike {
		of := map[string][]string{} // by dependency: the folders that ask for it at their number
		for _, v := range list {
			for _, r := range v.unit.Requirements {
				if saysVersion(r.Version, v.number) && speaksOf(v.unit.Path, r.Name) && !slices.Contains(of[r.Name], v.unit.Path) {
					of[r.Name] = append(of[r.Name], v.unit.Path)
				}
			}
		}
		for _, folders := range of {
			if len(folders) < 2 {
				continue
			}
			for _, f := range folders {
				out[f] = true
			}
		}
	}
	return out
}

// saysVersion reports whether a requirement is of the version that a number begins.
func saysVersion(text, number string) bool {
	v := strings.TrimLeft(text, "^~>=v ")
	return v == number || strings.HasPrefix(v, number+".")
}

// speaksOf reports whether a path holds the name of a dependency, without its scope or group.
func speaksOf(folder, dependency string) bool {
	short := dependency[strings.LastIndexAny(dependency, "/:")+1:]
	return short != "" && strings.Contains(strings.ToLower(folder), strings.ToLower(short))
}

// leaveHeld is the advice for versions that are there on purpose.
func leaveHeld(folders []string) *finding.Fix {
	slices.Sort(folders)
	folders = slices.Compact(folders)
	verb, name := " hold", "names say"
	if len(folders) == 1 {
		verb, name = " holds", "name says"
	}
	return &finding.Fix{Edit: "Leave it: " + english.Some(folders, 3) + verb + " another version on purpose, as the " + name}
}

// heldAlone is what of a lock's packages is asked for by units alone that hold versions
// on purpose; and the folders of these.
func (l *locked) heldAlone(g []int) (packages []int, folders []string) {
	for _, p := range g {
		own, all := []string{}, true
		for _, n := range l.requirers[p] {
			if by := &l.Packages[n.by]; by.FirstParty() {
				own, all = append(own, by.Unit), all && l.held[by.Unit]
			}
		}
		if all && len(own) > 0 {
			packages, folders = append(packages, p), append(folders, own...)
		}
	}
	return packages, folders
}

func without(list, gone []int) []int {
	return slices.DeleteFunc(slices.Clone(list), func(p int) bool { return slices.Contains(gone, p) })
}
