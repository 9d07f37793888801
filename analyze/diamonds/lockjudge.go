package diamonds

import (
	"fmt"
	"slices"
	"strings"

	"seam/analyze/english"
	"seam/analyze/finding"
	"seam/analyze/modules"
)

// singletons are packages of which one program can hold but one version: they keep what
// is shared in variables of their own, so that two of them do not see each other.
var singletons = map[string][]string{
	"npm":    {"react", "react-dom", "vue"},
	"cargo":  {"tokio", "serde"},
	"maven":  {"com.google.protobuf:protobuf-java", "log4j:log4j", "org.apache.logging.log4j:log4j-api", "org.apache.logging.log4j:log4j-core", "org.slf4j:slf4j-api"},
	"gradle": {"com.google.protobuf:protobuf-java", "log4j:log4j", "org.apache.logging.log4j:log4j-api", "org.apache.logging.log4j:log4j-core", "org.slf4j:slf4j-api"},
	"sbt":    {"com.google.protobuf:protobuf-java", "log4j:log4j", "org.apache.logging.log4j:log4j-api", "org.apache.logging.log4j:log4j-core", "org.slf4j:slf4j-api"},
	"python": {"protobuf"},
	"nuget":  {"google.protobuf", "log4net"},
}

// families are packages for one platform each, which others choose; by how their names
// begin.
var families = map[string][]string{
	"cargo": {"windows_", "windows-", "wasi", "wasip", "objc2"},
}

func (l *locked) singleton(name string) bool {
	return slices.Contains(singletons[l.Ecosystem], name)
}

// platform reports whether a name belongs to a family of packages for other platforms.
func (l *locked) platform(name string) bool {
	return slices.ContainsFunc(families[l.Ecosystem], func(f string) bool {
		rest, ok := strings.CutPrefix(name, f)
		return ok && (rest == "" || strings.ContainsAny(f[len(f)-1:], "_-") || rest[0] == '-')
	})
}

// judge grades a name with several versions, and returns the packages that decided it.
func (l *locked) judge(g, direct []int, derived bool) (severity finding.Severity, deciding []int) {
	name, own := l.Packages[g[0]].Name, l.byProduct(direct)
	switch {
	case l.forks(g) || derived:
		return finding.Noise, g
	case l.scheme.Incompatible(l.versionsOf(own)...):
		return finding.Problem, own
	case l.singleton(name):
		if grave := l.grave(g); len(grave) >= 2 {
			return finding.Problem, grave
		}
		return finding.Smell, g
	case len(direct) == 0 || len(direct) == 1 && l.platform(name):
		return finding.Noise, g
	}
	return finding.Smell, g
}

// alike are the keys under which another rule may know a conflict already: the same packages
// that could be merged, and the manifests that ask for versions which are in conflict.
func (l *locked) alike(d *Diamond, deciding []int) []finding.Key {
	merged, asked := d.Key, d.Key
	merged.Group = l.group(Dedupable, d.Dependency)
	asked.Group = WorkspaceSkew + " " + l.Ecosystem + " " + d.Dependency
	asked.Folders = nil
	high := l.scheme.Class(l.Packages[deciding[len(deciding)-1]].Version)
	for _, p := range deciding {
		for _, n := range l.requirers[p] {
			if by := &l.Packages[n.by]; by.FirstParty() && l.scheme.Class(l.Packages[p].Version) != high {
				asked.Folders = append(asked.Folders, by.Unit)
			}
		}
	}
	if len(asked.Folders) == 0 {
		return []finding.Key{merged}
	}
	return []finding.Key{merged, asked}
}

func (l *locked) forks(g []int) bool {
	return slices.ContainsFunc(g, func(p int) bool { return l.Packages[p].Fork })
}

// byProduct lists the versions that units require which are no tools, examples or tests,
// and not for development alone. What one unit requires at several versions stands there
// under several names, on purpose.
func (l *locked) byProduct(direct []int) []int {
	asked := map[int]int{} // by unit: how many of the versions it requires
	for _, p := range direct {
		seen := map[int]bool{}
		for _, n := range l.requirers[p] {
			if !seen[n.by] {
				seen[n.by] = true
				asked[n.by]++
			}
		}
	}
	var out []int
	for _, p := range direct {
		if slices.ContainsFunc(l.requirers[p], func(n need) bool {
			by := &l.Packages[n.by]
			return by.FirstParty() && IsProduction(by.Unit) && n.link.Kind != modules.Development && asked[n.by] == 1
		}) {
			out = append(out, p)
		}
	}
	return out
}

// grave lists the versions that the product itself brings along.
func (l *locked) grave(g []int) []int {
	var out []int
	for _, p := range g {
		if l.serious[p] {
			out = append(out, p)
		}
	}
	return out
}

// duplicateMessage says which versions there are and where they come from.
func (l *locked) duplicateMessage(g, direct []int, derived bool) string {
	d := fmt.Sprintf("%s is installed at %s in %s", l.Packages[g[0]].Name, english.And(l.versionsOf(g)), l.File)
	var parts []string
	for _, p := range g {
		parts = append(parts, l.origin(p, g, slices.Contains(direct, p)))
	}
	switch {
	case l.forks(g):
		return d + ": each is for other platforms or interpreters"
	case derived:
		return d + ": everything that requires it is installed at several versions itself"
	case len(parts) > 3:
		parts = append(parts[:3], fmt.Sprintf("%d more", len(g)-3))
	}
	return d + ": " + strings.Join(parts, "; ")
}

// origin says who brings one version.
func (l *locked) origin(p int, g []int, direct bool) string {
	v := l.Packages[p].Version
	if direct {
		var units []string
		for _, n := range l.requirers[p] {
			if by := &l.Packages[n.by]; by.FirstParty() && !slices.Contains(units, by.Unit) {
				units = append(units, by.Unit)
			}
		}
		slices.Sort(units)
		return fmt.Sprintf("%s is required by %s", v, english.Some(english.Places(units), 3))
	}
	if first, _, ok := l.holder(p, g); ok {
		return fmt.Sprintf("%s comes with %s", v, l.label(first))
	}
	if len(l.requirers[p]) > 0 {
		return fmt.Sprintf("%s comes with %s", v, l.label(l.requirers[p][0].by))
	}
	return v + " is required by nothing in it"
}
