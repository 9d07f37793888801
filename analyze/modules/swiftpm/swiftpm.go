// Package swiftpm reads the Package.swift and Package.resolved files of a repository. A
// manifest is a program of Swift, of which nothing is run: what stands there literally is read
// from its tokens.
//
// A unit is a Package.swift that calls Package(name:) with a literal, and goes by that name in
// lower case, as identities of packages do. A requirement is a call of .package: by url it is
// called after the last element of the address, by path it is taken from the repository where
// a unit lies there. Its version is a range as Swift writes it (1.2.0..<2.0.0 for from: "1.2.0"),
// "" for a branch or a revision. It is Development if targets of tests alone name it.
//
// Package.resolved, beside a manifest or below an Xcode project or workspace, holds each package
// once and not what it requires: what the unit of its folder asks for leads to its packages, the
// others stand there without a way to them.
//
// Not looked at: folders for foreign code (Carthage, Pods, vendor and the like), those named
// testdata, Fixtures and fixtures, and those whose name begins with "."; manifests for one
// version of the tools (Package@swift-5.9.swift); what a manifest computes.
package swiftpm

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/format/json"
	"seam/analyze/format/version"
	"seam/analyze/modules"
	"seam/analyze/repo"
)

// Ecosystem is the name under which Swift packages stand in a modules.Set.
const Ecosystem = "swiftpm"

// Package is one Package.swift as a reader of Swift needs it.
type Package struct {
	Name, Folder, Manifest string
	Targets                []Target          // in the order of the file
	Takes                  []string          // folders of the repository's packages that it requires
	Products               map[string]string // products of packages from elsewhere -> identity
}

// Target is one target whose folder the repository has.
type Target struct {
	Name, Folder string
	Test         bool
	Native       bool // of C and its family: it holds no Swift
}

// Load reads every manifest and lock of a tree. It never fails: what could not be read is in
// Broken and Warnings.
func Load(t repo.Tree) *modules.Set {
	l := open(t)
	for _, folder := range l.folders {
		l.set.Units = append(l.set.Units, l.unit(l.manifests[folder]))
	}
	for _, file := range l.locks {
		l.lock(file)
	}
	return modules.Join(l.set)
}

// Packages reads every Package.swift of a tree, sorted by folder. Those that cannot be read are
// left out: Load tells them.
func Packages(t repo.Tree) []Package {
	l := open(t)
	if len(l.folders) == 0 {
		return nil
	}
	folders, native := map[string]bool{}, map[string]bool{}
	for _, f := range repo.Regulars(t) {
		switch path.Ext(f) {
		case ".swift":
			enter(folders, repo.Folder(f))
		case ".c", ".cc", ".cpp", ".m", ".mm", ".h":
			enter(native, repo.Folder(f))
		}
	}
	var out []Package
	for _, folder := range l.folders {
		m := l.manifests[folder]
		p := Package{Name: m.name, Folder: folder, Manifest: m.file, Products: m.products}
		for _, w := range m.requires {
			if unit := l.unitOf(m, w); unit != "" {
				p.Takes = append(p.Takes, unit)
			}
		}
		code := 0
		for _, t := range m.targets {
			if !t.test {
				code++
			}
		}
		for _, t := range m.targets {
			if at, ok := t.lies(folder, folders, code == 1); ok {
				p.Targets = append(p.Targets, Target{Name: t.name, Folder: at, Test: t.test || modules.LiesIn(repo.Relative(folder, at), "Tests")})
			} else if at, ok := t.lies(folder, native, code == 1); ok {
				p.Targets = append(p.Targets, Target{Name: t.name, Folder: at, Native: true})
			}
		}
		out = append(out, p)
	}
	return out
}

// enter notes a folder and those around it.
func enter(folders map[string]bool, folder string) {
	for ; !folders[folder]; folder = path.Dir(folder) {
		folders[folder] = true
	}
}

type loader struct {
	tree      repo.Tree
	set       *modules.Set
	manifests map[string]*manifest // by folder
	folders   []string             // their keys, sorted
	locks     []string
}

// open reads the manifests and finds the locks.
func open(t repo.Tree) *loader {
	l := &loader{tree: t, set: &modules.Set{}, manifests: map[string]*manifest{}}
	for _, p := range repo.Regulars(t) {
		base := path.Base(p)
		if base != "Package.swift" && base != "Package.resolved" || !looked(path.Dir(p)) {
			continue
		}
		if base == "Package.resolved" {
			l.locks = append(l.locks, p)
			continue
		}
		data, ok := l.set.Read(l.tree, Ecosystem, p, 0)
		if !ok {
			continue
		}
		if m := newManifest(p, data); m != nil {
			l.manifests[m.folder] = m
		}
	}
	l.folders = slices.Sorted(maps.Keys(l.manifests))
	return l
}

func looked(folder string) bool {
	return !modules.LiesIn(folder, "vendor", "node_modules", "third_party", "Carthage", "Pods", "testdata", "fixtures", "Fixtures") && !modules.IsHidden(folder, ".")
}

// unitOf is the folder of the unit that a line means; "" for a package from elsewhere.
func (l *loader) unitOf(m *manifest, w wish) string {
	if folder, ok := modules.Inside(m.folder, w.path); ok && w.path != "" && l.manifests[folder] != nil {
		return folder
	}
	return ""
}

// unit makes the unit of a manifest, now that all are known.
func (l *loader) unit(m *manifest) modules.Unit {
	u := modules.Unit{Path: m.folder, Manifest: m.file, Ecosystem: Ecosystem, Name: m.name}
	for _, w := range m.requires {
		u.Requirements = append(u.Requirements, modules.Requirement{Name: w.name, Version: w.version, Kind: w.kind, Unit: l.unitOf(m, w), Location: w.at})
	}
	slices.SortStableFunc(u.Requirements, func(a, b modules.Requirement) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), version.Of(Ecosystem).Compare(a.Version, b.Version))
	})
	return u
}

// lock reads one Package.resolved.
func (l *loader) lock(file string) {
	data, ok := l.set.Read(l.tree, Ecosystem, file, 0)
	if !ok {
		return
	}
	doc, err := json.ParseObject(path.Base(file), data)
	if err != nil {
		l.set.BreakBy(Ecosystem, file, err)
		return
	}
	lock := modules.Lock{File: file, Path: lockedFolder(file), Ecosystem: Ecosystem}
	at := map[string]int{}
	m := l.manifests[lock.Path]
	if m != nil {
		lock.Packages = append(lock.Packages, modules.Package{Name: m.name, Unit: m.folder})
		at[m.name] = 0
	}
	for _, p := range slices.Concat(doc.Root.Get("pins").List(), doc.Root.At("object", "pins").List()) {
		name := cmp.Or(p.Value.Get("identity").Text(), identity(p.Value.Get("repositoryURL").Text()))
		if _, ok := at[name]; ok || name == "" {
			continue
		}
		at[name] = len(lock.Packages)
		lock.Packages = append(lock.Packages, modules.Package{Name: name, Version: p.Value.At("state", "version").Text(), Line: int(p.Line)})
	}
	if m != nil {
		for _, w := range m.requires {
			if to, ok := at[w.name]; ok && to != 0 {
				lock.Packages[0].Requires = append(lock.Packages[0].Requires, modules.Link{To: to, Range: w.version, Kind: w.kind})
			}
		}
	}
	lock.Sort()
	l.set.Locks = append(l.set.Locks, lock)
}

// lockedFolder is the folder that a lock is for: the one that holds the Xcode project or
// workspace around it, else its own.
func lockedFolder(file string) string {
	folder := path.Dir(file)
	for at := folder; at != "."; at = path.Dir(at) {
		if strings.HasSuffix(at, ".xcodeproj") || strings.HasSuffix(at, ".xcworkspace") {
			folder = path.Dir(at)
		}
	}
	return folder
}

// identity is what a package is called by its address: the last element, in lower case.
func identity(url string) string {
	url = strings.TrimSuffix(strings.TrimRight(url, "/"), ".git")
	return strings.ToLower(url[strings.LastIndexAny(url, "/:")+1:])
}
