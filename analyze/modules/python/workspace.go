package python

import (
	"path"
	"slices"

	"seam/analyze/format/toml"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// workspace is what tool.uv.workspace (or Rye's) of one pyproject.toml says.
type workspace struct {
	folder, file     string
	members, exclude []string // patterns from the repository root
}

func (l *loader) workspace(file string, doc *toml.Table) {
	t := doc.Table("tool", "uv", "workspace")
	if t == nil {
		t = doc.Table("tool", "rye", "workspace")
	}
	if t == nil {
		return
	}
	w := workspace{folder: path.Dir(file), file: file}
	w.members, w.exclude = patterns(w.folder, t.Texts("members")), patterns(w.folder, t.Texts("exclude"))
	l.shared = append(l.shared, w)
}

func patterns(folder string, list []*toml.Value) []string {
	var out []string
	for _, v := range list {
		if p, ok := modules.Inside(folder, v.Text); ok {
			out = append(out, p)
		}
	}
	return out
}

// holds reports whether a folder is the workspace's root or one of its members.
func (w workspace) holds(folder string) bool {
	in := func(list []string) bool {
		return slices.ContainsFunc(list, func(p string) bool { return modules.MatchFolder(p, folder) })
	}
	return folder == w.folder || repo.Below(w.folder, folder) && in(w.members) && !in(w.exclude)
}

func (l *loader) workspaces() {
	for _, w := range l.shared {
		out := modules.Workspace{Path: w.folder, Manifest: w.file, Ecosystem: Ecosystem}
		for _, u := range l.units {
			if w.holds(u.Path) {
				out.Members = append(out.Members, u.Path)
			}
		}
		l.set.Workspaces = append(l.set.Workspaces, out)
	}
}
