package diamonds

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/version"
	"seam/analyze/modules"
)

// wish is what one manifest or lock file asks for one dependency. It is the counterpart
// of want for the ecosystems without Go's build lists.
type wish struct {
	scheme      version.Scheme
	ecosystem   string
	name        string
	version     string           // as written: a version or a range
	unit        string           // folder of the unit or the lock
	location    finding.Location // the requiring line
	sets        finding.Location // the line to edit
	kind        modules.Kind
	production  bool // the unit is not for tools, examples or tests only
	direct      bool // first-party code asks for it itself
	locked      bool // a lock file says so
	fork        bool // one of several versions that a lock keeps for different platforms
	unconfirmed bool
	central     bool             // the version is left to a list for all units
	source      string           // the kind of file: wishes of one kind are written by one tool
	inside      bool             // taken from the repository
	held        bool             // the unit holds another version on purpose
	optsOut     finding.Location // the line by which the unit goes without the list for all; zero where none does
	builtWith   map[string]bool  // of one that goes without the list: the units that it is built with
	way         func() []string  // a path through the lock file; nil for a manifest
	built       string           // the one version that the lock file over the unit holds; "" if unknown
}

// lockCompared are the ecosystems whose lock files are compared with one another: the versions
// that are used stand in nothing else there.
var lockCompared = map[string]bool{"python": true, "gradle": true}

// locksApart are the ecosystems whose lock files are compared with one another and with
// nothing else: manifests there ask for ranges, or for no version at all, and each lock is
// that of an application.
var locksApart = map[string]bool{"bundler": true, "composer": true, "pub": true, "swiftpm": true}

// ranged are those whose requirements are ranges that can overlap.
var ranged = map[string]bool{"npm": true, "cargo": true, "composer": true, "python": true, "bundler": true, "pub": true, "swiftpm": true}

// wished is everything that is asked for one name of one ecosystem.
type wished struct {
	ecosystem, name string
	firstParty      bool
	wishes          []wish
	locks           []wish // of locksApart
	together        *builds
}

// gatherWishes turns the units and locks of every ecosystem but Go inside out: by ecosystem and
// dependency, in order.
func gatherWishes(set *modules.Set) []wished {
	g := gatherer{set: set, lines: requirementLines(set), held: heldByLocks(set), variants: heldOf(set), declared: map[string]map[string]bool{}, by: map[[2]string][]wish{}, apart: map[[2]string][]wish{}}
	for i := range set.Units {
		if u := &set.Units[i]; u.Ecosystem != ecosystem {
			g.unit(u)
		}
	}
	for i := range set.Locks {
		if l := &set.Locks[i]; lockCompared[l.Ecosystem] || locksApart[l.Ecosystem] {
			g.lock(l)
		}
	}
	for key := range g.apart {
		if _, asked := g.by[key]; !asked {
			g.by[key] = nil
		}
	}
	var out []wished
	for key, list := range g.by {
		slices.SortFunc(list, func(a, b wish) int {
			return cmp.Or(strings.Compare(a.unit, b.unit), a.location.Compare(b.location), strings.Compare(a.version, b.version))
		})
		list = slices.CompactFunc(list, func(a, b wish) bool {
			return a.unit == b.unit && a.location == b.location && a.version == b.version
		})
		if g.declared[key[0]] == nil {
			g.declared[key[0]] = products(set, key[0])
		}
		out = append(out, wished{ecosystem: key[0], name: key[1], firstParty: g.declared[key[0]][key[1]], wishes: list, locks: g.apart[key]})
	}
	slices.SortFunc(out, func(a, b wished) int {
		return cmp.Or(strings.Compare(a.ecosystem, b.ecosystem), strings.Compare(a.name, b.name))
	})
	return out
}

// products is the names that units of the product declare. A unit of a test that has the
// name of a third party does not make it the repository's own, nor does one that requires
// its own name: a sample called graphql that uses graphql.
func products(set *modules.Set, ecosystem string) map[string]bool {
	names := map[string]bool{}
	for i := range set.Units {
		if u := &set.Units[i]; u.Ecosystem == ecosystem && isProduct(u) && len(u.Of(u.Name)) == 0 {
			names[u.Name] = true
		}
	}
	return names
}

type gatherer struct {
	set      *modules.Set
	lines    map[line]modules.Requirement
	held     held
	variants heldFolders
	declared map[string]map[string]bool
	by       map[[2]string][]wish // ecosystem and name
	apart    map[[2]string][]wish // of locksApart, in the order of their files
}

func (g *gatherer) add(w wish) {
	to := g.by
	if w.locked && locksApart[w.ecosystem] {
		to = g.apart
	}
	key := [2]string{w.ecosystem, w.name}
	to[key] = append(to[key], w)
}

func (g *gatherer) unit(u *modules.Unit) {
	scheme, production, several := version.Of(u.Ecosystem), isProduct(u), severalIn(u)
	var with map[string]bool
	if u.OptsOut != (finding.Location{}) {
		with = builtWith(g.set, u)
	}
	for _, r := range u.Requirements {
		v, ok := comparableText(u.Ecosystem, r.Version)
		if !ok {
			continue
		}
		g.add(wish{
			scheme: scheme, ecosystem: u.Ecosystem, name: r.Name, version: v, unit: u.Path, location: r.Location, sets: r.Sets(),
			kind: r.Kind, production: production, direct: !r.Indirect, unconfirmed: r.Unconfirmed, central: r.Central, source: "manifests", fork: r.Conditional && several[r.Name], inside: r.Unit != "",
			held: g.variants[u.Path], optsOut: u.OptsOut, builtWith: with,
			built: g.held.of(u, r.Name),
		})
	}
}

// builtWith is the folders of the units that one unit is taken into or takes in, directly
// or through others.
func builtWith(set *modules.Set, u *modules.Unit) map[string]bool {
	up, down := map[string][]string{}, map[string][]string{}
	for i := range set.Units {
		x := &set.Units[i]
		for _, r := range x.Requirements {
			if r.Unit != "" && x.Ecosystem == u.Ecosystem {
				down[x.Path] = append(down[x.Path], r.Unit)
				up[r.Unit] = append(up[r.Unit], x.Path)
			}
		}
	}
	out := map[string]bool{}
	for _, next := range []map[string][]string{up, down} {
		seen, queue := map[string]bool{u.Path: true}, []string{u.Path}
		for len(queue) > 0 {
			folder := queue[0]
			queue = queue[1:]
			for _, f := range next[folder] {
				if !seen[f] {
					seen[f], out[f] = true, true
					queue = append(queue, f)
				}
			}
		}
	}
	return out
}

// severalIn lists the names that a unit asks for at more than one version.
func severalIn(u *modules.Unit) map[string]bool {
	first, out := map[string]string{}, map[string]bool{}
	for _, r := range u.Requirements {
		if v, ok := first[r.Name]; ok && v != r.Version {
			out[r.Name] = true
		}
		first[r.Name] = r.Version
	}
	return out
}

// isProduct tells whether a unit is part of the product: by its folder, and of .NET
// projects by what they are built with. Maven keeps whole projects for tests below src/it.
func isProduct(u *modules.Unit) bool {
	return IsProduction(u.Path) && !strings.Contains("/"+u.Path+"/", "/src/it/") && !isTestProject(u)
}

// isTestProject tells a .NET project that can do nothing but run tests.
func isTestProject(u *modules.Unit) bool {
	return u.Ecosystem == "nuget" && slices.ContainsFunc(u.Requirements, func(r modules.Requirement) bool { return r.Name == "microsoft.net.test.sdk" })
}

// lock adds what a lock file pins. Its own units and what is installed from folders have
// no version to compare.
func (g *gatherer) lock(l *modules.Lock) {
	scheme, production := version.Of(l.Ecosystem), IsProduction(l.Path) && IsProduction(fileWords(l.File))
	direct, graph := directOf(l), readLock(l, g.set, g.lines)
	for i := range l.Packages {
		p := &l.Packages[i]
		if p.FirstParty() || p.Version == "" {
			continue
		}
		at := l.Location(p)
		kind, asks := direct[i]
		g.add(wish{
			scheme: scheme, ecosystem: l.Ecosystem, name: p.Name, version: p.Version, unit: l.Path, location: at, sets: at,
			kind: kind, production: production, direct: asks, locked: true, fork: p.Fork, source: sourceOf(l.File), held: g.variants[l.Path],
			way: func() []string { return graph.path(i) },
		})
	}
}

// sourceOf is the kind of a lock file: its name; requirements files have many, and are
// one kind with pins written by hand.
func sourceOf(file string) string {
	if strings.HasSuffix(file, ".txt") {
		return "manifests"
	}
	return path.Base(file)
}

// fileWords is a file's name as a folder, for requirements/dev.txt says what it is for.
func fileWords(file string) string {
	base := path.Base(file)
	if strings.Contains(base, "dev") {
		return "tools"
	}
	return strings.TrimSuffix(base, path.Ext(base))
}

// directOf lists what the first-party packages of a lock need themselves, and for what: of
// several kinds the one that matters most. Where a lock names no first party, nobody can
// tell, and everything that no other package needs is taken for asked for.
func directOf(l *modules.Lock) map[int]modules.Kind {
	out := map[int]modules.Kind{}
	own, needed := false, map[int]bool{}
	for i := range l.Packages {
		p := &l.Packages[i]
		own = own || p.FirstParty()
		for _, link := range p.Requires {
			needed[link.To] = true
			if kind, ok := out[link.To]; p.FirstParty() && (!ok || kind != modules.Production) {
				out[link.To] = link.Kind
			}
		}
	}
	if !own {
		for i := range l.Packages {
			if !needed[i] {
				out[i] = modules.Production
			}
		}
	}
	return out
}

// comparableText is the version that a requirement asks for, as far as versions can be compared:
// no tag, address, workspace reference or "anything". Of Python's ranges only exact pins
// are versions.
func comparableText(eco, v string) (string, bool) {
	v = strings.TrimSpace(v)
	switch {
	case v == "" || strings.ContainsAny(v, ":/#@${}"):
		return "", false
	case eco == "python":
		return pin(v)
	case floor(v) == "" || strings.Trim(v, "<= ") != v && strings.HasPrefix(v, "<") || strings.HasPrefix(v, "!"):
		return "", false // a tag; "*"; only an upper bound, or a version that is left out
	}
	return v, true
}

// pin is the version of ==1.0 or ===1.0; "==1.*" and whatever has a comma is a range.
func pin(v string) (string, bool) {
	rest, ok := strings.CutPrefix(v, "==")
	rest = strings.TrimSpace(strings.TrimPrefix(rest, "="))
	return rest, ok && rest != "" && !strings.ContainsAny(rest, ",*<>~ ")
}

// floor is the first version that a range names: what it starts with, for most.
func floor(v string) string {
	start := strings.IndexAny(v, "0123456789")
	if start < 0 {
		return ""
	}
	if start > 0 && isLetter(v[start-1]) && v[start-1] != 'v' {
		return "" // a tag such as next-11 or es5
	}
	v = v[start:]
	if end := strings.IndexAny(v, " ,|)]<>&"); end >= 0 {
		v = v[:end]
	}
	return strings.TrimRight(v, ".*xX")
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// class is the promise that the lowest version of the wish belongs to. Bazel's versions
// say nothing about it, so that they are all of one.
func (w wish) class() string {
	if w.ecosystem == "bazel" {
		return "bazel"
	}
	return w.scheme.Class(floor(w.version))
}

// conflicts reports that no version can serve both wishes: they are of different classes
// and, where they are ranges, have nothing in common.
func (w wish) conflicts(o wish) bool {
	a, b := w.class(), o.class()
	if a == b || a == "" || b == "" {
		return false
	}
	x, y := w.span(), o.span()
	if x == "" || y == "" {
		return true
	}
	overlap, known := w.scheme.Overlap(x, y)
	return !known || !overlap
}

// span is the wish as a range; "" where it is one version. Maven, Gradle and NuGet write
// ranges in brackets, and what they write without is what they use, unless something else
// asks for more.
func (w wish) span() string {
	bracketed := strings.ContainsAny(w.version, "[(*")
	switch {
	case w.locked || w.ecosystem == "python":
		return ""
	case !ranged[w.ecosystem] && !bracketed:
		return "[" + w.version + "]"
	}
	return w.version
}

func (w wish) compare(o wish) int {
	return cmp.Or(w.scheme.Compare(floor(w.version), floor(o.version)), strings.Compare(w.version, o.version))
}

// shipped reports a wish that reaches what users run.
func (w wish) shipped() bool {
	return w.production && w.direct && w.kind == modules.Production && !w.fork
}

// judged reports a wish that somebody maintains: not of tools, examples or tests, and
// asked for by first-party code. Peer ranges are meant to differ.
func (w wish) judged() bool {
	return w.production && w.direct && !w.fork && !(w.kind == modules.Peer && ranged[w.ecosystem])
}

// held is, by lock and name, the only version of it that the lock holds; "" if there are
// several.
type held struct {
	locks   map[string][]string // folders of locks by ecosystem, the innermost last
	version map[[3]string]string
}

func heldByLocks(set *modules.Set) held {
	h := held{map[string][]string{}, map[[3]string]string{}}
	for i := range set.Locks {
		l := &set.Locks[i]
		if lockCompared[l.Ecosystem] || l.Ecosystem == ecosystem {
			continue
		}
		h.locks[l.Ecosystem] = append(h.locks[l.Ecosystem], l.Path)
		for _, p := range l.Packages {
			if p.FirstParty() {
				continue
			}
			key := [3]string{l.Ecosystem, l.Path, p.Name}
			if before, ok := h.version[key]; ok && before != l.Path+" "+p.Version {
				h.version[key] = ""
			} else if !ok {
				h.version[key] = l.Path + " " + p.Version
			}
		}
	}
	return h
}

// of is what the nearest lock at or above a unit holds of a name: "FOLDER VERSION", so
// that two locks never seem to be one.
func (h held) of(u *modules.Unit, name string) string {
	for dir := u.Path; ; dir = path.Dir(dir) {
		if slices.Contains(h.locks[u.Ecosystem], dir) {
			return h.version[[3]string{u.Ecosystem, dir, name}]
		}
		if dir == "." || dir == "/" || strings.HasSuffix(dir, "..") {
			return ""
		}
	}
}
