package jvm

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/modules/gradle"
	"seam/analyze/modules/maven"
	"seam/analyze/repo"
)

// module is the unit of a folder. The zero value, without a name, is "none".
type module struct {
	name, folder, manifest string
	requires               []string // folders of the units that it requires, sorted
	groups                 []string // groups of the other things that it requires, sorted
	kotlin, java           int      // lines
	distance               map[*module]int
}

// moduleSet is the modules of a tree, by folder.
type moduleSet struct {
	byFolder map[string]*module
	found    map[string]*module // by any folder
	none     *module
}

// readModules reads the manifests. Of a pom.xml and a Gradle build in one folder the
// first names the module; what both require counts.
func readModules(t repo.Tree) *moduleSet {
	s := &moduleSet{byFolder: map[string]*module{}, found: map[string]*module{}, none: &module{}}
	for _, set := range [...]*modules.Set{maven.Load(t), gradle.Load(t)} {
		for _, u := range set.Units {
			if !strings.HasSuffix(u.Manifest, ".versions.toml") { // no list of versions
				s.add(u)
			}
		}
	}
	for _, m := range s.byFolder {
		slices.Sort(m.requires)
		slices.Sort(m.groups)
		m.requires, m.groups = slices.Compact(m.requires), slices.Compact(m.groups)
	}
	return s
}

func (s *moduleSet) add(u modules.Unit) {
	m := s.byFolder[u.Path]
	if m == nil {
		m = &module{name: u.Name, folder: u.Path, manifest: u.Manifest}
		s.byFolder[u.Path] = m
	}
	for _, r := range u.Requirements {
		if group, _, ok := strings.Cut(r.Name, ":"); r.Unit != "" {
			m.requires = append(m.requires, r.Unit)
		} else if ok && group != "" {
			m.groups = append(m.groups, group)
		}
	}
}

// of is the module of a folder: the nearest at or above it.
func (s *moduleSet) of(folder string) *module {
	if m, ok := s.found[folder]; ok {
		return m
	}
	m := s.byFolder[folder]
	if m == nil && folder != "." {
		m = s.of(path.Dir(folder))
	}
	if m == nil {
		m = s.none
	}
	s.found[folder] = m
	return m
}

// distances tells how many requirements lie between a module and those that it reaches.
// What the projects around it require counts as its own: Gradle's parents configure the
// projects below them.
func (s *moduleSet) distances(m *module) map[*module]int {
	if m.distance != nil {
		return m.distance
	}
	m.distance = map[*module]int{m: 0}
	queue := []*module{m}
	for len(queue) > 0 {
		from := queue[0]
		queue = queue[1:]
		for _, folder := range s.asked(from) {
			to := s.byFolder[folder]
			if _, seen := m.distance[to]; to != nil && !seen {
				m.distance[to] = m.distance[from] + 1
				queue = append(queue, to)
			}
		}
	}
	return m.distance
}

// asked lists the units that a module and those around it require.
func (s *moduleSet) asked(m *module) []string {
	out := m.requires
	for folder := m.folder; folder != "." && folder != ""; {
		folder = path.Dir(folder)
		if above := s.byFolder[folder]; above != nil {
			out = slices.Concat(out, above.requires)
		}
	}
	return out
}

// list is the modules as a graph has them.
func (s *moduleSet) list() []imports.Module {
	var out []imports.Module
	for _, m := range s.byFolder {
		language := "java"
		if m.kotlin > m.java {
			language = "kotlin"
		}
		out = append(out, imports.Module{Name: m.name, Path: m.folder, Language: language, Manifest: m.manifest})
	}
	slices.SortFunc(out, imports.CompareModules)
	return out
}
