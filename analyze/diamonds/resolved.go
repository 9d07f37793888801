package diamonds

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/gomod"
	"seam/analyze/modules"
)

// resolved is what one Go unit is built with: its Lock, turned so that questions about
// a module are quick.
type resolved struct {
	unit     *modules.Unit
	lock     *modules.Lock
	requires map[string]*modules.Requirement // what go.mod lists, by name; of two lines the higher
	askers   [][]asker                       // of each package, in order of the asking packages
	parent   []int                           // the package before on a shortest way from the unit; -1 for none
	root     int                             // the unit's own package
}

// asker is a selected package that asks for another one.
type asker struct {
	from    int // index into the lock's packages
	version string
}

// resolvedUnits finds the units whose build lists are known, in order of their folders.
func resolvedUnits(set *modules.Set) []*resolved {
	locks := map[string]*modules.Lock{}
	for i := range set.Locks {
		if l := &set.Locks[i]; l.Resolved && l.Ecosystem == ecosystem {
			locks[l.Path] = l
		}
	}
	var out []*resolved
	for i := range set.Units {
		u := &set.Units[i]
		if l := locks[u.Path]; u.Ecosystem == ecosystem && l != nil {
			out = append(out, newResolved(u, l))
		}
	}
	return out
}

func newResolved(u *modules.Unit, l *modules.Lock) *resolved {
	r := &resolved{unit: u, lock: l, requires: map[string]*modules.Requirement{}, askers: make([][]asker, len(l.Packages)), parent: make([]int, len(l.Packages))}
	for i := range u.Requirements {
		r.requires[u.Requirements[i].Name] = &u.Requirements[i]
	}
	for i, p := range l.Packages {
		r.parent[i] = -1
		for _, link := range p.Requires {
			r.askers[link.To] = append(r.askers[link.To], asker{i, link.Range})
		}
		if p.Name == u.Name {
			r.root = i
		}
	}
	r.walk()
	return r
}

// walk finds shortest ways from the unit, breadth first.
func (r *resolved) walk() {
	seen := make([]bool, len(r.parent))
	seen[r.root] = true
	for queue := []int{r.root}; len(queue) > 0; queue = queue[1:] {
		for _, link := range r.lock.Packages[queue[0]].Requires {
			if !seen[link.To] {
				seen[link.To] = true
				r.parent[link.To] = queue[0]
				queue = append(queue, link.To)
			}
		}
	}
}

func (r *resolved) isRoot(i int) bool { return i == r.root }

// label names a package as a step of a path.
func (r *resolved) label(i int) string {
	p := &r.lock.Packages[i]
	switch {
	case r.isRoot(i):
		return r.unit.Path
	case p.FirstParty():
		return p.Unit
	}
	return p.Name + "@" + p.Version
}

// path is a shortest way from the unit to a package.
func (r *resolved) path(i int) []string {
	var out []string
	for ; i >= 0; i = r.parent[i] {
		out = append(out, r.label(i))
	}
	slices.Reverse(out)
	return out
}

// entrance is the requirement of go.mod by which a package comes in: the first step of
// its path. nil where no selected module leads to it.
func (r *resolved) entrance(i int) *modules.Requirement {
	for ; i >= 0; i = r.parent[i] {
		if r.parent[i] == r.root {
			return r.requires[r.lock.Packages[i].Name]
		}
	}
	return nil
}

// line is where an edit that changes a package begins: its own line in go.mod, else
// that of its entrance, else the file.
func (r *resolved) line(i int) finding.Location {
	if q := r.requires[r.lock.Packages[i].Name]; q != nil {
		return q.Location
	}
	if q := r.entrance(i); q != nil {
		return q.Location
	}
	return finding.Location{File: r.unit.Manifest}
}

// production reports whether the unit is part of the product.
func (r *resolved) production() bool { return IsProduction(r.unit.Path) }

// built is the version that a package is built at: a replacement by another version of
// the same module counts, a fork has versions of its own and does not.
func built(p *modules.Package) string {
	if p.Replaced != nil && p.Replaced.NewName == p.Name {
		return p.Replaced.NewVersion
	}
	return p.Version
}

// inFolder reports that a folder stands in for a package, so that no version is built.
func inFolder(p *modules.Package) bool {
	return p.FirstParty() || p.Replaced != nil && p.Replaced.Folder
}

// asked groups who asks for a package by the version asked for, lowest first.
func (r *resolved) asked(i int) []Version {
	who := slices.Clone(r.askers[i])
	slices.SortStableFunc(who, func(a, b asker) int { // the nearest asker of a version gives its path
		return cmp.Or(gomod.Compare(a.version, b.version), cmp.Compare(r.nearness(b.from), r.nearness(a.from)))
	})
	var out []Version
	for _, a := range who {
		if n := len(out); n == 0 || out[n-1].Version != a.version {
			step := r.lock.Packages[i].Name + "@" + a.version
			out = append(out, Version{Version: a.version, Path: append(r.path(a.from), step)})
		}
		r.count(&out[len(out)-1], i, a)
	}
	for i := range out {
		slices.SortFunc(out[i].RequiredBy[len(out[i].Locations):], strings.Compare)
	}
	return out
}

// count adds one asker: the unit itself first and with its line.
func (r *resolved) count(v *Version, i int, a asker) {
	if q := r.requires[r.lock.Packages[i].Name]; r.isRoot(a.from) && q != nil {
		v.RequiredBy = slices.Insert(v.RequiredBy, 0, r.unit.Path)
		v.Locations = append(v.Locations, q.Location)
		v.Path = append(r.path(a.from), v.Path[len(v.Path)-1])
		return
	}
	p := &r.lock.Packages[a.from]
	if p.FirstParty() {
		v.RequiredBy = append(v.RequiredBy, p.Unit)
		return
	}
	v.RequiredBy = append(v.RequiredBy, p.Name)
}
