// Package modules holds what a repository's own manifests say about versions, the
// same for every package manager: which unit requires what, at which version, on
// which line, and what is replaced. Each ecosystem has a reader in a folder of its
// own below this one. Only committed files are read: no network, no cache, no
// command.
package modules

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/repo"
)

// Unit is one thing with its own requirements: a go.mod, a package.json, a crate.
type Unit struct {
	Path      string // folder of the manifest; "." is the root
	Manifest  string // the manifest file
	Ecosystem string // go, npm, cargo, maven, gradle, sbt, python, nuget, bundler, composer, pub, swiftpm, bazel
	Name      string // as others require it
	GoVersion string // the language version it asks for, where the ecosystem has one
	Private   bool   // never published, by its own manifest

	// OptsOut is the line that switches off, for this unit, the list of versions that is kept
	// for all; zero where none does.
	OptsOut finding.Location

	Requirements []Requirement // sorted by name, then version
	Replacements []Replacement // sorted by name
	Excludes     []Requirement // versions that must not be chosen
	Vendored     []Requirement // what the copies beside the manifest say they are, of what it requires; sorted as Requirements
	Retracts     []Retraction  // versions of its own that it takes back, in the order of the file
}

// Requirement is one line that asks for a dependency.
type Requirement struct {
	Name     string // the real name where an alias stands for it
	Version  string // a version or a range, as written, properties filled in; "" where the manifest leaves it to somebody else
	Indirect bool   // listed only because something else needs it
	Kind     Kind
	Unit     string // folder of the first-party unit that it is taken from (workspace:, path =, ProjectReference …); "" otherwise
	Location finding.Location

	// Central says that the unit leaves the version to a list that is kept for all units.
	Central bool

	// Conditional says that the line counts for some platforms or targets only, or under
	// another name (an alias), so that another line of the unit may ask for another version.
	Conditional bool

	// Unconfirmed says that Version is what the repository says, but that the package
	// manager does not take it without the network.
	Unconfirmed bool

	// Decides is the line that sets Version where another one does: a property, a
	// parent, a central list of versions. The zero value is Location itself.
	Decides finding.Location
}

// Sets is the line that an edit of the version goes to.
func (r *Requirement) Sets() finding.Location {
	if r.Decides.File != "" {
		return r.Decides
	}
	return r.Location
}

// Replacement swaps one dependency for another module or a folder.
type Replacement struct {
	Name, Version       string // the dependency that is replaced; Version "" means every version
	NewName, NewVersion string // by what; NewVersion "" for a folder
	Folder              bool   // NewName is a path on disk
	Target              string // that folder from the repository root; "" if it lies outside
	Location            finding.Location
}

// Retraction is a range of a unit's own published versions that nobody should use.
type Retraction struct {
	Low, High string // equal for a single version; both are included
	Rationale string // as its authors put it; may be empty
	Location  finding.Location
}

// Workspace names the units that are built together (a go.work).
type Workspace struct {
	Path, Manifest string
	Ecosystem      string
	Members        []string // unit folders, sorted
	Replacements   []Replacement

	// Together is what the members are built with as one, where that was resolved: a
	// Lock whose first-party packages are the members. nil where it was not.
	Together *Lock
}

// Set is every unit of a repository. Units are sorted by Path, then Ecosystem.
type Set struct {
	Units      []Unit
	Workspaces []Workspace
	Locks      []Lock   // sorted by File
	Broken     []Broken // manifests and locks that could not be read, or only in part
	Warnings   []finding.Warning
}

// Broken is a manifest that its own package manager refuses. What could be read of it
// stands in Units all the same; a gate must never take that, or its absence, for
// "nothing found".
type Broken struct {
	Ecosystem string
	Location  finding.Location
	Message   string
}

// Lacking reports whether a manifest was not read because the clone is partial.
func (b Broken) Lacking() bool { return strings.Contains(b.Message, repo.ErrMissing.Error()) }

// Declared is the set of names that units of an ecosystem declare: the first party.
func (s *Set) Declared(ecosystem string) map[string]bool {
	names := map[string]bool{}
	for _, u := range s.Units {
		if u.Ecosystem == ecosystem {
			names[u.Name] = true
		}
	}
	return names
}

// Source gives what the package manager of an ecosystem says of a tree: the Set that its
// Load makes, which nobody may change.
type Source func(ecosystem string) *Set

// Join puts the sets that the readers of several ecosystems made into one. It takes
// their slices over.
func Join(sets ...*Set) *Set {
	out := &Set{}
	for _, s := range sets {
		out.Units = append(out.Units, s.Units...)
		out.Workspaces = append(out.Workspaces, s.Workspaces...)
		out.Locks = append(out.Locks, s.Locks...)
		out.Broken = append(out.Broken, s.Broken...)
		out.Warnings = append(out.Warnings, s.Warnings...)
	}
	slices.SortStableFunc(out.Units, func(a, b Unit) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Ecosystem, b.Ecosystem), strings.Compare(a.Manifest, b.Manifest))
	})
	slices.SortStableFunc(out.Workspaces, func(a, b Workspace) int { return strings.Compare(a.Manifest, b.Manifest) })
	slices.SortStableFunc(out.Locks, func(a, b Lock) int { return strings.Compare(a.File, b.File) })
	slices.SortStableFunc(out.Broken, func(a, b Broken) int { return a.Location.Compare(b.Location) })
	finding.SortWarnings(out.Warnings)
	return out
}
