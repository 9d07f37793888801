package cpp

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/repo"
)

// outcome is what became of an include.
type outcome uint8

const (
	nothing    outcome = iota // a header of the system, or made by the build
	leads                     // to a file of the repository
	ambiguous                 // to one of several
	third                     // to another project
	unresolved                // to what should be here and is not
)

// found is where an include leads.
type found struct {
	file string // that it leads to; of third, the project's name
	outcome
}

// resolver finds the files of includes. It is for one goroutine.
type resolver struct {
	layout   *layout
	vendored *vendored
	byBase   map[string][]string // files that includes may mean, in order
	tests    func(file string) bool
	tops     map[string]bool // first elements of paths below the roots
	answers  map[question]found
}

type question struct {
	folder string
	test   bool
	include
}

// newResolver indexes what includes may mean among the files of a tree.
func newResolver(l *layout, v *vendored, all []string, files []*file, tests func(string) bool) *resolver {
	r := &resolver{layout: l, vendored: v, byBase: map[string][]string{}, tests: tests, tops: map[string]bool{}, answers: map[question]found{}}
	wanted := map[string]bool{}
	for _, f := range files {
		for _, i := range f.Includes {
			base := path.Base(i.Path)
			wanted[base] = true
			if of, ok := contractOf(base); ok {
				wanted[of] = true
			}
			for _, ending := range templates {
				wanted[base+ending] = true
			}
		}
		for _, i := range f.Includes {
			if first, _, below := strings.Cut(i.Path, "/"); below {
				r.tops[first] = false
			}
		}
	}
	for _, f := range all {
		if base := f[strings.LastIndexByte(f, '/')+1:]; wanted[base] {
			r.byBase[base] = append(r.byBase[base], f)
		}
	}
	seen := map[string]bool{}
	for _, f := range files {
		r.enter(f.folder, seen)
	}
	return r
}

// enter notes that folders of first-party code may begin a path.
func (r *resolver) enter(folder string, seen map[string]bool) {
	for ; folder != "." && !seen[folder]; folder = repo.Folder(folder) {
		seen[folder] = true
		base := folder[strings.LastIndexByte(folder, '/')+1:]
		if _, ok := r.tops[base]; ok {
			r.tops[base] = true
		}
	}
}

// templates are what builds make headers from.
var templates = [...]string{".in", ".cmake", ".cmake.in", ".in.cmake", ".meson"}

// contractOf is the contract that a header is made from by protoc.
func contractOf(base string) (string, bool) {
	for _, made := range [...]string{".pb.h", ".grpc.pb.h", ".pb-c.h"} {
		if name, ok := strings.CutSuffix(base, made); ok {
			return strings.TrimSuffix(name, ".grpc") + ".proto", true
		}
	}
	return "", false
}

// find tells where an include of a file leads.
func (r *resolver) find(f *file, i include) found {
	i.Line = 0
	q := question{f.folder, f.test, i}
	if known, ok := r.answers[q]; ok {
		return known
	}
	i.Path = path.Clean(i.Path)
	out := r.search(f, i)
	r.answers[q] = out
	return out
}

// search looks in the order of a compiler, then beyond.
func (r *resolver) search(f *file, i include) found {
	if path.IsAbs(i.Path) {
		return found{}
	}
	if !i.Angled {
		if name := path.Join(f.folder, i.Path); r.has(name) {
			return r.leads(name)
		}
	}
	if name := r.declared(f.folder, i.Path); name != "" {
		return r.leads(name)
	}
	bare := !strings.Contains(i.Path, "/")
	if i.Angled && (standard[i.Path] || systems[beginning(i.Path)]) {
		return found{}
	}
	if name := r.conventional(f.folder, i.Path); name != "" {
		return r.leads(name)
	}
	if out, ok := r.elsewhere(f, i); ok {
		return out
	}
	if name := r.contract(i.Path); name != "" {
		return r.leads(name)
	}
	switch {
	case bare && (i.Angled || standard[i.Path]), r.made(i.Path), systems[beginning(i.Path)]:
		return found{}
	case bare, strings.HasPrefix(i.Path, "../"), !i.Angled && r.tops[beginning(i.Path)]:
		return found{outcome: unresolved}
	}
	return found{beginning(i.Path), third}
}

// beginning is the first element of a path.
func beginning(p string) string {
	first, _, _ := strings.Cut(p, "/")
	return first
}

func (r *resolver) has(name string) bool {
	_, ok := slices.BinarySearch(r.byBase[path.Base(name)], name)
	return ok
}

// leads is the answer for a file that is there.
func (r *resolver) leads(name string) found {
	if other := r.vendored.of(repo.Folder(name)); other != "" {
		return found{other, third}
	}
	return found{name, leads}
}

// declared looks below the roots that builds name at or above a folder, the nearest first.
func (r *resolver) declared(folder, p string) string {
	for at := folder; ; at = repo.Folder(at) {
		for _, root := range r.layout.roots[at] {
			if name := path.Join(root, p); r.has(name) {
				return name
			}
		}
		if at == "." {
			return ""
		}
	}
}

// conventional looks in the folders at and above one, the nearest first, and below include
// and src there.
func (r *resolver) conventional(folder, p string) string {
	for at := folder; ; at = repo.Folder(at) {
		for _, root := range [...]string{".", "include", "src"} {
			if name := path.Join(at, root, p); r.has(name) {
				return name
			}
		}
		if at == "." {
			return ""
		}
	}
}

// elsewhere looks for the files of the repository whose path ends as an include says: those
// below a root that some build names, else those below a folder include, else all; of
// several the nearest. A name alone between < and > is looked for below the first two alone.
// Tests are for tests.
func (r *resolver) elsewhere(f *file, i include) (found, bool) {
	var ranked [3][]string
	others := map[string]bool{}
	for _, name := range r.byBase[path.Base(i.Path)] {
		root, ok := strings.CutSuffix(name, i.Path)
		if !ok || root != "" && !strings.HasSuffix(root, "/") || !f.test && r.tests(name) {
			continue
		}
		root = path.Clean("./" + root)
		if other := r.vendored.of(repo.Folder(name)); other != "" {
			others[other] = true
			continue
		}
		switch {
		case r.layout.declared[root]:
			ranked[0] = append(ranked[0], name)
		case path.Base(root) == "include" || path.Base(root) == "inc":
			ranked[1] = append(ranked[1], name)
		case !i.Angled || strings.Contains(i.Path, "/"):
			ranked[2] = append(ranked[2], name)
		}
	}
	for _, names := range ranked {
		if name, ok := nearest(f.folder, names); ok {
			return found{name, leads}, true
		}
		if len(names) > 0 {
			return found{outcome: ambiguous}, true
		}
	}
	if len(others) == 1 {
		for other := range others {
			return found{other, third}, true
		}
	}
	return found{}, len(others) > 0
}

// nearest is the file that the fewest steps between folders lead to; ok is false where there
// is none, or several.
func nearest(folder string, names []string) (name string, ok bool) {
	best := 0
	for _, n := range names {
		way := repo.Relative(folder, repo.Folder(n))
		steps := strings.Count(way, "/") + 1
		if way == "." {
			steps = 0
		}
		switch {
		case name == "" || steps < best:
			name, best, ok = n, steps, true
		case steps == best:
			ok = false
		}
	}
	return name, ok
}

// made reports whether the repository holds what a header is made from by its build.
func (r *resolver) made(p string) bool {
	base := path.Base(p)
	return slices.ContainsFunc(templates[:], func(ending string) bool { return len(r.byBase[base+ending]) > 0 })
}

// contract is the contract that a header that is made by protoc is made from; "" if there is
// none here, or several.
func (r *resolver) contract(p string) string {
	of, ok := contractOf(path.Base(p))
	if !ok {
		return ""
	}
	of = path.Join(path.Dir(p), of)
	out := ""
	for _, name := range r.byBase[path.Base(of)] {
		if name == of || strings.HasSuffix(name, "/"+of) {
			if out != "" {
				return ""
			}
			out = name
		}
	}
	return out
}
