package cargo

import (
	"path"
	"strings"

	"seam/analyze/modules"
	"seam/analyze/repo"
)

// rootOf finds the workspace that a manifest belongs to as cargo does: the one it names
// itself, else the nearest manifest at or above it that has a [workspace] and does not
// exclude it.
func (l *loader) rootOf(m *manifest) *manifest {
	if m.doc.Get("workspace") != nil {
		return m
	}
	if named := m.doc.Text("package", "workspace"); named != "" {
		folder, _ := modules.Inside(m.folder, named)
		return l.manifests[folder]
	}
	for folder := m.folder; folder != "."; {
		folder = path.Dir(folder)
		if root := l.manifests[folder]; root != nil && root.doc.Get("workspace") != nil {
			if root.excludes(m.folder) {
				return nil
			}
			return root
		}
	}
	return nil
}

// excludes reports whether a workspace leaves a folder out. What lies below a member
// that is named without a pattern stays in.
func (m *manifest) excludes(folder string) bool {
	return m.lists("exclude", folder) && !m.lists("members", folder)
}

// lists reports whether a folder lies below one of a list of the workspace.
func (m *manifest) lists(key, folder string) bool {
	for _, v := range m.doc.Texts("workspace", key) {
		if above, ok := modules.Inside(m.folder, v.Text); ok && repo.Below(above, folder) {
			return true
		}
	}
	return false
}

// names reports whether the members of a workspace match a folder.
func (m *manifest) names(folder string) bool {
	for _, v := range m.doc.Texts("workspace", "members") {
		if pattern, ok := modules.Inside(m.folder, v.Text); ok && modules.MatchFolder(pattern, folder) {
			return true
		}
	}
	return false
}

func (l *loader) workspaces() {
	for _, folder := range l.folders {
		root := l.manifests[folder]
		if root.doc.Get("workspace") == nil {
			continue
		}
		w := modules.Workspace{Path: folder, Manifest: root.file, Ecosystem: Ecosystem, Members: l.members(root), Replacements: l.replacements(root)}
		l.missing(root)
		l.set.Workspaces = append(l.set.Workspaces, w)
	}
}

// members lists a workspace's own package, the named members, and what they depend on
// by path within the workspace.
func (l *loader) members(root *manifest) []string {
	var queue []string
	in := map[string]bool{}
	add := func(folder string) {
		if m := l.manifests[folder]; m != nil && m.name != "" && m.root == root && !in[folder] {
			in[folder] = true
			queue = append(queue, folder)
		}
	}
	for _, folder := range l.folders {
		if folder == root.folder || root.names(folder) || l.manifests[folder].doc.Text("package", "workspace") != "" {
			add(folder)
		}
	}
	uses := map[string][]string{}
	for _, u := range l.set.Units {
		for _, r := range u.Requirements {
			if r.Unit != "" {
				uses[u.Path] = append(uses[u.Path], r.Unit)
			}
		}
	}
	for len(queue) > 0 {
		next := queue[0]
		queue = queue[1:]
		for _, to := range uses[next] {
			add(to)
		}
	}
	out := make([]string, 0, len(in))
	for _, folder := range l.folders {
		if in[folder] {
			out = append(out, folder)
		}
	}
	return out
}

// missing files members that are named without a pattern and hold no Cargo.toml: cargo
// refuses such a workspace.
func (l *loader) missing(root *manifest) {
	for _, v := range root.doc.Texts("workspace", "members") {
		folder, ok := modules.Inside(root.folder, v.Text)
		if strings.ContainsAny(v.Text, "*?[") || ok && (!looked(folder) || repo.Has(l.tree, path.Join(folder, "Cargo.toml"))) {
			continue
		}
		l.set.Break(Ecosystem, root.file, v.Line, "member \""+v.Text+"\" holds no Cargo.toml that is tracked; drop it, or commit the crate")
	}
}
