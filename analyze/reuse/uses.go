package reuse

import (
	"cmp"
	"path"
	"slices"

	"seam/analyze/finding"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// use is a Use in the making.
type use struct {
	importers, tests map[string]bool
	versions         map[string]bool
	sites            []finding.Location
}

// uses lists the packages from here that first-party files of a repository import,
// sorted.
func (h *here) uses(o *other, files []file) []Use {
	found := map[string]*use{}
	for _, f := range files {
		for _, i := range f.imports {
			if pkg, ok := h.find(i.path); ok {
				if found[pkg] == nil {
					found[pkg] = &use{importers: map[string]bool{}, tests: map[string]bool{}, versions: map[string]bool{}}
				}
				found[pkg].add(f, i, o.version(f.path, i.path))
			}
		}
	}
	out := make([]Use, 0, len(found))
	for pkg, u := range found {
		out = append(out, u.finish(pkg, o.name))
	}
	slices.SortFunc(out, func(a, b Use) int { return cmp.Compare(a.Package, b.Package) })
	return out
}

func (u *use) add(f file, i importLine, version string) {
	if f.test {
		u.tests[path.Dir(f.shown)] = true
	} else {
		u.importers[path.Dir(f.shown)] = true
	}
	if version != "" {
		u.versions[version] = true
	}
	u.sites = append(u.sites, finding.Location{File: f.shown, Line: i.line})
}

func (u *use) finish(pkg, repository string) Use {
	for p := range u.importers {
		delete(u.tests, p)
	}
	slices.SortFunc(u.sites, finding.Location.Compare)
	return Use{
		Package: pkg, Repository: repository, Importers: sortedKeys(u.importers), TestImporters: len(u.tests),
		Versions: sortedKeys(u.versions), Sites: u.sites[:min(len(u.sites), maxSites)],
	}
}

func sortedKeys(m map[string]bool) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// version is what the go.mod around a file requires of the module that an import path
// lies in; "" where none is required, as in a workspace or before modules.
func (o *other) version(file, importPath string) string {
	u := o.unitOf(file)
	if u == nil {
		return ""
	}
	best, version := "", ""
	for _, r := range u.Requirements {
		if repo.Below(r.Name, importPath) && len(r.Name) > len(best) {
			best, version = r.Name, r.Version
		}
	}
	return version
}

// unitOf is the module in the nearest folder at or above a file.
func (o *other) unitOf(file string) *modules.Unit {
	var best *modules.Unit
	for i := range o.modules.Units {
		u := &o.modules.Units[i]
		if repo.Below(u.Path, file) && (best == nil || len(u.Path) > len(best.Path) || best.Path == ".") {
			best = u
		}
	}
	return best
}

func distinctImporters(uses []Use) int {
	all := map[string]bool{}
	for _, u := range uses {
		for _, p := range u.Importers {
			all[p] = true
		}
	}
	return len(all)
}
