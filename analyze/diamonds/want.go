package diamonds

import (
	"cmp"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/gomod"
	"seam/analyze/modules"
)

// ecosystem: the rules in this file are Go's, with its version arithmetic. Other ecosystems are
// judged by their manifests and locks (wish.go, lock.go).
const ecosystem = "go"

// want is one unit's wish for a dependency.
type want struct {
	unit       *modules.Unit
	name       string
	version    string // as required; "" if the unit only replaces it
	indirect   bool
	location   finding.Location     // the require line
	replaced   *modules.Replacement // what the unit builds instead; nil for nothing
	production bool                 // the unit is not for tools, examples or tests only
	unlisted   bool                 // the manifest does not name it: only the build list holds it
	alone      string               // work-mask: the version that the unit builds without the workspace
	released   bool                 // work-mask: others take the unit at a published version
}

// dependency is everything that is said about one name, by unit.
type dependency struct {
	name       string
	firstParty bool
	wants      []want
}

// gather turns units inside out: by dependency, in order of their names.
func gather(set *modules.Set) []dependency {
	byName := map[string][]want{}
	for i := range set.Units {
		if u := &set.Units[i]; u.Ecosystem == ecosystem {
			for _, w := range wantsOf(u) {
				byName[w.name] = append(byName[w.name], w)
			}
		}
	}
	declared := set.Declared(ecosystem)
	deps := make([]dependency, 0, len(byName))
	for name, wants := range byName {
		slices.SortFunc(wants, func(a, b want) int { return strings.Compare(a.unit.Path, b.unit.Path) })
		deps = append(deps, dependency{name: name, firstParty: declared[name], wants: wants})
	}
	slices.SortFunc(deps, func(a, b dependency) int { return strings.Compare(a.name, b.name) })
	return deps
}

// wantsOf lists what a unit wants, one want a name: of two lines for one module the
// go command takes the higher.
func wantsOf(u *modules.Unit) []want {
	var out []want
	production := IsProduction(u.Path)
	for i, r := range u.Requirements {
		higher := i+1 < len(u.Requirements) && u.Requirements[i+1].Name == r.Name
		if higher || excluded(u, r) {
			continue
		}
		out = append(out, want{unit: u, name: r.Name, version: r.Version, indirect: r.Indirect, location: r.Location, replaced: replacement(u, r), production: production})
	}
	for i := range u.Replacements {
		r := &u.Replacements[i]
		if !requires(u, r.Name) && (i == 0 || u.Replacements[i-1].Name != r.Name) {
			out = append(out, want{unit: u, name: r.Name, location: r.Location, replaced: r, production: production})
		}
	}
	return out
}

func excluded(u *modules.Unit, r modules.Requirement) bool {
	return slices.ContainsFunc(u.Excludes, func(e modules.Requirement) bool { return e.Name == r.Name && e.Version == r.Version })
}

func requires(u *modules.Unit, name string) bool {
	_, ok := slices.BinarySearchFunc(u.Requirements, name, func(r modules.Requirement, s string) int { return strings.Compare(r.Name, s) })
	return ok
}

// replacement is what the unit builds in place of a requirement. One for the very
// version wins over one for all versions.
func replacement(u *modules.Unit, r modules.Requirement) *modules.Replacement {
	var found *modules.Replacement
	i, _ := slices.BinarySearchFunc(u.Replacements, r.Name, func(x modules.Replacement, s string) int { return strings.Compare(x.Name, s) })
	for ; i < len(u.Replacements) && u.Replacements[i].Name == r.Name; i++ {
		switch x := &u.Replacements[i]; x.Version {
		case r.Version:
			return x
		case "":
			found = x
		}
	}
	return found
}

// direct reports that the unit's own code needs the dependency.
func (w want) direct() bool { return w.version != "" && !w.indirect }

// inFolder reports that a folder replaces the dependency, so that no version is used.
func (w want) inFolder() bool { return w.replaced != nil && w.replaced.Folder }

// forked reports that a module of another name replaces the dependency.
func (w want) forked() bool {
	return w.replaced != nil && !w.replaced.Folder && w.replaced.NewName != w.name
}

// built is the version that the unit's build uses: a replacement of the same name
// overrides the requirement.
func (w want) built() string {
	if w.replaced != nil && w.replaced.NewName == w.name {
		return w.replaced.NewVersion
	}
	return w.version
}

// decides is the line that sets the built version.
func (w want) decides() finding.Location {
	if w.built() != w.version {
		return w.replaced.Location
	}
	return w.location
}

// lowestFirst orders wants by the version they build, then those that matter more:
// production before the rest, direct before indirect.
func lowestFirst(a, b want) int {
	return cmp.Or(
		gomod.Compare(a.built(), b.built()),
		compareBool(b.production, a.production),
		compareBool(a.indirect, b.indirect),
		strings.Compare(a.unit.Path, b.unit.Path),
	)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

func filter(wants []want, keep func(want) bool) []want {
	var out []want
	for _, w := range wants {
		if keep(w) {
			out = append(out, w)
		}
	}
	return out
}

// distinct lists the different values of f, sorted.
func distinct[T any](list []T, f func(T) string) []string {
	out := make([]string, 0, len(list))
	for _, w := range list {
		out = append(out, f(w))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func classBuilt(w want) string { return gomod.Class(w.built()) }

func classRequired(w want) string { return gomod.Class(w.version) }

// step is the last step of the path that proves a want.
func (w want) step() string {
	s := w.name
	if w.version != "" {
		s += "@" + w.version
	}
	if w.replaced != nil {
		s += " => " + w.source()
	}
	return s
}

// source is what the unit builds as the dependency: "PATH VERSION", or a folder (from
// the repository root where it lies inside).
func (w want) source() string {
	if w.inFolder() {
		return w.origin()
	}
	return strings.TrimSpace(w.origin() + " " + w.final())
}

// origin is source without the version: the code base that the unit builds with.
func (w want) origin() string {
	switch {
	case w.replaced == nil:
		return w.name
	case w.replaced.Target != "":
		return w.replaced.Target
	}
	return w.replaced.NewName
}

// final is the version of source; "" for a folder.
func (w want) final() string {
	if w.replaced != nil {
		return w.replaced.NewVersion
	}
	return w.version
}

// versions groups wants by label, in the given order, which must keep the wants of
// one label together.
func versions(wants []want, label func(want) string, order func(a, b want) int) []Version {
	sorted := slices.Clone(wants)
	slices.SortFunc(sorted, func(a, b want) int { return cmp.Or(order(a, b), strings.Compare(a.unit.Path, b.unit.Path)) })
	var out []Version
	for _, w := range sorted {
		if n := len(out); n == 0 || out[n-1].Version != label(w) {
			out = append(out, Version{Version: label(w), Path: []string{w.unit.Path, w.step()}})
		}
		v := &out[len(out)-1]
		v.RequiredBy = append(v.RequiredBy, w.unit.Path)
		v.Locations = append(v.Locations, w.location)
	}
	return out
}

func byVersion(a, b want) int { return gomod.Compare(a.version, b.version) }
