// Package goresolve works out what each Go module of a repository is built with: its
// build list and which selected module asks for which. It is the go command's minimal
// version selection, done here, so that no command is run and nothing is fetched:
//
//	roots   what the unit's go.mod requires
//	graph   the requirements of the roots; from Go 1.17 on only those, for a go.mod
//	        lists all that its build needs (pruning); of older modules everything below
//	        them, however deep
//	select  of each module the highest version that the graph asks for; where this
//	        raises a root of Go 1.17 or later, again with the raised roots
//	links   the requirements of the selected versions; what an unselected version asks
//	        for counts for the selection only
//
// A unit's replace and exclude lines hold as they do for the main module. A module that
// a folder of the repository replaces is that unit. A go.work gives one more graph,
// which all members share, with the replacements of go.work and of all members.
// The pseudo-modules go and toolchain are no modules.
//
// The go.mod files of dependencies come from the module cache (GOMODCACHE/cache/download)
// and from nowhere else. What is not there is named in Lock.Missing and in a Warning:
// what it needs may be absent, and versions selected may be too low. Which versions were
// taken back is read from the newest version in the cache: a later one may take back
// more. Which modules hold the same packages (an ambiguous import) is told by the archives
// in the cache, and so of those modules only that were downloaded.
//
// Source: https://go.dev/ref/mod#minimal-version-selection and #graph-pruning. The tests
// hold it against go mod graph and go list -m all.
package goresolve

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// Resolve returns set with a resolved Lock for every Go unit and a Together for every
// Go workspace. t is the tree that set was read from, cache the module cache's download
// folder; a nil cache is an empty one. A unit of whose dependencies nothing is in the
// cache gets no Lock.
func Resolve(set *modules.Set, t repo.Tree, cache fs.FS) *modules.Set {
	r := &resolver{tree: t, cache: cache, units: map[string]*modules.Unit{}, read: map[mod]*summary{}, retracted: map[string][]modules.Retraction{}, packages: map[mod][]string{}}
	for i := range set.Units {
		if u := &set.Units[i]; u.Ecosystem == ecosystem {
			r.units[u.Path] = u
		}
	}
	found := &modules.Set{}
	var without []gap
	for i := range set.Units {
		u := &set.Units[i]
		if u.Ecosystem != ecosystem {
			continue
		}
		l := r.unit(u)
		if len(l.Missing) > 0 {
			without = append(without, gap{u.Path, u.Manifest, l.Missing})
		}
		if len(l.Missing) == 0 || r.knows(l.Missing, u) {
			found.Locks = append(found.Locks, l)
		}
	}
	found.Warnings = missing(without)
	out := modules.Join(set, found)
	for i := range out.Workspaces {
		if w := &out.Workspaces[i]; w.Ecosystem == ecosystem {
			w.Together = r.workspace(w)
		}
	}
	return out
}

const ecosystem = "go"

// gap is a unit of whose dependencies some could not be read.
type gap struct {
	folder, manifest string
	modules          []string
}

// knows reports whether anything that a unit requires could be read.
func (r *resolver) knows(missing []string, u *modules.Unit) bool {
	return slices.ContainsFunc(u.Requirements, func(q modules.Requirement) bool {
		_, absent := slices.BinarySearch(missing, q.Name+"@"+q.Version)
		return !absent
	})
}

// missing says in one warning what could not be read, and how to get it.
func missing(gaps []gap) []finding.Warning {
	if len(gaps) == 0 {
		return nil
	}
	g := gaps[0]
	others := ""
	if n := len(gaps) - 1; n > 0 {
		others = fmt.Sprintf(", and what %d more go.mod files need", n)
	}
	what := g.modules[0]
	if n := len(g.modules) - 1; n > 0 {
		what += fmt.Sprintf(" and %d more", n)
	}
	command := "go mod graph"
	if g.folder != "." {
		command = "cd " + finding.ShellWord(g.folder) + " && " + command
	}
	return []finding.Warning{{
		Code:  "module-not-cached",
		Count: len(gaps),
		Message: fmt.Sprintf("%s: the module cache of this machine lacks the go.mod of %s%s; conflicts may be missing and counts too low there: run %s once with network",
			g.manifest, what, others, command),
	}}
}

// resolver holds what all graphs share.
type resolver struct {
	tree      repo.Tree
	cache     fs.FS
	units     map[string]*modules.Unit // by folder
	read      map[mod]*summary
	retracted map[string][]modules.Retraction // by module path
	packages  map[mod][]string                // import paths by what holds them, sorted
}

// mod is a module at a version.
type mod struct{ path, version string }

func (m mod) String() string { return m.path + "@" + m.version }

// unit resolves one go.mod.
func (r *resolver) unit(u *modules.Unit) modules.Lock {
	rules := rulesOf(u)
	return r.lock(r.build(u, rules), rules, modules.Lock{File: u.Manifest, Path: u.Path}, []*modules.Unit{u})
}

// workspace resolves the members of a go.work as one. It is nil where a member's
// requirements were not read.
func (r *resolver) workspace(w *modules.Workspace) *modules.Lock {
	rules := rules{replacements: w.Replacements}
	var members []*modules.Unit
	var mains []main
	for _, folder := range w.Members {
		u := r.units[folder]
		if u == nil {
			return nil
		}
		members = append(members, u)
		rules = rules.with(u)
	}
	for _, u := range members {
		mains = append(mains, main{unit: u, roots: rules.roots(u)})
	}
	if len(mains) == 0 {
		return nil
	}
	l := r.lock(r.load(mains, rules), rules, modules.Lock{File: w.Manifest, Path: w.Path}, members)
	return &l
}

// rules are the lines of main modules that change other modules' requirements.
type rules struct {
	replacements []modules.Replacement // the earlier ones win
	excluded     map[mod]bool
}

func rulesOf(u *modules.Unit) rules { return rules{}.with(u) }

func (r rules) with(u *modules.Unit) rules {
	out := rules{replacements: slices.Concat(r.replacements, u.Replacements), excluded: map[mod]bool{}}
	for m := range r.excluded {
		out.excluded[m] = true
	}
	for _, e := range u.Excludes {
		out.excluded[mod{e.Name, e.Version}] = true
	}
	return out
}

// roots are a unit's requirements: of two lines for one module the higher.
func (r rules) roots(u *modules.Unit) []mod {
	highest := map[string]string{}
	for _, q := range u.Requirements {
		if q.Name != u.Name && !r.excluded[mod{q.Name, q.Version}] {
			raise(highest, mod{q.Name, q.Version})
		}
	}
	return sorted(highest)
}

// replacement is what stands in for a module. One for the very version wins over one
// for all versions.
func (r rules) replacement(m mod) *modules.Replacement {
	var found *modules.Replacement
	for i := range r.replacements {
		x := &r.replacements[i]
		if x.Name != m.path {
			continue
		}
		if x.Version == m.version {
			return x
		}
		if x.Version == "" && found == nil {
			found = x
		}
	}
	return found
}

func sorted(versions map[string]string) []mod {
	out := make([]mod, 0, len(versions))
	for p, v := range versions {
		out = append(out, mod{p, v})
	}
	slices.SortFunc(out, func(a, b mod) int { return strings.Compare(a.path, b.path) })
	return out
}
