package python

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/repo"
	"seam/analyze/source"
)

// layout knows where modules are found.
type layout struct {
	files   map[string]bool   // tracked Python files
	modules map[string]string // the file of a module or of a regular package, by its path without an ending
	folders map[string]bool   // folders that hold one, at any depth
	direct  map[string]bool   // folders that hold one themselves
	isRoot  map[string]bool
	roots   []string        // where absolute imports are looked up, deepest first, then by name
	spaces  map[string]bool // namespace packages that hold packages: no roots themselves
	above   map[string][]string
	holding map[string][]string // by the first part of a name: the roots that have it, in their order
}

func newLayout(names []string, projects []project, files map[string]*facts) *layout {
	y := &layout{files: map[string]bool{}, modules: map[string]string{}, isRoot: map[string]bool{}, folders: map[string]bool{}, direct: map[string]bool{}, spaces: map[string]bool{}, above: map[string][]string{}}
	for _, n := range names {
		y.files[n], y.direct[path.Dir(n)] = true, true
		for d := path.Dir(n); !y.folders[d]; d = path.Dir(d) {
			y.folders[d] = true
		}
	}
	y.indexModules(names)
	roots := map[string]bool{".": true}
	for _, p := range projects {
		for _, r := range p.roots {
			roots[r] = true
		}
		roots[p.folder] = true
		if src := path.Join(p.folder, "src"); y.folders[src] {
			roots[src] = true
		}
	}
	guessed := map[string]bool{}
	for _, n := range names {
		if top := y.top(path.Dir(n)); !roots[top] {
			guessed[top] = true
		}
	}
	y.spaces = y.namespaces(names, guessed, files)
	for r := range guessed {
		roots[r] = roots[r] || !y.spaces[r]
	}
	for r, is := range roots {
		if is && y.folders[r] {
			y.roots, y.isRoot[r] = append(y.roots, r), true
		}
	}
	slices.SortFunc(y.roots, func(a, b string) int { return cmp.Or(cmp.Compare(depth(b), depth(a)), strings.Compare(a, b)) })
	y.indexRoots()
	return y
}

// endings are those of a module's files: of two the first counts.
var endings = [...]string{"/__init__.py", ".py", "/__init__.pyi", ".pyi"}

// indexModules notes which module each file is.
func (y *layout) indexModules(names []string) {
	for _, ending := range endings {
		for _, n := range names {
			at, ok := strings.CutSuffix("/"+n, ending)
			if !ok || strings.HasSuffix(at, "/") { // .py is no module
				continue
			}
			if at = strings.TrimPrefix(at, "/"); at == "" {
				at = "."
			}
			if y.modules[at] == "" {
				y.modules[at] = n
			}
		}
	}
}

// indexRoots notes which roots have a module, a package or a folder of a name.
func (y *layout) indexRoots() {
	below := map[string]map[string]bool{} // root -> names
	for _, r := range y.roots {
		below[r] = map[string]bool{}
	}
	enter := func(at, name string) {
		if names := below[path.Dir(at)]; names != nil {
			names[name] = true
		}
	}
	for f := range y.files {
		enter(f, strings.TrimSuffix(path.Base(f), path.Ext(f)))
	}
	for d := range y.folders {
		enter(d, path.Base(d))
	}
	y.holding = map[string][]string{}
	for _, r := range y.roots {
		for name := range below[r] {
			y.holding[name] = append(y.holding[name], r)
		}
	}
}

func depth(folder string) int {
	if folder == "." {
		return 0
	}
	return strings.Count(folder, "/") + 1
}

// top is the folder that holds the topmost package of a chain of __init__.py, or the
// folder itself where it is in none.
func (y *layout) top(folder string) string {
	for folder != "." && (y.files[path.Join(folder, "__init__.py")] || y.files[path.Join(folder, "__init__.pyi")]) {
		folder = path.Dir(folder)
	}
	return folder
}

// rootsAbove lists the roots at and above a folder, nearest first.
func (y *layout) rootsAbove(folder string) []string {
	list, ok := y.above[folder]
	if !ok {
		if y.isRoot[folder] {
			list = append(list, folder)
		}
		if folder != "." {
			list = append(list, y.rootsAbove(path.Dir(folder))...)
		}
		y.above[folder] = list
	}
	return list
}

// place is what a dotted name leads to.
type place struct {
	folder string // the package
	file   string // the module's file; "" for a namespace package
	parts  int    // how many parts of the name were found
	space  bool   // of nothing but folders without an __init__.py
}

// at finds the longest beginning of a dotted name below a root.
func (y *layout) at(root string, parts []string) place {
	found, space := place{}, true
	dir := root
	for i, part := range parts {
		next := path.Join(dir, part)
		if f := y.module(next); f != "" {
			found, space = place{path.Dir(f), f, i + 1, false}, false
		} else if y.folders[next] {
			found = place{next, "", i + 1, space}
		} else {
			break
		}
		dir = next
	}
	return found
}

// module is the file of a module or of a regular package.
func (y *layout) module(at string) string { return y.modules[at] }

// besides are folders of what stands beside a project's code and uses it.
var besides = source.Words("example examples sample samples demo demos doc docs test tests benchmark benchmarks")

// aside reports whether a folder lies in one that stands beside the code.
func aside(folder string) bool {
	return slices.ContainsFunc(strings.Split(folder, "/"), func(e string) bool { return besides[e] })
}

// absolute finds a dotted name for a file in folder: in the root above that has most of it,
// of equal ones the nearest, else elsewhere unless it is required from others; code does
// not import from examples and tests. A package above that has not all of the name may be
// one of several that share it (pkgutil.extend_path): another root that has all of it counts.
// Folders without an __init__.py come last. several is how many roots that do not lie above
// have it.
func (y *layout) absolute(folder string, parts []string, required bool) (p place, several int) {
	var space place
	for _, r := range y.rootsAbove(folder) {
		q := y.at(r, parts)
		switch whole := q.parts == len(parts) && y.direct[q.folder]; {
		case q.space && whole && q.parts > space.parts:
			space = q
		case !q.space && q.parts > p.parts && (q.file != "" || whole):
			p = q
		}
	}
	shared := p.parts > 0 && p.parts < len(parts) && p.isPackage()
	if p.parts > 0 && !shared {
		return p, 0
	}
	if !shared && (required || standard[parts[0]]) {
		return space, 0
	}
	q, several := y.elsewhere(folder, parts)
	switch {
	case shared && (several != 1 || q.parts < len(parts)):
		return p, 0
	case several == 0:
		return space, 0
	}
	return q, several
}

// elsewhere finds a dotted name in the roots that do not lie above a folder. several is how
// many of them have most of it.
func (y *layout) elsewhere(folder string, parts []string) (p place, several int) {
	best, code := 0, !aside(folder)
	for _, r := range y.holding[parts[0]] {
		if code && aside(r) {
			continue
		}
		q := y.at(r, parts)
		switch {
		case q.parts == 0 || q.file == "" || repo.Below(r, folder), q.parts < best:
		case q.parts > best:
			p, best, several = q, q.parts, 1
		case q.file != p.file:
			several++
		}
	}
	return p, several
}
