package diamonds

import (
	"cmp"
	"slices"

	"seam/analyze/finding"
	"seam/analyze/format/version"
	"seam/analyze/modules"
)

// line finds a requirement in the manifests of an ecosystem.
type line struct{ ecosystem, unit, name string }

// requirementLines indexes every requirement. Of several in one manifest one that is not
// for peers counts: it is what gets installed.
func requirementLines(set *modules.Set) map[line]modules.Requirement {
	out := map[line]modules.Requirement{}
	for _, u := range set.Units {
		for _, r := range u.Requirements {
			at := line{u.Ecosystem, u.Path, r.Name}
			if old, seen := out[at]; !seen || old.Kind == modules.Peer && r.Kind != modules.Peer {
				out[at] = r
			}
		}
	}
	return out
}

func readLock(lock *modules.Lock, set *modules.Set, lines map[line]modules.Requirement) *locked {
	l := &locked{Lock: lock, scheme: version.Of(lock.Ecosystem), place: lock.Path, lines: lines, duplicates: map[string]bool{}, overridden: overridden(set, lock)}
	if shared(set, lock) {
		l.place = lock.File
	}
	l.requirers = make([][]need, len(lock.Packages))
	for i := range lock.Packages {
		for _, k := range lock.Packages[i].Requires {
			l.requirers[k.To] = append(l.requirers[k.To], need{i, k})
		}
	}
	l.reach()
	l.weigh()
	return l
}

// overridden lists the names that the root of a lock replaces.
func overridden(set *modules.Set, lock *modules.Lock) map[string]bool {
	out := map[string]bool{}
	add := func(ecosystem, folder string, list []modules.Replacement) {
		if ecosystem != lock.Ecosystem || folder != lock.Path {
			return
		}
		for _, r := range list {
			out[r.Name] = true
		}
	}
	for _, u := range set.Units {
		add(u.Ecosystem, u.Path, u.Replacements)
	}
	for _, w := range set.Workspaces {
		add(w.Ecosystem, w.Path, w.Replacements)
	}
	return out
}

// reach finds a shortest path from any unit to every package; of equal ones it takes one
// from a unit of the product.
func (l *locked) reach() {
	l.from, l.depth = make([]int, len(l.Packages)), make([]int, len(l.Packages))
	var queue, aside []int
	for i := range l.Packages {
		p := &l.Packages[i]
		switch l.from[i] = -1; {
		case !p.FirstParty():
			continue
		case IsProduction(p.Unit):
			queue = append(queue, i)
		default:
			aside = append(aside, i)
		}
		l.from[i] = i
	}
	for queue = append(queue, aside...); len(queue) > 0; queue = queue[1:] {
		i := queue[0]
		for _, k := range l.Packages[i].Requires {
			if l.from[k.To] < 0 {
				l.from[k.To], l.depth[k.To] = i, l.depth[i]+1
				queue = append(queue, k.To)
			}
		}
	}
}

// weigh marks what the product itself brings along.
func (l *locked) weigh() {
	l.serious = make([]bool, len(l.Packages))
	var stack []int
	for i := range l.Packages {
		if p := &l.Packages[i]; p.FirstParty() && IsProduction(p.Unit) {
			l.serious[i] = true
			stack = append(stack, i)
		}
	}
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		for _, k := range l.Packages[i].Requires {
			if !l.serious[k.To] && k.Kind != modules.Development {
				l.serious[k.To] = true
				stack = append(stack, k.To)
			}
		}
	}
}

// steps is a shortest path from a unit to a package, both ends included.
func (l *locked) steps(p int) []int {
	out := []int{p}
	for l.from[p] >= 0 && l.from[p] != p {
		p = l.from[p]
		out = append(out, p)
	}
	slices.Reverse(out)
	return out
}

func (l *locked) path(p int) []string {
	var out []string
	for _, s := range l.steps(p) {
		out = append(out, l.label(s))
	}
	return out
}

// head is the requirement in a manifest with which the path to a package begins, and the
// package that it asks for. ok is false where no manifest says so.
func (l *locked) head(p int) (first int, r modules.Requirement, ok bool) {
	return l.begins(l.steps(p))
}

// holder is head by way of a package that takes no other version of a group: whoever takes
// another one as well does not keep this one. What is installed once leads before duplicates,
// the product before the rest, a short path before a long one.
func (l *locked) holder(p int, g []int) (first int, r modules.Requirement, ok bool) {
	best := -1
	for i, n := range l.requirers[p] {
		if l.insists(n.link.Range, p, g) && (best < 0 || l.nearer(n.by, l.requirers[p][best].by)) {
			best = i
		}
	}
	if best < 0 {
		return l.head(p)
	}
	return l.begins(append(l.steps(l.requirers[p][best].by), p))
}

// insists reports whether a range is known to take no version of a group but that of p.
func (l *locked) insists(rng string, p int, g []int) bool {
	return rng != "" && !slices.ContainsFunc(g, func(o int) bool {
		accepts, known := l.scheme.Accepts(rng, l.Packages[o].Version)
		return o != p && (accepts || !known)
	})
}

// nearer compares packages as holder prefers them.
func (l *locked) nearer(a, b int) bool {
	return cmp.Or(
		compareBool(l.duplicates[l.Packages[a].Name], l.duplicates[l.Packages[b].Name]),
		compareBool(l.serious[b], l.serious[a]),
		cmp.Compare(l.depth[a], l.depth[b]),
	) < 0
}

// begins is the head of a path.
func (l *locked) begins(steps []int) (first int, r modules.Requirement, ok bool) {
	for len(steps) > 2 && l.Packages[steps[1]].FirstParty() {
		steps = steps[1:]
	}
	if !l.Packages[steps[0]].FirstParty() || len(steps) < 2 {
		return 0, r, false
	}
	r, ok = l.requirement(steps[0], steps[1])
	return steps[1], r, ok
}

// requirement is the line in a unit's manifest that asks for a package.
func (l *locked) requirement(by, p int) (modules.Requirement, bool) {
	r, ok := l.lines[line{l.Ecosystem, l.Packages[by].Unit, l.Packages[p].Name}]
	return r, ok
}

// lineOf is where a need stands: in a manifest, else in the lock.
func (l *locked) lineOf(by, p int) finding.Location {
	if l.Packages[by].FirstParty() {
		if r, ok := l.requirement(by, p); ok {
			return r.Location
		}
	}
	return l.Location(&l.Packages[by])
}

// direct lists the packages of a group that units of the repository require.
func (l *locked) direct(g []int) []int {
	var out []int
	for _, p := range g {
		if slices.ContainsFunc(l.requirers[p], func(n need) bool { return l.Packages[n.by].FirstParty() }) {
			out = append(out, p)
		}
	}
	return out
}

// derived reports that all who require a package are duplicates themselves.
func (l *locked) derived(g []int) bool {
	any := false
	for _, p := range g {
		for _, n := range l.requirers[p] {
			by := &l.Packages[n.by]
			if any = true; by.FirstParty() || !l.duplicates[by.Name] {
				return false
			}
		}
	}
	return any
}
