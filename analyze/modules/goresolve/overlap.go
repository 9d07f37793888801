package goresolve

import (
	"archive/zip"
	"io"
	"maps"
	"path"
	"slices"
	"strings"

	"seam/analyze/format/gomod"
	"seam/analyze/modules"
)

// overlaps looks for packages that two modules of a build both hold: a folder that
// became a module of its own, and an older version of the module around it. It can be
// told of modules whose archives are in the cache.
func (r *resolver) overlaps(l *modules.Lock) {
	at := map[string]int{}
	for i, p := range l.Packages {
		if !p.FirstParty() && (p.Replaced == nil || !p.Replaced.Folder) {
			at[p.Name] = i
		}
	}
	for i := range l.Packages { // sorted by name, and so the overlaps of each are
		inner := &l.Packages[i]
		if _, published := at[inner.Name]; !published {
			continue
		}
		for outside := path.Dir(inner.Name); outside != "."; outside = path.Dir(outside) {
			if k, ok := at[outside]; ok {
				outer := &l.Packages[k]
				if both := r.bothHold(outer, inner); len(both) > 0 {
					outer.Overlaps = append(outer.Overlaps, modules.Overlap{With: inner.Name, Folders: both})
				}
			}
		}
	}
}

// bothHold lists the import paths that are a package in both modules.
func (r *resolver) bothHold(outer, inner *modules.Package) []string {
	a := r.packagesOf(outer)
	if !slices.ContainsFunc(a, func(p string) bool { return within(p, inner.Name) }) {
		return nil
	}
	var out []string
	for _, p := range r.packagesOf(inner) {
		if _, found := slices.BinarySearch(a, p); found {
			out = append(out, p)
		}
	}
	return out
}

func within(p, name string) bool { return p == name || strings.HasPrefix(p, name+"/") }

// packagesOf lists the import paths of a module's packages by the archive in the cache,
// sorted; nil where it is not there.
func (r *resolver) packagesOf(p *modules.Package) []string {
	m, name := mod{p.Name, p.Version}, p.Name
	if p.Replaced != nil {
		m = mod{p.Replaced.NewName, p.Replaced.NewVersion}
	}
	key := mod{name + " " + m.path, m.version}
	if known, ok := r.packages[key]; ok {
		return known
	}
	out := r.archived(m)
	for i, folder := range out {
		out[i] = path.Join(name, folder)
	}
	slices.Sort(out)
	r.packages[key] = out
	return out
}

// archived lists the folders of a module's archive that hold Go code.
func (r *resolver) archived(m mod) []string {
	manifest, err := gomod.CacheFile(m.path, m.version)
	if err != nil || r.cache == nil {
		return nil
	}
	f, err := r.cache.Open(strings.TrimSuffix(manifest, ".mod") + ".zip")
	if err != nil {
		return nil
	}
	defer f.Close()
	at, random := f.(io.ReaderAt)
	info, err := f.Stat()
	if err != nil || !random {
		return nil
	}
	archive, err := zip.NewReader(at, info.Size())
	if err != nil {
		return nil
	}
	folders := map[string]bool{}
	for _, e := range archive.File {
		rest, ok := strings.CutPrefix(e.Name, m.String()+"/")
		if ok && strings.HasSuffix(rest, ".go") && !strings.HasSuffix(rest, "_test.go") && plain(path.Dir(rest)) {
			folders[path.Dir(rest)] = true
		}
	}
	return slices.Sorted(maps.Keys(folders))
}

// plain reports whether the packages of a folder can be imported.
func plain(folder string) bool {
	for e := range strings.SplitSeq(folder, "/") {
		if e == "" || e == "testdata" || e == "vendor" || e != "." && (e[0] == '.' || e[0] == '_') {
			return false
		}
	}
	return true
}
