package python

import (
	"path"
	"slices"
	"strings"
)

// votes are imports that speak for a folder being a package or a root.
type votes struct{ member, root int }

// namespaces finds which folders are namespace packages, among those that hold a topmost
// package and that no manifest names. An import that goes through the folder's own name
// speaks for it, one that begins with something in the folder against it: a program that is
// run from its folder names its neighbours so.
func (y *layout) namespaces(names []string, folders map[string]bool, files map[string]*facts) map[string]bool {
	byBase := map[string][]string{}
	count := map[string]*votes{}
	for f := range folders {
		byBase[path.Base(f)] = append(byBase[path.Base(f)], f)
		count[f] = &votes{}
	}
	for _, n := range names {
		f := files[n]
		if f == nil {
			continue
		}
		for _, st := range f.Statements {
			if st.Level > 0 || st.Module == "" {
				continue
			}
			parts := strings.Split(st.Module, ".")
			for i, part := range parts {
				for _, folder := range byBase[part] {
					if y.through(folder, parts, i, st.Names) {
						count[folder].member++
					}
				}
			}
			y.neighbours(path.Dir(n), parts, st.Names, files, count)
		}
	}
	out := map[string]bool{}
	for f, v := range count {
		if v.member > v.root {
			out[f] = true
		}
	}
	return out
}

// through reports whether a dotted name goes through a folder by its part i to something
// that the folder holds.
func (y *layout) through(folder string, parts []string, i int, taken []string) bool {
	if whole := strings.Join(parts[:i+1], "/"); folder != whole && !strings.HasSuffix(folder, "/"+whole) {
		return false
	}
	if i+1 < len(parts) {
		return y.has(folder, parts[i+1])
	}
	return slices.ContainsFunc(taken, func(name string) bool { return y.has(folder, name) })
}

// has reports whether a folder holds a module or package.
func (y *layout) has(folder, name string) bool {
	return y.module(path.Join(folder, name)) != "" || y.folders[path.Join(folder, name)]
}

// neighbours counts a name for each folder at and above a file that holds all of it. A name
// of the standard library, and a module that has nothing of what is taken from it, mean
// another.
func (y *layout) neighbours(folder string, parts, taken []string, files map[string]*facts, count map[string]*votes) {
	if standard[parts[0]] {
		return
	}
	for ; folder != "."; folder = path.Dir(folder) {
		v := count[folder]
		if v == nil {
			continue
		}
		p := y.at(folder, parts)
		if p.parts == len(parts) && (len(taken) == 0 || p.file == "" || y.offers(p, taken, files)) {
			v.root++
		}
	}
}

// offers reports whether a module has one of the names taken from it.
func (y *layout) offers(p place, taken []string, files map[string]*facts) bool {
	f := files[p.file]
	if f == nil {
		return true
	}
	return slices.ContainsFunc(taken, func(name string) bool {
		return name == "*" || p.isPackage() && y.has(p.folder, name) || slices.Contains(f.Exported, name) ||
			slices.ContainsFunc(f.Statements, func(st statement) bool { return slices.Contains(st.Names, name) || slices.Contains(st.Names, "*") })
	})
}
