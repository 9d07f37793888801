package npm

import (
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/finding"
	"seam/analyze/format/version"
	"seam/analyze/format/yaml"
	"seam/analyze/modules"
)

// space is one workspace: the units that one install serves. A nil space has no members
// and no catalogs.
type space struct {
	members  map[string]*manifest  // by name
	folders  []string              // of the members, sorted
	catalogs map[string]catalogued // by "CATALOG NAME"
}

// catalogued is a range that manifests refer to.
type catalogued struct {
	rng string
	at  finding.Location
}

// readWorkspaces finds the members of every workspace. The innermost workspace that
// lists a unit is its home.
func (l *loader) readWorkspaces() {
	for _, dir := range l.folders() {
		m := l.manifests[dir]
		if len(m.workspaces) > 0 && !l.has("pnpm-workspace.yaml", dir) {
			l.workspace(dir, m.file, m.workspaces, nil)
		}
	}
	for _, file := range l.files["pnpm-workspace.yaml"] {
		if dir := path.Dir(file); !aside(dir) {
			l.pnpmWorkspace(dir, file)
		}
	}
	for _, file := range l.files[".yarnrc.yml"] {
		if s := l.spaces[path.Dir(file)]; s != nil {
			for _, d := range l.readYAML(file) {
				s.readCatalogs(file, d)
			}
		}
	}
	for _, dir := range slices.Sorted(maps.Keys(l.spaces)) {
		for _, folder := range l.spaces[dir].folders {
			l.homes[folder] = l.spaces[dir] // sorted by folder: an inner one comes later
		}
	}
}

func (l *loader) has(name, dir string) bool {
	_, found := slices.BinarySearch(l.files[name], path.Join(dir, name))
	return found
}

func (l *loader) pnpmWorkspace(dir, file string) {
	for _, d := range l.readYAML(file) {
		var patterns []string
		for _, n := range d.Get("packages").List() {
			patterns = append(patterns, n.Text())
		}
		var replaced []modules.Replacement
		for _, p := range d.Get("overrides").Map() {
			replaced = append(replaced, replacementOf(dir, p.Key, p.Value.Text(), file, p.Line))
		}
		slices.SortStableFunc(replaced, func(a, b modules.Replacement) int { return strings.Compare(a.Name, b.Name) })
		l.workspace(dir, file, patterns, replaced).readCatalogs(file, d)
	}
}

// readCatalogs reads the ranges that members refer to; pnpm and yarn write them alike.
func (s *space) readCatalogs(file string, d *yaml.Node) {
	s.catalog(file, "default", d.Get("catalog"))
	for _, p := range d.Get("catalogs").Map() {
		s.catalog(file, p.Key, p.Value)
	}
}

func (s *space) catalog(file, name string, n *yaml.Node) {
	for _, p := range n.Map() {
		s.catalogs[name+" "+p.Key] = catalogued{p.Value.Text(), at(file, p.Line)}
	}
}

// workspace finds the members that patterns name. Manifests in folders that are not
// looked at otherwise are read if they are listed.
func (l *loader) workspace(dir, file string, patterns []string, replaced []modules.Replacement) *space {
	s := &space{members: map[string]*manifest{}, catalogs: map[string]catalogued{}}
	for _, p := range l.files["package.json"] {
		folder := path.Dir(p)
		rel, below := cutFolder(dir, folder)
		if !below || rel != "." && !listed(patterns, rel) {
			continue
		}
		m := l.manifest(folder)
		if m == nil {
			continue
		}
		s.folders = append(s.folders, folder)
		if _, twice := s.members[m.name]; !twice && m.name != "" {
			s.members[m.name] = m
		}
	}
	slices.Sort(s.folders)
	l.spaces[dir] = s
	l.set.Workspaces = append(l.set.Workspaces, modules.Workspace{Path: dir, Manifest: file, Ecosystem: Ecosystem, Members: s.folders, Replacements: replaced})
	return s
}

// cutFolder is the path of a folder from another one above it.
func cutFolder(dir, folder string) (rel string, below bool) {
	if dir == folder {
		return ".", true
	}
	if dir == "." {
		return folder, true
	}
	return strings.CutPrefix(folder, dir+"/")
}

// listed reports whether patterns name a folder; a later one that begins with "!" takes
// it out again.
func listed(patterns []string, folder string) bool {
	in := false
	for _, p := range patterns {
		not := strings.HasPrefix(p, "!")
		p = path.Clean(strings.TrimPrefix(strings.TrimPrefix(p, "!"), "/"))
		for _, plain := range expand(p) {
			if modules.MatchFolder(plain, folder) {
				in = !not
			}
		}
	}
	return in
}

// maxExpanded bounds what the braces of one pattern expand to.
const maxExpanded = 64

// expand writes out {a,b}.
func expand(p string) []string {
	out := []string{p}
	for i := 0; i < len(out); {
		open := strings.IndexByte(out[i], '{')
		end := strings.IndexByte(out[i][max(open, 0):], '}')
		if open < 0 || end < 0 || len(out) > maxExpanded {
			i++
			continue
		}
		end += open
		head, tail := out[i][:open], out[i][end+1:]
		var parts []string
		for choice := range strings.SplitSeq(out[i][open+1:end], ",") {
			parts = append(parts, head+choice+tail)
		}
		out = slices.Replace(out, i, i+1, parts...)
	}
	return out
}

// catalogued is the range that a catalog holds for a name, and where; "" if it holds
// none.
func (s *space) catalogued(catalog, name string) (rng string, where finding.Location) {
	if s == nil {
		return "", finding.Location{}
	}
	if catalog == "" {
		catalog = "default"
	}
	c := s.catalogs[catalog+" "+name]
	return c.rng, c.at
}

// taken is the folder of the member that a range is served from.
func (s *space) taken(name, rng string) string {
	if s == nil || s.members[name] == nil {
		return ""
	}
	m := s.members[name]
	if accepts, known := version.Of(Ecosystem).Accepts(rng, m.version); !accepts && known {
		return ""
	}
	return m.folder
}

// named resolves workspace:RANGE, workspace:NAME@RANGE and workspace:../folder.
func (s *space) named(from, name, text string) (real, folder string) {
	if s == nil {
		return name, ""
	}
	if strings.HasPrefix(text, ".") {
		folder, _ = modules.Inside(from, text)
		return name, folder
	}
	if alias, rng := splitName(text); rng != "" && s.members[alias] != nil {
		name = alias
	}
	if m := s.members[name]; m != nil {
		return name, m.folder
	}
	return name, ""
}
