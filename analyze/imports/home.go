package imports

import "seam/analyze/repo"

// ModuleFolders tells the folder of the module that each package belongs to, by the
// package's path; packages without a module have none. Modules of one name are told
// apart: the innermost around the package counts, before that one of its own language.
func (g *Graph) ModuleFolders() map[string]string {
	named := map[string][]Module{}
	for _, m := range g.Modules {
		named[m.Name] = append(named[m.Name], m)
	}
	out := make(map[string]string, len(g.Packages))
	for _, p := range g.Packages {
		if m, ok := home(p, named[p.Module]); ok && p.Module != "" {
			out[p.Path] = m.Path
		}
	}
	return out
}

// home chooses among the modules that have the name of a package's module.
func home(p Package, of []Module) (Module, bool) {
	best, rank := Module{}, 0
	for _, m := range of {
		r := 1
		if m.Language == p.Language {
			r += 2
		}
		if repo.Below(m.Path, p.Path) {
			r++
		}
		if r > rank || r == rank && len(m.Path) > len(best.Path) {
			best, rank = m, r
		}
	}
	return best, rank > 0
}
