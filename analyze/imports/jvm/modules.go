package jvm

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/modules/gradle"
	"seam/analyze/modules/maven"
	"seam/analyze/modules/sbt"
	"seam/analyze/repo"
)

// module is the unit of a folder. The zero value, without a name, is "none".
type module struct {
	name, folder, manifest string
	requires, tests        []string // folders of the units that its code and its tests require, sorted
	lines                  counts
	distance               [2]map[*module]int // of its code, of its tests
}

// moduleSet is the modules of a tree, by folder.
type moduleSet struct {
	byFolder map[string]*module
	nearest  *repo.Nearest[*module]
	none     *module
	groups   []string // groups of all things from elsewhere that modules require, sorted
}

// readModules reads the manifests. Of a pom.xml, a Gradle and an sbt build in one folder the
// first names the module; what both require counts.
func readModules(manifests modules.Source, notices *imports.Notices) *moduleSet {
	s := &moduleSet{byFolder: map[string]*module{}, none: &module{}}
	s.nearest = repo.NewNearest(s.byFolder, s.none)
	for _, ecosystem := range [...]string{maven.Ecosystem, gradle.Ecosystem, sbt.Ecosystem} {
		set := manifests(ecosystem)
		notices.Pass(set.Unread()...)
		for _, u := range set.Units {
			if !strings.HasSuffix(u.Manifest, ".versions.toml") { // no list of versions
				s.add(u)
			}
		}
	}
	for _, m := range s.byFolder {
		slices.Sort(m.requires)
		slices.Sort(m.tests)
		m.requires, m.tests = slices.Compact(m.requires), slices.Compact(m.tests)
	}
	slices.Sort(s.groups)
	s.groups = slices.Compact(s.groups)
	return s
}

func (s *moduleSet) add(u modules.Unit) {
	m := s.byFolder[u.Path]
	if m == nil {
		m = &module{name: u.Name, folder: u.Path, manifest: u.Manifest}
		s.byFolder[u.Path] = m
	}
	for _, r := range u.Requirements {
		group, _, named := strings.Cut(r.Name, ":")
		switch {
		case r.Unit != "" && r.Kind == modules.Development:
			m.tests = append(m.tests, r.Unit)
		case r.Unit != "":
			m.requires = append(m.requires, r.Unit)
		case named && strings.Contains(group, "."):
			s.groups = append(s.groups, group)
		}
	}
}

// of is the module of a folder: the nearest at or above it.
func (s *moduleSet) of(folder string) *module { return s.nearest.Of(folder) }

// requiresItself reports whether a module is another one, or its code or tests ask for that:
// distances finds it, too.
func (m *module) requiresItself(other *module, test bool) bool {
	_, code := slices.BinarySearch(m.requires, other.folder)
	_, tests := slices.BinarySearch(m.tests, other.folder)
	return m == other || other.name != "" && (code || test && tests)
}

// distances tells how many requirements lie between a module's code, or its tests, and
// the modules that it reaches. What the projects around it require counts as its own:
// Gradle's parents configure the projects below them.
func (s *moduleSet) distances(m *module, test bool) map[*module]int {
	known := &m.distance[number(test)]
	if *known != nil {
		return *known
	}
	out := map[*module]int{m: 0}
	queue := []*module{m}
	for len(queue) > 0 {
		from := queue[0]
		queue = queue[1:]
		for _, folder := range s.asked(from, test && from == m) {
			to := s.byFolder[folder]
			if _, seen := out[to]; to != nil && !seen {
				out[to] = out[from] + 1
				queue = append(queue, to)
			}
		}
	}
	*known = out
	return out
}

// asked lists the units that a module and those around it require.
func (s *moduleSet) asked(m *module, test bool) []string {
	out := slices.Clone(m.requires)
	if test {
		out = append(out, m.tests...)
	}
	for folder := m.folder; folder != "." && folder != ""; {
		folder = path.Dir(folder)
		if above := s.byFolder[folder]; above != nil {
			out = append(out, above.requires...)
			if test {
				out = append(out, above.tests...)
			}
		}
	}
	return out
}

// list is the modules as a graph has them.
func (s *moduleSet) list() []imports.Module {
	var out []imports.Module
	for _, m := range s.byFolder {
		out = append(out, imports.Module{Name: m.name, Path: m.folder, Language: m.lines.most(), Manifest: m.manifest})
	}
	slices.SortFunc(out, imports.CompareModules)
	return out
}
