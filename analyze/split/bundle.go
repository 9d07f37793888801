package split

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/source"
)

// mostOfIt is the share of a part's packages from which one group of joined modules is
// the part, and what lies beside it an exception.
const mostOfIt = 0.8

// parted drops what is measured and no part of its own: bundles and furniture.
func (m *measurer) parted(all []scored) []scored {
	laidOut := m.laidOut()
	out := make([]scored, 0, len(all))
	for _, s := range all {
		furniture := !slices.ContainsFunc(s.folders(), func(folder string) bool { return !isFurniture(folder, laidOut) })
		if !furniture && !m.bundle(s.set) {
			out = append(out, s)
		}
	}
	return out
}

// frameworkFolders are the top folders that Rails and Laravel lay out for settings, the
// schema, pages and what is served as it is.
var frameworkFolders = source.Words("bootstrap config database db public resources routes storage")

// layers are the folders below app that hold all classes of one kind.
var layers = source.Words(`assets channels components console controllers events helpers http javascript jobs listeners
	mail mailers models notifications policies providers views`)

// isFurniture reports whether a folder holds no subject that could leave: the changes of a
// schema or, where a framework lays the repository out, one of its own folders or layers.
func isFurniture(folder string, laidOut bool) bool {
	top, _, _ := strings.Cut(folder, "/")
	layer := path.Base(path.Dir(folder)) == "app" && layers[strings.ToLower(path.Base(folder))]
	return path.Base(folder) == "migrations" || laidOut && (frameworkFolders[top] || layer)
}

// laidOut reports whether most code is in a language whose applications are laid out by a
// framework: Ruby or PHP. Pages and what they load, in that framework's folders, do not count.
func (m *measurer) laidOut() bool {
	lines, all := 0, 0
	for i, p := range m.packages {
		top, _, _ := strings.Cut(m.b.Packages[i], "/")
		if frameworkFolders[top] {
			continue
		}
		if p.Language == "ruby" || p.Language == "php" {
			lines += p.Lines
		}
		all += p.Lines
	}
	return 2*lines > all
}

// bundle reports whether a set of packages is several modules side by side, in one folder or
// under one name, which no import between them joins, none of the groups that imports do
// join being nearly all of it: each is a part of its own and has its border already. Only
// modules of one ecosystem are held against one another, since no import leads from one
// ecosystem to another; contracts are versioned with the code that is made from them. Tests and samples
// have modules of their own that say nothing.
func (m *measurer) bundle(set []int32) bool {
	group := map[string]string{} // by module: a module of its group, itself at the end
	find := func(module string) string {
		for group[module] != module {
			module = group[module]
		}
		return module
	}
	in := make(map[int32]bool, len(set))
	all := map[string]int{} // packages by ecosystem
	set = slices.DeleteFunc(slices.Clone(set), func(p int32) bool {
		return m.packages[p].Language == "protobuf" || IsSupporting(m.b.Packages[p])
	})
	for _, p := range set {
		in[p] = true
		module := m.moduleKey(p)
		group[module] = module
		all[ecosystemOf(m.packages[p])]++
	}
	if len(group) < 2 {
		return false
	}
	for _, p := range set {
		for _, e := range m.b.Out[p] {
			if to := m.b.To[e]; in[to] {
				group[find(m.moduleKey(to))] = find(m.moduleKey(p))
			}
		}
	}
	count, largest := map[[2]string]int{}, map[string]int{}
	for _, p := range set {
		ecosystem := ecosystemOf(m.packages[p])
		at := [2]string{ecosystem, find(m.moduleKey(p))}
		count[at]++
		largest[ecosystem] = max(largest[ecosystem], count[at])
	}
	for ecosystem, n := range largest {
		if float64(n) < mostOfIt*float64(all[ecosystem]) {
			return true
		}
	}
	return false
}

// moduleKey tells modules apart: the folder, and the ecosystem of the package, since
// manifests of two may lie in one folder.
func (m *measurer) moduleKey(p int32) string {
	return m.b.ModuleFolder(p) + "\x00" + ecosystemOf(m.packages[p])
}
