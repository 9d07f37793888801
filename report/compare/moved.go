package compare

import (
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/modules"
)

// Follow rewrites findings of base for units that stand in another folder in head: a conflict
// of a unit that only moved is known. A unit has moved if base and head each have one of its
// name, and head has none in the folder that it left.
func Follow(list []finding.Finding, base, head *modules.Set) []finding.Finding {
	moved := moves(base, head)
	if len(moved) == 0 {
		return list
	}
	out := slices.Clone(list)
	for i, f := range out {
		if f.Key == nil {
			continue
		}
		key := *f.Key
		key.Folders = nil
		for _, folder := range f.Key.Folders {
			key.Folders = append(key.Folders, moved.of(folder))
		}
		slices.Sort(key.Folders)
		if n := strings.LastIndexByte(key.Group, ' ') + 1; own(*f.Key) {
			key.Group = key.Group[:n] + moved.of(key.Group[n:])
		}
		out[i].Key, out[i].Fingerprint = &key, key.Fingerprint()
	}
	return out
}

// own reports whether a key is the story of one lock or unit: rule, ecosystem, name and its folder.
func own(k finding.Key) bool {
	parts := strings.Split(k.Group, " ")
	return len(parts) > 3 && slices.Contains(k.Folders, parts[len(parts)-1])
}

// folders are where units stand now, by where they stood.
type folders map[string]string

// of is where a folder is now: that of a unit, or one below it.
func (f folders) of(folder string) string {
	for at, rest := folder, ""; ; {
		if now, ok := f[at]; ok {
			return now + rest
		}
		n := strings.LastIndexByte(at, '/')
		if n < 0 {
			return folder
		}
		at, rest = at[:n], folder[n:]
	}
}

func moves(base, head *modules.Set) folders {
	if base == nil || head == nil {
		return nil
	}
	now, taken := places(head)
	was, _ := places(base)
	out := folders{}
	for name, from := range was {
		if to := now[name]; from != "" && to != "" && to != from && !taken[from] {
			out[from] = to
		}
	}
	return out
}

// places are the folders of units by ecosystem and name, "" where several have one name, and
// all folders that hold a unit.
func places(set *modules.Set) (byName map[[2]string]string, taken map[string]bool) {
	byName, taken = map[[2]string]string{}, map[string]bool{}
	for _, u := range set.Units {
		taken[u.Path] = true
		name := [2]string{u.Ecosystem, u.Name}
		if at, ok := byName[name]; u.Name == "" || ok && at != u.Path {
			byName[name] = ""
		} else {
			byName[name] = u.Path
		}
	}
	return byName, taken
}
