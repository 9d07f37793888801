package diamonds

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
)

// fold says which conflicts have one root cause (Diamond.Cause), so that formats can show
// them as one:
//
//	dedupable        those of one lock file: the package manager merges them in one run
//	lock-duplicate   those of one lock that the same requirement brings in, those
//	                 that exist only because of another one (derived), and the skew
//	                 of the manifests that its edit removes as well
//	skews            dependencies that the same units ask for at the same versions: they
//	                 are released and raised together
//
// Every conflict keeps its own key, so that a gate compares them one by one: that a known
// one goes does not make the rest of its group new.
func fold(all []Diamond) {
	for i := range all {
		all[i].Cause = causeOf(&all[i])
	}
	joinLocks(all)
	foldDerived(all)
	count := map[string]int{}
	for _, d := range all {
		count[d.Cause]++
	}
	for i := range all {
		if count[all[i].Cause] == 1 {
			all[i].Cause = ""
		}
	}
}

// causeOf is what a conflict shares with those that one edit removes together; the
// conflict itself where there is none.
func causeOf(d *Diamond) string {
	switch d.Rule {
	case Dedupable:
		return strings.Join([]string{d.Rule, d.Ecosystem, d.lockFile()}, " ")
	case LockDuplicate:
		if d.Fix != nil && d.Fix.File != "" && d.Fix.Version == "" {
			return fmt.Sprintf("%s %s %s %s:%d", d.Rule, d.Ecosystem, d.place(), d.Fix.File, d.Fix.Line)
		}
	case WorkspaceSkew, FirstPartySkew, ReplaceSkew, GoRequirementSkew, WorkMask:
		parts := []string{d.Rule, d.Ecosystem, string(d.Severity)}
		for _, v := range d.Versions {
			parts = append(parts, v.Version+" by "+strings.Join(v.RequiredBy, ","))
		}
		return strings.Join(parts, "; ")
	}
	return d.ID
}

// lockFile is the file that a dedupable name is merged in.
func (d *Diamond) lockFile() string {
	if d.Fix != nil && d.Fix.File != "" {
		return d.Fix.File
	}
	return d.Location.File
}

// place is the lock of a lock's conflict, as it ends the ID.
func (d *Diamond) place() string {
	return strings.TrimPrefix(d.ID, "diamond:"+d.Rule+":"+d.Ecosystem+":"+d.Dependency+":")
}

// foldDerived puts derived duplicates under the duplicate that they come from, which
// counts them. Of several it is the first by name.
func foldDerived(all []Diamond) {
	type key struct{ ecosystem, place, name string }
	at := map[key]int{}
	for i := range all {
		if d := &all[i]; d.Rule == LockDuplicate {
			at[key{d.Ecosystem, d.place(), d.Dependency}] = i
		}
	}
	for i := range all {
		d := &all[i]
		if d.Rule != LockDuplicate || !d.Derived {
			continue
		}
		root := -1
		seen, queue := map[int]bool{i: true}, []int{i}
		for len(queue) > 0 {
			x := &all[queue[0]]
			queue = queue[1:]
			for _, name := range x.requirers() {
				k, ok := at[key{d.Ecosystem, d.place(), name}]
				if !ok || seen[k] {
					continue
				}
				seen[k] = true
				if all[k].Derived {
					queue = append(queue, k)
				} else if root < 0 || all[k].Dependency < all[root].Dependency {
					root = k
				}
			}
		}
		if root >= 0 {
			d.Cause = all[root].Cause
			all[root].Folded = append(all[root].Folded, d.Dependency)
		}
	}
	for i := range all {
		slices.Sort(all[i].Folded)
	}
}

// requirers are the names of the packages that ask for any version.
func (d *Diamond) requirers() []string {
	var out []string
	for _, v := range d.Versions {
		for _, label := range v.RequiredBy {
			if i := strings.LastIndexByte(label, '@'); i > 0 {
				out = append(out, label[:i])
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Groups lists conflicts of one cause together, in the order of the first of each. The
// worst leads, of equally bad ones one that is not derived.
func Groups(ds []Diamond) [][]Diamond {
	groups := finding.Fold(ds, func(d Diamond) string { return d.Cause })
	for _, g := range groups {
		slices.SortStableFunc(g, func(a, b Diamond) int {
			return cmp.Or(cmp.Compare(b.Severity.Rank(), a.Severity.Rank()), compareBool(a.Derived, b.Derived))
		})
	}
	return groups
}

// decides says what chooses among the versions when something is built.
func decides(d *Diamond) string {
	switch d.Rule {
	case LockDuplicate, Dedupable, RegistryCopy:
		return besides[d.Ecosystem]
	case GoTwoMajors:
		return "Go builds both: each major version has a path of its own"
	case GoRequirementSkew:
		return "minimal version selection builds the highest version that any module asks for"
	case WorkMask:
		return "with go.work all members are built with the highest version that any of them asks for"
	case WorkspaceSkew, FirstPartySkew:
		if path.Base(d.Location.File) == "uv.lock" || path.Base(d.Location.File) == "poetry.lock" {
			return "each lock file is installed on its own"
		}
		return between[d.Ecosystem]
	case ReplaceSkew:
		if d.Ecosystem == ecosystem {
			return "replace lines count only where the module itself is built: whoever imports it gets the original"
		}
		return "the project's own version wins over the central list"
	}
	return ""
}

// besides is what a package manager does with several versions in one lock.
var besides = map[string]string{
	"npm":    "several versions are installed side by side, and each package gets the one nearest to it",
	"cargo":  "Cargo builds one version of each class, and different classes side by side",
	"python": "one environment holds one version: markers choose",
}

// between is what becomes of manifests that ask for different versions.
var between = map[string]string{
	ecosystem:  "each module is built with the highest version that it or what it requires asks for; who imports several gets the highest of all",
	"npm":      "ranges that overlap can share one version; others are installed side by side",
	"cargo":    "Cargo builds one version of each class, and different classes side by side",
	"composer": "composer installs one version: what is installed together must agree",
	"maven":    "Maven takes the declaration nearest to what is built, of equally near ones the first",
	"gradle":   "Gradle takes the highest version that a build asks for",
	"sbt":      "sbt takes the highest version that a build asks for",
	"nuget":    "NuGet takes the version nearest to the project that is built",
	"python":   "one environment holds one version: what is installed together must agree",
	"bundler":  "one bundle holds one version: what is bundled together must agree",
	"swiftpm":  "one program holds one version: what is built together must agree",
	"pub":      "one application holds one version: what is built together must agree",
	"bazel":    "the module that is built gets the highest version that any module asks for",
}
