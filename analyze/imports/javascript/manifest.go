package javascript

import (
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/json"
	"seam/analyze/format/syntax"
	"seam/analyze/format/yaml"
	"seam/analyze/imports"
	"seam/analyze/repo"
)

// manifest is one package.json.
type manifest struct {
	folder string
	name   string
	root   json.Node
	space  string // folder of the workspace that it is a member of, "" outside any
}

// manifests are the package.json files of a tree.
type manifests struct {
	byFolder map[string]*manifest
	members  map[string]map[string]*manifest // workspace -> name -> member, the first by folder
}

// readManifests reads the package.json files and finds who belongs to which workspace.
func readManifests(t repo.Tree, l *layout, w *imports.Notices) *manifests {
	m := &manifests{byFolder: map[string]*manifest{}, members: map[string]map[string]*manifest{}}
	patterns := map[string][]string{} // folder of a workspace -> patterns of its members
	for _, file := range l.configs {
		folder := path.Dir(file)
		switch path.Base(file) {
		case "package.json":
			if root := readObject(t, file, nil, w); root.Kind == json.Object {
				m.byFolder[folder] = &manifest{folder: folder, name: root.Get("name").Text(), root: root}
				patterns[folder] = append(patterns[folder], membersOf(root.Get("workspaces"))...)
			}
		case "pnpm-workspace.yaml":
			patterns[folder] = append(patterns[folder], pnpmPatterns(t, file, w)...)
		case "lerna.json", "rush.json":
			patterns[folder] = append(patterns[folder], otherPatterns(readObject(t, file, plainJSON, w))...)
		}
	}
	m.join(patterns)
	return m
}

// readObject reads a JSON file, made plain first where that is given. One that is none, and
// no template of one, is noted; the zero Node then.
func readObject(t repo.Tree, file string, plain func([]byte) []byte, w *imports.Notices) json.Node {
	content, err := t.ReadFile(file)
	if err != nil {
		w.Broken(finding.Location{File: file}, "cannot be read: "+err.Error())
		return json.Node{}
	}
	if plain != nil {
		content = plain(content)
	}
	document, err := json.ParseObject(path.Base(file), content)
	if err != nil {
		line, why := syntax.LineOf(err)
		if !isTest(file) && !imports.IsFixture(file) && !json.Placeholder(content, line) {
			w.Broken(finding.Location{File: file, Line: line}, why)
		}
		return json.Node{}
	}
	return document.Root
}

// membersOf reads both forms of workspaces: a list, and an object that holds one.
func membersOf(list json.Node) []string {
	if list.Kind == json.Object {
		list = list.Get("packages")
	}
	return list.Texts()
}

// pnpmPatterns are the members that a pnpm-workspace.yaml names.
func pnpmPatterns(t repo.Tree, file string, w *imports.Notices) []string {
	content, err := t.ReadFile(file)
	if err != nil {
		w.Broken(finding.Location{File: file}, "cannot be read: "+err.Error())
		return nil
	}
	documents, err := yaml.ParseMachine(content)
	if err == nil {
		err = yaml.MustBeMap(path.Base(file), documents)
	}
	if err != nil && !isTest(file) && !imports.IsFixture(file) {
		line, why := syntax.LineOf(err)
		w.Broken(finding.Location{File: file, Line: line}, why)
	}
	var out []string
	for _, d := range documents[:min(len(documents), 1)] {
		for _, n := range d.Get("packages").List() {
			out = append(out, n.Text())
		}
	}
	return out
}

// otherPatterns are the members that a lerna.json or a rush.json names.
func otherPatterns(root json.Node) []string {
	out := root.Get("packages").Texts()
	for _, p := range root.Get("projects").List() {
		out = append(out, p.Value.Get("projectFolder").Text())
	}
	return out
}

// join finds the members of every workspace. A package belongs to the innermost one that
// names it; the root of a workspace is its member too.
func (m *manifests) join(patterns map[string][]string) {
	for _, folder := range slices.Sorted(maps.Keys(m.byFolder)) {
		pkg := m.byFolder[folder]
		for space := range above(folder) {
			if list := patterns[space]; len(list) > 0 && (space == folder || isMember(list, repo.Relative(space, folder))) {
				pkg.space = space
				break
			}
		}
		if pkg.space == "" || pkg.name == "" {
			continue
		}
		of := m.members[pkg.space]
		if of == nil {
			of = map[string]*manifest{}
			m.members[pkg.space] = of
		}
		if of[pkg.name] == nil {
			of[pkg.name] = pkg
		}
	}
}

// isMember reports whether a folder matches the patterns of a workspace, of which the
// last that matches counts.
func isMember(patterns []string, folder string) bool {
	member := false
	for _, p := range patterns {
		p, not := strings.CutPrefix(p, "!")
		p = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(p, "./"), "/"), "/")
		if member == not && matches(strings.Split(p, "/"), strings.Split(folder, "/")) {
			member = !not
		}
	}
	return member
}

// matches compares a pattern with a folder element by element; ** stands for any number
// of elements.
func matches(pattern, folder []string) bool {
	if len(pattern) > 32 {
		return false
	}
	reach := make([]bool, len(folder)+1) // reach[i]: what was read of the pattern matches folder[:i]
	reach[0] = true
	for _, p := range pattern {
		next := make([]bool, len(folder)+1)
		for i := range reach {
			switch {
			case p == "**":
				next[i] = reach[i] || i > 0 && next[i-1]
			case i > 0 && reach[i-1]:
				ok, err := path.Match(p, folder[i-1])
				next[i] = ok && err == nil
			}
		}
		reach = next
	}
	return reach[len(folder)]
}

// nearest is the package.json that governs a folder: the innermost around it. With named,
// those without a name do not count.
func (m *manifests) nearest(folder string, named bool) *manifest {
	for dir := range above(folder) {
		if p := m.byFolder[dir]; p != nil && (!named || p.name != "") {
			return p
		}
	}
	return nil
}

// find is the package of that name which a file in a folder gets: its own, one that its
// package.json takes from a folder of the tree, or a member of its workspace.
func (m *manifests) find(folder, name string) *manifest {
	space := ""
	for dir := range above(folder) {
		p := m.byFolder[dir]
		if p == nil {
			continue
		}
		if p.name == name {
			return p
		}
		if to, ok := m.linked(p, name); ok {
			return to
		}
		if space == "" {
			space = p.space
		}
	}
	if space == "" {
		return nil
	}
	return m.members[space][name]
}

// linked is what a package.json takes from a folder: file:../x, link:../x, portal:../x,
// workspace:../x, or another name of a member: workspace:other@*.
func (m *manifests) linked(p *manifest, name string) (*manifest, bool) {
	for _, field := range [...]string{"dependencies", "devDependencies", "peerDependencies", "optionalDependencies"} {
		version := p.root.Get(field).Get(name).Text()
		if version == "" {
			continue
		}
		protocol, rest, ok := strings.Cut(version, ":")
		switch {
		case !ok:
		case protocol == "file", protocol == "link", protocol == "portal", protocol == "workspace" && strings.HasPrefix(rest, "."):
			to := m.byFolder[path.Join(p.folder, rest)]
			return to, to != nil
		case protocol == "npm":
			return nil, rest != "" && (rest[0] == '@' || rest[0]|0x20 >= 'a' && rest[0]|0x20 <= 'z') // another package under this name
		case protocol == "workspace":
			if at := strings.LastIndexByte(rest, '@'); at > 0 {
				return m.members[p.space][rest[:at]], true
			}
		}
	}
	return nil, false
}
