package golang

import (
	"errors"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/gomod"
	"seam/analyze/repo"
)

// module is one go.mod, or an import root inferred where there is none.
type module struct {
	name     string // "" for a go.mod that only fences off its folder
	folder   string
	manifest string            // "" if inferred
	replaces map[string]string // module path -> folder of this tree
	requires []string          // module paths
	ignores  []string          // folders that ./... passes over, as written
	used     bool              // some go.work uses it
}

// modules is what a tree declares about import paths.
type modules struct {
	list []module       // sorted by folder
	at   map[string]int // folder -> index in list
}

// readModules reads every go.mod and go.work. One that cannot be read is a warning;
// where not even its module line can, the folder counts as one without go.mod.
func readModules(t repo.Tree, l *layout, w *warnings) *modules {
	ms := &modules{at: map[string]int{}}
	for _, file := range l.manifests {
		if m, ok := readModule(t, file, w); ok {
			ms.list = append(ms.list, m)
		}
	}
	ms.index()
	for _, file := range l.works {
		ms.readWork(t, file, w)
	}
	return ms
}

func (ms *modules) index() {
	slices.SortFunc(ms.list, func(a, b module) int { return strings.Compare(a.folder, b.folder) })
	for i, m := range ms.list {
		ms.at[m.folder] = i
	}
}

func readModule(t repo.Tree, file string, w *warnings) (module, bool) {
	m := module{folder: path.Dir(file), manifest: file, replaces: map[string]string{}}
	content, err := t.ReadFile(file)
	if err != nil {
		w.Broken(finding.Location{File: file}, "cannot be read: "+err.Error())
		return m, false
	}
	f, err := gomod.Parse(file, content)
	if err != nil {
		m.name = gomod.ModulePath(content)
		w.broken(file, err)
		return m, m.name != ""
	}
	w.skipped(file, f.Skipped)
	m.name = f.Module
	for _, r := range f.Requires {
		m.requires = append(m.requires, r.Path)
	}
	for _, i := range f.Ignores {
		m.ignores = append(m.ignores, i.Text)
	}
	m.replace(m.folder, f.Replaces)
	return m, true
}

// replace notes the replacements that are folders of the tree. from is the folder
// that they are relative to.
func (m *module) replace(from string, list []gomod.Replace) {
	for _, r := range list {
		if folder, ok := inTree(from, r.NewPath); ok && r.Folder() {
			m.replaces[r.Path] = folder
		}
	}
}

// inTree resolves a relative folder name; ok is false where it leaves the tree.
func inTree(from, rel string) (string, bool) {
	rel = strings.ReplaceAll(rel, `\`, "/")
	if path.IsAbs(rel) {
		return "", false
	}
	p := path.Join(from, rel)
	return p, p != ".." && !strings.HasPrefix(p, "../")
}

func (ms *modules) readWork(t repo.Tree, file string, w *warnings) {
	content, err := t.ReadFile(file)
	if err != nil {
		w.Broken(finding.Location{File: file}, "cannot be read: "+err.Error())
		return
	}
	f, err := gomod.ParseWork(file, content)
	if err != nil {
		w.broken(file, err)
		return
	}
	w.skipped(file, f.Skipped)
	for _, u := range f.Uses {
		folder, ok := inTree(path.Dir(file), u.Text)
		if i, found := ms.at[folder]; ok && found {
			ms.list[i].used = true
			ms.list[i].replace(path.Dir(file), f.Replaces)
		}
	}
}

// owner is the index of the module that a folder belongs to, -1 if none.
func (ms *modules) owner(folder string) int {
	for {
		if i, ok := ms.at[folder]; ok {
			return i
		}
		if folder == "." {
			return -1
		}
		folder = repo.Folder(folder)
	}
}

// ignored reports whether the go.mod that covers a folder tells ./... to pass over
// it: "./x" stands for the folder x of the module, "x" for every folder x in it.
func (ms *modules) ignored(folder string) bool {
	i := ms.owner(folder)
	if i < 0 {
		return false
	}
	rest, _ := below(ms.list[i].folder, folder)
	for _, pattern := range ms.list[i].ignores {
		rooted, ok := strings.CutPrefix(pattern, "./")
		rooted = strings.Trim(rooted, "/")
		if _, inside := below(rooted, rest); ok && inside {
			return true
		}
		if !ok && strings.Contains("/"+rest+"/", "/"+rooted+"/") {
			return true
		}
	}
	return false
}

// name is a module's name, "" for -1.
func (ms *modules) name(i int) string {
	if i < 0 {
		return ""
	}
	return ms.list[i].name
}

// importPath is how others name the package in a folder; "" where that is unknown.
func (ms *modules) importPath(folder string) string {
	i := ms.owner(folder)
	if i < 0 || ms.list[i].name == "" {
		return ""
	}
	rest, _ := below(ms.list[i].folder, folder)
	return path.Join(ms.list[i].name, rest)
}

// below strips a folder from the front of a path; ok is false if p is neither the
// folder nor below it. The rest is "" for the folder itself.
func below(folder, p string) (rest string, ok bool) {
	switch {
	case p == folder:
		return "", true
	case folder == ".":
		return p, true
	}
	return strings.CutPrefix(p, folder+"/")
}

func syntaxLine(err error) (line int, msg string) {
	var s *gomod.SyntaxError
	if errors.As(err, &s) {
		return s.Line, s.Msg
	}
	return 0, err.Error()
}
