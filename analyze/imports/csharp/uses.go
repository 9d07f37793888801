package csharp

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/imports"
)

// home is the project and the files that declare a type.
type home struct {
	folder string   // of the project
	files  []string // more than one for a partial type
}

// placed is a type as one project has it.
type placed struct {
	*home
	space string // the namespace, or the type, that it lies in
}

// uses finds which file uses types of which, and what projects use of each other.
func (l *loader) uses() {
	named := map[string][]placed{} // by the last part of the name; most words are none
	for _, folder := range l.order {
		for full, h := range l.declared(folder) {
			space, name := "", full
			if i := strings.LastIndexByte(full, '.'); i >= 0 {
				space, name = full[:i], full[i+1:]
			}
			named[name] = append(named[name], placed{h, space})
		}
	}
	for _, folder := range l.order {
		v := &view{project: l.projects[folder], named: named, reach: l.reach(folder), seen: map[string][]placed{}}
		for _, f := range v.project.files {
			u := user{loader: l, view: v, file: f}
			u.run()
		}
	}
}

// declared lists the types of one project by their full names.
func (l *loader) declared(folder string) map[string]*home {
	out := map[string]*home{}
	for _, f := range l.projects[folder].files {
		for _, d := range f.Types {
			name := fullName(d.Namespace, d.Name)
			if out[name] == nil {
				out[name] = &home{folder: folder}
			}
			if h := out[name]; !slices.Contains(h.files, f.name) {
				h.files = append(h.files, f.name)
			}
		}
	}
	return out
}

// reach ranks the projects whose types a project sees by their distance: itself, those that
// it refers to, and, if it is of an SDK, those that these pass on.
func (l *loader) reach(folder string) map[string]int {
	out, rank := []string{folder}, map[string]int{folder: 0}
	for i := 0; i < len(out) && (i == 0 || l.projects[folder].further); i++ {
		next := l.projects[out[i]].passes
		if i == 0 {
			next = l.projects[folder].direct
		}
		for _, to := range next {
			if _, seen := rank[to]; !seen && l.projects[to] != nil {
				rank[to] = len(out)
				out = append(out, to)
			}
		}
	}
	return rank
}

// view is what the files of one project see.
type view struct {
	project *project
	named   map[string][]placed // of all projects
	reach   map[string]int
	seen    map[string][]placed // by name, as far as asked for
}

// types lists the types of a name that the project sees, those of the nearest projects
// first.
func (v *view) types(name string) []placed {
	all := v.named[name]
	if len(all) == 0 {
		return nil
	}
	out, ok := v.seen[name]
	if !ok {
		for _, d := range all {
			if _, ok := v.reach[d.folder]; ok {
				out = append(out, d)
			}
		}
		slices.SortFunc(out, func(a, b placed) int {
			return cmp.Or(cmp.Compare(v.reach[a.folder], v.reach[b.folder]), strings.Compare(a.space, b.space))
		})
		v.seen[name] = out
	}
	return out
}

// user resolves the type names that one file mentions.
type user struct {
	*loader
	*view
	file file
}

func (u *user) run() {
	spaces := u.spaces()
	kind := imports.Import
	if u.project.test {
		kind = imports.Test
	}
	for _, w := range u.file.Words {
		h := u.lookup(spaces, w.Text)
		if h == nil {
			continue
		}
		to := h.file(w.Text)
		if to == "" && h.folder == u.project.pkg.Path {
			continue // some file of this project
		}
		at := finding.Location{File: u.file.name, Line: w.Line}
		u.Mention(imports.Link{At: at, From: u.project.pkg.Path, To: h.folder, File: to, Symbol: w.Text, Kind: kind})
		if _, refers := slices.BinarySearch(u.project.direct, h.folder); !refers && h.folder != u.project.pkg.Path {
			through := imports.Through
			if u.project.test || u.projects[h.folder].test {
				through = imports.Test
			}
			u.Add(imports.Link{At: at, From: u.project.pkg.Path, To: h.folder, Kind: through, Manifest: true})
		}
	}
}

// spaces lists the namespaces in which a file's names are looked up: its own ones with
// those around them, inner ones first, then those that it uses.
func (u *user) spaces() []string {
	var out []string
	for _, n := range u.file.Namespaces {
		for n != "" {
			out = append(out, n)
			n = n[:max(strings.LastIndexByte(n, '.'), 0)]
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return strings.Count(b, ".") - strings.Count(a, ".") })
	for _, x := range u.file.Usings {
		if !x.Static && x.Alias == "" {
			out = append(out, x.Name)
		}
	}
	return unique(append(append(out, u.project.usings...), ""))
}

func unique(list []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(list, func(s string) bool {
		had := seen[s]
		seen[s] = true
		return had
	})
}

// lookup finds the type that a word means; nil if it means none of the repository, or
// if two used namespaces have it.
func (u *user) lookup(spaces []string, word string) *home {
	for _, x := range u.file.Usings {
		if x.Alias == word || x.Static && strings.HasSuffix(x.Name, "."+word) {
			return u.lies(x.Name[:max(strings.LastIndexByte(x.Name, '.'), 0)], x.Name[strings.LastIndexByte(x.Name, '.')+1:])
		}
	}
	if len(u.types(word)) == 0 {
		return nil
	}
	var found *home
	for _, s := range spaces {
		h := u.lies(s, word)
		if h == nil {
			continue
		}
		if u.encloses(s) {
			return h
		}
		if found != nil {
			return nil
		}
		found = h
	}
	return found
}

// encloses reports whether a namespace is one that the file's code lies in.
func (u *user) encloses(s string) bool {
	return s == "" || slices.ContainsFunc(u.file.Namespaces, func(n string) bool { return n == s || strings.HasPrefix(n, s+".") })
}

// lies finds a type by what it lies in, in the nearest project that has it.
func (v *view) lies(space, name string) *home {
	for _, d := range v.types(name) {
		if d.space == space {
			return d.home
		}
	}
	return nil
}

// file is the file that declares a type: of several the one that bears its name, else
// none.
func (h *home) file(name string) string {
	if len(h.files) == 1 {
		return h.files[0]
	}
	for _, f := range h.files {
		if strings.EqualFold(path.Base(f), name+".cs") {
			return f
		}
	}
	return ""
}
