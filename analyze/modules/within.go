package modules

import (
	"path"
	"slices"

	"seam/analyze/finding"
	"seam/analyze/repo"
)

// Within is the part of s that matters to a folder, paths made relative to it: the
// units at and below it and, where the folder is no unit itself, the units that it is
// a part of, whose paths begin with "..": what they require is needed to compare with.
// Whether they have an answer of their own here is for each analysis to say.
func (s *Set) Within(folder string) *Set {
	if folder == "." || folder == "" {
		return s
	}
	out := &Set{Warnings: s.Warnings}
	around := s.around(folder)
	kept := map[string]bool{}
	for _, u := range s.Units {
		if !repo.Below(folder, u.Path) && !(u.Path == around[u.Ecosystem]) {
			continue
		}
		kept[u.Path] = true
		out.Units = append(out.Units, u.within(folder))
	}
	for _, w := range s.Workspaces {
		members := slices.DeleteFunc(slices.Clone(w.Members), func(m string) bool { return !kept[m] })
		if len(members) == 0 {
			continue
		}
		for i, m := range members {
			members[i] = repo.Relative(folder, m)
		}
		slices.Sort(members)
		w.Path, w.Manifest, w.Members = repo.Relative(folder, w.Path), repo.Relative(folder, w.Manifest), members
		w.Replacements = replacements(folder, w.Replacements)
		if w.Together != nil {
			l := w.Together.moved(folder)
			w.Together = &l
		}
		out.Workspaces = append(out.Workspaces, w)
	}
	for i := range s.Locks {
		if l, ok := s.Locks[i].within(folder, around); ok {
			out.Locks = append(out.Locks, l)
		}
	}
	for _, b := range s.Broken {
		if repo.Below(folder, b.Location.File) || b.covers(folder, around) {
			b.Location = locate(folder, b.Location)
			out.Broken = append(out.Broken, b)
		}
	}
	return out
}

// around finds, by ecosystem, the innermost unit that holds the folder.
func (s *Set) around(folder string) map[string]string {
	found := map[string]string{}
	for _, u := range s.Units { // sorted by path: an inner folder comes later
		if repo.Below(u.Path, folder) {
			found[u.Ecosystem] = u.Path
		}
	}
	return found
}

// covers reports whether the folder is, or may be, a part of what the manifest
// describes: it lies above, with no other unit of its kind between.
func (b Broken) covers(folder string, around map[string]string) bool {
	dir := path.Dir(b.Location.File)
	unit, found := around[b.Ecosystem]
	return repo.Below(dir, folder) && (!found || repo.Below(unit, dir))
}

func (u Unit) within(folder string) Unit {
	u.Path, u.Manifest = repo.Relative(folder, u.Path), repo.Relative(folder, u.Manifest)
	u.Requirements = requirements(folder, u.Requirements)
	u.Excludes = requirements(folder, u.Excludes)
	u.Vendored = requirements(folder, u.Vendored)
	u.Replacements = replacements(folder, u.Replacements)
	u.Retracts = slices.Clone(u.Retracts)
	for i, r := range u.Retracts {
		u.Retracts[i].Location = locate(folder, r.Location)
	}
	return u
}

func requirements(folder string, list []Requirement) []Requirement {
	out := slices.Clone(list)
	for i, r := range out {
		out[i].Location = locate(folder, r.Location)
		if r.Decides.File != "" {
			out[i].Decides = locate(folder, r.Decides)
		}
		if r.Unit != "" {
			out[i].Unit = repo.Relative(folder, r.Unit)
		}
	}
	return out
}

// within keeps the locks below the folder, and of those above it the ones that resolve
// the unit around it or a unit below it.
func (l Lock) within(folder string, around map[string]string) (Lock, bool) {
	holds := repo.Below(folder, l.Path)
	if unit, found := around[l.Ecosystem]; found && repo.Below(l.Path, unit) {
		holds = true
	}
	for _, p := range l.Packages {
		holds = holds || p.FirstParty() && repo.Below(folder, p.Unit)
	}
	if !holds {
		return Lock{}, false
	}
	return l.moved(folder), true
}

// moved makes the paths of a lock relative to a folder.
func (l Lock) moved(folder string) Lock {
	l.File, l.Path = repo.Relative(folder, l.File), repo.Relative(folder, l.Path)
	l.Packages = slices.Clone(l.Packages)
	for i, p := range l.Packages {
		if p.FirstParty() {
			l.Packages[i].Unit = repo.Relative(folder, p.Unit)
		}
		if p.Replaced != nil {
			l.Packages[i].Replaced = &replacements(folder, []Replacement{*p.Replaced})[0]
		}
	}
	return l
}

func replacements(folder string, list []Replacement) []Replacement {
	out := slices.Clone(list)
	for i, r := range out {
		out[i].Location = locate(folder, r.Location)
		if r.Target != "" {
			out[i].Target = repo.Relative(folder, r.Target)
		}
	}
	return out
}

func locate(folder string, l finding.Location) finding.Location {
	return finding.Location{File: repo.Relative(folder, l.File), Line: l.Line}
}
