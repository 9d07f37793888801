// Package python reads what a repository says about its Python packages.
//
// A unit is a folder with at least one of: a pyproject.toml with a project (PEP 621,
// dependency groups, Poetry, uv, PDM), a setup.cfg, a Pipfile, requirements files
// (requirements*.txt, *-requirements.txt, requirements/*.txt, the same with .in). All
// of a folder's files make one unit; each requirement names its file and line. Names
// are canonical (PEP 503): lower case, "-" for every run of "-", "_" and ".".
//
// Kinds: dependency groups, Poetry's and PDM's groups and files whose name says dev,
// test, docs, lint or the like are Development; extras and optional dependencies are
// Optional, but Development where the extra's name says so. A requirement with a marker
// is Conditional. What a build backend needs (build-system.requires) is no requirement
// of the unit, for it is installed apart.
//
// Locks are uv.lock, poetry.lock, pdm.lock, Pipfile.lock, pylock.toml, and requirements
// files that a tool wrote: pinned ones with hashes, with a "# via" behind the pins, or
// with the tool's name at the top. Links of the latter come from those "via" comments.
// Several versions of a name in one lock are for different markers, a Fork. The lock's
// own project is the package whose Unit is the lock's folder; its links have the kinds
// and ranges of its manifest.
//
// Not looked at: setup.py, which is code (a Warning where it alone has the
// requirements); constraint files, which require nothing; conda's environments; folders
// named vendor, node_modules, testdata, fixtures, site-packages, venv and those whose
// name begins with "." or "_".
package python

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/format/toml"
	"seam/analyze/format/version"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// Ecosystem is the name under which Python packages stand in a modules.Set.
const Ecosystem = "python"

// Load reads every manifest and lock of a tree. It never fails: what could not be read
// is in Broken and Warnings.
func Load(t repo.Tree) *modules.Set {
	l := &loader{tree: t, set: &modules.Set{}, projects: map[string]*project{}}
	l.collect()
	l.settle()
	l.workspaces()
	for _, read := range l.locks {
		read()
	}
	return modules.Join(l.set)
}

type loader struct {
	tree     repo.Tree
	set      *modules.Set
	projects map[string]*project // by folder
	folders  []string            // their keys, sorted, once settled
	units    []modules.Unit      // sorted by folder, once settled
	shared   []workspace
	locks    []func() // read once all units are known
	queued   map[string]bool
	setups   []string
}

// project is a folder's unit in the making.
type project struct {
	folder, name string
	manifest     string
	rank         int // of manifest: the lower, the better it describes the unit
	declares     bool
	private      bool
	wants        []want
}

// want is a requirement whose place among the units is not yet known.
type want struct {
	modules.Requirement
	workspace bool   // it is a member of the same workspace
	folder    string // it is the unit of this folder
}

// collect reads the manifests and remembers the locks.
func (l *loader) collect() {
	l.queued = map[string]bool{}
	for _, p := range repo.Regulars(l.tree) {
		if !looked(repo.Folder(p)) {
			continue
		}
		switch base := path.Base(p); {
		case base == "pyproject.toml":
			l.pyproject(p)
		case base == "setup.cfg":
			l.setupCfg(p)
		case base == "setup.py":
			l.setups = append(l.setups, p)
		case base == "Pipfile":
			l.pipfile(p)
		case base == "uv.lock":
			l.later(func() { l.uvLock(p) })
		case base == "poetry.lock":
			l.later(func() { l.poetryLock(p) })
		case base == "pdm.lock":
			l.later(func() { l.pdmLock(p) })
		case base == "Pipfile.lock":
			l.later(func() { l.pipfileLock(p) })
		case base == "pylock.toml", strings.HasPrefix(base, "pylock.") && strings.HasSuffix(base, ".toml"):
			l.later(func() { l.pylock(p) })
		case requirementsName(p):
			l.requirements(p)
		}
	}
}

func (l *loader) later(read func()) { l.locks = append(l.locks, read) }

func looked(folder string) bool {
	return !modules.LiesIn(folder, "vendor", "node_modules", "testdata", "fixtures", "site-packages", "venv") && !modules.IsHidden(folder, "._")
}

// project is the unit of a folder, which file describes a part of. rank says how well
// the file describes it.
func (l *loader) project(file string, rank int) *project {
	folder := path.Dir(file)
	p := l.projects[folder]
	if p == nil {
		p = &project{folder: folder, rank: rank, manifest: file}
		l.projects[folder] = p
	}
	if rank < p.rank || rank == p.rank && file < p.manifest {
		p.rank, p.manifest = rank, file
	}
	return p
}

// The ranks of manifests.
const (
	byPyproject = iota
	bySetupCfg
	byPipfile
	byRequirements
	byLock
)

// settle turns the projects into units, now that all are known.
func (l *loader) settle() {
	l.folders = slices.Sorted(maps.Keys(l.projects))
	for _, folder := range l.folders {
		p := l.projects[folder]
		if p.rank == byRequirements && len(p.wants) == 0 { // it only includes files of other folders
			continue
		}
		u := modules.Unit{Path: folder, Manifest: p.manifest, Ecosystem: Ecosystem, Name: p.name, Private: p.private}
		for _, w := range p.wants {
			if r, ok := l.place(folder, w); ok {
				u.Requirements = append(u.Requirements, r)
			}
		}
		slices.SortStableFunc(u.Requirements, func(a, b modules.Requirement) int {
			return cmp.Or(strings.Compare(a.Name, b.Name), version.Of(Ecosystem).Compare(a.Version, b.Version), a.Location.Compare(b.Location))
		})
		l.units = append(l.units, u)
	}
	l.set.Units = l.units
	l.unreadSetups()
}

// place finds the unit that a requirement is taken from, and its name.
func (l *loader) place(from string, w want) (modules.Requirement, bool) {
	r := w.Requirement
	if w.workspace {
		r.Unit = l.member(from, r.Name)
	}
	if p := l.projects[w.folder]; w.folder != "" && p != nil && w.folder != from {
		r.Unit = w.folder
		r.Name = cmp.Or(r.Name, p.name)
	}
	return r, r.Name != ""
}

// member is the folder of a workspace's member by name.
func (l *loader) member(from, name string) string {
	for _, w := range l.shared {
		if !w.holds(from) {
			continue
		}
		for _, folder := range l.folders {
			if l.projects[folder].name == name && w.holds(folder) {
				return folder
			}
		}
	}
	return ""
}

// unit is the unit of a folder; nil if there is none.
func (l *loader) unit(folder string) *modules.Unit {
	i, ok := slices.BinarySearchFunc(l.units, folder, func(u modules.Unit, s string) int { return strings.Compare(u.Path, s) })
	if !ok {
		return nil
	}
	return &l.units[i]
}

// maxManifest is the size of the largest manifest that is read; locks may be larger.
const maxManifest = 4 << 20

// manifest reads a TOML file that people write; a failure is filed.
func (l *loader) manifest(file string) *toml.Table {
	data, ok := l.set.Read(l.tree, Ecosystem, file, maxManifest)
	return l.document(file, data, ok)
}

// parse reads a lock in TOML without the values under some keys; a failure is filed.
func (l *loader) parse(file string, without ...string) *toml.Table {
	data, ok := l.set.Read(l.tree, Ecosystem, file, 0)
	return l.document(file, data, ok, without...)
}

func (l *loader) document(file string, data []byte, ok bool, without ...string) *toml.Table {
	if !ok {
		return nil
	}
	doc, err := toml.Parse(file, data, without...)
	if err != nil {
		l.set.BreakBy(Ecosystem, file, err)
		return nil
	}
	return doc
}
