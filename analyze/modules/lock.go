package modules

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/finding"
)

// Kind says what a requirement is for.
type Kind string

// The kinds of requirements. What a manifest does not tell apart is Production.
const (
	Production  Kind = ""            // needed where the unit runs
	Development Kind = "development" // needed to build or to test the unit only
	Peer        Kind = "peer"        // whoever uses the unit must bring it
	Optional    Kind = "optional"    // used if it is there
)

// Binding ranks kinds: of two requirements of one name, the one with the larger number
// binds the unit more.
func (k Kind) Binding() int {
	switch k {
	case Production:
		return 2
	case Optional:
		return 1
	}
	return 0
}

// Lock is what a package manager resolved for one or more units: what it wrote down in
// a lock file or, with Resolved, what it would build a unit with.
type Lock struct {
	File      string // the lock file
	Path      string // its folder
	Ecosystem string
	Packages  []Package // sorted by Name, then Version in byte order, then Unit

	// Resolved marks a graph that no file of the repository holds: it was worked out
	// from the manifests and what this machine has of the dependencies' manifests. File
	// is the manifest then.
	Resolved bool
	Missing  []string // NAME@VERSION whose own requirements could not be read, sorted: what they need may be absent
}

// longest bounds, in bytes, what a warning quotes of a file.
const longest = 200

// Holes are what packages of a lock require and the lock holds nothing for.
type Holes struct {
	n     int
	first string
}

// Add counts what a package requires. The first by name is the example.
func (h *Holes) Add(by *Package, name, rng string) {
	who := by.Unit
	switch {
	case by.Unit == ".":
		who = "the root"
	case by.Unit == "":
		who = by.Name
	}
	text := strings.TrimSpace(who + " asks for " + name + " " + rng)
	if len(text) > longest {
		text = strings.ToValidUTF8(text[:longest], "") + "…"
	}
	if h.n == 0 || text < h.first {
		h.first = text
	}
	h.n++
}

// Incomplete warns of a lock with holes; command brings it up to date.
func (s *Set) Incomplete(file string, h Holes, command string) {
	if h.n > 0 {
		s.Warn("lock-incomplete", h.n, "%s holds nothing for some of what its packages require (%s); bring it up to date with %s", file, h.first, command)
	}
}

// Package is one version of one name in a Lock, however often it is installed.
type Package struct {
	Name     string // the real name where an alias stands for it
	Version  string // "" for a unit without one
	Unit     string // folder of the first-party unit that it is, from the repository root; "" for third parties
	Places   int    // how often it is installed; 0 where the ecosystem installs each version once
	Fork     bool   // one of several versions that the lock keeps for different platforms or markers
	Bundled  bool   // it comes inside another package's archive: no package manager can merge it
	Requires []Link // sorted by To, then Range
	Line     int    // where it stands in File, from 1; 0 is unknown

	Replaced  *Replacement // what the unit builds in its place; nil for nothing
	Overlaps  []Overlap    // packages that another package of the lock has, too; sorted by With
	Retracted []string     // of Version and the versions that links ask for, those that its authors took back, sorted
}

// Overlap says that a package of a lock holds folders of code that another one holds at
// the same import paths.
type Overlap struct {
	With    string   // the name of the other one, which lies below this one's path
	Folders []string // import paths, sorted; never empty
}

// FirstParty reports whether a package is a unit of the repository.
func (p *Package) FirstParty() bool { return p.Unit != "" }

// Link is one package's need for another.
type Link struct {
	To    int    // index into Lock.Packages
	Range string // as the package asks for it; "" where the lock does not say
	Kind  Kind
}

// Sort brings the packages into their order and renumbers the links; readers call it
// last. Links are sorted, and equal ones folded.
func (l *Lock) Sort() {
	order := make([]int, len(l.Packages))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int {
		a, b := &l.Packages[x], &l.Packages[y]
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Version, b.Version), strings.Compare(a.Unit, b.Unit))
	})
	sorted, at := make([]Package, len(order)), make([]int, len(order))
	for i, o := range order {
		sorted[i], at[o] = l.Packages[o], i
	}
	for i := range sorted {
		links := slices.Clone(sorted[i].Requires)
		for k := range links {
			links[k].To = at[links[k].To]
		}
		slices.SortFunc(links, compareLinks)
		sorted[i].Requires = slices.Compact(links)
	}
	l.Packages = sorted
}

func compareLinks(a, b Link) int {
	return cmp.Or(cmp.Compare(a.To, b.To), strings.Compare(a.Range, b.Range), strings.Compare(string(a.Kind), string(b.Kind)))
}

// Location is where a package stands in the lock.
func (l *Lock) Location(p *Package) finding.Location {
	return finding.Location{File: l.File, Line: p.Line}
}
