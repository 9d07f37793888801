package diamonds

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/format/version"
	"seam/analyze/modules"
)

// The rules that read lock files, the same for every ecosystem.
const (
	LockDuplicate = "lock-duplicate"
	Dedupable     = "dedupable"
	RegistryCopy  = "registry-copy"
)

// lockDiamonds applies the rules of lock files to every lock of the repository. What Go
// resolved is no lock of this kind: it holds one version of each module by construction.
func lockDiamonds(set *modules.Set) []Diamond {
	lines, held := requirementLines(set), heldOf(set)
	var out []Diamond
	for i := range set.Locks {
		if l := &set.Locks[i]; !l.Resolved {
			x := readLock(l, set, lines)
			x.held, x.private = held, privateOf(set, l.Ecosystem)
			out = append(out, x.find()...)
		}
	}
	return out
}

// privateOf is the folders of units that say of themselves that they are never published.
func privateOf(set *modules.Set, ecosystem string) map[string]bool {
	out := map[string]bool{}
	for i := range set.Units {
		if u := &set.Units[i]; u.Private && u.Ecosystem == ecosystem {
			out[u.Path] = true
		}
	}
	return out
}

// shared reports whether another lock of the same kind stands in the same folder.
func shared(set *modules.Set, l *modules.Lock) bool {
	n := 0
	for i := range set.Locks {
		if o := &set.Locks[i]; o.Path == l.Path && o.Ecosystem == l.Ecosystem {
			n++
		}
	}
	return n > 1
}

// locked is a lock with what the rules ask of it.
type locked struct {
	*modules.Lock
	scheme     version.Scheme
	place      string // tells it from other locks: its folder, or its file
	lines      map[line]modules.Requirement
	requirers  [][]need // by package: who needs it, in the order of the lock
	from       []int    // by package: the one before it on a shortest path from a unit, -1 where there is none
	depth      []int    // by package: how many steps that path has
	serious    []bool   // by package: reached from a unit of the product by more than development
	duplicates map[string]bool
	overridden map[string]bool // names whose version the repository sets itself
	held       heldFolders
	private    map[string]bool // units of its ecosystem that are never published, by folder
}

// need is one link, seen from its end.
type need struct {
	by   int // package
	link modules.Link
}

// find applies the rules.
func (l *locked) find() []Diamond {
	var out []Diamond
	groups := l.groups()
	for _, g := range groups {
		if len(g) > 1 {
			l.duplicates[l.Packages[g[0]].Name] = true
		}
	}
	units := l.units()
	for _, g := range groups {
		if len(g) > 1 {
			out = append(out, l.duplicated(g)...)
		}
		if own := units[l.Packages[g[0]].Name]; len(own) > 0 {
			out = append(out, l.copied(own, g))
		}
	}
	return out
}

// groups lists the third-party packages of each name, one a version, the lowest first.
func (l *locked) groups() [][]int {
	var out [][]int
	for i := range l.Packages {
		p := &l.Packages[i]
		if p.FirstParty() || p.Version == "" {
			continue
		}
		if n := len(out); n > 0 && l.Packages[out[n-1][0]].Name == p.Name {
			out[n-1] = append(out[n-1], i)
		} else {
			out = append(out, []int{i})
		}
	}
	for i, g := range out {
		slices.SortFunc(g, func(a, b int) int { return l.scheme.Compare(l.Packages[a].Version, l.Packages[b].Version) })
		out[i] = slices.CompactFunc(g, func(a, b int) bool { return l.Packages[a].Version == l.Packages[b].Version })
	}
	return out
}

// units lists the first-party packages by name.
func (l *locked) units() map[string][]int {
	out := map[string][]int{}
	for i := range l.Packages {
		if p := &l.Packages[i]; p.FirstParty() {
			out[p.Name] = append(out[p.Name], i)
		}
	}
	return out
}

// duplicated tells one name with several versions, by both rules where both hold.
func (l *locked) duplicated(g []int) []Diamond {
	d := l.diamond(LockDuplicate, g)
	direct := l.direct(g)
	d.DirectVersions = len(direct)
	d.Derived = l.derived(g)
	d.Message = l.duplicateMessage(g, direct, d.Derived)
	held, folders := l.heldAlone(g)
	rest := without(g, held)
	if len(rest) < 2 && len(held) > 0 {
		d.Severity, d.Fix, d.Location = finding.Noise, leaveHeld(folders), l.Location(&l.Packages[held[0]])
		return []Diamond{d}
	}
	direct = without(direct, held)
	severity, deciding := l.judge(rest, direct, d.Derived)
	d.Severity, d.Key.Classes = severity, l.classes(deciding)
	d.Also = l.alike(&d, deciding)
	l.advise(&d, rest, direct)
	best, ok := l.dedupe(g)
	if !ok {
		return []Diamond{d}
	}
	e := l.diamond(Dedupable, g)
	e.DirectVersions, e.Derived = d.DirectVersions, d.Derived
	e.Also = []finding.Key{{Group: d.Key.Group, Classes: e.Key.Classes, Folders: e.Key.Folders}}
	harms := d.Severity == finding.Problem || e.Incompatible && best == g[len(g)-1] && len(l.grave(g)) >= 2
	if e.Severity = finding.Smell; harms && IsProduction(l.Path) {
		e.Severity = finding.Problem
	}
	e.Message = fmt.Sprintf("%s is installed at %s in %s, but every range that asks for it accepts %s", e.Dependency, english.And(l.versionsOf(g)), l.File, l.Packages[best].Version)
	l.merge(&e, g, best)
	d.Severity = finding.Noise
	d.Fix = e.Fix
	return []Diamond{d, e}
}

// diamond is what all rules say alike about packages of one name.
func (l *locked) diamond(rule string, g []int) Diamond {
	name := l.Packages[g[0]].Name
	d := Diamond{
		ID:           "diamond:" + rule + ":" + l.Ecosystem + ":" + name + ":" + l.place,
		Rule:         rule,
		Ecosystem:    l.Ecosystem,
		Unit:         l.Path,
		Dependency:   name,
		Incompatible: l.scheme.Incompatible(l.versionsOf(g)...),
		Key: finding.Key{
			Group:   l.group(rule, name),
			Classes: l.classes(g),
			Folders: []string{l.Path},
		},
	}
	for _, p := range g {
		d.Versions = append(d.Versions, l.version(p))
	}
	return d
}

// group is the story that conflicts of one rule and name in this lock belong to.
func (l *locked) group(rule, name string) string {
	return rule + " " + l.Ecosystem + " " + name + " " + l.place
}

func (l *locked) versionsOf(g []int) []string {
	out := make([]string, len(g))
	for i, p := range g {
		out[i] = l.Packages[p].Version
	}
	return out
}

// classes lists the version classes; what is no version is of the class "?".
func (l *locked) classes(g []int) []string {
	var out []string
	for _, v := range l.versionsOf(g) {
		c := l.scheme.Class(v)
		if c == "" {
			c = "?"
		}
		out = append(out, c)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// version is who needs one package, units first, and a path that proves it.
func (l *locked) version(p int) Version {
	v := Version{Version: l.Packages[p].Version, Path: l.path(p), RequiredBy: []string{}}
	type by struct {
		third bool
		label string
		at    finding.Location
	}
	var list []by
	for _, n := range l.requirers[p] {
		list = append(list, by{!l.Packages[n.by].FirstParty(), l.label(n.by), l.lineOf(n.by, p)})
	}
	slices.SortStableFunc(list, func(a, b by) int {
		return cmp.Or(compareBool(a.third, b.third), strings.Compare(a.label, b.label))
	})
	list = slices.CompactFunc(list, func(a, b by) bool { return a.label == b.label })
	for _, b := range list {
		v.RequiredBy = append(v.RequiredBy, b.label)
		v.Locations = append(v.Locations, b.at)
	}
	return v
}

// label names a package: a unit by its folder, a third party as NAME@VERSION.
func (l *locked) label(p int) string {
	x := &l.Packages[p]
	if x.FirstParty() {
		return x.Unit
	}
	return x.Name + "@" + x.Version
}
