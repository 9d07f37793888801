package diamonds

import (
	"strings"

	"seam/analyze/modules"
	"seam/analyze/repo"
)

// builds tells which units are ever built or installed together: something takes in both
// (one of them, another unit, a lock file, a workspace), or both leave versions to one file.
// Units that share nothing, such as samples side by side, want other versions of a
// dependency without anybody getting both.
type builds struct {
	above map[place][]place // what takes a thing in, directly
	all   map[place]map[place]bool
}

// place is a unit, a lock, a workspace or a file that sets versions for several units.
type place struct{ ecosystem, kind, path string }

func unitAt(ecosystem, folder string) place { return place{ecosystem, "unit", folder} }

// lockAt is what a lock file holds: it is built with the units that the lock is for.
func lockAt(ecosystem, file string) place { return place{ecosystem, "locked", file} }

func newBuilds(set *modules.Set) *builds {
	b := &builds{above: map[place][]place{}, all: map[place]map[place]bool{}}
	goModules := map[string]string{} // folder by name: a module takes in others by their names
	for i := range set.Units {
		if u := &set.Units[i]; u.Ecosystem == ecosystem {
			goModules[u.Name] = u.Path
		}
	}
	for i := range set.Units {
		b.unit(&set.Units[i], goModules)
	}
	for i := range set.Locks {
		if l := &set.Locks[i]; !l.Resolved {
			b.lock(l, set)
		}
	}
	for _, w := range set.Workspaces {
		for _, m := range w.Members {
			b.add(unitAt(w.Ecosystem, m), place{w.Ecosystem, "workspace", w.Manifest})
		}
	}
	return b
}

func (b *builds) add(inner, outer place) { b.above[inner] = append(b.above[inner], outer) }

func (b *builds) unit(u *modules.Unit, goModules map[string]string) {
	own := unitAt(u.Ecosystem, u.Path)
	for i := range u.Requirements {
		r := &u.Requirements[i]
		if r.Unit != "" {
			b.add(unitAt(u.Ecosystem, r.Unit), own)
		} else if folder, ok := goModules[r.Name]; ok && u.Ecosystem == ecosystem {
			b.add(unitAt(u.Ecosystem, folder), own)
		}
		if file := r.Decides.File; file != "" && file != u.Manifest {
			b.add(own, place{u.Ecosystem, "versions", file})
		}
	}
}

// lock joins what one lock file installs. One that names no unit is for all below it.
func (b *builds) lock(l *modules.Lock, set *modules.Set) {
	units := []string{l.Path}
	for i := range l.Packages {
		if p := &l.Packages[i]; p.FirstParty() {
			units = append(units, p.Unit)
		}
	}
	if len(units) == 1 {
		units = append(units, below(set, l.Ecosystem, l.Path)...)
	}
	for _, u := range units {
		b.add(unitAt(l.Ecosystem, u), place{l.Ecosystem, "lock", l.File})
		b.add(lockAt(l.Ecosystem, l.File), unitAt(l.Ecosystem, u))
	}
}

// below lists the folders of the units of an ecosystem in a folder and below it.
func below(set *modules.Set, ecosystem, folder string) []string {
	var out []string
	for i := range set.Units {
		if u := &set.Units[i]; u.Ecosystem == ecosystem && repo.Below(folder, u.Path) {
			out = append(out, u.Path)
		}
	}
	return out
}

// reach is a place and all that takes it in, directly or through others.
func (b *builds) reach(of place) map[place]bool {
	if out, ok := b.all[of]; ok {
		return out
	}
	out, queue := map[place]bool{of: true}, []place{of}
	for len(queue) > 0 {
		next := b.above[queue[0]]
		queue = queue[1:]
		for _, p := range next {
			if !out[p] {
				out[p] = true
				queue = append(queue, p)
			}
		}
	}
	b.all[of] = out
	return out
}

// meeting are those of a list that another one conflicts with in a build that takes in
// both, and those that are built with one of these. version tells what each asks for, at
// is where it stands; conflicts is asked of one of each version.
func meeting[T any](b *builds, list []T, version func(T) string, at func(T) place, conflicts func(x, y T) bool) []T {
	order, groups := []string{}, map[string][]T{}
	for _, x := range list {
		v := version(x)
		if groups[v] == nil {
			order = append(order, v)
		}
		groups[v] = append(groups[v], x)
	}
	clashing := map[place]bool{} // where both sides of a conflict are taken in
	for i, v := range order {
		for _, w := range order[:i] {
			if conflicts(groups[v][0], groups[w][0]) {
				common(b, clashing, groups[v], groups[w], at)
			}
		}
	}
	var out []T
	for _, x := range list {
		for p := range b.reach(at(x)) {
			if clashing[p] {
				out = append(out, x)
				break
			}
		}
	}
	return out
}

// common adds to into what takes in something of both lists.
func common[T any](b *builds, into map[place]bool, x, y []T, at func(T) place) {
	over := map[place]bool{}
	for _, e := range x {
		for p := range b.reach(at(e)) {
			over[p] = true
		}
	}
	for _, e := range y {
		for p := range b.reach(at(e)) {
			if over[p] {
				into[p] = true
			}
		}
	}
}

// nowhere is what a message says of versions that no build takes in together.
const nowhere = "; nothing here is built or installed with both, so that they cannot collide"

// optional is the edit of a conflict that nobody meets.
func optional(edit string) string {
	if edit == "" {
		return ""
	}
	return "Leave it, or " + strings.ToLower(edit[:1]) + edit[1:]
}
