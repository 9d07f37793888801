// Package diamonds finds version conflicts that somebody in this repository can
// remove: each with the manifests that ask for the versions and the one edit that
// makes them agree. It reads manifests and lock files only (a modules.Set), so it needs
// no network, no cache and no command, and covers these rules:
//
//	workspace-skew    a dependency is required at several versions by manifests of one
//	                  repository. Problem: production manifests require it directly at
//	                  versions of different classes, and something is built with both.
//	                  Smell: production manifests differ in any other way, or in a
//	                  module whose classes promise nothing. Noise: only tools, examples
//	                  or tests differ, or replacements make the versions equal.
//	first-party-skew  a module of this repository is required at several published
//	                  versions. Problem between production manifests, smell where
//	                  only tools, examples or tests differ. A replacement by a folder
//	                  is ignored, for a consumer does not see it.
//	replace-skew      a dependency is replaced in one manifest, and not, or by
//	                  something else, in another. Problem: production manifests build
//	                  with different code bases (fork against upstream). Smell: with
//	                  different versions of one. Noise: neither.
//	work-mask         go.work builds all members with a higher version of a dependency
//	                  than a member that lists it is built with alone, so tests in the
//	                  workspace do not show what the member's users get. Problem: more
//	                  than a patch release, directly required by a library that others
//	                  here take at published versions. Smell: otherwise directly
//	                  required by production code. Noise: neither, or workspace-skew
//	                  asks for the same edit (derived).
//	go/two-majors     two major versions of one module (/v2, /v3; gopkg.in .v2, .v3)
//	                  are in one build. Problem: two or three are direct. Smell: four
//	                  are and more, on purpose; or one is, and go.mod lists another.
//	                  Noise: none is; only the build list holds the others; only other
//	                  modules with several majors ask for them (derived). One step
//	                  lower in tools, examples and tests.
//	go/requirement-skew
//	                  a module that go.mod lists asks for another listed one at a
//	                  version of another class than is built. Problem: both are
//	                  directly required and the versions are majors from 1 on; a
//	                  replacement holds down a direct requirement; the built version
//	                  of one was taken back by its authors. Smell: a direct
//	                  requirement otherwise. Noise: an indirect one; golang.org/x,
//	                  genproto and modules without releases, whose classes promise
//	                  nothing. One step lower in tools, examples and tests. Where the
//	                  sources were read (package proof), one step lower if the asker
//	                  uses no name that differs, noise if it uses none.
//	go/ambiguous-import
//	                  a folder became a module of its own, and the module around it is
//	                  built at an older version that holds the folder, too. Problem:
//	                  code here imports a package of both. Smell: go.mod lists both.
//	                  Noise: neither.
//	go/vendor-skew    the vendor folder holds another version than go.mod requires.
//	                  Always a problem: the go command refuses to build.
//	lock-duplicate    one name stands at several versions in one lock file. Problem:
//	                  units of this repository require incompatible ones directly, or a
//	                  program can hold but one (singletons such as react or tokio).
//	                  Smell: they require one of them directly, or several of one
//	                  class. Noise: none; everything
//	                  that requires it is a duplicate itself (derived); it is for
//	                  another platform; dedupable tells it. One step lower where only
//	                  tools, examples and tests, or units for their development
//	                  alone, ask for the second version.
//	dedupable         every range that the lock records accepts one version that is
//	                  installed already: the package manager removes the others
//	                  without any change of code. Problem: lock-duplicate would be
//	                  one, or the product gets versions that are incompatible, and all
//	                  ranges accept the highest. Smell:
//	                  they are of one class, or for development, or the lock is that
//	                  of a tool, an example or a test, or only a lower one fits all. It can be told only where the
//	                  lock holds the ranges: those of npm, yarn and poetry do, those of
//	                  pnpm and Cargo do not; and not of names that are overridden.
//	                  Yarn from 2 on can only move to the highest version installed.
//	registry-copy     a unit of this repository is also installed from the registry.
//	                  Problem. Smell where only third parties ask for it, or units for
//	                  their development, or, of a crate, all that do: Cargo takes a
//	                  unit by its path alone, so that they want the release. Noise
//	                  where the unit is a tool, an example or a test, or private and
//	                  taken by no other unit: then another package has its name.
//
// The class of a version is what promises compatibility: "x" for x ≥ 1, "0.y" below
// (gomod.Class, version.Scheme). Versions of one class are drift, of different classes incompatible.
// By semantic versioning 0.y promises nothing, and in Go too a step of y counts as another
// class. golang.org/x and genproto are the exception: they have counted 0.y upwards for years
// and keep what they offer, and a Go build takes the highest version that is asked for. A
// difference of 0.y there is told as incompatible, with its edit, but is never more than a smell.
//
// Two manifests meet where something is built or installed with both: one takes in the other, a
// third unit, a lock file or a workspace takes in both, or both leave versions to one file. Those
// that never meet (services, samples side by side) cannot collide, so that their skew is a
// smell at most (Diamond.Apart). Who outside of the repository uses both is not known.
//
// Locks of Bundler and Composer are each an application's own, whose manifest may ask for no
// version: they are compared with one another, by what the applications ask for themselves,
// and only other classes count.
//
// What is on purpose is noise, and its advice is to leave it: folders that are there to build
// with a version each, as their names and their manifests say (react-next-14 beside
// react-next-15, each with that next), and projects that switch the list of versions off.
//
// What does not count as a version: a requirement that a folder replaces, v0.0.0 and
// the pseudo-version of year 1 (placeholders for a replacement), a version that the
// same manifest excludes. Workspace skew of a first-party module is told by
// first-party-skew; it is kept as derived noise. A first-party module that some
// manifests replace by its folder and some do not is how multi-module repositories
// work and is not a finding.
//
// The skews outside Go compare what manifests say, by each ecosystem's rules. npm and Cargo
// ask for ranges: two are incompatible if they are of different classes and no version
// meets both, and noise if one lock file resolves them all to one version. Python's ranges
// are no versions; exact pins and lock files are, and locks of one tool are compared with
// one another, as are Gradle's: what nobody here asks for itself is noise there. Maven,
// Gradle and NuGet ask for one version unless they write a range. Bazel's versions promise
// nothing, so that they only drift. A problem is between requirements of the product that
// are not for building or testing alone; peer ranges are meant to differ. A version that
// is set outside the repository is unknown and never in conflict; tags, addresses and
// "anything" are no versions. A project that departs from the list of versions that the
// repository keeps for all (Directory.Packages.props) is replace-skew. Several versions by
// condition or platform within one unit or lock are noise. Noise that rests on
// versions which Maven does not confirm without the network, or only on locks of different
// tools, is not told at all.
//
// Of a part of a repository (modules.Set.Within) the units above it only count for
// comparing: a conflict that no manifest below the analysed folder has a line in is
// not the folder's, and is not told.
//
// Limits: manifests before Go 1.17 list only part of what is built, so majors are a
// lower bound there (a Warning). From Go 1.17 on what they list is an upper bound of
// what is linked. Requirement skew, ambiguous imports and majors that only the build list
// holds can be told of resolved builds only (modules.Lock.Resolved); work masks without
// one follow what manifests list. Whether all of a repository lags
// behind its own newest release cannot be told from manifests.
//
// Source of the definitions: the measurements behind seam's design (1,263 duplicated
// names in nine lock files, 25 of them asked for by first-party code), cargo-deny's
// and maven-enforcer's users, and "dependency hell" in Brikman, Fundamentals of DevOps
// and Software Delivery, part 6.
package diamonds

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/format/gomod"
	"seam/analyze/modules"
	"seam/analyze/proof"
	"seam/analyze/repo"
)

// The rules, as they stand in Diamond.Rule.
const (
	WorkspaceSkew  = "workspace-skew"
	FirstPartySkew = "first-party-skew"
	ReplaceSkew    = "replace-skew"
	WorkMask       = "work-mask"
	GoTwoMajors    = "go/two-majors"

	GoRequirementSkew = "go/requirement-skew"
	GoAmbiguousImport = "go/ambiguous-import"
	GoVendorSkew      = "go/vendor-skew"
)

// Diamond is one dependency that is wanted at several versions.
type Diamond struct {
	ID             string           `json:"id"` // diamond:RULE:ECOSYSTEM:DEPENDENCY, then :UNIT where each unit has its own
	Rule           string           `json:"rule"`
	Ecosystem      string           `json:"ecosystem"`
	Unit           string           `json:"unit"` // folder of the manifest that the edit goes to
	Dependency     string           `json:"dependency"`
	Severity       finding.Severity `json:"severity"`
	Message        string           `json:"message"`         // one sentence: who wants what, and what that means
	Incompatible   bool             `json:"incompatible"`    // the versions are of different classes
	DirectVersions int              `json:"direct_versions"` // how many of the versions first-party manifests require directly
	Derived        bool             `json:"derived"`         // only there because of another finding
	Apart          bool             `json:"apart,omitempty"` // a skew of versions that no build here takes in together
	Versions       []Version        `json:"versions"`        // lowest first
	Selected       string           `json:"selected,omitempty"`
	Location       finding.Location `json:"location"` // the line that should change
	Fix            *finding.Fix     `json:"fix,omitempty"`
	Decides        string           `json:"decides,omitempty"` // what chooses among the versions
	Cause          string           `json:"cause,omitempty"`   // equal for conflicts that one edit removes together
	Folded         []string         `json:"folded,omitempty"`  // duplicates of the same lock that are there only because of this one
	Key            finding.Key      `json:"-"`                 // what Findings makes the fingerprint of
	Also           []finding.Key    `json:"-"`                 // the keys under which other rules may know it already

	Proof    *proof.Answer   `json:"proof,omitempty"` // what the sources of Go modules say, where they were asked
	Question *proof.Question `json:"-"`               // what to ask them; nil for nothing. Folders are as in Unit
}

// Version is one version of a Diamond, who asks for it, and a path that proves it. For
// replace-skew it is what the dependency is built from: "PATH VERSION" or a folder.
// For go/two-majors it is "PATH@VERSION".
type Version struct {
	Version    string             `json:"version"`
	RequiredBy []string           `json:"required_by"`         // unit folders, sorted
	Path       []string           `json:"path"`                // from a first-party unit to the dependency
	Locations  []finding.Location `json:"locations,omitempty"` // the requiring lines, in the order of RequiredBy
}

// Options choose what Find returns. The zero value hides noise.
type Options struct {
	All bool // noise too

	// Imported tells the import paths that first-party Go code imports from outside the
	// repository. nil where that is not known.
	Imported func(path string) bool

	Answers map[string]proof.Answer // to the Questions of an earlier Find, by the ids of their diamonds
}

// Hidden counts what was left out as noise.
type Hidden struct {
	Rule  string `json:"rule"`
	Count int    `json:"count"`
}

// Result is what Find found: the worst first, then by rule, dependency and unit.
type Result struct {
	Diamonds []Diamond
	Hidden   []Hidden // by rule; empty with Options.All
	Warnings []finding.Warning
}

// Find applies every rule to the units of one repository.
func Find(set *modules.Set, opt Options) Result {
	deps, together := gather(set), newBuilds(set)
	var all []Diamond
	for _, d := range deps {
		all = append(all, d.skew(together)...)
		all = append(all, d.replaceSkew()...)
	}
	builds := resolvedUnits(set)
	for i := range set.Units {
		all = append(all, twoMajors(&set.Units[i], builds)...)
		all = append(all, vendorSkew(&set.Units[i])...)
	}
	for _, b := range builds {
		all = append(all, b.requirementSkew()...)
		all = append(all, b.ambiguous(opt.Imported)...)
	}
	all = append(all, workMasks(set, deps, builds)...)
	foldMasks(all)
	all = append(all, lockDiamonds(set)...)
	all = append(all, manifestSkews(set, together)...)
	prove(all, opt.Answers)
	all = slices.DeleteFunc(all, Diamond.outside)
	slices.SortFunc(all, compare)
	for i := range all {
		all[i].Decides = decides(&all[i])
	}
	fold(all)
	r := Result{Warnings: warnings(set)}
	r.Diamonds, r.Hidden = hide(all, opt)
	return r
}

// outside reports that every line of the conflict stands above the analysed folder.
func (d Diamond) outside() bool {
	return repo.Outside(d.Location.File) && !slices.ContainsFunc(d.Versions, func(v Version) bool {
		return slices.ContainsFunc(v.Locations, func(l finding.Location) bool { return !repo.Outside(l.File) })
	})
}

func compare(a, b Diamond) int {
	return cmp.Or(
		cmp.Compare(b.Severity.Rank(), a.Severity.Rank()),
		strings.Compare(a.Rule, b.Rule),
		strings.Compare(a.Dependency, b.Dependency),
		strings.Compare(a.Unit, b.Unit),
		strings.Compare(a.ID, b.ID),
	)
}

// hide leaves noise out and counts it. Noise stands last, by rule.
func hide(all []Diamond, opt Options) ([]Diamond, []Hidden) {
	first := slices.IndexFunc(all, func(d Diamond) bool { return d.Severity == finding.Noise })
	if opt.All || first < 0 {
		return all, nil
	}
	var hidden []Hidden
	for _, d := range all[first:] {
		if d.Rule == WorkMask && d.Derived {
			continue // told already, with the same edit
		}
		if n := len(hidden); n > 0 && hidden[n-1].Rule == d.Rule {
			hidden[n-1].Count++
		} else {
			hidden = append(hidden, Hidden{Rule: d.Rule, Count: 1})
		}
	}
	return all[:first], hidden
}

func warnings(set *modules.Set) []finding.Warning {
	var old []string
	for _, u := range set.Units {
		if u.Ecosystem == ecosystem && !repo.Outside(u.Path) && len(u.Requirements) > 0 && !gomod.Pruned(u.GoVersion) {
			old = append(old, u.Manifest)
		}
	}
	if len(old) == 0 {
		return nil
	}
	return []finding.Warning{{
		Code:    "partial-requirements",
		Message: fmt.Sprintf("%s: before Go 1.17 a go.mod lists only part of what is built, so there may be more conflicts than shown; raise the go directive and run go mod tidy", english.Some(old, 3)),
		Count:   len(old),
	}}
}
