package golang

import (
	"cmp"
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/regex"
	"seam/analyze/repo"
)

// A tree from before modules says nowhere how its packages are named: it lay in
// GOPATH/src/<import root>. The root is found by the names that the tree itself
// uses. Each distinct import path and each folder outside every go.mod that end in
// the same elements are one vote for the pair (import prefix, folder) which remains
// in front of them; import comments and the files of glide, Godeps and govendor
// vote too. The pair with the best 2·votes − (import paths below the prefix) wins,
// so a prefix whose imports mostly lead nowhere (github.com/owner, where the tree
// has a folder named like another repository) cannot win. A path that a vendor
// folder or a module of the tree holds has no vote. Folders laid out as a GOPATH's
// src need none: their import paths are exact.

// anchor maps an import prefix to a folder. An empty prefix is a GOPATH's src.
type anchor struct{ prefix, folder string }

// rootFinder counts the votes.
type rootFinder struct {
	l       *layout
	orphans map[string]bool     // folders outside every go.mod
	byLast  map[string][]string // last element -> orphans
	seen    map[string]bool     // import paths counted
	votes   map[anchor]int
	under   map[string]int // prefix -> distinct import paths below it
}

// inferRoots adds the inferred roots of the packages outside every go.mod to ms.
func inferRoots(t repo.Tree, l *layout, ms *modules, declared *resolver, files []*source, w *warnings) {
	f := newRootFinder(l, ms)
	if len(f.orphans) == 0 {
		return
	}
	for _, s := range files {
		if !f.orphans[s.folder] {
			continue
		}
		f.voteComment(s)
		for _, i := range s.imports {
			if _, ok := declared.resolve(s.folder, i.Path); !ok {
				f.voteImport(i.Path)
			}
		}
	}
	f.voteDeclared(t)
	f.settle(ms, w)
}

func newRootFinder(l *layout, ms *modules) *rootFinder {
	f := &rootFinder{
		l: l, orphans: map[string]bool{}, byLast: map[string][]string{},
		seen: map[string]bool{}, votes: map[anchor]int{}, under: map[string]int{},
	}
	for folder := range l.visible {
		if ms.owner(folder) < 0 {
			f.orphans[folder] = true
			f.byLast[path.Base(folder)] = append(f.byLast[path.Base(folder)], folder)
		}
	}
	return f
}

// voteImport counts one import path, once however often it occurs.
func (f *rootFinder) voteImport(importPath string) {
	if f.seen[importPath] || relative(importPath) || isStandard(importPath) || f.l.isVendored(importPath) {
		return
	}
	f.seen[importPath] = true
	for p := repo.Folder(importPath); p != "."; p = repo.Folder(p) {
		f.under[p]++
	}
	voted := map[anchor]bool{}
	for _, folder := range f.byLast[path.Base(importPath)] {
		for _, a := range anchors(importPath, folder) {
			if !voted[a] {
				voted[a] = true
				f.votes[a]++
			}
		}
	}
}

// anchors lists what may stand in front of the elements that an import path and a
// folder have in common at their ends.
func anchors(importPath, folder string) []anchor {
	var out []anchor
	for importPath != "." && folder != "." && path.Base(importPath) == path.Base(folder) {
		importPath, folder = path.Dir(importPath), path.Dir(folder)
		if importPath != "." && isRoot(importPath) {
			out = append(out, anchor{importPath, folder})
		}
	}
	return out
}

// isRoot reports whether a prefix can be an import root: on the large code hosts a
// repository is named by three elements.
func isRoot(prefix string) bool { return !hosted(prefix) || strings.Count(prefix, "/") >= 2 }

func hosted(prefix string) bool {
	host, _, _ := strings.Cut(prefix, "/")
	return host == "github.com" || host == "bitbucket.org" || host == "gitlab.com"
}

// voteComment counts the import comment of a file, which names its own folder.
func (f *rootFinder) voteComment(s *source) {
	if s.Comment == "" {
		return
	}
	if s.folder == "." {
		f.votes[anchor{s.Comment, "."}]++
		return
	}
	for _, a := range anchors(s.Comment, s.folder) {
		f.votes[a]++
	}
}

// glidePackage is the line of glide.yaml that names the import root.
var glidePackage = regex.New(`(?m)^package:[ \t]*["']?([^\s"'#]+)`)

// voteDeclared counts what the files of old package managers say. One that cannot
// be read has no vote.
func (f *rootFinder) voteDeclared(t repo.Tree) {
	for _, file := range f.l.rooted {
		content, err := t.ReadFile(file)
		if err != nil {
			continue
		}
		folder := path.Dir(file)
		if base := path.Base(folder); base == "Godeps" || base == "vendor" {
			folder = path.Dir(folder)
		}
		if p := declaredRoot(path.Base(file), content); p != "" && validImport(p) {
			f.votes[anchor{strings.Trim(p, "/"), folder}]++
		}
	}
}

func declaredRoot(base string, content []byte) string {
	if base == "glide.yaml" {
		if m := glidePackage().FindSubmatch(content); m != nil {
			return string(m[1])
		}
		return ""
	}
	var file struct {
		ImportPath string // Godeps.json
		RootPath   string // vendor.json
	}
	if json.Unmarshal(content, &file) != nil {
		return ""
	}
	return cmp.Or(file.ImportPath, file.RootPath)
}

// settle enters the winners into ms and says in a warning which they are.
func (f *rootFinder) settle(ms *modules, w *warnings) {
	sources := f.sources()
	for _, folder := range sources {
		ms.list = append(ms.list, module{folder: folder})
	}
	if a, ok := f.best(sources); ok {
		ms.list = append(ms.list, module{name: a.prefix, folder: a.folder})
		w.Add("go-import-root", finding.Location{File: a.folder}, "it is "+a.prefix)
	}
	ms.index()
	for folder := range f.orphans {
		if ms.owner(folder) < 0 {
			w.Add("go-no-import-root", finding.Location{File: folder}, "")
		}
	}
}

// source reports whether a module stands for a GOPATH's src folder.
func (m module) source() bool { return m.name == "" && m.manifest == "" }

// sources lists the folders named src below which an import path leads to a package
// by its full length.
func (f *rootFinder) sources() []string {
	found := map[string]bool{}
	for importPath := range f.seen {
		for _, folder := range f.byLast[path.Base(importPath)] {
			src, ok := strings.CutSuffix(folder, "/"+importPath)
			if ok && path.Base(src) == "src" {
				found[src] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// best is the pair with the most votes to spare, lifted; among equals the one
// nearest to the root of the tree. What lies below sources is settled already.
func (f *rootFinder) best(sources []string) (anchor, bool) {
	var best anchor
	most := 0
	for a := range f.votes {
		spare := f.spare(a)
		if spare < 1 || belowAny(sources, a.folder) {
			continue
		}
		if most == 0 || cmp.Or(cmp.Compare(spare, most), compareAnchors(best, a)) > 0 {
			best, most = a, spare
		}
	}
	return f.lift(best), most > 0
}

func belowAny(folders []string, p string) bool {
	return slices.ContainsFunc(folders, func(folder string) bool { _, ok := below(folder, p); return ok })
}

// lift moves a pair up while both its parts end in the same element, since what
// names a/pkg names a: on a code host up to the repository, elsewhere as far as the
// votes carry.
func (f *rootFinder) lift(a anchor) anchor {
	for path.Base(a.folder) == path.Base(a.prefix) {
		up := anchor{path.Dir(a.prefix), path.Dir(a.folder)}
		if !isRoot(up.prefix) || !hosted(up.prefix) && f.spare(up) < 1 {
			break
		}
		a = up
	}
	return a
}

func (f *rootFinder) spare(a anchor) int { return 2*f.votes[a] - f.under[a.prefix] }

func compareAnchors(a, b anchor) int {
	return cmp.Or(
		cmp.Compare(depth(a.folder), depth(b.folder)),
		strings.Compare(a.folder, b.folder),
		strings.Compare(a.prefix, b.prefix),
	)
}
