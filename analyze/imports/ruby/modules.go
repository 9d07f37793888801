package ruby

import (
	"path"
	"slices"
	"strings"

	"seam/analyze/imports"
	"seam/analyze/modules"
	"seam/analyze/modules/bundler"
	"seam/analyze/repo"
)

// form is what a module is.
type form uint8

const (
	app form = iota // its constants are seen in its own folder alone
	gem
	engine
	pack
)

// module is the gem, engine, pack or app of a folder.
type module struct {
	name, folder, manifest string
	is                     form
	roots                  []string // folders in which require looks
	requires               []string // folders of units that it requires
	holder                 *module  // of an engine or pack: the app or gem around it
	near                   map[*module]bool
}

// moduleSet is the modules of a tree.
type moduleSet struct {
	byFolder map[string]*module
	nearest  *repo.Nearest[*module]
	none     *module
	held     map[*module][]*module // the packs and engines of an app or gem
	external map[string]string     // normal form of a gem from elsewhere -> its name
}

// readModules reads the manifests, and finds the apps and engines that files make.
func readModules(t repo.Tree, manifests modules.Source, files []*file, notices *imports.Notices) *moduleSet {
	s := &moduleSet{byFolder: map[string]*module{}, none: &module{folder: "."}, held: map[*module][]*module{}, external: map[string]string{}}
	s.nearest = repo.NewNearest(s.byFolder, s.none)
	own, begin := map[string]bool{}, map[string]bool{} // by name, by its normal form
	for _, g := range bundler.Gems(t) {
		own[g.Name], begin[normal(g.Name)] = true, true
		if s.byFolder[g.Folder] == nil && !isTest(g.Manifest) {
			s.byFolder[g.Folder] = &module{name: g.Name, folder: g.Folder, manifest: g.Manifest, is: gem, roots: g.Roots}
		}
	}
	set := manifests(bundler.Ecosystem)
	notices.Pass(set.Unread()...)
	for _, u := range set.Units {
		m := s.byFolder[u.Path]
		if m == nil && !isTest(u.Manifest) {
			m = &module{name: u.Name, folder: u.Path, manifest: u.Manifest}
			s.byFolder[u.Path] = m
		}
		for _, r := range u.Requirements {
			switch {
			case r.Unit != "" && m != nil:
				m.requires = append(m.requires, r.Unit)
			case r.Unit == "" && !own[r.Name]:
				s.addExternal(r.Name, begin)
			}
		}
	}
	framework := s.external["rails"] == "rails"
	for _, n := range named {
		key, name := normal(n[1]), n[0]
		if own[name] || s.external[key] != "" {
			continue
		}
		if framework && name != "sorbet-runtime" {
			name = "rails" // it is what brings the others
		}
		s.external[key] = name
	}
	s.addPacks(t)
	for _, f := range files {
		s.addRails(f)
	}
	for _, m := range s.byFolder {
		m.holder = s.around(m)
		if m.is == pack || m.is == engine {
			s.held[m.holder] = append(s.held[m.holder], m)
		}
		if m.roots == nil {
			m.roots = []string{path.Join(m.folder, "lib")}
		}
	}
	return s
}

// named are gems, of Rails for most, whose constants begin otherwise than they are called.
var named = [...][2]string{
	{"actioncable", "ActionCable"}, {"actionmailbox", "ActionMailbox"}, {"actionmailer", "ActionMailer"}, {"actionpack", "AbstractController"},
	{"actionpack", "ActionController"}, {"actionpack", "ActionDispatch"}, {"actiontext", "ActionText"}, {"actionview", "ActionView"},
	{"activejob", "ActiveJob"}, {"activemodel", "ActiveModel"}, {"activerecord", "ActiveRecord"}, {"activerecord", "Arel"},
	{"activestorage", "ActiveStorage"}, {"activesupport", "ActiveSupport"}, {"railties", "Rails"}, {"sorbet-runtime", "T"},
}

// addExternal notes how the constants and files of a gem from elsewhere may begin: not as a
// gem of here is called, which it adds to (x-plugin to x).
func (s *moduleSet) addExternal(name string, own map[string]bool) {
	first, _, _ := strings.Cut(name, "-")
	for _, n := range [...]string{normal(name), normal(first)} {
		if had, ok := s.external[n]; !own[n] && (!ok || len(name) < len(had) || len(name) == len(had) && name < had) {
			s.external[n] = name
		}
	}
}

// addPacks enters the packs of packwerk.
func (s *moduleSet) addPacks(t repo.Tree) {
	var roots []string
	for _, f := range repo.Regulars(t) {
		if base := path.Base(f); (base == "packwerk.yml" || base == "packs.yml") && !isTest(f) {
			roots = append(roots, path.Dir(f))
		}
	}
	if len(roots) == 0 {
		return
	}
	for _, f := range repo.Regulars(t) {
		folder := path.Dir(f)
		if path.Base(f) != "package.yml" || isTest(f) || s.byFolder[folder] != nil || !slices.ContainsFunc(roots, func(r string) bool { return repo.Below(r, folder) && r != folder }) {
			continue
		}
		s.byFolder[folder] = &module{name: folder, folder: folder, manifest: f, is: pack}
	}
}

// addRails enters the app of a config/application.rb and the engine of an engine.rb that no
// gemspec is for.
func (s *moduleSet) addRails(f *file) {
	for i := range f.Scopes {
		sc := &f.Scopes[i]
		if len(sc.Ancestors) == 0 || f.test {
			continue
		}
		switch strings.TrimPrefix(sc.Ancestors[0], "::") {
		case "Rails::Application":
			folder := path.Dir(f.folder)
			if path.Base(f.folder) != "config" {
				continue
			}
			m := s.byFolder[folder]
			if m == nil {
				m = &module{folder: folder, manifest: f.name, name: path.Base(folder)}
				s.byFolder[folder] = m
			}
			if around := f.Scopes[sc.Parent].Path; around != "" && m.is == app {
				m.name = underscored(around)
			}
		case "Rails::Engine":
			before, _, ok := strings.Cut("/"+f.name, "/lib/")
			folder := strings.TrimPrefix(before, "/")
			if !ok || folder == "" || s.byFolder[folder] != nil {
				continue
			}
			s.byFolder[folder] = &module{name: path.Base(folder), folder: folder, manifest: f.name, is: engine}
		}
	}
}

// underscored is the name of a constant as paths have it: HTTPClient is http_client.
func underscored(s string) string {
	var out []byte
	for i := 0; i < len(s); i++ {
		c := s[i]
		upper := c >= 'A' && c <= 'Z'
		if upper && i > 0 && s[i-1] != ':' && (s[i-1] >= 'a' || i+1 < len(s) && s[i+1] >= 'a') {
			out = append(out, '_')
		}
		switch {
		case upper:
			c |= 0x20
		case c == ':':
			c = '/'
			i++
		}
		out = append(out, c)
	}
	return string(out)
}

// of is the module of a folder: the nearest at or above it.
func (s *moduleSet) of(folder string) *module { return s.nearest.Of(folder) }

// around is the nearest app or gem at or above a module: what runs it.
func (s *moduleSet) around(m *module) *module {
	for folder := m.folder; ; folder = path.Dir(folder) {
		if at := s.byFolder[folder]; at != nil && (at.is == app || at.is == gem) {
			return at
		}
		if folder == "." {
			return s.none
		}
	}
}

// maxNear bounds how many modules one reaches.
const maxNear = 2000

// reach is the modules that one requires, directly or not, and those of its app.
func (s *moduleSet) reach(m *module) map[*module]bool {
	if m.near != nil {
		return m.near
	}
	m.near = map[*module]bool{m: true}
	queue := []*module{m}
	add := func(to *module) {
		if to != nil && !m.near[to] && len(m.near) < maxNear {
			m.near[to] = true
			queue = append(queue, to)
		}
	}
	for len(queue) > 0 {
		from := queue[0]
		queue = queue[1:]
		for _, folder := range from.requires {
			add(s.byFolder[folder])
		}
		if from.is == pack || from.is == engine {
			add(from.holder)
		}
		for _, to := range s.held[from] {
			add(to)
		}
	}
	return m.near
}

// sees reports whether code of a module can name what another defines: of an app, its packs
// and engines only what lies in the app's folder can.
func (m *module) sees(to *module) bool {
	if m == to {
		return true
	}
	if to.is == pack || to.is == engine {
		to = to.holder
	}
	return to.is == gem || repo.Below(to.folder, m.folder)
}

// list is the modules that hold Ruby, as a graph has them.
func (s *moduleSet) list(used map[*module]bool) []imports.Module {
	var out []imports.Module
	for _, m := range s.byFolder {
		if used[m] {
			out = append(out, imports.Module{Name: m.name, Path: m.folder, Language: language, Manifest: m.manifest})
		}
	}
	slices.SortFunc(out, imports.CompareModules)
	return out
}
