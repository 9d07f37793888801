// Package pub reads the pubspec.yaml and pubspec.lock files of a repository: what Dart and
// Flutter require.
//
// A unit is a pubspec.yaml with a name. dependencies are Production, dev_dependencies
// Development. What an SDK brings (sdk: flutter) is no package from elsewhere and is left
// out; a package of git has no version. dependency_overrides, of the manifest and of a
// pubspec_overrides.yaml beside it, which goes first, are Replacements.
//
// A package is taken from the repository where a path or an override says so, and where a
// unit of the same workspace has the name: a workspace is what workspace of a pubspec.yaml
// lists, whose members are resolved together, or what packages of a melos.yaml matches but
// for its ignore, which melos links to one another. Of two of one name in a workspace the
// first by folder counts.
//
// A lock holds each package once and not what it requires: what the units ask for
// themselves leads to its packages, and the others stand there without a way to them. The
// lock of a workspace is that of all its members.
//
// Not looked at: folders for foreign code (history.IsVendored), those named testdata,
// fixtures and __brick__ (templates of mason), and those whose name begins with "."; what
// the fetched packages say; braces in patterns.
package pub

import (
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/format/yaml"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// Ecosystem is the name under which packages of pub stand in a modules.Set.
const Ecosystem = "pub"

// Load reads every manifest and lock of a tree. It never fails: what could not be read is in
// Broken and Warnings.
func Load(t repo.Tree) *modules.Set {
	l := open(t)
	for _, folder := range l.folders {
		l.set.Units = append(l.set.Units, l.unit(l.manifests[folder]))
	}
	for _, w := range l.spaces {
		l.set.Workspaces = append(l.set.Workspaces, modules.Workspace{Path: path.Dir(w.file), Manifest: w.file, Ecosystem: Ecosystem, Members: w.members})
	}
	for _, file := range l.locks {
		l.lock(file)
	}
	return modules.Join(l.set)
}

// Package is one pubspec.yaml as a reader of Dart needs it.
type Package struct {
	Name, Folder, Manifest string
	Takes                  map[string]string // by name of what it requires, the folder of the repository's package that it means
	Member                 bool              // it belongs to a workspace
}

// Packages reads every pubspec.yaml of a tree, sorted by folder. Those that cannot be read
// are left out: Load tells them.
func Packages(t repo.Tree) []Package {
	l := open(t)
	var out []Package
	for _, folder := range l.folders {
		m := l.manifests[folder]
		p := Package{Name: m.name, Folder: folder, Manifest: m.file, Takes: map[string]string{}}
		p.Member = len(l.in[folder]) > 0
		for _, w := range m.requires {
			if unit := l.unitOf(m, w); unit != "" {
				p.Takes[w.name] = unit
			}
		}
		out = append(out, p)
	}
	return out
}

// open reads the manifests and finds the locks.
func open(t repo.Tree) *loader {
	l := &loader{tree: t, set: &modules.Set{}, manifests: map[string]*manifest{}, in: map[string][]*space{}}
	var melos []string
	for _, p := range repo.Regulars(t) {
		base := path.Base(p)
		if base != "pubspec.yaml" && base != "pubspec.lock" && base != "melos.yaml" || !looked(p) {
			continue
		}
		switch base {
		case "pubspec.lock":
			l.locks = append(l.locks, p)
		case "melos.yaml":
			melos = append(melos, p)
		default:
			if m := l.manifest(p); m != nil {
				l.manifests[m.folder] = m
			}
		}
	}
	l.folders = slices.Sorted(maps.Keys(l.manifests))
	l.workspaces(melos)
	return l
}

func looked(file string) bool {
	folder := path.Dir(file)
	return !modules.LiesIn(folder, "vendor", "node_modules", "third_party", "testdata", "fixtures", "__brick__") && !modules.IsHidden(folder, ".") && !strings.Contains(folder, "{{")
}

type loader struct {
	tree      repo.Tree
	set       *modules.Set
	manifests map[string]*manifest // by folder
	folders   []string             // their keys, sorted
	spaces    []*space             // by manifest
	in        map[string][]*space  // by member
	locks     []string
}

// space is one workspace.
type space struct {
	file    string            // the manifest that lists its members
	members []string          // folders, sorted
	named   map[string]string // folder by name
}

// parse reads one file, which must be a mapping; nil for one that is not, or is empty.
func (l *loader) parse(file string, parse func([]byte) ([]*yaml.Node, error)) *yaml.Node {
	data, ok := l.set.Read(l.tree, Ecosystem, file, 0)
	if !ok {
		return nil
	}
	docs, err := parse(data)
	if err == nil {
		err = yaml.MustBeMap(path.Base(file), docs)
	}
	if err != nil {
		l.set.BreakBy(Ecosystem, file, err)
		return nil
	}
	if len(docs) == 0 {
		return nil
	}
	return docs[0]
}

// workspaces finds the workspaces of pub and of melos.
func (l *loader) workspaces(melos []string) {
	for _, folder := range l.folders {
		m := l.manifests[folder]
		if members := m.root.Get("workspace"); len(members.List()) > 0 {
			l.space(m.file, append(patterns(folder, members), folder), nil)
		}
	}
	for _, file := range melos {
		if root := l.parse(file, yaml.Parse); root != nil {
			l.space(file, patterns(path.Dir(file), root.Get("packages")), patterns(path.Dir(file), root.Get("ignore")))
		}
	}
	slices.SortFunc(l.spaces, func(a, b *space) int { return strings.Compare(a.file, b.file) })
}

// maxPatterns bounds the patterns of one list that are not just a folder's name: each is held
// against every unit.
const maxPatterns = 1000

// patterns is the texts of a list as patterns of folders from the root on.
func patterns(folder string, list *yaml.Node) []string {
	var out []string
	wild := 0
	for _, n := range list.List() {
		p, ok := modules.Inside(folder, n.Text())
		if strings.ContainsAny(p, "*?[") {
			wild++
		}
		if ok && n.Text() != "" && wild <= maxPatterns {
			out = append(out, p)
		}
	}
	return out
}

// space enters a workspace, if any unit belongs to it.
func (l *loader) space(file string, in, out []string) {
	w := &space{file: file, named: map[string]string{}}
	members := l.matching(in)
	for folder := range l.matching(out) {
		delete(members, folder)
	}
	w.members = slices.Sorted(maps.Keys(members))
	for _, folder := range w.members {
		l.in[folder] = append(l.in[folder], w)
		if name := l.manifests[folder].name; w.named[name] == "" {
			w.named[name] = folder
		}
	}
	if len(w.members) > 0 {
		l.spaces = append(l.spaces, w)
	}
}

// matching is the folders of the units that any pattern matches.
func (l *loader) matching(patterns []string) map[string]bool {
	out := map[string]bool{}
	for _, p := range patterns {
		if l.manifests[p] != nil {
			out[p] = true
		}
		if !strings.ContainsAny(p, "*?[") {
			continue
		}
		for _, folder := range l.folders {
			if modules.MatchFolder(p, folder) {
				out[folder] = true
			}
		}
	}
	return out
}
