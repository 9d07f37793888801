package proto

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/gomod"
	"seam/analyze/format/syntax"
	"seam/analyze/format/yaml"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// outcome is what became of an import.
type outcome uint8

const (
	resolved outcome = iota
	external
	missing
	ambiguous
)

// roots are the folders from which the paths of imports count.
type roots struct {
	files   map[string]bool
	folders map[string]bool     // that hold a file, or lie above one
	byBase  map[string][]string // files by their base name, sorted
	buf     []string            // folders of the modules of buf, sorted
	golang  []goModule
	modules []imports.Module // of buf that have a name
}

type goModule struct{ name, folder string }

// findRoots reads the files that say where imports are looked up. One that cannot be read
// says nothing, and is noted.
func findRoots(t repo.Tree, names []string, notices *imports.Notices) *roots {
	r := &roots{files: map[string]bool{}, folders: map[string]bool{}, byBase: map[string][]string{}}
	for _, n := range names {
		r.files[n] = true
		r.byBase[path.Base(n)] = append(r.byBase[path.Base(n)], n)
		for d := path.Dir(n); !r.folders[d]; d = path.Dir(d) {
			r.folders[d] = true
		}
	}
	for _, p := range repo.Regulars(t) {
		switch path.Base(p) {
		case "buf.yaml", "buf.work.yaml":
			r.readBuf(t, p, notices)
		case "go.mod":
			if data, err := t.ReadFile(p); err == nil {
				if name := gomod.ModulePath(data); name != "" {
					r.golang = append(r.golang, goModule{name, path.Dir(p)})
				}
			}
		}
	}
	slices.Sort(r.buf)
	r.buf = slices.Compact(r.buf)
	return r
}

// readBuf enters the modules of one file.
func (r *roots) readBuf(t repo.Tree, file string, notices *imports.Notices) {
	data, err := t.ReadFile(file)
	if err != nil {
		notices.Broken(finding.Location{File: file}, "cannot be read: "+err.Error())
		return
	}
	docs, err := yaml.Parse(data)
	if err == nil {
		err = yaml.MustBeMap(path.Base(file), docs)
	}
	if err != nil && !imports.IsFixture(file) {
		line, why := syntax.LineOf(err)
		notices.Broken(finding.Location{File: file, Line: line}, why)
	}
	if err != nil || len(docs) == 0 {
		return
	}
	doc, folder := docs[0], path.Dir(file)
	if path.Base(file) == "buf.work.yaml" {
		for _, d := range doc.Get("directories").List() {
			r.buf = append(r.buf, path.Join(folder, d.Text()))
		}
		return
	}
	for _, d := range doc.Get("build").Get("roots").List() { // version v1beta1
		r.buf = append(r.buf, path.Join(folder, d.Text()))
	}
	list := doc.Get("modules").List()
	for _, m := range list {
		at := path.Join(folder, m.Get("path").Text())
		r.buf = append(r.buf, at)
		r.module(m.Get("name").Text(), at, file)
	}
	if len(list) == 0 {
		r.buf = append(r.buf, folder)
		r.module(doc.Get("name").Text(), folder, file)
	}
}

func (r *roots) module(name, folder, manifest string) {
	if name != "" && r.folders[folder] {
		r.modules = append(r.modules, imports.Module{Name: name, Path: folder, Language: language, Manifest: manifest})
	}
}

// moduleOf is the name of the innermost module of buf around a folder.
func (r *roots) moduleOf(folder string) string {
	best, name := -1, ""
	for _, m := range r.modules {
		if repo.Below(m.Path, folder) && len(m.Path) > best {
			best, name = len(m.Path), m.Name
		}
	}
	return name
}

// resolve finds the file that an import of another one means.
func (r *roots) resolve(from, imported string) (string, outcome) {
	p := path.Clean(imported)
	if strings.HasPrefix(p, "google/") && !r.files[p] && !slices.Contains(strings.Split(path.Dir(from), "/"), "google") {
		return "", external
	}
	if path.IsAbs(p) || repo.Outside(p) {
		return "", missing
	}
	for _, root := range r.around(from) {
		if f := path.Join(root, p); r.files[f] && f != from {
			return f, resolved
		}
	}
	for _, m := range r.golang {
		if rest, ok := strings.CutPrefix(p, m.name+"/"); ok {
			if f := path.Join(m.folder, rest); r.files[f] {
				return f, resolved
			}
			return "", missing
		}
	}
	return r.guess(from, p)
}

// around lists the roots of a file in the order in which they are tried.
func (r *roots) around(from string) []string {
	var out []string
	for i := len(r.buf) - 1; i >= 0; i-- { // inner ones first
		if repo.Below(r.buf[i], from) {
			out = append(out, r.buf[i])
		}
	}
	out = append(out, r.buf...)
	out = append(out, ".")
	for d := path.Dir(from); d != "."; d = path.Dir(d) {
		out = append(out, d)
	}
	return out
}

// guess finds the file that ends with a path and is nearest to the importing one. A file of
// a module of buf has one name, its path in the module, which was tried before.
func (r *roots) guess(from, p string) (string, outcome) {
	best, most, several := "", -1, false
	for _, f := range r.byBase[path.Base(p)] {
		if !strings.HasSuffix(f, "/"+p) || f == from || r.named(f) {
			continue
		}
		switch n := shared(from, f); {
		case n > most:
			best, most, several = f, n, false
		case n == most:
			several = true
		}
	}
	switch {
	case several:
		return "", ambiguous
	case best != "":
		return best, resolved
	case r.ours(from, path.Dir(p)):
		return "", missing
	}
	return "", external
}

// named reports whether a file lies in a module of buf that is not the whole repository.
func (r *roots) named(file string) bool {
	return slices.ContainsFunc(r.buf, func(root string) bool { return root != "." && repo.Below(root, file) })
}

// ours reports whether the folder of an import is one of the repository, or none at all.
func (r *roots) ours(from, folder string) bool {
	if folder == "." {
		return true
	}
	return slices.ContainsFunc(r.around(from), func(root string) bool { return r.folders[path.Join(root, folder)] })
}

// shared counts the folders that two paths begin with alike.
func shared(a, b string) int {
	x, y := strings.Split(a, "/"), strings.Split(b, "/")
	n := 0
	for n < len(x)-1 && n < len(y)-1 && x[n] == y[n] {
		n++
	}
	return n
}
