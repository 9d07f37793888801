package golang

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/repo"
)

// resolver turns import paths into folders of the tree.
//
// Every module of the tree counts as first-party, also where no go.work or replace
// joins them and the go command would fetch a released version: the question is
// what depends on what in this repository. Of several modules with one path (copies
// in examples, say) the importing module itself comes first, then what it replaces
// the path with, then one that a go.work uses, then the one nearest to the root.
type resolver struct {
	ms     *modules
	isPkg  func(folder string) bool
	byName map[string]int // module path -> index of the preferred module
	srcs   []string       // folders laid out as a GOPATH's src, sorted
	asked  map[question]answer
}

// question is an import that is not relative, as the files of a module ask it.
type question struct {
	own  int // index of the module
	path string
}

// answer is where an import leads, and where it comes from if it leads nowhere.
type answer struct {
	to     string // folder; "" for none
	origin origin
}

func newResolver(ms *modules, isPkg func(string) bool) *resolver {
	r := &resolver{ms: ms, isPkg: isPkg, byName: map[string]int{}, asked: map[question]answer{}}
	for i, m := range ms.list {
		switch {
		case m.source():
			r.srcs = append(r.srcs, m.folder)
		case m.name == "" || hidden(m.folder):
		default:
			if j, taken := r.byName[m.name]; !taken || preferred(m, ms.list[j]) {
				r.byName[m.name] = i
			}
		}
	}
	return r
}

// preferred reports whether a comes before b, which has the same name and comes
// earlier in the list.
func preferred(a, b module) bool {
	if a.used != b.used {
		return a.used
	}
	return depth(a.folder) < depth(b.folder)
}

func depth(folder string) int {
	if folder == "." {
		return 0
	}
	return 1 + strings.Count(folder, "/")
}

// ask is resolve and origin, once for each import of a module.
func (r *resolver) ask(from, importPath string) answer {
	if relative(importPath) {
		return r.answer(from, importPath)
	}
	q := question{r.ms.owner(from), importPath}
	a, ok := r.asked[q]
	if !ok {
		a = r.answer(from, importPath)
		r.asked[q] = a
	}
	return a
}

func (r *resolver) answer(from, importPath string) answer {
	if to, ok := r.resolve(from, importPath); ok {
		return answer{to: to}
	}
	return answer{origin: r.origin(from, importPath)}
}

// resolve finds the folder of the package that an import in a folder names. ok is
// false where the tree has no such package.
func (r *resolver) resolve(from, importPath string) (folder string, ok bool) {
	if relative(importPath) {
		folder, ok = inTree(from, importPath)
		return folder, ok && r.isPkg(folder)
	}
	own := r.ms.owner(from)
	for prefix := importPath; prefix != "."; prefix = repo.Folder(prefix) {
		root, known := r.root(own, prefix)
		if !known {
			continue
		}
		folder = path.Join(root, importPath[len(prefix):])
		if r.isPkg(folder) && r.ms.owner(folder) == r.ms.owner(root) {
			return folder, true
		}
	}
	for _, src := range r.srcs {
		folder = path.Join(src, importPath)
		if r.isPkg(folder) && r.ms.owner(folder) == r.ms.owner(src) {
			return folder, true
		}
	}
	return "", false
}

// root is the folder that a module path stands for in the eyes of module own.
func (r *resolver) root(own int, modulePath string) (folder string, ok bool) {
	if own >= 0 {
		m := r.ms.list[own]
		if m.name == modulePath {
			return m.folder, true
		}
		if folder, ok := m.replaces[modulePath]; ok {
			return folder, true
		}
	}
	i, ok := r.byName[modulePath]
	if !ok {
		return "", false
	}
	return r.ms.list[i].folder, true
}

// origin says where an import that no folder answers to comes from.
type origin int

const (
	standard   origin = iota // the standard library, or cgo's C
	thirdParty               // another repository
	unresolved               // this repository, by its path
)

func (r *resolver) origin(from, importPath string) origin {
	if relative(importPath) {
		return unresolved
	}
	if importPath == "C" || isStandard(importPath) {
		return standard
	}
	if _, vendored := vendoredPath(importPath); vendored {
		return thirdParty
	}
	own := r.ms.owner(from)
	if own < 0 || r.ms.list[own].name == "" {
		return thirdParty
	}
	m := r.ms.list[own]
	if _, ok := below(m.name, importPath); !ok || requires(m, importPath) {
		return thirdParty
	}
	return unresolved
}

// requires reports whether a module requires one whose path is longer than its own
// and covers the import, such as a nested module of another repository.
func requires(m module, importPath string) bool {
	return slices.ContainsFunc(m.requires, func(q string) bool {
		_, ok := below(q, importPath)
		return ok && len(q) > len(m.name)
	})
}

func relative(importPath string) bool {
	return importPath == "." || importPath == ".." ||
		strings.HasPrefix(importPath, "./") || strings.HasPrefix(importPath, "../")
}

// isStandard reports whether an import path is in the standard library, by its
// first element. The rule of the go command, no dot in it, would take in dotless
// import roots such as gx/ipfs/….
func isStandard(importPath string) bool {
	first, _, _ := strings.Cut(importPath, "/")
	return standardRoots[first]
}

var standardRoots = set("archive arena bufio builtin bytes cmd cmp compress container context " +
	"crypto database debug embed encoding errors expvar flag fmt go hash html image index " +
	"internal io iter log maps math mime net os path plugin reflect regexp runtime simd slices " +
	"sort strconv strings structs sync syscall testing text time unicode unique unsafe uuid weak")
