package csharp

import (
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

// uses finds which file uses types of which, and what projects use of each other.
func (l *loader) uses() {
	types := map[string]map[string]*home{} // folder -> full name -> home
	for _, folder := range l.order {
		types[folder] = l.declared(folder)
	}
	known := map[string]bool{}
	for _, in := range types {
		for full := range in {
			known[full[strings.LastIndexByte(full, '.')+1:]] = true
		}
	}
	for _, folder := range l.order {
		p := l.projects[folder]
		reach := l.reach(folder)
		for _, f := range p.files {
			u := user{loader: l, project: p, file: f, types: types, known: known, reach: reach}
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

// reach lists the projects whose types a project sees: itself, those that it refers to,
// and those that these refer to, in the order of their distance.
func (l *loader) reach(folder string) []string {
	out, seen := []string{folder}, map[string]bool{folder: true}
	for i := 0; i < len(out); i++ {
		for _, to := range l.projects[out[i]].direct {
			if !seen[to] && l.projects[to] != nil {
				seen[to] = true
				out = append(out, to)
			}
		}
	}
	return out
}

// user resolves the type names that one file mentions.
type user struct {
	*loader
	project *project
	file    file
	types   map[string]map[string]*home
	known   map[string]bool // what types are called without their namespaces: most words are none
	reach   []string
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
			return u.named(x.Name)
		}
	}
	if !u.known[word] {
		return nil
	}
	var found *home
	for _, s := range spaces {
		h := u.named(fullName(s, word))
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

// named finds a type by its full name in the nearest project that has it.
func (u *user) named(full string) *home {
	for _, folder := range u.reach {
		if h := u.types[folder][full]; h != nil {
			return h
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
